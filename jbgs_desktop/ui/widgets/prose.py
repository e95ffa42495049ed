"""The editor of a long text, and its counter."""

from PySide6.QtCore import QMimeData, QSize, QTimer, Signal
from PySide6.QtGui import (
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from jbgs_desktop.forms.calls.call import Limit
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.text.clean import clean
from jbgs_desktop.forms.text.count import count
from jbgs_desktop.ui.widgets.editors import (
    LARGEST_PASTE,
    Editor,
    refused_sentence,
    removed_sentence,
    utf16_length,
)
from jbgs_desktop.ui.widgets.ime_field import ImeAwareField
from jbgs_desktop.ui.widgets.signs import colour_of
from jbgs_desktop.ui.widgets.style_helpers import SteadyLabel, label, set_state

_LONG = 50_000  # characters; counting more takes longer than a frame, so it waits for a pause
_PAUSE = 300  # ms
_NEARLY = 0.9  # of the limit: from here on the counter changes


class TextInput(ImeAwareField, QPlainTextEdit):
    """The text inside an editor."""

    edited = Signal()
    notified = Signal(str)
    paused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.textChanged.connect(self.emit_edited)

    def raw_text(self) -> str:
        # Not toPlainText, which turns no-break spaces into spaces.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def insertFromMimeData(self, source: QMimeData) -> None:
        pasted = source.text()
        if len(pasted) > LARGEST_PASTE:
            self.notified.emit(refused_sentence(len(pasted)))
            return
        cleaned = clean(pasted)
        self.paused.emit()
        self.insertPlainText(cleaned.text)
        self.paused.emit()
        self.ensureCursorVisible()
        if cleaned.removed:
            self.notified.emit(removed_sentence(cleaned.removed))


class ProseEditor(Editor):
    """A text of several paragraphs, ``lines`` lines high at least."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.text = TextInput()
        self._lines = lines
        self._text = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        self.watch(self.text)
        self.text.edited.connect(self._on_edited)
        self.text.notified.connect(self.notified)
        self.text.paused.connect(self.paused)

    def value(self) -> str:
        return self._text

    def set_value(self, value: object) -> None:
        if not self.text.is_composing and value != self._text:
            self._show(str(value))

    def target(self) -> QPlainTextEdit:
        return self.text

    def minimumSizeHint(self) -> QSize:
        self.text.ensurePolished()
        frame = self.text.height() - self.text.viewport().height() if self.isVisible() else 16
        height = self._lines * self.text.fontMetrics().lineSpacing() + frame
        return QSize(super().minimumSizeHint().width(), height)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def _on_edited(self) -> None:
        typed = self.text.raw_text()
        if typed == self._text:
            return
        cleaned = clean(typed)
        if cleaned.removed:
            self._show(cleaned.text)
            self.notified.emit(removed_sentence(cleaned.removed))
        self._text = cleaned.text
        self.changed.emit()

    def _show(self, text: str) -> None:
        """Exchange only what differs, so that the reader's place in the text stays."""
        shown = self.text.raw_text()
        start, end = _same_ends(shown, text)
        self._text = text
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(utf16_length(shown[:start]))
        cursor.setPosition(utf16_length(shown[: len(shown) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        if not shown:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _same_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters at the start and at the end the two texts share."""
    shorter = min(len(old), len(new))
    start = _same_start(old, new, shorter)
    return start, _same_start(old[::-1], new[::-1], shorter - start)


def _same_start(old: str, new: str, most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if old[:middle] == new[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Counter(QWidget):
    """字数 and 字符数 of a text, and how much may still be written.

    It counts at once while that is quick, and after a pause in the typing when it is not.
    """

    counted = Signal(object)  # Counts

    def __init__(self, limit: Limit | None) -> None:
        super().__init__()
        self._limit = limit
        self._text = ""
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._wait.timeout.connect(self._count)
        self._words = SteadyLabel("counter")
        self._characters = SteadyLabel("small")
        self._rest = SteadyLabel("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part, gap in (
            (self._words, 0),
            (label(f" / {limit.words:,}" if limit else "", "small", wrap=False), 16),
            (self._characters, 32),
            (self._rest, 0),
        ):
            row.addWidget(part)
            row.addSpacing(gap)
        row.addStretch(1)
        self._count()

    def show_text(self, text: str) -> None:
        self._text = text
        if len(text) > _LONG:
            self._wait.start()
        else:
            self._wait.stop()
            self._count()

    def _count(self) -> None:
        counts = count(self._text)
        self._words.setText(f"字数 {counts.words:,}")
        self._characters.setText(f"字符 {counts.characters:,}")
        if self._limit:
            self._rest.setText(rest_sentence(counts.words, self._limit))
            for part in (self._words, self._rest):
                set_state(part, limit_state(counts.words, self._limit))
        self.counted.emit(counts)


def rest_sentence(words: int, limit: Limit) -> str:
    rest = limit.words - words
    return f"还可写 {rest:,} 字" if rest >= 0 else f"超出 {-rest:,} 字"


def limit_state(words: int, limit: Limit) -> str:
    """How a count against its limit looks: plain, warning (near, or over a soft one), or error."""
    if words > limit.words and limit.hard:
        return colour_of(Severity.ERROR)
    return colour_of(Severity.WARNING) if words >= _NEARLY * limit.words else ""
