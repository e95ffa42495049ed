"""600–699: a bag in order whose content is none: documents, application, 核验码."""

import io
import json
import struct
import zipfile
from typing import Any

from jbgs_desktop.bundle.bagit_profile import TAG_MANIFEST
from jbgs_desktop.bundle.layout import (
    APPLICATION,
    CHECKER,
    DOCX,
    LISTING,
    ORIGINALS,
    PDF,
    README,
    ROW,
    SCANNED,
    WHOLE_SCAN,
    file_places,
)
from tests.bundle import small_bundles
from tests.bundle.corpus import Chapter, Spoiled

chapter = Chapter(600)

_UNREADABLE = "bundle.application.unreadable"
_FORM = "bundle.application.form"


def _no_root_file(spoiled: Spoiled, name: str) -> None:
    (spoiled.root / name).unlink()
    lines = (spoiled.root / TAG_MANIFEST).read_text().splitlines()
    kept = [line for line in lines if line[66:] != name]
    (spoiled.root / TAG_MANIFEST).write_text("\n".join(kept) + "\n")


def _no_scans(spoiled: Spoiled) -> None:
    for file in sorted((spoiled.root / SCANNED).iterdir()):
        spoiled.remove(f"{SCANNED}/{file.name}")
    (spoiled.root / SCANNED).rmdir()


def _no_payload(spoiled: Spoiled) -> None:
    for file in sorted((spoiled.root / "data").rglob("*.*")):
        spoiled.remove(file.relative_to(spoiled.root).as_posix())


def _application(spoiled: Spoiled, path: str, value: Any) -> None:
    """Another value in the application, and its file in order."""
    tree = json.loads((spoiled.root / APPLICATION).read_bytes())
    *steps, last = path.split(".")
    node = tree
    for step in steps:
        node = node[int(step) if step.isdigit() else step]
    node[int(last) if last.isdigit() else last] = value
    text = json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
    spoiled.change(APPLICATION, text.encode(errors="surrogatepass"))


def _text(spoiled: Spoiled, old: bytes, new: bytes) -> None:
    data = (spoiled.root / APPLICATION).read_bytes()
    assert old in data
    spoiled.change(APPLICATION, data.replace(old, new, 1))


def _other_evidence(spoiled: Spoiled) -> None:
    place = next(iter(file_places(small_bundles.an_application()).values()))
    spoiled.change(place, small_bundles.PDF + b"another")


