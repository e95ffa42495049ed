"""What bytes are told to be, the same for whoever asks."""

import io

import pytest

from jbgs_desktop.forms.file_kinds import HEAD, FileKind, has_macros, kind_of
from tests.documents.evidence_corpus import office, ole2, zipped


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", FileKind.UNKNOWN),
        (b"M", FileKind.UNKNOWN),
        (b"MZ", FileKind.PROGRAM),
        (b"#!/bin/sh", FileKind.PROGRAM),
        (b" #!/bin/sh", FileKind.UNKNOWN),
        (b"%PDF-1.7", FileKind.PDF),
        (bytes(HEAD - 5) + b"%PDF-", FileKind.PDF),
        (bytes(HEAD - 4) + b"%PDF-", FileKind.UNKNOWN),
        (b"MZ %PDF-", FileKind.PROGRAM),
        (b"PK\x03\x04 %PDF-", FileKind.PDF),
        (b"\xff\xd8\xff", FileKind.JPEG),
        (b"\xff\xd8", FileKind.UNKNOWN),
        (b"II+\0", FileKind.TIFF),
        (b"PK\x05\x06", FileKind.ZIP),
    ],
)
def test_what_a_file_is_by_its_head(head: bytes, kind: FileKind) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    ("data", "is_so"),
    [
        (office("word/vbaProject.bin"), True),
        (office("word/document.xml"), False),
        (zipped("word/vbaProject.bin"), False),  # an archive, which no Office program runs
        (office("vbaProject.bin") + bytes(70_000), True),  # its list cannot be found
        (office("a" * 30, filling=20_000) + b"", False),
        (ole2("_VBA_PROJECT"), True),
        (ole2("WordDocument") + bytes(2**20) + "_VBA_PROJECT".encode("utf-16-le"), True),
        (ole2("WordDocument")[:-2] + bytes(2**20 - 532) + ole2("_VBA_PROJECT")[8:], True),
        (ole2("VBA_PROJECT"), False),
        (b"_VBA_PROJECT".ljust(600), False),
    ],
)
def test_macros_are_found_wherever_they_are(data: bytes, is_so: bool) -> None:
    assert has_macros(io.BytesIO(data), len(data)) is is_so
