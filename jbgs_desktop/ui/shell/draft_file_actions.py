"""Looking after the file of the open draft: who can open it, what it keeps, whether it is sound."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.docx_reader.model import Loss
from jbgs_desktop.drafts.keys.key_holders import HolderKey
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.keys_dialog import KeysDialog, NewPassphrase
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import label, named

_TITLE = "草稿的口令"


class HoldersDialog(KeysDialog):
    """Sets or takes away the passphrase of ``draft``; ``own`` opens it in any case.

    ``done`` gets what came of it as a sentence.
    """

    def __init__(
        self,
        parent: QWidget,
        draft: SealedDraft,
        own: Sequence[HolderKey],
        done: Callable[[str], object],
    ) -> None:
        super().__init__(parent, _TITLE)
        self._draft, self._own, self._done = draft, own, done
        self.column.addWidget(named(label(_TITLE, "plain"), "dialog-title"))
        self.add_text(
            "本机用自己的密钥打开这份草稿，平时不必输入口令。设一个口令，别的电脑就能用它打开这份"
            "草稿。设定或去掉以后，原来的口令和别人的恢复码不能再打开它；以前的备份和副本不变。"
        )
        self._new = NewPassphrase()
        self.column.addWidget(self._new)
        self.buttons.addStretch(1)
        self.add_button("取消", self.reject)
        self.add_button("去掉口令", lambda: self._change((), "正在去掉口令…", "口令已经去掉。"))
        self.add_button("设定口令", self._on_go, primary=True)
        self._new.setFocus()

    def _on_go(self) -> None:
        if problem := self._new.problem:
            self.show_message(problem)
            return
        outcome = "口令已经设定，别的电脑可以用它打开这份草稿。请另外记牢，不要和草稿放在一起。"
        self._change((self._new.passphrase,), "正在设定口令…", outcome)

    def _change(self, others: Sequence[HolderKey], sentence: str, outcome: str) -> None:
        holders = (*self._own, *others)

        def finish(_: object) -> None:
            self.accept()
            self._done(outcome)

        self.work(sentence, lambda: self._draft.change_holders(holders), finish)


class DraftFileActions(QObject):
    """What the menu offers; the draft's file is read on ``files``, so that it is not closed."""

    def __init__(self, window: QWidget, gate: KeyGate, files: Workers) -> None:
        super().__init__(window)
        self._window, self._gate, self._files = window, gate, files

    def change_holders(self, workspace: Workspace) -> None:
        """草稿的口令."""
        draft, own = workspace.draft, self._gate.holders()
        if draft.is_read_only:
            workspace.bar.notify(Severity.WARNING, "这份草稿是以只读方式打开的，不能改口令。")
        else:
            done = workspace.bar.notify
            HoldersDialog(self._window, draft, own, lambda outcome: done(DONE, outcome)).open()

    def show_originals(self, workspace: Workspace) -> None:
        """Word原件."""
        from jbgs_desktop.documents.docx_import.word_files import original_losses
        from jbgs_desktop.ui.word.originals_dialog import OriginalsDialog

        here, call = workspace.session.value, workspace.session.call

        def losses_of(data: bytes) -> Sequence[Loss]:
            return original_losses(data, here, call)

        OriginalsDialog(self._window, workspace.draft, losses_of, self._files).open()

    def examine(self, workspace: Workspace) -> None:
        """检验草稿文件: read all of it, which takes a while."""
        draft, bar = workspace.draft, workspace.bar

        def done(problems: list[str]) -> None:
            if problems:
                found = "".join(problems)
                advice = "现在的内容请先用“另存为加密副本”保存一份，再从自动备份里取回损坏的部分。"
                bar.notify(Severity.ERROR, f"草稿文件有 {len(problems)} 处损坏：{found}{advice}")
            else:
                count = len(draft.points)
                bar.notify(DONE, f"草稿文件完好，{count} 个版本和所有材料都读得出来。")

        bar.notify(DONE, "正在检验草稿文件…")
        run_in_background(
            workspace,
            draft.examine,
            done,
            lambda sentence: bar.notify(Severity.ERROR, sentence),
            self._files,
        )
