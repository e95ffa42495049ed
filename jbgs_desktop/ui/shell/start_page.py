"""The start page: the drafts of this computer, and a new application."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.application import Application, Unit
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.sample import has_sample
from jbgs_desktop.ui.drafts.keys_gate import ASKING, KeyGate
from jbgs_desktop.ui.shell.draft_list import DraftList, Overview, read_overview
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.screen_room import scrolling
from jbgs_desktop.ui.widgets.style_helpers import named, show_if

_NONE_YET = "还没有申报。选好赛道以后点“开始填写”，或者先打开一份示例看看。"


class StartPage(QWidget):
    """``begun`` carries a new application and a known unit to take over, or None.

    ``opened`` and ``removed`` carry a line of the list, ``sample`` a call and a track. ``put_in``
    asks for a call pack from a file, ``words`` for Word files to begin with.
    """

    begun = Signal(Application, object)
    opened = Signal(object)
    removed = Signal(object)
    browse = Signal()
    search = Signal()
    backups = Signal()
    verify = Signal()
    office = Signal()
    sample = Signal(Call, str)
    about = Signal()
    manual = Signal()
    install_wanted = Signal()
    words = Signal()

    def __init__(self, calls: Sequence[Call], gate: KeyGate) -> None:
        super().__init__()
        self.setObjectName("start")
        self._calls = calls
        self._gate = gate
        self.bar = NoticeBar()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.bar)
        inside = QWidget()
        outside.addWidget(scrolling(inside), 1)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(48, 32, 48, 24)
        layout.setSpacing(12)
        layout.addLayout(self._make_head())
        layout.addWidget(
            named(QLabel("不联网填写，草稿加密保存，检查无误后生成申报材料。"), "page-subtitle")
        )
        layout.addSpacing(8)
        layout.addLayout(self._make_beginning())
        layout.addSpacing(12)
        layout.addLayout(self._make_list_head())
        self._list = DraftList()
        self._list.opened.connect(self.opened)
        self._list.removed.connect(self.removed)
        self._list.hide()
        layout.addWidget(self._list, 1)
        self._empty = named(QLabel(), "drafts-empty")
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        gate.moved.connect(self.refresh)

    def refresh(self) -> None:
        """Read the drafts of this computer anew, in the background."""
        if self._gate.is_open:
            self.bar.settle(Severity.WARNING)
            keys = self._gate.keys
            run_in_background(self, lambda: read_overview(keys), self._show, self._on_trouble)
            return
        self._list.hide()
        self._remove.setEnabled(False)
        self._empty.setText(self._gate.sentence)
        show_if(self._empty, True)
        if self._gate.sentence == ASKING:
            self.bar.settle(Severity.WARNING)
        else:
            ask = self._gate.unlock  # the only way on, which must not be closed away
            self.bar.notify(
                Severity.WARNING, self._gate.sentence, "输入或新建密钥…", ask, stays=True
            )

    def _show(self, overview: Overview) -> None:
        self._list.show_lines(overview.lines)
        show_if(self._list, bool(overview.lines))
        self._remove.setEnabled(bool(overview.lines))
        self._empty.setText(_NONE_YET)
        show_if(self._empty, not overview.lines)
        self._show_units(overview.units)
        if overview.problem:
            self.bar.notify(Severity.WARNING, overview.problem)
        is_untouched = self._call.hasFocus() and not self._call.view().isVisible()
        if overview.lines and is_untouched:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """The focus goes to what most people come for: a draft, or else a new one."""
        super().showEvent(event)
        first = self._call if self._list.isHidden() else self._list
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_trouble(self, sentence: str) -> None:
        self.bar.notify(Severity.ERROR, sentence)

    def _show_units(self, units: Sequence[Unit]) -> None:
        self._units.clear()
        self._units.addItem("不沿用", None)
        for unit in units:
            self._units.addItem(unit.name, unit)
        self._units.setEnabled(self._units.count() > 1)

    def _make_head(self) -> QHBoxLayout:
        office = QPushButton("推荐单位：收件与推荐(&W)…")
        office.setToolTip("接收、核对申报单位的U盘，排出推荐表。")
        office.clicked.connect(self.office)
        head = QHBoxLayout()
        head.addWidget(named(QLabel("揭榜挂帅申报材料"), "start-title"))
        head.addStretch(1)
        install = QPushButton("导入通知数据(&I)…")
        install.setToolTip("发布单位发来的新通知，或现有通知的更新，是一个文件。")
        install.clicked.connect(self.install_wanted)
        about = QPushButton("关于(&A)…")
        about.clicked.connect(self.about)
        manual = QPushButton("用户手册(&H)")
        manual.clicked.connect(self.manual)
        for button in (office, install, manual, about):
            head.addWidget(button)
        return head

    def _make_beginning(self) -> QGridLayout:
        self._call = QComboBox()
        self._region = QComboBox()
        self._track = QComboBox()
        self._units = QComboBox()
        self._show_units(())
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
        self._sample = sample = QPushButton("打开一份示例(&S)")
        sample.clicked.connect(
            lambda: self.sample.emit(self._call.currentData(), self._track.currentData())
        )
        words = QPushButton("从Word文件开始(&L)…")
        words.setToolTip("把填好的申报书（docx）读成一份新的申报，可以一次选几个文件。")
        words.clicked.connect(self.words)
        buttons = QHBoxLayout()
        for button in (begin, words, sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        grid.addLayout(buttons, len(rows), 1)
        grid.setColumnMinimumWidth(1, 560)
        grid.setColumnStretch(2, 1)
        self._call.currentIndexChanged.connect(self._on_call)
        self.show_calls(self._calls)
        return grid

    def show_calls(self, calls: Sequence[Call]) -> None:
        """Offer ``calls``. The one that has come is chosen, or else the one that was before."""
        chosen: Call | None = self._call.currentData()
        before = {(call.id, call.version) for call in self._offered()}
        newest = max(calls, key=_last_issued)
        if arrived := [call for call in calls if (call.id, call.version) not in before]:
            chosen = arrived[-1] if before else newest
        self._call.blockSignals(True)
        self._call.clear()
        for call in calls:
            self._call.addItem(call.title, call)
        self._call.blockSignals(False)
        ids = [call.id for call in calls]
        self._call.setCurrentIndex(ids.index(chosen.id) if chosen and chosen.id in ids else 0)
        self._on_call(self._call.currentIndex())

    def _offered(self) -> list[Call]:
        return [self._call.itemData(at) for at in range(self._call.count())]

    def _make_list_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(named(QLabel("本机的申报"), "section-title"))
        head.addStretch(1)
        self._remove = QPushButton("删除(&D)…")
        self._remove.setEnabled(False)
        self._remove.clicked.connect(self._on_remove)
        search = QPushButton("查找草稿(&F)…")
        search.clicked.connect(self.search)
        browse = QPushButton("打开文件(&O)…")
        browse.clicked.connect(self.browse)
        code = QPushButton("恢复码(&C)…")
        code.clicked.connect(lambda: self._gate.require(self._gate.show_code))
        backups = QPushButton("自动备份(&K)…")
        backups.clicked.connect(self.backups)
        verify = QPushButton("检验U盘(&V)…")
        verify.clicked.connect(self.verify)
        for button in (self._remove, verify, code, backups, search, browse):
            head.addWidget(button)
        return head

    def _on_remove(self) -> None:
        if line := self._list.chosen:
            self.removed.emit(line)

    def _on_call(self, index: int) -> None:
        call: Call = self._call.itemData(index)
        for box, choices in ((self._region, call.regions), (self._track, call.tracks)):
            box.clear()
            for choice in choices:
                box.addItem(choice.name, choice.id)
        is_there = has_sample(call, call.tracks[0].id)
        self._sample.setEnabled(is_there)
        self._sample.setText("打开一份示例(&S)" if is_there else "这份通知没有示例")

    @property
    def application(self) -> Application:
        """An empty application of what is chosen."""
        return Application(
            call=self._call.currentData().id,
            region=self._region.currentData(),
            track=self._track.currentData(),
        )

    def _on_begin(self) -> None:
        self.begun.emit(self.application, self._units.currentData())


def _last_issued(call: Call) -> str:
    """The day on which the call, or the last of what places add to it, was made public."""
    return max(region.issued for region in call.regions)
