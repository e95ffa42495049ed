"""The start page: the drafts of this computer, and a new application."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal, SignalInstance
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

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.files import carried_data
from jbgs_desktop.forms.calls.installed_packs import OfferedCall, each_word, has_sample
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.start.draft_list import DraftList, Overview
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.screen_room import scrolling, window_settings
from jbgs_desktop.ui.widgets.style_helpers import named, show_if

if TYPE_CHECKING:
    from jbgs_desktop.forms.application import Unit

_ASKING = "正在向系统密钥环取密钥…"
_FETCHING = "正在取密钥…"  # the system's keyring is not asked
_CLOSED = "还没有密钥，草稿打不开，也不能新建。"
_NO_SAMPLE = "这份通知没有自带的示例，请直接开始填写。"
_NONE_YET = "还没有申报。选好以后点“开始填写”，或者先打开一份示例看看。"


class StartChoice(NamedTuple):
    """What a new application is for, by ids."""

    call: str
    region: str
    track: str


class StartPage(QWidget):
    """What is painted first: nothing that it needs takes long to load.

    ``begun`` carries a known unit to take over, or None; ``choice`` is what for. ``opened``,
    ``copied``, ``renamed`` and ``removed`` carry a line of the list, ``sample`` a call and a track.
    ``install_wanted`` asks for a call pack from a file, ``words`` and ``word_folder`` for Word
    files to begin with.
    """

    begun = Signal(object)
    opened = Signal(object)
    removed = Signal(object)
    copied = Signal(object)
    renamed = Signal(object)
    browse = Signal()
    search = Signal()
    backups = Signal()
    verify = Signal()
    office = Signal()
    sample = Signal(object, str)
    about = Signal()
    manual = Signal()
    install_wanted = Signal()
    words = Signal()
    word_folder = Signal()
    code = Signal()

    def __init__(self, calls: Sequence[OfferedCall]) -> None:
        super().__init__()
        self.setObjectName("start")
        self._calls = calls
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
        self._list = DraftList()
        layout.addLayout(self._make_beginning())
        layout.addSpacing(12)
        layout.addLayout(self._make_list_head())
        self._list.opened.connect(self.opened)
        self._list.removed.connect(self.removed)
        self._list.copied.connect(self.copied)
        self._list.renamed.connect(self.renamed)
        self._list.currentItemChanged.connect(lambda *_: self._show_acts())
        self._list.hide()
        layout.addWidget(self._list, 1)
        layout.addWidget(self._make_acts())
        self._empty = named(QLabel(), "drafts-empty")
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        self.show_waiting()

    def show_waiting(self) -> None:
        """That there may be a key in a moment."""
        self._show_no_list(_FETCHING if carried_data() else _ASKING)
        self.bar.settle(Severity.WARNING)

    def show_closed(self, unlock: Callable[[], object]) -> None:
        """That there is no key, and ``unlock``, the only way on, which must not be closed away."""
        self._show_no_list(_CLOSED)
        self.bar.notify(Severity.WARNING, _CLOSED, "输入或新建密钥…", unlock, stays=True)

    def _show_no_list(self, sentence: str) -> None:
        self._list.hide()
        show_if(self._acts, False)
        self._empty.setText(sentence)
        show_if(self._empty, True)

    def show_overview(self, overview: Overview) -> None:
        """The drafts and units of this computer."""
        self._list.show_lines(overview.lines)
        show_if(self._list, bool(overview.lines))
        show_if(self._acts, bool(overview.lines))
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

    def show_trouble(self, sentence: str) -> None:
        """Why the drafts could not be read."""
        self.bar.notify(Severity.ERROR, sentence)

    def _show_units(self, units: "Sequence[Unit]") -> None:
        self._units.clear()
        self._units.addItem("不沿用", None)
        for unit in units:
            self._units.addItem(unit.name, unit)
        self._units.setEnabled(self._units.count() > 1)

    def _make_head(self) -> QHBoxLayout:
        office = QPushButton("推荐单位：收件与推荐(&W)…")
        office.setToolTip("接收、核对申报单位的报送包，排出次序。")
        office.clicked.connect(self.office)
        head = QHBoxLayout()
        head.addWidget(named(QLabel(PROGRAM_NAME), "start-title"))
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
        self._heads: dict[QComboBox, QLabel] = {}
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
            self._heads[box] = label
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        grid.addLayout(self._make_begin_buttons(), len(rows), 1)
        grid.setColumnMinimumWidth(1, 560)
        grid.setColumnStretch(2, 1)
        self._call.currentIndexChanged.connect(self._on_call)
        self._track.currentIndexChanged.connect(lambda _: self._show_sample())
        self.show_calls(self._calls)
        return grid

    def _make_begin_buttons(self) -> QHBoxLayout:
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
        folder = QPushButton("从Word文件夹开始(&J)…")
        folder.setToolTip("把一个文件夹里填好的Word文件（docx）一起读成一份新的申报。")
        folder.clicked.connect(self.word_folder)
        buttons = QHBoxLayout()
        for button in (begin, words, folder, sample):
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def show_calls(self, calls: Sequence[OfferedCall]) -> None:
        """Offer ``calls``. The one that has come is chosen, or else the one that was before."""
        chosen: OfferedCall | None = self._call.currentData()
        before = {(call.id, call.version) for call in self._offered()}
        if arrived := [call for call in calls if (call.id, call.version) not in before]:
            chosen = arrived[-1] if before else max(calls, key=_last_issued)
        self._call.blockSignals(True)
        self._call.clear()
        for call in calls:
            self._call.addItem(call.title, call)
        self._call.blockSignals(False)
        self._list.head_tracks(each_word(call.track_word for call in calls))
        ids = [call.id for call in calls]
        self._call.setCurrentIndex(ids.index(chosen.id) if chosen and chosen.id in ids else 0)
        self._on_call(self._call.currentIndex())

    def _offered(self) -> list[OfferedCall]:
        return [self._call.itemData(at) for at in range(self._call.count())]

    def _make_list_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(named(QLabel("本机的申报"), "section-title"))
        head.addStretch(1)
        search = QPushButton("查找草稿(&F)…")
        search.clicked.connect(self.search)
        browse = QPushButton("打开文件(&O)…")
        browse.clicked.connect(self.browse)
        code = QPushButton("恢复码(&C)…")
        code.clicked.connect(self.code)
        backups = QPushButton("自动备份(&K)…")
        backups.clicked.connect(self.backups)
        verify = QPushButton("检验报送包(&V)…")
        verify.clicked.connect(self.verify)
        for button in (verify, code, backups, search, browse):
            head.addWidget(button)
        return head

    def _make_acts(self) -> QWidget:
        """What can be done with the draft that is chosen in the list."""
        self._acts = QWidget()
        self._acts.hide()
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, 0, 0, 0)
        self._open = QPushButton("打开(&P)")
        self._copy = QPushButton("打开副本(&Y)")
        self._copy.setToolTip("另存成本机的一份副本打开，原来的一份不变，以后可以合并。")
        self._name = QPushButton("名称和备注(&E)…")
        self._remove = QPushButton("删除(&D)…")
        for button, wanted in (
            (self._open, self.opened),
            (self._copy, self.copied),
            (self._name, self.renamed),
            (self._remove, self.removed),
        ):
            button.clicked.connect(lambda _=False, wanted=wanted: self._act(wanted))
            row.addWidget(button)
        row.insertStretch(3, 1)
        return self._acts

    def _show_acts(self) -> None:
        line = self._list.chosen
        for button in (self._copy, self._name):
            button.setEnabled(line is not None and line.is_encrypted)

    def _act(self, wanted: SignalInstance) -> None:
        if line := self._list.chosen:
            wanted.emit(line)

    def _on_call(self, index: int) -> None:
        call: OfferedCall | None = self._call.itemData(index)
        for box, kind in ((self._region, "regions"), (self._track, "tracks")):
            box.clear()
            for choice in getattr(call, kind, ()):
                box.addItem(choice.name, choice.id)
        if call is not None:
            self._heads[self._track].setText(f"{call.track_word}(&T)")
            self._track.setAccessibleName(call.track_word)
        self._offer_last()
        self._show_sample()

    def _show_sample(self) -> None:
        """Offer a sample where the call brings one, else say that it has none."""
        call: OfferedCall | None = self._call.currentData()
        track: str = self._track.currentData() or ""
        is_there = call is not None and has_sample(call.id, track)
        self._sample.setEnabled(is_there)
        self._sample.setToolTip("" if is_there else _NO_SAMPLE)
        self._sample.setText("打开一份示例(&S)" if is_there else "这份通知没有示例")

    def _offer_last(self) -> None:
        """Have chosen what was begun with last on this computer."""
        settings = window_settings()
        for key, box in self._remembered():
            box.setCurrentIndex(max(0, box.findData(settings.value(key))))

    def _keep_last(self) -> None:
        settings = window_settings()
        for key, box in self._remembered():
            settings.setValue(key, box.currentData())
        settings.sync()

    def _remembered(self) -> tuple[tuple[str, QComboBox], ...]:
        return ("begun/region", self._region), ("begun/track", self._track)

    @property
    def choice(self) -> StartChoice:
        """What is chosen for a new application."""
        call: OfferedCall = self._call.currentData()
        return StartChoice(call.id, self._region.currentData(), self._track.currentData())

    def _on_begin(self) -> None:
        self._keep_last()
        self.begun.emit(self._units.currentData())


def _last_issued(call: OfferedCall) -> str:
    """The day on which the call, or the last of what places add to it, was made public."""
    return max(region.issued for region in call.regions)
