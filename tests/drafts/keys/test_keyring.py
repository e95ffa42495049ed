"""The keyring of the system: present, absent, locked, lying, or silent."""

import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.keyring import (
    KEYRING_SENTENCES,
    Backend,
    Keyring,
    KeyringAnswer,
    KeyringState,
    system_backend,
)
from jbgs_desktop.drafts.keys.recovery_code import code_of
from tests.drafts.cheap_drafts import SECRET
from tests.libreoffice import require

ROOT = Path(__file__).parents[3]


class Memory:
    """A keyring that works."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Forgetful(Memory):
    def set_password(self, service: str, username: str, password: str) -> None:
        """As the null keyring of the library does."""


class KeyringLocked(Exception):
    """Named as the library's."""


def failing(error: Exception) -> Callable[[], Backend]:
    def open_backend() -> Backend:
        raise error

    return open_backend


def test_a_secret_is_kept_and_read_again() -> None:
    memory = Memory()
    keyring = Keyring(lambda: memory)
    assert keyring.read() == KeyringAnswer(KeyringState.EMPTY)
    assert keyring.keep(SECRET) is KeyringState.KEPT
    assert keyring.read() == KeyringAnswer(KeyringState.KEPT, SECRET)
    assert list(memory.kept.values()) == [code_of(SECRET)]


def test_a_keyring_that_keeps_nothing_is_noticed() -> None:
    assert Keyring(Forgetful).keep(SECRET) is KeyringState.LOST


def test_an_entry_that_is_no_code_is_told() -> None:
    memory = Memory()
    keyring = Keyring(lambda: memory)
    keyring.keep(SECRET)
    memory.kept = dict.fromkeys(memory.kept, "something else")
    assert keyring.read() == KeyringAnswer(KeyringState.LOST)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ImportError("no module"), KeyringState.MISSING),
        (KeyringLocked("locked"), KeyringState.LOCKED),
        (PermissionError("no"), KeyringState.DENIED),
        (RuntimeError("anything"), KeyringState.DENIED),
    ],
)
def test_failures_are_told_apart(error: Exception, state: KeyringState) -> None:
    keyring = Keyring(failing(error))
    assert (keyring.read(), keyring.keep(SECRET)) == (KeyringAnswer(state), state)


def test_a_silent_keyring_is_given_up() -> None:
    end = threading.Event()

    def hang() -> Backend:
        end.wait()
        return Memory()

    assert Keyring(hang, limit=0.05).read() == KeyringAnswer(KeyringState.HANGING)
    end.set()


def test_every_state_has_a_sentence() -> None:
    assert set(KEYRING_SENTENCES) == set(KeyringState)
    assert all(state.sentence.endswith("。") for state in KeyringState)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no session bus")
@pytest.mark.parametrize("chosen", ["no.such.Backend", "keyring.backends.null.Keyring"])
def test_what_the_environment_chooses_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, chosen: str
) -> None:
    caplog.set_level(logging.ERROR)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
    monkeypatch.setenv("KEYRING_PROPERTY_SCHEME", "nonsense")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert Keyring(system_backend).read() == KeyringAnswer(KeyringState.MISSING)
    assert os.environ["PYTHON_KEYRING_BACKEND"] == chosen
    assert os.environ["KEYRING_PROPERTY_SCHEME"] == "nonsense"


SCRIPT = """
import sys
from jbgs_desktop.drafts.keys.keyring import Keyring
from tests.drafts.cheap_drafts import SECRET
keyring = Keyring()
print(keyring.read().state, keyring.keep(SECRET), keyring.read().secret == SECRET)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is of Linux desktops")
def test_the_real_secret_service(tmp_path: Path) -> None:
    require("dbus-run-session", "gnome-keyring-daemon")
    daemon = "gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    command = f'printf password | {daemon}; exec "$PYTHON" -c "$SCRIPT"'
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHON": sys.executable,
        "SCRIPT": SCRIPT,
    }
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    result = subprocess.run(
        ["dbus-run-session", "--", shutil.which("sh") or "sh", "-c", command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.stdout.split() == ["empty", "kept", "True"], result.stderr
