"""OLE compound files around a docx, as Word puts them on the clipboard."""

import struct

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def embed_source(package: bytes, *, stream: str = "Package") -> bytes:
    """A compound file whose one stream is ``package``, which may be short."""
    is_small = len(package) < 4096
    unit = 64 if is_small else _SECTOR
    body = package + bytes(-len(package) % _SECTOR)
    count = len(body) // _SECTOR
    small = struct.pack("<128I", *_chain(0, -(-len(package) // unit), 128)) if is_small else b""
    first = 2 + bool(small)  # table, directory, then the small table, then the content
    numbers = [_TABLE, _END, *([_END] if small else []), *_chain(first, count, count)]
    numbers += [_FREE] * (128 - len(numbers))
    root = _entry("Root Entry", 5, first if is_small else _END, len(body) if is_small else 0)
    entry = _entry(stream, 2, 0 if is_small else first, len(package))
    directory = (root + entry).ljust(_SECTOR, b"\0")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, 2 if small else _END, bool(small), _END, 0),
    )
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack("<128I", *numbers) + directory + small + body


def _chain(first: int, count: int, most: int) -> list[int]:
    numbers = [first + at + 1 for at in range(count - 1)] + [_END] * (count > 0)
    return numbers + [_FREE] * (most - count)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHBB12x36xIQ", words, len(words) + 2, kind, 1, first, size)
