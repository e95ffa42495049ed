"""A task book open in the window."""

from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import (
    opened,
)
from tests.ui.word.hand_out_clicks import PLAN, RISKS


@pytest.fixture
def begun(empty: Application) -> Application:
    begun = empty.set("directions", (2, 3)).set(PLAN, "计划甲。").set(RISKS, "风险甲。")
    return begun.set("unit.name", "甲公司")


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, keys: UserKeys, begun: Application) -> Workspace:
    """A task book open at its plan."""
    with closing(create_draft(begun, keys.holders())) as draft:
        file = draft.file
    window.open_file(file)
    workspace = opened(qtbot, window)
    workspace.go_to_field(PLAN)
    return workspace
