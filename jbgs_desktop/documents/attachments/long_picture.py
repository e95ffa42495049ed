"""A long screenshot as several pages: on one it would be a strip that nobody can read."""

from typing import TYPE_CHECKING

from jbgs_desktop.documents.page_geometry import PICTURE

if TYPE_CHECKING:
    from PIL import Image

_LONG = 4  # times as high as it is wide: on one page it would be less than 6 cm wide
_LEAST_WIDTH = 200  # pixels: less is a strip by itself, such as a receipt's edge or a ruler
_FINEST = 200  # dpi: no screenshot is printed smaller than that, for its letters are small already
_SEARCHED = 0.12  # of a page's height: how far up a gap between two lines is looked for
_QUIET = 24  # of 255: what differs less along a row is no writing
_MARGIN = 0.02  # of the width: a frame or a scroll bar at the side is no writing
_INCH = 25.4  # mm


def is_long(width: int, height: int) -> bool:
    """Whether a picture of this size in pixels is cut into pages."""
    return width >= _LEAST_WIDTH and height > _LONG * width


def piece_width(width: int) -> float:
    """How wide the pieces of a long picture are printed, in mm."""
    return min(PICTURE[2], width / _FINEST * _INCH)


def pieces_of(image: "Image.Image") -> list[tuple[int, int]]:
    """The first and the last row but one of each page, cut between lines where there is a gap."""
    rows = int(image.width * PICTURE[3] / piece_width(image.width))
    pieces, top = [], 0
    while image.height - top > rows:
        bottom = _gap_above(image, top + rows, int(rows * _SEARCHED))
        pieces.append((top, bottom))
        top = bottom
    return [*pieces, (top, image.height)]


def _gap_above(image: "Image.Image", bottom: int, most: int) -> int:
    """The lowest of up to ``most`` rows above ``bottom`` that has nothing written on it."""
    margin = int(image.width * _MARGIN)
    band = image.crop((margin, bottom - most, image.width - margin, bottom)).convert("L")
    for row in range(band.height - 1, 0, -1):
        darkest, lightest = band.crop((0, row, band.width, row + 1)).getextrema()
        if float(lightest) - float(darkest) < _QUIET:  # type: ignore[arg-type]
            return bottom - most + row
    return bottom
