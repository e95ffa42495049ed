"""分工情况: every part that was given out, to whom, when, and whether it came back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.finalise.given_parts import GivenPart, PartState
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.part_words import day_words, person_of, section_names
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label

_COLUMNS = ("哪几节", "分给谁", "什么时候", "状态", "文件")
_SECTIONS, _TO, _WHEN, _STATE, _FILE = range(len(_COLUMNS))
_AT = Qt.ItemDataRole.UserRole
_NOTHING = "还没有分出去的节。在{}的页面上点“分给同事…”，就可以把几节做成Word文件发给同事写。"
_TIME = "%Y-%m-%d %H:%M"


class PartsDialog(FittedDialog):
    """The parts, the newest first. ``withdraw_wanted`` and ``again_wanted`` carry one of them.

    It goes before another file is made, since the bar tells of that.
    """

    withdraw_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(self, context: SubmissionContext, parent: QWidget) -> None:
        super().__init__(parent, "分工情况", (960, 480))
        self._session = context.session
        self._message = label("", "plain")
        self._make_list()
        self._away, self._again = QPushButton("撤销分工(&W)…"), QPushButton("再生成一份(&A)…")
        self._away.clicked.connect(lambda: self.withdraw_wanted.emit(self._current))
        self._again.clicked.connect(self._on_again)
        close = QPushButton("关闭(&C)")
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._message)
        layout.addWidget(self._list, 1)
        layout.addLayout(dialog_foot(self._away, self._again, close, by_enter=False))
        self._session.given.connect(self._show_parts)
        self._show_parts()

    def _make_list(self) -> None:
        self._list = QTreeWidget()
        self._list.setObjectName("differences")
        self._list.setAccessibleName("分出去的节")
        self._list.setHeaderLabels(_COLUMNS)
        self._list.setRootIsDecorated(False)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        for column in range(len(_COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (_SECTIONS, _FILE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._list.currentItemChanged.connect(lambda *_: self._enable())

    @property
    def _current(self) -> GivenPart | None:
        item = self._list.currentItem()
        return self._session.parts[item.data(_SECTIONS, _AT)] if item else None

    def _show_parts(self) -> None:
        """All of them anew; the one that was chosen stays so."""
        parts = self._session.parts
        item = self._list.currentItem()
        chosen = item.data(_SECTIONS, _AT) if item else len(parts) - 1
        self._list.clear()
        for at, part in reversed(list(enumerate(parts))):
            item = QTreeWidgetItem(self._list, self._cells(part))
            item.setData(_SECTIONS, _AT, at)
            for column in (_SECTIONS, _FILE):
                item.setToolTip(column, item.text(column))
            if at == chosen:
                self._list.setCurrentItem(item)
        out = sum(part.is_out for part in parts)
        some = f"共分出去 {len(parts)} 次，其中 {out} 次还没有收回。"
        self._message.setText(some if parts else _NOTHING.format(self._session.words.taskbook))
        self._enable()

    def _cells(self, part: GivenPart) -> list[str]:
        state = part.state
        since = {PartState.RETURNED: part.returned, PartState.WITHDRAWN: part.withdrawn}.get(state)
        status = f"{state.word}（{day_words(since)}）" if since else state.word
        given = f"{part.when.astimezone():{_TIME}}"
        return [
            section_names(self._session, part.fields),
            person_of(part),
            given,
            status,
            part.file,
        ]

    def _on_again(self) -> None:
        part = self._current
        self.accept()
        self.again_wanted.emit(part)

    def _enable(self) -> None:
        current = self._current
        self._away.setEnabled(current is not None and current.is_out)
        self._again.setEnabled(current is not None)
