"""When the window saves without being asked, what it leaves alone, and a disk that is full."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.drafts import autosave
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.drafts.cheap_drafts import CHEAP
from tests.drafts.test_faults import fill as fill_disk
from tests.drafts.test_faults import small_disk
from tests.ui.boxes import LONG, buttons, opened, press
from tests.ui.fields import commit, compose, fill, leave, named, text_of, words_on
from tests.ui.form.section_editing import opens_menu

__all__ = ["small_disk"]
NEVER = 3_600_000  # ms


@pytest.fixture
def no_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause in the typing is not what saves."""
    for name in ("_QUIET", "_LATEST"):
        monkeypatch.setattr(autosave, name, NEVER)


@pytest.fixture
def workspace(
    no_timers: None, qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application
) -> Workspace:
    """An open encrypted draft on the page of the unit, in the window in front."""
    with closing(create_draft(empty, keys.holders())) as draft:
        pass
    window.open_file(draft.file)
    workspace = opened(qtbot, window)
    window.activateWindow()
    qtbot.waitActive(window)
    workspace.go_to_field("unit.name")
    return workspace


def is_saved(workspace: Workspace) -> bool:
    return "已保存" in words_on(workspace)


def wait_for(qtbot: QtBot, workspace: Workspace) -> Application:
    """What is on disk, read by itself, once the window says that it is."""
    qtbot.waitUntil(lambda: is_saved(workspace), timeout=LONG)
    return on_disk(workspace)


def on_disk(workspace: Workspace) -> Application:
    file = Path(workspace.draft.place)
    with closing(open_draft(file, workspace.holders, read_only=True)) as draft:
        return draft.load().application


def test_leaving_a_field_saves(qtbot: QtBot, workspace: Workspace) -> None:
    field = named(workspace, "单位名称")
    fill(field, "甲公司")
    assert not is_saved(workspace)
    leave(field)
    assert wait_for(qtbot, workspace).unit.name == "甲公司"


def test_leaving_a_page_saves(qtbot: QtBot, workspace: Workspace) -> None:
    fill(named(workspace, "单位名称"), "甲公司")
    workspace.go_to_page("cover")
    assert wait_for(qtbot, workspace).unit.name == "甲公司"


@pytest.fixture
def another_window(qtbot: QtBot) -> Iterator[QWidget]:
    other = QLineEdit()
    qtbot.addWidget(other)
    yield other


def test_losing_the_window_saves_and_leaves_what_is_being_composed_alone(
    qtbot: QtBot, workspace: Workspace, another_window: QWidget
) -> None:
    field = named(workspace, "单位名称")
    fill(field, "甲")
    compose(field, "gong'si")
    with qtbot.waitActive(another_window):
        another_window.show()
        another_window.activateWindow()
    assert wait_for(qtbot, workspace).unit.name == "甲"
    assert text_of(field) == "甲"
    commit(field, "公司")
    assert workspace.session.value.unit.name == "甲公司"


def test_saving_in_the_middle_of_composing_does_not_disturb_it(
    qtbot: QtBot, workspace: Workspace
) -> None:
    field = named(workspace, "单位名称")
    fill(field, "甲")
    compose(field, "gong")
    workspace.saver.save_soon()
    assert wait_for(qtbot, workspace).unit.name == "甲"
    compose(field, "gongsi")
    commit(field, "公司")
    assert text_of(field) == "甲公司"
    assert workspace.session.value.unit.name == "甲公司"


def test_closing_saves(qtbot: QtBot, workspace: Workspace, window: MainWindow) -> None:
    fill(named(workspace, "单位名称"), "甲公司")
    file, holders = Path(workspace.draft.place), workspace.holders
    window.close()
    with closing(open_draft(file, holders, read_only=True)) as draft:
        assert draft.load().application.unit.name == "甲公司"


@opens_menu  # why the field is closed is a tool tip, which cannot come to the front offscreen
def test_a_draft_that_is_open_read_only_is_shown_and_never_saved(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application, call: Call
) -> None:
    value = empty.set("unit.name", "甲公司")
    with closing(create_draft(value, keys.holders())) as draft:
        pass
    before = draft.file.read_bytes()
    looked_at = open_draft(draft.file, keys.holders, read_only=True)
    workspace = Workspace(value, call, looked_at, window.menuBar().addMenu(""), keys.holders)
    qtbot.addWidget(workspace, before_close_func=lambda _: looked_at.close())
    workspace.show()
    workspace.go_to_page("unit")
    assert "只读，已加密" in words_on(workspace)
    field = named(workspace, "单位名称")
    fill(field, "x")
    assert text_of(field) == "甲公司"
    workspace.session.set("unit.name", "乙公司")
    workspace.saver.save_soon()
    assert workspace.saver.save_now()
    assert not is_saved(workspace)
    assert draft.file.read_bytes() == before


def test_a_full_disk_is_told_and_saving_resumes_by_itself(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    empty: Application,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(autosave, "_RETRY", 300)
    file = small_disk / "a.jbgs"
    write_draft(file, empty, keys.holders(), cost=CHEAP)
    window.open_file(file)
    workspace = opened(qtbot, window)
    filler = fill_disk(small_disk, 0)
    workspace.go_to_page("unit")
    text = "甲公司" * 20_000
    workspace.session.set("unit.profile", text)
    qtbot.waitUntil(lambda: "磁盘空间不足" in workspace.bar.text, timeout=LONG)
    assert "尚未保存" in words_on(workspace)
    assert "换一个位置保存" in buttons(workspace.bar)
    workspace.session.set("unit.name", "乙公司")
    qtbot.wait(700)  # some attempts later it is still told
    assert "磁盘空间不足" in workspace.bar.text
    assert workspace.session.value.unit.profile == text
    filler.unlink()
    qtbot.waitUntil(lambda: workspace.bar.text == "", timeout=LONG)
    qtbot.waitUntil(lambda: workspace.saver.is_kept, timeout=LONG)
    found = on_disk(workspace)
    assert (found.unit.profile, found.unit.name) == (text, "乙公司")
    window.close_workspace()
    window.wait_for_files()
    subprocess.run(["sync", str(small_disk)], check=False)


def test_a_deleted_file_is_told_and_written_anew(qtbot: QtBot, workspace: Workspace) -> None:
    Path(workspace.draft.place).unlink()
    workspace.session.set("unit.name", "甲公司")
    workspace.saver.save_soon()
    qtbot.waitUntil(lambda: "重新写入" in workspace.bar.text, timeout=LONG)
    press(workspace.bar, "重新写入")
    assert wait_for(qtbot, workspace).unit.name == "甲公司"
