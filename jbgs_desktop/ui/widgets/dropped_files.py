"""Files that are dragged from a file manager, or copied there."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QTimer
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QWidget

_EDGE = 32  # px at which the page scrolls: a box may be out of sight, and the wheel is not heard
_STEP, _PACE = 10, 30  # px, and ms between two
_Box = TypeVar("_Box", bound=QWidget)


def files_in(data: QMimeData) -> list[Path]:
    """The files and folders of this computer that ``data`` brings; nothing for links to pages."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class PageDrops(QObject, Generic[_Box]):
    """Files dragged over a page: the nearest of its boxes takes them, and shows it.

    ``boxes`` of ``page`` can take files now; ``show`` gets the one that would, or None, and
    ``take`` the one on which files were dropped."""

    def __init__(
        self,
        page: QScrollArea,
        boxes: Callable[[], Sequence[_Box]],
        show: Callable[[_Box | None], object],
        take: Callable[[_Box, list[Path]], object],
    ) -> None:
        super().__init__(page)
        self._page, self._boxes, self._show, self._take = page, boxes, show, take
        self._at = QPoint()
        self._scroll = QTimer(self, interval=_PACE)
        self._scroll.timeout.connect(self._scroll_on)
        page.viewport().setAcceptDrops(True)
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._end()
            return True
        if not isinstance(event, QDropEvent) or not files_in(event.mimeData()):
            return False
        self._at = event.position().toPoint()
        box = self._nearest()
        if box is None:
            return False
        if isinstance(event, QDragMoveEvent):  # which the first of them is too
            self._show(box)
            self._scroll.start()
        else:
            self._end()
            self._take(box, files_in(event.mimeData()))
        event.acceptProposedAction()
        return True

    def _nearest(self) -> _Box | None:
        def distance(box: _Box) -> int:
            top = box.mapTo(self._page.viewport(), QPoint()).y()
            return max(top - self._at.y(), self._at.y() - top - box.height(), 0)

        return min(self._boxes(), key=distance, default=None)

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
