"""How this user's secret comes to hand: keyring, recovery code, or a passphrase of its own.

``user.json`` in the data folder names the secret (so that a keyring that was wiped is told from a
first start), tells whether its code was not confirmed yet, and, if the user chose a passphrase,
holds the secret wrapped for it. What a passphrase opened before keys were made anew it holds too:
who remembers it gets at the drafts of that time.
"""

import base64
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import RLock
from typing import Any

from jbgs_desktop.drafts.format.cipher import ID
from jbgs_desktop.drafts.keys.key_holders import (
    SECRET,
    Cost,
    HolderKey,
    Passphrase,
    UserSecret,
    WrappedKey,
    new_secret,
    unwrap,
    wrap,
)
from jbgs_desktop.drafts.keys.keyring import Keyring, KeyringAnswer, KeyringState
from jbgs_desktop.drafts.keys.recovery_code import code_of, secret_of
from jbgs_desktop.errors import DraftKeyError, FileAccessError, RecoveryCodeError, SecretError
from jbgs_desktop.files import data_folder, read_capped, require_carried_room, write_atomic

_LARGEST = 10_000  # bytes
_WRAP = ("user", "header", "sealed")  # of a secret, in user.json
_VARIABLE = "JBGS_PASSPHRASE"
_FORMER, _MOST_FORMER = "former", 5  # in user.json: secrets wrapped for passphrases of earlier keys
_PUT_OFF = "put_off"  # in user.json: the code of the secret was shown, but not confirmed


class Access(StrEnum):
    """What is needed before drafts can be opened."""

    READY = "ready"
    FIRST_START = "first-start"  # nothing is known yet: begin(), show the code, keep()
    CODE = "code"  # the recovery code: call recover()
    PASSPHRASE = "passphrase"  # unlock_with(), or the recovery code


@dataclass(frozen=True, slots=True)
class UnlockResult:
    """``keyring`` says why more is needed than the keyring; its sentence is for the user."""

    access: Access
    keyring: KeyringState


