"""What is pasted, dropped or chosen for a section: tables and figures as such, else the words.

A docx of Word or WPS and pictures are read off the thread, while typing goes on.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal

from jbgs_desktop.documents.docx_import.pasted_docx import pasted_docx
from jbgs_desktop.documents.docx_import.pasted_section import Pasted, TaskbookPlace
from jbgs_desktop.documents.docx_import.pasted_text import (
    pasted_odt,
    pasted_text,
    pasted_words,
)
from jbgs_desktop.forms.html_table import HtmlContent
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionItem,
    SectionValue,
    TableItem,
)
from jbgs_desktop.forms.text.clean import clean
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.messages import Way
from jbgs_desktop.ui.widgets.pasted_words import (
    LARGEST_PASTE,
    cleaning_in,
    html_in,
    refused_sentence,
)
from jbgs_desktop.ui.widgets.section.figure_files import FigureFiles, TakenPictures, take_pictures
from jbgs_desktop.ui.widgets.section.section_mime import (
    FigureSource,
    docx_in,
    has_lines_of_cells,
    is_picture,
    odt_in,
    pictures_in,
    table_in,
)
from jbgs_desktop.ui.widgets.section.section_place import InsertPlace

LARGEST_PASTED_DOCX = 32 * 2**20  # bytes
_SOON = 100  # ms until it is asked again whether an input method is still composing
_TAKING = "正在处理图片…"
_READING = "正在读取粘贴的内容…"
_TOO_LARGE = f"复制的内容超过 {LARGEST_PASTED_DOCX // 2**20} MB。请分几次复制粘贴。"
_EMPTY = "复制的内容里没有读到别的。"


class _Host(Protocol):
    @property
    def is_composing(self) -> bool: ...
    def place(self) -> InsertPlace: ...
    def put(self, section: SectionValue, place: InsertPlace) -> Callable[[str], None]: ...
    def insert(self, items: Sequence[SectionItem], place: InsertPlace | None = None) -> None: ...


class SectionArrivals(QObject):
    """Puts it into ``host``. ``book`` tells whose headings may be among what is pasted.

    ``notified`` carries a sentence for the user, ``offered`` one with a Way. ``parted`` carries a
    Pasted that holds headings of several sections, and what puts all of it at the cursor.
    ``arrived`` carries what was put there, and the sentence that was notified of it.
    """

    notified = Signal(str)
    offered = Signal(str, object)
    parted = Signal(object, object)
    arrived = Signal(object, str)

    def __init__(
        self, host: _Host, files: FigureFiles, book: Callable[[], TaskbookPlace | None]
    ) -> None:
        assert isinstance(host, QObject)  # which takes this with it
        super().__init__(host)
        self._host, self._files, self._book = host, files, book

    def take(self, source: QMimeData) -> bool:
        """Take what ``source`` brings at the cursor; whether it is more than words."""
        place = self._host.place()
        if is_picture(source):
            self.take_pictures(pictures_in(source), place)
            return True
        text, html = source.text(), html_in(source)
        if data := docx_in(source):
            self._take_docx(data, text, html, place)
            return True
        if max(len(text), 0 if text.strip() else len(html.text)) > LARGEST_PASTE:
            return False
        try:
            if self._take_table(source, html, place):
                return True
        except ValueError as error:
            words = pasted_words(text, html)
            self._arrive(words, place, f"只粘贴了文字：{error.args[0]}。{words.lost}")
            return True
        if html.pictures and (odt := odt_in(source)) and len(odt) <= LARGEST_PASTED_DOCX:
            self._take_odt(odt, text, html, place)
            return True
        pasted = pasted_text(text, html, self._book())
        if pasted is not None:
            self._arrive(pasted, place, pasted.sentence + cleaning_in(source))
        return pasted is not None

    def _take_table(self, source: QMimeData, html: HtmlContent, place: InsertPlace) -> bool:
        table = table_in(source, html)
        if table is None:
            return False
        put_words = self._host.put((TableItem(table=table),), place)
        if has_lines_of_cells(source):
            text = clean(source.text()).text
            back = Way("改为文字", lambda: put_words(text))
            self.offered.emit(f"带制表符的几行文字，已经粘贴为表格。{cleaning_in(source)}", back)
        elif sentence := html.lost + html.lost_scripts + cleaning_in(source):
            self.notified.emit(sentence)
        return True

    # -- what takes its time

    def _take_docx(self, data: bytes, text: str, html: HtmlContent, place: InsertPlace) -> None:
        def failed(sentence: str) -> None:
            self._take_instead(sentence, text, html, place)

        def done(pasted: Pasted) -> None:
            if pasted.section or not text.strip():
                self._arrive(pasted, place, pasted.sentence)
            else:
                failed(pasted.lost or _EMPTY)

        if len(data) > LARGEST_PASTED_DOCX:
            failed(_TOO_LARGE)
            return
        self.notified.emit(_READING)
        files, book = self._files, self._book()
        run_in_background(self, lambda: pasted_docx(data, files.attach, book), done, failed)

    def _take_odt(self, data: bytes, text: str, html: HtmlContent, place: InsertPlace) -> None:
        files, book = self._files, self._book()

        def done(pasted: Pasted | None) -> None:
            pasted = pasted or pasted_words(text, html)
            self._arrive(pasted, place, pasted.sentence)

        self.notified.emit(_READING)
        run_in_background(
            self,
            lambda: pasted_odt(data, text, html, book, files.attach),
            done,
            lambda _: done(pasted_text(text, html, book)),
        )

    def _take_instead(self, why: str, text: str, html: HtmlContent, place: InsertPlace) -> None:
        """The words, and the tables that there are as HTML, where the docx brings nothing."""
        if not text.strip() or len(text) > LARGEST_PASTE:
            self.notified.emit(refused_sentence(len(text)) if text.strip() else f"没有粘贴：{why}")
            return
        pasted = pasted_text(text, html, self._book()) or pasted_words(text, html)
        what = "文字" if isinstance(pasted.section, str) else "文字和表格"
        self._arrive(pasted, place, f"只粘贴了{what}：{why}{pasted.lost}")

    def _arrive(self, pasted: Pasted, place: InsertPlace, sentence: str) -> None:
        def put() -> None:
            if self._host.is_composing:
                QTimer.singleShot(_SOON, self, put)
                return
            self.notified.emit(sentence)
            if pasted.section:
                self._host.put(pasted.section, place)
                self.arrived.emit(pasted.section, sentence)

        if pasted.parts:
            self.parted.emit(pasted, put)
        else:
            put()

    def take_picture_files(self, files: Sequence[Path], place: InsertPlace) -> None:
        """Take ``files`` for figures at ``place``."""
        self.take_pictures([FigureSource(file.name, file) for file in files], place)

    def take_pictures(self, sources: Sequence[FigureSource], place: InsertPlace) -> None:
        """Take ``sources`` for figures at ``place``."""
        self.notified.emit(_TAKING)
        files = self._files
        run_in_background(
            self,
            lambda: take_pictures(files, sources, lambda: False),
            lambda taken: self._insert_pictures(taken, place),
            self.notified.emit,
        )

    def _insert_pictures(self, taken: TakenPictures, place: InsertPlace) -> None:
        if self._host.is_composing:
            QTimer.singleShot(_SOON, self, lambda: self._insert_pictures(taken, place))
            return
        figures = [FigureItem(figure=SectionFigure(file=file)) for file in taken.files]
        self.notified.emit("\n".join(taken.sentences))
        self._host.insert(figures, place)
