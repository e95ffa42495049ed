"""The differences between two versions of a call pack, for reading."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.forms.calls.difference import CallChange
from jbgs_desktop.ui.widgets.style_helpers import named

_SHOWN = 60  # characters in a cell; all of them are in its tool tip
_BEFORE = 4  # characters shown before the first that differs


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
    # A long text differs somewhere at its end as a rule, which a narrow cell would not reach.
    pairs = zip(change.old, change.new, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = max(0, same - _BEFORE)
    item = QTreeWidgetItem([cells[0], _short(cells[1], start), _short(cells[2], start)])
    for column, cell in enumerate(cells):
        item.setToolTip(column, cell)
    return item


def _short(text: str, start: int) -> str:
    line = text[start : start + _SHOWN].replace("\n", " ")
    return ("…" if start else "") + line + ("…" if len(text) > start + _SHOWN else "")
