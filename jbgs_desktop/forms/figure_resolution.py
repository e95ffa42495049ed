"""Whether a figure is fine enough for the width in which it is printed."""

from math import ceil

TYPE_AREA_WIDTH = 156.0  # mm: A4 without the margins of the form
LEAST_FIGURE_DPI = 150  # below it lines and words of a figure are blurred in print
_MM_PER_INCH = 25.4


def figure_dpi(width: float, pixels: int) -> float:
    """The dots per inch of a figure over ``width`` of the type area."""
    return pixels / (TYPE_AREA_WIDTH * width / _MM_PER_INCH)


def too_coarse(number: str, width: float, pixels: int) -> str:
    """What is wrong with figure ``number`` (图1), ``pixels`` wide; empty when nothing is."""
    if figure_dpi(width, pixels) >= LEAST_FIGURE_DPI:
        return ""
    needed = ceil(LEAST_FIGURE_DPI * TYPE_AREA_WIDTH * width / _MM_PER_INCH)
    return (
        f"{number}宽{pixels}像素，印在纸上每英寸只有{int(figure_dpi(width, pixels))}点，"
        f"少于{LEAST_FIGURE_DPI}点，会模糊。请换一张宽度不少于{needed}像素的，或者把它排窄一些。"
    )
