"""Application -> files: all documents are made before the first byte reaches the disk."""

from collections.abc import Iterable
from pathlib import Path

from jbgs_desktop.documents.compose import compose
from jbgs_desktop.documents.paper import Paper
from jbgs_desktop.files import safe_name, write_whole
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call

FORMATS = ("docx", "xlsx")
_LONGEST_NAME = 50  # characters of track and unit; the rest of the path must fit in 240


def export(
    application: Application, call: Call, folder: Path, *, formats: Iterable[str], draft: bool
) -> list[Path]:
    """Write the documents of ``application`` into ``folder``, all of them or none.

    Existing files of the same name are replaced. Raises what :func:`build` does, and
    FileAccessError for a folder that refuses.
    """
    documents = build(application, call, folder, formats=formats, draft=draft)
    write_whole(documents)
    return list(documents)


def build(
    application: Application, call: Call, folder: Path, *, formats: Iterable[str], draft: bool
) -> dict[Path, bytes]:
    """The documents of ``application`` by the files in ``folder`` that they are meant for.

    ``formats`` are among :data:`FORMATS`. Raises DocumentError for what cannot become a document.
    """
    return {
        file: _document(application, call, format_, draft=draft)
        for format_, file in files_of(application, call, folder, formats, draft=draft).items()
    }


def files_of(
    application: Application, call: Call, folder: Path, formats: Iterable[str], *, draft: bool
) -> dict[str, Path]:
    """The files in ``folder`` that the documents are meant for, by their formats."""
    name = file_name(application, call, draft=draft)
    return {format_: folder / f"{name}.{format_}" for format_ in formats}


def file_name(application: Application, call: Call, *, draft: bool) -> str:
    """The documents' common name without ending: 元宇宙_某某公司_申报材料."""
    paper = Paper.of(application, call)
    parts = [each for each in (paper.track.name, paper.value("unit.name")) if each]
    name = safe_name("_".join(parts), longest=_LONGEST_NAME)
    return f"{name}_申报材料_草稿" if draft else f"{name}_申报材料"


def _document(application: Application, call: Call, format_: str, *, draft: bool) -> bytes:
    # Imported where they are used: each brings a library that takes a tenth of a second to load.
    if format_ == "xlsx":
        from jbgs_desktop.documents.xlsx_writer import write_xlsx

        return write_xlsx(application, call, draft=draft)
    from jbgs_desktop.documents.docx_writer import Properties, write_docx

    title = "".join(call.form.cover.title)
    properties = Properties(title, Paper.of(application, call).value("unit.name"))
    return write_docx(compose(application, call), properties, draft=draft)
