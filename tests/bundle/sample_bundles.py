"""Bundles of the built-in sample to write, with scans that only have to be PDFs."""

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.bagit_profile import Hashed, tag_files
from jbgs_desktop.bundle.contents import Documents, compose_bundle
from jbgs_desktop.bundle.model import BundleContent, WrittenFile, bundle_file
from jbgs_desktop.documents.blocks import BookPart, Paragraph, Properties, Text
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.writer import Footer, write_pdf
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.finalise.version_code import version_of
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application, write_sample

CALL = installed_calls()[0]
TRACK = CALL.tracks[1]
MADE = date(2024, 1, 2)
CODE = "K7QD28FMX4"


@cache
def one_page(text: str, code: str = "") -> bytes:
    """A PDF that says ``text``; with a ``code`` as a page of that version."""
    footer = Footer("x", format_code(code), lambda page, pages: code) if code else None
    blocks = (BookPart("a", text), Paragraph((Text(text),)))
    return write_pdf(blocks, Properties(text, "x"), footer=footer)


def sample_draft(folder: Path, attached: int = 0) -> PlainDraft:
    """The sample of a track with its evidence files, kept in ``folder``.

    The first of them has ``attached`` random bytes, where any are asked for.
    """
    application = sample_application(CALL, TRACK.id, (2, 8))
    file = folder / "申报.json"
    write_sample(application, CALL, file)
    draft = PlainDraft(file)
    if attached:
        draft.evidence_path(application.evidence[0].file).write_bytes(os.urandom(attached))
    return draft


def sample_content(
    folder: Path, scans: Mapping[str, Path | bytes] | None = None, attached: int = 0
) -> BundleContent:
    """What the bundle of the sample holds; its draft is put into ``folder``."""
    draft = sample_draft(folder, attached)
    application = draft.load().application
    source = MakeBook(evidence=draft.open_evidence)
    formats = ("docx", "xlsx")
    docx, xlsx = build(
        application, CALL, folder, formats=formats, draft=False, source=source
    ).values()
    if scans is None:
        scans = {
            layout.WHOLE_SCAN: one_page("全册"),
            layout.scan_name(1, "封面至申报表"): one_page("封面"),
        }
    version = version_of(application, draft.open_evidence)
    documents = Documents(one_page("合订本", version.code), docx, xlsx)
    return compose_bundle(application, CALL, version, documents, scans, draft, made=MADE)


def plain_content(sizes: Mapping[str, int], name: str = "某某公司_揭榜申报材料") -> BundleContent:
    """A bag of random files below ``data/``, which the profile takes for no application."""
    files = tuple(bundle_file(f"data/{path}", os.urandom(size)) for path, size in sizes.items())

    def closing(written: tuple[WrittenFile, ...]) -> Mapping[str, bytes]:
        payload = {file.path: Hashed(file.digest, file.size) for file in written}
        tags = tag_files(payload, [("External-Identifier", CODE)], {})
        return dict(sorted(tags.items(), key=lambda tag: tag[0] == "bagit.txt"))

    return BundleContent(name, files, closing, CODE)


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below ``folder`` by its path."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
