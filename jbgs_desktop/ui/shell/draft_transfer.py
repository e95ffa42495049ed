"""Taking a draft elsewhere and finding it again: sealed copies, plain files, places, deleting."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QWidget

from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.drafts.backup import remember_outside_copy
from jbgs_desktop.drafts.draft_library import delete_plain, set_aside
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.store import DRAFT_SUFFIX, SealedDraft
from jbgs_desktop.drafts.transfer import (
    Moved,
    find_drafts,
    handed_over,
    save_copy,
    unseal,
    write_sealed,
)
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.drafts.word_originals import originals
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import data_folder, safe_name
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.draft_name import DraftNameDialog
from jbgs_desktop.ui.drafts.keys_dialog import NewPassphraseDialog
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.shell.start.draft_list import DraftLine
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.file_dialogs import choose_folder, choose_target
from jbgs_desktop.ui.widgets.message_boxes import choose, inform
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import show_if

SEALED_FILTER = f"加密的申报 (*{DRAFT_SUFFIX})"
PLAIN_FILTER = "未加密的申报文件 (*.json)"
BOTH_FILTER = f"申报 (*{DRAFT_SUFFIX} *.json)"


class DraftTransfer(QObject):
    """What the menu and the start page offer; ``changed`` is called when the list has changed."""

    def __init__(
        self, window: QWidget, gate: KeyGate, files: Workers, changed: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._gate = gate
        self._files = files
        self._changed = changed

    # -- out of the program

    def copy(self, workspace: Workspace) -> None:
        """另存为加密副本."""
        workspace.settle_field()
        is_kept, draft = workspace.saver.save_now(), workspace.draft

        def chosen(passphrase: Passphrase) -> None:
            value, wanted = workspace.session.value, along.isChecked()

            def make(target: Path) -> Moved:
                if is_kept:
                    return save_copy(draft, target, [passphrase], with_originals=wanted)
                # The copy is the way out when the draft itself cannot be written.
                return write_sealed(draft, target, [passphrase], value=value, with_originals=wanted)

            self._choose_copy(workspace, make)

        dialog = NewPassphraseDialog(self._window, "另存为加密副本", _copy_words(draft), chosen)
        along = _originals_box(draft)
        dialog.column.addWidget(along)
        dialog.open()

    def _choose_copy(self, workspace: Workspace, make: Callable[[Path], Moved]) -> None:
        choose_target(
            self._window,
            "另存为加密副本",
            f"{_file_stem(workspace)}{DRAFT_SUFFIX}",
            SEALED_FILTER,
            lambda target: self._copy_to(workspace, target, make),
        )

    def _copy_to(self, workspace: Workspace, target: Path, make: Callable[[Path], Moved]) -> None:
        draft = workspace.draft

        def work() -> tuple[Moved, bool]:
            moved = make(target)
            is_outside = is_on_another_disk(target)
            if is_outside:
                remember_outside_copy(draft)
            return moved, is_outside

        def done(result: tuple[Moved, bool]) -> None:
            moved, is_outside = result
            advice = "" if is_outside else "它和草稿在同一块磁盘上，请再复制一份到优盘或别的电脑。"
            _notify_moved(workspace, moved, f"已另存为加密副本“{target}”。{advice}")

        self._start(workspace, "正在另存…", work, done)

    def export_plain(self, workspace: Workspace) -> None:
        """导出为 JSON."""
        choose(
            self._window,
            "导出的 JSON 文件和附上的文件不加密，谁拿到都能看到全部内容。"
            "交给同事或换电脑时，请用“另存为加密副本”。仍要导出吗？",
            ("导出不加密的文件", lambda: self._choose_plain(workspace)),
        )

    def _choose_plain(self, workspace: Workspace) -> None:
        workspace.settle_field()
        if not workspace.saver.save_now():
            return  # the bar tells why
        choose_target(
            self._window,
            "导出为 JSON",
            f"{_file_stem(workspace)}.json",
            PLAIN_FILTER,
            lambda target: self._export_to(workspace, target),
        )

    def _export_to(self, workspace: Workspace, target: Path) -> None:
        self._start(
            workspace,
            "正在导出…",
            lambda: unseal(workspace.draft, target),
            lambda moved: _notify_moved(
                workspace, moved, f"已导出到“{target}”，没有加密；附上的文件在它旁边的文件夹里。"
            ),
        )

    def _start(
        self,
        workspace: Workspace,
        sentence: str,
        work: Callable[[], Any],
        done: Callable[[Any], object],
    ) -> None:
        workspace.bar.notify(DONE, sentence)
        run_in_background(
            workspace,
            work,
            done,
            lambda reason: workspace.bar.notify(Severity.ERROR, reason),
            self._files,
        )

    # -- the list

    def search(self) -> None:
        """查找草稿: add the drafts in a folder to the list."""
        choose_folder(
            self._window,
            "在哪个文件夹里查找草稿",
            lambda folder: self._gate.require(lambda: self._search(folder)),
        )

    def _search(self, folder: Path) -> None:
        secret = self._gate.keys.secret
        assert secret is not None

        def work() -> int:
            found, data = find_drafts(folder), UserData(secret)
            for file in reversed(found):
                data.keep_place(file)
            return len(found)

        def done(number: int) -> None:
            self._changed()
            found = f"找到 {number} 份草稿，已列在开始页。" if number else "没有找到草稿。"
            inform(self._window, f"在“{folder}”里{found}")

        self._run(work, done)

    def rename(self, line: DraftLine) -> None:
        """Ask what a draft of the list is called."""
        secret = self._gate.keys.secret
        if secret is None:
            return
        try:
            DraftNameDialog(
                self._window, UserData(secret), line.file, line.name, self._changed
            ).open()
        except JbgsError as error:
            inform(self._window, str(error))

    def remove(self, line: DraftLine) -> None:
        """Take a draft out of the list, after asking; says what becomes of it."""
        if not line.is_here:
            question = f"要把“{line.name}”从列表中去掉吗？文件“{line.file}”留在原处不动。"
            choose(self._window, question, ("去掉", lambda: self._forget(line.file)))
        elif line.is_encrypted:
            question = (
                f"要删除“{line.name}”（{line.changed}）吗？"
                f"草稿会移到“{data_folder() / 'recycled'}”文件夹，自动备份也保留；"
                "需要时可以用“打开文件”从那里打开。"
            )
            choose(self._window, question, ("删除", lambda: self._set_aside(line.file)))
        else:
            question = (
                f"要彻底删除未加密的“{line.name}”吗？文件夹“{line.file.parent}”连同附上的文件一起删除，"
                "不能找回。请先确认已经导入为加密草稿。"
            )
            choose(self._window, question, ("彻底删除", lambda: self._delete(line.file)))

    def _forget(self, file: Path) -> None:
        secret = self._gate.keys.secret
        if secret is not None:
            self._run(lambda: UserData(secret).forget_place(file), lambda _: self._changed())

    def _set_aside(self, file: Path) -> None:
        def done(kept: Path) -> None:
            self._changed()
            inform(self._window, f"已移到“{kept}”。")

        self._run(lambda: set_aside(file), done)

    def _delete(self, file: Path) -> None:
        self._run(lambda: delete_plain(file), lambda _: self._changed())

    def _run(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        run_in_background(
            self,
            work,
            done,
            lambda sentence: inform(self._window, sentence),
            self._files,
        )


def is_on_another_disk(file: Path) -> bool:
    """Whether a copy there survives the disk on which the drafts are."""
    try:
        return file.stat().st_dev != data_folder().stat().st_dev
    except OSError:
        return False


def _copy_words(draft: SealedDraft) -> str:
    """What a copy of ``draft`` is for, and what goes along that the user may not expect."""
    words = (
        "副本用您现在设的口令加密，可以放到优盘上，或者交给同事、换一台电脑打开。"
        "请把口令另外告诉对方，不要和副本放在一起。"
    )
    number = len(handed_over(draft))
    if not number:
        return words
    return (
        f"{words}\n以前交出和收到的副本，最近 {number} 份的内容也在里面，对方看得到；"
        "对方并入修改时，程序靠它们分清是谁改的。"
    )


def _originals_box(draft: SealedDraft) -> QCheckBox:
    """Asks whether the Word originals go along; only in sight where there are any."""
    kept = originals(draft)
    size = shown_size(sum(original.size for original in kept))
    box = QCheckBox(f"也带上 {len(kept)} 份Word原件（共 {size}）")
    show_if(box, bool(kept))
    return box


def _file_stem(workspace: Workspace) -> str:
    return safe_name(workspace.session.value.unit.name or "申报")


def _notify_moved(workspace: Workspace, moved: Moved, sentence: str) -> None:
    if moved.missing:
        names = "、".join(moved.missing)
        workspace.bar.notify(Severity.WARNING, f"{sentence}没有找到这些附上的文件：{names}。")
    else:
        workspace.bar.notify(DONE, sentence)
