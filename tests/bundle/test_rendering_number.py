"""What is written has a number, by which another computer knows whether it must be the same."""

import hashlib
import io
import zipfile
from pathlib import Path

from jbgs_desktop.documents.export import RENDERING, MakeBook, build
from tests.bundle.sample_bundles import CALL, sample_draft

# Of every part, unpacked. Where what is written changes on purpose, raise RENDERING and write it
# down; where only the sample changes, write it down.
WRITTEN = {1: {"docx": "5c614e3a636c3206", "xlsx": "2c73edfd3c9f0967"}}


def digest(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = b"".join(
            name.encode() + b"\0" + archive.read(name) for name in sorted(archive.namelist())
        )
    return hashlib.sha256(parts).hexdigest()[:16]


def test_what_is_written_is_that_of_its_number(tmp_path: Path) -> None:
    draft = sample_draft(tmp_path)
    source = MakeBook(evidence=draft.open_evidence)
    application = draft.load().application
    formats = ("docx", "xlsx")
    made = build(application, CALL, tmp_path, formats=formats, draft=False, source=source)
    found = {form: digest(data) for form, data in zip(formats, made.values(), strict=True)}
    assert found == WRITTEN[RENDERING]
