"""Pictures of PDF pages, and where words stand on them."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.documents.pdf.images import LockedPdfError, PdfPages, page_count
from jbgs_desktop.errors import DocumentError
from tests.documents import attached_files as make


def words_pdf() -> bytes:
    """An A4 page with black words 72 points from the left and the top, and a wide red page."""
    words = b"BT /F 20 Tf 72 770 Td (Hello paper) Tj 0 -40 Td (hello again) Tj ET"
    red = b"1 0 0 rg 0 0 842 595 re f"
    fonts = b"/Resources<</Font<</F 7 0 R>>>>"
    return make.plain_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R%b>>" % fonts,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate 90/Contents 6 0 R>>",
            b"<</Length %d>>stream\n%b\nendstream" % (len(words), words),
            b"<</Length %d>>stream\n%b\nendstream" % (len(red), red),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


@pytest.fixture
def pages() -> Iterator[PdfPages]:
    with closing(PdfPages(words_pdf())) as pages:
        yield pages


def test_pages_are_counted_and_measured_as_they_are_shown(pages: PdfPages) -> None:
    assert pages.count == page_count(words_pdf()) == 2
    assert pages.size(0) == pytest.approx((209.9, 297.0), abs=0.1)
    assert pages.size(1) == pytest.approx((297.0, 209.9), abs=0.1)


@pytest.mark.parametrize("dpi", [72, 73, 200])
def test_a_picture_has_three_bytes_a_pixel_without_gaps(pages: PdfPages, dpi: int) -> None:
    image = pages.image(0, dpi)
    assert (image.width, image.height) == pytest.approx((595 * dpi / 72, 842 * dpi / 72), abs=1)
    assert len(image.rgb) == 3 * image.width * image.height
    assert image.rgb[:3] == b"\xff\xff\xff"


def test_colours_come_as_red_green_blue(pages: PdfPages) -> None:
    image = pages.image(1, 72)
    middle = 3 * (image.width * (image.height // 2) + image.width // 2)
    assert image.rgb[middle : middle + 3] == b"\xff\0\0"
    assert (pages.picture(1, 72).mode, pages.picture(0, 72).mode) == ("RGB", "L")


def test_words_are_found_with_their_places(pages: PdfPages) -> None:
    first, second = pages.find("HELLO")
    assert (first.page, second.page) == (0, 0)
    (rect,) = first.rects
    assert (rect.x, rect.y) == pytest.approx((72 / 72 * 25.4, 20), abs=3)
    assert 10 < rect.width < 25 and 3 < rect.height < 9
    assert second.rects[0].y - rect.y == pytest.approx(40 / 72 * 25.4, abs=1.5)
    assert pages.find("nowhere") == pages.find("") == []


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="打不开"):
        PdfPages(b"%PDF- and nothing")
    with pytest.raises(DocumentError, match="打不开"):
        page_count(tmp_path / "gone.pdf")
    with pytest.raises(LockedPdfError, match="密码"):
        PdfPages(make.encrypted_pdf(tmp_path / "a.pdf"))


def test_threads_take_their_turns(pages: PdfPages) -> None:
    images = []
    threads = [threading.Thread(target=lambda: images.append(pages.image(0, 72))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert images == [pages.image(0, 72)] * 8
