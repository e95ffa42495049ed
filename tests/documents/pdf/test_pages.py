"""PDFs of images and scanned pages: nothing recompressed, everything upright, always the same."""

import io
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from pypdf import PdfReader

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.pdf.pages import Placement, ScanSource, pdf_of_scans, put_images
from jbgs_desktop.documents.pdf.writer import STANDARD
from jbgs_desktop.errors import DocumentError
from tests.documents import attached_files as make

IMAGES: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "jpeg": ("a.jpg", "RGB", {}, "/DCTDecode"),
    "grey jpeg": ("a.jpg", "L", {}, "/DCTDecode"),
    "cmyk jpeg": ("a.jpg", "CMYK", {}, "/DCTDecode"),
    "png": ("a.png", "RGB", {}, "/FlateDecode"),
    "grey png": ("a.png", "L", {}, "/FlateDecode"),
    "palette": ("a.png", "P", {}, "/FlateDecode"),
    "bits": ("a.png", "1", {}, "/FlateDecode"),
    "alpha": ("a.png", "RGBA", {}, "/FlateDecode"),
    "fax": ("a.tif", "1", {"compression": "group4"}, "/CCITTFaxDecode"),
    "bits in a tiff": ("a.tif", "1", {}, "/CCITTFaxDecode"),
    "tiff": ("a.tif", "RGB", {"compression": "tiff_lzw"}, "/FlateDecode"),
}


