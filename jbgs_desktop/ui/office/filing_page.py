"""登记与上报: what the office is called, how far everything is, and what is made of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.office.expected_units import Expectation, expectation
from jbgs_desktop.office.register.entry import EntryState
from jbgs_desktop.ui.office.expected_dialog import ExpectedDialog
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.widgets.style_helpers import label, named, show_if

_COUNTED = (
    EntryState.FINE,
    EntryState.CORRECTED,
    EntryState.FAULTY,
    EntryState.RETURNED,
    EntryState.FORWARDED,
    EntryState.REFUSED,
    EntryState.UNDECIDED,
)
_OTHERS = "旧版、重复"  # what else was received
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FilingPage(QWidget):
    """Asks for the documents of the whole register."""

    register_wanted = Signal()
    summary_wanted = Signal()
    package_wanted = Signal()
    log_wanted = Signal()
    hand_over_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._name = QLineEdit(context.register.settings.recommender)
        self._name.setPlaceholderText("全称，与公章一致")
        self._name.editingFinished.connect(self._on_name)
        self._officer = QLineEdit(context.register.settings.officer)
        self._officer.setPlaceholderText(context.register.settings.who)
        self._officer.editingFinished.connect(self._on_name)
        self._table = self._make_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(named(label("登记与上报", "plain", wrap=False), "page-title"))
        name = QHBoxLayout()
        title = QLabel("推荐单位名称(&N)")
        title.setBuddy(self._name)
        self._name.setAccessibleName("推荐单位名称")
        officer = QLabel("经办人(&O)")
        officer.setBuddy(self._officer)
        self._officer.setAccessibleName("经办人")
        name.addWidget(title)
        name.addWidget(self._name, 2)
        name.addWidget(officer)
        name.addWidget(self._officer, 1)
        layout.addLayout(name)
        note = "单位名称印在上报的表、退回单上，也写进上报包；经办人的姓名记在操作记录里。"
        layout.addWidget(label(note, "muted"))
        layout.addWidget(self._table, 1)
        self._expected = label("", "plain")
        layout.addWidget(self._expected)
        layout.addLayout(self._make_actions())
        context.changed.connect(self._on_register)

    def refresh(self) -> None:
        """Show the register as it is now."""
        register = self._context.register
        there = [entry for entry in register.entries if not entry.removed]
        states = [(e.call, e.track, register.state(e)) for e in there]
        settings = register.settings
        for editor, text in ((self._name, settings.recommender), (self._officer, settings.officer)):
            if not editor.hasFocus() and editor.text() != text:
                editor.setText(text)
        words = self._judge(settings.expected).words
        self._expected.setText(words)
        show_if(self._expected, bool(words))
        self._table.clear()
        for call in self._context.calls:
            for track in call.tracks:
                of_track = [s for c, t, s in states if t == track.id and c in ("", call.id)]
                counts = [of_track.count(state) for state in _COUNTED]
                numbers = [str(number) for number in (*counts, len(of_track) - sum(counts))]
                item = QTreeWidgetItem([track.name, str(len(of_track)), *numbers])
                for column in range(1, item.columnCount()):
                    item.setTextAlignment(column, _NUMBERS)
                self._table.addTopLevelItem(item)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_register(self) -> None:
        if self.isVisible():  # what nobody sees is read when the page is opened
            self.refresh()

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setObjectName("drafts")
        track = self._context.words.track
        table.setAccessibleName(f"各{track}的收件情况")
        table.setHeaderLabels([track, "收到", *(state.word for state in _COUNTED), _OTHERS])
        table.setRootIsDecorated(False)
        for column in range(1, table.columnCount()):
            table.headerItem().setTextAlignment(column, _NUMBERS)
        table.header().setStretchLastSection(False)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    def _make_actions(self) -> QGridLayout:
        package = QPushButton("生成上报包(&G)…")
        package.setProperty("primary", True)
        package.clicked.connect(self.package_wanted)
        register = QPushButton("导出登记表(&X)…")
        register.clicked.connect(self.register_wanted)
        self._with_summary = QCheckBox("还要案例推荐汇总表(&A)")
        summary = QPushButton("导出案例推荐汇总表…")
        summary.clicked.connect(self.summary_wanted)
        summary.hide()
        self._with_summary.toggled.connect(lambda on: show_if(summary, on))
        expected = QPushButton("应报单位(&U)…")
        expected.clicked.connect(self._on_expected)
        log = QPushButton("操作记录(&J)…")
        log.clicked.connect(self.log_wanted)
        hand_over = QPushButton("移交登记表(&Y)…")
        hand_over.clicked.connect(self.hand_over_wanted)
        joined = QPushButton("并入登记表(&I)…")
        joined.clicked.connect(self.join_wanted)
        rows = (
            (package, "排好次序的表和其中的全部报送包，装成一个可以再核对的文件夹。"),
            (register, "收到、退回、上报的全部登记，xlsx 格式，不加密。"),
            (expected, "报来之前先记下应当报来的单位，随时看谁还没有报；登记表.xlsx里另有一页。"),
            (log, "谁在什么时候做了什么，可以导出；每一步都可以撤销。"),
            (hand_over, "登记表用口令加密，连同收到的报送包，交给同事或换一台电脑。"),
            (joined, "把同事移交来的登记表合到本机，两边都有的单位逐个问。"),
            (self._with_summary, "通知提到这张表，但列名未公布；主管部门要求时再用。"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        for at, (widget, text) in enumerate(rows):
            grid.addWidget(widget, at, 0)
            grid.addWidget(label(text, "muted"), at, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(summary, len(rows), 0)
        grid.setColumnStretch(1, 1)
        return grid

    def _judge(self, expected: Sequence[str]) -> Expectation:
        return expectation(expected, self._context.register.entries)

    def _on_expected(self) -> None:
        settings = self._context.register.settings

        def keep(expected: tuple[str, ...]) -> None:
            now = self._context.register.settings
            self._context.keep_settings(now.model_copy(update={"expected": expected}))

        ExpectedDialog(self, settings.expected, self._judge, keep).open()

    def _on_name(self) -> None:
        settings = self._context.register.settings
        typed = {"recommender": self._name.text().strip(), "officer": self._officer.text().strip()}
        self._context.keep_settings(settings.model_copy(update=typed))
