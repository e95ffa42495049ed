"""The notice's form, filled by hand with the usual damage, becomes an application."""

import copy
from typing import Any

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jbgs_desktop.forms.application import Participant
from tests.documents.docx_import.filled_forms import (
    SECTIONS,
    WANTED,
    Damage,
    body_of,
    cells,
    filled_form,
    recognised,
    reopened,
    saved,
    text_of,
)

PEOPLE = (Participant(name="郑州示例大学", code="12410000415800122Q", role="控制算法"),)


def differing(values: dict[str, object]) -> dict[str, object]:
    return {path: values.get(path) for path, want in WANTED.items() if values.get(path) != want}


def test_the_filled_form_is_read_whole() -> None:
    form = recognised(filled_form())
    assert (form.kind, form.track) == ("form", "humanoid-robot")
    assert differing({**form.values}) == {}
    assert form.values["unit.participants"] == PEOPLE
    assert form.losses == ()


def split_cells(document: Document) -> None:
    """Every merged cell in its single places, as after "拆分单元格"."""
    found: list[Any] = list(cells(document))
    for cell in found:
        for tag in ("w:vMerge", "w:gridSpan"):
            for mark in list(cell.iter(qn(tag))):
                if tag == "w:gridSpan":
                    for _ in range(int(mark.get(qn("w:val"))) - 1):
                        more = copy.deepcopy(cell)
                        for text in more.iter(qn("w:t")):
                            text.text = ""
                        cell.addnext(more)
                mark.getparent().remove(mark)


def spaced_labels(document: Document) -> None:
    for text in body_of(document).iter(qn("w:t")):
        if text.text in ("单位名称", "姓名", "法定代表人", "手机", "单位人数"):
            text.text = "　".join(text.text)


def without_hints(document: Document) -> None:
    for paragraph in list(body_of(document).iter(qn("w:p"))):
        style = next(paragraph.iter(qn("w:pStyle")), None)
        if style is not None and style.get(qn("w:val")) in ("Hint", "CellHint"):
            paragraph.getparent().remove(paragraph)


def without_styles(document: Document) -> None:
    for style in list(body_of(document).iter(qn("w:pStyle"))):
        style.getparent().remove(style)


def without_bookmarks(document: Document) -> None:
    for mark in list(body_of(document).iter(qn("w:bookmarkStart"))):
        mark.getparent().remove(mark)


def in_brackets(document: Document) -> None:
    for text in body_of(document).iter(qn("w:t")):
        if text.text in ("揭榜任务书", "揭榜任务承诺书"):
            text.text = f"附件2：《{text.text}》"


@pytest.mark.parametrize(
    "damages",
    [
        (split_cells,),
        (spaced_labels,),
        (without_hints,),
        (without_styles,),
        (without_bookmarks,),
        (in_brackets,),
        (without_bookmarks, spaced_labels, split_cells, in_brackets),
        (without_bookmarks, without_styles, without_hints),
    ],
    ids=lambda damages: "+".join(each.__name__ for each in damages),
)
def test_usual_damage_changes_nothing(damages: tuple[Damage, ...]) -> None:
    form = recognised(filled_form(*damages))
    assert differing({**form.values}) == {}
    assert form.losses == ()


@pytest.mark.parametrize("tick", ["☑", "■", "√", "×", "☒", "✔", "□√"])
def test_whatever_ticks_a_box_ticks_it(tick: str) -> None:
    values = recognised(filled_form(tick=tick)).values
    assert values["unit.nature"] == "private"
    assert values["unit.listed"] is False
    assert values["directions"] == (2,)


def test_an_extra_cover_is_told_and_the_rest_read() -> None:
    def cover(document: Document) -> None:
        document.paragraphs[0].insert_paragraph_before("某某公司申报文件汇编")

    form = recognised(filled_form(cover))
    assert differing({**form.values}) == {}
    assert [loss.text for loss in form.losses] == ["某某公司申报文件汇编"]


def parted(data: bytes) -> tuple[bytes, bytes]:
    """The form as two files: the task book, and all before it; the 承诺书 is not there."""
    first, second = reopened(data), reopened(data)
    for document, keeps_book in ((first, False), (second, True)):
        is_book = False
        for element in list(body_of(document))[:-1]:
            text = text_of(element)
            is_book = is_book or text == "揭榜任务书"
            if text == "揭榜单位相关证明材料":
                is_book, keeps_book = True, False if keeps_book else keeps_book
            if is_book is not keeps_book:
                body_of(document).remove(element)
    return saved(first), saved(second)


def test_several_files_are_read_together_and_a_missing_pledge_is_not_held() -> None:
    form = recognised(*parted(filled_form()))
    held = {path for path in WANTED if not path.startswith("pledge.")}
    assert differing({**form.values}).keys() <= {path for path in WANTED if path not in held}
    assert not any(path.startswith("pledge.") for path in form.values)


def second_book(document: Document) -> None:
    """Another task book behind the first: direction 3, with other words."""
    elements = list(body_of(document))
    texts = [text_of(each) for each in elements]
    start, end = texts.index("揭榜任务书"), texts.index("揭榜单位相关证明材料")
    for element in elements[start:end]:
        more = copy.deepcopy(element)
        for text in more.iter(qn("w:t")):
            if text.text == SECTIONS["introduction"]:
                text.text = "力传感器。另一份。"
        elements[end].addprevious(more)
    for text in body_of(document).iter(qn("w:t")):
        if text.text == "方向3：力传感器":
            text.getparent().getprevious().find(qn("w:t")).text = "☑"


def test_two_task_books_in_one_file() -> None:
    values = recognised(filled_form(second_book, without_bookmarks)).values
    assert values["directions"] == (2, 3)
    assert values["taskbooks.2.introduction"] == SECTIONS["introduction"]
    assert values["taskbooks.3.introduction"] == "力传感器。另一份。"
    assert values["taskbooks.3.goals"] == SECTIONS["goals"]


def test_altered_words_of_the_form_are_told() -> None:
    def alter(document: Document) -> None:
        for text in body_of(document).iter(qn("w:t")):
            if text.text == "（二）重点任务攻关计划":
                text.text = "（二）任务攻关计划"
            elif text.text == "组织机构代码/三证合一码":
                text.text = "组织机构代码/统一社会信用代码"

            elif text.text and text.text.startswith("3. 相关材料中的文字"):
                text.text = "3. 相关材料已经审核。"

    form = recognised(filled_form(alter, without_bookmarks))
    pledge = [loss.text for loss in form.losses if loss.where == "揭榜任务承诺书"]
    assert pledge == [
        "少了或改了：3. 相关材料中的文字和图片已经由我单位审核，确认无误。",
        "3. 相关材料已经审核。",
    ]
    assert form.values["taskbooks.2.plan"] == SECTIONS["plan"]
    assert [str(loss.kind) for loss in form.losses if "攻关计划" in loss.text] == ["fixed-words"]
    assert form.values["unit.code"] == WANTED["unit.code"] or any(
        str(WANTED["unit.code"]) in loss.text.upper() for loss in form.losses
    )
