"""Whether the scan of a page shows what the program prints on it, and not a blank or another page.

Both are cut to the part of a page that is not its foot, laid upon each other by the page's code,
and compared square by square: a square is known by how well the strokes of the drawn page are found
again in the scan (their correlation), wherever within a few millimetres that is best. So a crooked
or distorted scan, its greys, red seals, dust and what is written by hand make no difference. Long
lines do not count: every table has them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from jbgs_desktop.scans.seal_crops import cut_page

if TYPE_CHECKING:
    from PIL import Image

    from jbgs_desktop.scans.page_qr import DetectedQr

_PIXELS = 2  # a millimetre
COMPARED_DPI = 25.4 * _PIXELS
_BODY = (15, 15, 195, 263)  # mm: left, top, right, bottom; below stands the code, at the rim dust
_BODY_PIXELS = (30, 30, 390, 526)
_SQUARE = 16  # pixels: 8 mm
_COARSE = 31  # pixels of half the size: 31 mm, in which a place is looked for
_CLOSE = 2  # pixels by which most pages lie aside, at most
_ASIDE = 6  # mm by which a place may lie elsewhere than the code says
_LINE = 24  # pixels: longer than a stroke of any letter
_DARK, _STRONG = 50, 90  # of 255, darker than the paper around
_SOME_INK = 0.04  # of a square, from which it has to be found again
_LEAST_CONTRAST = 5.0  # of 255: less is what a scanner makes of paper
_SHOWN_CONTRAST = 8.0
_FEWEST = 12  # squares of ink that a page needs to be judged
# The median correlation is 0.6 to 0.9 for a page and its scan, 0.1 to 0.35 for two pages.
_FOUND = 0.4
_LOST = 0.45  # correlation and strength of a square whose words are not there
_ABSENT_SHARE = 0.1
_BLOCK, _NEAR = 14, 2  # squares that are lost, and by how many squares they are apart


class Likeness(StrEnum):
    """``ABSENT``: the drawn page has words, and the scan shows as good as none.

    ``UNLIKE``: it shows something else, all over or in a whole block. ``UNKNOWN``: too little
    stands on the page, or nobody knows how it lies in the scan.
    """

    ALIKE = "alike"
    UNLIKE = "unlike"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Square:
    """How well what is drawn in a square is found in the scan: ``likeness`` is the correlation,
    -1 to 1, ``strength`` how strong it is there beside what is drawn."""

    column: int
    row: int
    likeness: float
    strength: float


def likeness(scan: "Image.Image", code: "DetectedQr | None", drawn: "Image.Image") -> Likeness:
    """What ``scan``, upon which ``code`` was read, shows of the page.

    ``drawn`` is that page, upright and whole, at :data:`COMPARED_DPI`. Without a code it is only
    said whether the scan is blank.
    """
    body = _dark(_inkless(drawn).crop(_BODY_PIXELS))
    mask = _without_lines(body)
    inked = _means(_product(_marks(body, _STRONG), mask), _SQUARE)
    wanted = [at for at, share in enumerate(inked) if share >= _SOME_INK]
    if len(wanted) < _FEWEST:
        return Likeness.UNKNOWN
    theirs = _strokes(_dark(_blurred(scan, code)))
    shown = [math.sqrt(each) >= _SHOWN_CONTRAST for each in _means(_squared(theirs), _SQUARE)]
    squares: Sequence[_Square] = ()
    if code is not None:
        squares = _compared(_product(_strokes(body), mask), mask, theirs, wanted)
    found = sum(each.likeness >= _FOUND for each in squares)
    if max(sum(shown), found) <= _ABSENT_SHARE * len(wanted):
        return Likeness.ABSENT
    if code is None:
        return Likeness.UNKNOWN
    return Likeness.UNLIKE if _is_unlike(squares) else Likeness.ALIKE


def _is_unlike(squares: Sequence[_Square]) -> bool:
    if median(each.likeness for each in squares) < _FOUND:
        return True
    usual = median(each.strength for each in squares)
    # What lies upon the words, as a grey seal does, makes them less alike and not less strong.
    lost = {
        (each.column, each.row)
        for each in squares
        if max(each.likeness, each.strength / usual) < _LOST
    }
    return max(map(len, _blocks(lost)), default=0) >= _BLOCK


def _blocks(places: set[tuple[int, int]]) -> Iterator[set[tuple[int, int]]]:
    """Those of ``places`` that lie near each other."""
    left = set(places)
    ways = [(x, y) for x in range(-_NEAR, _NEAR + 1) for y in range(-_NEAR, _NEAR + 1)]
    while left:
        edge = {left.pop()}
        block: set[tuple[int, int]] = set()
        while edge:
            block |= edge
            edge = {(x + across, y + down) for x, y in edge for across, down in ways} & left
            left -= edge
        yield block


# -- pictures of ink


def _inkless(image: "Image.Image") -> "Image.Image":
    """Grey, and red ink is as good as paper."""
    return image.getchannel(0) if image.mode == "RGB" else image.convert("L")


def _blurred(scan: "Image.Image", code: "DetectedQr | None") -> "Image.Image":
    """The part of the page that is compared, out of its scan; finer than that is noise."""
    from PIL import ImageFilter

    dpi = code.dpi if code else scan.height / 297 * 25.4
    radius = max(0.0, dpi / COMPARED_DPI / 2 - 0.5)
    smooth = _inkless(scan).filter(ImageFilter.BoxBlur(radius))
    return cut_page(smooth, code, 0, _BODY, round(COMPARED_DPI))


def _dark(grey: "Image.Image") -> "Image.Image":
    """By how much every pixel is darker than the paper around it."""
    from PIL import Image, ImageChops, ImageFilter

    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(2))
    return ImageChops.subtract(paper.resize(grey.size, Image.Resampling.BILINEAR), grey)


def _strokes(dark: "Image.Image") -> "Image.Image":
    """Numbers around 0: a grey area is nothing, an edge or a stroke is something."""
    from PIL import ImageFilter, ImageMath

    even = dark.filter(ImageFilter.BoxBlur(4))
    return _done(
        ImageMath.lambda_eval(
            lambda it: it["a"] - it["b"], a=dark.convert("F"), b=even.convert("F")
        )
    )


def _without_lines(dark: "Image.Image") -> "Image.Image":
    """1.0 where a stroke may be, 0.0 upon and beside the long lines of ``dark``."""
    from PIL import ImageChops, ImageFilter

    marks = dark.point([0] * _DARK + [255] * (256 - _DARK))
    lines = ImageChops.lighter(_runs(marks, 1, 0), _runs(marks, 0, 1))
    wide = lines.filter(ImageFilter.MaxFilter(5))
    return wide.point([1] + [0] * 255).convert("F")


def _runs(marks: "Image.Image", across: int, down: int) -> "Image.Image":
    """The runs of marks that are at least as long as a line."""
    from PIL import ImageChops

    for pick, way in ((ImageChops.darker, 1), (ImageChops.lighter, -1)):
        length = 1
        while length < _LINE:
            step = min(length, _LINE - length)
            marks = pick(marks, _moved(marks, way * step * across, way * step * down))
            length += step
    return marks


def _marks(dark: "Image.Image", least: int) -> "Image.Image":
    return dark.point([0] * least + [1] * (256 - least)).convert("F")


# -- sums over squares


def _compared(
    ours: "Image.Image", mask: "Image.Image", theirs: "Image.Image", wanted: Sequence[int]
) -> list[_Square]:
    """The squares ``wanted``, each where it is most like the scan."""
    columns = -(-ours.width // _SQUARE)
    powers = _means(_squared(ours), _SQUARE)
    least = _LEAST_CONTRAST**2
    best = dict.fromkeys(wanted, (-1.0, 0.0))
    squared = _squared(theirs)
    few = min(_BLOCK, len(wanted) // 2)
    for across, down in _places(ours, theirs):
        both = _means(_product(ours, _moved(theirs, across, down)), _SQUARE)
        there = _means(_product(mask, _moved(squared, across, down)), _SQUARE)
        for at in wanted:
            power = max(powers[at], least)
            like = both[at] / math.sqrt(power * max(there[at], least))
            best[at] = max(best[at], (min(1.0, like), both[at] / power))
        if sum(found < _LOST for found, _ in best.values()) < few:
            break  # nothing that is found elsewhere makes it another page
    return [_Square(at % columns, at // columns, *best[at]) for at in wanted]


def _places(ours: "Image.Image", theirs: "Image.Image") -> Iterator[tuple[int, int]]:
    """By how many pixels parts of the page may lie aside: first as good as not at all.

    Then where larger squares are most alike with half the pixels.
    """
    ways = [(x, y) for x in range(-_CLOSE, _CLOSE + 1) for y in range(-_CLOSE, _CLOSE + 1)]
    yield from sorted(ways, key=lambda way: math.hypot(*way))
    small, other = ours.reduce(2), theirs.reduce(2)
    best: dict[int, tuple[float, int, int]] = {}
    for across in range(-_ASIDE, _ASIDE + 1):
        for down in range(-_ASIDE, _ASIDE + 1):
            sums = _means(_product(small, _moved(other, across, down)), _COARSE)
            for at, value in enumerate(sums):
                best[at] = max(best.get(at, (value, across, down)), (value, across, down))
    near = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    found = {(2 * across + x, 2 * down + y) for _, across, down in best.values() for x, y in near}
    yield from sorted(found - set(ways))


def _means(numbers: "Image.Image", side: int) -> list[float]:
    """The mean of each square of ``side`` pixels, row after row."""
    made = numbers.reduce(side)
    return [float(each) for each in made.get_flattened_data() if isinstance(each, int | float)]


def _squared(numbers: "Image.Image") -> "Image.Image":
    return _product(numbers, numbers)


def _product(one: "Image.Image", other: "Image.Image") -> "Image.Image":
    from PIL import ImageMath

    return _done(ImageMath.lambda_eval(lambda it: it["a"] * it["b"], a=one, b=other))


def _moved(image: "Image.Image", across: int, down: int) -> "Image.Image":
    """What lay ``across`` and ``down`` pixels aside; nothing comes from beyond the edge."""
    from PIL import Image

    way = (1, 0, across, 0, 1, down)
    return image.transform(image.size, Image.Transform.AFFINE, way, Image.Resampling.NEAREST)


def _done(made: "Image.Image | int | float") -> "Image.Image":
    assert not isinstance(made, int | float)
    return made