def _zip_bomb() -> bytes:
    """A document with a huge member, which nobody may unpack, and the number of members wrong."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 2**24)
    return stream.getvalue()


def _crowded_zip() -> bytes:
    """A document whose end says that 60,000 members come."""
    data = bytearray(small_bundles.office_file())
    struct.pack_into("<HH", data, len(data) - 14, 60_000, 60_000)
    return bytes(data)


def _wide_directory() -> bytes:
    data = bytearray(small_bundles.office_file())
    struct.pack_into("<L", data, len(data) - 10, 2**31)
    return bytes(data)


for _name in (README, LISTING, CHECKER):
    chapter.add(f"without-{_name}", "bundle.content.missing", _no_root_file, _name)
for _path in (APPLICATION, DOCX, PDF, ROW):
    _name = _path.rpartition("/")[2]
    chapter.add(f"without-{_name}", "bundle.content.missing", Spoiled.remove, _path)
for _place in file_places(small_bundles.an_application()).values():
    _name = _place.rpartition("/")[2]
    chapter.add(f"without-{_name}", "bundle.content.missing", Spoiled.remove, _place)
chapter.add("without-scans", "bundle.content.unscanned", _no_scans)
chapter.add("empty-payload", "bundle.payload.empty", _no_payload)
for _name, _path in {
    "data": "data/x.pdf",
    "electronic": "data/01_电子版/x.pdf",
    "original": f"{ORIGINALS}/x.pdf",
    "scan-folder": f"{SCANNED}/x/y.pdf",
    "scan-image": f"{SCANNED}/x.jpg",
}.items():
    chapter.add(f"unknown-{_name}", "bundle.content.unknown", Spoiled.add, _path)
for _path in (PDF, WHOLE_SCAN, DOCX, ROW):
    _name = _path.rpartition("/")[2]
    chapter.add(f"zero-{_name}", "bundle.content.empty", Spoiled.change, _path, b"")
for _name, _data in {
    "no-head": b"PDF-1.7\n%%EOF",
    "no-end": b"%PDF-1.7\n" + b"x" * 5000,
    "end-in-the-middle": b"%PDF-1.7\n%%EOF" + b"x" * 5000,
    "picture": b"\xff\xd8\xff\xe0JFIF",
    "html": b"<html>%%EOF",
}.items():
    chapter.add(f"pdf-{_name}", "bundle.content.pdf", Spoiled.change, PDF, _data)
    chapter.add(f"scan-{_name}", "bundle.content.pdf", Spoiled.change, WHOLE_SCAN, _data)
for _name, _data in {
    "draft": small_bundles.PDF,
    "other-version": small_bundles.book_pdf("K7QD28FMX4"),
}.items():
    chapter.add(f"book-{_name}", "bundle.code.pdf", Spoiled.change, PDF, _data)
for _name, _data in {
    "text": b"hello",
    "cut": small_bundles.office_file()[:-30],
    "no-types": _zip_bomb(),
    "crowded": _crowded_zip(),
    "wide": _wide_directory(),
    "end-only": b"PK\x05\x06" + b"\0" * 18,
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
}.items():
    chapter.add(f"docx-{_name}", "bundle.content.office", Spoiled.change, DOCX, _data)
    chapter.add(f"xlsx-{_name}", "bundle.content.office", Spoiled.change, ROW, _data)

for _name, _data in {
    "no-json": b"{",
    "empty": b"",
    "list": b"[]",
    "gbk": "{'申报': 1}".encode("gbk"),
    "nul": b"\0" * 100,
    "deep": b"[" * 100_000,
    "unknown-key": b'{"x": 1}',
    "long-number": b'{"unit": {"staff": ' + b"9" * 5000 + b"}}",
    "version-0": b'{"schema_version": 0}',
    "twice": b'{"call": "a", "call": "b"}',
    "nan": b'{"unit": {"revenue": NaN}}',
}.items():
    chapter.add(f"application-{_name}", _UNREADABLE, Spoiled.change, APPLICATION, _data)
chapter.add("application-newer", "bundle.newer", _application, "schema_version", 3)
chapter.add("application-bom", _FORM, _text, b"{", b"\xef\xbb\xbf{")
chapter.add("application-compact", _FORM, _text, b"{\n  ", b"{")
chapter.add("application-invisible", _FORM, _text, "有限".encode(), "有\u200b限".encode())
chapter.add("application-no-end", _FORM, _text, b"\n}\n", b"\n}")
chapter.add("application-null", _FORM, _application, "unit.nature_other", None)
for _name, _path, _value in (
    ("unit", "unit.name", "别家公司"),
    ("code", "unit.code", "914403001922038216"),
    ("text", "product_overview", "别的概述"),
    ("directions", "directions", [1]),
    ("evidence-title", "evidence.0.title", "别的材料"),
):
    chapter.add(f"other-{_name}", "bundle.code", _application, _path, _value)
chapter.add("other-evidence", "bundle.code", _other_evidence)
chapter.add("unknown-call", "bundle.application.call", _application, "call", "nobodys-call")
chapter.add("unknown-track", "bundle.application.call", _application, "track", "nobodys-track")
for _name, _file in {
    "parent": "../outside/secret.txt",
    "absolute": "/etc/passwd",
    "drive": "C:\\x.pdf",
    "device": "evidence/con.pdf",
    "missing": "evidence/nowhere.pdf",
}.items():
    _evidence = [{"category": 1, "title": "材料", "file": _file}]
    _code = "bundle.content.missing"
    chapter.add(f"evidence-{_name}", _code, _application, "evidence", _evidence)
for _key in ("JBGS-Version-Code", "External-Identifier", "JBGS-Version-Digest"):
    chapter.add(f"info-{_key}", "bundle.code", Spoiled.set_tag, _key, "K7QD28FMX4")
for _key in ("JBGS-Call", "JBGS-Track", "JBGS-Application", "Source-Organization"):
    chapter.add(f"info-{_key}", "bundle.info.differs", Spoiled.set_tag, _key, "别的")
