"""操作记录: who did what to the register and when, to read and to take along."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.office.register.act_words import ActLine
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, ems, label, named

_WIDTHS = (13, 7)  # em; what was done and to whom share the rest


class ActLogDialog(FittedDialog):
    """Shows ``lines``, the newest first; ``export`` writes all of them to a file."""

    def __init__(self, parent: QWidget, lines: list[ActLine], export: Callable[[], object]) -> None:
        super().__init__(parent, "操作记录", (1000, 620))
        table = QTreeWidget()
        table.setObjectName("drafts")
        table.setAccessibleName("操作记录")
        table.setHeaderLabels(["时间", "经办人", "操作", "单位"])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        for line in reversed(lines):
            when = f"{line.when.astimezone():%Y-%m-%d %H:%M:%S}"
            item = QTreeWidgetItem([when, line.who, line.what, line.units])
            item.setToolTip(2, line.what)
            item.setToolTip(3, line.units)
            table.addTopLevelItem(item)
        for at, width in enumerate(_WIDTHS):
            table.setColumnWidth(at, ems(table, width))
        table.header().setStretchLastSection(False)
        for at in (2, 3):
            table.header().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        away, save = QPushButton("关闭"), QPushButton("导出操作记录(&E)…")
        away.clicked.connect(self.reject)
        save.clicked.connect(lambda: export())
        layout = QVBoxLayout(self)
        layout.addWidget(named(label("操作记录", "plain"), "dialog-title"))
        layout.addWidget(
            label("登记表里的每一步都记在这里，最近的在最上面，不能修改；撤销也是一步。", "muted")
        )
        layout.addWidget(table, 1)
        layout.addLayout(dialog_foot(away, save, by_enter=False))
