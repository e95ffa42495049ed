"""What is dragged over 证明材料 goes to the nearest item that takes it, which shows it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QTimer
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea

from jbgs_desktop.ui.form.evidence_entry import MOVED_ENTRY
from jbgs_desktop.ui.form.evidence_item import ItemBox
from jbgs_desktop.ui.widgets.dropped_files import files_in

_EDGE = 32  # px at which the page scrolls: an item may be out of sight, and the wheel is not heard
_STEP, _PACE = 10, 30  # px, and ms between two


class EvidenceDrops(QObject):
    """Has the nearest of the ``items`` of ``page`` take what is dropped anywhere on it."""

    def __init__(self, page: QScrollArea, items: Iterable[ItemBox]) -> None:
        super().__init__(page)
        self._page, self._items = page, list(items)
        self._at = QPoint()
        self._scroll = QTimer(self, interval=_PACE)
        self._scroll.timeout.connect(self._scroll_on)
        page.viewport().setAcceptDrops(True)
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._end()
            return True
        if not isinstance(event, QDropEvent) or not _brings_some(event.mimeData()):
            return False
        self._at = event.position().toPoint()
        taker = self._nearest()
        if taker is None:
            return False
        if isinstance(event, QDragMoveEvent):  # which the first of them is too
            self._show(taker)
            self._scroll.start()
        else:
            self._end()
            _give(event.mimeData(), taker)
        event.acceptProposedAction()
        return True

    def _nearest(self) -> ItemBox | None:
        def distance(item: ItemBox) -> int:
            top = item.mapTo(self._page.viewport(), QPoint()).y()
            return max(top - self._at.y(), self._at.y() - top - item.height(), 0)

        return min((each for each in self._items if each.takes_files), key=distance, default=None)

    def _show(self, taker: ItemBox | None) -> None:
        for item in self._items:
            item.show_drop(item is taker)

    def _scroll_on(self) -> None:
        """Let what is beyond the edge come under the pointer that waits there."""
        below = self._page.viewport().height() - self._at.y()
        bar = self._page.verticalScrollBar()
        before = bar.value()
        if min(below, self._at.y()) < _EDGE:
            bar.setValue(before + (_STEP if below < _EDGE else -_STEP))
        if bar.value() != before:
            self._show(self._nearest())

    def _end(self) -> None:
        self._scroll.stop()
        self._show(None)


def _brings_some(data: QMimeData) -> bool:
    """Whether it is files, or an entry of the page itself."""
    return data.hasFormat(MOVED_ENTRY) or bool(files_in(data))


def _give(data: QMimeData, taker: ItemBox) -> None:
    if not data.hasFormat(MOVED_ENTRY):
        taker.take(files_in(data))
        return
    place = int(data.data(MOVED_ENTRY).data())
    # Once the drag is over, which the entry itself has begun.
    QTimer.singleShot(0, taker, lambda: taker.take_entry(place))
