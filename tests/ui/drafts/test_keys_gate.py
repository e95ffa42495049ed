"""From the first start to a wiped keyring: what the user sees, is asked, and can do."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys import key_holders as drafts_keys
from jbgs_desktop.drafts.keys.key_holders import Passphrase, new_secret
from jbgs_desktop.drafts.keys.keyring import KEYRING_SENTENCES, Backend, Keyring, KeyringState
from jbgs_desktop.drafts.keys.recovery_code import code_of
from jbgs_desktop.drafts.keys.user_keys import Access, UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.drafts.cheap_drafts import CHEAP, application, new_draft
from tests.drafts.keys.test_keyring import KeyringLocked, Memory, failing
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, opened, pick, press, says
from tests.ui.conftest import close_quietly
from tests.ui.fields import words_on

Start = Callable[[Callable[[], Backend]], MainWindow]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_keys, "cost_for_this_computer", lambda: CHEAP)


@pytest.fixture
def start(qtbot: QtBot, call: Call) -> Iterator[Start]:
    """Starts the program with a keyring, as ``app.run`` does."""

    def start(backend: Callable[[], Backend]) -> MainWindow:
        window = MainWindow()
        window.complete([call], UserKeys(Keyring(backend)))
        qtbot.addWidget(window, before_close_func=partial(_close, window))
        window.show()
        qtbot.waitExposed(window)
        window.gate.unlock()
        return window

    yield start


def _close(kept: MainWindow, _: QWidget) -> None:
    close_quietly(kept)


def known_keys(memory: Memory) -> UserKeys:
    """The keys of somebody who started the program on this computer before."""
    keys = UserKeys(Keyring(lambda: memory))
    keys.begin()
    keys.keep()
    return keys


def code_in(dialog: QDialog) -> str:
    codes = [label.text() for label in dialog.findChildren(QLabel) if label.objectName() == "code"]
    assert len(codes) == 7
    return "-".join(codes)


def the_field(dialog: QWidget) -> QLineEdit:
    (field,) = [field for field in dialog.findChildren(QLineEdit) if field.isVisibleTo(dialog)]
    return field


def answer(dialog: QWidget, text: str, button: str) -> None:
    the_field(dialog).setText(text)
    press(dialog, button)


def type_back(dialog: QDialog, code: str, wrong: str = "") -> None:
    press(dialog, "收好了，下一步")
    assert not any(group in words_on(dialog) for group in code.split("-"))
    number = int(the_field(dialog).accessibleName().split("第 ")[1].split(" ")[0])
    answer(dialog, wrong or code.split("-")[number - 1].lower(), "完成")


def test_the_first_start_shows_the_code_and_asks_a_group_back(
    qtbot: QtBot, start: Start, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory()
    window = start(lambda: memory)
    dialog = says(qtbot, window, "只有下面的恢复码能打开草稿")
    code = code_in(dialog)
    target = tmp_path / "恢复码.txt"
    pick(monkeypatch, target)
    press(dialog, "保存为文件…")
    assert code in target.read_text(encoding="utf-8-sig")
    assert "移到优盘" in words_on(dialog)
    type_back(dialog, code, wrong="AAAAA")
    assert "不是恢复码的第" in words_on(dialog)
    assert UserKeys(Keyring(lambda: memory)).unlock().access is Access.FIRST_START
    assert not window.gate.is_open
    press(dialog, "再看一遍")
    assert code_in(dialog) == code
    type_back(dialog, code)
    no_dialog(qtbot, window)
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    assert list(memory.kept.values()) == [code]
    qtbot.waitUntil(lambda: "还没有申报" in words_on(window), timeout=LONG)


def test_put_off_the_same_code_is_shown_again_and_what_was_asked_for_goes_on(
    qtbot: QtBot, start: Start, empty: Application, data_folder: Path
) -> None:
    memory = Memory()
    window = start(lambda: memory)
    first = code_in(next_dialog(qtbot, window))
    press(next_dialog(qtbot, window), "以后再说")
    no_dialog(qtbot, window)
    assert "还没有密钥" in words_on(window)
    window.begin(empty)
    dialog = next_dialog(qtbot, window)
    second = code_in(dialog)
    assert second == first  # it may be printed already
    press(dialog, "以后再说")
    no_dialog(qtbot, window)
    qtbot.waitUntil(lambda: (data_folder / "user.json").exists(), timeout=LONG)
    press(window, "输入或新建密钥…")
    dialog = next_dialog(qtbot, window)
    assert code_in(dialog) == first
    assert not (data_folder / "drafts").exists()
    type_back(dialog, first)
    opened(qtbot, window)  # what was asked for goes on


def test_after_a_restart_the_code_that_was_put_off_is_the_same(
    qtbot: QtBot, start: Start, data_folder: Path
) -> None:
    memory = Memory()
    window = start(lambda: memory)
    first = code_in(next_dialog(qtbot, window))
    press(next_dialog(qtbot, window), "以后再说")
    qtbot.waitUntil(lambda: (data_folder / "user.json").exists(), timeout=LONG)
    assert not window.gate.is_open
    later = start(lambda: memory)
    dialog = says(qtbot, later, "只有下面的恢复码能打开草稿")
    assert code_in(dialog) == first
    type_back(dialog, first)
    qtbot.waitUntil(lambda: later.gate.is_open, timeout=LONG)
    assert UserKeys(Keyring(lambda: memory)).unlock().access is Access.READY


@pytest.mark.parametrize("way", ["以后再说", "我已经有恢复码"])
def test_the_file_given_at_the_start_is_opened_when_there_is_a_key(
    qtbot: QtBot, start: Start, data_folder: Path, tmp_path: Path, way: str
) -> None:
    secret, memory = new_secret(), Memory()
    new_draft(tmp_path / "a.jbgs", application("甲"), secret).close()
    window = start(lambda: memory)
    window.open_file(tmp_path / "a.jbgs")
    press(next_dialog(qtbot, window), way)
    if way == "以后再说":
        no_dialog(qtbot, window)
        qtbot.waitUntil(lambda: (data_folder / "user.json").exists(), timeout=LONG)
        press(window, "输入或新建密钥…")
        press(next_dialog(qtbot, window), "我已经有恢复码")
    answer(next_dialog(qtbot, window), code_of(secret), "打开")
    assert opened(qtbot, window).session.value == application("甲")
    assert UserKeys(Keyring(lambda: memory)).unlock().access is Access.READY


def test_with_the_keyring_nothing_is_asked(qtbot: QtBot, start: Start) -> None:
    memory = Memory()
    known_keys(memory)
    window = start(lambda: memory)
    qtbot.waitUntil(lambda: "还没有申报" in words_on(window), timeout=LONG)
    assert window.gate.is_open
    no_dialog(qtbot, window)


@pytest.mark.parametrize(
    ("backend", "state"),
    [
        (Memory, KeyringState.EMPTY),
        (failing(ImportError()), KeyringState.MISSING),
        (failing(KeyringLocked()), KeyringState.LOCKED),
        (failing(PermissionError()), KeyringState.DENIED),
    ],
)
def test_whatever_the_keyring_does_the_code_opens_the_drafts(
    qtbot: QtBot, start: Start, backend: Callable[[], Backend], state: KeyringState
) -> None:
    code = known_keys(Memory()).recovery_code
    kept = backend() if state is KeyringState.EMPTY else None
    window = start((lambda: kept) if kept else backend)
    dialog = says(qtbot, window, KEYRING_SENTENCES[state], "草稿都还在", "恢复码")
    groups = code.split("-")
    groups[2] = "AAAAA" if groups[2] != "AAAAA" else "CCCCC"
    answer(dialog, "-".join(groups), "打开")
    qtbot.waitUntil(lambda: "第 3 组有误" in words_on(dialog), timeout=LONG)
    answer(dialog, code_of(new_secret()), "打开")
    qtbot.waitUntil(lambda: "不属于这台电脑" in words_on(dialog), timeout=LONG)
    answer(dialog, f" {code.lower().replace('-', '－')} ", "打开")
    if state is not KeyringState.EMPTY:
        qtbot.waitUntil(lambda: "用口令保护" in buttons(next_dialog(qtbot, window)), timeout=LONG)
        press(next_dialog(qtbot, window), "每次输入恢复码")
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    assert window.gate.keys.recovery_code == code


@pytest.mark.parametrize(
    "typed", ["", "   ", "0", "恢复码" * 40, "A" * 36, "\x00" * 35, "\U0001f600" * 35]
)
def test_what_is_no_code_is_told_and_does_no_harm(qtbot: QtBot, start: Start, typed: str) -> None:
    known_keys(Memory())
    window = start(Memory)
    dialog = next_dialog(qtbot, window)
    answer(dialog, typed, "打开")
    expected = "请输入恢复码" if not typed.strip() else "恢复码"
    qtbot.waitUntil(lambda: buttons(dialog)["打开"].isEnabled(), timeout=LONG)
    assert expected in words_on(dialog)
    assert not window.gate.is_open


def test_a_keyring_that_hangs_is_given_up_and_the_window_answers_meanwhile(
    qtbot: QtBot, call: Call
) -> None:
    code = known_keys(Memory()).recovery_code
    stop = threading.Event()

    def hang() -> Backend:
        stop.wait()
        raise ImportError

    window = MainWindow()
    window.complete([call], UserKeys(Keyring(hang, limit=0.5)))
    qtbot.addWidget(window, before_close_func=partial(_close, window))
    window.show()
    window.gate.unlock()
    assert "正在向系统密钥环取密钥" in words_on(window)
    assert "还没有密钥" not in words_on(window)
    dialog = says(qtbot, window, KEYRING_SENTENCES[KeyringState.HANGING])
    answer(dialog, code, "打开")
    qtbot.waitUntil(lambda: "用口令保护" in buttons(next_dialog(qtbot, window)), timeout=LONG)
    press(next_dialog(qtbot, window), "每次输入恢复码")
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    stop.set()


def test_without_a_keyring_a_passphrase_protects(qtbot: QtBot, start: Start) -> None:
    window = start(failing(ImportError()))
    dialog = says(qtbot, window, KEYRING_SENTENCES[KeyringState.MISSING], "设一个口令")
    first, second = dialog.findChildren(QLineEdit)
    for texts, problem in (
        (("短", "短"), "口令太短"),
        (("        ", "        "), "口令太短"),
        (("long enough", "long enougn"), "两次输入的口令不一样"),
    ):
        first.setText(texts[0])
        second.setText(texts[1])
        press(dialog, "用口令保护")
        assert problem in words_on(dialog)
    second.setText("long enough")
    press(dialog, "用口令保护")
    shows_code(qtbot, window)
    dialog = says(qtbot, window, "忘了口令")
    type_back(dialog, code_in(dialog))
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    code = window.gate.keys.recovery_code

    later = start(failing(ImportError()))
    dialog = says(qtbot, later, "请输入口令或恢复码")
    answer(dialog, "wrong passphrase", "打开")
    qtbot.waitUntil(lambda: "口令不对" in words_on(dialog), timeout=LONG)
    answer(dialog, "long enough", "打开")
    qtbot.waitUntil(lambda: later.gate.is_open, timeout=LONG)
    assert later.gate.keys.recovery_code == code

    by_code = start(failing(ImportError()))
    dialog = next_dialog(qtbot, by_code)
    (way,) = [b for b in dialog.findChildren(QRadioButton) if b.text() == "恢复码"]
    way.setFocus()
    QTest.keyClick(way, Qt.Key.Key_Space)
    answer(dialog, code, "打开")
    qtbot.waitUntil(lambda: by_code.gate.is_open, timeout=LONG)


def shows_code(qtbot: QtBot, window: MainWindow) -> str:
    qtbot.waitUntil(lambda: "收好了，下一步" in buttons(next_dialog(qtbot, window)), timeout=LONG)
    return code_in(next_dialog(qtbot, window))


def test_who_was_locked_out_can_unlock_the_keyring_and_ask_again(
    qtbot: QtBot, start: Start
) -> None:
    memory = Memory()
    known_keys(memory)
    is_locked = [True]

    def backend() -> Backend:
        if is_locked:
            raise KeyringLocked
        return memory

    window = start(backend)
    dialog = says(qtbot, window, KEYRING_SENTENCES[KeyringState.LOCKED])
    is_locked.clear()
    press(dialog, "再问一次系统密钥环")
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)


def test_who_has_lost_everything_is_told_before_beginning_anew(qtbot: QtBot, start: Start) -> None:
    old = known_keys(Memory()).recovery_code
    memory = Memory()
    window = start(lambda: memory)
    way_out = buttons(next_dialog(qtbot, window))["恢复码找不到了"]
    way_out.setFocus()
    QTest.keyClick(way_out, Qt.Key.Key_Return)  # which does not press the main button
    kept = ("谁也打不开", "打不开原来的草稿", "不删除、不改动", "想起原来的口令")
    dialog = says(qtbot, window, *kept)
    press(dialog, "另建新的密钥")
    qtbot.waitUntil(lambda: "收好了，下一步" in buttons(next_dialog(qtbot, window)), timeout=LONG)
    dialog = next_dialog(qtbot, window)
    type_back(dialog, code_in(dialog))
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    assert window.gate.keys.recovery_code != old
    assert UserKeys(Keyring(lambda: memory)).unlock().access is Access.READY


def test_a_draft_of_earlier_keys_opens_with_the_passphrase_of_that_time(
    qtbot: QtBot, start: Start, tmp_path: Path, data_folder: Path
) -> None:
    earlier, memory = UserKeys(Keyring(Memory)), Memory()
    earlier.begin()
    earlier.keep()
    earlier.protect_with(Passphrase("从前的口令"), CHEAP)
    keys = UserKeys(Keyring(lambda: memory))
    keys.begin(anew=True)
    keys.keep()
    new_draft(tmp_path / "a.jbgs", application("从前"), *earlier.holders()).close()
    window = start(lambda: memory)
    window.open_file(tmp_path / "a.jbgs")
    dialog = says(qtbot, window, "另一个恢复码", "那时的口令")
    (way,) = [b for b in dialog.findChildren(QRadioButton) if b.text() == "口令"]
    way.setChecked(True)
    answer(dialog, "从前的口令", "打开")
    workspace = opened(qtbot, window)
    assert workspace.session.value == application("从前")
    assert Path(workspace.draft.place).parent == data_folder / "drafts"


def test_a_code_from_another_computer_is_taken_at_the_first_start(
    qtbot: QtBot, start: Start
) -> None:
    code = code_of(new_secret())
    memory = Memory()
    window = start(lambda: memory)
    press(next_dialog(qtbot, window), "我已经有恢复码")
    answer(next_dialog(qtbot, window), code, "打开")
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    assert list(memory.kept.values()) == [code]


def test_a_passphrase_that_was_set_is_no_recovery_code(qtbot: QtBot, start: Start) -> None:
    keys = UserKeys(Keyring(failing(ImportError())))
    keys.begin()
    keys.keep()
    keys.protect_with(Passphrase("long enough"), CHEAP)
    window = start(failing(ImportError()))
    dialog = next_dialog(qtbot, window)
    answer(dialog, keys.recovery_code, "打开")  # the code where the passphrase belongs
    qtbot.waitUntil(lambda: "口令不对" in words_on(dialog), timeout=LONG)
    assert not window.gate.is_open


def test_the_code_can_be_looked_at_again(
    qtbot: QtBot, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory()
    code = known_keys(memory).recovery_code
    window = start(lambda: memory)
    qtbot.waitUntil(lambda: window.gate.is_open, timeout=LONG)
    press(window, "恢复码(&C)…")
    dialog = next_dialog(qtbot, window)
    assert code_in(dialog) == code
    (tmp_path / "folder.txt").mkdir()
    pick(monkeypatch, tmp_path / "folder.txt")
    press(dialog, "保存为文件…")
    assert "无法写入" in words_on(dialog)
    press(dialog, "关闭")
    no_dialog(qtbot, window)
