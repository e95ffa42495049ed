"""Attachments in sealed parts: taken in as a stream, read back as a stream."""

import io
import secrets
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from jbgs_desktop.drafts.format.cipher import NotAuthenticError
from jbgs_desktop.drafts.format.database import damaged_error
from jbgs_desktop.drafts.format.manifest import AttachmentInfo
from jbgs_desktop.drafts.format.rows import Rows, read_attachment_part, write_attachment_part
from jbgs_desktop.errors import DraftDamagedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PART = 2**20  # bytes


def store_attachment(rows: Rows, source: BinaryIO) -> AttachmentInfo:
    """All bytes of ``source`` as new sealed parts, each durable; nobody refers to them yet.

    When it fails, what was written is removed again. Raises JbgsError, OSError.
    """
    number = secrets.randbelow(2**62 - 1) + 1
    identifier, size, part = rows.cipher.identifier(), 0, 0
    try:
        while data := _read_whole_part(source):
            identifier.update(data)
            with rows.writing() as connection:
                write_attachment_part(connection, rows.cipher, number, part, data)
            size, part = size + len(data), part + 1
    except BaseException:
        _remove_quietly(rows, number)
        raise
    return AttachmentInfo(number=number, size=size, digest=identifier.hexdigest())


def remove_all_but(connection: sqlite3.Connection, wanted: Iterable[int]) -> None:
    """Drop the parts of every attachment whose number is not ``wanted``."""
    kept = set(wanted)
    found = connection.execute("SELECT DISTINCT number FROM attachment").fetchall()
    for (number,) in found:
        if number not in kept:
            connection.execute("DELETE FROM attachment WHERE number = ?", (number,))


def parts_of(attached: AttachmentInfo) -> int:
    return -(-attached.size // PART)


def open_stream(rows: Rows, attached: AttachmentInfo, words: str) -> BinaryIO:
    """The bytes of ``attached``; reading raises DraftDamagedError where a part does not open.

    ``words`` are what the user knows it as.
    """
    return io.BufferedReader(_PartReader(rows, attached, words), buffer_size=2**16)


def is_intact(rows: Rows, attached: AttachmentInfo) -> bool:
    """Whether every part opens and all together are what was taken in. Raises JbgsError."""
    identifier, size = rows.cipher.identifier(), 0
    try:
        for part in range(parts_of(attached)):
            with rows.reading() as connection:
                data = read_attachment_part(connection, rows.cipher, attached.number, part)
            identifier.update(data)
            size += len(data)
    except (NotAuthenticError, DraftDamagedError):
        return False
    return size == attached.size and identifier.hexdigest() == attached.digest


class _PartReader(io.RawIOBase):
    def __init__(self, rows: Rows, attached: AttachmentInfo, words: str) -> None:
        self._rows, self._attached, self._words = rows, attached, words
        self._at = 0
        self._part, self._data = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._attached.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        if self._at >= self._attached.size:
            return 0
        part, start = divmod(self._at, PART)
        self._load(part)
        data = self._data[start : start + len(view)]
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _load(self, part: int) -> None:
        if part == self._part:
            return
        expected = min(PART, self._attached.size - part * PART)
        with self._rows.reading() as connection:
            try:
                data = read_attachment_part(
                    connection, self._rows.cipher, self._attached.number, part
                )
            except NotAuthenticError:
                data = b""
        if len(data) != expected:
            raise damaged_error(self._rows.path, f"{self._words}已损坏")
        self._part, self._data = part, data


def _read_whole_part(source: BinaryIO) -> bytes:
    """A full part, unless the end comes first; a pipe may give less at a time."""
    data = bytearray()
    while len(data) < PART and (more := source.read(PART - len(data))):
        data += more
    return bytes(data)


def _remove_quietly(rows: Rows, number: int) -> None:
    # What stays behind is referred to by nothing and goes when the draft is closed.
    try:
        with rows.writing() as connection:
            connection.execute("DELETE FROM attachment WHERE number = ?", (number,))
    except Exception:
        return
