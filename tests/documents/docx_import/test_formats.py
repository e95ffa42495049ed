"""Words that stand out by their format come as words, and their section tells what it lost."""

import pytest
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.run import Run

from jbgs_desktop.documents.docx_import.pasted_docx import pasted_docx
from jbgs_desktop.documents.docx_import.recognised import Belongs, recognise
from jbgs_desktop.documents.docx_reader.model import FORMAT_WORDS, FormatKind, LossKind
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import SubHeading
from tests.documents.docx_import.filled_forms import (
    body_of,
    content_of,
    recognised,
    reopened,
    saved,
)
from tests.documents.docx_import.test_round_trip import exported
from tests.documents.docx_reader import word_files as w
from tests.documents.printed_forms import filled, the_call

BOLD, RED = "<w:b/>", '<w:color w:val="C00000"/>'
HEADING = '<w:outlineLvl w:val="3"/>'
PLAN = "taskbooks.2.plan"


def told(body: str) -> tuple[object, list[tuple[str, str, str]]]:
    """The plan that ``body`` is, and what is lost of it."""
    heading = w.p(w.run("（二）重点任务攻关计划", BOLD + RED))
    content = content_of(w.docx_with(heading + body))
    form = recognise([content], Belongs([the_call()], the_call(), "humanoid-robot", (2,)))
    return form.values[PLAN], [(str(each.kind), each.where, each.text) for each in form.losses]


def test_a_section_tells_in_one_line_what_stood_out() -> None:
    words = w.p(w.run("甲", BOLD) + w.run("与") + w.run("乙", BOLD) + w.run("待核实", BOLD + RED))
    value, losses = told(words + w.p(w.run("丙", "<w:i/>"), '<w:jc w:val="center"/>'))
    assert value == "甲与乙待核实\n丙"
    ((kind, where, text),) = losses
    assert (kind, where) == ("format", describe(the_call(), PLAN, "humanoid-robot").name)
    assert text == "2处加粗“甲”“乙待核实”；1处红字“待核实”；1处斜体“丙”；1处居中“丙”"


def test_sub_headings_captions_and_header_rows_look_as_they_do_by_themselves() -> None:
    centred = '<w:jc w:val="center"/>'
    body = (
        w.p(w.run("阶段一", BOLD + RED), HEADING)
        + w.p(w.run("表1 进度", BOLD), centred)
        + w.tbl(
            w.tr(w.tc(w.p(w.run("时间", BOLD))), w.tc(w.p(w.run("工作", BOLD)))),
            w.tr(w.tc("一月"), w.tc(w.p("设计", centred))),
        )
    )
    value, losses = told(body)
    assert isinstance(value, tuple)
    assert value[0] == SubHeading(heading="阶段一")
    assert losses == []


def test_the_losses_of_words_come_before_those_of_their_looks() -> None:
    body = w.p(w.run("甲", BOLD) + w.run("删", "<w:strike/>") + w.run("隐", "<w:vanish/>"))
    value, losses = told(body)
    assert value == "甲删"
    assert [kind for kind, _, _ in losses] == ["struck-text", "hidden-text", "format"]


@pytest.mark.parametrize("colour", ["", "FF0000"])
def test_a_value_of_the_form_tells_its_colour_and_not_how_all_of_its_cell_looks(
    colour: str,
) -> None:
    document, name = reopened(exported(filled())), filled().unit.name
    texts = (each for each in body_of(document).iter(qn("w:t")) if each.text == name)
    for run in [Run(each.getparent(), document.part) for each in texts]:
        run.bold = True
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
    form = recognised(saved(document))
    formats = [loss.text for loss in form.losses if loss.kind is LossKind.FORMAT]
    assert formats == ([f"1处红字“{name}”"] * 2 if colour else [])  # on the cover, in the form
    assert form.values["unit.name"] == name


def test_what_is_pasted_says_what_did_not_come() -> None:
    data = w.docx_with(w.p(w.run("甲", BOLD) + w.run("乙", RED)))
    pasted = pasted_docx(data, lambda name, _: name)
    assert pasted.sentence == "已粘贴：1段。文字带入、格式没有带入：1处加粗、1处红字。"


def test_every_way_to_stand_out_has_a_word() -> None:
    assert set(FORMAT_WORDS) == set(FormatKind)
