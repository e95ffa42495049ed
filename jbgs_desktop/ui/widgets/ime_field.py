"""What a field to type in does whether it holds a line or a whole text."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from jbgs_desktop.ui.widgets.pasted_words import words_in

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object

_HISTORY_KEYS = tuple(map(QKeySequence, ("Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Alt+Backspace")))
WORDS_ONLY, WORDS_ONLY_KEYS = "只粘贴文字", QKeySequence("Ctrl+Shift+V")
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class ImeAwareField(_Widget):
    """Goes before QLineEdit or QPlainTextEdit among the bases of a class that has the signals.

    ``edited`` comes for whole input only, never for what an input method composes. Undo and redo
    are left to the window. ``notified`` carries a sentence about what was pasted.
    """

    edited: ClassVar[Signal]
    notified: ClassVar[Signal]
    takes_more_than_words = False
    is_composing = False

    def put_words(self, text: str) -> None:
        """Put ``text`` in at the cursor; a change by the user."""
        raise NotImplementedError

    def take_words(self, source: QMimeData) -> None:
        """Put in the words that ``source`` brings, and tell what does not come with them."""
        words = words_in(source)
        if not words.is_refused:
            self.put_words(words.text)
        if words.sentence:
            self.notified.emit(words.sentence)

    def paste_words(self) -> None:
        """Put in the words that are on the clipboard."""
        if not self.isReadOnly():  # type: ignore[attr-defined]
            self.take_words(QGuiApplication.clipboard().mimeData())

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
        keys = QKeySequence(event.keyCombination()) if isinstance(event, QKeyEvent) else None
        if keys in _HISTORY_KEYS:
            event.ignore()
            return False
        if keys == WORDS_ONLY_KEYS:
            if event.type() is QEvent.Type.KeyPress:
                self.paste_words()
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The field's own menu less undo and redo, which would bypass the window's.

        A field that takes more offers to paste words only.
        """
        menu: QMenu = self.createStandardContextMenu()  # type: ignore[attr-defined]
        for action in menu.actions()[:3]:
            if action.objectName() in ("edit-undo", "edit-redo") or action.isSeparator():
                menu.removeAction(action)
        if paste := menu.findChild(QAction, "edit-paste"):
            paste.triggered.disconnect()  # from what Qt itself would put in
            paste.triggered.connect(lambda: self.paste())  # type: ignore[attr-defined]
            if self.takes_more_than_words:
                _add_words_only(menu, paste, self.paste_words)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


def _add_words_only(menu: QMenu, paste: QAction, action: Callable[[], None]) -> None:
    """Offer to paste words only below ``paste``."""
    made = QAction(WORDS_ONLY, menu)
    made.setShortcut(WORDS_ONLY_KEYS)
    made.setEnabled(paste.isEnabled())
    made.triggered.connect(lambda: action())
    actions = menu.actions()
    menu.insertAction(actions[actions.index(paste) + 1], made)


def is_composing() -> bool:
    """Whether an input method is composing in the field that has the focus."""
    field = QApplication.focusWidget()
    return isinstance(field, ImeAwareField) and field.is_composing
