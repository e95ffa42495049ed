"""The notice's own blank form, filled in with a word processor, and damaged on the way."""

import copy
import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.recognised import Belongs, recognise
from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.docx_file import DocxContent
from jbgs_desktop.documents.docx_reader.package import Package
from jbgs_desktop.forms.calls.call import Call
from tests.documents.printed_forms import blank, the_call, written

TRACK = "humanoid-robot"
SECTIONS = {
    "introduction": "电机驱动器。面向人形机器人。",
    "scope": "用于人形机器人。",
    "value": "预计收入三千万元。",
    "foundation": "有省级技术中心。",
    "progress": "已有样机。",
    "goals": "最高效率96%。",
    "plan": "分三个阶段。",
    "organisation": "成立攻关组。",
    "risks": "供应风险。",
    "other": "无",
}
ROWS = {
    "单位名称": "郑州示例机器人有限公司",
    "姓名": "王喆",
    "职务职称": "总工程师",
    "邮箱": "wangzhe@example.com",
    "手机": "１３８１２３４５６７８",
    "姓名#2": "李堃",
    "手机#2": "13987654321",
    "邮箱#2": "likun@example.com",
    "传真": "无",
    "法定代表人": "张三",
    "注册资本": "５，０００万元",
    "单位地址": "河南省郑州市示例路1号",
    "组织机构代码/三证合一码": "91410100ma9k7qw470",
    "整体业务收入": "38652.17",
    "研发投入": "5210.4万元",
    "其中与人形机器人相关的业务收入": "8652.5",
    "单位人数": "1248人",
    "研发人员人数": "432",
    "揭榜单位简介": "成立于2010年。",
    "参与单位": "1. 郑州示例大学（统一社会信用代码：12410000415800122Q），承担的工作：控制算法",
    "揭榜产品概述": "驱动器系列产品。",
}
WANTED = {
    "cover.recommender": "示例区工信局",
    "cover.date": "2023-10-30",
    "unit.name": "郑州示例机器人有限公司",
    "unit.leader.name": "王喆",
    "unit.leader.title": "总工程师",
    "unit.leader.email": "wangzhe@example.com",
    "unit.leader.mobile": "13812345678",
    "unit.contact.name": "李堃",
    "unit.contact.mobile": "13987654321",
    "unit.contact.email": "likun@example.com",
    "unit.contact.fax": "无",
    "unit.legal_representative": "张三",
    "unit.registered_capital": "5000",
    "unit.address": "河南省郑州市示例路1号",
    "unit.code": "91410100MA9K7QW470",
    "unit.nature": "private",
    "unit.nature_other": "",
    "unit.listed": False,
    "unit.revenue": "38652.17",
    "unit.rd_spending": "5210.4",
    "unit.related_revenue": "8652.5",
    "unit.staff": "1248",
    "unit.rd_staff": "432",
    "unit.profile": "成立于2010年。",
    "directions": (2,),
    "product_overview": "驱动器系列产品。",
    **{f"taskbooks.2.{key}": text for key, text in SECTIONS.items()},
    "pledge.contact": "李堃",
    "pledge.phone": "13987654321",
    "pledge.date": "2023-10-30",
}
Damage = Callable[[Document], object]


def filled_form(*damages: Damage, tick: str = "☑", sections: Mapping[str, str] = SECTIONS) -> bytes:
    """The blank form with everything written in, then damaged."""
    document = reopened(_blank_form())
    _fill_table(document)
    _tick(document, ("民营企业", "否", "方向2：电机驱动器"), tick)
    _fill_lines(document)
    _fill_sections(document, sections)
    for damage in damages:
        damage(document)
    return saved(document)


@cache
def _blank_form() -> bytes:
    return written(blank(TRACK))


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def content_of(data: bytes) -> DocxContent:
    """What the child would answer."""
    document = read_document(data)
    package = Package(data)
    parts = {each.part for each in document.blocks if each.sort == "figure"}
    return DocxContent(document, {part: package.picture(part) or b"" for part in parts})


def recognised(*files: bytes, call: Call | None = None, track: str = "") -> RecognisedForm:
    known = Belongs([the_call()], call, track)
    return recognise([content_of(each) for each in files], known)


def text_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def bare(text: str) -> str:
    return re.sub(r"\s|（万元）", "", text)


def body_of(document: Document) -> Any:
    """The element of the body; lxml's types do not know python-docx's."""
    return document.element.body


def cells(document: Document) -> list[BaseOxmlElement]:
    return list(body_of(document).iter(qn("w:tc")))


def write(cell: BaseOxmlElement, text: str) -> None:
    """``text`` in a new paragraph at the end of the cell."""
    paragraph = cell.makeelement(qn("w:p"), {})
    run = cell.makeelement(qn("w:r"), {})
    words = cell.makeelement(qn("w:t"), {})
    words.text = text
    run.append(words)
    paragraph.append(run)
    cell.append(paragraph)


def _fill_table(document: Document) -> None:
    found = cells(document)
    for key, text in ROWS.items():
        label, _, number = key.partition("#")
        labels = [at for at, cell in enumerate(found) if bare(text_of(cell)) == label]
        write(found[labels[int(number or 1) - 1] + 1], text)


def _tick(document: Document, labels: Sequence[str], tick: str) -> None:
    for paragraph in body_of(document).iter(qn("w:p")):
        runs = list(paragraph.iter(qn("w:t")))
        for box, label in pairwise(runs):
            if box.text == "□" and label.text in labels:
                box.text = tick


def _fill_lines(document: Document) -> None:
    found = cells(document)
    texts = [text_of(each) for each in found]
    for label, text in (
        ("揭榜单位：", ROWS["单位名称"]),
        ("推荐单位：", "示例区工信局"),
    ):
        write(found[texts.index(label) + 1], text)
    date = found[texts.index("申报日期：") + 1]
    for each in date.iter(qn("w:t")):
        each.text = "2023 年 10 月 30 日"
    for paragraph in document.paragraphs:
        if paragraph.text == "联 系 人：":
            paragraph.add_run("李堃")
        elif paragraph.text == "联系电话：":
            paragraph.add_run("139 8765 4321")
        elif bare(paragraph.text) == "年月日":
            paragraph.runs[0].text = "2023年10月30日"
            for run in paragraph.runs[1:]:
                run.text = ""


def _fill_sections(document: Document, sections: Mapping[str, str]) -> None:
    form = the_call().form
    labels = {form.fields[f"taskbooks.*.{key}"].label: key for key in sections}
    hints = {hint for text in form.fields.values() for hint in text.hint}
    paragraphs = document.paragraphs
    for at, paragraph in enumerate(paragraphs):
        if paragraph.text not in labels:
            continue
        after = at
        while after + 1 < len(paragraphs) and paragraphs[after + 1].text in hints:
            after += 1
        made = copy.deepcopy(paragraph._p)
        for run in list(made.iter(qn("w:r")))[1:]:
            made.remove(run)
        made.remove(made[0])
        next(made.iter(qn("w:t"))).text = sections[labels[paragraph.text]]
        paragraphs[after]._p.addnext(made)


def reopened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))
