"""Office packages: zip files whose bytes depend on their content alone."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_LIST_OF_PARTS = "[Content_Types].xml"  # readers look for it first
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip file can tell; no clock goes into a document


def read_folder(folder: Path) -> dict[str, bytes]:
    """The parts of a package that is kept as a folder of files."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def unpack(package: bytes) -> dict[str, bytes]:
    """The parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The package of ``parts``, sorted and dated the same at all times and places."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _LIST_OF_PARTS, name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else Windows and Linux write different bytes
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
