"""Whether a document of an old Office (OLE2: .doc, .xls, .ppt) asks for a password.

Read as far as that: [MS-CFB] for the streams, [MS-DOC] 2.5.2 (fEncrypted), [MS-XLS] 2.4.117
(FilePass), [MS-PPT] 2.3.2 (the token of the current user).
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

_HEAD = struct.Struct("<24xHHHHH6xIIIIIIIIII")
_ENTRY = struct.Struct("<64sH50xIII")  # name, its length, …, first sector and size
_CURRENT_USER = struct.Struct("<8xII")
_END = 0xFFFFFFFC  # this and above are no sectors
_MOST_SECTORS = 200_000  # that are followed, against chains that never end
_ENTRY_SIZE = 128
_FILE_PASS, _BOF = 0x2F, (0x809, 0x409, 0x209, 0x009)
_ENCRYPTED_USER = 0xF3D1C4DF
_IS_ENCRYPTED = 0x0100  # among the flags at the start of WordDocument
_MOST_RECORDS = 20  # of a workbook: the lock comes right after its beginning
_MOST = 2**16  # bytes that are read of a stream


def is_locked_office(file: BinaryIO) -> bool:
    """Whether the OLE2 ``file`` is a document that opens with a password only.

    False for what is broken or no document. Raises OSError.
    """
    with suppress(struct.error, ValueError, IndexError, KeyError):
        streams = _Streams(file)
        if "worddocument" in streams.places:
            (flags,) = struct.unpack_from("<H", streams.read("worddocument"), 10)
            return bool(flags & _IS_ENCRYPTED)
        for name in ("workbook", "book"):
            if name in streams.places:
                return _is_locked_workbook(streams.read(name))
        if "current user" in streams.places:
            _, token = _CURRENT_USER.unpack_from(streams.read("current user"))
            return bool(token == _ENCRYPTED_USER)
    return False


def _is_locked_workbook(data: bytes) -> bool:
    at = 0
    for number in range(_MOST_RECORDS):
        kind, length = struct.unpack_from("<HH", data, at)
        if number == 0 and kind not in _BOF:
            return False
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False


class _Streams:
    """The streams of a compound file by their names in lower case: first sector and size."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        head = file.read(512)
        (_, _, _, shift, small, *_) = _HEAD.unpack_from(head)
        self._sector, self._small = 1 << shift, 1 << small
        _, _, first, _, self._cutoff, small_table, _, more, _ = struct.unpack_from("<9I", head, 40)
        self._table = self._tables(head, more)
        self.places: dict[str, tuple[int, int]] = {}
        root = (_END, 0)
        for entry in self._entries(self._chain(first)):
            name, length, start, size, _ = entry
            key = name[: max(0, length - 2)].decode("utf-16-le", "replace").lower()
            if key == "root entry":
                root = (start, size)
            else:
                self.places.setdefault(key, (start, size))
        self._small_stream = root[0]
        self._small_table = self._numbers(self._joined(self._chain(small_table)))

    def read(self, name: str) -> bytes:
        """The beginning of a stream."""
        start, size = self.places[name]
        size = min(size, _MOST)
        if self.places[name][1] >= self._cutoff:
            return self._joined(self._chain(start), size)[:size]
        whole = self._joined(self._chain(self._small_stream))
        parts = (
            whole[at * self._small : (at + 1) * self._small]
            for at in _followed(start, self._small_table)
        )
        return b"".join(parts)[:size]

    def _tables(self, head: bytes, more: int) -> list[int]:
        places = [at for at in struct.unpack_from("<109I", head, 76) if at < _END]
        each = self._sector // 4 - 1
        for _ in range(_MOST_SECTORS):
            if more >= _END:
                break
            *further, more = self._numbers(self._at(more))
            places += [at for at in further[:each] if at < _END]
        return self._numbers(b"".join(map(self._at, places)))

    def _entries(self, chain: Iterator[int]) -> "Iterator[tuple[bytes, int, int, int, int]]":
        data = self._joined(chain, 2**22)
        for at in range(0, len(data) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
            yield _ENTRY.unpack_from(data, at)

    def _chain(self, start: int) -> Iterator[int]:
        return _followed(start, self._table)

    def _joined(self, chain: Iterator[int], most: int = 2**24) -> bytes:
        parts, size = [], 0
        for at in chain:
            parts.append(self._at(at))
            size += self._sector
            if size >= most:
                break
        return b"".join(parts)

    def _at(self, sector: int) -> bytes:
        self._file.seek((sector + 1) * self._sector)
        return self._file.read(self._sector)

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _followed(start: int, table: list[int]) -> Iterator[int]:
    for _ in range(_MOST_SECTORS):
        if start >= _END:
            return
        yield start
        start = table[start]
