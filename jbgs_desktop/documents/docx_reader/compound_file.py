"""The docx inside an OLE compound file: what Word puts on the clipboard as ``Embed Source``."""

import struct
from collections.abc import Iterator

_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "Package"
_ENTRY = 128  # bytes of an entry of the directory
_IN_HEADER = 109  # numbers of sectors of the table that stand in the header
_LAST = 0xFFFFFFFA  # from here on a number names no sector


def package_in(data: bytes) -> bytes:
    """The stream ``Package`` of the compound file ``data``; empty where there is none."""
    if not data.startswith(_HEAD) or len(data) < 512:
        return b""
    try:
        return _CompoundFile(data).stream(_PACKAGE)
    except (struct.error, IndexError, ValueError):
        return b""


class _CompoundFile:
    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError(shift)
        self._size, self._small = 1 << shift, 1 << small_shift
        first_directory, self._cutoff, first_small = (
            struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60)
        )
        self._table = self._sector_table()
        self._small_table = self._numbers(self._chain(first_small))
        self._directory = self._chain(first_directory)

    def stream(self, name: str) -> bytes:
        """The bytes of the stream ``name``; empty for none."""
        container = b""
        for at in range(0, len(self._directory) - _ENTRY + 1, _ENTRY):
            entry = self._directory[at : at + _ENTRY]
            length = struct.unpack_from("<H", entry, 64)[0]
            entry_name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<IQ", entry, 116)
            size &= 0xFFFFFFFF
            if entry[66] == 5:  # the root, which holds the small streams
                container = self._chain(first)
            elif entry_name == name and entry[66] == 2:
                if size >= self._cutoff:
                    return self._chain(first)[:size]
                return self._small_chain(container, first)[:size]
        return b""

    def _sector_table(self) -> list[int]:
        """The table that tells which sector follows which."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        more, seen = struct.unpack_from("<I", self._data, 68)[0], 0
        while more < _LAST and seen < len(self._data) // self._size:
            sector = self._numbers(self._sector(more))
            numbers += sector[:-1]
            more, seen = sector[-1], seen + 1
        return [each for no in numbers if no < _LAST for each in self._numbers(self._sector(no))]

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(no) for no in _follow(first, self._table))

    def _small_chain(self, container: bytes, first: int) -> bytes:
        places = (no * self._small for no in _follow(first, self._small_table))
        return b"".join(container[at : at + self._small] for at in places)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _follow(first: int, table: list[int]) -> Iterator[int]:
    """The numbers of a chain; one that goes in a circle ends."""
    for _ in table:
        if first >= len(table):
            return
        yield first
        first = table[first]
