"""A program that lays the paper out otherwise than this one, as a later one may."""

import pytest

from jbgs_desktop.documents import application_document, book, book_model
from jbgs_desktop.documents.blocks import Block, BookPart, Paragraph, Text
from jbgs_desktop.documents.printed_form import PrintedForm

_cover = application_document._cover


def lay_out_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every page of a book that is made stands one page later, as another release's."""

    def cover(paper: PrintedForm) -> tuple[Block, ...]:
        return (*_cover(paper), BookPart("new", "新页"), Paragraph((Text("新的一页"),)))

    monkeypatch.setattr(application_document, "_cover", cover)
    monkeypatch.setattr(book, "BOOK_RENDERING", book_model.BOOK_RENDERING + 1)
