"""Workbooks changed at random: told or taken whole, never an error of the program."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jbgs_desktop.documents.call_workbook.made_call import call_of_sheets, make_call
from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, ReadSheet, SheetCell
from jbgs_desktop.documents.xlsx_reader.xlsx_file import read_workbook
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.calls.call_file import call_in, install_call
from jbgs_desktop.forms.calls.installed_packs import installed_packs_folder
from tests.documents.call_workbook.edited_workbooks import SECOND, original
from tests.documents.call_workbook.test_edits import LINE

NONSENSE = (
    *("", " ", "0", "-1", "1e9", "999999999999", "是", "否", "无", "{no}", "{", "}{", "\\", "\\n"),
    *("｜", "：", "：1", "a：b：c", "unit.name", "taskbooks.*", "taskbooks.*.goals", "con", "../x"),
    *("2030-13-45", "2030-02-29 24:00", "45000.5", "#REF!", "=1+1", "'", '"', "\x00", "\u202e"),
    *("\ud800", "𠮷", "长" * 400, "长" * 21_000, "1\n2\n3", "true", "tracks/con.json", "é" * 5),
)
Change = Callable[[random.Random, list[SheetCell]], list[SheetCell]]


def dropped(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    gone = chance.choice(cells)
    return [cell for cell in cells if cell != gone]


def reworded(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    at = chance.randrange(len(cells))
    text = chance.choice((*NONSENSE, chance.choice(cells).text))
    return [*cells[:at], replace(cells[at], text=text), *cells[at + 1 :]]


def doubted(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    at = chance.randrange(len(cells))
    doubt = chance.choice([*CellDoubt])
    text = chance.choice((cells[at].text, "45000.75", "1e308", "nan"))
    return [*cells[:at], replace(cells[at], text=text, doubt=doubt), *cells[at + 1 :]]


def merged(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    at = chance.randrange(len(cells))
    rows, columns = chance.choice((1, 3, 10**6)), chance.choice((1, 2, 10**4))
    return [*cells[:at], replace(cells[at], rows=rows, columns=columns), *cells[at + 1 :]]


def moved(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    at = chance.randrange(len(cells))
    row, column = chance.randrange(60), chance.randrange(16)
    return [*cells[:at], replace(cells[at], row=row, column=column), *cells[at + 1 :]]


def without_a_row(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    row = chance.choice(cells).row
    return [cell for cell in cells if cell.row != row]


def without_a_column(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    column = chance.choice(cells).column
    return [cell for cell in cells if cell.column != column]


def with_a_row_twice(chance: random.Random, cells: list[SheetCell]) -> list[SheetCell]:
    row, last = chance.choice(cells).row, max(cell.row for cell in cells)
    return [*cells, *(replace(cell, row=last + 1) for cell in cells if cell.row == row)]


CHANGES: tuple[Change, ...] = (
    *(dropped, reworded, reworded, reworded, doubted, merged, moved),
    *(without_a_row, without_a_column, with_a_row_twice),
)


def mutated(chance: random.Random, sheets: tuple[ReadSheet, ...]) -> list[ReadSheet]:
    """``sheets`` after one to four changes."""
    changed = list(sheets)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed))
        sheet = changed[at]
        kind = chance.randrange(12)
        if kind == 0 and len(changed) > 1:
            del changed[at]
        elif kind == 1:
            name = chance.choice((*NONSENSE, chance.choice(changed).name))
            changed[at] = replace(sheet, name=name)
        elif sheet.cells:
            cells = chance.choice(CHANGES)(chance, [*sheet.cells])
            changed[at] = replace(sheet, cells=tuple(cells))
    return changed


def test_a_workbook_changed_at_random_is_told_or_taken_whole(
    request: pytest.FixtureRequest, data_folder: Path
) -> None:
    sheets = read_workbook(original(SECOND))
    taken = 0
    for seed in range(request.config.getoption("--call-workbooks")):
        found = call_of_sheets(mutated(random.Random(seed), sheets), "made.jbgscall")
        assert (found.call is None) == bool(found.faults) == (not found.data), seed
        lines = [*map(str, found.faults)]
        assert all(len(line.splitlines()) == 1 and line.isprintable() for line in lines), seed
        assert all(LINE.search(line) for line in lines), (seed, lines)
        if found.call is not None:
            taken += 1
            assert call_in(found.data, Path("x")).call == found.call
            if taken % 20 == 1 and not installed_packs_folder().exists():
                assert install_call(call_in(found.data, Path("x"))).is_dir()
    assert taken > 3  # it is no trial of faults alone
    kept = [each.name for each in installed_packs_folder().iterdir()]
    assert not [name for name in kept if name.startswith(".")], "a call half put in"


def test_bytes_changed_at_random_are_told_or_taken_whole() -> None:
    whole = original(SECOND)
    for seed in range(12):
        chance = random.Random(seed)
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if seed % 3 == 0:
            del data[chance.randrange(len(data)) :]
        try:
            found = make_call(bytes(data), "made.jbgscall")
        except DocumentError as error:
            assert str(error).endswith("。")
        else:
            assert (found.call is None) == bool(found.faults)
