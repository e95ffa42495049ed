"""Workbooks of any origin: the cells as the user sees them, and a sentence for what is none."""

import base64
import io
import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jbgs_desktop.documents.docx_reader.foreign_files import foreign_file
from jbgs_desktop.documents.docx_reader.package import SHEET
from jbgs_desktop.documents.xlsx_reader.number_format import number_format
from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, SheetCell
from jbgs_desktop.documents.xlsx_reader.xlsx_file import read_workbook
from jbgs_desktop.documents.xlsx_reader.xlsx_worker import answer_xlsx
from jbgs_desktop.errors import DocumentError
from tests.documents.compound_file import compound
from tests.documents.docx_reader import word_files
from tests.documents.evidence_corpus import ole2
from tests.documents.xlsx_reader.made_workbooks import raw_workbook, saved, with_sheet, workbook_of

D = CellDoubt


def cells(data: bytes) -> list[tuple[str, str, CellDoubt | None]]:
    (sheet,) = read_workbook(data)
    return [(cell.address, cell.text, cell.doubt) for cell in sheet.cells]


def test_cells_are_read_as_they_are_seen() -> None:
    data = workbook_of(
        [["单位名称", "甲公司"], [None, None, 1234.5, 0.1 + 0.2], [5000, True]], "A1:A2"
    )
    assert cells(data) == [
        ("A1", "单位名称", None),
        ("B1", "甲公司", None),
        ("C2", "1234.5", None),
        ("D2", "0.3", None),
        ("A3", "5000", None),
        ("B3", "是", None),
    ]
    (sheet,) = read_workbook(data)
    assert (sheet.cells[0].rows, sheet.cells[0].columns) == (2, 1)


def test_a_formula_counts_by_what_it_came_to() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1</f><v>甲</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1"><f>1</f><v></v></c>'
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F1" t="str"><f>""</f><v></v></c></row>'
    )
    assert cells(raw_workbook(rows)) == [
        ("A1", "2", None),
        ("B1", "甲", None),
        ("C1", "", D.NOT_COMPUTED),
        ("D1", "", D.NOT_COMPUTED),
        ("E1", "#DIV/0!", D.ERROR),
    ]


def test_strings_of_every_kind_are_read() -> None:
    shared = (
        "<si><t>甲</t></si><si><r><t>乙</t></r><r><t> 丙</t></r><rPh><t>yi</t></rPh></si>"
        "<si><t>一_x000D_\n二_x005F_x0041_</t></si>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c>'
        '<c t="s"><v>9</v></c><c t="s"><v>x</v></c>'
        '<c t="inlineStr"><is><t>丁</t></is></c></row>'
    )
    found = cells(raw_workbook(rows, shared=shared))
    texts = ["甲", "乙 丙", "一\n二_x0041_", "9", "x", "丁"]
    assert [text for _, text, _ in found] == texts
    assert [doubt for _, _, doubt in found] == [None] * 3 + [D.ERROR] * 2 + [None]
    assert [place for place, _, _ in found] == ["A1", "B1", "C1", "D1", "E1", "F1"]


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    assert cells(raw_workbook("<row><c><v>7</v></c></row>", main=strict)) == [("A1", "7", None)]


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0, "", "12345"),
        (0, "General", "12345"),
        (0, "#,##0.00_ ", "12345"),
        (0, '0"人"', "12345人"),
        (0, '#,##0.00"万元";[Red]-0"负"', "12345万元"),
        (0, '"约"0', "约12345"),
        (0, "[$¥-804]#,##0.00", "¥12345"),
        (0, "[$$-409]#,##0", "$12345"),
        (0, "¥#,##0", "¥12345"),
        (44, "", "¥12345"),
        (0, "[Red]0", "12345"),
        (9, "", D.PERCENT),
        (0, "0.00%", D.PERCENT),
        (14, "", D.DATE),
        (0, 'yyyy"年"m"月"', D.DATE),
        (0, "[$-804]h:mm:ss", D.DATE),
        (0, "0!.0,", D.SCALED),
        (0, '0"."0,"万元"', D.SCALED),
        (0, "#,##0,", D.SCALED),
        (0, "#,##0,,.00", D.SCALED),
    ],
)
def test_what_a_format_adds_or_hides_is_known(
    number: int, code: str, shown: str | CellDoubt
) -> None:
    made = number_format(number, code)
    doubt = shown if isinstance(shown, CellDoubt) else None
    assert made.doubt is doubt
    if doubt is None:
        assert f"{made.before}12345{made.after}" == shown


@settings(max_examples=200)
@given(st.text(st.sampled_from('0#?.,%"ymd元¥[]$-;_*!\\ G\ue000'), max_size=20), st.integers(0, 70))
def test_any_format_is_understood_somehow(code: str, number: int) -> None:
    made = number_format(number, code)
    assert "\ue000" not in made.before + made.after or "\ue000" in code


def test_a_format_is_found_by_the_style_of_the_cell() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="176" formatCode="0&quot;元&quot;"/></numFmts><cellStyleXfs>'
        '<xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="176"/><xf numFmtId="10"/>'
        "</cellXfs>"
    )
    styled = ((0, 1), (1, 2), (2, 0.3), (9, 4))
    rows = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in styled)
    found = cells(raw_workbook(f"<row>{rows}</row>", styles=styles))
    assert [(text, doubt) for _, text, doubt in found] == [
        ("1", None),
        ("2元", None),
        ("0.3", D.PERCENT),
        ("4", None),
    ]


