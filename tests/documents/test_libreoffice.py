"""What LibreOffice makes of the docx: it opens, and its pages have the same text."""

import re
from collections import Counter
from pathlib import Path

import pytest
from docx.document import Document

from jbgs_desktop.forms.application import Application
from tests.documents.printed_forms import (
    blank,
    body_text,
    filled,
    opened,
    the_call,
    without_blanks,
    written,
)
from tests.libreoffice import Office

# Not only at the end: pdftotext reads the footer before the last cell of a short table.
_FOOTER = re.compile(r"第(\d+)页共(\d+)页")
_LONGEST = {
    track.id: filled(track.id, tuple(each.no for each in track.directions[-3:]))
    for track in the_call().tracks
}
_APPLICATIONS = {"blank": blank("metaverse"), **_LONGEST}


def pages(soffice: Office, application: Application, folder: Path) -> list[str]:
    """The text of each page without blanks, its footer included."""
    file = folder / "申报材料.docx"
    file.write_bytes(written(application))
    text = soffice.pdf_text(soffice.convert_to_pdf(file))
    return [without_blanks(page) for page in text.split("\f")[:-1]]


def repeated_headings(document: Document) -> list[Counter[str]]:
    """The characters of the table headings that stand again on a following page."""
    _, *tables = document.tables
    return [Counter(without_blanks(table.cell(0, 0).text)) for table in tables]


def is_sum_of(surplus: Counter[str], addends: list[Counter[str]]) -> bool:
    """Whether ``surplus`` is made of whole ``addends``, each any number of times."""
    if not surplus:
        return True
    return any(addend <= surplus and is_sum_of(surplus - addend, addends) for addend in addends)


@pytest.mark.parametrize("name", _APPLICATIONS)
def test_pages_have_the_text_of_the_document(soffice: Office, tmp_path: Path, name: str) -> None:
    application = _APPLICATIONS[name]
    document = opened(application)
    printed = pages(soffice, application, tmp_path)

    footers = [_FOOTER.search(page) for page in printed]
    assert footers[0] is None  # the cover
    assert [footer and footer.groups() for footer in footers[1:]] == [
        (str(number), str(len(printed))) for number in range(2, len(printed) + 1)
    ]

    text = "".join(_FOOTER.sub("", page) for page in printed)
    wanted = Counter(body_text(document))
    assert not wanted - Counter(text)
    assert is_sum_of(Counter(text) - wanted, repeated_headings(document))
    running = {without_blanks(paragraph.text) for paragraph in document.paragraphs}
    assert [each for each in running if each not in text] == []

    assert all(len(page) > len("第10页共10页") for page in printed[1:])  # no empty page
    assert "申报日期：" in printed[0]
    assert printed[-1].startswith("揭榜任务承诺书")  # text and signature share a page
    assert "（企业盖章）" in printed[-1]