def shown(pdf: bytes, index: int, dpi: float) -> Image.Image:
    with closing(PdfPages(pdf)) as pages:
        drawn = pages.image(index, dpi)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb)


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether the two show the same, whatever their edges and shades."""
    small = [image.convert("RGB").resize((30, 40)) for image in (one, other)]
    (mean,) = ImageStat.Stat(ImageChops.difference(*small).convert("L")).mean
    return mean < 12


def embedded(pdf: bytes, index: int = 0) -> Any:
    page: Any = PdfReader(io.BytesIO(pdf)).pages[index]
    (image,) = page["/Resources"]["/XObject"].values()
    return image.get_object()


@pytest.mark.parametrize("case", IMAGES)
def test_an_image_becomes_a_page_of_its_size(case: str, tmp_path: Path) -> None:
    name, mode, options, filter_ = IMAGES[case]
    path = make.saved(tmp_path, name, make.picture(mode), dpi=(200, 200), **options)
    pdf = pdf_of_scans([ScanSource(path)])
    assert embedded(pdf)["/Filter"] == filter_
    image = shown(pdf, 0, 200)
    assert image.size == pytest.approx((300, 400), abs=1)
    assert alike(image, make.picture(mode))


def test_a_jpeg_goes_in_byte_for_byte_but_for_its_metadata(tmp_path: Path) -> None:
    plain = make.saved(tmp_path, "a.jpg", make.picture())
    assert embedded(pdf_of_scans([ScanSource(plain)]))._data == plain.read_bytes()
    photo = make.photo(tmp_path)
    assert embedded(pdf_of_scans([ScanSource(photo)]))._data == plain.read_bytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int, tmp_path: Path) -> None:
    path = make.photo(tmp_path, orientation=orientation, dpi=(100, 100))
    with Image.open(path) as photo:
        expected = ImageOps.exif_transpose(photo)
    image = shown(pdf_of_scans([ScanSource(path)]), 0, 100)
    assert image.size == pytest.approx(expected.size, abs=1)
    assert alike(image, expected)


@pytest.mark.parametrize(
    ("resolution", "width"),
    [((200, 200), 300 / 200 * 25.4), ((72, 72), 210.0), (None, 210.0), ((99_999, 99_999), 210.0)],
)
def test_a_resolution_is_believed_only_where_it_is_a_scanners(
    resolution: tuple[int, int] | None, width: float, tmp_path: Path
) -> None:
    options: dict[str, Any] = {"dpi": resolution} if resolution else {}
    path = make.saved(tmp_path, "a.jpg", make.picture(), **options)
    with closing(PdfPages(pdf_of_scans([ScanSource(path)]))) as pages:
        assert pages.size(0)[0] == pytest.approx(width, abs=0.2)


def test_scans_of_all_kinds_come_together_and_can_be_turned(tmp_path: Path) -> None:
    jpeg = make.saved(tmp_path, "a.jpg", make.picture())
    first = tmp_path / "first.pdf"
    first.write_bytes(pdf_of_scans([ScanSource(jpeg), ScanSource(jpeg, turn=90)]))
    tiff = make.saved(
        tmp_path, "b.tif", make.picture("1"), save_all=True, append_images=[make.picture("1")]
    )
    pdf = pdf_of_scans(
        [
            ScanSource(first, 1),
            ScanSource(first, 0, turn=180),
            ScanSource(tiff, 1),
            ScanSource(jpeg, turn=270),
        ]
    )
    picture = make.picture()
    expected = [
        picture.rotate(-90, expand=True),
        picture.rotate(180),
        picture,
        picture.rotate(-270, expand=True),
    ]
    for index, image in enumerate(expected):
        page = shown(pdf, index, 60)
        assert (page.width > page.height) == (image.width > image.height)
        assert alike(page, image.convert("1") if index == 2 else image)
    assert embedded(pdf, 0)._data == jpeg.read_bytes()


def test_scripts_and_files_of_a_scan_stay_behind(tmp_path: Path) -> None:
    sources = [make.script_pdf(tmp_path / "a.pdf"), make.pdf_with_a_file(tmp_path / "b.pdf")]
    sources.append(make.launching_pdf(tmp_path / "c.pdf"))
    pdf = pdf_of_scans([ScanSource(path) for path in sources])
    for trace in (b"/JavaScript", b"/Launch", b"virus", b"/OpenAction"):
        assert trace not in pdf


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    path = make.saved(tmp_path, "a.jpg", make.picture())
    other = make.saved(tmp_path, "b.jpg", make.picture("L"))
    once, again = (pdf_of_scans([ScanSource(path)]) for _ in range(2))
    assert once == again
    identifiers = {
        str(PdfReader(io.BytesIO(pdf)).trailer["/ID"])
        for pdf in (once, pdf_of_scans([ScanSource(other)]))
    }
    assert len(identifiers) == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"plain text"])
def test_what_cannot_be_read_is_told_by_its_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "第3页.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="第3页"):
        pdf_of_scans([ScanSource(path)])
    with pytest.raises(DocumentError, match="gone"):
        pdf_of_scans([ScanSource(tmp_path / "gone.pdf")])


def test_a_locked_scan_asks_for_one_without_a_password(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="密码"):
        pdf_of_scans([ScanSource(make.encrypted_pdf(tmp_path / "a.pdf"))])


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = make.written(tmp_path / "a.pdf", make.pdf(2))
    with pytest.raises(DocumentError, match=r"a\.pdf"):
        pdf_of_scans([ScanSource(path, 2)])


# -- images put into a book


def book(tmp_path: Path) -> bytes:
    """Three pages by the writer of our own books, PDF/A."""
    import typst

    source = tmp_path / "book.typ"
    date = "datetime(year: 2001, month: 2, day: 3)"
    pages = "\n#pagebreak()\n".join(("= One", "= Two", "= Three"))
    source.write_text(f'#set document(title: "t", date: {date})\n{pages}', "utf-8")
    return bytes(typst.compile(str(source), pdf_standards=STANDARD))


def test_images_come_onto_the_pages_that_are_named_and_the_rest_stays(tmp_path: Path) -> None:
    jpeg = make.saved(tmp_path, "a.jpg", Image.new("RGB", (60, 80), "blue"))
    before = book(tmp_path)
    after = put_images(before, [(1, Placement(jpeg, x=30, y=60, width=60, height=80))])
    assert after == put_images(before, [(1, Placement(jpeg, x=30, y=60, width=60, height=80))])
    for index in (0, 2):
        assert alike(shown(before, index, 50), shown(after, index, 50))
    page = shown(after, 1, 25.4)  # a pixel for each mm
    inside = [(32, 62), (88, 62), (32, 138), (88, 138)]
    outside = [(28, 62), (92, 62), (32, 58), (32, 142)]
    assert all(page.getpixel(place) == (0, 0, 254) for place in inside), page.getpixel((32, 62))
    assert all(page.getpixel(place) == (255, 255, 255) for place in outside)
    old, new = (PdfReader(io.BytesIO(pdf)) for pdf in (before, after))
    assert [item.title for item in new.outline] == [item.title for item in old.outline]  # type: ignore[union-attr]
    assert new.pdf_header == old.pdf_header
    assert new.metadata == old.metadata
    roots: list[Any] = [reader.trailer["/Root"] for reader in (old, new)]
    assert roots[0]["/Metadata"].get_data() == roots[1]["/Metadata"].get_data()
    assert [len(root["/OutputIntents"]) for root in roots] == [1, 1]
    with closing(PdfPages(after)) as pages:
        assert [found.page for found in pages.find("Two")] == [1]
