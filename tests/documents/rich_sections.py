"""Task books with tables, figures, sub-headings and superscripts, and who reads their words."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from typing import Any, BinaryIO
from unicodedata import normalize

import docx
import pypdf
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from PIL import Image, ImageDraw

from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.blocks import Properties
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.docx.writer import write_docx
from jbgs_desktop.documents.figure_pictures import document_pictures
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.forms.section import FigureItem, SubHeading, TableItem, items_of
from jbgs_desktop.forms.text.scripts import Script, set_script
from tests.documents.pdf_reader import MARK
from tests.documents.printed_forms import the_call
from tests.forms.applications import paragraphs_only

HEAD = ["指标", "单位", "榜单要求", "现状", "2025年目标", "测试方法"]
TARGETS: list[list[Any]] = [
    ["最高效率", "%", "≥95", "94.2", "≥96.5", {"text": "GB/T 30549，48V，25℃", "rows": 2}],
    ["最大连续功率", "kW", "≥6", "5.1", "6.2"],
    ["重量（含散热片）", "g", "＜210", "238", "≤198", "称重"],
    ["尺寸", "cm³", "＜170", "196", "≤165", "三坐标测量，误差10⁻⁶，含CO₂"],
]
_MISSING = "figures/missing.png"
_PLACE = re.compile(r"草稿|第\s*\d+\s*页\s*共\s*\d+\s*页")
Items = list[Any]


def table(caption: str, rows: Sequence[Sequence[Any]], **more: Any) -> dict[str, Any]:
    return {"table": {"caption": caption, "rows": rows, **more}}


def figure(caption: str, file: str, width: float = 0.6) -> dict[str, Any]:
    return {"figure": {"caption": caption, "file": file, "width": width}}


def usual() -> Items:
    """What a careful applicant writes."""
    return [
        "到2025年，体积不大于165cm³。主要指标见表1，系统组成见图1。",
        {"heading": "（1）主要技术指标"},
        table("主要技术指标（25℃，10⁻³级）", [HEAD, *TARGETS], widths=[3, 1.6, 2.2, 1.6, 2.6, 5]),
        "系统由功率级、控制级和接口级组成。",
        figure("系统组成", "figures/wide.png"),
        figure("样机", "figures/photo.jpg", 0.3),
    ]


def shortest() -> Items:
    """As little as a table and a figure can have."""
    return [
        table("", [["甲"]], header_rows=0),
        table("空", []),
        table("", [["", ""], [""]]),
        figure("", "figures/wide.png", 0.1),
    ]


def longest() -> Items:
    """Sixty rows with spans, twenty figures, more pixels than are kept."""
    rows: list[list[Any]] = [["时间", "任务", "成果", "单位"]]
    for row in range(60):
        task = f"第{row}项：完成样机和测试，体积降至{180 - row}cm³，四种接口联调通过。" * (
            1 + row % 4
        )
        rows.append([f"{row}月", task, f"样机{row}台"])
        if row % 5 == 0:
            rows[-1].append({"text": f"第{row}组：示例公司、示例大学", "rows": 5})
    files = ("figures/huge.png", "figures/tall.png", "figures/photo.jpg", "figures/wide.png")
    figures = [figure(f"第{n}幅", files[min(n, n % 2 + 2)], 1 - n / 25) for n in range(20)]
    return [table("进度", rows, widths=[2, 6, 2, 2]), *figures, "图" * 300]


def hostile() -> Items:
    """What looks like a formula, like markup, and what has no room."""
    return [
        table(
            "=1+1", [["=1+1", "#set page", "a\tb\tc"], ["@SUM(A1)", "*粗* _斜_ $x^2$", "_x0041_"]]
        ),
        table("六十三列", [[f"列{n}" for n in range(63)], ["12.5"] * 63], widths=[1, *[100] * 62]),
        table(
            "很长",
            [[{"text": "长文" * 20_000, "columns": 2}], ["EtherCAT" * 40, "尾"]],
            header_rows=0,
        ),
        table("头也很长", [["头" * 900], ["丙"]], header_rows=1),
        table("全是表头", [["甲", {"text": "乙", "rows": 2}], ["丙"]], header_rows=1),
        figure('#image("a") \\ <b>&lt;', "figures/wide.png"),
        figure("很长的图题" * 400, "figures/tall.png", 1),
        {"heading": "= 标题 <b> \t x²"},
    ]


FORMS: dict[str, Callable[[], Items] | None] = {
    "sample": None,
    "usual": usual,
    "shortest": shortest,
    "longest": longest,
    "hostile": hostile,
}


def rich(form: str, track: str = "humanoid-robot") -> Application:
    """The sample of ``track`` with tables and figures in two sections of its first task book.

    The form "sample" is the sample with its own.
    """
    make = FORMS[form]
    if make is None:
        return sample_application(the_call(), track, ())
    sample = paragraphs_only(sample_application(the_call(), track, ()))
    no = sample.directions[0]
    application = sample.set(f"taskbooks.{no}.goals", make())
    return application.set(f"taskbooks.{no}.plan", usual())


def pictures(file: str) -> BinaryIO | None:
    """Opens a figure's picture, one of another form for each name."""
    return None if file == _MISSING else io.BytesIO(_picture(file))


