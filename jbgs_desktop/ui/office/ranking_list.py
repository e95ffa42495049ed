"""The rows of a 推荐表 in their order, moved by the mouse or by Alt with an arrow key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
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
_WIDTHS = {NUMBER: 4.5, "task": 12, "product": 11, "contact": 5, "mobile": 8}
_FIRST_WORDS = 40


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
        self._below = len(self._columns)
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
        if [_key(item) for item in self._items()] != [each.key for each in order]:
            self._make_items(order)
        number = 0
        self.setColumnHidden(self._below, not any(each.entry.recommended for each in order))
        self.blockSignals(True)
        for item, each in zip(self._items(), order, strict=True):
            number += not each.proposal.left_out
            self._fill(item, each, number)
        self.blockSignals(False)

    @property
    def current(self) -> tuple[int, int] | None:
        """The key of the chosen row."""
        return _key(self.currentItem())

    def step(self, by: int) -> None:
        """Move the chosen row up (-1) or down (1)."""
        keys = [_key(item) for item in self._items()]
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
        keys = [_key(item) for item in self._items()]
        self.setCurrentItem(self._items()[keys.index(dropped)])
        self.ordered.emit(keys)

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _make_items(self, order: Sequence[Ranked]) -> None:
        current = self.current
        self.blockSignals(True)
        self.clear()
        for each in order:
            item = QTreeWidgetItem()
            item.setData(0, _KEY, each.key)
            # A row is put between others, never onto one.
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsDragEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            self.addTopLevelItem(item)
        self.blockSignals(False)
        keys = [each.key for each in order]
        row = keys.index(current) if current in keys else 0
        if order:
            self.setCurrentItem(self._items()[row])

    def _fill(self, item: QTreeWidgetItem, each: Ranked, number: int) -> None:
        proposal, entry, row = each.proposal, each.entry, row_of(each)
        place = "—" if proposal.left_out else str(number)
        for at, column in enumerate(self._columns):
            text = place if column.key == NUMBER else getattr(row, column.key)
            if column.is_prose:
                text = " ".join(text.split())[:_FIRST_WORDS]
            item.setText(at, text)
            item.setToolTip(at, text)
        below = "；".join(endorsement_words(entry, proposal.direction))
        item.setText(self._below, below)
        item.setToolTip(self._below, below)
        on = Qt.CheckState.Unchecked if proposal.left_out else Qt.CheckState.Checked
        item.setCheckState(0, on)
        spoken = "不推荐" if proposal.left_out else f"第 {number} 位"
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{spoken}，{entry.unit}")

    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        if column == 0:
            is_out = item.checkState(0) is Qt.CheckState.Unchecked
            self.left_out.emit(_key(item), is_out)


def _key(item: QTreeWidgetItem | None) -> tuple[int, int] | None:
    if item is None:
        return None
    number, direction = item.data(0, _KEY)
    return int(number), int(direction)
