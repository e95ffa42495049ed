"""What a field to type in does whether it holds a line or a whole text."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object

_HISTORY_KEYS = tuple(map(QKeySequence, ("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Alt+Backspace")))
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class ImeAwareField(_Widget):
    """Goes before QLineEdit or QPlainTextEdit among the bases of a class that has ``edited``.

    ``edited`` comes for whole input only, never for what an input method composes. Undo and redo
    are left to the window.
    """

    edited: ClassVar[Signal]
    is_composing = False

    def emit_edited(self) -> None:
        """The text has changed."""
        if not self.is_composing:
            self.edited.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was_composing, self.is_composing = self.is_composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if was_composing:
            self.emit_edited()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _STAYING:
            self.end_composition()
        super().focusOutEvent(event)

    def end_composition(self) -> None:
        """Drop what is being composed: the user goes elsewhere."""
        if self.is_composing:
            # The input method ends it as well, but tells the widget that has the focus by then:
            # this one would go on showing the pinyin, and would take no other text.
            QGuiApplication.inputMethod().reset()
            QApplication.sendEvent(self, QInputMethodEvent())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and QKeySequence(event.keyCombination()) in _HISTORY_KEYS:
            event.ignore()
            return False
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The field's own menu less undo and redo, which would bypass the window's."""
        menu: QMenu = self.createStandardContextMenu()  # type: ignore[attr-defined]
        for action in menu.actions()[:3]:
            if action.objectName() in ("edit-undo", "edit-redo") or action.isSeparator():
                menu.removeAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


def is_composing() -> bool:
    """Whether an input method is composing in the field that has the focus."""
    field = QApplication.focusWidget()
    return isinstance(field, ImeAwareField) and field.is_composing
