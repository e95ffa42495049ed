"""Whether tables and figures of two sections are printed equally wide."""

from collections.abc import Mapping
from typing import Any

from jbgs_desktop.documents.attachments.figure_picture import PictureIdentity
from jbgs_desktop.documents.figure_size import figure_width
from jbgs_desktop.documents.page_geometry import TYPE_WIDTH
from jbgs_desktop.documents.section_blocks import printed_widths
from jbgs_desktop.forms.section import (
    NARROWEST,
    FigureItem,
    SectionFigure,
    SectionTable,
    SectionValue,
    TableItem,
    items_of,
)

_NEAR = 0.02  # of the text's width: widths that differ by less are the same
_Pictures = Mapping[str, PictureIdentity]


def has_same_widths(here: SectionValue, there: SectionValue, pictures: _Pictures) -> bool:
    """Whether the tables and figures of ``here`` are printed as wide as those of ``there``.

    ``pictures`` are those of ``here`` by their files.
    """
    first, second = ([i for i in items_of(each) if _is_sized(i)] for each in (here, there))
    return all(is_as_wide(*pair, pictures) for pair in zip(first, second, strict=False))


def is_as_wide(here: Any, there: Any, pictures: _Pictures) -> bool:
    """The same of one item of each; what has no width is as wide as its like."""
    match here, there:
        case TableItem(table=first), TableItem(table=second):
            return _are_near(_shares(first), _shares(second))
        case FigureItem(figure=first), FigureItem(figure=second):
            wide = _printed_width(first, pictures.get(first.file))
            return _are_near([max(wide, NARROWEST)], [float(second.width)])
    return not _is_sized(here) and not _is_sized(there)


def _is_sized(item: Any) -> bool:
    return isinstance(item, TableItem | FigureItem)


def _printed_width(figure: SectionFigure, known: PictureIdentity | None) -> float:
    if known is None:
        return float(figure.width)
    ratio = known.height / known.width
    return figure_width(float(figure.width), ratio, f"图1　{figure.caption}") / TYPE_WIDTH


def _shares(table: SectionTable) -> list[float]:
    widths = printed_widths(table, max(1, table.column_count))
    return [width / sum(widths) for width in widths]


def _are_near(first: list[float], second: list[float]) -> bool:
    pairs = zip(first, second, strict=False)
    return len(first) == len(second) and all(abs(a - b) <= _NEAR for a, b in pairs)
