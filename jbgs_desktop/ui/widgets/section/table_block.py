"""A table in a section: its caption above, its grid below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jbgs_desktop.forms.section import SectionItem, SectionTable, TableItem
from jbgs_desktop.ui.widgets.ime_field import WORDS_ONLY, WORDS_ONLY_KEYS
from jbgs_desktop.ui.widgets.section.frame_block import EscapeToFrame, FrameBlock
from jbgs_desktop.ui.widgets.section.section_block import DOWN
from jbgs_desktop.ui.widgets.section.section_text import Offered
from jbgs_desktop.ui.widgets.section.table_actions import TABLE_ACTIONS
from jbgs_desktop.ui.widgets.section.table_grid import TableGrid

_ROWS, _CAPTION = "rows", "caption"


class TableBlock(FrameBlock):
    """``take`` is offered what is pasted and is neither text nor cells."""

    def __init__(self, table: SectionTable, take: Offered) -> None:
        super().__init__("表格", "表题")
        self.grid = TableGrid(table, take)
        self.caption.set_value(table.caption)
        self._item = TableItem(table=table)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 2, 6, 6)
        box.setSpacing(2)
        box.addLayout(self.caption_line())
        box.addWidget(self.grid)
        EscapeToFrame(self, self.caption.line)
        self.grid.edited.connect(self._on_edited)
        self.grid.notified.connect(self.notified)
        self.grid.paused.connect(self.paused)
        self.grid.whole_wanted.connect(self.whole_wanted)
        self.grid.menu_wanted.connect(self.open_menu)
        self.grid.escaped.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.grid.stepped.connect(self._on_step_out)
        self.caption.stepped.connect(self._on_step_from_caption)
        self.caption.changed.disconnect(self.changed)
        self.caption.changed.connect(lambda: self._on_edited(self.grid.table))

    def value(self) -> TableItem:
        return self._item

    def set_value(self, item: SectionItem) -> None:
        assert isinstance(item, TableItem)
        if not self.is_composing:
            self._item = item
            self.caption.set_value(item.table.caption)
            self.grid.set_table(item.table)

    def stops(self) -> list[QWidget]:
        return [self.caption.line, self.grid.input, self]

    def enter(self, by: int) -> None:
        if by < 0:
            self.grid.enter(by)
        else:
            self.caption.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_number(self, number: str) -> None:
        super().show_number(number)
        self.grid.name(" ".join(filter(None, (number or "表格", self._item.table.caption))))

    def reveal(self, steps: Sequence[str]) -> QWidget:
        if steps[:1] == [_CAPTION]:
            return self.caption.line
        if len(steps) >= 3 and steps[0] == _ROWS:
            self.grid.go_to_cell(int(steps[1]), int(steps[2]))
        return self.grid.input

    def set_read_only(self) -> None:
        super().set_read_only()
        self.grid.input.setReadOnly(True)

    @property
    def is_composing(self) -> bool:
        return super().is_composing or self.grid.input.is_composing

    def go_inside(self) -> None:
        self.grid.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def own_actions(self) -> list[QAction | None]:
        made: list[QAction | None] = []
        for title, keys, do in (
            ("剪切", QKeySequence.StandardKey.Cut, self.grid.cut),
            ("复制", QKeySequence.StandardKey.Copy, self.grid.copy),
            ("粘贴", QKeySequence.StandardKey.Paste, self.grid.input.paste),
            (WORDS_ONLY, WORDS_ONLY_KEYS, self.grid.input.paste_words),
        ):
            action = QAction(title)
            action.setShortcut(keys)
            action.triggered.connect(lambda _=False, do=do: do())
            made.append(action)
        made.append(None)
        for each in TABLE_ACTIONS:
            if each.begins_group:
                made.append(None)
            action = QAction(each.title)
            action.setShortcut(QKeySequence(each.keys))
            action.triggered.connect(lambda _=False, each=each: self.grid.run(each))
            made.append(action)
        return made

    def _on_edited(self, table: SectionTable) -> None:
        caption = self.caption.value()
        if table.caption != caption:
            table = table.model_copy(update={"caption": caption})
            self.grid.set_table(table)
        # Not made anew, which would look at every cell of it again.
        self._item = self._item.model_copy(update={"table": table})
        self.changed.emit()

    def _on_step_out(self, by: int) -> None:
        if by < 0:
            self.caption.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stepped.emit(by)

    def _on_step_from_caption(self, by: int) -> None:
        if by == DOWN:
            self.grid.enter(by)
        else:
            self.stepped.emit(by)
