"""单位情况 in a spreadsheet: the unit's own list, a table of several units, or our exported sheet.

Labels may stand left of their values, or above them with a unit in each row. Nothing is left out in
silence: what is not taken is told with its cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.xlsx_reader.sheet_grid import SheetGrid
from jbgs_desktop.documents.xlsx_reader.sheet_model import ReadSheet, SheetCell
from jbgs_desktop.documents.xlsx_reader.unit_labels import (
    UnitLabel,
    UnitWords,
    is_unit,
    unit_for_all,
)
from jbgs_desktop.documents.xlsx_reader.unit_values import UnitFigures, UnitReader
from jbgs_desktop.forms.application import Application, FieldKind, Participant, Unit
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.stored_form import normalise
from jbgs_desktop.forms.text.clean import folded

_NAME = "unit.name"
_LEAST_PATHS = 3  # of a column that tells the fields by their paths
_SUMS = {"合计", "总计", "小计"}
_NO_FIELDS = {"序号"}  # of which nobody has to be told
_MOST_IN_ROW, _LONGEST_CELL = 3, 40  # cells of a row in a sentence, characters of each
_MOST_SENTENCES, _MOST_UNITS = 100, 200
_PARTICIPANT = re.compile(r"unit\.participants\.([0-9]{1,3})\.(name|code|role)")


@dataclass(frozen=True, slots=True)
class SheetUnits:
    """What was found of each unit, by the paths of the fields; and what was not read, a sentence
    each."""

    figures: tuple[Mapping[str, Any], ...]
    sentences: tuple[str, ...]

    def units(self, base: Application) -> list[Unit]:
        """Each unit; what the sheets do not tell of it stays as it is in ``base``."""
        return [_as_unit(figures, base) for figures in self.figures]


def units_in_sheets(sheets: Sequence[ReadSheet], call: Call, track: str) -> SheetUnits:
    """The units in ``sheets``, for an application in this track."""
    reading = _Reading(FormWords(call, track))
    ours = [sheet for sheet in sheets if reading.read_paths(sheet)]
    for sheet in () if ours else sheets:
        reading.read(sheet)
    found = tuple(figures.values for figures in reading.found())
    return SheetUnits(found, tuple(reading.sentences()))


def _as_unit(figures: Mapping[str, Any], base: Application) -> Unit:
    for path, value in figures.items():
        base = base.set(path, value)
    return base.unit


class _Reading:
    def __init__(self, words: FormWords) -> None:
        self._words, self._known = words, UnitWords(words)
        self._sentences: list[str] = []
        self._reader = UnitReader(words, self._known, self._add_sentence)
        self._units: dict[str, UnitFigures] = {}
        self._nameless: list[tuple[str, UnitFigures]] = []
        self._sheet, self._unit = "", ""
        self._below: SheetCell | None = None  # the value that was found below its label

    # -- what came of it

    def found(self) -> list[UnitFigures]:
        """One for each unit; figures without a name belong to the only one there is."""
        units = list(self._units.values())
        for place, figures in self._nameless:
            if not units and len(self._nameless) == 1:
                return [figures]
            if len(units) == 1:
                mine = units[0]
                for path, value in figures.values.items():
                    mine.values.setdefault(path, value)
            else:
                self._sentences.append(f"{place}没有写单位名称，分不清是哪个单位的，没有读取。")
        if len(units) > _MOST_UNITS:
            self._sentences.insert(0, f"表格里有 {len(units)} 个单位，只列出前 {_MOST_UNITS} 个。")
        return units[:_MOST_UNITS]

    def sentences(self) -> Iterator[str]:
        if names := list(dict.fromkeys(self._reader.without_unit)):
            listed = "、".join(f"“{name}”" for name in names)
            unit = self._known.fields["unit.revenue"].unit
            yield f"{listed}旁边没有写单位，按{unit}带入，请核对。"
        yield from self._sentences[:_MOST_SENTENCES]
        if (more := len(self._sentences) - _MOST_SENTENCES) > 0:
            yield f"另有 {more} 处没有读取，请对照表格填写。"

    def _add_sentence(self, place: str, sentence: str) -> None:
        self._sentences.append(f"{place}：{sentence}。")

    def _place(self, cell: SheetCell) -> str:
        return f"工作表“{self._sheet}”{cell.address}"

    # -- a sheet

    def read(self, sheet: ReadSheet) -> None:
        self._sheet = sheet.name
        if sheet.is_hidden:
            self._sentences.append(f"工作表“{sheet.name}”是隐藏的，没有读取。")
            return
        if not sheet.cells:
            return
        grid = SheetGrid(sheet.cells)
        if not any(self._known.label(cell.text) for cell in grid.cells if not cell.doubt):
            self._sentences.append(f"工作表“{sheet.name}”里没有认出单位情况的栏目，没有读取。")
            return
        units = (unit_for_all(cell.text) for cell in grid.cells)
        self._unit = next(filter(None, units), "")
        self._read_rows(grid)

    def read_paths(self, sheet: ReadSheet) -> bool:
        """Our own sheet of all fields; False for any other."""
        self._sheet, grid = sheet.name, SheetGrid(sheet.cells)
        paths = [cell for cell in grid.cells if self._is_path(cell.text.strip())]
        column = paths[0].column if paths else 0
        paths = [cell for cell in paths if cell.column == column]
        if len(paths) < _LEAST_PATHS or column == 0:
            return False
        texts: dict[str, SheetCell] = {}
        for cell in paths:
            path, content = cell.text.strip(), grid.at(cell.row, column - 1)
            if content and path in texts:  # a text that one cell could not hold goes on
                content = replace(texts[path], text=texts[path].text + content.text)
            if content:
                texts[path] = content
        for choice, described in self._known.fields.items():
            other = texts.pop(described.other, None)
            if other and choice in texts:  # the form has both in one cell
                texts[choice] = replace(texts[choice], text=f"{texts[choice].text}：{other.text}")
        figures = UnitFigures()
        for path, cell in texts.items():
            if path in self._known.fields:
                described = self._known.fields[path]
                self._reader.put(figures, path, cell, self._place(cell), (described.unit,))
        if people := self._participants([cell.text.strip() for cell in paths], texts):
            figures.values["unit.participants"] = people
        self._add(figures, f"工作表“{self._sheet}”")
        return True

    def _participants(
        self, paths: Sequence[str], texts: Mapping[str, SheetCell]
    ) -> tuple[Participant, ...]:
        """Those whose fields are among ``paths``, one by one."""
        people: dict[int, dict[str, str]] = {}
        for match in filter(None, map(_PARTICIPANT.fullmatch, paths)):
            content, field = texts.get(match[0]), self._words.field(match[0])
            text = content.text if content and not content.doubt else ""
            people.setdefault(int(match[1]), {})[match[2]] = normalise(field.kind, text)
            if content and content.doubt:
                self._add_sentence(self._place(content), f"“{field.name}”没有读取，请直接填写")
        return tuple(Participant(**people[at]) for at in sorted(people))

    def _is_path(self, text: str) -> bool:
        others = (described.other for described in self._known.fields.values())
        return bool(text) and (
            text in (*self._known.fields, *others) or bool(_PARTICIPANT.fullmatch(text))
        )

    def _add(self, figures: UnitFigures, place: str) -> None:
        """Take ``figures`` for a unit, together with what there is of the unit of this name."""
        if not figures.values:
            return
        name = figures.values.get(_NAME, "")
        if not name:
            self._nameless.append((place, figures))
            return
        mine = self._units.setdefault(folded(name), UnitFigures())
        for path, value in figures.values.items():
            if mine.values.setdefault(path, value) != value:
                described = self._known.fields.get(path)
                words = described.name if described else path
                first = mine.places.get(path, "前面")
                self._add_sentence(
                    figures.places.get(path, place),
                    f"“{words}”与{first}写的不一样，用了{first}的，请核对",
                )
        mine.places = {**figures.places, **mine.places}

    # -- rows

    def _read_rows(self, grid: SheetGrid) -> None:
        figures, group = UnitFigures(), ""
        done = -1  # the last row that a table has taken
        for row, cells in grid.rows():
            if row <= done:
                continue
            if table := self._table_at(grid, row, cells):
                done = self._read_table(grid, row, table)
                continue
            figures, group = self._read_pairs(grid, cells, figures, group)
        self._add(figures, f"工作表“{self._sheet}”")

    def _read_pairs(
        self, grid: SheetGrid, cells: Sequence[SheetCell], figures: UnitFigures, group: str
    ) -> tuple[UnitFigures, str]:
        """A row of labels with their values to the right of them."""
        waiting, unknown = list(cells), list[SheetCell]()
        while waiting:
            cell = waiting.pop(0)
            if cell == self._below:
                continue
            label = None if cell.doubt else self._known.label(cell.text)
            if label is None:
                group = self._known.group(cell.text) or group
                unknown.append(cell)
                continue
            value = self._value_beside(waiting)
            notes = label.notes
            while value and waiting and is_unit(waiting[0].text):
                notes = (*notes, waiting.pop(0).text)
            path = self._known.path(label, group)
            if path == _NAME and value and _NAME in figures.values:
                self._add(figures, f"工作表“{self._sheet}”")
                figures = UnitFigures()
            group = self._words.call.form.table.heading_of(path) if path else group
            if value is None and path and self._known.fields[path].kind is FieldKind.PROSE:
                value = self._below = grid.alone_below(cell)
            if value:
                self._put(figures, path, value, notes, cell)
        self._add_unknown(unknown)
        return figures, group

    def _value_beside(self, waiting: list[SheetCell]) -> SheetCell | None:
        if not waiting or self._is_head(waiting[0]):
            return None
        return waiting.pop(0)

    def _is_head(self, cell: SheetCell) -> bool:
        text = cell.text
        return not cell.doubt and bool(self._known.label(text) or self._known.group(text))

    def _put(
        self,
        figures: UnitFigures,
        path: str,
        value: SheetCell,
        notes: tuple[str, ...],
        label: SheetCell,
    ) -> None:
        place = self._place(value)
        if not path:
            self._add_sentence(place, f"“{label.text.strip()}”没有写明是谁的，没有读取")
            return
        if self._unit and self._known.fields[path].kind is FieldKind.AMOUNT:
            notes = notes if any(map(is_unit, notes)) else (*notes, self._unit)
        self._reader.put(figures, path, value, place, notes)

    def _add_unknown(self, cells: Sequence[SheetCell]) -> None:
        """Tell of ``cells``, which stand in one row and are no fields, with one sentence."""
        texts = [(cell, " ".join(cell.text.split())) for cell in cells]
        left = [(cell, text) for cell, text in texts if text and not self._is_form_word(text)]
        if left:
            words = "".join(f"“{text[:_LONGEST_CELL]}”" for _, text in left[:_MOST_IN_ROW])
            more = "等" if len(left) > _MOST_IN_ROW else ""
            self._add_sentence(self._place(left[0][0]), f"{words}{more}没有认出是哪一栏，没有读取")

    def _is_form_word(self, text: str) -> bool:
        is_known = self._known.group(text) or unit_for_all(text) or self._known.is_fixed(text)
        return bool(is_known) or folded(text) in _NO_FIELDS

    # -- tables

    def _table_at(
        self, grid: SheetGrid, row: int, cells: Sequence[SheetCell]
    ) -> list[tuple[SheetCell, UnitLabel, str]]:
        """The labels of the table that begins with ``row``, with their groups; empty for none."""
        heads = [
            cell
            for cell in cells
            # A heading over several rows stands beside the labels of its group, not above them.
            if self._is_head(cell) and (cell.rows == 1 or self._known.label(cell.text))
        ]
        is_joined = any(one.column + one.columns == other.column for one, other in pairwise(heads))
        if len(heads) < 2 or not is_joined:
            return []
        found: list[tuple[SheetCell, UnitLabel, str]] = []
        for cell in heads:
            if label := self._known.label(cell.text):
                found.append((cell, label, ""))
                continue
            group = self._known.group(cell.text)
            for below in grid.in_row(cell.row + 1, cell.column, cell.columns):
                if label := self._known.label(below.text):
                    found.append((below, label, group))
        body = max((cell.row + cell.rows for cell, _, _ in found), default=row)
        below_heads = [grid.within(body, cell) for cell, _, _ in found]
        filled = [cell for cell in below_heads if cell]
        if len(found) < 2 or not filled or any(self._is_head(cell) for cell in filled):
            return []
        return found

    def _read_table(
        self, grid: SheetGrid, row: int, heads: Sequence[tuple[SheetCell, UnitLabel, str]]
    ) -> int:
        """Read the rows below ``heads``, a unit each; the last row that belongs to them."""
        first = max(cell.row + cell.rows for cell, _, _ in heads)
        self._add_other_heads(grid, row, first, [cell for cell, _, _ in heads])
        if any(self._known.is_role(cell.text) for cell in grid.in_row(row, 0, None)):
            self._sentences.append(
                f"工作表“{self._sheet}”第{row + 1}行起的各家单位没有读取，请直接填写。"
            )
        has_names = any(self._known.path(label, group) == _NAME for _, label, group in heads)
        done = first - 1
        for at, cells in grid.rows():
            if at < first:
                continue
            values = [(head, grid.within(at, head[0])) for head in heads]
            if any(cell and self._is_head(cell) for _, cell in values):
                break
            done = at
            self._read_line(at, cells, values, has_names=has_names)
        return done

    def _read_line(
        self,
        row: int,
        cells: Sequence[SheetCell],
        values: Sequence[tuple[tuple[SheetCell, UnitLabel, str], SheetCell | None]],
        *,
        has_names: bool,
    ) -> None:
        where = f"工作表“{self._sheet}”第{row + 1}行"
        if sums := [cell.text.strip() for cell in cells if folded(cell.text) in _SUMS]:
            self._sentences.append(f"{where}是{sums[0]}，没有读取。")
            return
        figures = UnitFigures()
        for (head, label, group), cell in values:
            if cell:
                path = self._known.path(label, group)
                self._put(figures, path, cell, label.notes, head)
        if not figures.values:
            if not any(cell for _, cell in values):
                self._add_unknown(cells)
        elif has_names and _NAME not in figures.values:
            self._sentences.append(f"{where}没有单位名称，没有读取。")
        else:
            self._add(figures, where)

    def _add_other_heads(
        self, grid: SheetGrid, row: int, first: int, heads: Sequence[SheetCell]
    ) -> None:
        for at, cells in grid.rows():
            if row <= at < first:
                self._add_unknown([cell for cell in cells if cell not in heads])
