"""How wide a figure is printed: its share of the text, unless it would not fit on a page."""

import math

from jbgs_desktop.documents.page_geometry import TYPE_HEIGHT, TYPE_WIDTH
from jbgs_desktop.documents.table_measures import width_of

_CAPTION_LINE = 20 * 25.4 / 72  # mm
_CAPTION_ROOM = 36.0  # Han characters on a line
_AROUND = 6.0  # mm: the spaces around picture and caption


def figure_width(share: float, ratio: float, caption: str) -> float:
    """The width in mm of a picture whose height is ``ratio`` of it, above its ``caption``."""
    lines = math.ceil(width_of(caption) / _CAPTION_ROOM)
    room = max(TYPE_HEIGHT / 2, TYPE_HEIGHT - _AROUND - lines * _CAPTION_LINE)
    return min(share * TYPE_WIDTH, room / ratio)
