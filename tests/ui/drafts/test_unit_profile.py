"""沿用单位资料: offered again, shown field by field before it is taken over, and undone at once."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QMessageBox, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.forms.application import Application, Participant, Unit
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, opened, press, says
from tests.ui.fields import words_on
from tests.ui.shell.test_draft_transfer import menu

KNOWN = Unit(
    name="示例一",
    staff="120",
    profile="第一行\n第二行",
    participants=(Participant(name="合作单位", code="", role="测试"),),
)


def remember(keys: UserKeys, *units: Unit) -> None:
    assert keys.secret is not None
    for unit in units:
        UserData(keys.secret).keep_unit(unit)


def the_box(window: MainWindow) -> QComboBox:
    (box,) = [b for b in window.findChildren(QComboBox) if b.accessibleName() == "沿用单位资料"]
    return box


def changes(dialog: object) -> dict[str, tuple[str, str]]:
    assert hasattr(dialog, "findChild")
    tree = dialog.findChild(QTreeWidget)
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {item.text(0): (item.text(1), item.text(2)) for item in items}


def test_a_unit_is_remembered_when_its_draft_is_closed_and_offered(
    qtbot: QtBot, window: MainWindow, empty: Application, data_folder: Path
) -> None:
    assert not the_box(window).isEnabled()
    window.begin(empty)
    opened(qtbot, window).session.set("unit", KNOWN)
    menu(window, "返回开始页")
    qtbot.waitUntil(lambda: the_box(window).findText("示例一") > 0, timeout=LONG)
    assert "示例一".encode() not in (data_folder / "remembered").read_bytes()
    the_box(window).setCurrentText("示例一")
    press(window, "开始填写(&B)")
    workspace = opened(qtbot, window)
    dialog = says(qtbot, window, "沿用“示例一”的资料会改变下面 4 项，现在都还空着")
    assert ("（空）", "120") in changes(dialog).values()
    assert workspace.session.value.unit == Unit()
    press(dialog, "沿用")
    assert workspace.session.value.unit == KNOWN
    workspace.undo()
    assert workspace.session.value.unit == Unit()


def test_what_is_there_already_is_shown_beside_what_would_come(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application
) -> None:
    remember(keys, Unit(name="示例二"), KNOWN)
    window.begin(empty.set("unit", KNOWN.model_copy(update={"staff": "7", "address": "某地"})))
    workspace = opened(qtbot, window)
    menu(window, "沿用单位资料…")
    dialog = says(qtbot, window, "会改变下面 2 项，其中 2 项现在已有内容")
    assert sorted(changes(dialog).values()) == [("7", "120"), ("某地", "（空）")]
    box = dialog.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentText("示例二")
    assert "沿用“示例二”" in words_on(dialog)
    before = workspace.session.value
    press(dialog, "不沿用")
    no_dialog(qtbot, window)
    assert workspace.session.value == before


def forget_shown(dialog: QWidget) -> None:
    press(dialog, "删去这份资料…")
    question = next(box for box in dialog.findChildren(QMessageBox) if box.isVisible())
    press(question, "删去")


def test_a_unit_can_be_forgotten(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application
) -> None:
    assert keys.secret is not None
    data = UserData(keys.secret)
    remember(keys, Unit(name="示例二"), KNOWN)
    window.begin(empty)
    opened(qtbot, window)
    menu(window, "沿用单位资料…")
    dialog = says(qtbot, window, "沿用“示例一”")
    press(dialog, "删去这份资料…")
    (question,) = dialog.findChildren(QMessageBox)
    press(question, "取消")
    assert [unit.name for unit in data.units()] == ["示例一", "示例二"]
    forget_shown(dialog)
    qtbot.waitUntil(lambda: "沿用“示例二”" in words_on(dialog), timeout=LONG)
    assert [unit.name for unit in data.units()] == ["示例二"]
    forget_shown(dialog)
    no_dialog(qtbot, window)  # nothing is left to be taken over
    assert data.units() == []


def test_a_unit_that_changes_nothing_cannot_be_taken_over(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application
) -> None:
    remember(keys, KNOWN)
    window.begin(empty.set("unit", KNOWN))
    opened(qtbot, window)
    menu(window, "沿用单位资料…")
    dialog = says(qtbot, window, "没有要改的")
    assert not buttons(dialog)["沿用"].isEnabled()


def test_without_a_known_unit_it_is_said(
    qtbot: QtBot, window: MainWindow, empty: Application
) -> None:
    window.begin(empty)
    opened(qtbot, window)
    menu(window, "沿用单位资料…")
    says(qtbot, window, "还没有记住的单位资料")


@pytest.mark.parametrize("content", [b"", b"x" * 100])
def test_damaged_memories_hold_nobody_up(
    qtbot: QtBot, window: MainWindow, empty: Application, data_folder: Path, content: bytes
) -> None:
    (data_folder / "remembered").write_bytes(content)
    window.begin(empty.set("unit.name", "甲"))
    workspace = opened(qtbot, window)
    menu(window, "沿用单位资料…")
    press(says(qtbot, window, "无法读取记住的单位资料"), "知道了")
    no_dialog(qtbot, window)
    assert workspace.session.value.unit.name == "甲"
    menu(window, "返回开始页")
    qtbot.waitUntil(lambda: "无法读取记住的单位资料" in words_on(window), timeout=LONG)
    qtbot.waitUntil(
        lambda: any(tree.isVisible() for tree in window.findChildren(QTreeWidget)), timeout=LONG
    )


def test_hostile_words_are_shown_as_words(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application
) -> None:
    remember(keys, Unit(name="<b>粗</b><img src=x>", staff="1"))
    window.begin(empty)
    opened(qtbot, window)
    menu(window, "沿用单位资料…")
    says(qtbot, window, "<b>粗</b><img src=x>")
    assert next_dialog(qtbot, window)
