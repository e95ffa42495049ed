"""The editors of one field each: a value, ``set_value``, and signals for what the user does.

An editor shows what it is given and tells what was done with it; it knows no session. All of them
clean at the door (forms/text/clean.py), are silent while an input method composes, never cut a
text, and leave undo to the window, which has one history for all pages.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from jbgs_desktop.forms.text.clean import clean, clean_line, cleaned_sentence
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.ime_field import ImeAwareField
from jbgs_desktop.ui.widgets.pasted_words import LARGEST_PASTE, refused_sentence
from jbgs_desktop.ui.widgets.style_helpers import set_state, show_if

_NO_LIMIT = 10**9

_BREAKS = re.compile(r"[\t\n]+")
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Editor(QWidget):
    """What every editor offers. The widgets named to :meth:`watch` are its parts.

    ``changed``: the user gave another value. ``entered`` and ``left``: the focus came to one of
    the parts, went from all of them. ``notified``: a sentence about what was pasted. ``paused``:
    what comes now is a step of undo of its own.
    """

    changed = Signal()
    entered = Signal()
    left = Signal()
    notified = Signal(str)
    paused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.has_focus_within = False

    def value(self) -> object:
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show ``value``; not a change by the user. What is being composed is left alone."""
        raise NotImplementedError

    def finish(self) -> None:
        """Bring what was typed to the form in which it is stored."""

    def target(self) -> QWidget:
        """The part that takes the focus and is the label's buddy."""
        raise NotImplementedError

    def tools(self) -> QWidget | None:
        """What stands above the field, beside its label."""
        return None

    def name(self, name: str) -> None:
        """Say the field's name to a screen reader."""
        self.target().setAccessibleName(name)

    def explain(self, description: str) -> None:
        """Say what is asked of the field, and what is wrong with it, to a screen reader."""
        self.target().setAccessibleDescription(description)

    def wear(self, state: str) -> None:
        """Look as the style sheet has it for what is wrong with the field."""
        set_state(self.target(), state)

    def watch(self, *parts: QWidget) -> None:
        for part in parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A menu or a calendar that opens over the field does not mean that it was left, nor does a
        # look at another window, from which the user comes back to the same place in the text.
        if isinstance(event, QFocusEvent) and event.reason() not in _STAYING:
            now = QApplication.focusWidget()
            self._set_focus_within(now is not None and self.isAncestorOf(now))
        return False

    def _set_focus_within(self, has_focus: bool) -> None:
        if has_focus != self.has_focus_within:
            self.has_focus_within = has_focus
            (self.entered if has_focus else self.left).emit()


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Qt counts positions."""
    return len(text) + sum(character > "\uffff" for character in text)


class LineInput(ImeAwareField, QLineEdit):
    """The line inside an editor."""

    edited = Signal()
    notified = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(_NO_LIMIT)  # else Qt cuts in silence behind 32,767 units
        self.textEdited.connect(self.emit_edited)

    def put_words(self, text: str) -> None:
        self.insert(text)
        self.emit_edited()  # which Qt does not say of what a program puts in

    def paste(self) -> None:
        self.paste_words()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    # A file is for what is around the field; its address would only spoil the text.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if files_in(event.mimeData()):
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if files_in(event.mimeData()):
            event.ignore()
        elif event.source() is self or self.isReadOnly():
            super().dropEvent(event)
        else:
            self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
            self.take_words(event.mimeData())
            event.acceptProposedAction()


def as_stored(text: str) -> str:
    return clean_line(text).text


class LineEditor(Editor):
    """One line of text.

    ``normalise`` brings the text to its stored form when the field is left; ``display`` is how
    that form looks while the field is not being edited.
    """

    def __init__(
        self,
        normalise: Callable[[str], str] = as_stored,
        display: Callable[[str], str] = str,
        unit: str = "",
    ) -> None:
        super().__init__()
        self.line = LineInput()
        self._normalise = normalise
        self._display = display
        self._text = ""
        self._is_touched = False
        self._unit = QLabel(unit, self.line)
        self._unit.setProperty("role", "unit")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        self.watch(self.line)
        self.line.edited.connect(self._on_edited)
        self.line.notified.connect(self.notified)
        self.entered.connect(self._show)
        self.left.connect(self._show)

    def value(self) -> str:
        return self._text

    def set_value(self, value: object) -> None:
        if not self.line.is_composing and value != self._text:
            self._text = str(value)
            self._is_touched = False
            self._show()

    def finish(self) -> None:
        stored = as_stored(self._normalise(self._text))
        # An untouched value must not change because someone passed by.
        if self._is_touched and stored != self._text:
            self._text = stored
            self._show()
            self.changed.emit()
        self._is_touched = False

    def target(self) -> QLineEdit:
        return self.line

    def show_unit(self, unit: str) -> None:
        """Show ``unit`` inside the line, at its end."""
        if unit != self._unit.text():
            self._unit.setText(unit)
            self._place_unit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_unit()

    def _place_unit(self) -> None:
        show_if(self._unit, bool(self._unit.text()))
        self._unit.adjustSize()
        width = self._unit.width() if self._unit.text() else 0
        self.line.setTextMargins(0, 0, width, 0)
        middle = (self.line.height() - self._unit.height()) // 2
        self._unit.move(self.line.width() - width, middle)

    def _show(self) -> None:
        text = self._text if self.has_focus_within else self._display(self._text)
        if text != self.line.text():
            self.line.setText(text)
        if not self.has_focus_within:
            self.line.setCursorPosition(0)  # a long text shows its beginning

    def _on_edited(self) -> None:
        typed = self.line.text()
        if len(typed) - len(self._text) > LARGEST_PASTE:
            self.notified.emit(refused_sentence(len(typed) - len(self._text)))
            self.line.setText(self._text)
            return
        cleaned = clean(typed)
        text = _BREAKS.sub(" ", cleaned.text)
        if text != typed:
            behind = utf16_length(typed) - self.line.cursorPosition()
            self.line.setText(text)
            self.line.setCursorPosition(max(0, utf16_length(text) - behind))
        if sentence := cleaned_sentence(cleaned.removed, cleaned.exchanged):
            self.notified.emit(sentence)
        if text != self._text:
            self._text = text
            self._is_touched = True
            self.changed.emit()
