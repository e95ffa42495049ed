"""One item of a section in its editor: what each kind of block can do, and texts and headings."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from jbgs_desktop.forms.section import SectionItem, SubHeading
from jbgs_desktop.ui.widgets.editors import LineEditor
from jbgs_desktop.ui.widgets.section.script_keys import ScriptKeys
from jbgs_desktop.ui.widgets.section.section_text import GrowingText, Offered
from jbgs_desktop.ui.widgets.style_helpers import named, set_state

UP, DOWN = -1, 1
_SELECTED = "selected"


class SectionBlock(QFrame):
    """An editor of one item; it stands with others below each other.

    ``changed``: the user gave it another value. ``stepped``: the cursor goes on in the block above
    (-1) or below (1). ``moved``: the block is to go there itself. ``removed``: it is to go.
    ``exchanged`` carries the item that is to stand in its place. ``whole_wanted``: the whole
    section is to be selected. The others are those of an Editor.
    """

    changed = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    removed = Signal()
    exchanged = Signal(object)
    whole_wanted = Signal()
    notified = Signal(str)
    paused = Signal()

    def value(self) -> SectionItem:
        raise NotImplementedError

    def set_value(self, item: SectionItem) -> None:
        """Show ``item``; not a change by the user. What is being composed is left alone."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """What Tab comes to, in its order; the first takes the focus."""
        raise NotImplementedError

    def enter(self, by: int) -> None:
        """Take the focus that comes from above (1) or below (-1)."""
        raise NotImplementedError

    def name(self, name: str) -> None:
        """Say to a screen reader what the block belongs to."""

    def show_number(self, number: str) -> None:
        """Show the 表N or 图N that the block has."""

    def reveal(self, steps: Sequence[str]) -> QWidget:
        """Show the place at the path ``steps`` inside; the widget in which it is."""
        return self.stops()[0]

    def set_read_only(self) -> None:
        """Let everything be read and copied only."""

    @property
    def is_composing(self) -> bool:
        """Whether an input method is composing in it."""
        return False

    def show_selected(self, is_selected: bool) -> None:
        """Look as a part of the selected section."""
        set_state(self, _SELECTED if is_selected else "")


class TextBlock(SectionBlock):
    """A run of paragraphs."""

    def __init__(self, take: Offered, knows: Offered) -> None:
        super().__init__()
        self.text = named(GrowingText(take, knows), "section-text")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.text)
        self.text.typed.connect(self.changed)
        self.text.notified.connect(self.notified)
        self.text.paused.connect(self.paused)
        self.text.whole_wanted.connect(self.whole_wanted)
        self.text.edge_reached.connect(self._on_edge)

    def value(self) -> str:
        return self.text.content

    def set_value(self, item: SectionItem) -> None:
        self.text.show_content(str(item))

    def stops(self) -> list[QWidget]:
        return [self.text]

    def enter(self, by: int) -> None:
        end = by < 0
        self.text.put_cursor(len(self.text.content) if end else 0)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def name(self, name: str) -> None:
        self.text.setAccessibleName(name)

    def set_read_only(self) -> None:
        self.text.setReadOnly(True)

    @property
    def is_composing(self) -> bool:
        return self.text.is_composing

    def show_selected(self, is_selected: bool) -> None:
        super().show_selected(is_selected)
        if is_selected:
            self.text.selectAll()
        else:
            cursor = self.text.textCursor()
            cursor.clearSelection()
            self.text.setTextCursor(cursor)

    def _on_edge(self, key: Qt.Key) -> None:
        is_back = key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backspace)
        self.stepped.emit(UP if is_back else DOWN)


class BlockLine(LineEditor):
    """A heading or caption: one line with raised and lowered characters.

    ``stepped``: an arrow, or Enter, leads to what is above (-1) or below (1).
    """

    stepped = Signal(int)
    emptied = Signal()  # Backspace at the start

    def __init__(self, style: str) -> None:
        super().__init__()
        named(self.line, style)
        self.scripts = ScriptKeys(self.line)
        self.scripts.notified.connect(self.notified)
        self.left.connect(self.finish)
        self.line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if self.line.is_composing or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(UP)
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.stepped.emit(DOWN)
            case Qt.Key.Key_Backspace if self._is_at_start:
                self.emptied.emit()
            case _:
                return False
        return True

    @property
    def _is_at_start(self) -> bool:
        return self.line.cursorPosition() == 0 and not self.line.hasSelectedText()


class HeadingBlock(SectionBlock):
    """A sub-heading; Backspace at its start makes it a paragraph again."""

    def __init__(self) -> None:
        super().__init__()
        self._item = SubHeading(heading="")
        self._line = BlockLine("section-heading")
        self._line.line.setPlaceholderText("小标题，如（1）主要技术指标")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._line)
        self._line.changed.connect(self.changed)
        self._line.notified.connect(self.notified)
        self._line.stepped.connect(self.stepped)
        self._line.emptied.connect(lambda: self.exchanged.emit(self._line.value()))

    def value(self) -> SubHeading:
        if self._item.heading != self._line.value():
            self._item = SubHeading(heading=self._line.value())
        return self._item

    def set_value(self, item: SectionItem) -> None:
        assert isinstance(item, SubHeading)
        if not self.is_composing:
            self._item = item
            self._line.set_value(item.heading)

    def stops(self) -> list[QWidget]:
        return [self._line.line]

    def enter(self, by: int) -> None:
        line: QLineEdit = self._line.line
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.setCursorPosition(len(line.text()) if by < 0 else 0)

    def name(self, name: str) -> None:
        self._line.name(f"{name} 小标题")

    def set_read_only(self) -> None:
        self._line.line.setReadOnly(True)

    @property
    def is_composing(self) -> bool:
        return self._line.line.is_composing
