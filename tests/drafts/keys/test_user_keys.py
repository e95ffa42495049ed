"""From a first start to a keyring that was wiped: drafts stay within reach."""

import json
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.key_holders import Passphrase, new_secret
from jbgs_desktop.drafts.keys.keyring import Keyring, KeyringState
from jbgs_desktop.drafts.keys.recovery_code import code_of
from jbgs_desktop.drafts.keys.user_keys import (
    Access,
    UnlockResult,
    UserKeys,
    command_holders,
    given_passphrase,
    sealing_holders,
)
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.errors import DraftKeyError, FileAccessError, RecoveryCodeError, SecretError
from tests.drafts.cheap_drafts import CHEAP, application, new_draft
from tests.drafts.keys.test_keyring import Memory, failing


def keys_with(memory: Memory) -> UserKeys:
    return UserKeys(Keyring(lambda: memory))


def keys_without_keyring() -> UserKeys:
    return UserKeys(Keyring(failing(ImportError())))


def test_first_start_then_the_keyring_is_enough() -> None:
    memory = Memory()
    first = keys_with(memory)
    assert first.unlock() == UnlockResult(Access.FIRST_START, KeyringState.EMPTY)
    first.begin()
    assert keys_with(memory).unlock().access is Access.FIRST_START  # broken off at the code
    assert first.keep() is KeyringState.KEPT
    again = keys_with(memory)
    assert again.unlock() == UnlockResult(Access.READY, KeyringState.KEPT)
    assert again.recovery_code == first.recovery_code
    with pytest.raises(SecretError, match="已经有密钥"):
        keys_with(memory).begin()


def test_a_wiped_keyring_asks_for_the_code_and_gets_everything_back(tmp_path: Path) -> None:
    first = keys_with(Memory())
    first.unlock()
    first.begin()
    first.keep()
    file = tmp_path / "a.jbgs"
    new_draft(file, application(7), *first.holders()).close()

    wiped = Memory()
    keys = keys_with(wiped)
    assert keys.unlock() == UnlockResult(Access.CODE, KeyringState.EMPTY)
    with pytest.raises(SecretError):
        keys.begin()  # a second secret would leave the drafts behind
    with pytest.raises(RecoveryCodeError, match="不属于这台电脑"):
        keys.recover(code_of(new_secret()))
    assert keys.recover(first.recovery_code.lower()) is KeyringState.KEPT
    with closing(open_draft(file, keys.holders)) as draft:
        assert draft.load().application == application(7)
    assert keys_with(wiped).unlock().access is Access.READY


def test_without_a_keyring_a_passphrase_unlocks() -> None:
    keys = keys_without_keyring()
    assert keys.unlock() == UnlockResult(Access.FIRST_START, KeyringState.MISSING)
    keys.begin()
    assert keys.keep() is KeyringState.MISSING
    keys.protect_with(Passphrase("口令"), CHEAP)

    later = keys_without_keyring()
    assert later.unlock() == UnlockResult(Access.PASSPHRASE, KeyringState.MISSING)
    with pytest.raises(DraftKeyError, match="口令不对"):
        later.unlock_with(Passphrase("错"))
    later.unlock_with(Passphrase("口令"))
    assert later.recovery_code == keys.recovery_code
    assert keys_without_keyring().recover(keys.recovery_code) is KeyringState.MISSING


def test_the_secret_is_never_on_disk_in_clear(data_folder: Path) -> None:
    keys = keys_without_keyring()
    keys.begin()
    keys.keep()
    keys.protect_with(Passphrase("口令"), CHEAP)
    assert keys.secret is not None
    written = (data_folder / "user.json").read_bytes()
    code = keys.recovery_code.encode()
    for form in (keys.secret.data, keys.secret.data.hex().encode(), code, code.replace(b"-", b"")):
        assert form not in written
    assert repr(keys.secret) == "UserSecret()"
    assert "口令" not in repr(Passphrase("口令"))


def test_who_has_lost_everything_can_begin_anew() -> None:
    lost = keys_with(Memory())
    lost.begin()
    lost.keep()
    memory = Memory()
    keys = keys_with(memory)
    assert keys.unlock().access is Access.CODE
    keys.begin(anew=True)
    assert keys.keep() is KeyringState.KEPT
    assert keys.recovery_code != lost.recovery_code
    assert keys_with(memory).unlock().access is Access.READY


def begun_anew(data_folder: Path) -> tuple[UserKeys, UserKeys]:
    """Keys with the passphrase "old", and those that were made anew when it was forgotten."""
    old = keys_with(Memory())
    old.begin()
    old.keep()
    old.protect_with(Passphrase("old"), CHEAP)
    keys = keys_with(Memory())
    assert keys.unlock().access is Access.PASSPHRASE
    keys.begin(anew=True)
    keys.keep()
    return old, keys


