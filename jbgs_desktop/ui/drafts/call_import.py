"""导入通知数据: a call pack from a file, shown before anything is put in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.call import Call, find_call, version_order
from jbgs_desktop.forms.calls.call_file import CALL_SUFFIX, CallFile, install_call, read_call_file
from jbgs_desktop.forms.calls.difference import CallChange, call_changes
from jbgs_desktop.forms.sample import has_sample
from jbgs_desktop.ui.drafts.call_changes_list import CallChangesList
from jbgs_desktop.ui.drafts.call_contents_list import CallContentsList
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_file
from jbgs_desktop.ui.widgets.message_boxes import inform
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

_FILTER = f"通知数据 (*{CALL_SUFFIX})"


@dataclass(frozen=True, slots=True)
class _Offer:
    """A checked file beside what is here: ``installed`` is None for a call that is new."""

    file: Path
    found: CallFile
    installed: Call | None
    changes: tuple[CallChange, ...]


def choose_and_install(parent: QWidget, done: Callable[[], object]) -> None:
    """Let the user choose a file, look at what it brings, and put it in; ``done`` comes then."""
    choose_file(parent, "导入通知数据", _FILTER, lambda file: offer_to_install(parent, file, done))


def offer_to_install(parent: QWidget, file: Path, done: Callable[[], object]) -> None:
    """Show what ``file`` brings, and put it in when the user wants it; ``done`` comes then."""
    run_in_background(
        parent,
        lambda: _offer(file),
        lambda offer: _CallImportDialog(parent, offer, done).open(),
        lambda sentence: inform(parent, sentence),
    )


def _offer(file: Path) -> _Offer:
    found = read_call_file(file)
    try:
        installed = find_call(found.call.id)
    except CallPackError:
        installed = None  # broken: this file may be the cure
    changes = call_changes(installed, found.call) if installed else []
    return _Offer(file, found, installed, tuple(changes))


class _CallImportDialog(FittedDialog):
    def __init__(self, parent: QWidget, offer: _Offer, done: Callable[[], object]) -> None:
        super().__init__(parent, "导入通知数据", (860, 720))
        self._offer, self._done = offer, done
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(named(label(offer.found.call.title, "plain"), "dialog-title"))
        layout.addLayout(self._make_head())
        layout.addWidget(label(self._sentence(), "plain"))
        layout.addWidget(self._make_contents(), 1)
        layout.addWidget(
            label(
                "文件已逐项检查，没有损坏；但没有谁为它作保，来源是文件里自己写的，谁都能这样写。"
                "请打电话给发布单位，核对校验值，一致再导入。",
                "plain",
            )
        )
        layout.addLayout(self._make_foot())

    def _make_head(self) -> QFormLayout:
        call, origin = self._offer.found.call, self._offer.found.origin
        installed = self._offer.installed
        here = f"（本机现有 {installed.version}）" if installed else "（本机没有这份通知）"
        form = QFormLayout()
        for name, value in (
            ("文号", call.document_no),
            ("发文机关", call.issuer),
            ("版本", call.version + here),
            ("数据发布", f"{origin.issued_by}，{origin.issued}"),
            ("来源", origin.source),
            ("文件", self._offer.file.name),
            ("校验值", _in_groups(self._offer.found.digest)),
        ):
            text = label(value, "plain")
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(label(name, "muted"), text)
        return form

    def _make_contents(self) -> QTabWidget:
        """What the call says, and what is new in it against the version that is here."""
        tabs = named(QTabWidget(), "about")
        changes = self._offer.changes
        if changes:
            tabs.addTab(CallChangesList(changes), f"与现有的不同（{len(changes)}）")
        tabs.addTab(CallContentsList(self._offer.found.call), "期限、赛道和限制")
        return tabs

    def _sentence(self) -> str:
        call, installed = self._offer.found.call, self._offer.installed
        if installed is None:
            sample = (
                ""
                if any(has_sample(call, each.id) for each in call.tracks)
                else "它没有自带的示例。"
            )
            return f"导入以后，开始页就选好这份通知，可以新建申报。{sample}"
        if installed.version == call.version and self._offer.changes:
            return (
                "本机已经有这一版，内容却与这个文件不同，所以不能导入。请向发布单位核实，"
                "并索取版本号更大的文件。与现有的不同："
            )
        if installed.version == call.version:
            return "本机已经有这一版。"
        if version_order(call.version) < version_order(installed.version):
            return "这一版比本机现有的旧：导入以后，只有按它开始的申报会用到它。与现有的不同："
        return (
            "导入以后，新的申报用这一版；已经开始的申报照旧，打开后可以查看变化，再决定是否换用。"
            "与现有的不同："
        )

    def _make_foot(self) -> QHBoxLayout:
        take = QPushButton("导入(&I)")
        take.clicked.connect(self._install)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        return dialog_foot(cancel, take)

    def _install(self) -> None:
        found = self._offer.found
        parent, done = self.parentWidget(), self._done
        assert parent is not None

        def finished(_folder: Path) -> None:
            done()
            inform(parent, f"已导入“{found.call.title}”{found.call.version} 版。")

        run_in_background(
            parent, lambda: install_call(found), finished, lambda sentence: inform(parent, sentence)
        )
        self.accept()


def _in_groups(digest: str) -> str:
    """As it is read aloud."""
    groups = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    return f"{' '.join(groups[:4])}\n{' '.join(groups[4:])}（SHA-256）"
