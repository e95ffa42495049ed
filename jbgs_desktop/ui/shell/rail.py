"""The rail: the pages in the paper's own order, each with how far it is."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.outline import PageEntry, PageProgress, Status
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import ems
from jbgs_desktop.ui.widgets.theme import current_tokens

_ENTRY = Qt.ItemDataRole.UserRole
_STATUS = Qt.ItemDataRole.UserRole + 1
_WIDTH, _FOLDED = 15, 7.5  # em
_GUTTER = 10  # px left of the number and right of the status


class Rail(QListWidget):
    """Lists the pages; ``chosen`` carries the key of the page the user goes to."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName("页面")
        self.whole_width = ems(self, _WIDTH)
        self.is_folded = False
        self.setFixedWidth(self.whole_width)
        self.setItemDelegate(_EntryDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_current)

    def show_entries(self, entries: Sequence[PageEntry], states: Sequence[Status | None]) -> None:
        """Show ``entries`` with their states; the current page stays the same if it is there."""
        if [item.data(_ENTRY) for item in self._items()] != list(entries):
            current = self.current_key
            self.blockSignals(True)
            self.clear()
            for entry in entries:
                self._add(entry)
            self.select(current)
            self.blockSignals(False)
        for item, state in zip(self._items(), states, strict=True):
            item.setData(_STATUS, state)
            spoken = _spoken(item.data(_ENTRY), state)
            item.setToolTip(spoken)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def fold(self, folded: bool) -> None:
        """Be a strip with the numbers and how far each page is; the titles are in the tool tips."""
        self.is_folded = folded
        self.setFixedWidth(ems(self, _FOLDED) if folded else self.whole_width)

    @property
    def current_key(self) -> str:
        item = self.currentItem()
        return item.data(_ENTRY).key if item else ""

    def select(self, key: str) -> None:
        for item in self._items():
            if item.data(_ENTRY).key == key:
                self.setCurrentItem(item)

    def step(self, by: int) -> None:
        """Go to the page ``by`` places further; nothing happens at the ends."""
        if self.neighbour(by):
            self.setCurrentRow(self.currentRow() + by)

    def neighbour(self, by: int) -> PageEntry | None:
        """The page that :meth:`step` would go to."""
        row = self.currentRow() + by
        entry: PageEntry | None = self.item(row).data(_ENTRY) if 0 <= row < self.count() else None
        return entry

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _add(self, entry: PageEntry) -> None:
        item = QListWidgetItem(entry.title, self)
        item.setData(_ENTRY, entry)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ENTRY).key)


def _spoken(entry: PageEntry, state: Status | None) -> str:
    if state is None:
        return f"{entry.number} {entry.title}"
    if state.errors and state.progress is not PageProgress.UNTOUCHED:
        how_far = f"{state.errors} 个错误"
    else:
        how_far = state.word or state.progress.word
    if state.warnings:
        how_far += f"，{state.warnings} 个提醒"
    return f"{entry.number} {entry.title}，{how_far}".strip()


class _EntryDelegate(QStyledItemDelegate):
    """Draws number, title and status of a page."""

    def __init__(self, rail: Rail) -> None:
        super().__init__(rail)
        self._rail = rail

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        entry: PageEntry = index.data(_ENTRY)
        padding = 8 if entry.is_nested else 13
        return QSize(0, self._rail.fontMetrics().height() + padding)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: PageEntry = index.data(_ENTRY)
        colours = current_tokens()
        # The style draws the background, the delegate the texts.
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        self._rail.style().drawPrimitive(panel, option, painter, self._rail)
        selected = index.row() == self._rail.currentRow()
        area = self._rail.visualRect(index).adjusted(_GUTTER, 0, -_GUTTER, 0)
        painter.save()
        painter.setFont(self._rail.font())
        room = self._paint_status(painter, area, index.data(_STATUS), colours)
        painter.setPen(QColor(colours["muted"]))
        number, text = entry.number, area.adjusted(22, 0, -room, 0)
        plain = "muted" if entry.is_nested else "text"
        title = painter.fontMetrics().elidedText(
            entry.title, Qt.TextElideMode.ElideRight, text.width()
        )
        if self._rail.is_folded:
            number, title = entry.number or entry.title.split()[0], ""
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, number)
        painter.setPen(QColor(colours["accent" if selected else plain]))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()

    def _paint_status(
        self, painter: QPainter, area: QRect, status: Status | None, colours: dict[str, str]
    ) -> int:
        """Draw the status at the right of ``area``; the width that it takes."""
        if status is None:
            return 0
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        begun = status.progress is PageProgress.BEGUN
        if begun and status.errors and status.share in (None, 100):
            return self._paint_pill(painter, area, str(status.errors), colours)
        severity = DONE if status.progress is PageProgress.COMPLETE else Severity.NOTICE
        text = signed(severity, status.word).strip()
        if status.warnings and not begun:
            severity = Severity.WARNING
            text = signed(severity, str(status.warnings))
        if begun:
            text = status.word or f"{status.share}%"
        painter.setPen(QColor(colours[colour_of(severity)]))
        painter.drawText(area, right, text)
        return painter.fontMetrics().horizontalAdvance(text) + 8

    def _paint_pill(
        self, painter: QPainter, area: QRect, text: str, colours: dict[str, str]
    ) -> int:
        metrics = painter.fontMetrics()
        height = metrics.height()
        width = max(height, metrics.horizontalAdvance(text) + 12)
        pill = QRect(area.right() - width, area.center().y() - height // 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours["error-soft"]))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(colours["error"]))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return width + 8
