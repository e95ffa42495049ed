"""A docx from the clipboard as a section, with a sentence on what came and what did not."""

from collections.abc import Callable

from jbgs_desktop.documents.docx_import.pasted_section import Pasted, TaskbookPlace, pasted_blocks
from jbgs_desktop.documents.docx_reader.docx_file import read_docx


def pasted_docx(
    data: bytes, keep: Callable[[str, bytes], str], place: TaskbookPlace | None = None
) -> Pasted:
    """What the docx ``data``, or the OLE file around one, brings.

    ``keep`` gets each picture with a name and tells its file. Raises JbgsError.
    """
    content = read_docx(data)
    document = content.document
    return pasted_blocks(document.blocks, document.losses, place, content.pictures, keep)
