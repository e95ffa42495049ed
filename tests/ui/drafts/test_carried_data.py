"""A portable program with its data beside it: asked for a passphrase, never for a keyring."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop import files
from jbgs_desktop.drafts.keys import key_holders
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.drafts.cheap_drafts import CHEAP
from tests.ui.boxes import LONG, buttons, next_dialog, press, says
from tests.ui.conftest import close_quietly
from tests.ui.drafts.test_keys_gate import answer, code_in, type_back

Begin = Callable[[], MainWindow]


@pytest.fixture
def begin(qtbot: QtBot, call: Call, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Starts the program as ``app.run`` does, with the keyring that it finds itself."""
    monkeypatch.setattr(key_holders, "cost_for_this_computer", lambda: CHEAP)

    def begin() -> MainWindow:
        window = MainWindow()
        window.complete([call], UserKeys())
        qtbot.addWidget(window, before_close_func=lambda _: close_quietly(window))
        window.show()
        qtbot.waitExposed(window)
        window.gate.unlock()
        return window

    return begin


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """数据 beside a portable program, which this one takes itself for."""
    parts, data = tmp_path / "程序" / "_internal", tmp_path / "数据"
    parts.mkdir(parents=True)
    data.mkdir()
    (parts / files.PORTABLE_MARK).touch()
    (parts / "resources").symlink_to(files.resources())
    monkeypatch.setattr(sys, "_MEIPASS", str(parts), raising=False)
    files.carried_data.cache_clear()
    yield data
    files.carried_data.cache_clear()


def test_carried_data_are_opened_by_a_passphrase_on_every_computer(
    qtbot: QtBot, begin: Begin, carried: Path
) -> None:
    window = begin()
    dialog = says(qtbot, window, "不用这台电脑的密钥环", "设一个口令")
    for field in dialog.findChildren(QLineEdit):
        field.setText("long enough")
    press(dialog, "用口令保护")
    qtbot.waitUntil(lambda: "收好了，下一步" in buttons(next_dialog(qtbot, window)), timeout=LONG)
    dialog = says(qtbot, window, "平时用口令打开", "不要和草稿放在同一个优盘上")
    type_back(dialog, code_in(dialog))
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    assert (carried / "user.json").exists()

    later = begin()
    dialog = says(qtbot, later, "请输入口令或恢复码")
    assert "再问一次系统密钥环" not in buttons(dialog)
    answer(dialog, "long enough", "打开")
    qtbot.waitUntil(lambda: later.gate.is_open, timeout=LONG)
    later.gate.show_code()
    dialog = says(qtbot, later, "忘了口令时，用它打开草稿")
    press(dialog, "关闭")
