"""The sample in an open window, and waiting for what is done in the background."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.finalise.finalised_drafts import sample_draft
from tests.ui.boxes import LONG, next_dialog, opened, press
from tests.ui.fields import named, words_on

WARNED = "处提醒没有处理"


def open_sample(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, call: Call, folder: Path
) -> Workspace:
    with closing(sample_draft(call, folder, list(keys.holders()))) as draft:
        file = draft.file
    window.open_file(file)
    workspace = opened(qtbot, window)
    workspace.go_to_page("finalise")
    return workspace


def wait(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=2 * LONG)


def finalise(qtbot: QtBot, workspace: Workspace) -> str:
    """Press 定稿 on its page, whatever warnings are open; the 核验码."""
    workspace.go_to_page("finalise")
    press(workspace, "定稿")
    if WARNED in words_on(workspace):
        press(next_dialog(qtbot, workspace), "仍然定稿")
    wait(qtbot, lambda: workspace.context.record.current is not None and workspace.session.locked)
    wait(qtbot, lambda: workspace.context.books.ready is not None)
    current = workspace.context.record.current
    assert current is not None
    return current.code


def row_of(tree: QTreeWidget, row: int) -> QTreeWidgetItem:
    item = tree.topLevelItem(row)
    assert item is not None
    return item


def spots(workspace: Workspace) -> QTreeWidget:
    found = named(workspace, "盖章与签字清单")
    assert isinstance(found, QTreeWidget)
    return found
