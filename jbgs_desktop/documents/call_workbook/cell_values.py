"""Values of a call pack as the texts of cells, and back: whole numbers, days, lists, choices."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, SheetCell
from jbgs_desktop.forms.field_patterns import field_patterns
from jbgs_desktop.forms.text.clean import clean, iso_day, normalise_date

YES, NO = "是", "否"
BETWEEN_CELLS, EMPTY_ROW = "｜", "（空行）"
_BETWEEN = re.compile(rf"(?<!\\){BETWEEN_CELLS}")
_ESCAPE = re.compile(rf"\\([n\\{BETWEEN_CELLS}])")
_COUNTED = re.compile(r"([0-9]{1,9})(?:\.0+)? ?[家个字份项位条%]?")
_MOMENT = re.compile(
    r"([^:时点]*?[日0-9])[T ]*(上午|下午)?([0-9]{1,2})[:时点]([0-9]{2})?(?:[:分]([0-9]{2})?秒?)?"
    r" ?([+-][0-9]{2}:[0-9]{2})?"
)
_OURS = "+08:00"
_FIRST_DAY = datetime(
    1899, 12, 30
)  # from which a spreadsheet counts; from March 1900 on it is right
_LATER_START = 1462  # days by which the spreadsheets of old Macs begin later
_LATEST_DAY = 80_000  # of a count of days; in the year 2119
_WIDE = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20}  # full-width signs


class CellKind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    PRINTED = "printed"  # a text in which blanks count
    LINES = "lines"  # a list, an item a line
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"  # a day, or a day with a time
    CHOICE = "choice"
    PATH = "path"  # a field
    PATHS = "paths"  # a list of fields
    QUOTAS = "quotas"
    GRID = "grid"  # rows of cells
    OPEN = "open"  # another in each row: its value is a function of the column that it is


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; ``title`` is in its head, ``width`` in digits.

    A ``fixed`` one is no clerk's to change. One that is not ``demanded`` may be missing in a
    workbook of an earlier program. In an ``exact`` one 2030.10 is not 2030.1.
    ``words`` are what a choice may be, in a clerk's words.
    """

    key: str
    title: str
    width: int
    kind: CellKind = CellKind.TEXT
    required: bool = False
    fixed: bool = False
    demanded: bool = True
    exact: bool = False
    words: Mapping[Any, str] | None = None


class CellError(ValueError):
    """``str()`` says what is wrong with a cell and what it should be."""


def tidy(text: str) -> str:
    """``text`` without what a spreadsheet or a hand leaves unseen at its ends and in its lines."""
    return "\n".join(line.rstrip() for line in _plain(text).split("\n")).strip()


def _plain(text: str) -> str:
    """``text`` with its line ends as LF, of characters that can be printed and are the usual."""
    return clean(text).text.strip("\n")


def shown(column: Column, value: Any) -> str | int:
    """What the cell of ``value`` holds; empty for None."""
    if value is None:
        return ""
    match column.kind:
        case CellKind.OPEN | CellKind.NUMBER:
            return cast(str | int, value)
        case CellKind.FLAG:
            return YES if value else NO
        case CellKind.CHOICE:
            return (column.words or {}).get(value, str(value))
        case CellKind.MOMENT:
            return _shown_moment(str(value))
        case CellKind.LINES:
            return "\n".join(map(_escaped, value))
        case CellKind.PATHS:
            return "\n".join(value)
        case CellKind.QUOTAS:
            return "\n".join(f"{each['who']}：{each['per_direction']}" for each in value)
        case CellKind.GRID:
            rows = (BETWEEN_CELLS.join(map(_escaped, row)) or EMPTY_ROW for row in value)
            return "\n".join(rows)
    return str(value)


def _shown_moment(text: str) -> str:
    day, _, time = text.partition("T")
    clock, offset = time[:8].removesuffix(":00"), time[8:].removesuffix(_OURS)
    return " ".join(filter(None, (day, clock, offset)))


def value_in(column: Column, cell: SheetCell, *, later_start: bool = False) -> Any:
    """What ``cell`` says; None for nothing. Raises CellError.

    ``later_start``: the workbook counts its days from 1904.
    """
    if column.kind is CellKind.OPEN:
        return lambda closer: value_in(closer, cell, later_start=later_start)
    text = tidy(cell.text)
    if column.exact and cell.is_number:
        raise CellError("表格软件把它当成了数字，末尾的0会丢，请把单元格设为“文本”后重填")
    if cell.doubt is CellDoubt.DATE and column.kind in (CellKind.DAY, CellKind.MOMENT):
        text = _counted_day(cell.text, later_start)
    elif cell.doubt is not None:
        raise CellError(_DOUBTS[cell.doubt])
    if not text:
        return None
    if column.kind in _BLANKS_COUNT:
        text = _plain(cell.text)
    return _READERS[column.kind](column, text)


def _text(column: Column, text: str) -> str:
    return text


def _lines(column: Column, text: str) -> list[str] | None:
    return [_unescaped(line) for line in text.split("\n") if line.strip()] or None


def _number(column: Column, text: str) -> int:
    if not (match := _COUNTED.fullmatch(_narrow(text))):
        raise CellError(f"“{_short(text)}”不是整数，请填一个不带小数的数")
    return int(match[1])


