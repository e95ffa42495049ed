"""The start page: the drafts of this computer, and a new application."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.drafts.plain import Listed, PlainDraft, listed_drafts
from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call, find_call
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.looks import named

_FILE = Qt.ItemDataRole.UserRole
_COLUMNS = ("单位", "赛道", "方向", "状态", "最后修改", "下一截止")


class StartPage(QWidget):
    """``opened`` carries the file of a draft, ``begun`` a new application."""

    opened = Signal(Path)
    begun = Signal(Application)
    browse = Signal()
    sample = Signal(str)

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self.setObjectName("start")
        self._calls = calls
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 32, 48, 24)
        layout.setSpacing(12)
        layout.addWidget(named(QLabel("揭榜挂帅申报材料"), "start-title"))
        layout.addWidget(named(QLabel("不联网填写，检查无误后生成申报材料。"), "page-subtitle"))
        layout.addSpacing(8)
        layout.addLayout(self._make_beginning())
        layout.addSpacing(12)
        layout.addLayout(self._make_list_head())
        self._list = _DraftList()
        self._list.itemActivated.connect(self._on_open)
        layout.addWidget(self._list, 1)
        self._empty = named(
            QLabel("还没有申报。选好赛道以后点“开始填写”，或者先打开一份示例看看。"), "drafts-empty"
        )
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        """Read the drafts of this computer anew."""
        listed = listed_drafts()
        self._list.setVisible(bool(listed))
        self._empty.setVisible(not listed)
        self._list.clear()
        for draft in listed:
            self._list.addTopLevelItem(_item(draft))
        if listed:
            self._list.select_first()
        self._units.clear()
        self._units.addItem("不沿用", None)
        for draft in listed:
            unit = draft.application.unit if draft.application else None
            if unit and unit.name and self._units.findText(unit.name) < 0:
                self._units.addItem(unit.name, unit)
        self._units.setEnabled(self._units.count() > 1)

    def _make_beginning(self) -> QGridLayout:
        self._call = QComboBox()
        self._region = QComboBox()
        self._track = QComboBox()
        self._units = QComboBox()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        rows = (
            ("通知(&N)", self._call),
            ("报送地区(&R)", self._region),
            ("赛道(&T)", self._track),
            ("沿用单位资料(&U)", self._units),
        )
        for row, (title, box) in enumerate(rows):
            label = QLabel(title)
            label.setBuddy(box)
            box.setAccessibleName(title.split("(")[0])
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        begin = QPushButton("开始填写(&B)")
        begin.setProperty("primary", True)
        begin.clicked.connect(self._on_begin)
        sample = QPushButton("打开一份示例(&S)")
        sample.clicked.connect(lambda: self.sample.emit(self._track.currentData()))
        buttons = QHBoxLayout()
        buttons.addWidget(begin)
        buttons.addWidget(sample)
        buttons.addStretch(1)
        grid.addLayout(buttons, len(rows), 1)
        grid.setColumnMinimumWidth(1, 560)
        grid.setColumnStretch(2, 1)
        self._call.currentIndexChanged.connect(self._on_call)
        for call in self._calls:
            self._call.addItem(call.title, call)
        return grid

    def _make_list_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(named(QLabel("本机的申报"), "section-title"))
        head.addStretch(1)
        browse = QPushButton("打开文件(&O)…")
        browse.clicked.connect(self.browse)
        head.addWidget(browse)
        return head

    def _on_call(self, index: int) -> None:
        call: Call = self._call.itemData(index)
        for box, choices in ((self._region, call.regions), (self._track, call.tracks)):
            box.clear()
            for choice in choices:
                box.addItem(choice.name, choice.id)

    def _on_begin(self) -> None:
        application = Application(
            call=self._call.currentData().id,
            region=self._region.currentData(),
            track=self._track.currentData(),
        )
        if unit := self._units.currentData():
            application = application.set("unit", unit)
        self.begun.emit(application)

    def _on_open(self, item: QTreeWidgetItem) -> None:
        self.opened.emit(item.data(0, _FILE))


class _DraftList(QTreeWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drafts")
        self.setAccessibleName("本机的申报")
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def select_first(self) -> None:
        self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.itemActivated.emit(self.currentItem(), 0)
        else:
            super().keyPressEvent(event)


def _item(listed: Listed) -> QTreeWidgetItem:
    changed = f"{listed.changed:%Y-%m-%d %H:%M}"
    application = listed.application
    if application is None:
        item = QTreeWidgetItem([str(listed.file), "", "", "无法读取", changed, ""])
        item.setToolTip(0, listed.problem)
    else:
        directions = "、".join(str(no) for no in application.directions)
        track, state, deadline = _facts(application, PlainDraft(listed.file))
        name = application.unit.name or "（未填单位名称）"
        item = QTreeWidgetItem([name, track, directions, state, changed, deadline])
    item.setData(0, _FILE, listed.file)
    return item


def _facts(application: Application, draft: PlainDraft) -> tuple[str, str, str]:
    """Track, state and next deadline of a draft, as the list shows them."""
    try:
        call = find_call(application.call)
    except CallPackError:
        call = None
    if call is None:
        return application.track, "缺少通知数据", ""
    now = datetime.now().astimezone()
    findings = check(application, call, now=now, evidence_size=draft.evidence_size)
    has_errors = any(finding.severity is Severity.ERROR for finding in findings)
    track = call.track(application.track)
    region = call.region(application.region)
    upcoming = [d for d in region.next_deadlines if not d.passed(now)] if region else []
    deadline = f"{upcoming[0].printed} {upcoming[0].what}" if upcoming else "均已过"
    return track.name if track else "", "草稿" if has_errors else "检查通过", deadline
