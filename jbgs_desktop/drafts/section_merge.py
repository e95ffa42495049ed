"""Two versions of a section put together: what only one of them changed, and what both did.

Compared paragraph by paragraph, and in a table of the same grid cell by cell. Nothing that both
changed is settled here: a person chooses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from types import MappingProxyType

from jbgs_desktop.forms.section import (
    PlacedCell,
    SectionItem,
    SectionTable,
    SectionValue,
    SpanningCell,
    TableItem,
)
from jbgs_desktop.forms.section_pieces import joined_pieces, paragraphs_of, piece_key


class Side(StrEnum):
    """Whose text stands."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class ChangedBy(StrEnum):
    """Who changed a stretch since the two versions went apart; UNKNOWN where nothing tells it."""

    NOBODY = "nobody"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    UNKNOWN = "unknown"

    @property
    def is_open(self) -> bool:
        """Whether a person has to choose."""
        return self in (ChangedBy.BOTH, ChangedBy.UNKNOWN)


Pieces = tuple[SectionItem, ...]
_Place = tuple[Pieces, ...]  # of mine, of theirs, and of the base where there is one


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands on both sides in one place: pieces of the section, or the text of one cell.

    ``cell`` is the place of the cell in its table, in rows and columns from 0, and ``caption``
    that of the table.
    """

    mine: Pieces
    theirs: Pieces
    changed_by: ChangedBy
    cell: tuple[int, int] | None = None
    caption: str = ""

    @property
    def is_words(self) -> bool:
        """Whether nothing but words stands there on either side, which may be written anew."""
        return all(isinstance(piece, str) for piece in (*self.mine, *self.theirs))

    def pieces(self, side: Side) -> Pieces:
        """What stands there where ``side`` does."""
        return {
            Side.MINE: self.mine,
            Side.THEIRS: self.theirs,
            Side.BOTH: (*self.mine, *self.theirs),
        }[side]

    @property
    def side(self) -> Side:
        """What stands as long as nobody chooses."""
        return Side.THEIRS if self.changed_by is ChangedBy.THEIRS else Side.MINE


@dataclass(frozen=True, slots=True)
class _TablePart:
    """A table that all sides have, by its cells."""

    table: SectionTable
    cells: tuple[Stretch, ...]


class SectionMerge:
    """``mine`` and ``theirs`` beside each other, which both go back to ``base`` if that is kept."""

    def __init__(
        self, mine: SectionValue, theirs: SectionValue, base: SectionValue | None = None
    ) -> None:
        first, second = tuple(paragraphs_of(mine)), tuple(paragraphs_of(theirs))
        places = (
            _two_ways(first, second)
            if base is None
            else _three_ways(first, second, tuple(paragraphs_of(base)))
        )
        self._parts = [part for place in places for part in _parts(place)]
        self.stretches: tuple[Stretch, ...] = tuple(
            stretch
            for part in self._parts
            for stretch in (part.cells if isinstance(part, _TablePart) else (part,))
        )

    def joined(
        self, sides: Mapping[int, Side], texts: Mapping[int, str] = MappingProxyType({})
    ) -> SectionValue:
        """The section in which of each stretch (by its number) that side stands, or its text.

        One that is not named stands as :attr:`Stretch.side` says.
        """
        chosen = (
            _paragraphs(texts[number])
            if number in texts
            else stretch.pieces(sides.get(number, stretch.side))
            for number, stretch in enumerate(self.stretches)
        )
        pieces: list[SectionItem] = []
        for part in self._parts:
            if isinstance(part, _TablePart):
                of_cells = {cell.cell: _as_cell(next(chosen)) for cell in part.cells}
                pieces.append(TableItem(table=_with_texts(part.table, of_cells)))
            else:
                pieces += next(chosen)
        return joined_pieces(pieces)


def _paragraphs(text: str) -> Pieces:
    return tuple(text.split("\n")) if text.strip() else ()


def _as_cell(texts: Pieces) -> str:
    return "\n".join(text for text in map(str, texts) if text)


def _two_ways(mine: Pieces, theirs: Pieces) -> Iterator[_Place]:
    """What stands in each other's place; what is the same has no other base."""
    for tag, a, b, c, d in _matcher(mine, theirs).get_opcodes():
        place = mine[a:b], theirs[c:d]
        yield (*place, mine[a:b]) if tag == "equal" else place


