"""The PDF: what can be read in it, what it is made of, the same bytes everywhere."""

import hashlib
import io
import os
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.blocks import (
    Block,
    BookPart,
    Cell,
    Heading,
    Paragraph,
    Properties,
    Role,
    SealSpot,
    Signer,
    Space,
    SpotKind,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.pdf.fonts import missing_characters
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.pdf.writer import Layout
from tests.documents.pdf_reader import (
    MARK,
    archive_part,
    body_of,
    footer,
    outline,
    page_texts,
    pdf_of,
    scanned_foot,
    unembedded_fonts,
)
from tests.documents.printed_forms import RARE, blank, filled, the_call, without_blanks

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
HOSTILE = [
    "{{name}} {% raw %} %s %(x)d ${HOME}",
    '#set page(fill: red) #include "/etc/passwd" #panic()',
    "$x^2$ *粗* _斜_ `码` = 标题 - 项 + 项 / 词: 义 @引 <标> \\ ~ -- --- ... // 注 /* 注 */",
    "<w:p><w:r/></w:p> & ]]> <!-- x --> &lt; \"q\" 's'",
    "=1+1 \\n \\u{4e00} _x0041_ ]]]) }}} [[[",
    "网址https://example.com/" + "a1b2" * 100,
]


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text, "unit.address"),))


def pages_of(count: int) -> list[Block]:
    return [BookPart("a", "甲"), *(paragraph("第一行") for _ in range(22 * count - 1))]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markup_is_printed_as_typed(text: str) -> None:
    assert without_blanks(text) in body_of(pdf_of([paragraph(text)]))


SHOWN = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x9FA5, categories=("L", "N", "P", "S")),
    min_size=1,
    max_size=60,
).filter(lambda text: not missing_characters([paragraph(text)]))


@given(SHOWN)
@settings(max_examples=25, deadline=None)
def test_any_text_is_laid_out(text: str) -> None:
    cell = Table((1, 1), (TableRow((Cell((paragraph(text),)), Cell(()))),))
    assert pdf_of([paragraph(text), cell]).startswith(b"%PDF-1.7")


def test_a_word_that_is_not_broken_stands_on_its_line() -> None:
    lines = [paragraph(f"型号SLD{dash}6000样机") for dash in ("", "-", "", "-", "")]
    with closing(PdfPages(pdf_of(lines))) as pages:
        tops = [found.rects[0].y for found in pages.find("SLD")]
    steps = [low - high for high, low in pairwise(tops)]
    assert len(steps) == len(lines) - 1
    assert max(steps) - min(steps) < 0.1, "mm"


def test_rare_names_are_read_as_they_are_written() -> None:
    blocks: list[Block] = [
        Heading(1, RARE),
        paragraph(RARE),
        Table((1,), (TableRow((Cell((paragraph(RARE),)),)),)),
    ]
    assert missing_characters(blocks) == []
    assert body_of(pdf_of(blocks)).count(RARE) == 3


def test_a_character_no_font_has_is_named_with_its_field_and_replaced() -> None:
    text = "表情\U0001f600和私用\ue123和\U0001f600"
    assert missing_characters([paragraph(text)]) == [
        ("\U0001f600", "unit.address"),
        ("\ue123", "unit.address"),
    ]
    assert "表情〓和私用〓和〓" in body_of(pdf_of([paragraph(text)]))


def test_every_page_says_what_it_is() -> None:
    pages = page_texts(pdf_of(pages_of(3), footer=footer("示例公司")))
    assert len(pages) == 3
    for number, text in enumerate(pages, start=1):
        foot = f"示例公司核验码K7QD-28FM-X4第{number}页共3页"
        assert without_blanks(text).endswith(foot)
    drafts = page_texts(pdf_of(pages_of(3), draft=True))
    assert all(text.count("草稿") == 2 and "核验码" not in text for text in drafts)


def test_a_long_unit_is_cut_in_the_footer() -> None:
    (page,) = page_texts(pdf_of(pages_of(1), footer=footer("长" * 90)))
    assert "长" * 30 + "长长长…" in page.replace("\r\n", "")
    assert "长" * 35 not in page.replace("\r\n", "")


def code_of(foot: Image.Image) -> PageCode | None:
    for ink in (256, 90, 60):  # of which the last two leave a light grey seal out
        image = foot if ink == 256 else foot.point([255 * (value > ink) for value in range(256)])
        if found := zxingcpp.read_barcodes(
            image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        ):
            return PageCode.parse(found[0].text)
    return None


