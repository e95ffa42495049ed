"""The random key of a draft, wrapped for those who may open it.

A wrap is a header in clear (JSON: for whom, with which parameters) and the draft's key sealed
under the key of that person, with the header as associated data.
"""

import base64
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from jbgs_desktop.drafts.format.cipher import KEY, NotAuthenticError, decrypt, derive, encrypt
from jbgs_desktop.errors import DraftKeyError

SECRET = 16  # bytes of a user's secret, which the recovery code encodes
_SALT = 16  # bytes
_LARGEST_HEADER = 1000  # bytes
_MUCH_MEMORY = 3 * 2**30  # bytes of RAM from which a computer can spare 256 MiB


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key from a passphrase takes (Argon2id, RFC 9106)."""

    memory: int  # KiB
    passes: int
    lanes: int

    @property
    def is_acceptable(self) -> bool:
        """Whether a file may ask for this much; checked before anything is derived."""
        return (
            0 < self.lanes <= 16
            and 0 < self.passes <= 10
            and 8 * self.lanes <= self.memory <= 2**20
        )


NORMAL = Cost(256 * 1024, 3, 4)
SMALL = Cost(64 * 1024, 3, 4)


@dataclass(frozen=True, slots=True)
class UserSecret:
    """The secret of one user on one or several computers: 16 random bytes."""

    data: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Names the secret without telling anything of it."""
        return derive(self.data, b"", b"jbgs 1 user id")[:8].hex()


@dataclass(frozen=True, slots=True)
class Passphrase:
    """What a person remembers; the same however it was typed (NFKC, without outer blanks)."""

    text: str = field(repr=False)

    @property
    def data(self) -> bytes:
        return unicodedata.normalize("NFKC", self.text).strip().encode("utf-8", "surrogatepass")


HolderKey = UserSecret | Passphrase


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A key that is wrapped for one holder."""

    header: bytes
    sealed: bytes


def new_secret() -> UserSecret:
    return UserSecret(os.urandom(SECRET))


def cost_for_this_computer() -> Cost:
    """256 MiB, or 64 MiB where memory is known to be short."""
    if sys.platform == "win32":
        return NORMAL
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return NORMAL if total >= _MUCH_MEMORY else SMALL


def wrap(owner: bytes, draft_key: bytes, holder: HolderKey, cost: Cost | None = None) -> WrappedKey:
    """``draft_key`` of the draft ``owner`` for ``holder``; ``cost`` is for a passphrase."""
    if isinstance(holder, UserSecret):
        facts: dict[str, Any] = {"for": "user", "user": holder.id}
        aead = _user_aead(holder, owner)
    else:
        cost, salt = cost or cost_for_this_computer(), os.urandom(_SALT)
        facts = {"for": "passphrase", "kdf": "argon2id", **asdict(cost)}
        facts["salt"] = base64.b64encode(salt).decode()
        aead = _passphrase_aead(holder, owner, salt, cost)
    header = json.dumps({"version": 1, "draft": owner.hex(), **facts}).encode()
    return WrappedKey(header, encrypt(aead, draft_key, header))


def unwrap(
    owner: bytes, wrapped_keys: Iterable[WrappedKey], holders: Iterable[HolderKey], name: str
) -> bytes:
    """The key of draft ``owner`` by the first holder that has it; ``name`` is for sentences.

    Later holders are not even asked for. Raises DraftKeyError.
    """
    found = [(entry, _facts(entry.header)) for entry in wrapped_keys]
    asked = []
    for holder in holders:
        asked.append(holder)
        for entry, facts in found:
            try:
                return decrypt(_aead(holder, owner, facts, name), entry.sealed, entry.header)
            except (_OtherHolderError, NotAuthenticError):
                continue
    raise DraftKeyError(_refusal(name, [facts for _, facts in found], asked))


class _OtherHolderError(Exception):
    """A wrap is for somebody else, or in a way that this version does not know."""


def _facts(header: bytes) -> dict[str, Any]:
    if len(header) > _LARGEST_HEADER:
        return {}
    try:
        facts = json.loads(header)
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _aead(holder: HolderKey, owner: bytes, facts: dict[str, Any], name: str) -> AESGCM:
    if isinstance(holder, UserSecret):
        if facts.get("for") != "user" or facts.get("user") != holder.id:
            raise _OtherHolderError
        return _user_aead(holder, owner)
    if facts.get("for") != "passphrase" or facts.get("kdf") != "argon2id":
        raise _OtherHolderError
    memory, passes, lanes = (facts.get(key) for key in ("memory", "passes", "lanes"))
    if not (type(memory) is type(passes) is type(lanes) is int):
        raise _OtherHolderError
    cost = Cost(memory, passes, lanes)
    if not cost.is_acceptable:
        raise DraftKeyError(
            f"无法打开“{name}”：它要求的解密运算量超出本程序允许的范围，文件可能被人改动过。"
            "请向发来文件的人重新要一份，原文件没有改动。"
        )
    return _passphrase_aead(holder, owner, _salt(facts), cost)


def _salt(facts: dict[str, Any]) -> bytes:
    try:
        salt = base64.b64decode(str(facts.get("salt")), validate=True)
    except ValueError:
        raise _OtherHolderError from None
    if len(salt) != _SALT:
        raise _OtherHolderError
    return salt


def _user_aead(secret: UserSecret, owner: bytes) -> AESGCM:
    return AESGCM(derive(secret.data, owner, b"jbgs 1 user wrap"))


def _passphrase_aead(passphrase: Passphrase, owner: bytes, salt: bytes, cost: Cost) -> AESGCM:
    try:
        stretched = Argon2id(
            salt=salt,
            length=KEY,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory,
        ).derive(passphrase.data)
    except MemoryError:
        raise DraftKeyError(
            f"口令运算需要 {cost.memory // 1024} MB 内存，这台电脑现在不够。"
            "请关闭一些程序后再试，文件没有改动。"
        ) from None
    return AESGCM(derive(stretched, owner, b"jbgs 1 passphrase wrap"))


def _refusal(name: str, all_facts: list[dict[str, Any]], holders: Sequence[HolderKey]) -> str:
    with_passphrase = any(facts.get("for") == "passphrase" for facts in all_facts)
    if with_passphrase and any(isinstance(holder, Passphrase) for holder in holders):
        return f"无法打开“{name}”：口令不对。请检查大小写和输入法后再试，文件没有改动。"
    if with_passphrase:
        return f"无法打开“{name}”：它用口令加密，请输入口令。"
    if any(facts.get("for") == "user" for facts in all_facts):
        return (
            f"无法打开“{name}”：它是用另一个恢复码对应的密钥加密的。"
            "请输入保存它的那台电脑的恢复码，或请对方另存为带口令的加密副本；"
            "另建密钥以前在本机保存的，也可以输入那时的口令。"
        )
    return f"无法打开“{name}”：文件里没有可用的密钥，文件可能已损坏。请改用自动备份或另一份副本。"
