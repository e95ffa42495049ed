"""Pictures dragged over a task book's page, beside its text, go into the section that is open."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea

from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.section.section_mime import is_picture


class FigureDrops(QObject):
    """Has the editor of ``current``, the row that is open on ``page``, take them at its cursor."""

    def __init__(self, page: QScrollArea, current: Callable[[], FieldRow]) -> None:
        super().__init__(page)
        self._current = current
        page.viewport().setAcceptDrops(True)
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._end()
            return True
        if not isinstance(event, QDropEvent) or not is_picture(event.mimeData()):
            return False
        row = self._current()
        if isinstance(event, QDragMoveEvent):  # which the first of them is too
            row.editor.wear("drop")
        else:
            self._end()
            assert isinstance(row.editor, SectionEditor)
            row.editor.take_pictures(event.mimeData())
        event.acceptProposedAction()
        return True

    def _end(self) -> None:
        row = self._current()
        row.editor.wear(row.messages.state)
