"""The editor of a section: one text while it is a text, else its blocks below each other."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from jbgs_desktop.documents.docx_import.pasted_section import TaskbookPlace
from jbgs_desktop.forms.section import (
    MOST_ITEMS,
    SectionItem,
    SectionTable,
    SectionValue,
    SubHeading,
    TableItem,
)
from jbgs_desktop.forms.section_edit import Slots, inserted, replaced, section_of, slot_of, slots_of
from jbgs_desktop.forms.text.scripts import Script
from jbgs_desktop.ui.widgets.editors import Editor
from jbgs_desktop.ui.widgets.file_dialogs import choose_files
from jbgs_desktop.ui.widgets.prose import ProseEditor
from jbgs_desktop.ui.widgets.section.figure_block import PICTURE_KINDS
from jbgs_desktop.ui.widgets.section.figure_files import FigureViews
from jbgs_desktop.ui.widgets.section.frame_block import FrameBlock
from jbgs_desktop.ui.widgets.section.script_keys import ScriptKeys
from jbgs_desktop.ui.widgets.section.section_arrivals import SectionArrivals
from jbgs_desktop.ui.widgets.section.section_block import DOWN, UP, SectionBlock, TextBlock
from jbgs_desktop.ui.widgets.section.section_mime import is_picture, pictures_in
from jbgs_desktop.ui.widgets.section.section_place import InsertPlace, line_around
from jbgs_desktop.ui.widgets.section.section_stack import SectionStack
from jbgs_desktop.ui.widgets.section.section_text import EdgedText, SectionText
from jbgs_desktop.ui.widgets.section.section_toolbar import ReadyTables, SectionToolbar
from jbgs_desktop.ui.widgets.section.table_block import TableBlock
from jbgs_desktop.ui.widgets.section.text_zoom import zoomed_style
from jbgs_desktop.ui.widgets.section.whole_selection import WholeSelection
from jbgs_desktop.ui.widgets.style_helpers import ems, named, set_state

FULL_SECTION = f"没有放进去：一节最多有 {MOST_ITEMS} 段文字、小标题、表格和图，放不下了。"
_BESIDE_LINE = 28  # px of frame and margins
_LONGEST_HEADING = 40  # characters; more is a paragraph
_MOVES = {Qt.Key.Key_Up: UP, Qt.Key.Key_Down: DOWN}
_ENDS = {
    UP: QKeySequence.StandardKey.MoveToStartOfDocument,
    DOWN: QKeySequence.StandardKey.MoveToEndOfDocument,
}
_MOVE_HELD = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class SectionEditor(Editor):
    """A section, ``lines`` lines high at least.

    ``views`` knows the pictures of its figures, ``ready`` gives the tables that the call has ready
    for it. ``restructured`` comes after a change that put in, moved or took away a block,
    ``offered`` with a sentence and the Way that leads back from what was just done. ``parted``:
    what was pasted holds headings of the task book ``book``; with it what puts all of it here.
    """

    restructured = Signal()
    offered = Signal(str, object)
    parted = Signal(object, object)  # Pasted, and a function
    arrived = Signal(object, str)  # the section that was pasted, and what was said of it

    def __init__(
        self,
        lines: int,
        views: FigureViews,
        ready: Callable[[], ReadyTables] = tuple,
        book: Callable[[], TaskbookPlace | None] = lambda: None,
    ) -> None:
        super().__init__()
        self._section: SectionValue = ""
        self._arrivals = SectionArrivals(self, views.files, book)
        self._last: QWidget | None = None  # the part in which the cursor was last
        self._is_switching = False
        self._is_read_only = False
        self._text = SectionText(self._arrivals.take, is_picture)
        self._plain = ProseEditor(lines, self._text)
        self._stack = named(SectionStack(self._arrivals.take, is_picture, views), "section")
        self._toolbar = SectionToolbar(ready, self._fill_table_menu)
        self._whole = WholeSelection(self._stack)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._plain)
        self._pages.addWidget(self._stack)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._pages)
        self._stack.before = self._toolbar.buttons[-1]
        self.setAcceptDrops(True)
        self._connect()

    def value(self) -> SectionValue:
        return self._section

    def set_value(self, value: object) -> None:
        if value == self._section or self._text.is_composing:
            return
        section = value if isinstance(value, tuple) else str(value)
        if isinstance(section, str) and self._stack.is_composing:
            return
        self._show(section)

    def target(self) -> QWidget:
        return self._text if self._is_plain else self._stack.focus_target()

    def tools(self) -> QWidget:
        return self._toolbar

    def name(self, name: str) -> None:
        self._plain.name(name)
        self._stack.name(name)

    def explain(self, description: str) -> None:
        for part in (self._text, self._stack):
            part.setAccessibleDescription(description)

    def wear(self, state: str) -> None:
        for part in (self._text, self._stack):
            set_state(part, state)

    def show_zoom(self, percent: int) -> None:
        """Show the text ``percent`` of its usual size."""
        style = zoomed_style(self._toolbar, percent)
        if style != self._pages.styleSheet():  # which measures every block again
            self._pages.setStyleSheet(style)

    def column_width(self, letters: int) -> int:
        """The width of the editor whose lines have so many Han characters, in px."""
        bar = self._stack.verticalScrollBar().sizeHint().width()
        return ems(self._text, letters) + bar + _BESIDE_LINE

    def show_numbers(self, numbers: Mapping[int, str]) -> None:
        """Show 表N and 图N, given by the number of the item."""
        self._whole.numbers = numbers
        self._stack.show_numbers(numbers)

    def reveal(self, steps: Sequence[str]) -> None:
        """Give the focus to the item, or the cell, at the path ``steps`` in the section."""
        if self._is_plain or not steps:
            self.target().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        block = self._stack.blocks[slot_of(self._section, int(steps[0]))]
        widget = block.reveal(steps[1:])
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.bring_to_sight(widget)

    def set_read_only(self) -> None:
        """Let everything be read and copied only, for good."""
        self._is_read_only = True
        self._toolbar.setEnabled(False)
        self._text.setReadOnly(True)
        self._stack.set_read_only()
        self.setAcceptDrops(False)

    # -- showing

    @property
    def _is_plain(self) -> bool:
        return self._pages.currentWidget() is self._plain

    def _show(self, section: SectionValue) -> None:
        had_focus = self.has_focus_within
        self._is_switching = True
        if isinstance(section, str):
            self._plain.set_value(section)
            self._pages.setCurrentWidget(self._plain)
            self._stack.show_slots(("",))
            self._section = section
        elif self._stack.show_slots(slots_of(section)):
            self._pages.setCurrentWidget(self._stack)
            self._plain.set_value("")
            self._section = section_of(self._stack.slots())
        self._is_switching = False
        focus = self.window().focusWidget()
        if had_focus and (focus is None or not self._pages.currentWidget().isAncestorOf(focus)):
            self.target().setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.watch(self._text, *self._toolbar.buttons)
        self._plain.changed.connect(self._on_typed)
        self._stack.block_made.connect(lambda block: self.watch(*block.stops()))
        self._stack.typed.connect(self._on_typed)
        self._stack.restructured.connect(self._write)
        self._stack.block_copied.connect(self._whole.copy_item)
        self._stack.whole_wanted.connect(self._whole.begin)
        self._arrivals.notified.connect(self.notified)
        self._arrivals.offered.connect(self.offered)
        self._arrivals.parted.connect(self.parted)
        self._arrivals.arrived.connect(self.arrived)
        for part in (self._plain, self._stack):
            part.notified.connect(self.notified)
            part.paused.connect(self.paused)
        self._toolbar.table_wanted.connect(self.insert_table)
        self._toolbar.figure_wanted.connect(self._choose_figures)
        self._toolbar.heading_wanted.connect(self._make_heading)
        self._toolbar.script_wanted.connect(self._set_script)
        self._toolbar.sign_wanted.connect(self._put_sign)

    def _on_typed(self) -> None:
        text = self._plain.value()
        self._section = text if self._is_plain else section_of(self._stack.slots())
        self.changed.emit()

    # -- keys that every part has

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_switching:
            return False
        is_tool = watched in self._toolbar.buttons
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget) and not is_tool:
            self._last = watched
        if event.type() is QEvent.Type.MouseButtonPress:
            self._whole.end()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if self._whole.is_on and self._on_whole_key(event):
                return True
            if self._on_move_key(watched, event) or self._on_end_key(watched, event):
                return True
        return super().eventFilter(watched, event)

    def _on_whole_key(self, event: QKeyEvent) -> bool:
        if self._whole.deletes(event) and not self._is_read_only:
            self._whole.end()
            self._write(("",), 0)
            return True
        return self._whole.handles(event)

    def _on_move_key(self, watched: QObject, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = _MOVES.get(Qt.Key(event.key()))
        block = self._stack.block_of(watched) if isinstance(watched, QWidget) else None
        if by is None or held != _MOVE_HELD or block is None or isinstance(block, TextBlock):
            return False
        self._stack.move_block(block, by)
        here = self._stack.block_of(self.window().focusWidget())
        if watched is block and here is not None:  # as a whole, not in one of its parts
            here.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _on_end_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Ctrl+Home and Ctrl+End lead to the ends of a text, and from there of the section."""
        by = next((by for by, key in _ENDS.items() if event.matches(key)), None)
        if by is None or self._is_plain or not isinstance(watched, QWidget):
            return False
        if isinstance(watched, EdgedText) and not watched.is_at_end(by):
            return False
        self._stack.go_to_end(by)
        return True

    # -- putting in

    def insert(self, items: Sequence[SectionItem], place: InsertPlace | None = None) -> None:
        """Put ``items``, of which the first is no text, at ``place``, or where the cursor is."""
        if self._is_read_only or not items:
            return
        slot, _, cut = (place or self.place()).find(self._slots(), self._stack.blocks)
        self._write(inserted(self._slots(), slot, cut, items), slot + 1)

    def insert_table(self, table: SectionTable) -> None:
        """Put ``table`` where the cursor is, which goes to its first empty cell."""
        self.insert([TableItem(table=table)])
        block = self._stack.block_of(self.window().focusWidget())
        empty = next((cell for cell in table.cells() if not cell.text), None)
        if isinstance(block, TableBlock) and empty:
            block.grid.go_to(empty.row, empty.column)

    def _slots(self) -> Slots:
        return slots_of(self._section)

    def place(self) -> InsertPlace:
        """Where the cursor is, or was last."""
        if self._is_plain:
            return InsertPlace(self._text)
        here = self._stack.block_of(self.window().focusWidget())
        return InsertPlace(here or self._stack.block_of(self._last_part()))

    def _last_part(self) -> QWidget | None:
        """The part in which the cursor was last, if it is still there."""
        return self._last if self._last is not None and isValid(self._last) else None

    def _write(self, slots: Slots, slot: int, cut: int | None = None) -> None:
        """Have ``slots``, the cursor in ``slot``, there before the character ``cut`` if given."""
        section = section_of(slots)
        if len(section) > MOST_ITEMS and not isinstance(section, str):
            self.notified.emit(FULL_SECTION)
            return
        self.paused.emit()
        self._show(section)
        text: SectionText | None = self._text
        if not self._is_plain:
            block = self._stack.blocks[min(slot, len(self._stack.blocks) - 1)]
            text = block.text if isinstance(block, TextBlock) else None
            first = block if isinstance(block, FrameBlock) and cut is None else block.stops()[0]
            if isinstance(block, TableBlock):
                first = block.grid.input
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self._stack.bring_to_sight(first)
        if text is not None:
            text.setFocus(Qt.FocusReason.OtherFocusReason)
            if cut is not None:
                text.put_cursor(cut)
        self.changed.emit()
        self.paused.emit()
        self.restructured.emit()

    def _make_heading(self) -> None:
        place = self.place()
        if place.text is None:
            self.insert([SubHeading(heading="")])
            return
        slot, _, _ = place.find(self._slots(), self._stack.blocks)
        start, end = line_around(place.text.content, place.text.selected_range[1])
        line = place.text.content[start:end].strip()
        if len(line) > _LONGEST_HEADING:  # a paragraph, which stays one
            line, end = "", start
        if not self._is_read_only:
            heading = SubHeading(heading=line)
            self._write(inserted(self._slots(), slot, start, [heading], until=end), slot + 1)

    def _keys(self) -> ScriptKeys | None:
        """Those of the field in which the cursor is; it gets the focus back."""
        field = self._text if self._is_plain else self._last_part()
        if field is None:
            return None
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return field.findChild(ScriptKeys)

    def _set_script(self, script: Script) -> None:
        if keys := self._keys():
            keys.apply(script)

    def _put_sign(self, sign: str) -> None:
        if keys := self._keys():
            keys.type_in(sign)

    def _fill_table_menu(self, menu: QMenu) -> None:
        block = self._stack.block_of(self._last_part())
        if isinstance(block, TableBlock):
            block.fill_menu(menu)

    # -- what comes from elsewhere

    def put(self, section: SectionValue, place: InsertPlace) -> Callable[[str], None]:
        """Put ``section`` at ``place`` for what is selected; what puts words there instead."""
        slots = self._slots()
        slot, start, end = place.find(slots, self._stack.blocks)

        def put_words(text: str) -> None:
            before, after = str(slots[slot])[:start], str(slots[slot])[end:]
            self._write(replaced(slots, slot, before + text + after), slot, start + len(text))

        if isinstance(section, str):
            put_words(section)
        else:
            self._write(inserted(slots, slot, start, section, until=end), slot + 1)
        return put_words

    @property
    def is_composing(self) -> bool:
        """Whether an input method is composing in one of the parts."""
        return self._text.is_composing or self._stack.is_composing

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if is_picture(event.mimeData()):
            event.acceptProposedAction()
            self._stack.show_drop(self._block_under(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._stack.show_drop(None)

    def _block_under(self, event: QDropEvent) -> SectionBlock | None:
        return self._stack.block_of(self.childAt(event.position().toPoint()))

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._stack.show_drop(None)
        below = self._text if self._is_plain else self._block_under(event)
        self.take_pictures(event.mimeData(), InsertPlace(below))

    def take_pictures(self, data: QMimeData, place: InsertPlace | None = None) -> None:
        """Take the pictures that ``data`` brings, at ``place`` or where the cursor is."""
        self._arrivals.take_pictures(pictures_in(data), place or self.place())

    def _choose_figures(self) -> None:
        take = partial(self._arrivals.take_picture_files, place=self.place())
        choose_files(self, "插入图", take, PICTURE_KINDS)
