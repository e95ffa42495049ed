"""What a zip says of itself is known before a library unpacks the list of its files."""

import io
import struct
import zipfile

from jbgs_desktop.forms.zip_ends import LONGEST_ZIP_END, directory_of_zip


def packed(count: int, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(count):
            archive.writestr(str(number), b"")
        archive.comment = comment
    return buffer.getvalue()


def with_large_end(data: bytes, files: int, length: int) -> bytes:
    """``data`` with an end record of zip64, while the first record stays as modest as it was."""
    at = data.rfind(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, files, files, length, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    return data[:at] + large + locator + data[at:]


def test_files_and_length_are_told() -> None:
    for comment in (b"", b"x" * 65_535):
        data = packed(3, comment)
        files, length = directory_of_zip(data[-LONGEST_ZIP_END:]) or (0, 0)
        assert files == 3
        assert length == 3 * 47


def test_a_second_end_record_with_millions_of_files_is_seen() -> None:
    data = with_large_end(packed(1), 2_000_000, 10**8)
    assert directory_of_zip(data) == (2_000_000, 10**8)


def test_a_broken_second_record_and_no_record_are_none() -> None:
    data = with_large_end(packed(1), 2_000_000, 10**8).replace(b"PK\x06\x06", b"PK\x00\x00")
    assert directory_of_zip(data) is None
    assert directory_of_zip(b"no zip") is None
