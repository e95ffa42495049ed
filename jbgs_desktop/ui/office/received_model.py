"""The received bundles as a table that can be sorted and filtered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.forms.calls.shared_words import SharedWords
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.paper_state import PaperState
from jbgs_desktop.office.register_entry import EntryState, RegisterEntry, state_words
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.theme import current_tokens

ENTRY = Qt.ItemDataRole.UserRole
_SORT = Qt.ItemDataRole.UserRole + 1
_SEVERITIES = {
    EntryState.REFUSED: Severity.ERROR,
    EntryState.FAULTY: Severity.WARNING,
    EntryState.UNDECIDED: Severity.WARNING,
    EntryState.CORRECTED: DONE,
    EntryState.FINE: DONE,
}
_Index = QModelIndex | QPersistentModelIndex


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
    ReceivedColumn("单位", 13.5, lambda _, entry: entry.unit or "（读不出单位）"),
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
        8.6,
        lambda _, entry: _counted(entry),
        lambda entry: entry.errors * 10_000 + len(entry.found),
    ),
    ReceivedColumn("扫描件", 7.2, lambda _, entry: scan_words(entry)),
    ReceivedColumn("纸质件", 7.5, _paper_words),
    WHEN,
    ReceivedColumn("期限", 7.5, lambda context, entry: context.time_limit(entry).words),
    ReceivedColumn("核验码", 9.5, lambda _, entry: format_code(entry.code)),
    ReceivedColumn("联系人", 5, lambda _, entry: entry.contact),
)


class ReceivedModel(QAbstractTableModel):
    """One row for each entry of the register, in the order in which they came."""

    def __init__(self, context: OfficeContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: list[tuple[RegisterEntry, EntryState, tuple[str, ...]]] = []
        self._words: list[str] = []

    def refresh(self) -> None:
        """Read the register anew. Only rows that changed are told of, so that a choice stays."""
        entries = self._context.register.entries
        for at, (entry, old) in enumerate(zip(entries, self._rows, strict=False)):
            state = self._context.register.state(entry)
            if entry is not old[0] or state is not old[1]:
                self._rows[at] = self._row(entry, state)
                self._words[at] = _searched(self._rows[at])
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(RECEIVED_COLUMNS) - 1))
        if len(entries) == len(self._rows):
            return
        first, last = len(self._rows), len(entries) - 1
        self.beginInsertRows(QModelIndex(), first, last)
        new = entries[first:]
        self._rows += [self._row(each, self._context.register.state(each)) for each in new]
        self._words += map(_searched, self._rows[first:])
        self.endInsertRows()

    def row(self, at: int) -> tuple[RegisterEntry, EntryState, str]:
        """The entry in the row ``at``, its state, and what is searched for words."""
        entry, state, _ = self._rows[at]
        return entry, state, self._words[at]

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
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return RECEIVED_COLUMNS[section].title_for(self._context.words) if is_title else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, state, cells = self._rows[index.row()]
        column = RECEIVED_COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cells[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return entry.reason or cells[index.column()]
            case Qt.ItemDataRole.ForegroundRole if column is VERDICT and state in _SEVERITIES:
                return QColor(current_tokens()[colour_of(_SEVERITIES[state])])
        if role == ENTRY:
            return entry.number
        if role == _SORT:
            return column.order(entry) if column.order else cells[index.column()]
        return None

    def _row(
        self, entry: RegisterEntry, state: EntryState
    ) -> tuple[RegisterEntry, EntryState, tuple[str, ...]]:
        texts = (column.text(self._context, entry) for column in RECEIVED_COLUMNS)
        return entry, state, tuple(texts)


def _searched(row: tuple[RegisterEntry, EntryState, tuple[str, ...]]) -> str:
    entry, _, cells = row
    texts = (entry.unit_code, entry.mobile, entry.code, entry.source, entry.remarks)
    return " ".join((*cells, *texts)).casefold()


class ReceivedFilter(QSortFilterProxyModel):
    """Shows the rows that hold the words looked for, of one track and one state."""

    def __init__(self, model: ReceivedModel, context: OfficeContext) -> None:
        super().__init__(model)
        self._model = model
        self.setSourceModel(model)
        self.setSortRole(_SORT)
        self.setSortLocaleAware(True)
        self._context = context
        self._words: list[str] = []
        self._track = self._state = self._paper = ""

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
        return all(word in text for word in self._words)
