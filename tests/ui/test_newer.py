"""What a newer program has made: the window says so in one sentence and leaves it alone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.merge_action import merge_with
from tests.drafts.cheap_drafts import CHEAP, application, new_draft
from tests.ui.boxes import LONG, no_dialog, opened, press, says

UPDATE = "请安装更新的程序"


def raise_format(file: Path) -> bytes:
    """A number above ours on the sealed ``file``; its bytes then."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 9")
    return file.read_bytes()


def test_an_application_is_not_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "申报.json"
    tree = json.loads(application().to_json()) | {"schema_version": 3, "awards": []}
    file.write_text(json.dumps(tree), encoding="utf-8")
    window.open_file(file)
    press(says(qtbot, window, "申报.json", UPDATE), "知道了")
    no_dialog(qtbot, window)
    assert window.workspace is None


@pytest.mark.parametrize("name", ["另一份.jbgs", "另一份.json"])
def test_nothing_is_merged_with_it(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path, name: str
) -> None:
    mine, other = tmp_path / "mine.jbgs", tmp_path / name
    new_draft(mine, application(1), *keys.holders()).close()
    if other.suffix == ".jbgs":
        new_draft(other, application(2), *keys.holders()).close()
        raise_format(other)
    else:
        other.write_text(application(2).to_json().replace(": 2,", ": 3,", 1), encoding="utf-8")
    window.open_file(mine)
    workspace = opened(qtbot, window)
    merge_with(workspace, other)
    qtbot.waitUntil(lambda: UPDATE in workspace.bar.text, timeout=LONG)
    assert "另一份" in workspace.bar.text
    no_dialog(qtbot, workspace)
    assert workspace.session.value == application(1)


def test_a_register_is_not_opened(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, data_folder: Path
) -> None:
    Register.open(list(keys.holders()), cost=CHEAP).close()
    before = raise_format(file := data_folder / "office" / "register.jbgs")
    window.office.open()
    press(says(qtbot, window, "register.jbgs", UPDATE), "知道了")
    no_dialog(qtbot, window)
    assert window.office.view is None
    assert file.read_bytes() == before
