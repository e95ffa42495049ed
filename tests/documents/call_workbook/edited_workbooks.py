"""Workbooks of calls as clerks leave them: cells changed by the name of their sheet and column."""

import base64
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from pydantic import TypeAdapter

from jbgs_desktop.documents.call_workbook.made_call import MadeCall, call_of_sheets, call_workbook
from jbgs_desktop.documents.xlsx_reader.sheet_model import ReadSheet
from jbgs_desktop.documents.xlsx_reader.xlsx_worker import answer_xlsx
from jbgs_desktop.forms.calls.installed_packs import call_folders
from tests.documents.xlsx_reader.made_workbooks import saved
from tests.forms.applications import DATA, national_call

BUILT_IN = call_folders()[national_call().id]
SECOND = DATA / "calls" / "second-call"
Edit = Callable[[Workbook], object]


@cache
def original(folder: Path = BUILT_IN) -> bytes:
    """The workbook of the pack in ``folder``."""
    return call_workbook(folder)


def sheet(book: Workbook, name: str) -> Any:
    return book[name]


def column(book: Workbook, name: str, title: str) -> int:
    """The number, from 1, of the column with this title."""
    return next(int(cell.column) for cell in sheet(book, name)[1] if cell.value == title)


def cell(book: Workbook, name: str, row: int, title: str) -> Any:
    return sheet(book, name).cell(row, column(book, name, title))


def item(book: Workbook, label: str) -> Any:
    """The content of 通知 beside ``label``."""
    row = next(each for each in sheet(book, "通知").iter_rows() if each[0].value == label)
    return row[1]


def last_row(book: Workbook, name: str) -> int:
    """The last row with content."""
    rows = sheet(book, name).iter_rows()
    return max(int(row[0].row) for row in rows if any(each.value is not None for each in row))


def edited(*edits: Edit, version: str = "2099.1", folder: Path = BUILT_IN) -> bytes:
    """The workbook of the pack after ``edits``, as a new version."""
    book = load_workbook(io.BytesIO(original(folder)))
    if version:
        item(book, "版本").value = version
    for edit in edits:
        edit(book)
    return saved(book)


def made(*edits: Edit, version: str = "2099.1", folder: Path = BUILT_IN) -> MadeCall:
    """What :func:`edited` makes; it is read in this process, which is sooner."""
    data = base64.b64encode(edited(*edits, version=version, folder=folder)).decode()
    answer = answer_xlsx({"data": data})
    assert not answer["problem"]
    sheets = TypeAdapter(tuple[ReadSheet, ...]).validate_python(answer["sheets"])
    return call_of_sheets(sheets, "made.jbgscall")


def put(name: str, row: int, title: str, value: Any) -> Edit:
    def edit(book: Workbook) -> None:
        cell(book, name, row, title).value = value

    return edit
