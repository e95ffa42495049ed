"""Word files that come back and are imported, as a user does it."""

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.export_base import keep_for_return
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.ui.shell.word_action import import_files
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import LONG
from tests.ui.drafts.test_history import marked

GOALS, PLAN = "taskbooks.2.goals", "taskbooks.2.plan"


def given_out(workspace: Workspace, *fields: str) -> Document:
    """The docx that a colleague gets."""
    workspace.saver.save_now()
    token = keep_for_return(workspace.draft)
    value, call = workspace.session.value, workspace.session.call
    made = write_part(value, call, fields, opener(workspace.draft), revision=token)
    return docx.Document(io.BytesIO(made.docx))


def written_back(document: Document, file: Path, **words: str) -> Path:
    """What comes back, with words exchanged."""
    for text in document.element.body.iter(qn("w:t")):
        for old, new in words.items():
            text.text = text.text.replace(old, new)
    document.save(str(file))
    return file


def importing(qtbot: QtBot, workspace: Workspace, *files: Path) -> QDialog:
    import_files(workspace, files)
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(workspace), timeout=LONG)
    (dialog,) = (
        each for each in workspace.findChildren(QDialog) if each.windowTitle() == "从Word导入"
    )
    return dialog


def titles_of_dialogs(workspace: QWidget) -> list[str]:
    return [each.windowTitle() for each in workspace.findChildren(QDialog) if each.isVisible()]


def shown_text(dialog: QDialog) -> str:
    """What stands in the pane of the file's side."""
    return "".join(text for _, text in marked(dialog, "文件里的内容"))


def wait_for_words(qtbot: QtBot, workspace: Workspace, words: str) -> None:
    qtbot.waitUntil(lambda: words in workspace.bar.text, timeout=LONG)


def losses_of(dialog: QDialog) -> str:
    (losses,) = (box for box in dialog.findChildren(QPlainTextEdit) if box.objectName() == "losses")
    return losses.toPlainText()


def dialog_called(workspace: QWidget, title: str) -> QDialog:
    (found,) = (
        each
        for each in workspace.findChildren(QDialog)
        if each.isVisible() and each.windowTitle() == title
    )
    return found
