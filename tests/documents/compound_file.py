"""Compound files (OLE2, [MS-CFB] version 3), in which old Office keeps its documents."""

import struct

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_Entry = tuple[str, int, int, int]  # name, kind, first sector, size


def compound(**streams: bytes) -> bytes:
    """A file with these streams; short ones lie together in the one of the root."""
    made = _Compound()
    entries = [made.entry(name, data) for name, data in streams.items()]
    return made.bytes(entries)


class _Compound:
    def __init__(self) -> None:
        self.body, self.table = b"", [_TABLE]  # which is sector 0 itself
        self.small, self.small_table = b"", list[int]()

    def entry(self, name: str, data: bytes) -> _Entry:
        if len(data) >= _CUTOFF:
            return name, 2, self.put(data), len(data)
        start, count = len(self.small_table), -(-len(data) // _SMALL)
        self.small_table += [*range(start + 1, start + count), _END]
        self.small += data.ljust(count * _SMALL, b"\0")
        return name, 2, start, len(data)

    def put(self, data: bytes) -> int:
        start, count = len(self.table), max(1, -(-len(data) // _SECTOR))
        self.table += [*range(start + 1, start + count), _END]
        self.body += data.ljust(count * _SECTOR, b"\0")
        return start

    def bytes(self, entries: list[_Entry]) -> bytes:
        packed = struct.pack(f"<{len(self.small_table)}I", *self.small_table)
        root = ("Root Entry", 5, self.put(self.small), len(self.small))
        small_places = self.put(packed.ljust(_SECTOR, b"\xff"))
        directory = self.put(b"".join(_packed(each) for each in (root, *entries)))
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        head += struct.pack("<9I", 0, 1, directory, 0, _CUTOFF, small_places, 1, _END, 0)
        head += struct.pack("<109I", 0, *[_FREE] * 108)
        table = struct.pack(f"<{len(self.table)}I", *self.table)
        return head + table.ljust(_SECTOR, b"\xff") + self.body


def _packed(entry: _Entry) -> bytes:
    name, kind, start, size = entry
    facts = struct.pack("<HBB3I", 2 * len(name) + 2, kind, 1, _FREE, _FREE, 1)
    return (name.encode("utf-16-le").ljust(64, b"\0") + facts + bytes(36)) + struct.pack(
        "<IQ", start, size
    )