def _flag(column: Column, text: str) -> bool:
    word = _narrow(text)
    if word in (YES, "√", "Y", "y", "TRUE", "true", "1", "有"):
        return True
    if word in (NO, "×", "N", "n", "FALSE", "false", "0", "无"):
        return False
    raise CellError(f"“{_short(text)}”应为“{YES}”或“{NO}”")


def _day(column: Column, text: str) -> str:
    day = normalise_date(_narrow(text))
    if not iso_day(day):
        raise CellError(f"“{_short(text)}”不是日期，请写成 年-月-日，如 2030-01-31")
    return day


def _moment(column: Column, text: str) -> str:
    narrow = " ".join(_narrow(text).split())
    match = _MOMENT.fullmatch(narrow)
    if not match:
        return _day(column, narrow)
    day = _day(column, match[1])
    hour, minute, second = int(match[3]), int(match[4] or 0), int(match[5] or 0)
    if match[2] == "下午" and hour < 12:
        hour += 12
    if (hour, minute, second) == (24, 0, 0):  # the end of the day, which a day alone says
        return day
    if hour > 23 or minute > 59 or second > 59:
        raise CellError(f"“{_short(text)}”里的时间不对，请写成 2030-01-31 18:00 这样")
    return f"{day}T{hour:02}:{minute:02}:{second:02}{match[6] or _OURS}"


def _choice(column: Column, text: str) -> Any:
    words = column.words or {}
    for value, word in words.items():
        if _narrow(text) in (_narrow(word), str(value)):
            return value
    raise CellError(f"“{_short(text)}”应为{'、'.join(f'“{word}”' for word in words.values())}之一")


def _path(column: Column, text: str) -> str:
    path = text.split()[0]
    if path not in field_patterns():
        raise CellError(f"没有“{_short(path)}”这个字段，请照“栏目”表里的“字段”填写")
    return path


def _paths(column: Column, text: str) -> list[str] | None:
    return [_path(column, line) for line in text.split("\n") if line.strip()] or None


def _quotas(column: Column, text: str) -> list[dict[str, Any]] | None:
    found = []
    for line in (line for line in text.split("\n") if line.strip()):
        who, mark, number = line.replace(":", "：").rpartition("：")
        match = _COUNTED.fullmatch(_narrow(number))
        if not mark or not who.strip() or not match:
            raise CellError(f"“{_short(line)}”应写成“推荐单位：名额”，一行一个，名额是整数")
        found.append({"who": who, "per_direction": int(match[1])})
    return found or None


def _grid(column: Column, text: str) -> list[list[str]] | None:
    rows = []
    for line in (line for line in text.split("\n") if line.strip()):
        cells = [] if line.strip() == EMPTY_ROW else _BETWEEN.split(line)
        rows.append([_unescaped(cell) for cell in cells])
    return rows or None


_READERS: Mapping[CellKind, Callable[[Column, str], Any]] = {
    CellKind.TEXT: _text,
    CellKind.PRINTED: _text,
    CellKind.LINES: _lines,
    CellKind.NUMBER: _number,
    CellKind.FLAG: _flag,
    CellKind.DAY: _day,
    CellKind.MOMENT: _moment,
    CellKind.CHOICE: _choice,
    CellKind.PATH: _path,
    CellKind.PATHS: _paths,
    CellKind.QUOTAS: _quotas,
    CellKind.GRID: _grid,
}
_BLANKS_COUNT = {CellKind.PRINTED, CellKind.LINES, CellKind.GRID}
_DOUBTS: Mapping[CellDoubt, str] = {
    CellDoubt.ERROR: "公式出错了，请改成文字",
    CellDoubt.NOT_COMPUTED: "公式没有算出结果，请改成文字，或者在表格软件里打开、保存一次",
    CellDoubt.DIGITS: "数字太长，表格软件留不住每一位，请把单元格设为“文本”后重填",
    CellDoubt.SCALED: "数字是按千或万显示的，看不出原数，请把单元格设为“文本”后重填",
    CellDoubt.PERCENT: "数字是按百分比显示的，请把单元格设为“文本”后重填",
    CellDoubt.DATE: "被表格软件当成了日期，请把单元格设为“文本”后重填",
}


def _counted_day(text: str, later_start: bool) -> str:
    """A day as a spreadsheet counts it, as a clerk writes it."""
    try:
        days = float(text)
    except ValueError:
        return text  # spelt out already
    if not 61 <= days <= _LATEST_DAY:
        raise CellError("日期不对，请写成 2030-01-31 这样")
    seconds = round((days + later_start * _LATER_START) * 86_400)
    moment = _FIRST_DAY + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%d}" if seconds % 86_400 == 0 else f"{moment:%Y-%m-%d %H:%M:%S}"


def _narrow(text: str) -> str:
    return text.translate(_WIDE).strip()


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= 20 else f"{line[:20]}…"


def _escaped(text: str) -> str:
    """``text`` on one line, in which no sign of a list stands for itself."""
    plain = text.replace("\\", "\\\\").replace("\n", "\\n")
    return plain.replace(BETWEEN_CELLS, "\\" + BETWEEN_CELLS)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], text).rstrip()
