"""Ctrl+A over a whole section, and what goes onto the clipboard from it."""

from collections.abc import Mapping

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from jbgs_desktop.forms.section import SectionItem, TableItem
from jbgs_desktop.forms.section_clipboard import (
    lines_with_tabs,
    section_html,
    section_plain,
    table_html,
)
from jbgs_desktop.forms.section_edit import section_of
from jbgs_desktop.forms.table_edit import grid_texts
from jbgs_desktop.ui.widgets.section.section_stack import SectionStack

_HELD = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta}
_Key = QKeySequence.StandardKey


class WholeSelection:
    """All blocks of ``stack`` selected at once; ``numbers`` are 表N and 图N by item."""

    def __init__(self, stack: SectionStack) -> None:
        self._stack = stack
        self.numbers: Mapping[int, str] = {}
        self.is_on = False

    def begin(self) -> None:
        """Select everything."""
        self.is_on = True
        for block in self._stack.blocks:
            block.show_selected(True)

    def end(self) -> None:
        """Select nothing any more."""
        if self.is_on:
            self.is_on = False
            for block in self._stack.blocks:
                block.show_selected(False)

    def deletes(self, event: QKeyEvent) -> bool:
        """Whether the key takes away what is selected; what is cut is on the clipboard then."""
        if event.matches(_Key.Cut):
            self.copy()
            return True
        return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

    def handles(self, event: QKeyEvent) -> bool:
        """Copy, or end the selection for any other key; whether the key has no other meaning."""
        if event.matches(_Key.Copy):
            self.copy()
            return True
        if event.matches(_Key.SelectAll):
            return True
        if event.key() in _HELD:
            return False
        self.end()
        return event.key() == Qt.Key.Key_Escape

    def copy(self) -> None:
        """Put the section on the clipboard, as text and as HTML."""
        section = section_of(self._stack.slots())
        _offer(section_plain(section, self.numbers), section_html(section, self.numbers))

    def copy_item(self, item: SectionItem) -> None:
        """Put one item on the clipboard; a table alone, as it is pasted again."""
        if isinstance(item, TableItem):
            _offer(lines_with_tabs(grid_texts(item.table)), table_html(item.table, caption=True))
        else:
            _offer(section_plain((item,), {}), section_html((item,), {}))


def _offer(text: str, html: str) -> None:
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