def _three_ways(mine: Pieces, theirs: Pieces, base: Pieces) -> Iterator[_Place]:
    """The same, parted by the pieces of the base that neither side touched."""
    found = _matched(base, mine), _matched(base, theirs)
    a = b = c = 0
    for at in sorted(found[0].keys() & found[1].keys()):
        first, second = found[0][at], found[1][at]
        yield mine[a:first], theirs[b:second], base[c:at]
        a, b, c = first + 1, second + 1, at + 1
        yield mine[first:a], theirs[second:b], base[at:c]
    yield mine[a:], theirs[b:], base[c:]


def _matched(base: Pieces, side: Pieces) -> dict[int, int]:
    blocks = _matcher(base, side).get_matching_blocks()
    return {one + by: other + by for one, other, size in blocks for by in range(size)}


def _matcher(first: Pieces, second: Pieces) -> SequenceMatcher[str]:
    keys = [piece_key(piece) for piece in first], [piece_key(piece) for piece in second]
    return SequenceMatcher(None, *keys, autojunk=False)


def _parts(place: _Place) -> Iterator[Stretch | _TablePart]:
    """A place as one stretch, or as several where the sides still have something in common.

    As many paragraphs on all sides were edited in place; around a table that all of them have, what
    stands before it and after it are places of their own.
    """
    if not place[0] and not place[1]:
        return
    if _stretch(place).changed_by.is_open and {*map(len, place)} == {len(place[0])} != {1}:
        for pieces in zip(*place, strict=True):
            yield from _parts(tuple((piece,) for piece in pieces))
        return
    whole, tables = _stretch(place), [_only_table(side) for side in place]
    is_apart = whole.changed_by.is_open or _differ_in_cells(place, tables)
    if not is_apart or None in tables or len({_grid(table) for table in tables}) > 1:
        yield whole
        return
    ats = [side.index(table) for side, table in zip(place, tables, strict=True)]
    yield from _parts(tuple(side[:at] for side, at in zip(place, ats, strict=True)))
    yield _table_part([table.table for table in tables if table])
    yield from _parts(tuple(side[at + 1 :] for side, at in zip(place, ats, strict=True)))


def _stretch(place: _Place, cell: tuple[int, int] | None = None, caption: str = "") -> Stretch:
    mine, theirs, *base = place
    if mine == theirs:
        by = ChangedBy.NOBODY
    elif not base:
        by = ChangedBy.UNKNOWN
    elif mine == base[0]:
        by = ChangedBy.THEIRS
    else:
        by = ChangedBy.MINE if theirs == base[0] else ChangedBy.BOTH
    return Stretch(mine, theirs, by, cell, caption)


def _only_table(side: Pieces) -> TableItem | None:
    """The one table in ``side``; None for none or several."""
    tables = [piece for piece in side if isinstance(piece, TableItem)]
    return tables[0] if len(tables) == 1 else None


def _grid(item: TableItem | None) -> tuple[object, ...]:
    """All of a table but its texts and widths."""
    if item is None:
        return ()
    places = ((cell.row, cell.column, cell.rows, cell.columns) for cell in item.table.cells())
    return (item.table.caption, item.table.header_rows, *places)


def _differ_in_cells(place: _Place, tables: Sequence[TableItem | None]) -> bool:
    """Whether nothing but cells of one table is another on one side: each may be refused."""
    widths = {table.table.widths for table in tables if table}
    return {*map(len, place)} == {1} and len(widths) == 1 and place[0] != place[1]


def _table_part(tables: Sequence[SectionTable]) -> _TablePart:
    cells = [
        _stretch(
            tuple((cell.text,) for cell in placed),
            (placed[0].row, placed[0].column),
            tables[0].caption,
        )
        for placed in zip(*(table.cells() for table in tables), strict=True)
    ]
    return _TablePart(tables[0], tuple(cells))


def _with_texts(table: SectionTable, texts: Mapping[tuple[int, int] | None, str]) -> SectionTable:
    rows: list[list[str | SpanningCell]] = [[] for _ in table.rows]
    for cell in table.cells():
        rows[cell.row].append(_cell(cell, texts[cell.row, cell.column]))
    return table.model_copy(update={"rows": tuple(map(tuple, rows))})


def _cell(cell: PlacedCell, text: str) -> str | SpanningCell:
    if cell.rows == cell.columns == 1:
        return text
    return SpanningCell(text=text, columns=cell.columns, rows=cell.rows)
