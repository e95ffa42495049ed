"""Pasting from Word and WPS into a section: tables and figures as such, at the worst the words."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.section import FigureItem, TableItem
from tests.documents.docx_import.test_pasted_docx import copied
from tests.documents.docx_reader.compound_files import embed_source
from tests.ui.fields import words_on
from tests.ui.form.section_editing import Editing, begun_with, press

WPS = "Kingsoft WPS 9.0 Format"
WORD = 'application/x-qt-windows-mime;value="Embed Source"'


def paste(form: str, data: bytes, words: str) -> None:
    source = QMimeData()
    source.setText(words)
    source.setHtml(f"<p>{words}</p>")
    source.setData(form, data)
    QGuiApplication.clipboard().setMimeData(source)
    press("Ctrl+V")


@begun_with("前后")
@pytest.mark.parametrize(("form", "data"), [(WPS, copied()), (WORD, embed_source(copied()))])
def test_a_docx_on_the_clipboard_arrives_whole(
    qtbot: QtBot, editing: Editing, form: str, data: bytes
) -> None:
    editing.go()
    press("Right")
    paste(form, data, "不用")
    qtbot.waitUntil(lambda: isinstance(editing.section, tuple), timeout=20_000)
    before, table, figure, after = editing.items
    assert (before, after) == ("前\n第一段\n第二段", "后")
    assert isinstance(table, TableItem)
    assert isinstance(figure, FigureItem)
    assert figure.figure.file in editing.figures.files
    assert "未带入：公式 1 处" in words_on(editing.page)
    editing.session.undo()
    assert editing.section == "前后"
    QGuiApplication.clipboard().clear()


@begun_with("前后")
def test_what_cannot_be_read_arrives_as_words(qtbot: QtBot, editing: Editing) -> None:
    editing.go()
    press("Right")
    paste(WPS, b"no docx", "几个字")
    qtbot.waitUntil(lambda: editing.section == "前几个字后", timeout=20_000)
    assert "只粘贴了文字" in words_on(editing.page)
    QGuiApplication.clipboard().clear()
