"""Whether a zip, or a document that is one, asks for a password; nothing of it is unpacked."""

import zipfile
from contextlib import suppress
from pathlib import Path

_ODF_LIST = "META-INF/manifest.xml"  # where OpenDocument says what is encrypted (part 3, 4.8)
_LARGEST_LIST = 2**20  # bytes


def is_locked_archive(path: Path) -> bool:
    """Whether ``path`` is a zip or an OpenDocument that asks for a password."""
    with (
        suppress(zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError),
        zipfile.ZipFile(path) as archive,
    ):
        if any(info.flag_bits & 1 for info in archive.infolist()):
            return True
        if _ODF_LIST in archive.namelist():
            with archive.open(_ODF_LIST) as stream:
                return b"encryption-data" in stream.read(_LARGEST_LIST)
    return False
