"""A small finalised application with its pages as a scanner would bring them, made once."""

import io
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PIL import Image

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.finalise.finalise import book_of
from jbgs_desktop.finalise.record import Finalised, Record, keep_record
from jbgs_desktop.finalise.version_code import version_of
from jbgs_desktop.forms.application import Application, Evidence
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.sample import sample_application
from tests.forms.applications import paragraphs_only

CALL: Call = installed_calls()[0]
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
_DPI = 200


@dataclass(frozen=True, slots=True)
class Version:
    """One version and its pages as JPEGs at 200 dpi."""

    code: str
    digest: str
    pages: tuple[bytes, ...]


def an_application(staff: int = 0) -> Application:
    """The sample with one direction and no evidence; ``staff`` makes another version."""
    application = paragraphs_only(sample_application(CALL, CALL.tracks[1].id, (2,)))
    none = tuple(
        Evidence(category=item.no, title=CALL.empty_marker) for item in CALL.form.evidence.items
    )
    application = application.set("evidence", none).set("unit.participants", ())
    short = "一段内容。"
    for section in CALL.form.taskbook.sections:
        application = application.set(f"taskbooks.2.{section}", short)
    return application.set("unit.staff", str(staff)) if staff else application


@cache
def version(staff: int = 0) -> Version:
    """The version with this number of staff."""
    application = an_application(staff)
    version = version_of(application, lambda _: None)
    book = book_of(_NoFiles(), application, CALL, version)  # type: ignore[arg-type]
    with closing(PdfPages(book.pdf)) as pdf:
        pages = tuple(scan_of(pdf, at) for at in range(pdf.count))
    return Version(version.code, version.digest, pages)


class _NoFiles:
    def evidence_size(self, file: str) -> None:
        return None


def scan_of(pdf: PdfPages, at: int) -> bytes:
    """The page at ``at`` as a scanner would bring it."""
    drawn = pdf.image(at, _DPI)
    image = Image.frombytes("RGB", (drawn.width, drawn.height), bytes(drawn.rgb))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, dpi=(_DPI, _DPI))
    return out.getvalue()


def lock(draft: SealedDraft, *staffs: int) -> Record:
    """Finalise ``draft`` as the versions with these numbers of staff, the last one current."""
    record = Record()
    for staff in staffs:
        made = version(staff)
        draft.save(an_application(staff))
        if record.current:
            record = record.with_reopened(WHEN, "改数")
        entry = Finalised(
            code=made.code,
            digest=made.digest,
            when=WHEN,
            point=draft.points[-1].number,
            pages=len(made.pages),
        )
        record = record.with_finalised(entry)
    keep_record(draft, record)
    return record


def save_scans(folder: Path, made: Version, *pages: int) -> Path:
    """The scans of these pages (from 1) in ``folder``, each in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / f"扫描{made.code[:2]}_{page:03}.jpg").write_bytes(made.pages[page - 1])
    return folder
