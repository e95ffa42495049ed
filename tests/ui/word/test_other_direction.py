"""从Word导入: what a file has of a direction that is not chosen is told before it is taken."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import buttons, press
from tests.ui.fields import words_on
from tests.ui.word.word_imports import importing

OTHER = "taskbooks.5.plan"


@pytest.fixture
def foreign(workspace: Workspace, keys: UserKeys, tmp_path: Path) -> Path:
    """A part of direction 5, which this application has not chosen."""
    value = workspace.session.value.set("directions", (2, 3, 5)).set(OTHER, "别的计划。")
    made = write_part(value, workspace.session.call, [OTHER], opener(workspace.draft))
    file = tmp_path / "别的.docx"
    file.write_bytes(made.docx)
    return file


def test_a_direction_that_is_not_chosen_is_told_first_and_not_taken_by_itself(
    qtbot: QtBot, workspace: Workspace, foreign: Path
) -> None:
    dialog = importing(qtbot, workspace, foreign)
    assert "文件里有方向5的内容，这份申报没有选方向5" in words_on(dialog)
    assert not buttons(dialog)["取用选中的 0 栏"].isEnabled()
    press(dialog, "取消")
    assert workspace.session.value.get(OTHER) in ("", None)