def with_missing(application: Application) -> Application:
    path = f"taskbooks.{application.directions[0]}.goals"
    return application.set(path, [figure("不见的图", _MISSING), "完"])


@cache
def _picture(file: str) -> bytes:
    sizes = {"wide": (800, 450), "tall": (120, 2400), "photo": (400, 300), "huge": (10_000, 10_000)}
    size = next((size for name, size in sizes.items() if name in file), (60, 60))
    image = Image.new("1" if "huge" in file else "RGB", size, 1 if "huge" in file else "#1f5fd0")
    ImageDraw.Draw(image).line((0, 0, *size), fill=0, width=3)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG" if file.endswith("jpg") else "PNG")
    return buffer.getvalue()


def rich_book(application: Application, *, draft: bool = True) -> Book:
    """The book; the evidence is left out of it."""
    return make_book(application, the_call(), evidence=only_figures, mark=None if draft else MARK)


def only_figures(file: str) -> BinaryIO | None:
    """Opens the picture of a figure; there is no evidence."""
    return pictures(file) if file.startswith("figures/") else None


def docx_of(application: Application) -> bytes:
    document = application_document(application, the_call())
    found = document_pictures(document, pictures)
    properties = Properties("申报材料", "示例公司")
    return write_docx(document, properties, draft=False, pictures=found.pictures)


def words_of(application: Application) -> Iterator[str]:
    """Every caption, heading and line of a cell that is printed, raised characters as such."""
    for _, book in sorted(application.taskbooks.items(), key=lambda each: int(each[0])):
        for _, section in book:
            for item in items_of(section):
                match item:
                    case SubHeading():
                        yield item.heading
                    case FigureItem():
                        yield item.figure.caption
                    case TableItem():
                        yield item.table.caption
                        yield from (cell.text for cell in item.table.cells())


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def plain(text: str) -> str:
    return bare(normalize("NFKC", text))


def pdf_words(pdf: bytes) -> str:
    """The text in the order in which it was set, cell by cell, without blanks, feet and marks."""
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return plain("".join(_PLACE.sub("", page) for page in pages))


def docx_paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph; raised and lowered characters as they are typed."""
    body = docx.Document(io.BytesIO(data)).element.body
    return ["".join(map(_run_text, each.iter(qn("w:r")))) for each in body.iter(qn("w:p"))]


def _run_text(run: BaseOxmlElement) -> str:
    text = "".join(each.text or "" for each in run.iter(qn("w:t")))
    for raised in run.iter(qn("w:vertAlign")):
        script = {"superscript": Script.SUPER, "subscript": Script.SUB}[
            str(raised.get(qn("w:val")))
        ]
        text, missing = set_script(text, script)
        assert missing == ""
    return text


class HtmlCells(HTMLParser):
    """The cells of a table on the clipboard."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("td", "th"):
            self.cells.append("")
            self._inside = True
        elif tag == "br":
            self.cells[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.cells[-1] += data
