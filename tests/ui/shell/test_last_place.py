"""A draft opens where it was left, and the window says whose it is."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import LONG, opened
from tests.ui.fields import focused
from tests.ui.keystrokes import shortcut


def reopened(qtbot: QtBot, window: MainWindow, file: Path) -> Workspace:
    shortcut(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    window.wait_for_files()
    window.open_file(file)
    return opened(qtbot, window)


def test_a_draft_opens_at_the_page_and_the_section_where_it_was_left(
    qtbot: QtBot, window: MainWindow, empty: Application
) -> None:
    window.begin(empty.set("directions", (2, 3)).set("unit.name", "甲公司"))
    workspace = opened(qtbot, window)
    assert workspace.current_page == "cover"
    file = Path(workspace.draft.place)
    workspace.go_to_page("evidence")
    workspace = reopened(qtbot, window, file)
    assert workspace.current_page == "evidence"
    workspace.go_to_field("taskbooks.3.plan")
    workspace = reopened(qtbot, window, file)
    assert workspace.current_page == "taskbook.3"
    assert focused().accessibleName() == workspace.session.field("taskbooks.3.plan").name
    workspace.session.set("directions", (2,))
    workspace = reopened(qtbot, window, file)
    assert workspace.current_page == "cover", "what is gone is not gone to"


def test_the_title_of_the_window_names_the_unit_and_the_track(
    qtbot: QtBot, window: MainWindow, empty: Application
) -> None:
    before = window.windowTitle()
    window.begin(empty.set("unit.name", "甲公司"))
    workspace = opened(qtbot, window)
    track = workspace.session.track
    assert track is not None
    assert window.windowTitle() == f"甲公司 · {track.name}"
    workspace.session.set("unit.name", "乙公司")
    qtbot.waitUntil(lambda: window.windowTitle().startswith("乙公司"), timeout=LONG)
    shortcut(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.windowTitle() == before