def test_what_an_old_passphrase_opened_it_opens_after_keys_were_made_anew(
    data_folder: Path,
) -> None:
    old, keys = begun_anew(data_folder)
    assert keys.former_secrets(Passphrase("old")) == [old.secret]
    assert keys.former_secrets(Passphrase("new")) == []
    keys.protect_with(Passphrase("new"), CHEAP)
    later = keys_with(Memory())
    later.unlock_with(Passphrase("new"))
    assert later.secret == keys.secret
    assert later.former_secrets(Passphrase("old")) == [old.secret]


def test_an_old_passphrase_does_not_open_what_is_sealed_by_new_keys(data_folder: Path) -> None:
    begun_anew(data_folder)
    assert "sealed" not in json.loads((data_folder / "user.json").read_text())
    with pytest.raises(SecretError, match="没有设置过口令"):
        keys_with(Memory()).unlock_with(Passphrase("old"))


def test_a_command_opens_an_old_draft_by_its_old_passphrase(data_folder: Path) -> None:
    old, _ = begun_anew(data_folder)
    holders = islice(command_holders(Passphrase("old")), 2)
    assert list(holders) == [Passphrase("old"), old.secret]


def test_keys_that_are_made_anew_again_and_again_leave_the_last_five(data_folder: Path) -> None:
    secrets = []
    for number in range(7):
        keys = keys_with(Memory())
        keys.begin(anew=True)
        keys.keep()
        keys.protect_with(Passphrase(str(number)), CHEAP)
        secrets.append(keys.secret)
    assert [bool(keys.former_secrets(Passphrase(str(at)))) for at in range(7)] == [
        *(False, True, True, True, True, True),
        False,  # today's
    ]
    assert len((data_folder / "user.json").read_bytes()) < 10_000


@pytest.mark.parametrize(
    "former", ["x", [7], [{"user": 1}], [{"user": "zz", "header": "", "sealed": ""}]]
)
def test_damaged_words_of_earlier_keys_open_nothing(data_folder: Path, former: object) -> None:
    _, keys = begun_anew(data_folder)
    file = data_folder / "user.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "former": former}))
    assert keys.former_secrets(Passphrase("old")) == []
    keys.protect_with(Passphrase("new"), CHEAP)


def test_another_secret_in_the_keyring_is_not_taken_for_this_one() -> None:
    keys = keys_with(Memory())
    keys.begin()
    keys.keep()
    memory = Memory()
    Keyring(lambda: memory).keep(new_secret())
    assert keys_with(memory).unlock() == UnlockResult(Access.CODE, KeyringState.KEPT)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"user": 7}', "[" * 5000])
def test_a_damaged_user_file_is_as_good_as_none(data_folder: Path, content: str) -> None:
    data_folder.mkdir()
    (data_folder / "user.json").write_text(content)
    memory = Memory()
    secret = new_secret()
    Keyring(lambda: memory).keep(secret)
    assert keys_with(memory).unlock().access is Access.READY
    assert json.loads((data_folder / "user.json").read_text())["user"] == secret.id


def test_before_there_is_a_secret_there_is_no_code() -> None:
    with pytest.raises(SecretError):
        _ = keys_without_keyring().recovery_code
    with pytest.raises(SecretError, match="没有设置过口令"):
        keys_without_keyring().unlock_with(Passphrase("x"))


def test_a_commands_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JBGS_PASSPHRASE", raising=False)
    assert given_passphrase(None) is None
    file = tmp_path / "pass"
    file.write_bytes("\ufeff口令 1\r\n".encode())
    monkeypatch.setenv("JBGS_PASSPHRASE", "环境")
    found = given_passphrase(file), given_passphrase(None)
    assert [p.data.decode() for p in found if p] == ["口令 1", "环境"]
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(FileAccessError, match="UTF-8"):
        given_passphrase(file)
    monkeypatch.setenv("JBGS_PASSPHRASE", " \n")
    with pytest.raises(SecretError, match="空的"):
        given_passphrase(None)


def test_a_command_without_any_key_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    for ask in (lambda: list(command_holders(None)), lambda: sealing_holders(None)):
        with pytest.raises(SecretError, match="--passphrase-file"):
            ask()
    passphrase = Passphrase("x")
    assert sealing_holders(passphrase) == ([passphrase], "")
    assert next(command_holders(passphrase)) == passphrase  # the keyring is not even asked
