"""Blocks -> the tree that ``resources/typst/document.typ`` lays out. It is plain data for JSON.

Texts are split here where a long word may end its line; see :func:`pieces`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jbgs_desktop.documents.blocks import (
    Align,
    Blank,
    Block,
    BookPart,
    Box,
    Caption,
    CaptionedFigure,
    Cell,
    FieldLine,
    FieldLines,
    Heading,
    Inline,
    Paragraph,
    Role,
    SealSpot,
    Signer,
    Space,
    SpotKind,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.page_geometry import EMPTY_FRAME, SEAL, TYPE_HEIGHT
from jbgs_desktop.documents.table_measures import (
    INSET_DOWN,
    letters_in,
    measures_of,
    width_of,
)
from jbgs_desktop.forms.text.scripts import Script

_LONG_WORD = r"(?P<long>[^\s\u2e80-\uffff\U00020000-\U0003ffff]{%d,})"
_HYPHENATED = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+"
# 600W／kg and ≥ 150 mm, with the marks around them.
_UNIT = r"[A-Za-zμµΩ°℃%‰²³⁻¹·]{1,8}"
_QUANTITY = re.compile(
    r"[（(]?[≥≤＞＜><≈~～±]?\s?\d[\d,.]{0,11}"
    rf"(?:\s?{_UNIT}(?:\s?[/／]\s?{_UNIT}){{1,3}}|\s{_UNIT}(?![A-Za-z]))[）)，。、；;,]?"
)
_SHORTEST_LONG_WORD = 15  # characters
_ADDRESS_PART = re.compile(r"[^@./\\?&=_:,;+]*[@./\\?&=_:,;+]+|[^@./\\?&=_:,;+]+")
_LONGEST_PART = 16  # characters, which the narrowest cell has room for
_ADDRESS = re.compile(r"[!-~]{10,}")  # fits into one line of a narrow cell when it is set smaller
_MOST_LINES_IN_ONE_PIECE = 24  # of a row; a page has some more
_CELL_LINE = 36  # full-width characters on a line of a cell as wide as the table
_GAP, _WIDE_GAP = 3, 12  # mm above a line of the cover; a seal asks for more
_SURELY_ON_ONE_PAGE = 0.4  # of a page's height, for what a row is estimated to be

Piece = str | dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class SpotMark:
    """A place for a seal or signature, ``id`` unique in its document: ``cover/unit``."""

    id: str
    kind: SpotKind
    who: Signer
    label: str


@dataclass
class PrintTree:
    """``parts`` go to the template; ``spots`` and ``figures`` are those in it, in the order of the
    paper. The number of a figure is its id."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    spots: list[SpotMark] = field(default_factory=list)
    figures: list[CaptionedFigure] = field(default_factory=list)


def tree_of(
    blocks: Iterable[Block],
    pictures: dict[str, Sequence[str]] | None = None,
    sizes: Mapping[str, tuple[int, int]] | None = None,
) -> PrintTree:
    """The tree of ``blocks``; ``pictures`` caption the pages that follow a part, by its id.

    ``sizes`` are those of the figures' pictures, by their files; without one there is a frame.
    """
    return _Builder(pictures or {}, sizes or {}).build(blocks)


def cell_pieces(text: str, longest: int, *, is_last: bool) -> list[Piece]:
    """:func:`pieces`, with a number and its unit on one line where ``longest`` characters fit.

    Unless it ``is_last`` in its line, something raised may follow that belongs to the unit.
    """
    found: list[Piece] = []
    end = 0
    for match in _QUANTITY.finditer(text):
        is_whole = is_last or match.end() < len(text)
        if is_whole and 2 * width_of(match[0]) <= longest:
            found += pieces(text[end : match.start()], longest) if match.start() > end else []
            found.append({"whole": match[0]})
            end = match.end()
    if end < len(text) or not found:
        found += pieces(text[end:], longest)
    return found


