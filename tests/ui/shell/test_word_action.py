"""从Word导入 through the window: parts that colleagues send back, whole forms, drops, after 定稿."""

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.export_base import keep_for_return
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.section import FigureItem, SectionFigure, SectionTable, TableItem
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.word_action import import_files
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.documents.docx_import.filled_forms import TRACK, WANTED, filled_form
from tests.documents.docx_reader import word_files as w
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, opened, pick, press, says
from tests.ui.drafts.test_history import go_to_line, lines
from tests.ui.fields import words_on

GOALS, PLAN = "taskbooks.2.goals", "taskbooks.2.plan"
PICTURE = w.PICTURES["png"] if hasattr(w, "PICTURES") else b""


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    start = empty.set("directions", (2,)).set(GOALS, "甲。\n\n乙。\n丙。")
    window.begin(start)
    return opened(qtbot, window)


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
    qtbot.waitUntil(lambda: "从Word导入" in _titles(workspace), timeout=LONG)
    (dialog,) = (
        each for each in workspace.findChildren(QDialog) if each.windowTitle() == "从Word导入"
    )
    return dialog


def _titles(workspace: Workspace) -> list[str]:
    return [each.windowTitle() for each in workspace.findChildren(QDialog) if each.isVisible()]


def told(qtbot: QtBot, workspace: Workspace, words: str) -> None:
    qtbot.waitUntil(lambda: words in workspace.bar.text, timeout=LONG)


def test_a_part_that_only_the_colleague_changed_is_taken_by_one_press(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS, PLAN), tmp_path / "张三.docx", 丙="丙三")
    before = workspace.session.value
    dialog = importing(qtbot, workspace, back)
    name = workspace.session.field(GOALS).name
    assert [line[:2] for line in lines(dialog, "不同的栏目")] == [[name, "只有文件里改过"]]
    assert "发出去时的版本" in words_on(dialog)
    assert workspace.session.value == before
    press(dialog, "取用选中的 1 栏")
    told(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.get(GOALS) == "甲。\n\n乙。\n丙三。"
    workspace.undo()
    assert workspace.session.value == before


def test_what_both_changed_is_put_together_paragraph_by_paragraph(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    back = written_back(given_out(workspace, GOALS), tmp_path / "张三.docx", 甲="甲三", 乙="乙三")
    workspace.session.set(GOALS, "甲。\n\n乙这里。\n丙这里。")
    dialog = importing(qtbot, workspace, back)
    assert lines(dialog, "不同的栏目")[0][1] == "两边都改过"
    assert not buttons(dialog)["取用选中的 0 栏"].isEnabled()
    press(dialog, "逐段对照…")
    parts = next(
        each for each in workspace.findChildren(QDialog) if each.windowTitle() == "逐段对照"
    )
    shown = lines(parts, "不同的段落")
    assert [line[1] for line in shown] == ["只有文件里改过", "两边都改过", "只有这里改过"]
    go_to_line(parts, "不同的段落", 1)
    press(parts, "两份都保留")
    press(parts, "就这样合在一起")

    assert "逐段决定的" in [line[2] for line in lines(dialog, "不同的栏目")]
    press(dialog, "取用选中的 1 栏")
    told(qtbot, workspace, "取用 1 个栏目")
    qtbot.waitUntil(lambda: "导入Word前" in [p.name for p in workspace.draft.points], timeout=LONG)
    assert workspace.session.value.get(GOALS) == "甲三。\n乙这里。\n乙三。\n丙这里。"
