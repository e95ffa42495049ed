"""Two officers: the register handed over, joined, and read beside a colleague, by clicks."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.office_view import OfficeView
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.bundle.small_bundles import CALL
from tests.drafts.cheap_drafts import SECRET
from tests.office.registers import application, new_register, receive
from tests.ui.boxes import LONG, next_dialog, open_dialogs, press, says
from tests.ui.fields import commit, words_on
from tests.ui.office.conftest import close_view
from tests.ui.office.test_office import UNITS, go_to, named, table

WORD = "移交用的口令 2023"


@pytest.fixture
def colleague(qtbot: QtBot, tmp_path: Path) -> Iterator[OfficeView]:
    view = OfficeView(new_register(tmp_path / "colleague"), [CALL])
    qtbot.addWidget(view, before_close_func=close_view)
    with qtbot.waitExposed(view):
        view.show()
    yield view


def handed_over(qtbot: QtBot, view: OfficeView, into: Path) -> Path:
    go_to(view, "登记与上报")
    press(view, "移交登记表(&Y)…")
    dialog = says(qtbot, view, "移交登记表")
    for title in ("口令", "再输一次口令"):
        named(dialog, QLineEdit, title).setText(WORD)
    press(dialog, "选择位置…")
    qtbot.waitUntil(lambda: "已移交到" in view.bar.text, timeout=LONG)
    (folder,) = into.iterdir()
    return folder


def test_a_register_is_handed_over_and_joined(
    qtbot: QtBot,
    register: Register,
    view: OfficeView,
    colleague: OfficeView,
    chosen: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = receive(register, application(1))
    for number in (1, 3):
        receive(colleague.context.register, application(number), f"第{number}份")
    theirs = colleague.context.register.entries[0]
    colleague.context.keep([theirs.model_copy(update={"remarks": "问过经办"})])
    folder = handed_over(qtbot, colleague, chosen)
    monkeypatch.setattr(
        "jbgs_desktop.ui.office.register_exchange.choose_folder",
        lambda parent, title, then: then(folder),
    )
    go_to(view, "登记与上报")
    press(view, "并入登记表(&I)…")
    dialog = next_dialog(qtbot, view)
    named(dialog, QLineEdit, "口令").setText("不是这个")
    press(dialog, "打开")
    qtbot.waitUntil(lambda: dialog.isEnabled() and "不对" in words_on(dialog), timeout=LONG)
    named(dialog, QLineEdit, "口令").setText(WORD)
    press(dialog, "打开")
    qtbot.waitUntil(
        lambda: any("两边都有的单位" in words_on(each) for each in open_dialogs(view)), timeout=LONG
    )
    dialog = next_dialog(qtbot, view)
    assert "备注：问过经办" in words_on(dialog)
    named(dialog, QComboBox, f"{UNITS[1]}以哪一边为准").setCurrentIndex(1)
    press(dialog, "并入")
    qtbot.waitUntil(lambda: "已并入 2 份" in view.bar.text, timeout=LONG)
    go_to(view, "收件登记")
    assert {row[0] for row in table(view)} == {UNITS[1], UNITS[3]}
    assert register.entry(ours.number).remarks == "问过经办"


def test_read_only_says_so_and_changes_nothing(
    qtbot: QtBot, register: Register, tmp_path: Path
) -> None:
    receive(register, application(1))
    with closing(Register.open([SECRET], tmp_path / "office", read_only=True)) as beside:
        view = OfficeView(beside, [CALL])
        qtbot.addWidget(view, before_close_func=close_view)
        with qtbot.waitExposed(view):
            view.show()
        assert "只读打开" in view.bar.text
        remarks = named(view, QLineEdit, "备注")
        commit(remarks, "改一下")
        view.details.settle()
        assert "没有改动" in view.bar.text
    assert register.entries[0].remarks == ""


def test_a_register_in_use_is_offered_for_reading(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, data_folder: Path
) -> None:
    assert keys.secret is not None
    with closing(Register.open([keys.secret], data_folder / "office")) as held:
        receive(held, application(1))
        press(window, "推荐单位：收件与推荐(&W)…")
        question = says(qtbot, window, "正由另一个窗口或另一台电脑使用")
        press(question, "只读打开")
        qtbot.waitUntil(lambda: window.office.view is not None, timeout=LONG)
        view = window.office.view
        assert view is not None
        assert "只读打开" in view.bar.text
        assert [row[0] for row in table(view)] == [UNITS[1]]
        window.office.close()
        held.keep([held.entries[0].model_copy(update={"remarks": "没有碍着"})])
