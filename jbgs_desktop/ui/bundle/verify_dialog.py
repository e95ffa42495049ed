"""检验U盘: the verdict on a bundle, without any draft being open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.bundle.confined_verify import verify_confined
from jbgs_desktop.bundle.drives import list_drives
from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.bundle.verify import bundles_in
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import label, named, set_state, show_if
from jbgs_desktop.ui.widgets.theme import current_tokens

_MAKING_AGAIN = "文件已读完，正在逐页读扫描件，并按申报数据重新生成材料来对照…"
_STEPS = 1000  # of the progress bar


class VerifyDialog(FittedDialog):
    """Verifies a bundle; ``folder`` is looked at at once, otherwise the user chooses."""

    def __init__(self, parent: QWidget, folder: Path | None = None) -> None:
        super().__init__(parent, "检验报送包", (760, 560))
        self._task = BackgroundTask(self)
        self._task.reported.connect(lambda reports: self._show_progress(*reports[-1]))
        self._make_parts()
        self._lay_out()
        self._idle()
        if folder is not None:
            self.look_into(folder)

    # -- parts

    def _make_parts(self) -> None:
        self._open = QPushButton("选择盘或文件夹(&O)…")
        self._open.clicked.connect(self._on_open)
        self._several = QComboBox()
        self._several.setAccessibleName("检验哪一个报送包")
        self._several.activated.connect(lambda: self._verify(self._several.currentData()))
        self._several.hide()
        self._place = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("检验进度")
        self._done = label("", "small")
        self._stop = QPushButton("取消检验(&X)")
        self._stop.clicked.connect(self._task.cancel)
        self._verdict = named(label("", "plain"), "verdict")
        self._facts = label("", "plain")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._findings = _Findings()
        self._close = QPushButton("关闭(&C)")
        self._close.clicked.connect(self.reject)
        for button in (self._open, self._stop, self._close):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(
            label(
                "逐个核对报送包里的文件：是否齐全，有没有改动，能不能放心打开。"
                "只读，不会改动报送包里的任何文件。",
                "muted",
            )
        )
        head = QHBoxLayout()
        head.addWidget(self._open)
        head.addWidget(self._several, 1)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self._place)
        layout.addWidget(self._bar)
        going = QHBoxLayout()
        going.addWidget(self._done, 1)
        going.addWidget(self._stop)
        layout.addLayout(going)
        layout.addWidget(self._verdict)
        layout.addWidget(self._facts)
        layout.addWidget(self._findings, 1)
        layout.addStretch(0)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        layout.addLayout(foot)

    def _idle(self) -> None:
        for widget in (self._bar, self._done, self._stop, self._findings):
            widget.hide()
        show_if(self._verdict, bool(self._verdict.text()))
        show_if(self._facts, bool(self._facts.text()))
        self._open.setEnabled(True)

    # -- acting

    def _on_open(self) -> None:
        stick = next((drive.mount for drive in list_drives() if drive.removable), None)
        choose_folder(self, "选择放有报送包的盘或文件夹", self.look_into, stick)

    def look_into(self, folder: Path) -> None:
        """Verify the bundle that ``folder`` is or holds; of several, the user says which."""
        try:
            found = bundles_in(folder)
        except JbgsError as error:
            self._show_message(Severity.ERROR, str(error))
            return
        self._several.clear()
        show_if(self._several, len(found) > 1)
        for each in found:
            self._several.addItem(each.name, each)
        if len(found) > 1:
            self._show_message(
                Severity.NOTICE,
                f"“{folder}”里有 {len(found)} 个报送包，先检验第一个，其他的可以另选。",
            )
        self._verify(found[0] if found else folder)

    def _verify(self, folder: Path) -> None:
        if self._task.is_busy:
            return
        self._place.setText(f"正在检验“{folder}”")
        self._verdict.setText("")
        self._facts.setText("")
        self._idle()
        for widget in (self._bar, self._done, self._stop):
            widget.show()
        self._open.setEnabled(False)
        self._bar.setValue(0)
        self._done.setText("正在读取…")

        def work(cancelled: Cancelled, report: Report) -> Verdict:
            return verify_confined(
                folder,
                thorough=True,
                cancelled=cancelled,
                progress=lambda done, total: report((done, total)),
            )

        self._task.start(
            work, self._show, lambda sentence: self._show_message(Severity.ERROR, sentence)
        )

    # -- showing

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setValue(_STEPS * done // total if total else 0)
        is_read = done >= total > 0
        words = f"已核对 {shown_size(done)}，共 {shown_size(total)}"
        self._done.setText(_MAKING_AGAIN if is_read else words)

    def _show_message(self, severity: Severity | None, sentence: str) -> None:
        self._verdict.setText(sentence)
        set_state(self._verdict, colour_of(severity))
        self._idle()

    def _show(self, verdict: Verdict) -> None:
        self._place.setText(f"检验了“{verdict.folder}”")
        severity, sentence = _sentence_of(verdict)
        self._facts.setText("\n".join(_facts_of(verdict)))
        self._show_message(severity, sentence)
        self._findings.show_lines(
            [(f.severity, f"{f.label}：{f.message}") for f in verdict.findings]
        )
        show_if(self._findings, bool(verdict.findings))
        self._close.setFocus()

    def reject(self) -> None:
        self._task.cancel()
        super().reject()


class _Findings(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findings")
        self.setAccessibleName("检验发现的问题")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def show_lines(self, lines: Sequence[tuple[Severity, str]]) -> None:
        self.clear()
        for severity, text in lines:
            item = QListWidgetItem(signed(severity, text), self)
            item.setForeground(QBrush(QColor(current_tokens()[colour_of(severity)])))


def _sentence_of(verdict: Verdict) -> tuple[Severity | None, str]:
    if any(finding.code == "bundle.cancelled" for finding in verdict.findings):
        return Severity.WARNING, "检验被取消，还没有结论。需要时请重新检验。"
    if verdict.ok and verdict.findings:
        return DONE, signed(DONE, "报送包完整，内容没有改动。下面的提醒请看一遍。")
    if verdict.ok:
        return DONE, signed(DONE, "报送包完整，内容没有改动。")
    words = f"报送包没有通过检验，发现 {len(verdict.errors)} 处问题，不要按它收件。"
    return Severity.ERROR, signed(Severity.ERROR, words)


def _facts_of(verdict: Verdict) -> list[str]:
    facts = (
        ("报送单位", verdict.applicant),
        ("赛道", verdict.track_name),
        ("核验码", format_code(verdict.version_code)),
    )
    lines = [f"{name}：{value}" for name, value in facts if value]
    if not verdict.ok and lines:
        lines.append("以上是报送包自己写的，没有通过检验前不能当真。")
    if verdict.files:
        size = sum(file.size for file in verdict.files.values())
        lines.append(f"核对了 {len(verdict.files)} 个文件，合计 {shown_size(size)}。")
    return lines