def test_the_code_of_every_page_is_read_from_a_poor_scan_under_a_seal() -> None:
    pdf = pdf_of(pages_of(100), footer=footer())
    read = [code_of(scanned_foot(pdf, index)) for index in range(100)]
    wanted = [PageCode(MARK.application, MARK.code, page, 100) for page in range(1, 101)]
    assert read == wanted


def test_it_is_an_archive_file_with_its_fonts() -> None:
    pdf = pdf_of(application_document(filled(), the_call()))
    assert archive_part(pdf) == "2U"
    assert unembedded_fonts(pdf) == []
    metadata = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    assert (metadata.title, metadata.author) == ("申报材料", "示例公司")


def test_bookmarks_name_parts_and_headings() -> None:
    titles = outline(pdf_of(application_document(filled(directions=(2,)), the_call())))
    assert titles[:3] == ["2023年未来产业创新任务揭榜单位申报材料", "填 报 须 知", titles[2]]
    assert "揭榜任务书（方向2：电机驱动器）" in titles
    assert "  一、揭榜任务介绍" in titles
    assert titles[-1] == "揭榜任务承诺书"


def test_the_same_input_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    code = (
        "import hashlib\n"
        "from tests.documents.printed_forms import filled, the_call\n"
        "from tests.documents.pdf_reader import footer, pdf_of\n"
        "from jbgs_desktop.documents.application_document import application_document\n"
        "pdf = pdf_of(application_document(filled(), the_call()), footer=footer())\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    root = Path(__file__).parents[3]
    surroundings = {
        "TZ": "America/New_York",
        "LANG": "C",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(root),
        "PYTHONHASHSEED": "7",
        "PATH": os.environ["PATH"],
        "SOURCE_DATE_EPOCH": "1",
    }
    command = [sys.executable, "-c", code]
    elsewhere = subprocess.run(
        command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True
    )
    here = pdf_of(application_document(filled(), the_call()), footer=footer())
    assert elsewhere.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_a_heading_never_stands_alone_at_the_foot() -> None:
    for lines in range(16, 23):
        blocks: list[Block] = [
            BookPart("a", "甲"),
            *(paragraph("正文") for _ in range(lines)),
            Heading(2, "一、标题"),
            Heading(3, "（一）小标题"),
            paragraph("标题之后"),
        ]
        pages = page_texts(pdf_of(blocks))
        with_heading = [text for text in pages if "一、标题" in text]
        assert len(with_heading) == 1
        assert "小标题" in with_heading[0]
        assert "标题之后" in with_heading[0]


def test_header_rows_stand_again_and_a_row_no_page_holds_is_torn() -> None:
    header = TableRow((Cell((Paragraph((Text("表头"),), Role.GROUP),)),), header=True)
    long = TableRow((Cell((paragraph("长" * 5000),)),))
    pages = page_texts(pdf_of([Table((1,), (header, long))]))
    assert len(pages) >= 4
    assert all("表头" in text for text in pages)
    assert sum(text.count("长") for text in pages) == 5000


def test_a_part_of_one_page_is_set_closer_until_it_fits() -> None:
    seal = SealSpot(SpotKind.SIGNATURE, Signer.LEGAL_REPRESENTATIVE, "签字：")
    text = [paragraph("承诺" * 200) for _ in range(3)]
    blocks: list[Block] = [
        BookPart("pledge", "承诺书", one_page=True),
        *text,
        Space(1),
        seal,
        paragraph("年月日"),
    ]
    pages = page_texts(pdf_of(blocks))
    assert len(pages) == 1
    assert "签字：" in pages[0]


def test_spots_are_where_their_words_are() -> None:
    layout = Layout(application_document(filled(), the_call()), Properties("", ""), footer=footer())
    pages = page_texts(layout.pdf())
    places = {each.id: each for each in layout.positions if each.kind == "spot"}
    assert list(places) == [
        "cover/unit",
        "cover/recommender",
        "pledge/legal-representative",
        "pledge/unit",
    ]
    for spot in layout.spots:
        assert without_blanks(spot.label) in without_blanks(pages[places[spot.id].page - 1])


def test_a_blank_form_and_a_wide_list_can_be_written() -> None:
    assert page_texts(pdf_of(application_document(blank("metaverse"), the_call())))
    reader = pypdf.PdfReader(io.BytesIO(pdf_of([paragraph("清单")], landscape=True)))
    box = reader.pages[0].mediabox
    assert box.width > box.height
