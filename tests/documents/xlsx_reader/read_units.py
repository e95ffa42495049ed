"""Sheets as the child would tell them, and what is found in them, for tests."""

from typing import Any, NamedTuple

from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, ReadSheet, SheetCell
from jbgs_desktop.documents.xlsx_reader.unit_sheets import units_in_sheets
from jbgs_desktop.forms.application import Application, Unit
from tests.documents.printed_forms import the_call
from tests.documents.xlsx_reader.made_workbooks import Rows

CALL = the_call()
TRACK = CALL.tracks[1]
EMPTY = Application(call=CALL.id, track=TRACK.id)


Spans = dict[str, tuple[int, int]]


def sheet(rows: Rows, name: str = "单位", spans: Spans | None = None) -> ReadSheet:
    """A sheet as the child would tell it; ``spans`` by the address of a merged cell."""
    cells = []
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, SheetCell):
                cells.append(SheetCell(row, column, value.text, value.doubt))
            elif value is not None:
                made = SheetCell(row, column, str(value))
                height, width = (spans or {}).get(made.address, (1, 1))
                cells.append(SheetCell(row, column, str(value), rows=height, columns=width))
    return ReadSheet(name, False, tuple(cells))


def doubtful(doubt: CellDoubt, text: str = "") -> SheetCell:
    return SheetCell(0, 0, text, doubt)


class Found(NamedTuple):
    """The units as an application would have them, and the sentences."""

    units: tuple[Unit, ...]
    sentences: tuple[str, ...]


def read(*sheets: ReadSheet, base: Application = EMPTY) -> Found:
    found = units_in_sheets(sheets, CALL, base.track)
    return Found(tuple(found.units(base)), found.sentences)


def values(found: Found) -> dict[str, Any]:
    """What the one unit has that was found."""
    (unit,) = found.units
    flat: dict[str, Any] = {}
    for key, value in unit:
        if key in ("leader", "contact"):
            flat |= {f"{key}.{inner}": text for inner, text in value if text}
        elif value not in ("", None, ()):
            flat[key] = value
    return flat
