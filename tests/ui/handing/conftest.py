"""An open draft that is finalised, on the pages that follow."""

from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.listing import create_draft
from jbgs_desktop.drafts.unlocking import UserKeys
from jbgs_desktop.ui.main_window import MainWindow
from jbgs_desktop.ui.workspace import Workspace
from tests.ui.boxes import opened
from tests.ui.handing import sealed


@pytest.fixture
def locked(qtbot: QtBot, window: MainWindow, keys: UserKeys) -> Workspace:
    """Finalised twice: what was printed of the first version is outdated."""
    with closing(create_draft(sealed.an_application(300), keys.holders())) as draft:
        sealed.lock(draft, 300, 321)
    window.open_file(draft.file)
    return opened(qtbot, window)
