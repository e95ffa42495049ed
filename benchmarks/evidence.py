"""200 pages of evidence: drawn by two children, and put into a book."""

import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.timer import Goal, milliseconds, pages_per_second, show, show_figure
from jbgs_desktop.documents.attachments.inspect import inspect_attachment, page_images
from jbgs_desktop.documents.pdf.pages import Placement, ScanSource, pdf_of_scans, put_images

PAGES = 200
_GOAL = Goal(120, is_least=True)  # pages a second, on two cores
_BOX = (160.0, 230.0)  # mm
_LINES = 40
_WORDS = "Sample 0123456789 of a printed report, line"


def _text_pdf() -> bytes:
    """A report of text pages as an office program writes it, the simplest way there is."""
    lines = "".join(f"({_WORDS} {n}) Tj 0 -18 Td " for n in range(_LINES))
    text = f"BT /F 12 Tf 60 780 Td {lines}ET".encode()
    kids = " ".join(f"{5 + n} 0 R" for n in range(PAGES))
    page = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 3 0 R>>>>>>"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {PAGES}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        *[page.encode()] * PAGES,
    ]
    body = b"%PDF-1.7\n"
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def _scans(folder: Path) -> list[Path]:
    """What a copier makes of the same pages: colour JPEG at 300 dpi, and G4 TIFF."""
    from PIL import Image

    from jbgs_desktop.documents.pdf.images import PdfPages

    with closing(PdfPages(_text_pdf())) as pages:
        drawn = pages.image(0, 300)
    image = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb)
    jpeg, scan, fax = folder / "scan.jpg", folder / "scan.pdf", folder / "fax.tif"
    image.save(jpeg, quality=80, dpi=(300, 300))
    scan.write_bytes(pdf_of_scans([ScanSource(jpeg)] * PAGES))
    copies = [image.convert("1")] * (PAGES - 1)
    image.convert("1").save(
        fax,
        save_all=True,
        append_images=copies,
        compression="group4",
        dpi=(300, 300),
    )
    return [scan, fax]


def _book(folder: Path) -> bytes:
    """As many empty A4 pages."""
    from PIL import Image

    empty = folder / "empty.png"
    Image.new("1", (210, 297), 1).save(empty, dpi=(25.4, 25.4))
    return pdf_of_scans([ScanSource(empty)] * PAGES)


def _time_pages(name: str, path: Path, folder: Path, book: bytes) -> list[Path]:
    def work() -> None:
        (printed,) = page_images([path], folder, box=_BOX)
        pictures.extend(page.path for page in printed.pages)
        placed = [(at, Placement(picture, 25, 25, *_BOX)) for at, picture in enumerate(pictures)]
        put_images(book, placed)

    pictures: list[Path] = []
    speed = pages_per_second(work, PAGES)
    assert len(pictures) == PAGES, f"{len(pictures)} pages"
    show_figure(f"{PAGES} 页附件成图并放进合订本：{name}", speed, "页/秒", _GOAL)
    return pictures


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = folder / "report.pdf"
        report.write_bytes(_text_pdf())
        files = {"文字 PDF": report}
        files |= dict(zip(("彩色扫描 PDF", "黑白 TIFF"), _scans(folder), strict=True))
        book = _book(folder)
        for kind, path in files.items():
            pictures = _time_pages(kind, path, folder, book)
            placed = [
                (index, Placement(picture, 25, 25, *_BOX)) for index, picture in enumerate(pictures)
            ]
            put = partial(put_images, book, placed)
            show(f"{PAGES} 页放进合订本：{kind}", milliseconds(put, 3))
        show("查看一份附件", milliseconds(partial(inspect_attachment, report), 5))


if __name__ == "__main__":
    main()
