"""Fields of a draft that is finalised look closed, and say why when somebody types into them."""

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.ui.fields import named
from tests.ui.finalise.finalised_window import finalise, open_sample
from tests.ui.form.section_editing import opens_menu
from tests.ui.keystrokes import wait_until


@opens_menu  # a tool tip cannot come to the front offscreen either
def test_a_closed_field_says_why(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, call: Call, tmp_path: Path
) -> None:
    workspace = open_sample(qtbot, window, keys, call, tmp_path)
    workspace.go_to_page("unit")
    open_ground = _ground(named(workspace, "单位名称"))
    finalise(qtbot, workspace)
    workspace.go_to_page("unit")
    line = named(workspace, "单位名称")
    assert isinstance(line, QLineEdit) and line.isReadOnly()
    assert _ground(line) != open_ground
    before = line.text()
    QTest.keyClicks(line, "x")
    wait_until(lambda: "请先点页面上方的“退回修改…”" in QToolTip.text())
    assert line.text() == before
    QToolTip.hideText()


def _ground(line: object) -> int:
    assert isinstance(line, QLineEdit)
    return line.grab().toImage().pixel(line.width() - 12, line.height() // 2)
