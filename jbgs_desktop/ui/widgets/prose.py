"""The editor of a long text, and its counter."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QMimeData, QSize, QTimer, Signal
from PySide6.QtGui import (
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from jbgs_desktop.forms.calls.call import Limit
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.section import (
    FigureItem,
    Items,
    SectionCell,
    SectionItem,
    SectionValue,
    TableItem,
    items_of,
    row_texts,
    section_text,
)
from jbgs_desktop.forms.text.clean import clean, cleaned_sentence
from jbgs_desktop.forms.text.count import Counts, count
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.editors import Editor, utf16_length
from jbgs_desktop.ui.widgets.ime_field import ImeAwareField
from jbgs_desktop.ui.widgets.signs import colour_of
from jbgs_desktop.ui.widgets.style_helpers import SteadyLabel, label, set_state

_LONG = 100_000  # characters; counting more takes longer than a frame, so it waits for a pause
_PAUSE = 300  # ms
_NEARLY = 0.9  # of the limit: from here on the counter changes
_Part = SectionItem | tuple[SectionCell, ...]


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

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # A file is for what is around the field; its address would only spoil the text.
        is_known = source.hasHtml() or super().canInsertFromMimeData(source)
        return is_known and not files_in(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.take_words(source)

    def put_words(self, text: str) -> None:
        cleaned = clean(text)
        self.paused.emit()
        self.insertPlainText(cleaned.text)
        self.paused.emit()
        self.ensureCursorVisible()
        if sentence := cleaned_sentence(cleaned.removed, cleaned.exchanged):
            self.notified.emit(sentence)


class PrintableText(TextInput):
    """An input that holds nothing but what can be printed: :attr:`content`.

    ``typed``: the user gave it another content.
    """

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._content = ""
        self.edited.connect(self._on_edited)

    @property
    def content(self) -> str:
        return self._content

    def show_content(self, text: str) -> None:
        """Show ``text``; not a change by the user. What is being composed is left alone."""
        if not self.is_composing and text != self._content:
            self._exchange(text)

    def _on_edited(self) -> None:
        typed = self.raw_text()
        if typed == self._content:
            return
        cleaned = clean(typed)
        if sentence := cleaned_sentence(cleaned.removed, cleaned.exchanged):
            self._exchange(cleaned.text)
            self.notified.emit(sentence)
        self._content = cleaned.text
        self.typed.emit()

    def _exchange(self, text: str) -> None:
        """Exchange only what differs, so that the reader's place in the text stays."""
        shown = self.raw_text()
        start, end = _same_ends(shown, text)
        self._content = text
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16_length(shown[:start]))
        cursor.setPosition(utf16_length(shown[: len(shown) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        if not shown:
            self.moveCursor(QTextCursor.MoveOperation.Start)


class ProseEditor(Editor):
    """A text of several paragraphs, ``lines`` lines high at least."""

    def __init__(self, lines: int, text: PrintableText | None = None) -> None:
        super().__init__()
        self.text = text or PrintableText()
        self._lines = lines
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        self.watch(self.text)
        self.text.typed.connect(self.changed)
        self.text.notified.connect(self.notified)
        self.text.paused.connect(self.paused)

    def value(self) -> str:
        return self.text.content

    def set_value(self, value: object) -> None:
        self.text.show_content(str(value))

    def target(self) -> QPlainTextEdit:
        return self.text

    def minimumSizeHint(self) -> QSize:
        self.text.ensurePolished()
        frame = self.text.height() - self.text.viewport().height() if self.isVisible() else 16
        height = self._lines * self.text.fontMetrics().lineSpacing() + frame
        return QSize(super().minimumSizeHint().width(), height)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())


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
    """字数 and 字符数 of a text or a section, and how much may still be written.

    It counts at once while that is quick, and after a pause in the typing when it is not. Of a
    section it counts only the items, and the rows of tables, that it has not counted yet.
    """

    counted = Signal(object)  # Counts

    def __init__(self, limit: Limit | None) -> None:
        super().__init__()
        self._limit = limit
        self._section: SectionValue = ""
        self._known: dict[int, tuple[_Part, Counts]] = {}  # by identity
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._wait.timeout.connect(self._count)
        self._words = SteadyLabel("counter")
        self._characters = SteadyLabel("small")
        self._blocks = SteadyLabel("small")
        self._rest = SteadyLabel("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part, gap in (
            (self._words, 0),
            (label(f" / {limit.words:,}" if limit else "", "small", wrap=False), 16),
            (self._characters, 16),
            (self._blocks, 16),
            (self._rest, 0),
        ):
            row.addWidget(part)
            row.addSpacing(gap)
        row.addStretch(1)
        self._count()

    def show_section(self, section: SectionValue) -> None:
        """Count ``section``, which may be a plain text."""
        self._section = section
        new = (item for item in items_of(section) if id(item) not in self._known)
        if sum(len(item) for item in new if isinstance(item, str)) > _LONG:
            self._wait.start()
        else:
            self._wait.stop()
            self._count()

    def _count(self) -> None:
        items = items_of(self._section)
        known = {
            id(part): self._known.get(id(part)) or (part, count(_text_of(part)))
            for part in _parts(items)
        }
        self._known = known
        counts = _sum(known[id(part)][1] for part in _parts(items))
        self._words.setText(f"字数 {counts.words:,}")
        self._characters.setText(f"字符 {counts.characters:,}")
        self._blocks.setText(_blocks_words(items))
        if self._limit:
            self._rest.setText(rest_sentence(counts.words, self._limit))
            for part in (self._words, self._rest):
                set_state(part, limit_state(counts.words, self._limit))
        self.counted.emit(counts)


def _parts(items: Items) -> Iterator[_Part]:
    """What is counted one by one: a key changes no more than one row of a table."""
    for item in items:
        if isinstance(item, TableItem):
            yield item.table.caption
            yield from item.table.rows
        else:
            yield item


def _text_of(part: _Part) -> str:
    return "\n".join(row_texts(part)) if isinstance(part, tuple) else section_text((part,))


def _sum(parts: Iterable[Counts]) -> Counts:
    words = characters = with_spaces = 0
    for each in parts:
        words += each.words
        characters += each.characters
        with_spaces += each.characters_with_spaces
    return Counts(words, characters, with_spaces)


def _blocks_words(items: Items) -> str:
    """How many tables and figures there are: 2 表 1 图."""
    numbers = (
        (sum(isinstance(item, TableItem) for item in items), "表"),
        (sum(isinstance(item, FigureItem) for item in items), "图"),
    )
    return " ".join(f"{number} {word}" for number, word in numbers if number)


def rest_sentence(words: int, limit: Limit) -> str:
    rest = limit.words - words
    return f"还可写 {rest:,} 字" if rest >= 0 else f"超出 {-rest:,} 字"


def limit_state(words: int, limit: Limit) -> str:
    """How a count against its limit looks: plain, warning (near, or over a soft one), or error."""
    if words > limit.words and limit.hard:
        return colour_of(Severity.ERROR)
    return colour_of(Severity.WARNING) if words >= _NEARLY * limit.words else ""
