"""换用新版通知数据: an open draft goes over to a newer version of its call pack when asked.

What was filled in stays as it is; only what the form prints, asks and checks is the newer one's.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.calls.difference import CallChange, call_changes
from jbgs_desktop.forms.calls.installed_packs import version_order
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.ui.drafts.call_changes_list import CallChangesList
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named


def newer_call(call: Call) -> Call | None:
    """The newest version of ``call`` on this computer; None when that is ``call`` itself."""
    try:
        newest = find_call(call.id)
    except CallPackError:
        return None
    if newest is None or version_order(newest.version) <= version_order(call.version):
        return None
    return newest


def newer_sentence(call: Call, newer: Call) -> str:
    """What the bar says while a draft goes by ``call`` and ``newer`` is here."""
    return (
        f"这份申报按通知数据 {call.version} 版填写，本机已有 {newer.version} 版。"
        "填写的内容不会自动改动；请查看变化，再决定是否换用。"
    )


class CallUpdateDialog(FittedDialog):
    """Shows what ``newer`` changes for the open application; ``move`` is called to take it."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, newer: Call, move: Callable[[], object]
    ) -> None:
        super().__init__(parent, "换用新版通知数据", (820, 560))
        self._workspace, self._newer, self._move = workspace, newer, move
        call = workspace.session.call
        changes = call_changes(call, newer)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        heading = f"从 {call.version} 版换到 {newer.version} 版"
        layout.addWidget(named(label(heading, "plain"), "dialog-title"))
        layout.addWidget(label(self._effect(changes), "plain"))
        layout.addWidget(CallChangesList(changes), 1)
        obstacle = self._obstacle()
        layout.addWidget(
            label(obstacle or "填写的内容和文件都会保留；以前的历史版本也还在。", "muted")
        )
        layout.addLayout(self._make_foot(enabled=not obstacle))

    def _effect(self, changes: list[CallChange]) -> str:
        session = self._workspace.session
        value = session.value
        chosen = {
            change.direction
            for change in changes
            if change.track == value.track and change.direction in value.directions
        }
        now = datetime.now().astimezone()
        size = self._workspace.draft.evidence_size
        before, after = (
            _errors(check(value, call, now=now, evidence_size=size))
            for call in (session.call, self._newer)
        )
        sentences = [f"共有 {len(changes)} 处不同。"]
        if chosen:
            numbers = "、".join(str(number) for number in sorted(chosen))
            sentences.append(f"所选的方向{numbers}有变化，换用以后请核对{session.words.taskbook}。")
        sentences.append(f"换用以后检查有 {after} 处错误（现在 {before} 处）。")
        return "".join(sentences)

    def _obstacle(self) -> str:
        if self._workspace.draft.is_read_only:
            return "这份草稿以只读方式打开，不能换用。请先打开一份副本。"
        if self._workspace.session.locked:
            return "这份草稿已经定稿，不能换用。要换用请先退回修改。"
        return ""

    def _make_foot(self, *, enabled: bool) -> QHBoxLayout:
        take = QPushButton("换用新版(&M)")
        take.setEnabled(enabled)
        take.clicked.connect(self._take)
        keep = QPushButton("暂不换用")
        keep.clicked.connect(self.reject)
        return dialog_foot(keep, take)

    def _take(self) -> None:
        self.accept()
        self._move()


def _errors(findings: list[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)
