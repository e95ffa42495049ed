"""Reads an xlsx in a child: the task of :mod:`.xlsx_file`. All of it may hang or eat memory.

Only what the file holds is read: of a formula the value that was computed last.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from jbgs_desktop.documents.docx_reader.foreign_files import foreign_file
from jbgs_desktop.documents.docx_reader.package import SHEET, Package, RefusedOfficeError
from jbgs_desktop.documents.xlsx_reader.number_format import NumberFormat, number_format
from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, ReadSheet, SheetCell

_MOST_SHEETS, _MOST_CELLS, _MOST_MERGED = 200, 50_000, 20_000
_MOST_TEXT = 4 * 2**20  # characters of all cells
_LAST_ROW, _LAST_COLUMN = 2**20, 2**14
_EXACT = 1e15  # from here on a spreadsheet does not keep every digit
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TOO_MUCH: Final = (
    "表格里的内容太多（超过{cells}格），没有读取。请把要读取的内容复制到一个新的工作簿里，"
    "保存为xlsx，再读取。"
)
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def answer_xlsx(item: Mapping[str, Any]) -> dict[str, Any]:
    """The ``sheets`` of the xlsx in the base64 ``data``, or a ``problem``."""
    data = base64.b64decode(item["data"])
    if problem := foreign_file(data, SHEET):
        return {"problem": problem}
    try:
        sheets = _Workbook(Package(data, SHEET)).sheets()
    except RefusedOfficeError as error:
        return {"problem": SHEET.sentence(str(error))}
    return {"problem": "", "sheets": [asdict(sheet) for sheet in sheets]}


@dataclass(slots=True)
class _Workbook:
    package: Package
    shared: list[str] = field(default_factory=list)
    formats: list[NumberFormat] = field(default_factory=list)
    cells_left: int = _MOST_CELLS
    text_left: int = _MOST_TEXT

    def sheets(self) -> list[ReadSheet]:
        """All sheets with cells, in their order."""
        main = self.package.main
        relations = self.package.relations(main)
        self.shared = _shared(self._xml(self.package.part_of("sharedStrings", relations)))
        self.formats = _formats(self._xml(self.package.part_of("styles", relations)))
        found: list[ReadSheet] = []
        book = self._xml(main)
        later = any(each.get("date1904") in ("1", "true") for each in _named(book, "workbookPr"))
        for each in _named(book, "sheet"):
            name, state = each.get("name", ""), each.get("state", "visible")
            relation = relations.get(each.get(_LINK) or each.get(_STRICT_LINK) or "")
            if relation is None or relation.kind != "worksheet" or len(found) == _MOST_SHEETS:
                continue
            is_hidden = state != "visible"
            cells = () if is_hidden else tuple(self._cells(self._xml(relation.target)))
            found.append(ReadSheet(name, is_hidden, cells, later))
        return found

    def _xml(self, part: str) -> Any:
        return self.package.xml(part) if part else None

    def _cells(self, root: Any) -> Iterator[SheetCell]:
        merged = dict(_merged(root))
        row = -1
        for line in _named(root, "row"):
            row = _number(line.get("r"), _LAST_ROW, row + 2) - 1
            column = -1
            for cell in _named(line, "c"):
                column = _place(cell.get("r", ""))[1] if cell.get("r") else column + 1
                text, doubt = self._content(cell)
                if text or doubt:
                    self._count(text)
                    rows, columns = merged.get((row, column), (1, 1))
                    is_number = cell.get("t", "n") == "n"
                    yield SheetCell(row, column, text, doubt, rows, columns, is_number)

    def _count(self, text: str) -> None:
        self.cells_left -= 1
        self.text_left -= len(text)
        if min(self.cells_left, self.text_left) < 0:
            raise RefusedOfficeError(_TOO_MUCH.replace("{cells}", str(_MOST_CELLS)))

    def _content(self, cell: Any) -> tuple[str, CellDoubt | None]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(map(_text_in, _named(cell, "is"))), None
        value = next((each.text or "" for each in _named(cell, "v")), "")
        if not value:
            is_open = kind != "str" and next(_named(cell, "f"), None) is not None
            return "", CellDoubt.NOT_COMPUTED if is_open else None
        match kind:
            case "s":
                at = _number(value, len(self.shared), 0, least=0)
                known = value.strip().isdigit() and at < len(self.shared)
                return (self.shared[at], None) if known else (value, CellDoubt.ERROR)
            case "str":
                return _unescaped(value), None
            case "b":
                return ("是" if value.strip() == "1" else "否"), None
            case "d":
                return value, CellDoubt.DATE
            case "e":
                return value, CellDoubt.ERROR
        at = _number(cell.get("s"), len(self.formats), 0, least=0)
        shown = self.formats[at] if at < len(self.formats) else NumberFormat()
        return _shown_number(value, shown)


def _shown_number(value: str, shown: NumberFormat) -> tuple[str, CellDoubt | None]:
    """A number as its cell shows it but for separators, which nobody needs."""
    try:
        number = float(value)
    except ValueError:
        return (value, CellDoubt.ERROR) if value.strip() else ("", None)
    if not isfinite(number):
        return value, CellDoubt.ERROR
    if abs(number) >= _EXACT:
        return value, CellDoubt.DIGITS
    text = format(Decimal(format(number, ".15g")), "f")
    return f"{shown.before}{text}{shown.after}", shown.doubt


def _shared(root: Any) -> list[str]:
    return [_text_in(each) for each in _named(root, "si")]


def _text_in(node: Any) -> str:
    """The text of a string, its stretches of one format joined, without the reading aids."""
    if node is None:
        return ""
    parts: list[str] = []
    for each in node:
        match _name(each):
            case "t":
                parts.append(each.text or "")
            case "r":
                parts.extend(inner.text or "" for inner in each if _name(inner) == "t")
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    def sign(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if 0xD800 <= code < 0xE000 else chr(code)

    return _ESCAPED.sub(sign, text).replace("\r\n", "\n")


def _formats(root: Any) -> list[NumberFormat]:
    """By the number of a cell's style, how it shows a number."""
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in _named(root, "numFmt")}
    found: list[NumberFormat] = []
    for table in _named(root, "cellXfs"):
        for style in _named(table, "xf"):
            format_id = style.get("numFmtId", "0")
            found.append(
                number_format(_number(format_id, 10**6, 0, least=0), codes.get(format_id, ""))
            )
    return found


def _merged(root: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for number, each in enumerate(_named(root, "mergeCell")):
        first, _, last = each.get("ref", "").partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if number < _MOST_MERGED and bottom >= top and right >= left:
            yield (top, left), (bottom - top + 1, right - left + 1)


def _place(reference: str) -> tuple[int, int]:
    """Row and column from 0 of ``C5``; of what is no place, the first."""
    match = _PLACE.fullmatch(reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return min(int(match[2]), _LAST_ROW) - 1, min(column, _LAST_COLUMN) - 1


def _number(text: str | None, most: int, otherwise: int, *, least: int = 1) -> int:
    digits = (text or "").strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else otherwise
    return max(least, min(number, most))


def _named(root: Any, name: str) -> Iterator[Any]:
    """What is called so below ``root``, in whichever of the two namespaces of the format."""
    if root is not None:
        yield from (each for each in root.iter() if _name(each) == name)


def _name(node: Any) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
