"""Parts that colleagues wrote in their own documents, without a mark of ours."""

from collections.abc import Callable

import pytest

from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.recognised import Belongs, recognise
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.section import FigureItem, SubHeading, TableItem
from tests.documents.docx_import.filled_forms import content_of
from tests.documents.docx_reader import word_files as w
from tests.documents.printed_forms import the_call

HEADING = '<w:pStyle w:val="3"/>'  # WPS calls its styles so
STYLES = w.part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="4"><w:name w:val="heading 4"/></w:style>',
)
PART = w.p("三、重点攻关目标及计划")


def read(*files: bytes, directions: tuple[int, ...] = (2,)) -> RecognisedForm:
    belongs = Belongs([the_call()], the_call(), "humanoid-robot", directions)
    return recognise([content_of(each) for each in files], belongs)


def goals() -> bytes:
    """Automatic numbers, a table with its caption, a figure with its own, a tracked change."""
    up = '<w:vertAlign w:val="superscript"/>'
    mark = 'w:id="1" w:author="甲"'
    body = (
        PART
        + w.p("2025年预期目标", HEADING + w.in_list())
        + w.p("主要技术指标、功能指标及性能指标等数值、含义，测试场景及评价方式等。")
        + w.p(f"{w.run('尺寸165cm')}{w.run('3', up)}<w:ins {mark}>{w.run('，新增')}</w:ins>")
        + w.p("技术指标", '<w:pStyle w:val="4"/>')
        + w.p("表 3：主要指标")
        + w.tbl(w.tr(w.tc("指标"), w.tc("目标")), w.tr(w.tc("效率"), w.tc("≥96%")))
        + w.p(w.drawing("i1"))
        + w.p("图2-1 系统组成")
        + w.p("完。")
    )
    lists = w.numbering(("chineseCounting", "（%1）"))
    parts: dict[str, str | bytes] = {"numbering.xml": lists, "styles.xml": STYLES}
    return w.docx_with(body, {**parts, "media/i1.png": w.picture()})


def test_a_part_with_everything_in_it() -> None:
    form = read(goals())
    assert (form.kind, list(form.values), form.tracked) == ("sections", ["taskbooks.2.goals"], 1)
    text, heading, table, figure, end = form.values["taskbooks.2.goals"]
    assert (text, end) == ("尺寸165cm³，新增", "完。")
    assert heading == SubHeading(heading="技术指标")
    assert isinstance(table, TableItem)
    assert (table.table.caption, table.table.header_rows) == ("主要指标", 1)
    assert table.table.rows == (("指标", "目标"), ("效率", "≥96%"))
    assert isinstance(figure, FigureItem)
    assert (figure.figure.caption, figure.figure.width) == ("系统组成", 0.481)
    assert form.losses == ()


def plain(heading: str, text: str) -> Callable[[], bytes]:
    return lambda: w.docx_with(w.p(heading) + w.p(text))


FIVE = {
    "introduction": plain("（一）揭榜任务名称及简介", "驱动器。"),
    "goals": goals,
    "plan": plain("(二)重点任务攻关计划", "三个阶段。"),
    "organisation": plain("（三） 组织保障机制：", "攻关组。"),
    "other": plain("四、其他相关事项说明", "无"),
}


def test_five_colleagues_write_one_task_book() -> None:
    form = read(*(make() for make in FIVE.values()))
    assert set(form.values) == {f"taskbooks.2.{section}" for section in FIVE}
    assert form.values["taskbooks.2.organisation"] == "攻关组。"
    assert form.losses == ()


def test_a_team_table_with_words_of_the_form_stays_in_its_section() -> None:
    head = w.tr(*map(w.tc, ("姓名", "手机", "邮箱", "单位人数", "法定代表人")))
    body = w.p("（三）组织保障机制") + w.tbl(head, head, widths=(900,) * 5)
    (section,) = read(w.docx_with(body)).values.values()
    assert isinstance(section[0], TableItem)


def test_words_that_only_mention_a_part_begin_none() -> None:
    body = (
        w.p("（二）重点任务攻关计划")
        + w.p("详见揭榜任务书")
        + w.p("见揭榜任务承诺书")
        + w.p("完。")
    )
    form = read(w.docx_with(body))
    assert form.values == {"taskbooks.2.plan": "详见揭榜任务书\n见揭榜任务承诺书\n完。"}


def test_what_stands_outside_of_every_section_is_told() -> None:
    body = w.p("各位领导：") + w.p("（二）重点任务攻关计划") + w.p("三个阶段。")
    form = read(w.docx_with(body))
    assert [(str(loss.kind), loss.text) for loss in form.losses] == [("unplaced", "各位领导：")]


def test_the_same_section_in_two_files_is_told() -> None:
    form = read(FIVE["plan"](), plain("（二）重点任务攻关计划", "两个阶段。")())
    assert form.values["taskbooks.2.plan"] == "三个阶段。"
    assert [(str(loss.kind), loss.text) for loss in form.losses] == [("duplicate", "两个阶段。")]


