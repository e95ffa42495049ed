"""A seal spot cut out of the printed page and out of its scan, so that both show one place.

The page's code tells where in the scan the page lies, turned and shifted as it may be.
"""

import io
import math
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.scans.image_files import open_scan
from jbgs_desktop.scans.page_qr import DetectedQr
from jbgs_desktop.scans.quality import point
from jbgs_desktop.scans.reader import ask_about_page

if TYPE_CHECKING:
    from PIL import Image

    from jbgs_desktop.documents.book_model import BookSpot

_PAGE = (210.0, 297.0)  # mm
_REDDER = 40  # of 255: by how much red ink leads green and blue
_QUALITY = 85
SOME_RED = 0.004  # the share of red from which there is a seal rather than none


@dataclass(frozen=True, slots=True)
class SpotImages:
    """JPEGs of the same place, and the share of red in the scan, 0 to 1: a hint, no more."""

    printed: bytes
    scanned: bytes
    red: float


def spot_images(
    book: PdfPages,
    spot: "BookSpot",
    path: Path,
    scan: ScannedPage,
    *,
    margin: float = 12,
    dpi: int = 120,
) -> SpotImages:
    """The place of ``spot`` with ``margin`` mm around it, printed and in ``scan`` from ``path``.

    The scan is decoded in a child. Raises ScanError and DocumentError.
    """
    box = (
        max(0.0, spot.x - margin),
        max(0.0, spot.y - margin),
        min(_PAGE[0], spot.x + spot.width + margin),
        min(_PAGE[1], spot.y + spot.height + margin),
    )
    item = [str(path), scan.index, scan.turn, scan.qr, scan.corners, box, dpi]
    answer = ask_about_page("seal_crops:cut_scan", item)
    scanned = b64decode(answer["picture"])
    return SpotImages(_printed(book, spot.page, box, dpi), scanned, answer["red"])


def cut_scan(item: Sequence[Any]) -> dict[str, Any]:
    """What the child does: path, index, turn, code, its corners, box in mm and dpi."""
    path, index, turn, text, corners, box, dpi = item
    try:
        with closing(open_scan(Path(path))) as file:
            image = file.picture(index).image
    except ScanError as error:
        return {"problem": str(error)}
    code, found = PageCode.parse(text), None
    if code is not None and corners:
        one, two, three, four = ((x, y) for x, y in corners)
        found = DetectedQr(code, (one, two, three, four))
    cut = cut_page(image, found, turn, box, dpi)
    return {"problem": "", "picture": b64encode(_jpeg(cut)).decode(), "red": red_share(cut)}


def cut_page(
    image: "Image.Image", code: DetectedQr | None, turn: int, box: Sequence[float], dpi: int
) -> "Image.Image":
    """The place ``box``, in mm on the page, out of its scan: by the page's ``code``, or without
    one as if the picture, turned by ``turn``, were all of the page.
    """
    corners = (box[:2], (box[2], box[1]), (box[0], box[3]))
    if code is not None:
        ends = [point(code, x, y) for x, y in corners]
    else:
        image = image.rotate(-turn, expand=True)
        across, down = image.width / _PAGE[0], image.height / _PAGE[1]
        ends = [(x * across, y * down) for x, y in corners]
    return _cut(image, ends, box, dpi)


def red_share(image: "Image.Image") -> float:
    """The share of pixels that are red as a seal's ink is; 0 for a grey picture."""
    if image.mode != "RGB":
        return 0.0
    from PIL import ImageChops

    red, green, blue = image.split()
    lead = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    return sum(lead.histogram()[_REDDER:]) / (image.width * image.height)


def _cut(
    image: "Image.Image", ends: Sequence[tuple[float, float]], box: Sequence[float], dpi: int
) -> "Image.Image":
    """The parallelogram of ``image`` with the upper left, upper right and lower left ``ends``."""
    from PIL import Image

    width, height = (max(1, math.ceil((box[at + 2] - box[at]) * dpi / 25.4)) for at in (0, 1))
    (x, y), (right_x, right_y), (down_x, down_y) = ends
    affine = (
        (right_x - x) / width,
        (down_x - x) / height,
        x,
        (right_y - y) / width,
        (down_y - y) / height,
        y,
    )
    white = 255 if image.mode == "L" else (255, 255, 255)
    return image.transform(
        (width, height),
        Image.Transform.AFFINE,
        affine,
        Image.Resampling.BILINEAR,
        fillcolor=white,
    )


def _printed(book: PdfPages, page: int, box: Sequence[float], dpi: int) -> bytes:
    from PIL import Image

    drawn = book.image(page - 1, dpi)
    image = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.rgb, "raw", "RGB", 0, 1)
    left, top, right, bottom = (round(value * dpi / 25.4) for value in box)
    return _jpeg(image.crop((left, top, right, bottom)))


def _jpeg(image: "Image.Image") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
