"""Makes Qt's ICU data library small: 2 MB instead of 32.

Qt has texts, numbers, dates and line breaks of its own and asks ICU for three things only: other
encodings than Unicode, the order of words, and time zones. `slim_icu.py FOLDER` puts a library
with the data for these, in Chinese and English, in the place of FOLDER's libicudata.so.

The library holds one "common data" package (ICU User Guide, "ICU Data"; source/common/ucmndata.h):
a header, a table of contents, the names, and the items, each at a multiple of 16 bytes.
"""

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

_MAGIC = b"\xda\x27"
_FORMAT = b"CmnD"
_FORMAT_AT = 12  # bytes from the header's start
_ALIGNMENT = 16
_ENTRY = struct.Struct("<II")  # where the name and where the item is, from the table's start

# Names of languages, countries and units, spelt-out numbers, transliteration, word breaks: Qt
# does these itself or not at all. "spp", "cfu": checks of host names and of look-alikes.
_UNUSED_TREES = ("lang", "region", "unit", "rbnf", "translit", "brkitr")
_UNUSED_KINDS = ("spp", "cfu")
_UNUSED_ITEMS = ("unames.icu",)  # what each character is called
_KEPT_LOCALES = re.compile(r"(?:zh|en)(?:_\w+)?")
_LOCALE = re.compile(r"(?!res_index)[a-z]{2,3}(?:_\w+)?")
# Beside the encodings of one byte, which are small: GB 18030, GBK, GB 2312, and Big5 with its base.
_CHINESE = ("gb18030", "windows-936", "ibm-1386", "ibm-1383", "ibm-5478", "windows-950", "ibm-1373")
_LARGEST_OF_ONE_BYTE = 8192


def read_package(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The header and the items by name of the package that begins ``data``."""
    if data[2:4] != _MAGIC or data[_FORMAT_AT:][:4] != _FORMAT:
        raise ValueError("no ICU data package")
    (table,) = struct.unpack_from("<H", data)
    (count,) = struct.unpack_from("<I", data, table)
    entries = [_ENTRY.unpack_from(data, table + 4 + _ENTRY.size * at) for at in range(count)]
    names = [data[table + at : data.index(0, table + at)].decode() for at, _ in entries]
    starts = [table + at for _, at in entries]
    ends = [*starts[1:], len(data)]
    items = {name: data[start:end] for name, start, end in zip(names, starts, ends, strict=True)}
    return data[:table], items


def write_package(header: bytes, items: dict[str, bytes]) -> bytes:
    """The package of ``items``, which ICU finds by bisection: sorted by name."""
    names = sorted(items, key=str.encode)
    texts = [name.encode() + b"\0" for name in names]
    place = 4 + _ENTRY.size * len(names)
    data_at = _aligned(len(header) + place + sum(map(len, texts))) - len(header)
    contents, tail = struct.pack("<I", len(names)), b"".join(texts)
    body = bytearray()
    for name, text in zip(names, texts, strict=True):
        contents += _ENTRY.pack(place, data_at + len(body))
        place += len(text)
        body += items[name]
        body += bytes(_aligned(len(body)) - len(body))
    start = header + contents + tail
    return start + bytes(_aligned(len(start)) - len(start)) + bytes(body)


def is_kept(name: str, size: int) -> bool:
    """Whether the program can come to need the item ``name``, such as icudt73l/coll/zh.res."""
    *trees, item = name.split("/")[1:]
    stem, _, kind = item.rpartition(".")
    if kind in _UNUSED_KINDS or item in _UNUSED_ITEMS or set(trees) & set(_UNUSED_TREES):
        return False
    if kind == "cnv":
        return size <= _LARGEST_OF_ONE_BYTE or stem.startswith(_CHINESE)
    return not (kind == "res" and _LOCALE.fullmatch(stem) and not _KEPT_LOCALES.fullmatch(stem))


def slim(library: Path) -> None:
    """Puts a library with fewer items in the place of ``library``, by its own name."""
    content = library.read_bytes()
    header, items = read_package(content[content.index(_FORMAT) - _FORMAT_AT :])
    # The last item ends where the library goes on; what follows it does not hurt.
    kept = {name: item for name, item in items.items() if is_kept(name, len(item))}
    package = next(iter(items)).split("/")[0]  # icudt73l, of which the symbol has no l
    link(write_package(header, kept), f"{package[:-1]}_dat", library)


def link(data: bytes, symbol: str, library: Path) -> None:
    """A shared library with nothing but ``data`` behind ``symbol``, made with binutils alone."""
    with tempfile.TemporaryDirectory() as folder:
        source, raw, linked = (Path(folder) / f"icu.{end}" for end in ("s", "dat", "o"))
        raw.write_bytes(data)
        source.write_text(
            f".section .rodata\n.balign {_ALIGNMENT}\n.globl {symbol}\n.type {symbol}, %object\n"
            f'{symbol}: .incbin "{raw}"\n.size {symbol}, . - {symbol}\n'
            '.section .note.GNU-stack, "", %progbits\n'
        )
        subprocess.run(["as", "-o", str(linked), str(source)], check=True)
        options = ("-shared", "-z", "noexecstack", "-soname", library.name)
        library.unlink()
        subprocess.run(["ld", *options, "-o", str(library), str(linked)], check=True)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


if __name__ == "__main__":
    for found in Path(sys.argv[1]).rglob("libicudata.so.*"):
        if not found.is_symlink():
            slim(found)
