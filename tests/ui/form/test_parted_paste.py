"""A paste with the form's headings in it goes to its sections, once the user has said so."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import MOST_ITEMS, FigureItem, SectionTable, SubHeading, TableItem
from tests.documents.docx_reader import word_files as w
from tests.ui.boxes import next_dialog, no_dialog, says
from tests.ui.boxes import press as choose
from tests.ui.fields import words_on
from tests.ui.form.section_editing import PATH, Editing, begun_with, press
from tests.ui.form.test_docx_paste import WPS, paste
from tests.ui.form.test_section_paste import offer

OTHER = "taskbooks.2.scope"
APART, HERE, CANCEL = "分到各节", "都放在这里", "取消"


def label(call: Call, section: str) -> str:
    return describe(call, f"taskbooks.2.{section}", call.tracks[0].id).label


def book(call: Call) -> bytes:
    """Words, 适用范围 with a table and a figure, 预期目标 with a formula."""
    maths = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    tasks, goals = (label(call, each) for each in ("scope", "goals"))
    return w.docx_with(
        w.p("先说一句")
        + w.p(tasks)
        + w.p("任务一段")
        + w.tbl(w.tr(w.tc("甲"), w.tc("乙")), w.tr(w.tc("1"), w.tc("2")))
        + w.p(w.drawing("i1"))
        + w.p(goals)
        + w.p(w.run("目标一段") + maths),
        {"media/i1.png": w.picture()},
    )


def paste_book(qtbot: QtBot, editing: Editing, call: Call) -> None:
    editing.go()
    press("End")
    paste(WPS, book(call), "不用")
    says(qtbot, editing.page, "粘贴的内容里有 2 节的标题")
    QGuiApplication.clipboard().clear()


@begun_with("原有")
def test_each_part_goes_to_its_section(qtbot: QtBot, editing: Editing, call: Call) -> None:
    paste_book(qtbot, editing, call)
    choose(next_dialog(qtbot, editing.page), APART)
    no_dialog(qtbot, editing.page)
    assert editing.section == "原有\n先说一句\n目标一段"
    text, table, figure = editing.session.value.get(OTHER)
    assert text == "任务一段"
    assert isinstance(table, TableItem)
    assert isinstance(figure, FigureItem)
    assert figure.figure.file in editing.figures.files
    assert len(editing.figures.files) == 1
    words = words_on(editing.page)
    assert "已分到 2 节" in words
    assert "接在原有内容后面" in words
    assert "未带入：公式 1 处" in words
    editing.session.undo()
    assert editing.section == "原有"
    assert editing.session.value.get(OTHER) == ""


@begun_with("原有")
def test_all_of_it_stays_here_on_demand(qtbot: QtBot, editing: Editing, call: Call) -> None:
    paste_book(qtbot, editing, call)
    choose(next_dialog(qtbot, editing.page), HERE)
    no_dialog(qtbot, editing.page)
    tasks, goals = (label(call, each) for each in ("scope", "goals"))
    assert editing.items[0] == f"原有\n先说一句\n{tasks}\n任务一段"
    assert editing.items[-1] == f"{goals}\n目标一段"
    assert "已粘贴：" in words_on(editing.page)


@begun_with("原有")
def test_nothing_comes_when_it_is_cancelled(qtbot: QtBot, editing: Editing, call: Call) -> None:
    paste_book(qtbot, editing, call)
    choose(next_dialog(qtbot, editing.page), CANCEL)
    no_dialog(qtbot, editing.page)
    assert editing.section == "原有"
    assert editing.session.value.get(OTHER) == ""
    assert "没有粘贴。" in words_on(editing.page)


@begun_with("")
@pytest.mark.parametrize("answer", [APART, HERE])
def test_words_with_headings_are_asked_about_too(
    qtbot: QtBot, editing: Editing, call: Call, answer: str
) -> None:
    tasks, goals = (label(call, each) for each in ("scope", "goals"))
    text = f"{tasks}\n任务\n\n{goals}\n目标"
    editing.go()
    offer(text)
    press("Ctrl+V")
    QGuiApplication.clipboard().clear()
    choose(next_dialog(qtbot, editing.page), answer)
    no_dialog(qtbot, editing.page)
    apart = {OTHER: "任务", PATH: "目标"}
    wanted = apart if answer == APART else {OTHER: "", PATH: text}
    assert {path: editing.session.value.get(path) for path in wanted} == wanted


@begun_with(("一", *(SubHeading(heading=str(n)) for n in range(MOST_ITEMS - 1))))
@pytest.mark.parametrize("answer", [APART, HERE])
def test_a_section_that_would_be_too_long_takes_nothing(
    qtbot: QtBot, editing: Editing, call: Call, answer: str
) -> None:
    before = editing.session.value
    paste_book(qtbot, editing, call)
    choose(next_dialog(qtbot, editing.page), answer)
    no_dialog(qtbot, editing.page)
    assert editing.session.value == before
    assert "放不下了" in words_on(editing.page)
    assert editing.session.value.get(OTHER) == ""


@begun_with("")
def test_words_only_are_never_parted(editing: Editing, call: Call) -> None:
    text = "\n甲\n".join(label(call, each) for each in call.form.taskbook.sections[:3])
    editing.go()
    offer(text)
    press("Ctrl+Shift+V")
    QGuiApplication.clipboard().clear()
    assert editing.section == text


@begun_with("原有")
def test_words_that_lead_into_a_part_go_to_its_first_section(
    qtbot: QtBot, editing: Editing, call: Call
) -> None:
    """Not to the section of the cursor; and each section is told once."""
    first, part = "taskbooks.2.foundation", call.form.taskbook.parts[1].heading
    editing.go()
    press("End")
    offer(f"{part}\n本章的话\n1、{label(call, 'foundation')[3:]} 有基础\n（2）相关进展\n有进展")
    press("Ctrl+V")
    QGuiApplication.clipboard().clear()
    choose(next_dialog(qtbot, editing.page), APART)
    no_dialog(qtbot, editing.page)
    assert editing.section == "原有"
    assert editing.session.value.get(first) == "本章的话\n有基础"
    assert editing.session.value.get("taskbooks.2.progress") == "有进展"
    words = words_on(editing.page)
    assert "已分到 2 节" in words
    assert words.count(f"{label(call, 'foundation')}（2段）") == 1
    assert "按标题推断" in words


@begun_with("")
def test_words_before_the_headings_are_told_with_the_section_they_go_to(
    qtbot: QtBot, editing: Editing, call: Call
) -> None:
    editing.go()
    offer(f"先说\n{label(call, 'scope')}\n矿山\n{label(call, 'goals')}\n后说")
    press("Ctrl+V")
    QGuiApplication.clipboard().clear()
    choose(next_dialog(qtbot, editing.page), APART)
    no_dialog(qtbot, editing.page)
    assert editing.section == "先说\n后说"
    assert words_on(editing.page).count(f"{label(call, 'goals')}（2段）") == 1


def mentioning_book(call: Call) -> bytes:
    """适用范围 with 表1 and 预期目标 with 表2, each spoken of in its section."""
    tasks, goals = (label(call, each) for each in ("scope", "goals"))
    first, second = (w.tbl(w.tr(w.tc(each), w.tc("乙"))) for each in ("甲", "丙"))
    body = w.p(tasks) + w.p("范围见表1。") + first
    return w.docx_with(body + w.p(goals) + w.p("指标见表2，另见图7。") + second)


@begun_with(("前", TableItem(table=SectionTable(rows=(("有", "的"),)))))
def test_numbers_that_point_elsewhere_are_named(qtbot: QtBot, editing: Editing, call: Call) -> None:
    editing.go()
    paste(WPS, mentioning_book(call), "不用")
    says(qtbot, editing.page, "粘贴的内容里有 2 节的标题")
    QGuiApplication.clipboard().clear()
    choose(next_dialog(qtbot, editing.page), APART)
    no_dialog(qtbot, editing.page)
    told = "编号请核对：表2在这里是表3；图7不在粘贴的内容里。"
    assert told in words_on(editing.page)


@begun_with((TableItem(table=SectionTable(rows=(("有", "的"),))), "后"))
def test_numbers_of_what_is_put_at_the_cursor_are_named(qtbot: QtBot, editing: Editing) -> None:
    table = w.tbl(w.tr(w.tc("甲"), w.tc("乙")), w.tr(w.tc("丙"), w.tc("丁")))
    editing.go(".1")
    press("End")
    paste(WPS, w.docx_with(w.p("见表1和表3。") + table), "不用")
    told = "粘贴的文字里提到的编号请核对：表1在这里是表2；表3不在粘贴的内容里。"
    qtbot.waitUntil(lambda: told in words_on(editing.page), timeout=20_000)
    assert "已粘贴：1段、1个表格。" in words_on(editing.page)
    QGuiApplication.clipboard().clear()


@begun_with("前")
def test_numbers_that_still_hold_are_not_named(qtbot: QtBot, editing: Editing) -> None:
    table = w.tbl(w.tr(w.tc("甲"), w.tc("乙")), w.tr(w.tc("丙"), w.tc("丁")))
    editing.go()
    press("End")
    paste(WPS, w.docx_with(w.p("见表1。") + table), "不用")
    qtbot.waitUntil(lambda: "已粘贴" in words_on(editing.page), timeout=20_000)
    assert "编号请核对" not in words_on(editing.page)
    QGuiApplication.clipboard().clear()
