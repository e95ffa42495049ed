"""What attached files are told to be, and what is printed of them."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from pypdf import PdfWriter

from jbgs_desktop.documents.attachments.image_metadata import without_location
from jbgs_desktop.documents.attachments.inspect import Inspection, inspect_attachment, page_images
from tests.documents import attached_files as make

BOX = (160.0, 230.0)

Maker = Callable[[Path], Path]


def cut(path: Path, part: float = 0.5) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    return path


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image


def content(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


REFUSED: dict[str, tuple[Maker, str, str]] = {
    "locked pdf": (lambda f: make.encrypted_pdf(f / "a.pdf"), "encrypted", "密码"),
    "half a pdf": (lambda f: cut(make.written(f / "a.pdf", make.pdf(3)), 0.1), "damaged", "损坏"),
    "nothing": (lambda f: content(f / "a.pdf", b""), "empty", "0字节"),
    "10,001 pages": (
        lambda f: make.pdf_of_many_pages(f / "a.pdf", 10_001),
        "too-many-pages",
        "10001页",
    ),
    "a loop of pages": (lambda f: make.pdf_with_a_loop_of_pages(f / "a.pdf"), "damaged", "损坏"),
    "a huge image in a pdf": (
        lambda f: make.pdf_with_an_image(f / "a.pdf", 60_000, 60_000),
        "too-fine",
        "像素太多",
    ),
    "bomb png": (lambda f: make.bomb_png(f / "a.png"), "too-fine", "像素太多"),
    "bomb tiff": (lambda f: make.bomb_tiff(f / "a.tif"), "too-fine", "像素太多"),
    "half a jpeg": (lambda f: cut(make.photo(f)), "damaged", "损坏"),
    "half a png": (lambda f: cut(make.saved(f, "a.png", make.picture())), "damaged", "损坏"),
    "half a tiff": (lambda f: cut(make.saved(f, "a.tif", make.picture())), "damaged", "损坏"),
    "a head of a jpeg": (lambda f: content(f / "a.jpg", b"\xff\xd8\xff\xe0"), "damaged", "损坏"),
    "a page of the web as pdf": (
        lambda f: content(f / "a.pdf", b"<html></html>"),
        "mislabelled",
        "却不是PDF",
    ),
    "word as pdf": (
        lambda f: make.archive(f / "a.pdf", "[Content_Types].xml", "word/document.xml"),
        "mislabelled",
        "其实是办公文档",
    ),
    "half an office file": (
        lambda f: content(f / "a.docx", b"PK\x03\x04 and no more"),
        "mislabelled",
        "却不是办公文档",
    ),
    "docm": (
        lambda f: make.archive(f / "a.docm", "[Content_Types].xml", "word/vbaProject.bin"),
        "program",
        "扩展名",
    ),
    "docx with macros": (
        lambda f: make.archive(f / "a.docx", "[Content_Types].xml", "word/vbaProject.bin"),
        "macros",
        "带有宏",
    ),
    "xls with macros": (lambda f: make.ole2(f / "a.xls", "_VBA_PROJECT"), "macros", "带有宏"),
    "script as text": (lambda f: content(f / "a.txt", b"#!/bin/sh"), "program-content", "脚本"),
    "locked office file": (
        lambda f: make.ole2(f / "a.docx", "EncryptedPackage"),
        "encrypted",
        "密码",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_reason_and_a_way_out(
    case: str, tmp_path: Path
) -> None:
    maker, code, words = REFUSED[case]
    look = inspect_attachment(maker(tmp_path))
    assert (look.code, look.printable) == (code, False), look
    assert words in look.problem
    assert "请" in look.problem


TAKEN: dict[str, tuple[Maker, str, int, str]] = {
    "pdf": (lambda f: make.written(f / "a.pdf", make.pdf(3)), "pdf", 3, "全部是空白页"),
    "script": (lambda f: make.script_pdf(f / "a.pdf"), "pdf", 1, "脚本"),
    "launch": (lambda f: make.launching_pdf(f / "a.pdf"), "pdf", 1, "启动其他程序"),
    "file in a pdf": (lambda f: make.pdf_with_a_file(f / "a.pdf"), "pdf", 1, "夹带的其他文件"),
    "loop of tables": (lambda f: make.pdf_with_a_loop_of_tables(f / "a.pdf"), "pdf", 1, "空白页"),
    "huge page": (
        lambda f: make.written(f / "a.pdf", make.pdf(1, (14_000, 9_000))),
        "pdf",
        1,
        "4.9米",
    ),
    "jpeg": (lambda f: make.saved(f, "a.jpg", make.picture()), "jpeg", 1, ""),
    "cmyk": (lambda f: make.saved(f, "a.jpg", make.picture("CMYK")), "jpeg", 1, ""),
    "png as jpg": (lambda f: make.saved(f, "a.jpg", make.picture(), format="PNG"), "png", 1, "PNG"),
    "16 bit": (lambda f: make.saved(f, "a.png", Image.new("I;16", (9, 9))), "png", 1, ""),
    "alpha": (lambda f: make.saved(f, "a.png", make.picture("RGBA")), "png", 1, ""),
    "palette": (lambda f: make.saved(f, "a.png", make.picture("P")), "png", 1, ""),
    "moving": (
        lambda f: make.saved(
            f, "a.png", make.picture(), save_all=True, append_images=[Image.new("RGB", (300, 400))]
        ),
        "png",
        1,
        "动图",
    ),
    "g4": (
        lambda f: make.saved(f, "a.tif", make.picture("1"), compression="group4"),
        "tiff",
        1,
        "",
    ),
    "pages of a tiff": (
        lambda f: make.saved(
            f, "a.tiff", make.picture(), save_all=True, append_images=[make.picture()] * 2
        ),
        "tiff",
        3,
        "",
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_printed_has_pages_and_notes_about_what_is_odd(case: str, tmp_path: Path) -> None:
    maker, kind, pages, words = TAKEN[case]
    look = inspect_attachment(maker(tmp_path))
    assert (look.kind, look.pages, look.printable, look.problem) == (kind, pages, True, ""), look
    assert words in "".join(look.notes)
    assert bool(look.notes) == bool(words)


def test_letters_too_small_to_be_read_on_paper_are_told(tmp_path: Path) -> None:
    """As large as they are printed: a sheet of A3 goes onto A4, on its side."""

    def points(file: Path) -> list[str]:
        return [note for note in inspect_attachment(file).notes_if(is_cut=False) if "磅" in note]

    (note,) = points(make.lying_sheet(tmp_path / "nine.pdf", 9))
    assert "最小的字只有5.1磅" in note and "重新导出" in note
    assert not points(make.lying_sheet(tmp_path / "twelve.pdf", 12))
    assert not points(make.lying_sheet(tmp_path / "upright.pdf", 9, (595, 842)))


UNPRINTED: dict[str, tuple[Maker, str, str]] = {
    "ofd": (lambda f: make.archive(f / "a.ofd", "OFD.xml"), "ofd", "不会印进合订本"),
    "docx": (lambda f: make.archive(f / "a.docx", "[Content_Types].xml"), "office", "不会印进"),
    "xls": (lambda f: make.ole2(f / "a.xls", "Workbook"), "office", "不会印进"),
    "heic": (lambda f: content(f / "a.heic", b"\0\0\0\x18ftypheic" + bytes(9)), "heic", "HEIC"),
    "text": (lambda f: content(f / "a.txt", "说明".encode()), "unknown", "不会印进合订本"),
}


@pytest.mark.parametrize("case", UNPRINTED)
def test_what_is_not_printed_is_taken_and_says_so(case: str, tmp_path: Path) -> None:
    maker, kind, words = UNPRINTED[case]
    look = inspect_attachment(maker(tmp_path))
    assert (look.kind, look.printable, look.problem) == (kind, False, ""), look
    assert words in "".join(look.notes)


def test_a_file_that_does_not_open_harms_nobody(tmp_path: Path) -> None:
    look = inspect_attachment(tmp_path / "gone.pdf")
    assert look == Inspection("unknown", 0, False, look.problem, (), "damaged")


def test_a_pdf_that_lost_its_end_says_how_many_pages_are_left(tmp_path: Path) -> None:
    path = make.written(tmp_path / "a.pdf", make.pdf(2))
    look = inspect_attachment(content(path, path.read_bytes().replace(b"%%EOF", b"")))
    assert "2页" in "".join(look.notes)


# -- where a photo was taken


def test_a_photo_tells_where_it_was_taken_until_that_is_removed(tmp_path: Path) -> None:
    path = make.photo(tmp_path, orientation=6)
    assert inspect_attachment(path).has_location
    before = opened(path)
    bare = content(tmp_path / "bare.jpg", without_location(path))
    assert not inspect_attachment(bare).has_location
    after = opened(bare)
    assert after.getexif() == {make.ORIENTATION: 6}
    assert after.tobytes() == before.tobytes()


def test_a_png_loses_its_prose_only(tmp_path: Path) -> None:
    path = make.photo(tmp_path, "a.png", orientation=3)
    assert inspect_attachment(path).has_location
    bare = content(tmp_path / "bare.png", without_location(path))
    assert not inspect_attachment(bare).has_location
    assert opened(bare).getexif() == {make.ORIENTATION: 3}
    assert opened(bare).tobytes() == opened(path).tobytes()


def test_what_is_no_photo_comes_back_as_it_is(tmp_path: Path) -> None:
    path = make.written(tmp_path / "a.pdf", make.pdf())
    assert without_location(path) == path.read_bytes()


# -- pages for the book


def red_quarter(image: Image.Image) -> str:
    """Where the red block of a picture is."""
    width, height = image.size
    places = {"upper left": (1, 1), "upper right": (3, 1), "lower left": (1, 3)}
    places["lower right"] = (3, 3)
    rgb = image.convert("RGB")
    found = []
    for name, (x, y) in places.items():
        pixel = rgb.getpixel((width * x // 4, height * y // 4))
        assert isinstance(pixel, tuple)
        if pixel[0] > 200 and pixel[1] < 100:
            found.append(name)
    return " ".join(found)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_and_has_lost_what_it_tells(
    orientation: int, tmp_path: Path
) -> None:
    path = make.photo(tmp_path, orientation=orientation)
    (printed,) = page_images([path], tmp_path, box=BOX)
    (page,) = printed.pages
    image = opened(page.path)
    expected = ImageOps.exif_transpose(opened(path))
    assert red_quarter(image) == red_quarter(expected)
    assert image.size == page.pixels
    assert dict(image.getexif()) == {}
    sides = sorted((page.width, page.height))  # a wide one goes into the box on its side
    assert sides[0] <= BOX[0] + 0.01 and sides[1] <= BOX[1] + 0.01
    assert page.width / page.height == pytest.approx(image.width / image.height, rel=0.01)


MODES: dict[str, tuple[Maker, str]] = {
    "rgb": (lambda f: make.saved(f, "a.jpg", make.picture()), "RGB"),
    "cmyk": (lambda f: make.saved(f, "a.jpg", make.picture("CMYK")), "RGB"),
    "grey": (lambda f: make.saved(f, "a.jpg", make.picture("L")), "L"),
    "grey in colours": (lambda f: make.saved(f, "a.png", make.picture("L").convert("RGB")), "L"),
    "16 bit": (lambda f: make.saved(f, "a.png", Image.new("I;16", (90, 90), 65535)), "L"),
    "alpha": (lambda f: make.saved(f, "a.png", Image.new("RGBA", (90, 90), (0, 0, 0, 0))), "L"),
    "palette": (lambda f: make.saved(f, "a.png", make.picture("P")), "RGB"),
    "fax": (lambda f: make.saved(f, "a.tif", make.picture("1"), compression="group4"), "L"),
    "pdf": (lambda f: make.written(f / "a.pdf", make.pdf()), "L"),
}


@pytest.mark.parametrize("case", MODES)
def test_pages_are_grey_or_rgb_on_white_paper(case: str, tmp_path: Path) -> None:
    maker, mode = MODES[case]
    (printed,) = page_images([maker(tmp_path)], tmp_path, box=BOX)
    image = opened(printed.pages[0].path)
    assert (image.format, image.mode) == ("JPEG", mode)
    corner = image.convert("RGB").getpixel((image.width - 3, image.height - 3))
    assert isinstance(corner, tuple) and min(corner) > 240


def test_pages_come_in_order_at_no_more_than_the_wanted_resolution(tmp_path: Path) -> None:
    grey = make.saved(
        tmp_path,
        "a.tif",
        Image.new("L", (3000, 4000), 0),
        save_all=True,
        append_images=[Image.new("L", (3000, 4000), 255)],
    )
    office = make.archive(tmp_path / "a.docx", "[Content_Types].xml")
    report = make.written(tmp_path / "a.pdf", make.pdf(2, (842, 595)))
    tiff, nothing, wide = page_images([grey, office, report], tmp_path, box=BOX, dpi=100)
    shades = [opened(page.path).getpixel((5, 5)) for page in tiff.pages]
    assert shades == [0, 255]
    assert nothing.pages == () and nothing.problem == ""
    assert len(wide.pages) == 2
    for page in (*tiff.pages, *wide.pages):
        assert page.pixels[0] <= page.width / 25.4 * 100 + 2
    assert wide.pages[0].width > wide.pages[0].height  # as it is looked at
    assert wide.pages[0].width > BOX[0]  # and to be turned


def test_a_scan_goes_in_as_it_was_scanned(tmp_path: Path) -> None:
    from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans

    scan = make.saved(
        tmp_path, "a.jpg", make.picture(size=(1654, 2339)), quality=70, dpi=(200, 200)
    )
    bound = content(tmp_path / "a.pdf", pdf_of_scans([ScanSource(scan)]))
    (printed,) = page_images([bound], tmp_path, box=BOX)
    page = printed.pages[0]
    assert page.pixels == (1654, 2339)
    assert opened(page.path).tobytes() == opened(scan).tobytes()


@pytest.mark.parametrize("kind", ["/Stamp", "/Widget"])
def test_a_seal_upon_a_scan_is_printed(kind: str, tmp_path: Path) -> None:
    from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans

    white = make.saved(tmp_path, "a.jpg", Image.new("L", (1654, 2339), 255), dpi=(200, 200))
    writer = PdfWriter(io.BytesIO(pdf_of_scans([ScanSource(white)])))
    sealed = make.written(tmp_path / "a.pdf", make.sealed(writer, kind))
    (printed,) = page_images([sealed], tmp_path, box=BOX)
    image = opened(printed.pages[0].path)
    assert image.getpixel((image.width // 2, image.height // 2)) == pytest.approx(
        (254, 0, 0), abs=3
    )


def test_a_cancelled_job_draws_nothing(tmp_path: Path) -> None:
    path = make.written(tmp_path / "a.pdf", make.pdf())
    assert page_images([path], tmp_path, box=BOX, cancelled=lambda: True) == []
