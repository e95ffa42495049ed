"""The QR code of a page found in its picture, turned, noisy, or under a red seal.

It is looked for where it is printed first: in the corners, of which one is the footer's.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.page_geometry import QR_SIDE
from jbgs_desktop.finalise.record import Turn
from jbgs_desktop.scans.reader import Corners

if TYPE_CHECKING:
    from PIL import Image

_CORNER = 0.28  # of the shorter side of the picture: 59 mm of a page
_THRESHOLDS = (0.2, 0.3, 0.12, 0.45, 0.6, 0.75)  # from ink (0) to paper (1): grey seals are at 0.35
_LARGEST_DOUBLED = 1200  # pixels: what is larger has modules large enough
_TURNS: tuple[Turn, ...] = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class DetectedQr:
    """A page code, and its corners in the picture in pixels, in the code's own order."""

    code: PageCode
    corners: Corners

    @property
    def side(self) -> float:
        """The mean length of a side in pixels."""
        ends = (*self.corners[1:], self.corners[0])
        return sum(map(math.dist, self.corners, ends)) / 4

    @property
    def dpi(self) -> float:
        """Dots an inch of the paper, whatever the file says of itself."""
        return self.side * 25.4 / QR_SIDE

    @property
    def angle(self) -> float:
        """By how many degrees clockwise the page lies turned in the picture, 0 to 360."""
        (left, top), (right, bottom) = self.corners[0], self.corners[1]
        (left2, top2), (right2, bottom2) = self.corners[3], self.corners[2]
        across, down = right - left + right2 - left2, bottom - top + bottom2 - top2
        return math.degrees(math.atan2(down, across)) % 360

    @property
    def turn(self) -> Turn:
        """By how many degrees clockwise the picture must be turned to stand upright."""
        return _TURNS[round(-self.angle / 90) % 4]

    @property
    def skew(self) -> float:
        """The degrees that are left over then, from -45 to 45."""
        return (self.angle + self.turn + 45) % 360 - 45


def code_in_corner(image: "Image.Image") -> DetectedQr | None:
    """The page code in a corner of ``image`` (grey or RGB), where it lies on a good scan."""
    for box in _corners(image):
        if found := _read(_inkless(image.crop(box)), image, box[:2]):
            return found
    return None


def code_anywhere(image: "Image.Image") -> DetectedQr | None:
    """The page code in ``image``, looked for with patience; None when it cannot be read."""
    if found := _read(_inkless(image), image, (0, 0), thorough=True):
        return found
    return next(filter(None, _patient(image)), None)


def codes_on(image: "Image.Image") -> list[DetectedQr]:
    """Every page code in ``image`` and in each half of it, with patience."""
    width, height = image.size
    halves = (
        *((0, 0, width // 2, height), (width // 2, 0, width, height)),
        *((0, 0, width, height // 2), (0, height // 2, width, height)),
    )
    inkless = _inkless(image)
    found = _all_read(inkless, (0, 0), thorough=True)
    for box in halves:
        found += _all_read(inkless.crop(box), box[:2], thorough=True)
    return found


def _patient(image: "Image.Image") -> "Iterator[DetectedQr | None]":
    for box in _corners(image):
        crop = image.crop(box)
        scale = 2 if max(crop.size) <= _LARGEST_DOUBLED else 1
        for channel in _channels(crop):
            large = channel.resize((scale * channel.width, scale * channel.height))
            yield _read(large, image, box[:2], scale, thorough=True)
            for table in _tables(large):
                yield _read(large.point(table), image, box[:2], scale)
    for channel in list(_channels(image))[1:]:
        yield _read(channel, image, (0, 0), thorough=True)


def _tables(image: "Image.Image") -> "Iterator[list[int]]":
    """What makes ``image`` black and white, at several thresholds."""
    dark, light = image.getextrema()
    assert isinstance(dark, float | int) and isinstance(light, float | int)
    for share in _THRESHOLDS:
        threshold = round(dark + share * (light - dark))
        yield [0] * threshold + [255] * (256 - threshold)


def _corners(image: "Image.Image") -> list[tuple[int, int, int, int]]:
    width, height = image.size
    side = round(_CORNER * min(width, height))
    lefts, tops = (0, width - side), (0, height - side)
    # Pages mostly lie as they are read, and their codes are in the footer.
    return [(x, y, x + side, y + side) for y in reversed(tops) for x in reversed(lefts)]


def _inkless(image: "Image.Image") -> "Image.Image":
    """Red ink turned to paper: a seal over the code is as good as gone in the red channel."""
    return image.getchannel(0) if image.mode == "RGB" else image


def _channels(image: "Image.Image") -> "Iterator[Image.Image]":
    yield _inkless(image)
    if image.mode == "RGB":
        from PIL import ImageChops

        red, green, blue = image.split()
        yield image.convert("L")
        yield ImageChops.lighter(red, ImageChops.lighter(green, blue))


def _read(
    picture: "Image.Image",
    whole: "Image.Image",
    origin: tuple[int, int],
    scale: int = 1,
    *,
    thorough: bool = False,
) -> DetectedQr | None:
    found = _all_read(picture, origin, scale, thorough=thorough)
    # An evidence page may show a page of another book; the page's own code is the outermost.
    return min(found, key=lambda each: _from_corner(each, whole), default=None)


def _all_read(
    picture: "Image.Image", origin: tuple[int, int], scale: int = 1, *, thorough: bool = False
) -> list[DetectedQr]:
    import zxingcpp

    barcodes = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=False,
    )
    return [
        DetectedQr(code, _points(barcode, origin, scale))
        for barcode in barcodes
        if (code := PageCode.parse(barcode.text)) is not None
    ]


def _points(barcode: Any, origin: tuple[int, int], scale: int) -> Corners:
    at = barcode.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    points = [(origin[0] + point.x / scale, origin[1] + point.y / scale) for point in corners]
    return (points[0], points[1], points[2], points[3])


def _from_corner(code: DetectedQr, image: "Image.Image") -> float:
    x, y = (sum(values) / 4 for values in zip(*code.corners, strict=True))
    return math.hypot(min(x, image.width - x), min(y, image.height - y))