class UserKeys:
    """The secret of this user for one run of the program. It stays in memory only."""

    def __init__(self, keyring: Keyring | None = None) -> None:
        self._keyring = keyring or Keyring()
        self.secret: UserSecret | None = None
        self._lock = RLock()  # keyring and file are one step

    def holders(self) -> list[HolderKey]:
        """Whose wraps can be opened: this user's, once there is a secret."""
        return [self.secret] if self.secret else []

    def keyring_state(self) -> KeyringState:
        """How the keyring answers now. It may take as long as its time limit."""
        return self._keyring.read().state

    def unlock(self) -> UnlockResult:
        """Ask the keyring. It may take as long as the keyring's time limit."""
        with self._lock:
            return self._unlock(_read_file(), self._keyring.read())

    def _unlock(self, known: dict[str, Any], answer: KeyringAnswer) -> UnlockResult:
        is_put_off = _PUT_OFF in known and "sealed" not in known
        if is_put_off and answer.state in (KeyringState.KEPT, KeyringState.EMPTY):
            return self._take_up_again(answer, known["user"])
        if answer.secret and known.get("user", answer.secret.id) == answer.secret.id:
            self.secret = answer.secret
            if not known:
                _write_file({"user": answer.secret.id})
            return UnlockResult(Access.READY, answer.state)
        if not known:
            return UnlockResult(Access.FIRST_START, answer.state)
        return UnlockResult(Access.PASSPHRASE if "sealed" in known else Access.CODE, answer.state)

    def _take_up_again(self, answer: KeyringAnswer, user: str) -> UnlockResult:
        """The first start goes on, with the code that was shown if the keyring still has it."""
        if answer.secret and answer.secret.id == user:
            self.secret = answer.secret
        return UnlockResult(Access.FIRST_START, KeyringState.EMPTY)

    def begin(self, *, anew: bool = False) -> None:
        """First start: make the secret, in memory. Nothing is kept before :meth:`keep` or
        :meth:`put_off`; one that was made already stays, since its code was shown.

        ``anew`` is for a user who has lost keyring and code and gives up the drafts of the old
        secret. Raises SecretError when this computer has a secret already, FileAccessError where
        the data are carried and cannot be written to.
        """
        require_carried_room()
        known = {} if anew else _read_file()
        if not anew and self.secret and (not known or _PUT_OFF in known):
            return
        is_known = known and _PUT_OFF not in known
        if not anew and (is_known or (not known and self._keyring.read().secret)):
            raise SecretError("这台电脑上已经有密钥，请输入恢复码，不要另建新的密钥。")
        self.secret = new_secret()

    def put_off(self) -> None:
        """The code was shown but not confirmed: remember its secret, so that it stays the same.

        Where the keyring keeps nothing, a passphrase must have been set before, see
        :meth:`protect_with`; otherwise it is remembered as long as the program runs. Raises
        FileAccessError.
        """
        with self._lock:
            known, secret = _read_file(), self._need_secret()
            if known and _PUT_OFF not in known:
                return  # another code was typed meanwhile
            if self._is_sealed(known):
                return
            if self._keyring.keep(secret) is KeyringState.KEPT:
                _write_file({"user": secret.id, _PUT_OFF: "code"})

    @property
    def is_put_off(self) -> bool:
        """Whether the code of the secret was shown, but not confirmed."""
        return _PUT_OFF in _read_file()

    @property
    def has_passphrase(self) -> bool:
        """Whether a passphrase opens the secret on this computer."""
        return self._is_sealed(_read_file())

    def _is_sealed(self, known: dict[str, Any]) -> bool:
        return "sealed" in known and known["user"] == self._need_secret().id

    def keep(self) -> KeyringState:
        """Put the secret into the keyring, once its code was shown; what became of that.

        Unless the answer is KEPT, ask for a passphrase and call :meth:`protect_with`, if that was
        not done before; it stays. Raises SecretError, FileAccessError.
        """
        with self._lock:
            secret, known = self._need_secret(), _read_file()
            facts = _wrap_in(known) if self._is_sealed(known) else {}
            _write_file({"user": secret.id, **facts})
            return self._keyring.keep(secret)

    @property
    def recovery_code(self) -> str:
        """The code to show, print or save. Raises SecretError before there is a secret."""
        return code_of(self._need_secret())

    def recover(self, code: str) -> KeyringState:
        """Take the secret from a recovery code and put it into the keyring again.

        Raises RecoveryCodeError, FileAccessError.
        """
        secret = secret_of(code)
        with self._lock:
            known = _read_file()
        if _PUT_OFF in known:
            known = {}  # nothing was sealed by the secret of that code
        if known.get("user", secret.id) != secret.id:
            raise RecoveryCodeError(
                "恢复码没有写错，但它不属于这台电脑上的草稿。"
                "请找在这台电脑上第一次启动时打印或保存的那一份。"
            )
        self.secret = secret
        if not known:
            return self.keep()
        return self._keyring.keep(secret)

    def protect_with(
        self, passphrase: Passphrase, cost: Cost | None = None, *, is_confirmed: bool = True
    ) -> None:
        """Let ``passphrase`` unlock the secret on this computer. Raises JbgsError.

        Before its code is confirmed that is the only way to have the same one at the next start,
        where the keyring keeps nothing: a secret is never on disk in the clear.
        """
        secret = self._need_secret()
        made = wrap(_owner(secret.id), secret.data, passphrase, cost)
        packed = {"header": made.header, "sealed": made.sealed}
        facts = {key: base64.b64encode(value).decode() for key, value in packed.items()}
        waits = {} if is_confirmed else {_PUT_OFF: "code"}
        with self._lock:
            _write_file({"user": secret.id, **facts, **waits})

    def unlock_with(self, passphrase: Passphrase) -> None:
        """Raises DraftKeyError for a wrong passphrase, SecretError without one to compare."""
        self.secret = _unwrapped(_read_file(), passphrase)

    def former_secrets(self, passphrase: Passphrase) -> list[UserSecret]:
        """The secrets of earlier keys that ``passphrase`` opens. Each takes as long as a draft.

        Drafts of the time before keys were made anew are sealed for one of them.
        """
        found = []
        for facts in _former(_read_file()):
            with suppress(SecretError, DraftKeyError):
                found.append(_unwrapped(facts, passphrase))
        return found

    def _need_secret(self) -> UserSecret:
        if self.secret is None:
            raise SecretError("还没有密钥。请先输入恢复码或口令。")
        return self.secret


