"""What is typed reaches the disk by itself, and a failure to save is never silent."""

import errno
import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.widgets.session import Session


@pytest.fixture
def session(qtbot: QtBot, empty: Application, call: Call) -> Session:
    return Session(empty, call, lambda _: None)


@pytest.fixture
def draft(tmp_path: Path, empty: Application) -> PlainDraft:
    draft = PlainDraft(tmp_path / "申报.json")
    draft.save(empty)
    return draft


def test_a_change_is_on_disk_before_it_is_called_saved(
    qtbot: QtBot, session: Session, draft: PlainDraft
) -> None:
    saver = Autosave(session, draft, session)
    assert saver.is_kept
    with qtbot.waitSignal(saver.saved, timeout=5000):
        session.set("unit.name", "甲")
        assert not saver.is_kept
    assert draft.load().application.unit.name == "甲"
    assert saver.is_kept


def test_typing_without_a_pause_is_saved_all_the_same(
    qtbot: QtBot, session: Session, draft: PlainDraft
) -> None:
    saver = Autosave(session, draft, session)
    saved: list[object] = []
    saver.saved.connect(saved.append)
    for number in range(40):  # a key every 100 ms never leaves half a second of quiet
        session.set("unit.name", "甲" * (number + 1))
        qtbot.wait(100)
        if saved:
            break
    assert saved


def test_a_failure_is_told_and_saving_resumes_by_itself(
    qtbot: QtBot, session: Session, draft: PlainDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver = Autosave(session, draft, session)

    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", fail)
        with qtbot.waitSignal(saver.failed, timeout=5000) as failed:
            session.set("unit.name", "甲")
        assert "磁盘空间不足" in failed.args[0]
        assert not saver.save_now()
        assert draft.load().application.unit.name == ""
    with qtbot.waitSignal(saver.saved, timeout=15000):
        pass
    assert draft.load().application.unit.name == "甲"
