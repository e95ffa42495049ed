"""从Word导入: of one field that several files have, the user says whose counts."""

import io
import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.docx_import.word_files import original_losses
from jbgs_desktop.documents.docx_reader.model import LossKind
from jbgs_desktop.drafts.word_originals import originals
from jbgs_desktop.forms.section import FigureItem
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.documents.docx_reader.word_files import picture
from tests.ui.boxes import press
from tests.ui.drafts.test_history import lines
from tests.ui.fields import words_on
from tests.ui.word.hand_out_clicks import PLAN, RISKS
from tests.ui.word.word_imports import (
    given_out,
    importing,
    losses_of,
    shown_text,
    wait_for_words,
    written_back,
)


def version_box(dialog: QDialog) -> QComboBox:
    (found,) = (
        each
        for each in dialog.findChildren(QComboBox)
        if each.accessibleName() == "用哪个文件的" and each.isVisible()
    )
    return found


def choose_next(dialog: QDialog) -> None:
    QTest.keyClick(version_box(dialog), Qt.Key.Key_Down)


def two_returns(workspace: Workspace, folder: Path) -> tuple[Path, Path]:
    """A newer and an older one of the plan; the newer has the risks too."""
    old_part, new_part = given_out(workspace, PLAN), given_out(workspace, PLAN, RISKS)
    old_part.add_picture(io.BytesIO(picture()))
    new = written_back(new_part, folder / "新.docx", 计划甲="计划新", 风险甲="风险新")
    old = written_back(old_part, folder / "旧.docx", 计划甲="计划旧")
    os.utime(old, (1, 1))
    return new, old


def test_the_version_of_another_file_is_seen_and_taken_with_its_picture(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    dialog = importing(qtbot, workspace, *two_returns(workspace, tmp_path))
    assert [line[1] for line in lines(dialog, "不同的栏目")] == [
        "只有文件里改过（新；另有旧）",
        "只有文件里改过（新）",
    ]
    box = version_box(dialog)
    assert [box.itemText(at) for at in range(box.count())] == ["新.docx（最后改的）", "旧.docx"]
    assert "计划新" in shown_text(dialog)
    assert "“旧.docx”" in losses_of(dialog) and "计划旧。" in losses_of(dialog)
    assert "计划新" not in losses_of(dialog)
    choose_next(dialog)
    qtbot.waitUntil(lambda: "计划旧" in shown_text(dialog))
    assert "“新.docx”" in losses_of(dialog) and "计划新。" in losses_of(dialog)
    assert "计划旧" not in losses_of(dialog)
    assert lines(dialog, "不同的栏目")[0][1] == "只有文件里改过（旧；另有新）"
    press(dialog, "取用选中的 2 栏")
    wait_for_words(qtbot, workspace, "取用 2 个栏目")
    words, figure = workspace.session.value.get(PLAN)
    assert words == "计划旧。"
    assert isinstance(figure, FigureItem)
    with workspace.draft.open_evidence(figure.figure.file) as stream:
        assert stream.read(4) == b"\x89PNG"
    assert workspace.session.value.get(RISKS) == "风险新。"
    assert {each.name for each in originals(workspace.draft)} == {"新.docx", "旧.docx"}
    data = (tmp_path / "新.docx").read_bytes()
    again = original_losses(data, workspace.session.value, workspace.session.call)
    assert [each.text for each in again if each.kind is LossKind.DIFFERENT] == ["计划新。"]


def test_files_that_were_saved_together_are_not_said_to_be_newer(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    new, old = two_returns(workspace, tmp_path)
    for at, file in enumerate((old, new)):
        os.utime(file, (1000 + at, 1000 + at))
    dialog = importing(qtbot, workspace, new, old)
    box = version_box(dialog)
    assert [box.itemText(at) for at in range(box.count())] == ["新.docx", "旧.docx"]
    assert "最后改的" not in words_on(dialog)


def test_a_version_is_offered_where_the_newest_file_has_what_is_here(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    new = written_back(given_out(workspace, PLAN), tmp_path / "新.docx")
    old = written_back(given_out(workspace, PLAN), tmp_path / "旧.docx", 计划甲="计划旧")
    os.utime(old, (1, 1))
    dialog = importing(qtbot, workspace, new, old)
    assert [line[1] for line in lines(dialog, "不同的栏目")] == ["与这里相同（新；另有旧）"]
    choose_next(dialog)
    press(dialog, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.get(PLAN) == "计划旧。"
    assert [each.name for each in originals(workspace.draft)] == ["旧.docx"]