def _unwrapped(facts: Mapping[str, Any], passphrase: Passphrase) -> UserSecret:
    """Raises DraftKeyError for a wrong passphrase, SecretError without one to compare."""
    try:
        owner = _owner(facts["user"])
        made = WrappedKey(base64.b64decode(facts["header"]), base64.b64decode(facts["sealed"]))
    except (KeyError, ValueError, TypeError):
        raise SecretError("这台电脑上没有设置过口令，请输入恢复码。") from None
    data = unwrap(owner, [made], [passphrase], "本机密钥")
    if len(data) != SECRET:
        raise SecretError("本机的密钥文件已损坏，请输入恢复码。")
    return UserSecret(data)


def given_passphrase(file: Path | None) -> Passphrase | None:
    """The passphrase for a command: from ``file``, else from JBGS_PASSPHRASE, else none.

    Raises FileAccessError, SecretError for an empty one.
    """
    if file is None and _VARIABLE not in os.environ:
        return None
    if file is None:
        where, text = f"变量 {_VARIABLE}", os.environ[_VARIABLE]
    else:
        where, data = f"“{file}”", read_capped(file, _LARGEST)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FileAccessError(f"{where}里的口令不是 UTF-8 文字，请用 UTF-8 另存。") from None
    passphrase = Passphrase(text)
    if not passphrase.data:
        raise SecretError(f"{where}里的口令是空的，请写入口令后再试。")
    return passphrase


def command_holders(passphrase: Passphrase | None) -> Iterator[HolderKey]:
    """Who can open a draft for a command; the keyring is asked only if it is needed.

    Raises SecretError when there is neither a passphrase nor a secret.
    """
    wrong: DraftKeyError | None = None
    keys = UserKeys()
    if passphrase:
        yield passphrase
        if "sealed" in _read_file():  # the passphrase of this computer's own secret
            try:
                keys.unlock_with(passphrase)
                yield keys.holders()[0]
            except DraftKeyError as error:
                wrong = error
        yield from keys.former_secrets(passphrase)
    unlocking = keys.unlock()
    if unlocking.access is Access.READY:
        yield keys.holders()[0]
    elif wrong:
        raise wrong
    elif not passphrase:
        raise _no_key(unlocking.keyring)


def sealing_holders(passphrase: Passphrase | None) -> tuple[list[HolderKey], str]:
    """For whom a command seals, and the recovery code if the secret had to be made for that.

    Raises SecretError where there is neither a passphrase nor a keyring, FileAccessError.
    """
    if passphrase:
        return [passphrase], ""
    keys = UserKeys()
    unlocking = keys.unlock()
    if unlocking.access is Access.READY:
        return keys.holders(), ""
    if unlocking.access is Access.FIRST_START and unlocking.keyring is KeyringState.EMPTY:
        keys.begin()
        keys.keep()
        return keys.holders(), keys.recovery_code
    raise _no_key(unlocking.keyring)


def _no_key(state: KeyringState) -> SecretError:
    return SecretError(
        f"{state.sentence}在命令行里请用 --passphrase-file 指定口令文件，或者设置变量 {_VARIABLE}。"
    )


def _wrap_in(known: dict[str, Any]) -> dict[str, str]:
    return {key: known[key] for key in ("header", "sealed")}


def _owner(user: str) -> bytes:
    return bytes.fromhex(user).ljust(ID, b"\0")


def _file() -> Path:
    return data_folder() / "user.json"


def _read_file() -> dict[str, Any]:
    """Empty when there is none, or when it is unreadable and so as good as none."""
    try:
        facts = json.loads(read_capped(_file(), _LARGEST))
    except (FileAccessError, ValueError, RecursionError):
        return {}
    is_ours = isinstance(facts, dict) and isinstance(facts.get("user"), str)
    return facts if is_ours else {}


def _former(known: Mapping[str, Any]) -> list[dict[str, str]]:
    """What earlier passphrases open, the newest first; what is nothing of that is passed over."""
    listed = known.get(_FORMER)
    each_is_ours = (
        {key: each[key] for key in _WRAP}
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and all(isinstance(each.get(key), str) for key in _WRAP)
    )
    return list(each_is_ours)[:_MOST_FORMER]


def _write_file(facts: dict[str, str]) -> None:
    known = _read_file()
    former = _former({_FORMER: [known]}) if known.get("user") != facts["user"] else []
    former = [*former, *_former(known)][:_MOST_FORMER]
    kept = {_FORMER: former} if former else {}
    write_atomic({_file(): json.dumps({"version": 1, **facts, **kept}).encode()})
