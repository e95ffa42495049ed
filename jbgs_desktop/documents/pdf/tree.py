"""Blocks -> the tree that ``resources/typst/document.typ`` lays out. It is plain data for JSON.

Texts are split here where a long word may end its line; see :func:`pieces`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jbgs_desktop.documents.blocks import (
    Align,
    Blank,
    Block,
    BookPart,
    Box,
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
from jbgs_desktop.documents.page_geometry import SEAL

_WORD = re.compile(
    r"(?P<long>[^\s\u2e80-\uffff\U00020000-\U0003ffff]{15,})|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+"
)
_ADDRESS_PART = re.compile(r"[^@./\\?&=_:,;+]*[@./\\?&=_:,;+]+|[^@./\\?&=_:,;+]+")
_LONGEST_PART = 16  # characters, which the narrowest cell has room for
_ADDRESS = re.compile(r"[!-~]{10,}")  # fits into one line of a narrow cell when it is set smaller
_MOST_LINES_IN_ONE_PIECE = 24  # of a row; a page has some more
_CELL_LINE = 36  # full-width characters on a line of a cell as wide as the table
_GAP, _WIDE_GAP = 3, 12  # mm above a line of the cover; a seal asks for more

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
    """``parts`` go to the template; ``spots`` are those in it, in the order of the paper."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    spots: list[SpotMark] = field(default_factory=list)


def tree_of(blocks: Iterable[Block], pictures: dict[str, Sequence[str]] | None = None) -> PrintTree:
    """The tree of ``blocks``; ``pictures`` caption the pages that follow a part, by its id."""
    return _Builder(pictures or {}).build(blocks)


def pieces(text: str) -> list[Piece]:
    """``text`` as pieces set one after the other: a string, a word kept on one line, or a word
    too long for a narrow line, cut where it may be broken.

    An address is cut after its marks, and what is too long even so, anywhere. A word with a
    hyphen is kept whole, because who reads the PDF takes a hyphen at a line's end for none.
    """
    found: list[Piece] = []
    end = 0
    for match in _WORD.finditer(text):
        if match.start() > end:
            found.append(text[end : match.start()])
        found.append({"cut": _cuts(match.group())} if match["long"] else {"whole": match.group()})
        end = match.end()
    if end < len(text) or not found:
        found.append(text[end:])
    return found


def _cuts(word: str) -> list[str]:
    parts: list[str] = []
    for part in _ADDRESS_PART.findall(word):
        parts += [part] if len(part) <= _LONGEST_PART else part
    return parts


class _Builder:
    def __init__(self, pictures: dict[str, Sequence[str]]) -> None:
        self._pictures = pictures
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
                return _table(block)
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

    def _spot(self, seal: SealSpot) -> dict[str, Any]:
        name = f"{self._part}/{seal.who}" if self._part else str(seal.who)
        taken = {spot.id for spot in self._tree.spots}
        names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
        id_ = next(each for each in names if each not in taken)
        self._tree.spots.append(SpotMark(id_, seal.kind, seal.who, seal.label))
        return {"id": id_, "label": seal.label}


def _paragraph(block: Paragraph) -> dict[str, Any]:
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
        "content": [_inline(each) for each in block.content],
    }


def _inline(piece: Inline) -> dict[str, Any]:
    match piece:
        case Text():
            kind = "underlined" if piece.underlined else "text"
            return {"kind": kind, "text": pieces(piece.text)}
        case Box():
            return {"kind": "box", "checked": piece.checked}
        case Blank():
            return {"kind": "blank", "width": piece.width}


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
