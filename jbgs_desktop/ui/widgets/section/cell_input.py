"""The one field to type in that a table has: it stands over the cell under the cursor."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent

from jbgs_desktop.ui.widgets.section.section_text import EdgedText, Offered, make_scrollless
from jbgs_desktop.ui.widgets.section.table_actions import TABLE_ACTIONS, TableAction

_ACTIONS = {QKeySequence(action.keys): action for action in TABLE_ACTIONS if action.keys}
_SAME = {Qt.Key.Key_Enter: Qt.Key.Key_Return, Qt.Key.Key_Underscore: Qt.Key.Key_Minus}
_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class CellInput(EdgedText):
    """``tabbed``: Tab (1) or Shift+Tab (-1). ``escaped``: Esc. ``stretched`` carries the rows and
    columns by which Shift and an arrow move the end of the selected cells.
    """

    tabbed = Signal(int)
    escaped = Signal()
    stretched = Signal(int, int)
    action_wanted = Signal(object)  # TableAction
    cells_deleted = Signal()
    cells_copied = Signal()
    menu_wanted = Signal(object)  # where, on the screen
    focus_changed = Signal()

    def __init__(self, take: Offered, knows: Offered) -> None:
        super().__init__(take, knows)
        make_scrollless(self)
        self.setTabChangesFocus(False)
        self.document().setDocumentMargin(0)
        self.stands_for_several = False  # cells are selected, and the keys act on all of them

    def event(self, event: QEvent) -> bool:
        # What the window or the page has a shortcut for goes to the cell where it means something.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and action_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        shift = Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.tabbed.emit(-1 if key is Qt.Key.Key_Backtab or held & shift else 1)
        elif key is Qt.Key.Key_Escape:
            self.escaped.emit()
        elif action := action_of(event):
            self.action_wanted.emit(action)
        elif key in _STEPS and held & ~Qt.KeyboardModifier.KeypadModifier == shift:
            self._stretch(event, key)
        elif not self.stands_for_several or not self._act_on_several(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def _stretch(self, event: QKeyEvent, key: Qt.Key) -> None:
        if self.stands_for_several or self.leads_out(key):
            self.stretched.emit(*_STEPS[key])
        else:
            super().keyPressEvent(event)

    def _act_on_several(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.cells_copied.emit()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cells_copied.emit()
            self.cells_deleted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cells_deleted.emit()
        else:
            return False
        return True


def action_of(event: QKeyEvent) -> TableAction | None:
    """The action of a table that the keys of ``event`` mean."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = _SAME.get(Qt.Key(event.key()), Qt.Key(event.key()))
    return _ACTIONS.get(QKeySequence(int(held.value) | int(key)))
