"""The 申报表: labels in cells with their values beside them, however the cells were merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from jbgs_desktop.documents.docx_import.field_values import FormWords, behind_label
from jbgs_desktop.documents.docx_import.model import COLOURS, FieldFindings
from jbgs_desktop.documents.docx_reader.model import (
    LossKind,
    ReadCell,
    ReadTable,
    beginning,
)
from jbgs_desktop.documents.field_identity import field_of_bookmark
from jbgs_desktop.documents.printed_form import one_line
from jbgs_desktop.forms.text.clean import folded

_NEARLY, _SHORTEST = 0.8, 4  # how like a label must be that was altered, and how long
_LEAST_LABELS = 3  # of a table that is the form's
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class _Label:
    path: str
    group: str  # the folded heading of its rows; empty for none


class TableValues:
    """Reads the tables of the form; those of the applicant are left alone."""

    def __init__(self, words: FormWords, found: FieldFindings) -> None:
        self._words, self._found = words, found
        form = words.call.form
        self._groups = {folded(p.heading) for p in form.table.parts if p.heading}
        self._labels: dict[str, list[_Label]] = {}
        for path in form.table.fields:
            group = folded(form.table.heading_of(path))
            field = words.field(path)
            self._know(field.label, _Label(path, group))
        self._know(words.field("product_overview").label, _Label("product_overview", ""))
        self._know(form.table.direction_label, _Label("directions", ""))
        self._fixed = {
            *self._groups,
            *map(folded, (form.table.title, form.table.unit_heading, form.table.task_heading)),
        }
        self._taken: set[str] = set()

    def is_form(self, table: ReadTable, *, surely: bool = False) -> bool:
        """Whether ``table`` is one of the form's; ``surely`` asks for more labels.

        姓名 and the like, which the form has twice, stand in many tables and do not count.
        """
        clear = {label for label, known in self._labels.items() if len(known) == 1}
        labels = {self._key(cell) for cell in table.cells} & clear
        marks = {field_of_bookmark(mark) for cell in table.cells for mark in cell.bookmarks}
        if any(path and not path.startswith("taskbooks.") for path in marks):
            return True
        if surely:
            return len(labels) >= 2 * _LEAST_LABELS
        few = {folded(self._words.call.form.table.direction_label)}
        is_small = bool(labels & few) and len(table.cells) <= 2 * _LEAST_LABELS
        return len(labels) >= _LEAST_LABELS or is_small

    def read(self, table: ReadTable, where: str) -> None:
        """The values in ``table``."""
        group = ""
        left: list[ReadCell] = []
        cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        used: set[int] = set()
        for at, cell in enumerate(cells):
            if at in used or not cell.text.strip():
                continue
            key = self._key(cell)
            if key in self._groups:
                group = key
            elif label := self._label(cell, group):
                group = label.group
                values = list(self._beside(cells, at))
                used |= {number for number, _ in values}
                self._put(label.path, "\n".join(each.text for _, each in values), where)
                self._lose_formats(label.path, [each for _, each in values])
            elif not self._put_inside(cell, group, where) and key not in self._fixed:
                left.append(cell)
        self._read_marked(left, where)

    def _know(self, label: str, known: _Label) -> None:
        self._labels.setdefault(folded(label), []).append(known)

    def _key(self, cell: ReadCell) -> str:
        """The words of a cell without the unit and the colon that a label may have."""
        text = folded(cell.text).rstrip(":*")
        for unit in ("万元", "人", "元"):
            text = text.removesuffix(f"({unit})")
        return text

    def _label(self, cell: ReadCell, group: str) -> _Label | None:
        """Which field's label the cell is; among several the one of ``group``, else the next."""
        key = self._key(cell)
        if len(key) > _LONGEST_LABEL:
            return None
        known = self._labels.get(key) or self._altered(key, cell)
        free = [label for label in known if label.path not in self._taken]
        if not known:
            return None
        ours = [label for label in free if label.group == group]
        return (ours or free or known)[0]

    def _altered(self, key: str, cell: ReadCell) -> Sequence[_Label]:
        if len(key) < _SHORTEST:
            return ()
        for label, known in self._labels.items():
            is_like = SequenceMatcher(None, label, key).ratio() >= _NEARLY
            if is_like and known[0].path not in self._taken:
                sentence = f"“{one_line(cell.text)}”认作“{self._words.field(known[0].path).name}”"
                self._found.lose(
                    LossKind.FIXED_WORDS, self._words.call.form.vocabulary.table, sentence
                )
                return known
        return ()

    def _beside(self, cells: list[ReadCell], at: int) -> Iterator[tuple[int, ReadCell]]:
        """The cells to the right of the label up to the next one; below it if it has the row."""
        label = cells[at]
        row = [(n, each) for n, each in enumerate(cells) if each.row == label.row and n > at]
        if not row:
            below = [
                (n, each)
                for n, each in enumerate(cells)
                if each.row == label.row + label.rows and self._key(each) not in self._labels
            ]
            yield from below[:1]
            return
        for number, each in row:
            key = self._key(each)
            if number > at + 1 and (key in self._labels or key in self._groups):
                return
            yield number, each

    def _put_inside(self, cell: ReadCell, group: str, where: str) -> bool:
        """A cell that holds label and value: 法定代表人：某某."""
        for known in self._labels.values():
            label = self._words.field(known[0].path).label
            rest = behind_label(cell.text, label)
            if rest is not None:
                free = [each for each in known if each.path not in self._taken] or known
                ours = [each for each in free if each.group == group] or free
                self._put(ours[0].path, rest, where)
                self._found.lose_colours([cell], self._words.field(ours[0].path).name)
                return True
        return False

    def _put(self, path: str, text: str, where: str) -> None:
        self._taken.add(path)
        value = self._words.value(path, text)
        self._found.put(path, value, where)
        field = self._words.field(path)
        if field.other:
            is_other = field.text.specified and value == field.text.specified.value
            other = self._words.specified(path, text) if is_other else ""
            self._found.put(field.other, other, where)

    def _lose_formats(self, path: str, cells: Sequence[ReadCell]) -> None:
        """Words that stand out among others; how all of a line looks is the form's own look."""
        marks = (
            mark
            for cell in cells
            for mark in cell.formats
            if mark.kind in COLOURS or mark.text not in map(beginning, cell.text.split("\n"))
        )
        self._found.lose_formats(marks, self._words.field(path).name)

    def _read_marked(self, cells: list[ReadCell], where: str) -> None:
        """Cells that no label stands beside: known by their bookmark, or told."""
        for cell in cells:
            paths = [path for mark in cell.bookmarks if (path := field_of_bookmark(mark))]
            if paths and paths[0] not in self._taken:
                self._put(paths[0], cell.text, where)
                self._lose_formats(paths[0], [cell])
            elif len(cell.text.strip()) > 1:
                self._found.lose(LossKind.UNPLACED, f"{where}第{cell.row + 1}行", cell.text)
