"""Simulated scans of a book: `python tools/make_scans.py BOOK.pdf FOLDER`, a picture per page."""

import sys
from pathlib import Path

from PIL import Image

from jbgs_desktop.documents.pdf.images import PdfPages

_DPI = 200
_QUALITY = 80


def make_scans(book: Path, folder: Path) -> None:
    """Write the pages of ``book`` into ``folder`` as a scanner does: JPEG, 200 dpi."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = PdfPages(book)
    for index in range(pages.count):
        page = pages.image(index, _DPI)
        image = Image.frombytes("RGB", (page.width, page.height), page.rgb)
        name = f"扫描_{index + 1:03}.jpg"
        image.save(folder / name, quality=_QUALITY, dpi=(_DPI, _DPI))
    pages.close()


if __name__ == "__main__":
    make_scans(Path(sys.argv[1]), Path(sys.argv[2]))
