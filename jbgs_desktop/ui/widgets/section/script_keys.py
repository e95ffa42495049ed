"""Ctrl+Shift+= raises and Ctrl+= lowers: what is selected, or the next character, as in Word."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from jbgs_desktop.forms.text.scripts import Script, set_script
from jbgs_desktop.ui.widgets.editors import LineInput

_KEYS = (Qt.Key.Key_Equal, Qt.Key.Key_Plus)
_WORDS = {Script.SUPER: "上标", Script.SUB: "下标"}


class ScriptKeys(QObject):
    """Belongs to one field to type in; ``notified`` carries a sentence on what was not done."""

    notified = Signal(str)

    def __init__(self, field: QPlainTextEdit | LineInput) -> None:
        super().__init__(field)
        self._field = field
        self._next = Script.NORMAL
        field.installEventFilter(self)

    def apply(self, script: Script) -> None:
        """Raise or lower the selection, or put it back on its line where it is that already.

        Without a selection the next character is raised or lowered; asked twice, it is not.
        """
        if self._field.isReadOnly():
            return
        if not (text := self._selected()):
            self._next = Script.NORMAL if self._next is script else script
            return
        made, missing = set_script(text, script)
        plain, _ = set_script(text, Script.NORMAL)
        if made == text != plain:
            made, missing = plain, ""
        self._insert(made, selected=True)
        self._notify_missing(missing, script)

    def type_in(self, text: str) -> None:
        """Put ``text`` in at the cursor, as if it was typed."""
        if not self._field.isReadOnly():
            self._insert(text, selected=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if script := _asked(event):
                event.accept()
                return bool(script)
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        elif isinstance(event, QInputMethodEvent) and event.commitString():
            made = self._made(event.commitString())
            event.setCommitString(made, event.replacementStart(), event.replacementLength())
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if script := _asked(event):
            self.apply(script)
            return True
        text = event.text()
        if self._next is not Script.NORMAL and text and text.isprintable():
            self.type_in(self._made(text))
            return True
        return False

    def _made(self, text: str) -> str:
        if self._next is Script.NORMAL:
            return text
        script, self._next = self._next, Script.NORMAL
        made, missing = set_script(text[:1], script)
        self._notify_missing(missing, script)
        return made + text[1:]

    def _notify_missing(self, missing: str, script: Script) -> None:
        if missing:
            signs = "、".join(f"“{each}”" for each in missing)
            self.notified.emit(
                f"{signs}没有{_WORDS[script]}的写法，保持原样。数字、加减号、括号和多数拉丁字母可以。"
            )

    def _selected(self) -> str:
        if isinstance(self._field, QLineEdit):
            return self._field.selectedText()
        return self._field.textCursor().selectedText().replace("\u2029", "\n")

    def _insert(self, text: str, *, selected: bool) -> None:
        if isinstance(self._field, QLineEdit):
            at = self._field.selectionStart() if selected else self._field.cursorPosition()
            self._field.insert(text)
            self._field.emit_edited()
            if selected:
                self._field.setSelection(at, len(text))
            return
        cursor = self._field.textCursor()
        at = cursor.selectionStart()
        cursor.insertText(text)
        if selected:
            cursor.setPosition(at)
            cursor.setPosition(at + len(text), cursor.MoveMode.KeepAnchor)
        self._field.setTextCursor(cursor)


def _asked(event: QKeyEvent) -> Script | None:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    if event.key() not in _KEYS or held not in (ctrl, ctrl | shift):
        return None
    return Script.SUPER if held & shift else Script.SUB
