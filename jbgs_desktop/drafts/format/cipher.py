"""The cipher of a draft: AES-256-GCM over every row, bound to the row's place (FORMAT.md)."""

import hashlib
import hmac
import os
import struct
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32  # bytes
ID = 16  # bytes
NONCE = 12  # bytes
OVERHEAD = NONCE + 16  # bytes that sealing adds


class RowKind(IntEnum):
    """What a sealed piece of data is; part of what it is bound to."""

    CONTENTS = 1
    REVISION = 2
    ATTACHMENT = 3
    MARK = 4
    USER_DATA = 5
    ENTRY = 6
    BODY = 7
    ACT = 8


class NotAuthenticError(Exception):
    """The data was not sealed with this key for this place."""


class Cipher:
    """Seals and opens data under one key. ``owner`` (16 bytes) is what the key belongs to."""

    def __init__(self, owner: bytes, key: bytes) -> None:
        self.owner = owner
        self.key = key
        self._aead = AESGCM(derive(key, owner, b"jbgs 1 seal"))
        self._identity_key = derive(key, owner, b"jbgs 1 identify")

    def seal(self, kind: RowKind, number: int, part: int, data: bytes) -> bytes:
        return encrypt(self._aead, data, self._place(kind, number, part))

    def open(self, kind: RowKind, number: int, part: int, sealed: bytes) -> bytes:
        """What was sealed for this place. Raises NotAuthenticError."""
        return decrypt(self._aead, sealed, self._place(kind, number, part))

    def identifier(self) -> "hmac.HMAC":
        """Takes bytes with ``update``; its digest names them to holders of the key only."""
        return hmac.new(self._identity_key, digestmod=hashlib.sha256)

    def _place(self, kind: RowKind, number: int, part: int) -> bytes:
        return b"jbgs1" + self.owner + struct.pack(">BQQ", kind, number, part)


def derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=purpose).derive(key)


def encrypt(aead: AESGCM, data: bytes, associated: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + aead.encrypt(nonce, data, associated)


def decrypt(aead: AESGCM, sealed: bytes, associated: bytes) -> bytes:
    """Raises NotAuthenticError."""
    if len(sealed) < OVERHEAD:
        raise NotAuthenticError
    try:
        return aead.decrypt(sealed[:NONCE], sealed[NONCE:], associated)
    except InvalidTag:
        raise NotAuthenticError from None
