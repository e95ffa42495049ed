"""The blocks of a section below each other, kept to its slots with as little change as can be."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.section import FigureItem, SectionItem, SubHeading, TableItem
from jbgs_desktop.forms.section_edit import Slots, item_number, moved, removed, replaced
from jbgs_desktop.ui.widgets.section.figure_block import FigureBlock
from jbgs_desktop.ui.widgets.section.figure_files import FigureViews
from jbgs_desktop.ui.widgets.section.frame_block import FrameBlock
from jbgs_desktop.ui.widgets.section.section_block import HeadingBlock, SectionBlock, TextBlock
from jbgs_desktop.ui.widgets.section.section_text import Offered
from jbgs_desktop.ui.widgets.section.table_block import TableBlock
from jbgs_desktop.ui.widgets.style_helpers import named, set_state

_ROOM = 24  # px kept around the line with the cursor


class SectionStack(QScrollArea):
    """One block for each slot.

    ``typed``: the user gave a block another value. ``restructured`` carries the slots that are to
    be there instead, which of them gets the
    focus, and before which character or None. ``block_made`` carries a new block.
    """

    typed = Signal()
    restructured = Signal(object, int, object)
    block_made = Signal(object)
    block_copied = Signal(object)
    whole_wanted = Signal()
    notified = Signal(str)
    paused = Signal()

    def __init__(self, take: Offered, knows: Offered, views: FigureViews) -> None:
        super().__init__()
        self._take, self._knows, self._views = take, knows, views
        self._name = ""
        self._numbers: Mapping[int, str] = {}
        self._touched: SectionBlock | None = None  # by what was shown last
        self._is_read_only = False
        self.blocks: list[SectionBlock] = []
        self.before: QWidget | None = None  # what Tab comes to before it comes to the blocks
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = named(QWidget(), "section-holder")
        self._box = QVBoxLayout(holder)
        self._box.setContentsMargins(6, 6, 6, 6)
        self._box.setSpacing(4)
        self._box.addStretch(1)
        self.setWidget(holder)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # it is for the size of all the text
        else:
            super().wheelEvent(event)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()  # what it holds scrolls; the page gives it what room there is

    def slots(self) -> Slots:
        """What the blocks hold."""
        return tuple(block.value() for block in self.blocks)

    @property
    def is_composing(self) -> bool:
        """Whether an input method is composing in one of the blocks."""
        return any(block.is_composing for block in self.blocks)

    def show_slots(self, slots: Slots) -> bool:
        """Show ``slots``; False when that would disturb what is being composed."""
        kinds = [_kind(item) for item in slots]
        if kinds == [_kind(block.value()) for block in self.blocks]:
            for block, item in zip(self.blocks, slots, strict=True):
                if block.value() != item:
                    block.set_value(item)
                    self._touched = block
            return True
        if self.is_composing:
            return False
        self._rebuild(slots)
        return True

    def name(self, name: str) -> None:
        """Say to a screen reader what all of it is."""
        self._name = name
        for block in self.blocks:
            block.name(name)

    def show_numbers(self, numbers: Mapping[int, str]) -> None:
        """Show 表N and 图N, given by the number of the item."""
        self._numbers = numbers
        slots = self.slots()
        for slot, block in enumerate(self.blocks):
            if isinstance(block, FrameBlock):
                block.show_number(numbers.get(item_number(slots, slot), ""))

    def set_read_only(self) -> None:
        """Let everything be read and copied only."""
        self._is_read_only = True
        for block in self.blocks:
            block.set_read_only()

    def focus_target(self) -> QWidget:
        """What gets the focus: what has it, else what has changed last, else the first block."""
        touched, self._touched = self._touched, None
        focus = QApplication.focusWidget()
        has_focus = focus is not None and self.isAncestorOf(focus)
        if touched is not None and touched in self.blocks:
            if not (has_focus and focus is not None and touched.isAncestorOf(focus)):
                return touched.reveal(())
        elif not has_focus:
            return self.blocks[0].stops()[0]
        assert focus is not None
        return focus

    def block_of(self, widget: QWidget | None) -> SectionBlock | None:
        """The block that ``widget`` is a part of."""
        while widget is not None and widget is not self:
            if isinstance(widget, SectionBlock) and widget in self.blocks:
                return widget
            widget = widget.parentWidget()
        return None

    def show_drop(self, behind: SectionBlock | None) -> None:
        """Show behind which block a picture that is being dragged would come; a text has a cursor
        for that."""
        for block in self.blocks:
            if isinstance(block, FrameBlock):
                set_state(block, "drop" if block is behind else "")

    def move_block(self, block: SectionBlock, by: int) -> None:
        """Have ``block`` go up (-1) or down (1) by a paragraph or a block."""
        if self._is_read_only or isinstance(block, TextBlock):
            return
        slots, slot = moved(self.slots(), self.blocks.index(block), by)
        self.restructured.emit(slots, slot, None)

    def go_to_end(self, by: int) -> None:
        """Have the cursor at the start (-1) or the end (1) of the section."""
        self.paused.emit()
        block = self.blocks[0 if by < 0 else -1]
        block.enter(-by)
        self.bring_to_sight(block.stops()[0])

    def keep_in_sight(self, widget: QWidget, rect: QRect) -> None:
        """Scroll so that ``rect`` of ``widget`` is seen."""
        middle = widget.mapTo(self.widget(), rect.center())
        half = min(rect.height() // 2 + _ROOM, self.viewport().height() // 2)
        self.ensureVisible(middle.x(), middle.y(), 0, half)

    def bring_to_sight(self, widget: QWidget) -> None:
        """Scroll to ``widget``, once everything has its place."""

        def scroll() -> None:
            block = self.block_of(widget)
            if isinstance(block, TableBlock) and widget is block.grid.input:
                self.keep_in_sight(block.grid, block.grid.current_rect)
            elif isinstance(widget, QPlainTextEdit):
                self.keep_in_sight(widget, widget.cursorRect())
            else:
                self.keep_in_sight(widget, widget.rect())

        QTimer.singleShot(0, widget, scroll)

    # -- building

    def _rebuild(self, slots: Slots) -> None:
        old = self.blocks
        start = _same_start(old, slots)
        end = _same_start(old[start:][::-1], slots[start:][::-1])
        pool = old[start : len(old) - end]
        made = self._blocks_for(slots[start : len(slots) - end], pool)
        self.blocks = [*old[:start], *made, *old[len(old) - end :]]
        focus = QApplication.focusWidget()
        loses_focus = focus is not None and any(_holds(block, focus) for block in pool)
        for block in made:
            self._box.removeWidget(block)
        for place, block in enumerate(self.blocks[start : start + len(made)], start):
            self._box.insertWidget(place, block)
            block.show()
        if loses_focus:
            self.blocks[min(start, len(self.blocks) - 1)].stops()[0].setFocus()
        for block in pool:
            self._box.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._touched = made[0] if made else None
        self._order_tabs()
        self.show_numbers(self._numbers)

    def _blocks_for(
        self, items: Sequence[SectionItem], pool: list[SectionBlock]
    ) -> list[SectionBlock]:
        """A block for each of ``items``; those of ``pool`` that can be used again leave it."""
        made: list[SectionBlock | None] = []
        for item in items:
            same = (block for block in pool if block.value() == item)
            made.append(_taken(pool, next(same, None)))
        for at, item in enumerate(items):
            if made[at] is None:
                alike = (block for block in pool if _kind(block.value()) is _kind(item))
                block = _taken(pool, next(alike, None)) or self._make(item)
                block.set_value(item)
                made[at] = block
        return [block for block in made if block is not None]

    def _make(self, item: SectionItem) -> SectionBlock:
        block: SectionBlock
        match item:
            case TableItem(table=table):
                block = TableBlock(table, self._take)
            case FigureItem(figure=figure):
                block = FigureBlock(figure, self._views)
            case SubHeading():
                block = HeadingBlock()
            case _:
                block = TextBlock(self._take, self._knows)
        block.setParent(self.widget())
        block.name(self._name)
        if self._is_read_only:
            block.set_read_only()
        self._connect(block)
        self.block_made.emit(block)
        return block

    def _connect(self, block: SectionBlock) -> None:
        block.changed.connect(self.typed)
        block.notified.connect(self.notified)
        block.paused.connect(self.paused)
        block.whole_wanted.connect(self.whole_wanted)
        block.stepped.connect(lambda by: self._step(block, by))
        block.moved.connect(lambda by: self.move_block(block, by))
        block.removed.connect(lambda: self._remove(block))
        block.exchanged.connect(lambda item: self._exchange(block, item))
        if isinstance(block, FrameBlock):
            block.copied.connect(lambda: self.block_copied.emit(block.value()))
        if isinstance(block, TextBlock):
            block.text.cursorPositionChanged.connect(lambda: self._follow(block.text))
            block.text.grown.connect(lambda: self._on_grown(block.text, block.text))
        if isinstance(block, TableBlock):
            block.grid.input.cursorPositionChanged.connect(lambda: self._follow(block.grid.input))
            block.grid.grown.connect(lambda: self._on_grown(block.grid, block.grid.input))

    def _follow(self, text: QPlainTextEdit) -> None:
        """Keep the cursor of ``text`` in sight."""
        if text.hasFocus():
            self.keep_in_sight(text, text.cursorRect())

    def _on_grown(self, grown: QWidget, text: QPlainTextEdit) -> None:
        """Follow the cursor of ``text`` when what has ``grown`` around it has its new place.

        One that grows while a layout gives it another width would be forgotten by that layout.
        """
        QTimer.singleShot(0, grown, grown.updateGeometry)
        if text.hasFocus():
            self.bring_to_sight(text)

    def _order_tabs(self) -> None:
        stops = [stop for block in self.blocks for stop in block.stops()]
        first = [self.before] if self.before is not None else []
        for one, other in pairwise([*first, *stops]):
            QWidget.setTabOrder(one, other)

    # -- from block to block

    def _step(self, block: SectionBlock, by: int) -> None:
        at = self.blocks.index(block) + by
        if 0 <= at < len(self.blocks):
            self.paused.emit()
            self.blocks[at].enter(by)
            self.ensureWidgetVisible(self.blocks[at].stops()[0], 0, _ROOM)

    def _remove(self, block: SectionBlock) -> None:
        slot, slots = self.blocks.index(block), self.slots()
        cut = len(str(slots[slot - 1]))
        self.restructured.emit(removed(slots, slot), slot - 1, cut)

    def _exchange(self, block: SectionBlock, item: SectionItem) -> None:
        slot, slots = self.blocks.index(block), self.slots()
        before = str(slots[slot - 1])
        cut = len(before) + bool(before and item)  # behind the line end that joins them
        self.restructured.emit(replaced(slots, slot, item), slot - 1, cut)


def _holds(block: SectionBlock, widget: QWidget) -> bool:
    return block is widget or block.isAncestorOf(widget)


def _kind(item: SectionItem) -> type:
    return type(item)


def _same_start(blocks: Sequence[SectionBlock], items: Sequence[SectionItem]) -> int:
    for at, (block, item) in enumerate(zip(blocks, items, strict=False)):
        if block.value() != item:
            return at
    return min(len(blocks), len(items))


def _taken(pool: list[SectionBlock], block: SectionBlock | None) -> SectionBlock | None:
    if block is not None:
        pool.remove(block)
    return block
