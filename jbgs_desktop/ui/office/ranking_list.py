"""The rows of a 推荐表 in their order, moved by the mouse or by Alt with an arrow key."""

import itertools
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.documents.recommendation import columns_of
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.calls.recommendation_columns import NUMBER
from jbgs_desktop.office.forwarded_rows import endorsement_words
from jbgs_desktop.office.ranking_order import Ranked, row_of
from jbgs_desktop.ui.widgets.style_helpers import ems

_KEY = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
# em; the others share the rest
_WIDTHS = {NUMBER: 6, "task": 12, "product": 11, "contact": 5, "mobile": 8}
_FIRST_WORDS = 40
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AT_ONCE = 250  # rows that are written before the window goes on


class RankingList(QTreeWidget):
    """``ordered`` carries the keys in their new order, ``chosen`` the key of the chosen row.

    ``left_out`` carries a key and whether its row is not recommended.
    """

    ordered = Signal(list)
    chosen = Signal(object)
    left_out = Signal(object, bool)

    def __init__(self, call: Call) -> None:
        super().__init__()
        self._columns = columns_of(call)
        self.setObjectName("drafts")
        self.setAccessibleName("推荐的先后次序")
        self.setHeaderLabels([*call.form.recommendation.columns.values(), "下级的次序"])
        self._number = [column.key for column in self._columns].index(NUMBER)
        self._below = len(self._columns)
        self._keys: list[tuple[int, int]] = []
        self._by_key: dict[tuple[int, int], QTreeWidgetItem] = {}
        self._filled: dict[tuple[int, int], tuple[object, ...]] = {}
        self._waiting: deque[tuple[Ranked, int]] = deque()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fill_some)
        self.setColumnWidth(self._below, ems(self, 11))
        self.hideColumn(self._below)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setStretchLastSection(False)
        for at, column in enumerate(self._columns):
            if column.key in _WIDTHS:
                self.setColumnWidth(at, ems(self, _WIDTHS[column.key]))
            else:
                self.header().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(lambda item: self.chosen.emit(_key(item)))
        self.itemChanged.connect(self._on_changed)

    def show_order(self, order: Sequence[Ranked]) -> None:
        """Show ``order``; the chosen row stays chosen while it is there."""
        keys = [each.key for each in order]
        if keys != self._keys:
            self._arrange(keys)
        self.setColumnHidden(self._below, not any(each.entry.recommended for each in order))
        numbers = itertools.accumulate(int(not each.proposal.left_out) for each in order)
        rows = list(zip(order, numbers, strict=True))
        # What is in sight is written at once, of thousands the others soon.
        first = max(0, self.indexAt(QPoint(1, 1)).row())
        self._waiting = deque((*rows[first:], *rows[:first]))
        self._fill_some()

    def _fill_some(self) -> None:
        """Write some of the rows that wait, and tell the view once."""
        self.blockSignals(True)
        self.model().blockSignals(True)
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            each, number = self._waiting.popleft()
            self._fill(self._by_key[each.key], each, number)
        self.model().blockSignals(False)
        self.blockSignals(False)
        self.viewport().update()
        if self._waiting:
            self._later.start()

    @property
    def current(self) -> tuple[int, int] | None:
        """The key of the chosen row."""
        return _key(self.currentItem())

    def step(self, by: int) -> None:
        """Move the chosen row up (-1) or down (1)."""
        keys = list(self._keys)
        at = self.indexOfTopLevelItem(self.currentItem()) if self.currentItem() else -1
        if at >= 0 and 0 <= at + by < len(keys):
            keys.insert(at + by, keys.pop(at))
            self.ordered.emit(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if is_alt and (by := _STEPS.get(Qt.Key(event.key()))):
            self.step(by)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = self.current
        super().dropEvent(event)
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        self._keys = [key for item in items if (key := _key(item))]
        if dropped:
            self.setCurrentItem(self._by_key[dropped])
        self.ordered.emit(list(self._keys))

    def _arrange(self, keys: list[tuple[int, int]]) -> None:
        """Put the rows ``keys`` in their order; a row that was here before is used again."""
        current, top = self.current, self.verticalScrollBar().value()
        self.blockSignals(True)
        moved = _moved(self._keys, keys)
        if moved and (item := self.takeTopLevelItem(moved[0])):
            self.insertTopLevelItem(moved[1], item)
        else:
            self.invisibleRootItem().takeChildren()
            self._by_key = {key: self._by_key.get(key) or _item(key) for key in keys}
            self._filled = {key: self._filled[key] for key in keys if key in self._filled}
            self.addTopLevelItems(list(self._by_key.values()))
        self._keys = keys
        self.verticalScrollBar().setValue(top)
        self.blockSignals(False)
        if keys:
            self.setCurrentItem(self._by_key[current if current in self._by_key else keys[0]])

    def _fill(self, item: QTreeWidgetItem, each: Ranked, number: int) -> None:
        row, is_out = row_of(each), each.proposal.left_out
        filled = (row, is_out, each.entry.recommended, number)
        known = self._filled.get(each.key)
        if known == filled:
            return
        self._filled[each.key] = filled
        place = "—" if is_out else str(number)
        spoken = "不推荐" if is_out else f"第 {number} 位"
        item.setText(self._number, place)
        item.setTextAlignment(self._number, _NUMBERS)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{spoken}，{each.entry.unit}")
        if known and known[:3] == filled[:3]:
            return  # it has only gone to another place
        for at, column in enumerate(self._columns):
            if at != self._number:
                text = getattr(row, column.key)
                if column.is_prose:
                    text = " ".join(text.split())[:_FIRST_WORDS]
                item.setText(at, text)
                item.setToolTip(at, text)
        below = "；".join(endorsement_words(each.entry, each.proposal.direction))
        item.setText(self._below, below)
        item.setToolTip(self._below, below)
        item.setCheckState(0, Qt.CheckState.Unchecked if is_out else Qt.CheckState.Checked)

    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        if column == 0:
            is_out = item.checkState(0) is Qt.CheckState.Unchecked
            self.left_out.emit(_key(item), is_out)


def _key(item: QTreeWidgetItem | None) -> tuple[int, int] | None:
    if item is None:
        return None
    number, direction = item.data(0, _KEY)
    return int(number), int(direction)


def _item(key: tuple[int, int]) -> QTreeWidgetItem:
    """A row to be put between others, never onto one."""
    item = QTreeWidgetItem()
    item.setData(0, _KEY, key)
    item.setFlags(
        Qt.ItemFlag.ItemIsEnabled
        | Qt.ItemFlag.ItemIsSelectable
        | Qt.ItemFlag.ItemIsDragEnabled
        | Qt.ItemFlag.ItemIsUserCheckable
    )
    return item


def _moved(old: list[tuple[int, int]], new: list[tuple[int, int]]) -> tuple[int, int] | None:
    """From where to where one row has moved, when that makes ``new`` of ``old``."""
    differing = [at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if len(old) != len(new) or not differing:
        return None
    first, last = differing[0], differing[-1]
    for start, end in ((first, last), (last, first)):
        tried = list(old)
        tried.insert(end, tried.pop(start))
        if tried == new:
            return start, end
    return None
