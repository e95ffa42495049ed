"""Pages of black upon white are drawn for a printer, and no other page is."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from jbgs_desktop.documents.attachments import page_worker
from jbgs_desktop.documents.attachments.image_streams import image_stream
from jbgs_desktop.documents.attachments.page_worker import draw_page
from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans
from tests.corpus.corpus_pdfs import pdf
from tests.documents.attached_files import plain_pdf
from tests.documents.pdf_reader import page_picture

_BOX = (170.0, 240.0)
_WORDS = "BT /F 40 Tf 60 700 Td (Evidence 2023) Tj ET 2 w 60 60 m 500 600 l S 1 g 99 99 9 9 re f "
_FONT = "/Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def drawn(folder: Path, content: bytes, *, is_fine: bool = True) -> Path:
    file, to = folder / "a.pdf", folder / "drawn"
    file.write_bytes(content)
    item = {"path": str(file), "kind": "pdf", "index": 0, "dpi": 200, "box": _BOX}
    draw_page({**item, "to": str(to), "fine": is_fine})
    page_worker._open(file).close()
    page_worker._open.cache_clear()
    return to


def most_different(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one, other).tobytes())


def page(content: str, **more: str) -> bytes:
    return pdf(content, resources=_FONT + more.pop("resources", ""), **more)  # type: ignore[arg-type]


def test_text_and_lines_are_drawn_at_600_dpi_in_one_bit(tmp_path: Path) -> None:
    with Image.open(drawn(tmp_path, page(_WORDS))) as fine:
        fine.load()
    with Image.open(drawn(tmp_path, page(_WORDS), is_fine=False)) as usual:
        usual.load()
    assert (fine.format, fine.mode, usual.format) == ("TIFF", "1", "JPEG")
    assert fine.width == pytest.approx(3 * usual.width, abs=3)
    small = fine.convert("L").resize(usual.size, Image.Resampling.BOX)
    assert most_different(small.reduce(8), usual.convert("L").reduce(8)) < 20


@pytest.mark.parametrize(
    ("content", "more"),
    [
        pytest.param("0.95 g 60 200 400 300 re f", {}, id="pale"),
        pytest.param("0.43 g BT /F 9 Tf 60 500 Td (header) Tj ET", {}, id="grey-words"),
        pytest.param("0.7 G 60 500 m 400 500 l S", {}, id="grey-line"),
        pytest.param("1 0 0 rg 60 500 30 30 re f", {}, id="red"),
        pytest.param("1 0 0 RG 60 500 30 30 re S", {}, id="red-line"),
        pytest.param(
            "/G gs 0 g 60 500 90 90 re f",
            {"resources": "/ExtGState<</G <</ca 0.3>>>>"},
            id="see-through",
        ),
        pytest.param(
            "/S sh",
            {
                "resources": "/Shading<</S <</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 595 0]"
                "/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>>>"
            },
            id="shade",
        ),
        pytest.param(
            "q 90 0 0 90 60 400 cm BI /W 2 /H 1 /CS /G /BPC 8 ID \x40\xa0 EI Q", {}, id="image"
        ),
    ],
)
def test_whatever_else_is_on_it_a_page_keeps_its_greys(
    content: str, more: dict[str, str], tmp_path: Path
) -> None:
    with Image.open(drawn(tmp_path, page(_WORDS + content, **more))) as image:
        assert image.format == "JPEG"


def test_a_pattern_of_grey_and_a_page_of_nothing_keep_theirs(tmp_path: Path) -> None:
    tile = b"0.6 g 0 0 40 40 re f"
    entries = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 40 40]/XStep 40"
    pattern = b"<<%b/YStep 40/Resources<<>>/Length %d>>stream\n%b\nendstream" % (
        *(entries, len(tile)),
        tile,
    )
    tiled = pdf(
        "/Pattern cs /P scn 50 50 450 700 re f",
        resources="/Pattern<</P 5 0 R>>",
        objects=(pattern,),
    )
    empty = plain_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        ]
    )
    for content in (tiled, empty):
        with Image.open(drawn(tmp_path, content)) as image:
            assert image.format == "JPEG"


def test_its_bits_go_into_a_pdf_as_they_are(tmp_path: Path) -> None:
    file = drawn(tmp_path, page(_WORDS))
    stream = image_stream(file)
    assert stream.filter == "CCITTFaxDecode" and stream.data in file.read_bytes()
    shown = page_picture(pdf_of_scans([ScanSource(file)]), 0, dpi=50).convert("L")
    with Image.open(io.BytesIO(file.read_bytes())) as image:
        expected = image.convert("L").resize(shown.size, Image.Resampling.BOX)
    assert most_different(shown.reduce(4), expected.reduce(4)) < 40