def pieces(text: str, longest: int = _LONGEST_PART) -> list[Piece]:
    """``text`` as pieces set one after the other: a string, a word kept on one line, or a word
    too long for a narrow line, cut where it may be broken.

    An address is cut after its marks, and what is too long even so, anywhere. A word with a
    hyphen is kept whole, because who reads the PDF takes a hyphen at a line's end for none. A line
    has room for ``longest`` characters of a word.
    """
    found: list[Piece] = []
    end = 0
    for match in _words(min(longest + 1, _SHORTEST_LONG_WORD)).finditer(text):
        if match.start() > end:
            found.append(text[end : match.start()])
        word = match.group()
        found.append({"cut": _cuts(word, longest)} if match["long"] else {"whole": word})
        end = match.end()
    if end < len(text) or not found:
        found.append(text[end:])
    return found


@lru_cache(maxsize=_SHORTEST_LONG_WORD)
def _words(shortest: int) -> re.Pattern[str]:
    return re.compile(f"{_LONG_WORD % shortest}|{_HYPHENATED}")


def _cuts(word: str, longest: int) -> list[str]:
    parts: list[str] = []
    for part in _ADDRESS_PART.findall(word):
        parts += [part] if len(part) <= min(longest, _LONGEST_PART) else part
    return parts


class _Builder:
    def __init__(
        self, pictures: dict[str, Sequence[str]], sizes: Mapping[str, tuple[int, int]]
    ) -> None:
        self._pictures, self._sizes = pictures, sizes
        self._tree = PrintTree()
        self._part = ""

    def build(self, blocks: Iterable[Block]) -> PrintTree:
        for block in blocks:
            if isinstance(block, BookPart) or not self._tree.parts:
                self._begin(block if isinstance(block, BookPart) else BookPart("", ""))
            if not isinstance(block, BookPart):
                self._tree.parts[-1]["blocks"].append(self._block(block))
        return self._tree

    def _begin(self, part: BookPart) -> None:
        self._part = part.id
        self._tree.parts.append(
            {
                "id": part.id,
                "title": part.title,
                "one-page": part.one_page,
                "new-page": bool(self._tree.parts),
                "blocks": [],
                "pictures": list(self._pictures.get(part.id, ())),
            }
        )

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                return {"kind": "heading", "level": block.level, "text": block.text}
            case Paragraph():
                return _paragraph(block)
            case SealSpot():
                return {"kind": "seal", **self._spot(block)}
            case FieldLines():
                return {"kind": "lines", "lines": [self._line(line) for line in block.lines]}
            case Table():
                return _table(block) if block.caption is None else _made_table(block, block.caption)
            case CaptionedFigure():
                return self._figure(block)
            case Space():
                return {"kind": "space", "lines": block.lines}
            case BookPart():
                raise TypeError(block)

    def _line(self, line: FieldLine) -> dict[str, Any]:
        return {
            "label": line.label,
            "value": [_paragraph(each) for each in line.value],
            "gap": _WIDE_GAP if line.spot else _GAP,
            "height": SEAL if line.spot and self._tree.spots else 0,  # one seal below the other
            "spot": self._spot(line.spot) if line.spot else None,
        }

    def _figure(self, figure: CaptionedFigure) -> dict[str, Any]:
        size = self._sizes.get(figure.file)
        self._tree.figures.append(figure)
        return {
            "kind": "figure",
            "id": str(len(self._tree.figures) - 1),
            "share": figure.share,
            "ratio": size[1] / size[0] if size else EMPTY_FRAME,
            "frame": size is None,
            "caption": _caption(figure.caption),
        }

    def _spot(self, seal: SealSpot) -> dict[str, Any]:
        name = f"{self._part}/{seal.who}" if self._part else str(seal.who)
        taken = {spot.id for spot in self._tree.spots}
        names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
        id_ = next(each for each in names if each not in taken)
        self._tree.spots.append(SpotMark(id_, seal.kind, seal.who, seal.label))
        return {"id": id_, "label": seal.label}


