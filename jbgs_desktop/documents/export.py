"""Application -> files: all documents are made before the first byte reaches the disk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.field_identity import identity_properties, printed_fields
from jbgs_desktop.documents.figure_pictures import document_pictures
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.files import safe_name, write_atomic
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call

FORMATS = ("docx", "pdf", "xlsx")
_LONGEST_NAME = 50  # characters of track and unit; the rest of the path must fit in 240


def _no_file(_name: str) -> BinaryIO | None:
    return None


# Raised by each release that writes docx or xlsx otherwise than the one before it: a bundle says
# with it whether this program must be able to make its documents again, part by part.
RENDERING = 2


@dataclass(frozen=True, slots=True)
class MakeBook:
    """What the documents need besides the application.

    ``book`` is the one that is no draft, where there is one; ``evidence`` opens an attached file,
    evidence or figure. ``notify`` is called with a sentence for each thing that is not shown.
    ``revision`` is the token of the draft's revision that is exported, where it has one.
    """

    evidence: Callable[[str], BinaryIO | None] = _no_file
    book: Book | None = None
    cancelled: Callable[[], bool] = lambda: False
    notify: Callable[[str], object] = lambda _sentence: None
    revision: str = ""


def export(
    application: Application,
    call: Call,
    folder: Path,
    *,
    formats: Iterable[str],
    draft: bool,
    source: MakeBook | None = None,
) -> list[Path]:
    """Write the documents of ``application`` into ``folder``, all of them or none.

    Existing files of the same name are replaced. Raises what :func:`build` does, and
    FileAccessError for a folder that refuses.
    """
    documents = build(application, call, folder, formats=formats, draft=draft, source=source)
    write_atomic(documents)
    return list(documents)


def build(
    application: Application,
    call: Call,
    folder: Path,
    *,
    formats: Iterable[str],
    draft: bool,
    source: MakeBook | None = None,
) -> dict[Path, bytes]:
    """The documents of ``application`` by the files in ``folder`` that they are meant for.

    ``formats`` are among :data:`FORMATS`; a PDF that is no draft asks for a ``source`` with its
    book. Raises DocumentError for what cannot become a document.
    """
    source = source or MakeBook()
    notes: dict[str, None] = {}  # a figure that is missing in two documents is told once
    made = {
        file: _document(application, call, format_, source, notes, draft=draft)
        for format_, file in exported_files(application, call, folder, formats, draft=draft).items()
    }
    for sentence in notes:
        source.notify(sentence)
    return made


def exported_files(
    application: Application, call: Call, folder: Path, formats: Iterable[str], *, draft: bool
) -> dict[str, Path]:
    """The files in ``folder`` that the documents are meant for, by their formats."""
    name = file_name(application, call, draft=draft)
    return {format_: folder / f"{name}.{format_}" for format_ in formats}


def file_name(application: Application, call: Call, *, draft: bool) -> str:
    """The documents' common name without ending: 元宇宙_某某公司_申报材料."""
    paper = PrintedForm.of(application, call)
    parts = [each for each in (paper.track.name, paper.value("unit.name")) if each]
    name = safe_name("_".join(parts), longest=_LONGEST_NAME)
    return f"{name}_申报材料_草稿" if draft else f"{name}_申报材料"


def _document(
    application: Application,
    call: Call,
    format_: str,
    source: MakeBook,
    notes: dict[str, None],
    *,
    draft: bool,
) -> bytes:
    """The document; what it does not show is added to ``notes``."""
    # Imported where they are used: each brings a library that takes a tenth of a second to load.
    if format_ == "xlsx":
        from jbgs_desktop.documents.xlsx.writer import write_xlsx

        return write_xlsx(application, call, draft=draft)
    if format_ == "pdf":
        book = _book(application, call, source, draft=draft)
        notes.update(dict.fromkeys(book.notes))
        return book.pdf
    return _docx(application, call, source, notes, draft=draft)


def _docx(
    application: Application, call: Call, source: MakeBook, notes: dict[str, None], *, draft: bool
) -> bytes:
    from jbgs_desktop.documents.blocks import Properties
    from jbgs_desktop.documents.docx.writer import write_docx

    document = application_document(application, call)
    figures = document_pictures(document, source.evidence, source.cancelled)
    if not draft:
        figures.require_all(call, application.track)
    notes.update(dict.fromkeys(figures.notes(call, application.track)))
    title = "".join(call.form.cover.title)
    fields = printed_fields(application, call)
    custom = identity_properties(application, call, fields, figures.digests, source.revision)
    properties = Properties(title, PrintedForm.of(application, call).value("unit.name"), custom)
    return write_docx(document, properties, draft=draft, pictures=figures.pictures)


def _book(application: Application, call: Call, source: MakeBook, *, draft: bool) -> Book:
    from jbgs_desktop.documents.book import make_book

    book = None if draft else source.book
    if book is None and not draft:
        raise ValueError("a PDF that is no draft needs its book")
    return book or make_book(
        application, call, evidence=source.evidence, mark=None, cancelled=source.cancelled
    )
