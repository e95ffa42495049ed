"""What a clipboard or a drag brings for a section: cells, or pictures.

Office programs put a picture of the text beside the text: a picture counts only where no text is
offered. HTML is read for tables alone, and never by Qt, which opens whatever it names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from jbgs_desktop.documents.attachments.figure_picture import LARGEST_FIGURE
from jbgs_desktop.files import access_error
from jbgs_desktop.forms.html_table import HtmlContent
from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.section_clipboard import read_lines_with_tabs
from jbgs_desktop.forms.table_edit import with_texts
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.pasted_words import LARGEST_PASTE

PICTURE_ENDINGS = ("png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp")
_DOCX = ("Kingsoft WPS 9.0 Format", "Embed Source")
_ODT, _ODT_ON_WINDOWS = "x-openoffice-embed-source-xml", "Star Embed Source (XML)"
_SPREADSHEETS = ("Biff12", "Biff8", "XML Spreadsheet")
_ON_WINDOWS = 'application/x-qt-windows-mime;value="{}"'  # what Qt makes of a name there
_PASTED = "粘贴的图片"
_FORMATS = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp")


@dataclass(frozen=True, slots=True)
class FigureSource:
    """A picture that is to become a figure: a file, or bytes under a name."""

    name: str
    data: bytes | Path

    def read(self) -> bytes:
        """The bytes. Raises JbgsError."""
        if isinstance(self.data, bytes):
            return self.data
        try:
            if not self.data.is_file():  # reading a pipe might never end
                raise FileNotFoundError(2, "no file")
            with self.data.open("rb") as file:
                return file.read(LARGEST_FIGURE + 1)  # more is refused with the others
        except OSError as error:
            raise access_error("读取", self.data, error) from error


def docx_in(source: QMimeData) -> bytes:
    """The docx, or the OLE file around one, that Word or WPS has copied; empty for none."""
    if any(_names_of(source, *_SPREADSHEETS)):
        return b""  # theirs is a workbook
    name = next(_names_of(source, *_DOCX), "")
    return bytes(source.data(name).data()) if name else b""


def odt_in(source: QMimeData) -> bytes:
    """The odt that LibreOffice Writer has copied; empty for none."""
    names = (name for name in source.formats() if _ODT in name or _ODT_ON_WINDOWS in name)
    return bytes(source.data(next(names, "")).data())


def _names_of(source: QMimeData, *forms: str) -> Iterator[str]:
    """Under which names ``source`` has one of ``forms``."""
    names = (name for form in forms for name in (form, _ON_WINDOWS.format(form)))
    return (name for name in names if source.hasFormat(name))


def cells_in(source: QMimeData, html: HtmlContent) -> SectionTable | None:
    """The cells that a spreadsheet or a browser has copied; None when it is a text.

    ``html`` is what ``source`` brings as such. Raises ValueError when they are too many.
    """
    if (table := html.one_table) is not None:
        return table
    text = source.text()
    if "\t" not in text or len(text) > LARGEST_PASTE:
        return None
    return with_texts(SectionTable(), 0, 0, read_lines_with_tabs(text))


def table_in(source: QMimeData, html: HtmlContent) -> SectionTable | None:
    """What was copied as a table where it is one and no more, so that it can stand by itself.

    ``html`` is what ``source`` brings as such. Raises ValueError when it is too large.
    """
    if source.hasHtml():
        table = html.one_table
        return table if table is not None and sum(map(len, table.rows)) > 1 else None
    return cells_in(source, html) if has_lines_of_cells(source) else None


def has_lines_of_cells(source: QMimeData) -> bool:
    """Whether it is a text with tabs alone, in several lines with as many cells each."""
    text = source.text()
    if source.hasHtml() or "\t" not in text or len(text) > LARGEST_PASTE:
        return False
    rows = read_lines_with_tabs(text)
    return len(rows) > 1 and len({*map(len, rows)}) == 1


def is_picture(source: QMimeData) -> bool:
    """Whether it brings pictures to be taken for figures."""
    return bool(_files(source)) or (source.hasImage() and not source.hasText())


def pictures_in(source: QMimeData) -> list[FigureSource]:
    """The pictures that it brings."""
    if files := _files(source):
        return [FigureSource(file.name, file) for file in files]
    for form in _FORMATS:
        if source.hasFormat(form):
            return [FigureSource(_PASTED, bytes(source.data(form).data()))]
    image = source.imageData()
    return [FigureSource(_PASTED, _png(image))] if isinstance(image, QImage) else []


def _files(source: QMimeData) -> list[Path]:
    """Files of pictures; nothing where any other is among what was dragged or copied."""
    files = files_in(source)
    are_pictures = all(file.suffix[1:].lower() in PICTURE_ENDINGS for file in files)
    return files if files and len(files) == len(source.urls()) and are_pictures else []


def _png(image: QImage) -> bytes:
    buffer = QBuffer()  # with bytes of its own: those of another object may go before it
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
