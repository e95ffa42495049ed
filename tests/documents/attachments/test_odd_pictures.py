"""Pictures as old scanners write them: what is accepted is printed as it is seen."""

import io
from pathlib import Path

import pytest
from PIL import Image

from jbgs_desktop.documents.attachments.inspect import page_images
from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans
from tests.documents import odd_tiffs
from tests.documents.pdf_reader import page_picture

_BOX = (170.0, 240.0)


def wedge_of(image: Image.Image) -> list[int]:
    """The grey of the picture from left to right."""
    row = image.convert("L").resize((5, 1), Image.Resampling.BOX)
    return list(row.tobytes())


@pytest.mark.parametrize("name", odd_tiffs.WEDGES)
def test_a_wedge_is_a_wedge(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.tif"
    file.write_bytes(odd_tiffs.WEDGES[name]())
    (printed,) = page_images([file], tmp_path, box=_BOX)
    assert printed.look.problem == printed.problem == ""
    expected = [20, 68, 116, 164, 212]
    with Image.open(io.BytesIO(printed.pages[0].path.read_bytes())) as image:
        assert wedge_of(image) == pytest.approx(expected, abs=30)
    scan = page_picture(pdf_of_scans([ScanSource(file)]), 0, dpi=50)
    assert wedge_of(scan) == pytest.approx(expected, abs=30)


@pytest.mark.parametrize(("across", "down"), [(204, 98), (204, 196), (98, 204)])
def test_a_fax_is_as_wide_and_high_as_its_paper(across: int, down: int, tmp_path: Path) -> None:
    file = tmp_path / "a.tif"
    file.write_bytes(odd_tiffs.fax(across, down))
    (printed,) = page_images([file], tmp_path, box=_BOX)
    (page,) = printed.pages
    assert page.width == pytest.approx(25.4 * odd_tiffs.WIDTH / across, abs=0.2)
    assert page.height == pytest.approx(25.4 * odd_tiffs.HEIGHT / down, abs=0.2)
    assert page.pixels[0] / page.pixels[1] == pytest.approx(page.width / page.height, rel=0.05)
