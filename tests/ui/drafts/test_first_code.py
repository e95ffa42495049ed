"""The recovery code of a first start is the same until it is confirmed."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.key_holders import new_secret
from jbgs_desktop.drafts.keys.recovery_code import code_of
from tests.drafts.keys.test_keyring import Memory, failing
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, press, says
from tests.ui.drafts.test_keys_gate import Start, answer, cheap, shows_code, start, type_back
from tests.ui.fields import words_on

__all__ = ["cheap", "start"]  # fixtures


@pytest.mark.parametrize("end", ["以后再说", "断电"])
def test_without_a_keyring_the_code_is_the_same_after_a_restart(
    qtbot: QtBot, start: Start, data_folder: Path, end: str
) -> None:
    window = start(failing(ImportError()))
    dialog = next_dialog(qtbot, window)
    for field in dialog.findChildren(QLineEdit):
        field.setText("long enough")
    press(dialog, "用口令保护")
    code = shows_code(qtbot, window)
    if end == "以后再说":
        press(next_dialog(qtbot, window), end)
        no_dialog(qtbot, window)
        press(window, "输入或新建密钥…")  # in the same run nothing is typed again
        assert shows_code(qtbot, window) == code
    assert code.encode() not in (data_folder / "user.json").read_bytes()

    later = start(failing(ImportError()))
    answer(says(qtbot, later, "请输入口令或恢复码"), "long enough", "打开")
    assert shows_code(qtbot, later) == code
    assert not later.gate.is_open
    type_back(next_dialog(qtbot, later), code)
    qtbot.waitUntil(lambda: later.gate.is_open, timeout=LONG)

    last = start(failing(ImportError()))
    answer(says(qtbot, last, "请输入口令或恢复码"), "long enough", "打开")
    qtbot.waitUntil(lambda: last.gate.is_open, timeout=LONG)  # it is confirmed for good
    assert last.gate.keys.recovery_code == code


def test_a_code_that_nothing_keeps_is_told_to_be_void_unless_it_is_confirmed(
    qtbot: QtBot, start: Start
) -> None:
    window = start(failing(ImportError()))
    press(next_dialog(qtbot, window), "每次输入恢复码")
    code = shows_code(qtbot, window)
    assert "这个恢复码作废" in words_on(next_dialog(qtbot, window))
    type_back(next_dialog(qtbot, window), code)
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    later = start(failing(ImportError()))
    answer(next_dialog(qtbot, later), code, "打开")
    qtbot.waitUntil(lambda: "用口令保护" in buttons(next_dialog(qtbot, later)), timeout=LONG)


def test_who_has_a_code_need_not_make_another(qtbot: QtBot, start: Start) -> None:
    code = code_of(new_secret())
    window = start(failing(ImportError()))
    press(next_dialog(qtbot, window), "我已经有恢复码")
    answer(says(qtbot, window, "请输入恢复码"), code, "打开")
    qtbot.waitUntil(lambda: "用口令保护" in buttons(next_dialog(qtbot, window)), timeout=LONG)
    dialog = next_dialog(qtbot, window)
    assert "我已经有恢复码" not in buttons(dialog)
    press(dialog, "每次输入恢复码")
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    assert window.gate.keys.recovery_code == code


def test_a_program_that_ends_while_the_code_is_shown_shows_it_again(
    qtbot: QtBot, start: Start, data_folder: Path
) -> None:
    memory = Memory()
    first = shows_code(qtbot, start(lambda: memory))
    qtbot.waitUntil(lambda: (data_folder / "user.json").exists(), timeout=LONG)
    assert shows_code(qtbot, start(lambda: memory)) == first
