"""Around the pages: the list of findings, finding a text, undo across pages, closing."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QListWidget,
    QMenu,
    QPushButton,
    QTextBrowser,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.help_panel import HelpPanel
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import next_dialog, says
from tests.ui.boxes import press as press_button
from tests.ui.form.section_editing import opens_menu
from tests.ui.keystrokes import focus, name_of, press, shortcut, type_in, wait_until

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.begin(empty.set("unit.name", "甲公司").set("unit.profile", "灵巧手，灵巧手。"))
    qtbot.waitUntil(lambda: window.workspace is not None)
    workspace = window.workspace
    assert workspace is not None
    return workspace


def test_f5_lists_everything_and_enter_goes_to_the_field(
    window: MainWindow, workspace: Workspace
) -> None:
    shortcut(window, Key.Key_F5)
    findings = focus()
    assert isinstance(findings, QListWidget)
    texts = [findings.item(row).text() for row in range(findings.count())]
    row = next(row for row, text in enumerate(texts) if "错误　单位地址" in text)
    findings.setCurrentRow(row)
    press(Key.Key_Return)
    assert workspace.current_page == "unit"
    assert name_of(focus()) == "单位地址"


def test_errors_alone_can_be_listed(window: MainWindow, workspace: Workspace) -> None:
    workspace.session.set("unit.profile", "字" * 500 + "示例")  # a reminder beside the errors
    shortcut(window, Key.Key_F5)
    findings = focus()
    assert isinstance(findings, QListWidget)

    def kinds() -> set[str]:
        texts = [findings.item(row).text() for row in range(findings.count())]
        return {text.split("　")[0] for text in texts if text[0] in "✕!·"}

    (box,) = [each for each in workspace.findChildren(QCheckBox) if "只看错误" in each.text()]
    assert kinds() > {"✕ 错误"}
    everything = findings.count()
    box.click()
    assert kinds() == {"✕ 错误"}
    assert findings.count() < everything
    box.click()
    assert findings.count() == everything


def test_the_counts_say_what_they_count(window: MainWindow, workspace: Workspace) -> None:
    workspace.session.show_all()
    found = workspace.session.findings
    workspace.go_to_page("check")
    texts = _all_texts(workspace)
    errors = sum(each.severity is Severity.ERROR for each in found)
    assert f"全部页面：错误 {errors} 处" in texts
    assert f"检查（{errors} 处错误）" in [b.text() for b in workspace.findChildren(QPushButton)]
    workspace.go_to_page("unit")
    (panel,) = workspace.findChildren(HelpPanel)
    here = [each for each in found if each.path.startswith("unit.")]
    assert panel.tabText(2) == f"本页问题 {len(here)}"
    shown = panel.widget(2)
    assert isinstance(shown, QTextBrowser)
    assert "这一页：错误" in shown.toPlainText()


def test_enter_in_the_find_bar_finds_again_and_never_writes(
    window: MainWindow, workspace: Workspace
) -> None:
    before = workspace.session.value
    shortcut(window, Key.Key_F, Ctrl)
    type_in("灵巧手")
    for _ in range(3):
        press(Key.Key_Return)
        assert workspace.current_page == "unit"
        assert name_of(focus()) == "查找"
    shortcut(window, Key.Key_F3)
    assert workspace.session.value == before


def test_who_leaves_the_find_bar_goes_on_writing_where_it_was_found(
    window: MainWindow, workspace: Workspace
) -> None:
    workspace.session.set("unit.profile", "从事灵巧手的研发")
    shortcut(window, Key.Key_F, Ctrl)
    type_in("灵巧手")
    press(Key.Key_Return)
    press(Key.Key_Escape)
    type_in("机械臂")
    assert workspace.session.value.unit.profile == "从事机械臂的研发"


def test_undo_goes_back_across_pages_to_the_place(window: MainWindow, workspace: Workspace) -> None:
    workspace.go_to_field("unit.address")
    type_in("示例路1号")
    workspace.go_to_field("product_overview")
    type_in("产品")
    shortcut(window, Key.Key_Z, Ctrl)
    assert workspace.current_page == "overview"
    shortcut(window, Key.Key_Z, Ctrl)
    assert workspace.current_page == "unit"
    assert workspace.session.value.unit.address == ""
    shortcut(window, Key.Key_Y, Ctrl)
    assert workspace.session.value.unit.address == "示例路1号"


def test_the_same_text_is_never_markup(window: MainWindow, workspace: Workspace) -> None:
    workspace.session.set("unit.name", "<b>甲</b>&amp;公司")
    workspace.session.check_now()
    assert "<b>甲</b>&amp;公司" in _all_texts(workspace)


def test_a_window_that_cannot_save_stays_open_until_told(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_draft: SealedDraft, _application: Application) -> None:
        raise OSError(28, "No space left on device")

    workspace.session.set("unit.address", "示例路1号")
    with monkeypatch.context() as broken:
        broken.setattr(type(workspace.draft), "save", fail)
        assert not window.close()
        press_button(says(qtbot, window, "没有能够保存", "关闭会失去这些修改"), "取消")
        assert "saving failed" in caplog.text
        assert window.workspace is workspace
        assert workspace.session.value.unit.address == "示例路1号"
        assert not window.close()
        press_button(next_dialog(qtbot, window), "丢弃")
    assert not window.isVisible()


@opens_menu
def test_f10_opens_all_commands(window: MainWindow, workspace: Workspace) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        seen.append([action.text() for action in menu.actions()])
        menu.close()

    QTimer.singleShot(100, look)
    shortcut(window, Qt.Key.Key_F10)
    wait_until(lambda: bool(seen))
    assert {"编辑", "草稿", "返回开始页"} <= set(seen[0]) and len(seen[0]) <= 10


def _all_texts(workspace: Workspace) -> str:
    return "\n".join(label.text() for label in workspace.findChildren(QLabel))
