"""A task book whose file does not tell its direction: the user is asked, and it is read."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.word_action import import_files
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.documents.docx_reader import word_files as w
from tests.ui.boxes import LONG, buttons, no_dialog, opened, press, says
from tests.ui.drafts.test_history import lines
from tests.ui.word.word_imports import dialog_called, titles_of_dialogs, wait_for_words

RISKS = "taskbooks.3.risks"


def nameless(folder: Path) -> Path:
    """A section that a colleague wrote from nothing."""
    body = w.p("（四）潜在问题及应对举措") + w.p("供货。")
    file = folder / "李四.docx"
    file.write_bytes(w.docx_with(body))
    return file


def offered(dialog: QDialog) -> list[str]:
    (box,) = dialog.findChildren(QComboBox)
    return [box.itemText(at) for at in range(box.count())]


def choose_direction(dialog: QDialog, no: int) -> None:
    (box,) = dialog.findChildren(QComboBox)
    for _ in range(box.findData(no)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    press(dialog, "接着看")


def test_among_the_chosen_directions_it_is_asked(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    import_files(workspace, [nameless(tmp_path)])
    dialog = says(qtbot, workspace, "看不出是哪个方向的", "确认之前什么都不改")
    assert [each.split()[0] for each in offered(dialog)] == ["方向2", "方向3"]
    choose_direction(dialog, 3)
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(workspace), timeout=LONG)
    shown = dialog_called(workspace, "从Word导入")
    assert [line[0] for line in lines(shown, "不同的栏目")] == [workspace.session.field(RISKS).name]
    press(shown, "取用选中的 1 栏")
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.get(RISKS) == "供货。"


def test_at_the_start_page_track_and_direction_are_asked_and_begin_an_application(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.open_file(nameless(tmp_path))
    box = says(qtbot, window, "要按开始页上选的")
    press(box, next(name for name in buttons(box) if name.startswith("按“")))
    dialog = says(qtbot, window, "看不出是哪个方向的")
    assert len(offered(dialog)) > 2
    choose_direction(dialog, 3)
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(window), timeout=LONG)
    shown = dialog_called(window, "从Word导入")
    press(shown, "取用选中的 1 栏")
    workspace = opened(qtbot, window)
    wait_for_words(qtbot, workspace, "取用 1 个栏目")
    assert workspace.session.value.directions == (3,)
    assert workspace.session.value.get(RISKS) == "供货。"


def test_who_does_not_know_it_cancels(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.session.value
    import_files(workspace, [nameless(tmp_path)])
    press(says(qtbot, workspace, "看不出是哪个方向的"), "取消")
    no_dialog(qtbot, workspace)
    assert workspace.session.value == before
