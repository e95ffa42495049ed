"""Small good bundles for tests, made without the documents' writers."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import BundleInfo, Hashed, tag_files
from jbgs_desktop.bundle.contents import checking_page
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.finalise.version_code import version_with
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.sample import sample_application
from tests.forms.applications import paragraphs_only

CALL: Call = installed_calls()[0]
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def book_pdf(code: str) -> bytes:
    """A PDF that says it is the book of the version ``code``."""
    return PDF.replace(b"trailer", b"<pdf:Keywords>%s</pdf:Keywords>" % format_code(code).encode())


def office_file(*more: str) -> bytes:
    """A zip that looks like a document of Office, with further members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", *more):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def hashed(data: bytes) -> Hashed:
    return Hashed(hashlib.sha256(data).hexdigest(), len(data))


def an_application(
    number: int = 0, track: str = "", directions: tuple[int, ...] = ()
) -> Application:
    """The sample of a track; another ``number`` is another unit."""
    sample = sample_application(CALL, track or CALL.tracks[0].id, directions)
    application = paragraphs_only(sample)
    if not number:
        return application
    application = application.set("unit.code", f"{number:018}")
    return application.set("unit.name", f"第{number}示例有限公司")


def payload_of(application: Application, evidence: bytes = PDF) -> dict[str, bytes]:
    """Every file below data/ that a bundle of ``application`` has."""
    places = layout.file_places(application)
    originals = {place: evidence + b"% " + file.encode() for file, place in sorted(places.items())}
    version = version_with(application, {f: hashed(originals[p]).digest for f, p in places.items()})
    return {
        layout.APPLICATION: application.to_json().encode(),
        layout.DOCX: office_file(),
        layout.PDF: book_pdf(version.code),
        layout.ROW: office_file(),
        layout.scan_name(1, "封面至申报表"): PDF,
        layout.WHOLE_SCAN: PDF,
        **originals,
    }


def info_of(application: Application, payload: dict[str, bytes]) -> BundleInfo:
    places = layout.file_places(application)
    digests: dict[str, str | None] = {
        file: hashed(payload[place]).digest for file, place in places.items()
    }
    version = version_with(application, digests)
    return BundleInfo(
        call=application.call,
        call_version=CALL.version,
        track=application.track,
        applicant=application.unit.name,
        application=version.application,
        code=version.code,
        digest=version.digest,
        made=date(2026, 1, 2),
    )


def root_files() -> dict[str, bytes]:
    return {
        layout.README: "请先读我\n".encode(),
        layout.LISTING: PDF,
        layout.CHECKER: checking_page(),
    }


def write_bundle(
    root: Path,
    application: Application,
    *,
    evidence: bytes = PDF,
    scan: bytes = b"",
    whole: bytes = PDF,
    info: dict[str, object] | None = None,
) -> Path:
    """A good bundle in the new folder ``root``; ``info`` replaces fields of its BundleInfo.

    An empty field has no line, as where an older program did not know of it yet. ``whole``, with
    ``scan`` in it, is its whole scanned book.
    """
    payload = payload_of(application, evidence)
    payload[layout.WHOLE_SCAN] = whole + (scan and b"% " + scan + b"\n%%EOF\n")
    others = root_files()
    about = replace(info_of(application, payload), **(info or {}))  # type: ignore[arg-type]
    tags = tag_files(
        {path: hashed(data) for path, data in payload.items()},
        [(key, value) for key, value in about.lines() if value],
        {path: hashed(data) for path, data in others.items()},
    )
    for path, data in {**payload, **others, **tags}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root
