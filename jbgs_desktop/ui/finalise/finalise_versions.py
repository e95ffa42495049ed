"""The versions that were finalised, and what one changed against the one before."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.finalise.record import Finalised, Record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.drafts.history_comparison import Comparison
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import label

_COLUMNS = ("版本", "核验码", "定稿时间", "页数", "打印", "退回修改的原因")
_AT = Qt.ItemDataRole.UserRole
_ROW = 34  # px


class FinalisedList(QTreeWidget):
    """The versions, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("handed")
        self.setAccessibleName("定稿的版本")
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionsMovable(False)
        for column in range(len(_COLUMNS) - 1):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_versions(self, record: Record) -> None:
        self.clear()
        for at, each in reversed(list(enumerate(record.finalised))):
            item = QTreeWidgetItem(self, _cells(each, record))
            item.setData(0, _AT, at)
            item.setToolTip(5, each.reason)
        self.setCurrentIndex(self.model().index(0, 0))
        rows = len(record.finalised)
        self.setFixedHeight(self.header().sizeHint().height() + _ROW * rows + 4)

    @property
    def current(self) -> int | None:
        """The place of the chosen version among all, from 0."""
        item = self.currentItem()
        return int(item.data(0, _AT)) if item else None


def _cells(each: Finalised, record: Record) -> list[str]:
    prints = sum(entry.code == each.code for entry in record.prints)
    printed = f"{prints} 次" if prints else "未打印"
    if prints and record.is_outdated(each.code):
        printed += "，已过期"
    reason = f"{each.reopened.astimezone():%m-%d %H:%M}　{each.reason}" if each.reopened else ""
    return [
        f"第 {record.number_of(each.code)} 版",
        format_code(each.code),
        f"{each.when.astimezone():%Y-%m-%d %H:%M}",
        str(each.pages),
        printed,
        reason,
    ]


class VersionDialog(FittedDialog):
    """What the version at ``at`` changed against the one before."""

    def __init__(
        self, context: SubmissionContext, draft: SealedDraft, at: int, parent: QWidget
    ) -> None:
        super().__init__(parent, "与上一版的差别", (960, 600))
        record = context.record
        old, new = record.finalised[at - 1], record.finalised[at]
        self._names = (_name(old, record), _name(new, record))
        self._message = label("正在读取两个版本…", "hint")
        self._comparison = Comparison(context.session)
        close = QPushButton("关闭(&C)")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._message)
        layout.addWidget(self._comparison, 1)
        layout.addLayout(foot)

        def work() -> tuple[Application, Application]:
            return draft.read(old.point).application, draft.read(new.point).application

        run_in_background(self, work, lambda both: self._show(*both), self._message.setText)

    def _show(self, old: Application, new: Application) -> None:
        first, second = self._names
        if old == new:
            self._message.setText(f"{second}与{first}的内容完全相同，核验码也相同。")
        else:
            self._message.setText(f"{second}与{first}的差别：")
        self._comparison.compare(old, new, self._names, also_same=False)


def _name(each: Finalised, record: Record) -> str:
    return f"第 {record.number_of(each.code)} 版（{each.when.astimezone():%Y-%m-%d %H:%M}）"
