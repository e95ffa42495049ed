"""Every page and dialog on six sizes of screen, and with large letters: no button is out of reach.

A screen of 1366 by 768 at 150 % leaves 911 by 512 px to a window, one of 1920 by 1080 at 200 %
leaves 960 by 540.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.drafts.keys_dialog import NewPassphraseDialog
from jbgs_desktop.ui.drafts.keys_first import CodeDialog, ShownCode
from jbgs_desktop.ui.drafts.unit_profile import UnitDialog
from jbgs_desktop.ui.office.intake_outcome import IntakeListDialog
from jbgs_desktop.ui.office.removal_dialog import RemovalDialog
from jbgs_desktop.ui.shell.call_update import CallUpdateDialog
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.rail import Rail
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.section.section_toolbar import TableSizeDialog
from jbgs_desktop.ui.widgets.theme import current_scheme, style_sheet
from tests.ui.boxes import LONG, press

SMALL = (911, 512, 1.0)
SCREENS = [
    SMALL,
    (960, 540, 1.0),
    (1024, 600, 1.0),
    (1024, 768, 1.0),
    (1366, 768, 1.0),
    (1920, 1080, 1.0),
    (911, 512, 1.5),
]
FRAME = 40  # px, the title bar
_PATIENCE = 100  # looks, since files are read and lines wrapped meanwhile
DIALOGS = (
    "草稿的口令…",
    "Word原件…",
    "网上填报对照…",
    "关于…",
    "检验报送包…",
    "历史…",
    "分给同事…",
    "分工情况…",
)


@pytest.fixture(autouse=True)
def screen(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> Iterator[QSize]:
    """The screen that the windows find; the last part of its parameter enlarges the letters."""
    width, height, scale = getattr(request, "param", SMALL)
    monkeypatch.setattr(QScreen, "availableSize", lambda _: QSize(width, height))
    before = qapp.styleSheet()
    if scale != 1:
        qapp.setStyleSheet(style_sheet(current_scheme(), scale))
    yield QSize(width, height)
    if scale != 1:
        qapp.setStyleSheet(before)


every_screen = pytest.mark.parametrize("screen", SCREENS, indirect=True, ids=str)


@pytest.fixture
def begun(qtbot: QtBot, call: Call, window: MainWindow, screen: QSize) -> Workspace:
    """The sample, with two task books, in a window that fills the screen."""
    window.begin(sample_application(call, call.tracks[1].id, (2, 3)))
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=LONG)
    assert window.workspace is not None
    fill(window, screen)
    return window.workspace


def fill(window: QWidget, screen: QSize) -> None:
    """As ``window`` is when it is maximised."""
    window.resize(screen.width(), screen.height() - FRAME)
    settle()


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def out_of_reach(window: QWidget) -> list[str]:
    """What can be clicked or typed in but neither is in sight nor comes there by scrolling."""
    found = []
    for widget in window.findChildren(QWidget):
        is_meant = isinstance(widget, QAbstractButton | QComboBox | QLineEdit)
        if not is_meant or not widget.isVisible() or not widget.isEnabled():
            continue
        if widget.window() is not window or not widget.size().isValid() or in_a_view(widget):
            continue
        if not comes_in_sight(widget):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            found.append(text or widget.accessibleName() or type(widget).__name__)
    return found


def in_a_view(widget: QWidget) -> bool:
    """Whether it is a part of a list, a box or the like, which the system draws."""
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractItemView | QComboBox | QLineEdit)


def comes_in_sight(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            # Not ensureWidgetVisible, for which the cursor of a line is enough.
            for corner in (QPoint(widget.width(), widget.height()), QPoint(0, 0)):
                at = widget.mapTo(parent.widget(), corner)
                parent.ensureVisible(at.x(), at.y(), 0, 0)
            if parent.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                parent.horizontalScrollBar().setValue(0)  # nobody could have scrolled
        parent = parent.parentWidget()
    return widget.visibleRegion().boundingRect() == widget.rect()


def assert_fits(window: QWidget, screen: QSize, where: str) -> None:
    """``window`` settles within its screen with everything in reach."""
    for _ in range(_PATIENCE):
        settle()
        missing = out_of_reach(window)
        if not missing and fits(window, screen):
            return
        QTest.qWait(20)
    assert fits(window, screen), f"{where}: {window.size()}"
    assert not missing, f"{where}: {'、'.join(missing)}"


def fits(window: QWidget, screen: QSize) -> bool:
    return window.width() <= screen.width() and window.height() <= screen.height() - FRAME


def walk(window: MainWindow, workspace: Workspace, screen: QSize) -> None:
    """Look at every page of the rail, the preview and the bar for finding."""
    (rail,) = workspace.findChildren(Rail)
    for row in range(rail.count()):
        rail.setCurrentRow(row)
        assert_fits(window, screen, rail.item(row).text())
    workspace.open_find()
    assert_fits(window, screen, "查找")
    workspace.show_preview()
    assert_fits(window, screen, "预览")
    rail.itemClicked.emit(rail.item(0))


@every_screen
def test_every_page_of_a_draft_fits(window: MainWindow, begun: Workspace, screen: QSize) -> None:
    walk(window, begun, screen)


@every_screen
def test_every_page_of_a_finalised_draft_fits(
    window: MainWindow, locked: Workspace, screen: QSize
) -> None:
    fill(window, screen)
    walk(window, locked, screen)
    press(locked, "退回修改…")
    assert_dialog_fits(window, screen, "退回修改")


def assert_dialog_fits(window: MainWindow, screen: QSize, where: str) -> None:
    settle()
    (dialog,) = [each for each in QApplication.topLevelWidgets() if is_dialog(each, window)]
    assert_fits(dialog, screen, where)
    dialog.close()
    settle()


def is_dialog(widget: QWidget, window: MainWindow) -> bool:
    return widget.isVisible() and widget is not window and widget.inherits("QDialog")


@every_screen
def test_every_dialog_of_a_draft_fits(window: MainWindow, begun: Workspace, screen: QSize) -> None:
    actions = {action.text(): action for action in window.actions()}
    for title in DIALOGS:
        actions[title].trigger()
        assert_dialog_fits(window, screen, title)


@every_screen
def test_what_the_window_asks_fits(
    window: MainWindow, begun: Workspace, keys: UserKeys, screen: QSize
) -> None:
    def nothing(*_: object) -> None: ...

    unit = begun.session.value.unit.model_copy(update={"name": "另一个单位", "address": "别处"})
    sentences = [f"第 {row} 行的金额没有写单位，请核对。" for row in range(30)]
    for dialog in (
        UnitDialog(window, begun.session, [unit], sentences=sentences),
        NewPassphraseDialog(window, "另存为加密副本", "请设一个口令。" * 20, nothing),
        CodeDialog(window, keys, keys.keyring_state(), nothing),
        ShownCode(window, keys),
        RemovalDialog(window, "示例机器人科技（郑州）有限公司", nothing),
        IntakeListDialog(window, sentences),
        TableSizeDialog(window),
        CallUpdateDialog(window, begun, begun.session.call, nothing),
    ):
        dialog.open()
        assert_dialog_fits(window, screen, dialog.windowTitle())


@every_screen
def test_the_start_page_and_the_office_fit(qtbot: QtBot, window: MainWindow, screen: QSize) -> None:
    fill(window, screen)
    assert_fits(window, screen, "开始页")
    press(window, "推荐单位：收件与推荐(&W)…")
    qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
    view = window.office.view
    assert view is not None
    for name in [each.accessibleName() for each in view.findChildren(QListWidget)]:
        assert name
    (rail,) = [each for each in view.findChildren(QListWidget) if each.accessibleName() == "页面"]
    for row in range(rail.count()):
        rail.setCurrentRow(row)
        assert_fits(window, screen, rail.item(row).text())
    press(view, "手工登记(&H)…")
    assert_dialog_fits(window, screen, "手工登记")
