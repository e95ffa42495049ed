"""What a child does for :mod:`.confined_pages`: pages of a PDF that may be hostile.

Each task gets the path of the PDF and what else it needs, and answers with a ``result``, or with
the ``problem`` in a sentence.
"""

import math
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jbgs_desktop.errors import DocumentError

if TYPE_CHECKING:
    from jbgs_desktop.documents.pdf.images import PdfPages

LIBRARIES = ("pypdfium2", "jbgs_desktop.documents.pdf.images")
MOST_SHOWN = 5000  # pages
MOST_FOUND = 2000  # places of a text
_MOST_PIXELS = 12_000_000  # of a picture: A4 at 300 dpi has 8.7 million
_SECONDS = 10.0  # for looking for a text
_INCH = 25.4  # mm


def page_sizes(item: Sequence[Any]) -> dict[str, Any]:
    """Width and height of each page in mm."""

    def sizes(pages: "PdfPages") -> list[tuple[float, float]]:
        if pages.count > MOST_SHOWN:
            raise DocumentError(
                f"这个PDF有 {pages.count} 页，超过 {MOST_SHOWN} 页，不像是申报材料，没有显示。"
                "请与申报单位联系。"
            )
        return [pages.size(index) for index in range(pages.count)]

    return _answered(item[0], sizes)


def draw_rgb(item: Sequence[Any]) -> dict[str, Any]:
    """A page by its index, at so many dots an inch: width, height, and its RGB in base64."""
    file, index, dpi = item

    def drawn(pages: "PdfPages") -> tuple[int, int, str]:
        width, height = pages.size(index)
        most = _INCH * math.sqrt(_MOST_PIXELS / max(1.0, width * height))
        image = pages.image(index, min(dpi, most))
        return image.width, image.height, b64encode(image.rgb).decode()

    return _answered(file, drawn)


def find_text(item: Sequence[Any]) -> dict[str, Any]:
    """Where a text stands, as far as it was found in time."""
    file, text = item

    def found(pages: "PdfPages") -> list[dict[str, Any]]:
        last = time.monotonic() + _SECONDS
        places: list[dict[str, Any]] = []
        for index in range(pages.count):
            places += map(asdict, pages.find_on(index, text))
            if time.monotonic() > last or len(places) > MOST_FOUND:
                break
        return places[:MOST_FOUND]

    return _answered(file, found)


def _answered(file: str, ask: "Callable[[PdfPages], Any]") -> dict[str, Any]:
    from jbgs_desktop.documents.pdf.images import PdfPages

    try:
        with closing(PdfPages(Path(file))) as pages:
            return {"problem": "", "result": ask(pages)}
    except DocumentError as error:
        return {"problem": str(error), "result": None}