def test_a_part_that_names_no_direction_is_told_where_there_are_two() -> None:
    with pytest.raises(DocumentError, match="看不出是哪个方向"):
        read(FIVE["plan"](), directions=(2, 3))
    with pytest.raises(DocumentError, match="还没有选方向。请先在“任务方向”一页选好") as told:
        read(FIVE["plan"](), directions=())
    assert "不止一个" not in str(told.value)
    named = w.docx_with(w.p("揭榜任务书（方向3）") + w.p("（二）重点任务攻关计划") + w.p("甲"))
    assert read(named, directions=(2, 3)).values == {"taskbooks.3.plan": "甲"}


def guesses(form: RecognisedForm) -> list[str]:
    assert {str(each.kind) for each in form.losses} <= {"guessed-section"}
    return [f"{each.where} {each.text}" for each in form.losses]


@pytest.mark.parametrize(
    "number", ["（2）", "(2)", "２．", "2、", "2)", "②", "⑵", "2.1 ", "二．", "第二节 ", "（ 2 ）"]
)
def test_a_heading_is_known_by_its_words_whatever_its_number(number: str) -> None:
    body = w.p("（一）揭榜任务名称及简介") + w.p("简介。")
    form = read(w.docx_with(body + w.p(f"{number}适用范围/预期用途") + w.p("矿山。")))
    assert form.values == {
        "taskbooks.2.introduction": "简介。",
        "taskbooks.2.scope": "矿山。",
    }
    told = guesses(form)
    assert len(told) == (not number.startswith("二"))
    assert all("适用范围/预期用途”下面的内容" in each for each in told)


def test_a_year_at_the_beginning_of_a_heading_is_no_number() -> None:
    body = w.p("1、2025年预期目标") + w.p("甲") + w.p("2.重点任务攻关计划：") + w.p("乙")
    form = read(w.docx_with(body))
    assert form.values == {"taskbooks.2.goals": "甲", "taskbooks.2.plan": "乙"}
    assert len(guesses(form)) == 2


def test_a_heading_without_a_number_is_one_where_it_is_bold() -> None:
    body = (
        w.p("（二）重点任务攻关计划") + w.p("甲") + w.p(w.run("组织保障机制", "<w:b/>")) + w.p("乙")
    )
    form = read(w.docx_with(body))
    assert form.values["taskbooks.2.organisation"] == "乙"
    plain_words = read(w.docx_with(body.replace("<w:b/>", "")))
    assert plain_words.values == {"taskbooks.2.plan": "甲\n组织保障机制\n乙"}


@pytest.mark.parametrize("gap", [" ", "　", "：", ":", "。", "： "])
def test_text_behind_the_heading_in_its_paragraph_goes_to_its_section(gap: str) -> None:
    body = (
        w.p("（三）任务价值及效益等")
        + w.p("甲")
        + w.p(f"（一）现有基础{gap}正文很长，")
        + w.p("乙")
    )
    form = read(w.docx_with(body))
    assert form.values == {"taskbooks.2.value": "甲", "taskbooks.2.foundation": "正文很长，\n乙"}
    assert len(guesses(form)) == 1


def test_a_sentence_with_the_words_of_a_heading_is_none() -> None:
    lines = (
        "现有基础 是好的。",
        "（一）现有基础设施完备。",
        "我们的现有基础：好。",
        "1、在现有基础 上做。",
    )
    form = read(w.docx_with(w.p("（二）重点任务攻关计划") + "".join(map(w.p, lines))))
    assert form.values == {"taskbooks.2.plan": "\n".join(lines)}
    assert form.losses == ()


def test_the_forms_own_heading_goes_before_one_like_it() -> None:
    body = (
        w.p("（二）重点任务攻关计划")
        + w.p("1、组织保障机制：两级。")
        + w.p("（三）组织保障机制")
        + w.p("乙")
    )
    form = read(w.docx_with(body))
    assert form.values == {
        "taskbooks.2.plan": "1、组织保障机制：两级。",
        "taskbooks.2.organisation": "乙",
    }
    assert form.losses == ()


def test_words_that_lead_into_a_part_go_to_its_first_section() -> None:
    part = w.p("二、揭榜单位现有基础及相关进展") + w.p("本章说两件事。")
    head = w.p("（三）任务价值及效益等") + w.p("甲")
    for before in ("", head):
        form = read(w.docx_with(before + part + w.p("（一）现有基础") + w.p("乙")))
        assert form.values["taskbooks.2.foundation"] == "本章说两件事。\n乙"
        (told,) = guesses(form)
        assert told.endswith("现有基础 “二、揭榜单位现有基础及相关进展”下面的内容")


def test_text_behind_the_marked_heading_of_a_part_given_out_is_not_lost() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="f_taskbooks_2_plan"/><w:bookmarkEnd w:id="1"/>'
    body = w.p(mark + w.run("（二）重点任务攻关计划：分三步。")) + w.p("完。")
    assert read(w.docx_with(body)).values == {"taskbooks.2.plan": "分三步。\n完。"}


def test_struck_runs_beside_each_other_are_one_thing() -> None:
    struck = "".join(w.run(each, "<w:strike/>") for each in ("要", "删", " ", "去", "的"))
    body = w.p("（二）重点任务攻关计划") + w.p(struck + w.run("留") + w.run("又", "<w:strike/>"))
    form = read(w.docx_with(body + w.p(w.run("末", "<w:strike/>"))))
    assert [each.text for each in form.losses] == ["要删去的", "又", "末"]
