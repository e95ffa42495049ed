"""推荐表 of one track: order, 揭榜产品, 推荐理由, what is to be seen to, preview and export."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.calls.region import Quota
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.text.count import count
from jbgs_desktop.office.ranking_order import (
    Ranked,
    in_order,
    notices,
    quotas_of,
    ranked,
    ranked_by_keys,
    with_proposal,
)
from jbgs_desktop.office.register.parts import Proposal
from jbgs_desktop.ui.office.below_box import BelowBox
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.office.ranking_list import RankingList
from jbgs_desktop.ui.widgets.signs import signed
from jbgs_desktop.ui.widgets.style_helpers import SteadyLabel, label, named, show_if

_PAUSE = 500  # ms after the last key until it is kept
_LIST, _EDITORS = 400, 210  # px; the user may draw the line between them elsewhere
_IN_SIGHT, _LONGEST_TIP = 5, 40  # notices in sight, and in the tip over them
_NOBODY = "这里还没有可以推荐的申报。收件并检查通过以后，会列在这里。"


class RankingPage(QWidget):
    """``export_wanted`` and ``preview_wanted`` carry nothing; the page knows its track."""

    export_wanted = Signal()
    preview_wanted = Signal()

    def __init__(self, context: OfficeContext, call: Call, track: Track) -> None:
        super().__init__()
        self.call, self.track = call, track
        self._context = context
        self._order: list[Ranked] = []
        self._edited: tuple[int, int] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.settle)
        self.list = RankingList(call)
        self.list.ordered.connect(self._on_ordered)
        self.list.chosen.connect(self._on_chosen)
        self.list.left_out.connect(self._on_left_out)
        self._empty = named(QLabel(_NOBODY), "drafts-empty")
        self._notices = label("", "warning")
        self._make_editors()
        self._lay_out()
        context.changed.connect(self._on_register)

    @property
    def title(self) -> str:
        """What it ranks: 推荐表 and the track, in the call's words."""
        return f"{self._table_word}　{self.track.name}"

    @property
    def _table_word(self) -> str:
        return self.call.form.vocabulary.recommendation

    def settle(self) -> None:
        """Keep what was typed."""
        self._pause.stop()
        each = self._of(self._edited)
        if each is None:
            return
        changed = each.proposal.model_copy(
            update={"product": self._product.text(), "reason": self._reason.toPlainText()}
        )
        if changed != each.proposal:
            self._keep(each, changed)

    def refresh(self) -> None:
        """Show the register as it is now."""
        self._order = ranked(self._context.register.recommendable(self.call.id, self.track.id))
        there = bool(self._order)
        show_if(self._empty, not there)
        show_if(self._halves, there)
        self.list.show_order(self._order)
        self._show_notices()
        self._show_editors(self.list.current)
        for button in (self._up, self._down, self._look, self._export):
            button.setEnabled(there)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_register(self) -> None:
        if self.isVisible():  # what nobody sees is read when the page is opened
            self.refresh()

    # -- parts

    def _make_editors(self) -> None:
        self._product = QLineEdit()
        self._reason = QPlainTextEdit()
        self._reason.setTabChangesFocus(True)
        self._count = SteadyLabel("counter")
        for editor in (self._product, self._reason):
            editor.textChanged.connect(self._on_typed)
        self._up = self._button("上移(&U)", lambda: self.list.step(-1))
        self._down = self._button("下移(&N)", lambda: self.list.step(1))
        self._look = self._button(f"预览{self._table_word}(&P)", self._on_preview)
        self._export = self._button(f"导出{self._table_word}(&E)…", self._on_export)
        self._export.setProperty("primary", True)
        for button, keys in ((self._up, "Alt+↑"), (self._down, "Alt+↓")):
            button.setToolTip(f"也可以拖动，或按 {keys}。")
        self._quota = QComboBox()
        self._quota.setAccessibleName("每个方向的名额")
        self._quota.addItem("名额不限", None)
        for quota in quotas_of(self.call):
            self._quota.addItem(f"{quota.who}：每个方向 {quota.per_direction} 份", quota)
        self._quota.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._quota.setMinimumContentsLength(10)
        self._quota.activated.connect(self._on_quota)

    def _button(self, title: str, action: object) -> QPushButton:
        button = QPushButton(title)
        button.clicked.connect(action)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(named(label(self.title, "plain", wrap=False), "page-title"))
        head.addStretch(1)
        for widget in (self._quota, self._up, self._down, self._look, self._export):
            head.addWidget(widget)
        self._halves = QSplitter(Qt.Orientation.Vertical)
        self._halves.setObjectName("history-halves")
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(self.list)
        self._halves.addWidget(self._make_lower_half())
        self._halves.setSizes([_LIST, _EDITORS])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._notices)
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._halves, 1)

    def _make_lower_half(self) -> QWidget:
        columns = self.call.form.recommendation.columns
        below = QWidget()
        grid = QVBoxLayout(below)
        grid.setContentsMargins(0, 8, 0, 0)
        self._whose = label("", "muted")
        self._below = BelowBox()
        self._below.wanted.connect(self._reason.setPlainText)
        product, reason = QLabel(f"{columns['product']}(&D)"), QLabel(f"{columns['reason']}(&R)")
        for title, editor in ((product, self._product), (reason, self._reason)):
            title.setBuddy(editor)
            editor.setAccessibleName(title.text().split("(")[0])
        first = QHBoxLayout()
        first.addWidget(product)
        first.addWidget(self._product, 1)
        second = QHBoxLayout()
        second.addWidget(reason)
        second.addStretch(1)
        second.addWidget(self._count)
        grid.addWidget(self._whose)
        grid.addWidget(self._below)
        grid.addLayout(first)
        grid.addLayout(second)
        grid.addWidget(self._reason, 1)
        return below

    # -- showing

    def _show_notices(self) -> None:
        settings = self._context.register.settings
        choices: list[Quota | None] = [
            self._quota.itemData(at) for at in range(self._quota.count())
        ]
        quota = next((each for each in choices if each and each.who == settings.quota), None)
        self._quota.setCurrentIndex(choices.index(quota))
        sentences = [*self._undecided(), *self._ranking_notices(quota)]
        if self._order and not settings.recommender:
            sentences.append("还没有填写推荐单位名称，请在“登记与上报”里填写。")
        shown = (
            sentences
            if len(sentences) <= _IN_SIGHT
            else [*sentences[:_IN_SIGHT], f"另有 {len(sentences) - _IN_SIGHT} 条。"]
        )
        self._notices.setText("\n".join(signed(Severity.WARNING, sentence) for sentence in shown))
        self._notices.setToolTip("\n".join(sentences[:_LONGEST_TIP]))
        show_if(self._notices, bool(sentences))

    def _ranking_notices(self, quota: Quota | None) -> list[str]:
        elsewhere = [e for e in self._context.register.recommendable() if e.track != self.track.id]
        most = self.call.max_projects
        return notices(
            self._order,
            elsewhere,
            self.track,
            quota,
            quotas_of(self.call),
            most,
            self.call.form.vocabulary,
        )

    def _undecided(self) -> list[str]:
        register = self._context.register
        entries = {each.entry.number: each.entry for each in self._order}.values()
        return [
            f"“{entry.unit}”有几版报送包分不出先后，请在收件登记里核对，选定以哪一份为准。"
            for entry in entries
            if len(register.versions(entry)) > 1 and register.submission(entry).undecided
        ]

    def _show_editors(self, key: tuple[int, int] | None) -> None:
        each = self._of(key)
        if key == self._edited and self._pause.isActive():
            return  # somebody is typing
        self._edited = key if each else None
        proposal = each.proposal if each else None
        texts = (proposal.product, proposal.reason) if proposal else ("", "")
        self._whose.setText(
            f"{each.entry.unit}　方向{each.proposal.direction} {each.proposal.task}" if each else ""
        )
        self._below.show_row(each)
        for editor in (self._product, self._reason):
            editor.blockSignals(True)
            editor.setEnabled(each is not None)
        if self._product.text() != texts[0]:
            self._product.setText(texts[0])
        if self._reason.toPlainText() != texts[1]:
            self._reason.setPlainText(texts[1])
        for editor in (self._product, self._reason):
            editor.blockSignals(False)
        self._show_count()

    def _show_count(self) -> None:
        counts = count(self._reason.toPlainText())
        self._count.setText(f"字数 {counts.words}　字符 {counts.characters}")

    # -- acting

    def _of(self, key: tuple[int, int] | None) -> Ranked | None:
        return next((each for each in self._order if each.key == key), None)

    def _keep(self, each: Ranked, proposal: Proposal) -> None:
        entry = self._context.register.entry(each.entry.number)
        self._context.keep([with_proposal(entry, proposal)])

    def _on_typed(self) -> None:
        self._show_count()
        self._pause.start()

    def _on_chosen(self, key: tuple[int, int] | None) -> None:
        if key != self._edited:
            self.settle()
            self._show_editors(key)

    def _on_ordered(self, keys: list[tuple[int, int]]) -> None:
        self.settle()
        register = self._context.register

        def work() -> None:  # maybe later: of what is registered then
            register.keep(in_order(ranked_by_keys(register, keys)))

        self._context.change(self, "正在保存次序…", work)

    def _on_left_out(self, key: tuple[int, int], is_out: bool) -> None:
        self.settle()
        each = self._of(key)
        if each is not None:
            self._keep(each, each.proposal.model_copy(update={"left_out": is_out}))

    def _on_quota(self) -> None:
        chosen: Quota | None = self._quota.currentData()
        who = chosen.who if chosen else ""
        settings = self._context.register.settings
        self._context.keep_settings(settings.model_copy(update={"quota": who}))

    def _on_preview(self) -> None:
        self.settle()
        self.preview_wanted.emit()

    def _on_export(self) -> None:
        self.settle()
        self.export_wanted.emit()