@pytest.mark.parametrize(
    ("value", "text", "doubt"),
    [
        ("1.5E3", "1500", None),
        ("914101000000000000", "914101000000000000", D.DIGITS),
        ("138000138000", "138000138000", None),
        ("1e999", "1e999", D.ERROR),
        ("nan", "nan", D.ERROR),
        ("x", "x", D.ERROR),
        ("-0.5", "-0.5", None),
    ],
)
def test_numbers_are_written_out(value: str, text: str, doubt: CellDoubt | None) -> None:
    assert cells(raw_workbook(f"<row><c><v>{value}</v></c></row>")) == [("A1", text, doubt)]


def test_of_a_hidden_sheet_no_cell_is_told() -> None:
    workbook = with_sheet(Workbook(), [["单位名称", "甲"]])
    with_sheet(workbook, [["单位名称", "旧的"]], name="去年").worksheets[
        1
    ].sheet_state = "veryHidden"
    workbook.create_chartsheet("图")
    shown, hidden = read_workbook(saved(workbook))
    assert (shown.name, shown.is_hidden, len(shown.cells)) == ("单位", False, 2)
    assert (hidden.name, hidden.is_hidden, hidden.cells) == ("去年", True, ())


def test_addresses_go_beyond_z() -> None:
    assert [SheetCell(0, at, "").address for at in (25, 26, 701, 702)] == [
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
    ]


ODD: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "xls": (lambda: ole2("Workbook"), ("旧格式的Excel或WPS表格（.xls、.et）", "另存为", "xlsx")),
    "locked xls": (
        lambda: compound(Workbook=struct.pack("<HH4xHHxx", 0x809, 4, 0x2F, 2)),
        ("旧格式", "密码"),
    ),
    "password": (lambda: ole2("EncryptedPackage"), ("有密码", "保护工作簿")),
    "doc": (lambda: ole2("WordDocument"), ("旧格式的Word或WPS文档", "不是Excel表格")),
    "html": (lambda: b"<table><tr><td>1", ("网页", "另存为")),
    "csv": (lambda: "单位名称,甲".encode("gb18030"), ("文字文件（如txt、csv）", "另存为")),
    "Excel 2003 XML": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        ("XML格式的Excel表格", "另存为"),
    ),
    "docx": (
        lambda: word_files.docx_with(word_files.p("甲")),
        ("Word文档（docx），不是Excel表格",),
    ),
    "xlsb": (
        lambda: raw_workbook("", kind="application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        ("另一种格式", "另存为"),
    ),
    "zip": (lambda: word_files.packed({"a.txt": "x"}), ("压缩包",)),
    "empty": (lambda: b"", ("0字节",)),
    "damaged": (lambda: workbook_of([["甲"]])[:-40], ("损坏", "xlsx")),
    "bomb": (
        lambda: raw_workbook("", parts={"xl/media/a.bin": bytes(60 * 2**20)}),
        ("大得不正常",),
    ),
    "no XML": (lambda: raw_workbook("<row>"), ("损坏",)),
    "dtd": (
        lambda: raw_workbook(
            "", parts={"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
        ),
        ("DTD",),
    ),
    "too many cells": (
        lambda: raw_workbook("<row>" + "<c><v>1</v></c>" * 60_000 + "</row>"),
        ("太多", "50000格"),
    ),
    "too much text": (
        lambda: raw_workbook(
            '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>',
            shared=f"<si><t>{'甲' * 3_000_000}</t></si>",
        ),
        ("太多",),
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_read_is_told_in_a_sentence(name: str) -> None:
    make, words = ODD[name]
    with pytest.raises(DocumentError) as caught:
        read_workbook(make())
    for word in words:
        assert word in str(caught.value)
    assert str(caught.value).endswith("。")
    assert "{" not in str(caught.value)


@settings(max_examples=60)
@given(
    st.binary(max_size=200), st.sampled_from([b"", b"<?xml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
)
def test_any_bytes_that_are_no_zip_are_told(data: bytes, head: bytes) -> None:
    if not (head + data).startswith(b"PK"):
        sentence = foreign_file(head + data, SHEET)
        assert sentence.endswith("。")
        assert "{" not in sentence


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_spoilt_part_is_no_crash(data: st.DataObject) -> None:
    """In this process: a child would only say that it ended."""

    part = data.draw(
        st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
    )
    inside = data.draw(
        st.lists(
            st.sampled_from(
                [
                    '<row r="x"/>',
                    '<row r="99999999999"><c r="ZZZZ1"><v>1</v></c></row>',
                    '<mergeCell ref="A1:XFD1048576"/>',
                    '<mergeCell ref="B2:A1"/>',
                    '<sheet name="a"/>',
                    '<c t="s"><v>-1</v></c>',
                    '<c s="-5"><v>1</v></c>',
                    '<numFmt numFmtId="1"/>',
                    "<cellXfs><xf numFmtId='x'/></cellXfs>",
                    "<!-- a -->",
                    "text",
                ]
            ),
            max_size=4,
        )
    )
    made = raw_workbook("", parts={part: f"<a>{''.join(inside)}</a>"})
    answer = answer_xlsx({"data": base64.b64encode(made).decode()})
    assert set(answer) >= {"problem"}


def test_it_can_be_called_off() -> None:
    with pytest.raises(DocumentError, match="取消"):
        read_workbook(workbook_of([["甲"]]), cancelled=lambda: True)


def test_a_huge_sheet_of_nothing_is_read() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["XFD1048576"] = "角落"
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert cells(buffer.getvalue()) == [("XFD1048576", "角落", None)]
