"""导出: choose a folder, write the documents in the background, say where they are."""

import threading
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog

from jbgs_desktop.documents.export import files_of
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.asking import ask
from jbgs_desktop.ui.work import run_in_background
from jbgs_desktop.ui.workspace import Workspace

BEFORE = "导出前"
_FORMATS = ("docx", "xlsx")


def export_with_dialogs(workspace: Workspace) -> None:
    """Export the application of ``workspace``; while errors stand, only as a marked draft."""
    draft = False
    session = workspace.session
    session.check_now()
    errors = sum(finding.severity is Severity.ERROR for finding in session.findings)
    if errors:
        choice = _ask_about_errors(workspace, errors)
        if choice == "list":
            workspace.show_findings()
        if choice != "draft":
            return
        draft = True
    folder = QFileDialog.getExistingDirectory(workspace, "选择保存文件的文件夹", str(Path.home()))
    if folder and _may_replace(workspace, Path(folder), draft=draft):
        export_to(workspace, Path(folder), draft=draft)


def _may_replace(workspace: Workspace, folder: Path, *, draft: bool) -> bool:
    """Ask before what somebody may have worked on in a word processor is written over."""
    application, call = workspace.session.value, workspace.session.call
    try:
        files = files_of(application, call, folder, _FORMATS, draft=draft).values()
    except JbgsError as error:
        workspace.bar.tell("error", str(error))
        return False
    there = "、".join(file.name for file in files if file.exists())
    question = f"文件夹里已经有 {there}，替换以后原来的内容就没有了。要替换吗？"
    return not there or ask(workspace, question, "替换")


def export_to(workspace: Workspace, folder: Path, *, draft: bool) -> None:
    """Write the documents into ``folder`` off the window's thread; the bar tells the outcome."""
    application, call = workspace.session.value, workspace.session.call
    workspace.saver.keep_point(BEFORE)
    cancelled = threading.Event()
    progress = QProgressDialog("正在生成申报材料…", "取消", 0, 0, workspace)
    progress.setWindowModality(Qt.WindowModality.WindowModal)
    progress.setMinimumDuration(300)
    progress.canceled.connect(cancelled.set)

    def work() -> list[Path]:
        # Imported here, so that the first paint does not wait for the writers.
        from jbgs_desktop.documents.export import build
        from jbgs_desktop.files import write_whole

        documents = build(application, call, folder, formats=_FORMATS, draft=draft)
        if cancelled.is_set():
            return []
        write_whole(documents)
        return list(documents)

    def done(paths: list[Path]) -> None:
        progress.close()
        if not paths:
            workspace.bar.tell("warning", "已取消导出，没有写入文件。")
            return
        names = "、".join(path.name for path in paths)
        workspace.bar.tell(
            "done", f"已导出到“{folder}”：{names}。", "打开文件夹", lambda: _open(workspace, folder)
        )

    def failed(sentence: str) -> None:
        progress.close()
        workspace.bar.tell("error", sentence)

    run_in_background(workspace, work, done, failed)


def _open(workspace: Workspace, folder: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        sentence = f"这台电脑没有能打开文件夹的程序，文件在“{folder}”。"
        workspace.bar.tell("warning", sentence)


def _ask_about_errors(workspace: Workspace, errors: int) -> str:
    box = QMessageBox(workspace)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("导出")
    box.setText(f"还有 {errors} 处错误，不能导出正式材料。")
    box.setInformativeText("可以先看问题逐条改正；也可以导出草稿，每一页都会标明“草稿”。")
    see = box.addButton("看问题", QMessageBox.ButtonRole.AcceptRole)
    as_draft = box.addButton("导出草稿", QMessageBox.ButtonRole.ActionRole)
    box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(see)
    box.exec()
    clicked = box.clickedButton()
    return "list" if clicked is see else "draft" if clicked is as_draft else ""
