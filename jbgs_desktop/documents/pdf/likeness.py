"""Whether two pictures of a page show the same, whoever has drawn them."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

LOOK_DPI = 40.0  # at which a page is drawn for this
_LOOK_WIDTH = round(210 / 25.4 * LOOK_DPI)  # pixels of a page of A4
_BLOCK = 8  # pixels of a side of a square of 5 mm
# Of 255, in the mean of a square. Two decoders of one noisy scan are at most 9 apart, a grey line
# that only one page has is 16, a stamp 40.
_MOST = 12
_MOST_OF_ONE_PIXEL = 16  # of 255, where one program has drawn both


def is_alike(one: "Image.Image", other: "Image.Image") -> bool:
    """Whether two pictures of one page show the same; their sizes may differ by a pixel."""
    from PIL import ImageChops

    if any(abs(a - b) > 1 for a, b in zip(one.size, other.size, strict=True)):
        return False
    size = min(one.width, other.width), min(one.height, other.height)
    first, second = (each.convert("RGB").crop((0, 0, *size)) for each in (one, other))
    if _most(ImageChops.difference(first, second).reduce(_BLOCK)) <= _MOST:
        return True  # edges and all, as nearly every scan is
    pairs = ((first, second), (second, first))
    return all(_most(_beyond(*pair).reduce(_BLOCK)) <= _MOST for pair in pairs)


def _most(difference: "Image.Image") -> float:
    bands = difference.getextrema()
    return max(most for _, most in bands)  # type: ignore[misc]


def _beyond(one: "Image.Image", other: "Image.Image") -> "Image.Image":
    """By how much ``one`` is lighter or darker than all that ``other`` has within a pixel of it.

    So an edge that lies half a pixel aside is no difference, and a line too many is one.
    """
    from PIL import ImageChops

    lightest, darkest = (_spread(other, each) for each in (ImageChops.lighter, ImageChops.darker))
    return ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))


def _spread(image: "Image.Image", pick: "Callable[..., Image.Image]") -> "Image.Image":
    """The most of each pixel and its eight neighbours; Pillow's own rank filter takes 20 times as
    long. At an edge the opposite one counts as a neighbour."""
    from PIL import ImageChops

    for across, down in ((1, 0), (0, 1)):
        before, after = (ImageChops.offset(image, by * across, by * down) for by in (1, -1))
        image = pick(pick(image, before), after)
    return image


def looked_at(image: "Image.Image") -> "Image.Image":
    """A picture of a whole page, as large as a page of A4 is at :data:`LOOK_DPI`."""
    from PIL import Image

    across, down = (round(inches * LOOK_DPI) for inches in (210 / 25.4, 297 / 25.4))
    size = (across, down) if image.height >= image.width else (down, across)
    return image.convert("RGB").resize(size, Image.Resampling.BOX)


def is_same(one: "Image.Image", other: "Image.Image") -> bool:
    """Whether two pictures that PDFium has drawn at :data:`LOOK_DPI` are the same page."""
    from PIL import ImageChops

    if one.size != other.size:
        return False
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return _most(difference) <= _MOST_OF_ONE_PIXEL


def quickly_decoded(jpeg: bytes) -> "Image.Image":
    """The picture of a page in colour, no finer than it is looked at; raises what Pillow raises."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.draft(None, (2 * _LOOK_WIDTH, 2 * _LOOK_WIDTH))
        return image.convert("RGB")


def require_whole(jpeg: bytes) -> None:
    """Raises what Pillow raises for a picture that is broken or not there to its end."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.draft("L", (1, 1))  # the least work that goes through all of it
        image.load()


def is_shown_by(image: "Image.Image", drawn: "Image.Image") -> bool:
    """Whether a page, ``drawn`` at :data:`LOOK_DPI`, shows ``image`` and nothing else."""
    from PIL import Image

    plain = image if image.mode == "RGB" else image.convert("RGB")
    return is_alike(plain.resize(drawn.size, Image.Resampling.BOX), drawn)
