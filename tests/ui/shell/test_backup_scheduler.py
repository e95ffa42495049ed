"""Backups by themselves, and one reminder of a copy outside this computer."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts import backup
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.backup_scheduler import EVERY, BackupScheduler
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.drafts.cheap_drafts import application, new_draft
from tests.ui.boxes import LONG, opened, pick, press, says


def fire(workspace: Workspace) -> None:
    """Half an hour passes."""
    (timer,) = [t for t in workspace.findChildren(QTimer) if t.interval() == EVERY]
    assert timer.isActive()
    timer.timeout.emit()


def copies(workspace: Workspace) -> list[Path]:
    return backup.backups(workspace.draft.id)


def test_a_draft_is_backed_up_every_half_hour_and_at_its_end(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application
) -> None:
    window.begin(empty)
    workspace = opened(qtbot, window)
    assert copies(workspace) == []
    fire(workspace)
    qtbot.waitUntil(lambda: len(copies(workspace)) == 1, timeout=LONG)
    workspace.session.set("unit.name", "后来")
    window.close_workspace()
    window.wait_for_files()
    newest = copies(workspace)[0]
    with closing(open_draft(newest, keys.holders, read_only=True)) as kept:
        assert kept.load().application.unit.name == "后来"


def test_a_backup_that_fails_is_told_and_nothing_else_suffers(
    qtbot: QtBot, window: MainWindow, empty: Application, data_folder: Path
) -> None:
    (data_folder / "backups").write_bytes(b"a file in the way")
    window.begin(empty)
    workspace = opened(qtbot, window)
    fire(workspace)
    qtbot.waitUntil(lambda: "自动备份没有成功" in workspace.bar.text, timeout=LONG)
    workspace.session.set("unit.name", "甲")
    assert workspace.saver.save_now()
    window.close_workspace()
    assert window.workspace is None


def test_after_a_days_work_a_copy_elsewhere_is_suggested_once(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(create_draft(application(1), keys.holders())) as draft:
        draft.save(application(2))
    monkeypatch.setattr(backup, "DAYS_WORK", timedelta())
    window.open_file(draft.file)
    workspace = opened(qtbot, window)
    qtbot.waitUntil(lambda: "还没有放到这台电脑以外" in workspace.standing.text, timeout=LONG)
    press(workspace.standing, "知道了")
    fire(workspace)
    window.wait_for_files()
    qtbot.wait(50)
    assert workspace.standing.text == ""


def test_the_reminder_leads_to_the_copy(
    qtbot: QtBot, window: MainWindow, empty: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "DAYS_WORK", timedelta())
    window.begin(empty)
    workspace = opened(qtbot, window)
    qtbot.waitUntil(lambda: bool(workspace.standing.text), timeout=LONG)
    press(workspace.standing, "另存为加密副本…")
    says(qtbot, window, "副本用您现在设的口令加密")


def test_a_days_work_without_end_reminds_nobody_before_it_is_one(
    qtbot: QtBot, window: MainWindow, empty: Application
) -> None:
    window.begin(empty)
    workspace = opened(qtbot, window)
    window.wait_for_files()
    qtbot.wait(50)
    assert workspace.standing.text == ""


def test_what_is_only_read_is_not_backed_up(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path, data_folder: Path
) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file, application(), *keys.holders())):
        window.open_file(file)
        press(says(qtbot, window, "打开"), "只读打开")
        workspace = opened(qtbot, window)
        assert workspace.findChildren(BackupScheduler)
        assert not any(
            t.isActive() for t in workspace.findChildren(QTimer) if t.interval() == EVERY
        )
        window.close_workspace()
        window.wait_for_files()
        assert not (data_folder / "backups").exists()


def test_a_backup_is_opened_as_a_copy_and_stays_as_it_is(
    qtbot: QtBot,
    window: MainWindow,
    empty: Application,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    press(window, "自动备份(&K)…")
    press(says(qtbot, window, "还没有自动备份"), "知道了")
    window.begin(empty.set("unit.name", "备份过"))
    workspace = opened(qtbot, window)
    window.close_workspace()
    window.wait_for_files()
    (data_folder / "drafts" / Path(workspace.draft.place).name).unlink()
    (kept,) = backup.all_backups()
    before = kept.read_bytes()
    pick(monkeypatch, kept)
    press(window, "自动备份(&K)…")
    copy = opened(qtbot, window)
    assert copy.session.value.unit.name == "备份过"
    copy.session.set("unit.name", "接着写")
    window.close_workspace()
    window.wait_for_files()
    assert kept.read_bytes() == before
