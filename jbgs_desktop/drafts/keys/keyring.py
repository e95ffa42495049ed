"""The user's secret in the keyring of the operating system.

Only keyrings that keep a secret for this user alone are used, built directly: what the library
would choose by its environment, its configuration or its plug-ins can be a file in clear.
"""

import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.keys.recovery_code import code_of, secret_of
from jbgs_desktop.errors import RecoveryCodeError
from jbgs_desktop.files import carried_data

TIME_LIMIT = 20.0  # seconds; the system may be asking the user for the keyring's password
_SERVICE, _NAME = "jbgs-desktop", "recovery-code"
_ALLOWED = (
    (("Windows", "WinVaultKeyring"),)
    if sys.platform == "win32"
    else (("SecretService", "Keyring"), ("libsecret", "Keyring"), ("kwallet", "DBusKeyring"))
)
_PROPERTY = "KEYRING_PROPERTY_"


class KeyringState(StrEnum):
    """How the keyring answered."""

    KEPT = "kept"
    EMPTY = "empty"
    MISSING = "missing"
    LOCKED = "locked"
    DENIED = "denied"
    HANGING = "hanging"
    LOST = "lost"
    LEFT_ALONE = "left-alone"

    @property
    def sentence(self) -> str:
        """The fact, for the user; what to do now depends on the place."""
        return KEYRING_SENTENCES[self]


KEYRING_SENTENCES = {
    KeyringState.KEPT: "密钥已存入系统密钥环，下次启动不需要输入。",
    KeyringState.EMPTY: "系统密钥环里没有本程序的密钥。",
    KeyringState.MISSING: "这台电脑没有可用的系统密钥环。",
    KeyringState.LOCKED: "系统密钥环没有解锁。",
    KeyringState.DENIED: "系统不允许本程序使用密钥环。",
    KeyringState.HANGING: "系统密钥环没有回应。",
    KeyringState.LOST: "系统密钥环没有存住密钥。",
    KeyringState.LEFT_ALONE: "数据随程序带着走，不用这台电脑的密钥环。",
}


class Backend(Protocol):
    """The part of a keyring of the library that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyringAnswer:
    """``secret`` is there when ``state`` is KEPT, and only then."""

    state: KeyringState
    secret: UserSecret | None = None


class NoKeyringError(Exception):
    """The system has no keyring that may be used."""


class KeyringLeftAloneError(Exception):
    """The data are carried from computer to computer, so no keyring of one may hold their key."""


def system_backend() -> Backend:
    """The keyring of this system. Raises NoKeyringError, KeyringLeftAloneError."""
    if carried_data():
        raise KeyringLeftAloneError
    with _undisturbed():
        for module, name in _ALLOWED:
            backend: Any = getattr(importlib.import_module(f"keyring.backends.{module}"), name)
            if backend.viable:
                return backend()  # type: ignore[no-any-return]
    raise NoKeyringError


class Keyring:
    """Each call ends within ``limit`` seconds. It is not for the thread of a window."""

    def __init__(
        self, open_backend: Callable[[], Backend] = system_backend, limit: float = TIME_LIMIT
    ) -> None:
        self._open = open_backend
        self._limit = limit

    def read(self) -> KeyringAnswer:
        """The secret that the keyring holds."""
        return self._within_limit(self._read)

    def keep(self, secret: UserSecret) -> KeyringState:
        """Put ``secret`` in, and read it back; KEPT only when it is there."""

        def work() -> KeyringAnswer:
            self._open().set_password(_SERVICE, _NAME, code_of(secret))
            answer = self._read()
            return answer if answer.secret == secret else KeyringAnswer(KeyringState.LOST)

        return self._within_limit(work).state

    def _read(self) -> KeyringAnswer:
        text = self._open().get_password(_SERVICE, _NAME)
        try:
            return (
                KeyringAnswer(KeyringState.KEPT, secret_of(text))
                if text
                else KeyringAnswer(KeyringState.EMPTY)
            )
        except RecoveryCodeError:
            return KeyringAnswer(KeyringState.LOST)

    def _within_limit(self, work: Callable[[], KeyringAnswer]) -> KeyringAnswer:
        answers: list[KeyringAnswer] = []

        def run() -> None:
            try:
                answers.append(work())
            except Exception as error:
                answers.append(KeyringAnswer(_state_of(error)))

        # A daemon, because a call that hangs must not keep the program from ending.
        thread = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._limit)
        return answers[0] if answers else KeyringAnswer(KeyringState.HANGING)


def _state_of(error: Exception) -> KeyringState:
    """By name, because each keyring has its own exceptions and few of their classes are here."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return KeyringState.LOCKED
    if "KeyringLeftAloneError" in names:
        return KeyringState.LEFT_ALONE
    missing = {"NoKeyringError", "InitError", "SecretServiceNotAvailableException", "ImportError"}
    return KeyringState.MISSING if names & missing else KeyringState.DENIED


@contextmanager
def _undisturbed() -> Iterator[None]:
    """The library reads these variables on import and when a keyring is built."""
    theirs = {key: value for key, value in os.environ.items() if key.startswith(_PROPERTY)}
    chosen = os.environ.get("PYTHON_KEYRING_BACKEND")
    for key in theirs:
        del os.environ[key]
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    try:
        yield
    finally:
        os.environ.update(theirs)
        if chosen is None:
            del os.environ["PYTHON_KEYRING_BACKEND"]
        else:
            os.environ["PYTHON_KEYRING_BACKEND"] = chosen
