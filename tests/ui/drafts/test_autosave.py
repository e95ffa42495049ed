"""What is typed reaches the disk by itself, and a failure to save is never silent."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.widgets.session import Session
from tests.drafts.cheap_drafts import new_draft


@pytest.fixture
def session(qtbot: QtBot, empty: Application, call: Call) -> Session:
    return Session(empty, call, lambda _: None)


@pytest.fixture
def draft(tmp_path: Path, empty: Application) -> Iterator[SealedDraft]:
    with closing(new_draft(tmp_path / "a.jbgs", empty)) as draft:
        yield draft


def test_a_change_is_on_disk_before_it_is_called_saved(
    qtbot: QtBot, session: Session, draft: SealedDraft
) -> None:
    saver = Autosave(session, draft, session)
    assert saver.is_kept
    with qtbot.waitSignal(saver.saved, timeout=5000):
        session.set("unit.name", "甲")
        assert not saver.is_kept
    assert draft.load().application.unit.name == "甲"
    assert saver.is_kept


def test_typing_without_a_pause_is_saved_all_the_same(
    qtbot: QtBot, session: Session, draft: SealedDraft
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
    qtbot: QtBot, session: Session, draft: SealedDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    saver = Autosave(session, draft, session)

    def fail(_draft: SealedDraft, _application: Application) -> None:
        raise FileAccessError("磁盘空间不足。")

    with monkeypatch.context() as disk:
        disk.setattr(SealedDraft, "save", fail)
        with qtbot.waitSignal(saver.failed, timeout=5000) as failed:
            session.set("unit.name", "甲")
        assert "磁盘空间不足" in failed.args[0]
        assert not saver.save_now()
        assert draft.load().application.unit.name == ""
    with qtbot.waitSignal(saver.saved, timeout=15000):
        pass
    assert draft.load().application.unit.name == "甲"
