"""Pictures as old scanners write them: what is accepted is printed as it is seen."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from jbgs_desktop.documents.attachments import page_worker
from jbgs_desktop.documents.attachments.inspect import page_images
from jbgs_desktop.documents.attachments.inspect_worker import inspect_file
from jbgs_desktop.documents.attachments.page_worker import draw_page
from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans
from jbgs_desktop.errors import ScanError
from jbgs_desktop.scans.image_files import open_scan
from tests.documents import attached_files as make
from tests.documents import odd_tiffs
from tests.documents.pdf_reader import page_picture

_BOX = (170.0, 240.0)


def wedge_of(image: Image.Image) -> list[int]:
    """The grey of the picture from left to right."""
    row = image.convert("L").resize((5, 1), Image.Resampling.BOX)
    return list(row.tobytes())


def drawn(file: Path, index: int = 0) -> tuple[Image.Image, float, float]:
    """A page as it goes into the book, and its size in mm; here, not in a child."""
    to = file.with_name("drawn.jpg")
    kind = inspect_file(str(file))["kind"]
    item = {"path": str(file), "kind": kind, "index": index, "dpi": 200, "box": _BOX}
    _, _, width, height = draw_page({**item, "to": str(to)})
    page_worker._open_image(file).close()
    page_worker._open_image.cache_clear()  # a child ends with its files
    with Image.open(to) as image:
        image.load()
        return image, width, height


def look(folder: Path, content: bytes, name: str) -> dict[str, Any]:
    (folder / name).write_bytes(content)
    return inspect_file(str(folder / name))


@pytest.mark.parametrize("name", odd_tiffs.WEDGES)
def test_a_wedge_is_a_wedge(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.tif"
    assert look(tmp_path, odd_tiffs.WEDGES[name](), file.name)["problem"] == ""
    expected = [20, 68, 116, 164, 212]
    assert wedge_of(drawn(file)[0]) == pytest.approx(expected, abs=30)
    scan = page_picture(pdf_of_scans([ScanSource(file)]), 0, dpi=50)
    assert wedge_of(scan) == pytest.approx(expected, abs=30)


def test_a_kind_of_tiff_that_nothing_reads_is_not_called_damaged(tmp_path: Path) -> None:
    jbig = odd_tiffs.tiff(bytes(600), further=[(259, 3, [34661])])
    packed = odd_tiffs.tiff(bytes(7500), bits=12, further=[(259, 3, [5])])
    for content, what in ((jbig, "压缩方式34661"), (packed, "每个颜色12位")):
        seen = look(tmp_path, content, "a.tif")
        assert seen["code"] == "unsupported"
        assert what in seen["problem"] and "不一定损坏" in seen["problem"]
    broken = odd_tiffs.tiff(bytes(100), bits=12)
    assert look(tmp_path, broken, "b.tif")["code"] == "damaged"


def _jpeg(size: tuple[int, int] = (300, 400)) -> bytes:
    stream = io.BytesIO()
    picture = make.picture(size=size) if min(size) > 20 else Image.new("RGB", size, "red")
    picture.save(stream, "JPEG")
    return stream.getvalue()


@pytest.mark.parametrize("marker", [0xC3, 0xC7, 0xCB, 0xCF])
def test_a_jpeg_without_loss_never_reaches_the_decoder(marker: int, tmp_path: Path) -> None:
    usual = _jpeg()
    at = usual.index(b"\xff\xc0")
    of_12_bits = usual[: at + 4] + b"\x0c" + usual[at + 5 :]
    for content in (usual[: at + 1] + bytes((marker,)) + usual[at + 2 :], of_12_bits):
        seen = look(tmp_path, content, "a.jpg")
        assert (seen["code"], "仪器用的JPEG" in seen["problem"]) == ("unsupported", True)
        with pytest.raises(ScanError, match="仪器用的JPEG"):
            open_scan(tmp_path / "a.jpg")


def test_a_jpeg_may_be_tiny_or_have_an_empty_note_on_its_size(tmp_path: Path) -> None:
    for size in ((1, 1), (2, 3), (3, 1)):
        assert look(tmp_path, _jpeg(size), "a.jpg")["problem"] == ""
        assert drawn(tmp_path / "a.jpg")[0].size == size
    usual = _jpeg()
    assert usual[2:4] == b"\xff\xe0"
    for note in (b"\xff\xe0\0\2", b"\xff\xe0\0\7JFIF\0"):
        assert look(tmp_path, usual[:2] + note + usual[20:], "a.jpg")["problem"] == ""
        image, _, _ = drawn(tmp_path / "a.jpg")
        assert image.convert("RGB").getpixel((50, 50))[0] > 200  # type: ignore[index]


def test_a_plan_of_a0_at_400_dpi_in_black_and_white_is_taken(tmp_path: Path) -> None:
    plan = Image.new("1", (13244, 18724), 1)
    plan.paste(0, (0, 0, 13244, 9000))
    plan.save(tmp_path / "a.tif", compression="group4", dpi=(400, 400))
    assert inspect_file(str(tmp_path / "a.tif"))["problem"] == ""
    image, width, height = drawn(tmp_path / "a.tif")
    assert (width, height) == pytest.approx((170, 240), abs=1)
    assert image.getpixel((300, 300)) == 0 and image.getpixel((300, 1500)) == 255


@pytest.mark.parametrize(("format_", "name"), [("GIF", "a.gif"), ("JPEG2000", "a.jp2")])
def test_gif_and_jpeg_2000_are_printed(format_: str, name: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": [Image.new("RGB", (300, 400), "blue")]}
    make.picture().save(stream, format_, **(more if format_ == "GIF" else {}))
    seen = look(tmp_path, stream.getvalue(), name)
    assert (seen["problem"], seen["pages"]) == ("", 1)
    assert seen["notes"] == (["这是动图，只印第一幅。"] if format_ == "GIF" else [])
    red, green, blue = drawn(tmp_path / name)[0].convert("RGB").getpixel((50, 50))  # type: ignore[misc]
    assert red > 200 and max(green, blue) < 60


def test_a_long_screenshot_becomes_pages_cut_between_its_lines(tmp_path: Path) -> None:
    long = Image.new("RGB", (400, 4000), "white")
    for top in range(10, 4000, 40):
        long.paste("black", (10, top, 390, top + 25))
    long.save(tmp_path / "a.png")
    seen = inspect_file(str(tmp_path / "a.png"))
    assert "长截图" in seen["notes"][0] and f"{seen['pages']}页" in seen["notes"][0]
    pages = [drawn(tmp_path / "a.png", index) for index in range(seen["pages"])]
    assert sum(image.height for image, _, _ in pages) == 4000  # nothing is lost or twice
    for image, width, height in pages:
        assert width == pytest.approx(400 / 200 * 25.4, abs=0.1) and height <= 240
        bottom = image.height - 1
        for row in ((0, 0, 400, 1), (0, bottom, 400, bottom + 1)):
            assert min(image.convert("L").crop(row).tobytes()) > 200


def test_a_very_wide_picture_is_told(tmp_path: Path) -> None:
    make.picture(size=(4000, 300)).save(tmp_path / "a.png")
    (note,) = inspect_file(str(tmp_path / "a.png"))["notes"]
    assert "很宽" in note and "13毫米" in note


def test_a_blank_picture_and_a_white_page_of_a_pdf_are_told(tmp_path: Path) -> None:
    white = Image.effect_noise((1654, 2339), 4).point(lambda value: min(255, value + 110))
    white.save(tmp_path / "a.jpg", dpi=(200, 200))
    written = white.copy()
    written.paste(0, (800, 2200, 830, 2230))  # a page number
    white.save(tmp_path / "b.pdf", save_all=True, append_images=[written], resolution=200)
    assert inspect_file(str(tmp_path / "a.jpg"))["notes"][0].startswith("全部是空白页")
    assert inspect_file(str(tmp_path / "b.pdf"))["notes"][0].startswith("第1页是空白页")
    Image.new("RGB", (300, 400), "red").save(tmp_path / "c.png")
    assert inspect_file(str(tmp_path / "c.png"))["notes"] == []


@pytest.mark.parametrize("box", [b"/CropBox[1000 1000 1200 1200]", b"/CropBox[9 9 9.5 9.5]"])
def test_a_page_without_a_size_is_told(box: bytes, tmp_path: Path) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%b>>" % box
    kids = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    seen = look(tmp_path, make.plain_pdf([b"<</Type/Catalog/Pages 2 0 R>>", kids, page]), "a.pdf")
    assert (seen["code"], "大小几乎是零" in seen["problem"]) == ("no-size", True)


@pytest.mark.parametrize(("across", "down"), [(204, 98), (204, 196), (98, 204)])
def test_a_fax_is_as_wide_and_high_as_its_paper(across: int, down: int, tmp_path: Path) -> None:
    file = tmp_path / "a.tif"
    file.write_bytes(odd_tiffs.fax(across, down))
    (printed,) = page_images([file], tmp_path, box=_BOX)
    (page,) = printed.pages
    assert page.width == pytest.approx(25.4 * odd_tiffs.WIDTH / across, abs=0.2)
    assert page.height == pytest.approx(25.4 * odd_tiffs.HEIGHT / down, abs=0.2)
    assert page.pixels[0] / page.pixels[1] == pytest.approx(page.width / page.height, rel=0.05)
