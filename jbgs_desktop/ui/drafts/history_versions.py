"""The list of kept versions: when, under which name, and what changed in short."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.drafts.format.manifest import RevisionInfo
from jbgs_desktop.ui.drafts.history_reader import HistoryStep
from jbgs_desktop.ui.widgets.display_text import field_name
from jbgs_desktop.ui.widgets.session import Session

_NUMBER = Qt.ItemDataRole.UserRole
_COLUMNS = ("时间", "名称", "这一次改了什么")
_NAMED_FIELDS = 2  # fields that a line names before it only counts


class VersionList(QTreeWidget):
    """``chosen`` comes when the user goes to another version."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._steps: dict[int, HistoryStep] = {}
        self.setObjectName("versions")
        self.setAccessibleName("保存过的版本")
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.header().setSectionsMovable(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit())

    @property
    def current(self) -> HistoryStep | None:
        """The version that is chosen."""
        item = self.currentItem()
        return self._steps[item.data(0, _NUMBER)] if item else None

    def add(self, steps: Sequence[HistoryStep]) -> None:
        """Put ``steps``, which are older than those in the list, below them."""
        for step in steps:
            self._steps[step.point.number] = step
            item = QTreeWidgetItem(
                [time_of(step.point), step.point.name, _summary(self._session, step)]
            )
            item.setData(0, _NUMBER, step.point.number)
            item.setToolTip(2, step.problem or _names(self._session, step, len(step.changes)))
            self.addTopLevelItem(item)
        if self.currentItem() is None and self.topLevelItemCount():
            self.setCurrentIndex(self.model().index(0, 0))


def time_of(point: RevisionInfo) -> str:
    return f"{point.when.astimezone():%Y-%m-%d %H:%M:%S}"


def _summary(session: Session, step: HistoryStep) -> str:
    if step.application is None:
        return "无法读取"
    if not step.changes:
        return "保留下来的最早版本" if step.is_first else "内容没有变化"
    words = _names(session, step, _NAMED_FIELDS)
    more = len(step.changes) - _NAMED_FIELDS
    return f"{words}等 {len(step.changes)} 处" if more > 0 else words


def _names(session: Session, step: HistoryStep, most: int) -> str:
    return "、".join(field_name(session, change.path) for change in step.changes[:most])
