"""Two A4 pages beside each other on one of A3, as a copier scans an open book; cut apart in print.

Which pages may be cut is seen; whether they are is for the user to say: a sheet of A3 with nothing
in its middle may be one wide table all the same.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_LEAST_WIDE = 400.0  # mm: A3 across, less what a scanner crops
_SHAPE, _OFF = 2**0.5, 0.05  # of ISO 216, and by what share of it a scan may differ
_GUTTER = 0.02  # of the width: 8 mm on A3, less than the margins of the two pages
GUTTER_DPI = 20  # at which a page is drawn to see its gutter
Size = tuple[float, float]


def is_wide_enough(size: Size) -> bool:
    """Whether a page of ``size`` in mm lies across and is A3 or larger, of the shape of A3."""
    width, height = size
    return width >= _LEAST_WIDE and abs(width / height - _SHAPE) <= _OFF * _SHAPE


def gutter_of(image: "Image.Image") -> "Image.Image":
    """The strip in the middle, from top to bottom, which is empty between two pages."""
    half = max(1, round(image.width * _GUTTER / 2))
    middle = image.width // 2
    return image.crop((middle - half, 0, middle + half, image.height))


def half_of(image: "Image.Image", half: int) -> "Image.Image":
    """The left (0) or the right (1) of the two pages."""
    middle = image.width // 2
    left, right = ((0, middle), (middle, image.width))[half]
    return image.crop((left, 0, right, image.height))


def half_size(size: Size) -> Size:
    """The size of one of the two, in mm as ``size``."""
    return size[0] / 2, size[1]
