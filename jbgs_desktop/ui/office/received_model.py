"""The received bundles as a table that can be sorted and filtered."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCollator,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.forms.calls.shared_words import SharedWords
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.paper_state import PaperState
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry, state_words
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.theme import current_tokens

ENTRY = Qt.ItemDataRole.UserRole
_SEVERITIES = {
    EntryState.REFUSED: Severity.ERROR,
    EntryState.FAULTY: Severity.WARNING,
    EntryState.UNDECIDED: Severity.WARNING,
    EntryState.CORRECTED: DONE,
    EntryState.FINE: DONE,
}
_Index = QModelIndex | QPersistentModelIndex
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MANY = 200  # rows that are told of one by one, or put into words before the window goes on


def _counted(entry: RegisterEntry) -> str:
    """How many findings there are, the errors by themselves."""
    others = len(entry.found) - entry.errors
    parts = [f"错误 {entry.errors}"] if entry.errors else []
    return "，".join([*parts, *([f"其他 {others}"] if others else [])])


def scan_words(entry: RegisterEntry) -> str:
    """What is known of the scans, in a word."""
    check = entry.scan_check
    if check is None:
        return "" if entry.reason or entry.is_by_hand else "还没有读"
    return f"有 {len(check.problems)} 处问题" if check.problems else f"{check.pages} 页齐全"


def _paper_words(context: OfficeContext, entry: RegisterEntry) -> str:
    state = context.paper_state(entry)
    return "" if state is PaperState.NONE else state.word


def _verdict(context: OfficeContext, entry: RegisterEntry) -> str:
    state = context.register.state(entry)
    words = state_words(entry, state)
    is_signed = state in _SEVERITIES and words == state.word
    return signed(_SEVERITIES[state], words) if is_signed else words


@dataclass(frozen=True, slots=True)
class ReceivedColumn:
    """``width`` in em; rows are sorted by ``order``, or the text.

    ``head`` gives the title where it is a word of the calls.
    """

    title: str
    width: float
    text: Callable[[OfficeContext, RegisterEntry], str]
    order: Callable[[RegisterEntry], float] | None = None
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    head: Callable[[SharedWords], str] | None = None

    def title_for(self, words: SharedWords) -> str:
        return self.head(words) if self.head else self.title


VERDICT = ReceivedColumn("结论", 7.3, _verdict)
WHEN = ReceivedColumn(
    "收到时间",
    7.5,
    lambda _, entry: f"{entry.came.astimezone():%m-%d %H:%M}",
    # Those of the same minute as they lay in their folder.
    lambda entry: entry.came.timestamp() // 60 * 1e6 + entry.number,
)
# What is looked for first stands first; on a narrow screen the last ones are scrolled to.
RECEIVED_COLUMNS = (
    ReceivedColumn("单位", 13, lambda _, entry: entry.unit or "（读不出单位）"),
    ReceivedColumn(
        "",
        7,
        lambda context, entry: context.track_name(entry),
        head=lambda words: words.track,
    ),
    ReceivedColumn(
        "方向",
        4,
        lambda _, entry: "、".join(map(str, entry.directions)),
        lambda entry: min(entry.directions, default=0),
    ),
    ReceivedColumn("", 8, lambda _, entry: entry.products, head=lambda words: words.product),
    VERDICT,
    ReceivedColumn(
        "问题",
        9.5,
        lambda _, entry: _counted(entry),
        lambda entry: entry.errors * 10_000 + len(entry.found),
        _NUMBERS,
    ),
    ReceivedColumn("扫描件", 7.2, lambda _, entry: scan_words(entry)),
    ReceivedColumn("纸质件", 7.5, _paper_words),
    WHEN,
    ReceivedColumn("期限", 9.5, lambda context, entry: context.time_limit(entry).words),
    ReceivedColumn("核验码", 9.5, lambda _, entry: format_code(entry.code)),
    ReceivedColumn("联系人", 5, lambda _, entry: entry.contact),
)


class _Row:
    """An entry with its state; what its cells say is put into words when it is asked for."""

    def __init__(self, entry: RegisterEntry, state: EntryState, context: OfficeContext) -> None:
        self.entry, self.state, self._context = entry, state, context

    @cached_property
    def cells(self) -> tuple[str, ...]:
        return tuple(column.text(self._context, self.entry) for column in RECEIVED_COLUMNS)

    @cached_property
    def words(self) -> str:
        """What is searched."""
        entry = self.entry
        texts = (entry.unit_code, entry.mobile, entry.code, entry.source, entry.remarks)
        return " ".join((*self.cells, *texts)).casefold()


class ReceivedModel(QAbstractTableModel):
    """One row for each entry of the register, in the order of one of its columns.

    Of thousands, Python sorts: Qt would ask for both sides of every comparison.
    """

    def __init__(self, context: OfficeContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: list[_Row] = []  # as they came
        self._order: list[int] = []  # which of them is shown where
        self._sorted_by = RECEIVED_COLUMNS.index(WHEN), Qt.SortOrder.AscendingOrder
        self._collator = QCollator(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self._collator.setNumericMode(True)
        self._unworded: deque[_Row] = deque()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._word_some)

    def refresh(self) -> None:
        """Read the register anew. Only rows that changed are told of, so that a choice stays."""
        register = self._context.register
        entries, changed = register.entries, []
        for at, (entry, old) in enumerate(zip(entries, self._rows, strict=False)):
            state = register.state(entry)
            if entry is not old.entry or state is not old.state:
                self._rows[at] = _Row(entry, state, self._context)
                changed.append(at)
        new = entries[len(self._rows) :]
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows += [_Row(each, register.state(each), self._context) for each in new]
            self._order += range(first, len(self._rows))
            self.endInsertRows()
        self._note_changed(changed)
        if new or changed:
            self._sort()
            self._unworded = deque(self._rows)
            self._later.start()

    def _note_changed(self, changed: Sequence[int]) -> None:
        """Of many rows the view is told at once, of a few one by one."""
        last = len(RECEIVED_COLUMNS) - 1
        if len(changed) > _MANY:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))
            return
        for at in changed:
            row = self._order.index(at)
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def _word_some(self) -> None:
        """Put some rows into words before somebody searches them all."""
        for _ in range(min(_MANY, len(self._unworded))):
            _ = self._unworded.popleft().words
        if self._unworded:
            self._later.start()

    def row(self, at: int) -> tuple[RegisterEntry, EntryState, Callable[[], str]]:
        """The entry in the row ``at``, its state, and what gives what is searched for words."""
        row = self._rows[self._order[at]]
        return row.entry, row.state, lambda: row.words

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0:
            self._sorted_by = column, order
            self._sort()

    def _sort(self) -> None:
        """Put the rows in order; those that are alike stay as they came."""
        column, sense = self._sorted_by
        is_down = sense is Qt.SortOrder.DescendingOrder
        keys = [self._key(row, column) for row in self._rows]
        order = sorted(range(len(self._rows)), key=keys.__getitem__, reverse=is_down)
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        places = {at: place for place, at in enumerate(order)}
        old = self.persistentIndexList()
        new = [self.index(places[self._order[each.row()]], each.column()) for each in old]
        self._order = order
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _key(self, row: _Row, at: int) -> Any:
        column = RECEIVED_COLUMNS[at]
        if column.order:
            return column.order(row.entry)
        return self._collator.sortKey(column.text(self._context, row.entry))

    def dress(self) -> None:
        """Show the colours of the theme that is in use now."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(RECEIVED_COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(RECEIVED_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = RECEIVED_COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title_for(self._context.words)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[self._order[index.row()]]
        column = RECEIVED_COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return row.entry.reason or row.cells[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case Qt.ItemDataRole.ForegroundRole if column is VERDICT and row.state in _SEVERITIES:
                return QColor(current_tokens()[colour_of(_SEVERITIES[row.state])])
        return row.entry.number if role == ENTRY else None


class ReceivedFilter(QSortFilterProxyModel):
    """Shows the rows that hold the words looked for, of one track and one state."""

    def __init__(self, model: ReceivedModel, context: OfficeContext) -> None:
        super().__init__(model)
        self._model = model
        self.setSourceModel(model)
        self._context = context
        self._words: list[str] = []
        self._track = self._state = self._paper = ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The model's own order is shown."""
        self._model.sort(column, order)

    def look_for(self, words: str, track: str, state: str, paper: str) -> None:
        """``track`` is a track's id, ``state`` an EntryState, ``paper`` a PaperState.

        Empty ones take every row.
        """
        self._words = words.casefold().replace("-", "").split()
        self._track, self._state, self._paper = track, state, paper
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        entry, state, text = self._model.row(row)
        if self._track and entry.track != self._track:
            return False
        if self._state and state != self._state:
            return False
        if self._paper and self._context.paper_state(entry) != self._paper:
            return False
        if entry.removed and not self._state:
            return False  # what was deleted is looked for by its state
        return all(word in text() for word in self._words)
