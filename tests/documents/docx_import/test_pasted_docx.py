"""What Word and WPS put on the clipboard, as items of a section."""

import pytest

from jbgs_desktop.documents.docx_import.pasted_docx import pasted_docx
from jbgs_desktop.documents.docx_reader.compound_file import package_in
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.section import FigureItem, TableItem, items_of
from tests.documents.docx_reader import word_files as w
from tests.documents.docx_reader.compound_files import embed_source


def copied() -> bytes:
    maths = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    body = (
        w.p(w.run("第一段") + maths)
        + w.p("第二段")
        + w.p("表1 指标")
        + w.tbl(w.tr(w.tc("甲"), w.tc("乙")), w.tr(w.tc("1"), w.tc("2")))
        + w.p(w.drawing("i1"))
    )
    return w.docx_with(body, {"media/i1.png": w.picture()})


@pytest.mark.parametrize("wrap", [bytes, embed_source], ids=["WPS", "Word"])
def test_paragraphs_tables_and_figures_arrive_and_the_rest_is_told(wrap: type[bytes]) -> None:
    kept: dict[str, bytes] = {}

    def keep(name: str, data: bytes) -> str:
        kept[f"figures/{name}"] = data
        return f"figures/{name}"

    pasted = pasted_docx(wrap(copied()), keep)
    text, table, figure = items_of(pasted.section)
    assert text == "第一段\n第二段"
    assert isinstance(table, TableItem)
    assert table.table.caption == "指标"
    assert isinstance(figure, FigureItem)
    assert figure.figure.file in kept
    assert pasted.sentence == "已粘贴：2段、1个表格、1幅图。未带入：公式 1 处，请对照原文补上。"


@pytest.mark.parametrize("size", [0, 100, 4095, 4096, 20_000])
def test_the_docx_in_a_compound_file(size: int) -> None:
    package = bytes(range(256)) * (size // 256 + 1)
    assert package_in(embed_source(package[:size])) == package[:size]


def test_a_compound_file_that_is_none_holds_nothing() -> None:
    whole = embed_source(copied())
    assert package_in(embed_source(b"x" * 5000, stream="Contents")) == b""
    assert package_in(whole[:300]) == b""
    assert package_in(b"PK") == b""
    for at in range(30, 600, 7):
        package_in(whole[:at] + b"\xff\xff\x01\x00" + whole[at + 4 :])


def test_what_cannot_be_read_is_one_sentence() -> None:
    with pytest.raises(DocumentError, match="RTF"):
        pasted_docx(b"{\\rtf1}", lambda name, _data: name)
