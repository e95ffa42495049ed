"""Pasting from Word and WPS: the whole docx that they put on the clipboard, read off the thread."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QMimeData, QObject

from jbgs_desktop.documents.docx_import.pasted_docx import PastedDocx, pasted_docx
from jbgs_desktop.forms.section import SectionValue
from jbgs_desktop.forms.text.clean import clean
from jbgs_desktop.ui.widgets.background_task import run_in_background

LARGEST_PASTED_DOCX = 32 * 2**20  # bytes
_NAMES = ("Kingsoft WPS 9.0 Format", "Embed Source")
_ON_WINDOWS = 'application/x-qt-windows-mime;value="{}"'  # what Qt makes of a name there
_TAKING = "正在读取粘贴的内容…"
_AS_WORDS = "只粘贴了文字：{}"


class _Files(Protocol):
    def attach(self, name: str, data: bytes) -> str: ...


def docx_in(source: QMimeData) -> bytes:
    """The docx, or the OLE file around one, that Word or WPS has copied; empty for none."""
    for name in (form for each in _NAMES for form in (each, _ON_WINDOWS.format(each))):
        if source.hasFormat(name):
            data = bytes(source.data(name).data())
            return data if len(data) <= LARGEST_PASTED_DOCX else b""
    return b""


def paste_docx(
    owner: QObject,
    source: QMimeData,
    files: _Files,
    put: Callable[[SectionValue], object],
    tell: Callable[[str], object],
) -> bool:
    """Have what ``source`` brings ``put``, if it is a docx; whether it is.

    What cannot be read arrives as words, which is told.
    """
    data = docx_in(source)
    if not data:
        return False
    words = clean(source.text()).text
    tell(_TAKING)

    def done(pasted: PastedDocx) -> None:
        if not pasted.section and words:
            put(words)
        else:
            put(pasted.section)
        tell(pasted.sentence)

    def failed(sentence: str) -> None:
        put(words)
        tell(_AS_WORDS.format(sentence) if words else sentence)

    run_in_background(owner, lambda: pasted_docx(data, files.attach), done, failed)
    return True
