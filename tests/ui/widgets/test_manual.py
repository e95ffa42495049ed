"""用户手册: every way to it opens the same page, which is among the program's files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.ui.boxes import LONG, opened, press, says
from tests.ui.keystrokes import shortcut

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to show."""
    pages: list[Path] = []

    def show(url: QUrl) -> bool:
        pages.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    return pages


def test_the_start_page_and_an_application_lead_to_it(
    qtbot: QtBot, window: MainWindow, empty: Application, shown: list[Path]
) -> None:
    press(window, "用户手册(&H)")
    shortcut(window, Key.Key_F1)
    shortcut(window, Key.Key_F1, Ctrl)
    assert len(shown) == 3
    window.begin(empty)
    workspace = opened(qtbot, window)
    shortcut(window, Key.Key_F1)  # there it explains the field
    assert len(shown) == 3
    shortcut(window, Key.Key_F1, Ctrl)
    menus = [menu for menu in window.findChildren(QMenu) if menu.actions()]
    (entry,) = (each for menu in menus for each in menu.actions() if each.text() == "用户手册")
    entry.trigger()
    assert len(shown) == 5
    assert set(shown) == {shown[0]}
    assert "恢复码" in shown[0].read_text(encoding="utf-8")
    assert workspace.isVisible()


def test_the_office_leads_to_it(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, shown: list[Path]
) -> None:
    window.office.open()
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
    assert window.office.view is not None
    window.office.view.setFocus()
    shortcut(window, Key.Key_F1)
    shortcut(window, Key.Key_F1, Ctrl)
    assert len(shown) == 2


def test_without_a_browser_its_place_is_told(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    press(window, "用户手册(&H)")
    says(qtbot, window, "没有能打开网页的程序", "index.html").reject()
