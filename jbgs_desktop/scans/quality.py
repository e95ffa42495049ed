"""Whether a scanned page can be read: blank, below 200 dpi, blurred, cut off, skewed.

DA/T 31-2017 asks for 200 dpi and for pages that are whole, straight and clear (clauses 9 to 11).
"""

import math
from typing import TYPE_CHECKING

from jbgs_desktop.documents.page_geometry import QR_SIDE, qr_place
from jbgs_desktop.finalise.record import Fault
from jbgs_desktop.scans.page_qr import DetectedQr

if TYPE_CHECKING:
    from PIL import Image

LEAST_DPI = 200
_DPI_SLACK = 0.04  # how exactly a code's size tells the resolution
_PAGE = (210.0, 297.0)  # mm, A4
_MARGIN = 10.0  # mm of a page's edge that may be missing; nothing is printed there
_INK = 60  # of 255: how much darker than the paper ink is
_INK_SHARE = 0.0003  # of a page: less is dust, one short line of text is more
_BORDER = 0.05  # of each side, which a scanner may blacken
_WIDEST_EDGE = 0.45  # mm from paper to ink; characters of 10.5 points run together above it
_MOST_SKEW = 2.0  # degrees
_CONTRAST = 40  # of 255: below it there is nothing to be sharp


def dpi_of(image: "Image.Image", stated: int, code: DetectedQr | None) -> int:
    """The resolution on paper: by the code's size where the file is silent or wrong about it."""
    if code is None:
        return stated
    measured = code.dpi
    return stated if abs(stated - measured) <= _DPI_SLACK * measured else round(measured)


def faults_of(
    image: "Image.Image", dpi: int, stated: int, code: DetectedQr | None
) -> tuple[Fault, ...]:
    """What is poor about the page. ``stated`` is the resolution that the file itself says."""
    if code is None and is_blank_page(image):
        return (Fault.BLANK,)
    faults = []
    slack = 0 if dpi == stated else _DPI_SLACK
    if dpi and dpi < LEAST_DPI * (1 - slack):
        faults.append(Fault.LOW_DPI)
    if _edge(image, code) > _WIDEST_EDGE * (dpi or LEAST_DPI) / 25.4:
        faults.append(Fault.BLURRED)
    if _is_cut_off(image, dpi, code):
        faults.append(Fault.CUT_OFF)
    if code is not None and abs(code.skew) > _MOST_SKEW:
        faults.append(Fault.SKEWED)
    return tuple(faults)


def is_blank_page(image: "Image.Image") -> bool:
    """Whether there is next to no ink on the page, a scanner's dark borders left aside."""
    width, height = image.size
    x, y = round(width * _BORDER), round(height * _BORDER)
    factor = max(1, min(image.size) // 400)  # so that dust and noise vanish in the mean
    small = image.convert("L").crop((x, y, width - x, height - y)).reduce(factor)
    histogram = small.histogram()
    paper = _level(histogram, 0.5)
    ink = sum(histogram[: max(0, paper - _INK)])
    return ink < _INK_SHARE * sum(histogram)


def _edge(image: "Image.Image", code: DetectedQr | None) -> float:
    """How many pixels it is from paper to ink at the sharpest edges, 0 where there are none."""
    from PIL import ImageChops

    part = image.crop(_box_of(image, code)).convert("L")
    if min(part.size) < 8:
        return 0
    histogram = part.histogram()
    contrast = _level(histogram, 0.95) - _level(histogram, 0.02)
    if contrast < _CONTRAST:
        return 0
    # Not by offset(), which wraps round and makes an edge of the two sides.
    here = part.crop((0, 0, part.width - 1, part.height))
    next_to = part.crop((1, 0, part.width, part.height))
    steepest = _level(ImageChops.difference(here, next_to).histogram(), 0.99)
    return contrast / max(steepest, 1)


def _box_of(image: "Image.Image", code: DetectedQr | None) -> tuple[int, int, int, int]:
    """Where to look for edges: at the code, or else in the middle of the page."""
    if code is None:
        width, height = image.size
        return width // 4, height // 4, 3 * width // 4, 3 * height // 4
    across, down = zip(*code.corners, strict=True)
    left, top, right, bottom = min(across), min(down), max(across), max(down)
    return max(0, int(left)), max(0, int(top)), math.ceil(right), math.ceil(bottom)


def _is_cut_off(image: "Image.Image", dpi: int, code: DetectedQr | None) -> bool:
    """Whether a part of the page that may be printed on lies outside the picture."""
    if code is None:
        sides = sorted(side * 25.4 / dpi for side in image.size) if dpi else _PAGE
        return any(side < full - _MARGIN for side, full in zip(sides, _PAGE, strict=True))
    ends = [
        point(code, x, y)
        for x in (_MARGIN, _PAGE[0] - _MARGIN)
        for y in (_MARGIN, _PAGE[1] - _MARGIN)
    ]
    return any(not (0 <= x <= image.width and 0 <= y <= image.height) for x, y in ends)


def point(code: DetectedQr, x: float, y: float) -> tuple[float, float]:
    """Where in the picture the point of the page lies that is (``x``, ``y``) mm from its corner."""
    left, top = qr_place(code.code.page)
    scale, angle = code.side / QR_SIDE, math.radians(code.angle)
    across, down = (x - left - QR_SIDE / 2) * scale, (y - top - QR_SIDE / 2) * scale
    middle_x, middle_y = (sum(values) / 4 for values in zip(*code.corners, strict=True))
    return (
        middle_x + across * math.cos(angle) - down * math.sin(angle),
        middle_y + across * math.sin(angle) + down * math.cos(angle),
    )


def _level(histogram: list[int], share: float) -> int:
    """The grey that ``share`` of the pixels do not exceed."""
    rest = share * sum(histogram)
    for level, number in enumerate(histogram):
        rest -= number
        if rest <= 0:
            return level
    return 255