def _in_cell(block: Paragraph, longest: int) -> dict[str, Any]:
    """A line in an applicant's table, in which ``longest`` letters have room."""
    made = _paragraph(block, longest)
    last = len(block.content) - 1
    for at, (piece, entry) in enumerate(zip(block.content, made["content"], strict=True)):
        if isinstance(piece, Text) and entry["kind"] != "script":
            entry["text"] = cell_pieces(piece.text, longest, is_last=at == last)
    return made


def _paragraph(block: Paragraph, longest: int = _LONGEST_PART) -> dict[str, Any]:
    text = "".join(each.text for each in block.content if isinstance(each, Text))
    return {
        "kind": "paragraph",
        "role": block.role,
        "align": block.align,
        "indent": block.indent,
        "keep": block.keep,
        "small": block.align is Align.CENTER
        and block.role is Role.BODY
        and bool(_ADDRESS.fullmatch(text)),
        "content": [_inline(each, longest) for each in block.content],
    }


def _inline(piece: Inline, longest: int) -> dict[str, Any]:
    match piece:
        case Text(script=Script.NORMAL):
            kind = "underlined" if piece.underlined else "text"
            return {"kind": kind, "text": pieces(piece.text, longest)}
        case Text():
            return {"kind": "script", "script": piece.script, "text": piece.text}
        case Box():
            return {"kind": "box", "checked": piece.checked}
        case Blank():
            return {"kind": "blank", "width": piece.width}


def _caption(caption: Caption) -> list[dict[str, Any]]:
    return [_inline(each, _LONGEST_PART) for each in caption.content]


def _made_table(block: Table, caption: Caption) -> dict[str, Any]:
    """An applicant's table, whose words have a size that fits."""
    measures = measures_of(block)
    rows: list[dict[str, Any]] = [
        {"header": number < measures.repeated, "cells": []} for number in range(len(block.rows))
    ]
    for placed in measures.cells:
        cell = placed.cell
        longest = letters_in(placed.room, measures.words)
        height = measures.height(placed.row, cell.rows)
        rows[placed.row]["cells"].append(
            {
                "columns": cell.columns,
                "rows": cell.rows,
                # What may be taller than a page is measured by the template.
                "tall": height > _SURELY_ON_ONE_PAGE * TYPE_HEIGHT,
                "room": placed.room,
                "blocks": [_in_cell(each, longest) for each in cell.blocks],
            }
        )
    return {
        "kind": "made-table",
        "caption": _caption(caption),
        "columns": list(block.columns),
        "rows": rows,
        "size": measures.words.size,
        "pitch": measures.words.pitch,
        "inset": {"x": measures.words.inset, "y": INSET_DOWN},
        "page": measures.room,
        "whole": measures.is_low,
        "pairs": list(measures.kept_pairs),
    }


def _table(block: Table) -> dict[str, Any]:
    total = sum(block.columns)
    return {
        "kind": "table",
        "columns": list(block.columns),
        "rows": [_row(row, block.columns, total) for row in block.rows],
    }


def _row(row: TableRow, columns: Sequence[int], total: int) -> dict[str, Any]:
    tallest = max((_lines(cell, columns, total) for cell in row.cells), default=0)
    return {
        "header": row.header,
        # A row that no page holds must be torn, whatever it asks for.
        "breakable": row.breakable or tallest > _MOST_LINES_IN_ONE_PIECE,
        "cells": [
            {
                "columns": cell.columns,
                "rows": cell.rows,
                "blocks": [_paragraph(each) for each in cell.blocks],
            }
            for cell in row.cells
        ],
    }


def _lines(cell: Cell, columns: Sequence[int], total: int) -> int:
    """About how many lines the cell has; the cell is taken to be at the right of its row."""
    share = sum(columns[-cell.columns :]) / total
    room = max(1, int(_CELL_LINE * share))
    return sum(-(-_width(paragraph) // room) for paragraph in cell.blocks)


def _width(paragraph: Paragraph) -> int:
    texts = (each.text for each in paragraph.content if isinstance(each, Text))
    return max(1, sum(1 if ord(char) < 0x2E80 else 2 for text in texts for char in text) // 2)
