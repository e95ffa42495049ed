"""Windows under test: the program's own fonts and colours, and an open application."""

import gc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys import key_holders as drafts_keys
from jbgs_desktop.drafts.keys.keyring import Keyring
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import shared_workers
from jbgs_desktop.ui.widgets.theme import apply_theme, register_rare_font
from tests.drafts.cheap_drafts import CHEAP
from tests.drafts.keys.test_keyring import Memory
from tests.ui.boxes import opened
from tests.ui.finalise import sealed


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """The application as ``jbgs_desktop.app`` dresses it."""
    apply_theme(qapp)
    register_rare_font()


@pytest.fixture(autouse=True)
def collected_between_tests() -> Iterator[None]:
    """Qt objects are destroyed between tests, as the program does it between events."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture
def call() -> Call:
    return installed_calls()[0]


@pytest.fixture
def empty(call: Call) -> Application:
    """A new application of the second track in the first region."""
    return Application(call=call.id, region=call.regions[0].id, track=call.tracks[1].id)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> UserKeys:
    """A user's keys in memory, known to this computer; passphrases cost little."""
    monkeypatch.setattr(drafts_keys, "cost_for_this_computer", lambda: CHEAP)
    memory = Memory()
    keys = UserKeys(Keyring(lambda: memory))
    keys.begin()
    keys.keep()
    return keys


@pytest.fixture
def window(qtbot: QtBot, call: Call, keys: UserKeys) -> Iterator[MainWindow]:
    """The window on its start page."""
    window = MainWindow()
    window.complete([call], keys)
    qtbot.addWidget(window, before_close_func=close_quietly)
    with qtbot.waitExposed(window):
        window.show()
    yield window


@pytest.fixture
def locked(qtbot: QtBot, window: MainWindow, keys: UserKeys) -> Workspace:
    """An open draft that is finalised twice: what was printed of the first version is outdated."""
    with closing(create_draft(sealed.an_application(300), keys.holders())) as draft:
        sealed.lock(draft, 300, 321)
    window.open_file(draft.file)
    return opened(qtbot, window)


def close_quietly(window: MainWindow) -> None:
    """Close what is open, and wait until every file is closed too."""
    window.close_workspace()
    window.wait_for_files()
    shared_workers().wait()


@pytest.fixture
def evidence_file(tmp_path: Path) -> Path:
    file = tmp_path / "审计报告.pdf"
    file.write_bytes(b"%PDF-1.4 example")
    return file
