"""The text inputs of a section: paragraphs with everything that may be pasted among them."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QResizeEvent, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from jbgs_desktop.ui.widgets.editors import utf16_length
from jbgs_desktop.ui.widgets.prose import PrintableText
from jbgs_desktop.ui.widgets.section.script_keys import ScriptKeys

Offered = Callable[[QMimeData], bool]
_Move = QTextCursor.MoveOperation
_BACK = {Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backspace}
_ON = {Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Delete}


class SectionText(PrintableText):
    """Offers what is pasted or dropped to ``take`` first, which says whether it was its own."""

    def __init__(self, take: Offered, knows: Offered) -> None:
        super().__init__()
        self._take, self._knows = take, knows
        self.takes_more_than_words = True
        self.scripts = ScriptKeys(self)
        self.scripts.notified.connect(self.notified)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return self._knows(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not self._take(source):
            super().insertFromMimeData(source)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # it is for the size of all the text
        else:
            super().wheelEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # what is dropped belongs here
        super().dropEvent(event)

    @property
    def selected_range(self) -> tuple[int, int]:
        """The characters between which the selection, or the cursor, stands."""
        cursor, text = self.textCursor(), self.raw_text()
        ends = (cursor.selectionStart(), cursor.selectionEnd())
        start, end = (character_number(text, units) for units in ends)
        return start, end

    def put_cursor(self, at: int) -> None:
        """Put the cursor before the character number ``at``."""
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(self.raw_text()[:at]))
        self.setTextCursor(cursor)


class EdgedText(SectionText):
    """A text that tells when a key leads out of it.

    ``edge_reached`` carries the key: an arrow, Backspace or Delete at the edge; ``whole_wanted``
    comes for Ctrl+A where all of it is selected already.
    """

    edge_reached = Signal(Qt.Key)
    whole_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        is_bare = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if is_bare and self._is_at_edge(key):
            self.edge_reached.emit(key)
        elif key is Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if self._is_all_selected():
                self.whole_wanted.emit()
            else:
                self.selectAll()
        else:
            super().keyPressEvent(event)

    def _is_all_selected(self) -> bool:
        cursor = self.textCursor()
        length = self.document().characterCount() - 1
        return cursor.selectionEnd() - cursor.selectionStart() == length

    def _is_at_edge(self, key: Qt.Key) -> bool:
        return not self.textCursor().hasSelection() and self.leads_out(key)

    def is_at_end(self, by: int) -> bool:
        """Whether the cursor is at the start (-1) or the end (1) of the text."""
        cursor = self.textCursor()
        at_end = cursor.atStart() if by < 0 else cursor.atEnd()
        return at_end and not cursor.hasSelection() and not self.is_composing

    def leads_out(self, key: Qt.Key) -> bool:
        """Whether there is nothing more of the text where the key leads."""
        cursor = self.textCursor()
        if self.is_composing:
            return False
        if key in _BACK:
            return cursor.atStart() or (key is Qt.Key.Key_Up and not self._can_move(_Move.Up))
        if key in _ON:
            return cursor.atEnd() or (key is Qt.Key.Key_Down and not self._can_move(_Move.Down))
        return False

    def _can_move(self, move: QTextCursor.MoveOperation) -> bool:
        return self.textCursor().movePosition(move)


class GrowingText(EdgedText):
    """As high as its text; what is around it scrolls. ``grown``: it has another height."""

    grown = Signal()

    def __init__(self, take: Offered, knows: Offered) -> None:
        super().__init__(take, knows)
        make_scrollless(self)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fit(self) -> None:
        height = text_height(self)  # the style sheet leaves nothing above and below it
        if height != self.height():
            self.setFixedHeight(height)
            self.grown.emit()


def make_scrollless(text: QPlainTextEdit) -> None:
    """Have ``text`` stand on its ground without frame or bars, and wrap as cells are drawn."""
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    text.setVerticalScrollBarPolicy(off)
    text.setHorizontalScrollBarPolicy(off)
    text.setFrameShape(QFrame.Shape.NoFrame)
    text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


def text_height(text: QPlainTextEdit) -> int:
    """The height of all paragraphs of ``text`` at its width, in px."""
    document, layout = text.document(), text.document().documentLayout()
    height = 2 * document.documentMargin()
    block = document.begin()
    while block.isValid():
        height += layout.blockBoundingRect(block).height()
        block = block.next()
    return ceil(height)


def character_number(text: str, units: int) -> int:
    """The number of the character at so many UTF-16 units."""
    if text.isascii():
        return units
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(encoded.decode("utf-16-le", "surrogatepass"))
