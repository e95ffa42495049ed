"""The differences between two versions of a call pack, for reading."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.forms.call_difference import CallChange
from jbgs_desktop.ui.looks import named

_SHOWN = 60  # characters in a cell; the rest is in its tool tip


class CallChangesList(QTreeWidget):
    """One line per difference below the heading of its group."""

    def __init__(self, changes: Sequence[CallChange]) -> None:
        super().__init__()
        named(self, "about-list")
        self.setAccessibleName("有哪些变化")
        self.setHeaderLabels(("项目", "原来", "现在"))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(0, 280)
        self.setColumnWidth(1, 220)
        for group in dict.fromkeys(change.group for change in changes):
            lines = [change for change in changes if change.group == group]
            head = QTreeWidgetItem([f"{group}（{len(lines)}）"])
            for change in lines:
                head.addChild(_line(change))
            self.addTopLevelItem(head)
        self.expandAll()


def _line(change: CallChange) -> QTreeWidgetItem:
    cells = (change.what, change.old or "没有", change.new or "没有")
    item = QTreeWidgetItem([_short(cell) for cell in cells])
    for column, cell in enumerate(cells):
        item.setToolTip(column, cell)
    return item


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
