"""A docx that was given out and is opened: it goes back into the draft that it is of."""

from contextlib import closing
from pathlib import Path

import docx
import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.finalise.given_parts import PartState
from jbgs_desktop.finalise.record import read_record
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import LONG, no_dialog, opened, press, says
from tests.ui.word.hand_out_clicks import PLAN, give
from tests.ui.word.word_imports import dialog_called, titles_of_dialogs, wait_for_words


@pytest.fixture
def returned(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """What a colleague wrote into a part; the draft is closed."""
    (part,) = give(qtbot, workspace, monkeypatch, tmp_path / "out")
    file = tmp_path / "out" / part.file
    document = docx.Document(str(file))
    document.add_paragraph("同事写的计划。")
    document.save(str(file))
    window.close_workspace()
    window.wait_for_files()
    return file


def test_a_part_that_is_opened_goes_back_into_its_draft(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, returned: Path
) -> None:
    draft = workspace.draft.file
    window.open_file(returned)
    again = opened(qtbot, window)
    assert again.draft.file == draft
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(again), timeout=LONG)
    press(dialog_called(again, "从Word导入"), "取用选中的 1 栏")
    wait_for_words(qtbot, again, "取用 1 个栏目")
    assert "同事写的计划。" in again.session.value.get(PLAN)
    assert [part.state for part in read_record(again.draft).parts] == [PartState.RETURNED]


def test_where_the_draft_is_open_elsewhere_the_way_is_told(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, returned: Path, keys: UserKeys
) -> None:
    with closing(open_draft(workspace.draft.file, keys.holders)):
        window.open_file(returned)
        press(says(qtbot, window, "现在正开着", "“从Word导入…”"), "知道了")
        no_dialog(qtbot, window)
        assert window.workspace is None


def test_what_was_to_follow_an_opening_that_was_given_up_follows_no_other(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, returned: Path, keys: UserKeys
) -> None:
    done: list[Workspace] = []
    assert window._controller is not None
    with closing(open_draft(workspace.draft.file, keys.holders)):
        window._controller.open_file(workspace.draft.file, done.append)
        press(says(qtbot, window, "打开一份副本"), "取消")
        no_dialog(qtbot, window)
    press(window, "打开一份示例(&S)")
    assert opened(qtbot, window).session.value.unit.name and not done


def test_a_part_of_a_draft_that_is_not_here_asks_before_a_new_one_is_begun(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, returned: Path
) -> None:
    workspace.draft.file.unlink()
    window.open_file(returned)
    press(says(qtbot, window, "不在这台电脑上"), "新建一份申报")
    qtbot.waitUntil(lambda: "从Word导入" in titles_of_dialogs(window), timeout=LONG)
    press(dialog_called(window, "从Word导入"), "取消")
    assert window.workspace is None
