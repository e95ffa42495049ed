"""Typing through fcitx 4, with something that answers like it on a session bus of its own."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.shell.fcitx4 import reach_fcitx4
from jbgs_desktop.ui.widgets.prose import TextInput
from tests.libreoffice import require
from tests.ui.fields import show

_CONTEXT = "/context/1"
_INTERFACE = "org.fcitx.Fcitx.InputContext1"
_BUS = """<busconfig><type>session</type><listen>unix:path={place}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


class Pinyin:
    """Shows the letters that come, and commits 你好 for a space; ``seen`` are their keysyms.

    While it ``refuses`` nobody gets a context for typing.
    """

    def __init__(self) -> None:
        self.refuses = False
        self.seen: list[int] = []
        self.calls: list[str] = []
        self._letters = ""
        self._bus = open_dbus_connection("SESSION")
        Proxy(message_bus, self._bus).RequestName("org.freedesktop.portal.Fcitx")
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._bus.sock.shutdown(socket.SHUT_RDWR)
            self._thread.join(5)
            self._bus.close()

    def _run(self) -> None:
        try:
            while True:
                message = self._bus.receive()
                if message.header.message_type is MessageType.method_call:
                    self._answer(message)
        except OSError:  # stopped
            return

    def _answer(self, message: Message) -> None:
        what = message.header.fields[HeaderFields.member]
        if what == "CreateInputContext" and self.refuses:
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.Failed"))
        elif what == "CreateInputContext":
            self._bus.send(new_method_return(message, "oay", (_CONTEXT, b"1234")))
        elif what == "ProcessKeyEvent":
            keysym, _, _, is_release, _ = message.body
            is_taken = not is_release and self._take(keysym)
            self._bus.send(new_method_return(message, "b", (is_taken,)))
        else:
            self.calls.append(what)

    def _take(self, keysym: int) -> bool:
        self.seen.append(keysym)
        if chr(keysym).isalpha():
            self._letters += chr(keysym)
        elif keysym == ord(" ") and self._letters:
            self._letters = ""
            self._send("CommitString", "s", "你好")
        else:
            return False
        self._send("UpdateFormattedPreedit", "a(si)i", [(self._letters, 0)], len(self._letters))
        return True

    def _send(self, member: str, signature: str, *body: object) -> None:
        there = DBusAddress(_CONTEXT, interface=_INTERFACE)
        self._bus.send(new_signal(there, member, signature, body))


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    require("dbus-daemon")
    place, settings = tmp_path / "bus", tmp_path / "bus.conf"
    settings.write_text(_BUS.format(place=place))
    command = ["dbus-daemon", f"--config-file={settings}", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().decode().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield
        daemon.terminate()


@pytest.fixture
def pinyin(bus: None) -> Iterator[Pinyin]:
    pinyin = Pinyin()
    yield pinyin
    pinyin.stop()


@pytest.fixture
def page(qtbot: QtBot) -> tuple[TextInput, QLineEdit]:
    """A field of several lines, which has the focus, and a line for a password."""
    holder = QWidget()
    box = QVBoxLayout(holder)
    text, secret = TextInput(), QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    box.addWidget(text)
    box.addWidget(secret)
    show(qtbot, holder, secret)
    return text, secret


def type_keys(field: QWidget, letters: str) -> None:
    """Keys as X sends them, with the keysym that input methods go by."""
    for letter in letters:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = Qt.Key(ord(letter.upper()))
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, 38, ord(letter), 0, letter)
            QApplication.sendEvent(field, event)


def test_pinyin_becomes_chinese(
    qapp: QApplication, pinyin: Pinyin, page: tuple[TextInput, QLineEdit]
) -> None:
    text, _ = page
    assert reach_fcitx4(qapp)
    text.setFocus()
    type_keys(text, "nihao")
    assert text.is_composing
    assert text.raw_text() == ""
    type_keys(text, " 1")
    assert text.raw_text() == "你好1"


def test_a_field_that_is_left_keeps_no_half_pinyin(
    qtbot: QtBot, qapp: QApplication, pinyin: Pinyin, page: tuple[TextInput, QLineEdit]
) -> None:
    text, secret = page
    assert reach_fcitx4(qapp)
    text.setFocus()
    type_keys(text, "ni")
    secret.setFocus()
    assert not text.is_composing
    assert text.raw_text() == ""
    qtbot.waitUntil(lambda: "Reset" in pinyin.calls)


def test_a_password_is_not_shown_to_it(
    qapp: QApplication, pinyin: Pinyin, page: tuple[TextInput, QLineEdit]
) -> None:
    text, secret = page
    assert reach_fcitx4(qapp)
    text.setFocus()
    secret.setFocus()
    type_keys(secret, "abc")
    assert secret.text() == "abc"
    assert pinyin.seen == []


def test_it_may_end_and_start_again(
    qtbot: QtBot, qapp: QApplication, pinyin: Pinyin, page: tuple[TextInput, QLineEdit]
) -> None:
    text, secret = page
    assert reach_fcitx4(qapp)
    text.setFocus()
    type_keys(text, "ni")
    pinyin.stop()
    type_keys(text, "ab")
    assert text.raw_text() == "ab"
    assert not text.is_composing
    again = Pinyin()
    secret.setFocus()
    text.setFocus()
    type_keys(text, "nihao ")
    again.stop()
    assert text.raw_text() == "ab你好"


def test_where_it_refuses_the_keys_are_the_fields_until_it_does_not(
    qapp: QApplication, pinyin: Pinyin, page: tuple[TextInput, QLineEdit]
) -> None:
    text, secret = page
    pinyin.refuses = True
    assert not reach_fcitx4(qapp)
    text.setFocus()
    type_keys(text, "ab")
    assert text.raw_text() == "ab"
    secret.setFocus()
    pinyin.refuses = False
    text.setFocus()
    type_keys(text, "nihao ")
    assert text.raw_text() == "ab你好"


def test_without_it_nothing_is_done(qapp: QApplication, bus: None) -> None:
    assert not reach_fcitx4(qapp)
