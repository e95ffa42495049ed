"""Rules that only structure allows: ready tables of a task book, and amounts in any table."""

from collections.abc import Sequence

import pytest

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.section import SectionTable, SpanningCell, TableItem
from tests.forms.applications import (
    PARTNER,
    UNIT,
    Trigger,
    changed,
    checked,
    complete_application,
    each,
    second_application,
    second_call,
    warning,
)

Rows = Sequence[Sequence[str | SpanningCell]]

_HEAD = ("指标", "单位", "榜单要求", "现状", "2025年目标", "测试方法")
_BITS = ("位宽", "bit", "12bit", "10", "≥12", "专用仪器")
_REST = (
    ("最低支持8k分辨率", "k", "最低支持8k", "4", "8", "播放测试集"),
    _BITS,
    ("三角形", "个", "亿级", "0.5亿", "1亿级", "渲染测试集"),
    ("帧率", "fps", "60FPS", "30", "≥60", "渲染测试集"),
)
_PLAN = complete_application().taskbooks["2"].plan
_TEXT = "详见表1。"


def section(rows: Rows, text: str = _TEXT, caption: str = "某表") -> tuple[object, ...]:
    """A section of a text that names its table, and the table, which is item 1."""
    table = SectionTable(caption=caption, rows=tuple(map(tuple, rows)))
    return (text, TableItem(table=table))


def _table(where: str, code: str, at: str, rows: Rows, text: str = _TEXT) -> Trigger:
    """The table in a section of direction 2 brings ``code`` at its cell or, for "", at itself."""
    path = f"taskbooks.2.{where}"
    item = f"{path}.1.rows.{at}" if at else f"{path}.1"
    return warning(f"taskbooks.{where}.{code}", item, (path, section(rows, text)))


def _goals(code: str, at: str, *rows: Sequence[str], text: str = _TEXT) -> Trigger:
    return _table("goals", code, at, (_HEAD, *(rows or _REST)), text)


def _times(*times: str) -> Rows:
    rows = [(time, f"任务{at}", "报告", UNIT) for at, time in enumerate(times)]
    return [("起止时间", "阶段任务", "交付成果", "责任单位"), *rows]


_TEAM_HEAD = ("姓名", "职称/职务", "所在单位", "专业", "分工")
_LEADER = ("王强", "总工程师", UNIT, "计算机", "总负责")
_MEMBER = ("赵敏", "研究员", PARTNER, "图形学", "算法")
_ORGANISED = f"团队见表1，{PARTNER}参加。"
_MONEY_HEAD = ("科目", "金额（万元）", "来源")
_MONEY = (("设备费", "120.5", "自筹"), ("人员费", "80", "自筹"))


def _team(code: str, at: str, *rows: Sequence[str]) -> Trigger:
    return _table("organisation", code, at, (_TEAM_HEAD, *rows), _ORGANISED)


def _money(code: str, at: str, *rows: Sequence[str], text: str = _ORGANISED) -> Trigger:
    return _table("organisation", code, at, (_MONEY_HEAD, *rows), text)


_OF_YEARS = (("项目", "2021年", "2022年"), ("营业收入（万元）", "100", "38652.17"))
_BY_YEAR = (("年份", "研发投入（万元）"), ("2022年", "5210.4"))

TRIGGERS: list[Trigger] = [
    _goals("empty-row", "2.0", _REST[0], ("",) * 6, *_REST[1:]),
    _goals("empty-cells", "1.3", (*_REST[0][:3], "", "8", ""), *_REST[1:]),
    _goals("empty-cells", "", _REST[0][:5], *_REST[1:]),
    _goals("target-not-met", "1.4", (*_REST[0][:4], "≥4", "测试集"), *_REST[1:]),
    _goals("target-without-number", "2.4", _REST[0], (*_BITS[:4], "达标", "仪器"), *_REST[2:]),
    _goals("targets-missing", "", *_REST[1:]),
    _table("plan", "order", "2.0", _times("2024年6月—2024年12月", "2023年12月—2024年5月")),
    _table("plan", "order", "1.0", _times("2024年12月—2024年1月")),
    _table("plan", "too-late", "2.0", _times("2023年12月—2024年5月", "2024年6月—2026年3月")),
    _table("plan", "no-month", "1.0", _times("2023.11—2024.0", "2024.7—2025.12")),
    _table("plan", "no-month", "2.0", _times("2023年12月—2024年5月", "2024-06至2024-13")),
    _team("leader-missing", "", _MEMBER),
    _team("differs-from-form", "2.0", _LEADER, ("赵敏", "揭榜负责人", PARTNER, "图形学", "算法")),
    _team("unknown-unit", "2.2", _LEADER, ("赵敏", "研究员", "某市设计院", "图形学", "算法")),
    _money("sum", "3.1", *_MONEY, ("合计", "200", "")),
    _money("amount-format", "1.1", ("设备费", "约120", "自筹"), ("合计", "120", "")),
    _money(
        "differs-from-text",
        "3.1",
        *_MONEY,
        ("合计", "200.5", ""),
        text=f"经费见表1：本任务计划投入300万元，其中自筹200万元。{_ORGANISED}",
    ),
    _table("foundation", "differs-from-form", "1.2", (_OF_YEARS[0], (*_OF_YEARS[1][:2], "39000"))),
    _table("progress", "differs-from-form", "1.1", (_BY_YEAR[0], ("2022年", "5,000"))),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    message = trigger.finding().message
    assert message.startswith("表1")
    steps = trigger.path.split(".rows.")
    if len(steps) == 2:
        assert message.startswith(f"表1第{int(steps[1].split('.')[0]) + 1}行")


def _found(where: str, rows: Rows, text: str = _TEXT, *more: tuple[str, object]) -> list[Finding]:
    path = f"taskbooks.2.{where}"
    application = changed((path, section(rows, text)), *more)
    return [found for found in checked(application) if found.path.startswith(path)]


def _codes(where: str, rows: Rows, text: str = _TEXT) -> list[str]:
    return [found.code.rpartition(".")[2] for found in _found(where, rows, text)]


@pytest.mark.parametrize(
    ("where", "rows", "text"),
    [
        ("goals", (_HEAD, *_REST), _TEXT),
        ("plan", _times("2023年12月—2024年5月", "2024年6月—2025年12月"), _TEXT),
        # Another line of work begins where the first began; stages may overlap.
        ("plan", _times("2023年12月—2024年5月", "2024年3月—12月", "2023年12月—2025年1月"), _TEXT),
        ("plan", _times("第1—6个月", "第7—12个月"), _TEXT),
        ("plan", _times("2023.12-2024.12.31", "2024-2025", "2025/03/01～2025/6/30"), _TEXT),
        ("organisation", (_TEAM_HEAD, _LEADER, _MEMBER), _ORGANISED),
        ("organisation", (_TEAM_HEAD, (*_LEADER[:2], "本公司", "计算机", "总负责")), _ORGANISED),
        ("organisation", (_TEAM_HEAD, (*_LEADER[:2], f"{UNIT}研发部", "无", "无")), _ORGANISED),
        ("organisation", (_MONEY_HEAD, *_MONEY, ("合计", "200.5", "")), _ORGANISED),
        ("organisation", (_MONEY_HEAD, ("合计", "200.5", "")), _ORGANISED),
        ("organisation", (_MONEY_HEAD, *_MONEY, ("其中：博士", "9", "自筹")), _ORGANISED),
        (
            "organisation",
            (_MONEY_HEAD, ("设备费", "1,200", "自筹"), ("合计", "1200.0", "")),
            _ORGANISED,
        ),
        (
            "organisation",
            (_MONEY_HEAD, *_MONEY, ("合计", "200.5", "")),
            f"{_ORGANISED}本任务计划投入200.5万元，其中设备投入120.5万元。总经费201万元。",
        ),
        ("foundation", _OF_YEARS, _TEXT),
        ("progress", _BY_YEAR, _TEXT),
        ("progress", (("年份", "机器人方向研发投入（万元）"), ("2022年", "1")), _TEXT),
        ("progress", (("年份", "研发投入（万元）"), ("2021年", "1")), _TEXT),
        ("progress", (("年份", "研发投入"), ("2022年", "1")), _TEXT),
        ("value", (("项目", "2022年"), ("营业收入（万元）", "1")), _TEXT),
    ],
)
def test_a_table_that_may_be_right_is_no_finding(where: str, rows: Rows, text: str) -> None:
    assert _codes(where, rows, text) == []


@pytest.mark.parametrize(
    ("figure", "unit", "promise", "is_met"),
    [
        ("不低于95%", "%", "95", True),
        ("不低于95%", "%", "≥96%", True),
        ("不低于95%", "%", "94.9", False),
        ("不低于95%", "%", "≤95%", False),
        ("小于210g", "g", "205g（含散热片）", True),
        ("小于210g", "kg", "0.2", True),
        ("小于210g", "", "0.22kg", False),
        ("小于210g", "g", "211", False),
        ("小于170cm3", "cm³", "165cm³", True),
        ("响应时间优于0.03s", "s", "20ms", True),
        ("响应时间优于0.03s", "s", "0.04", False),
        ("功率密度优于600W/kg", "W/kg", "650", True),
        ("功率密度优于600W/kg", "W/kg", "580", False),
        ("精度达到0.5%FS", "%FS", "0.4", True),
        ("精度达到0.5%FS", "%FS", "0.6", False),
        ("零偏稳定性不低于0.3°/h", "°/h", "0.25", True),  # better, whatever the words say
        ("识别精度达到95%", "%", "97", True),
        ("形成3个数据集", "个", "4", True),
        ("形成3个数据集", "个", "2", False),
        ("超过100款", "款", "1,200", True),
        ("不低于100亿", "", "120亿", True),
        ("不低于100亿", "", "80亿", False),
        ("推力覆盖500-10000N", "N", "400", True),
        ("不超过1.25", "—", "1.18", True),
        ("不低于95%", "—", "96", True),
        ("不超过50毫秒", "毫秒", "40（2025年10月测）", True),
    ],
)
def test_a_promise_meets_its_figure_by_value_direction_and_unit(
    figure: str, unit: str, promise: str, is_met: bool
) -> None:
    application, call = second_application(), second_call()
    (track,) = call.tracks
    direction = track.directions[0].model_copy(update={"target": f"到2031年，{figure}。"})
    track = track.model_copy(update={"directions": (direction,)})
    table = (("性能", "公告指标", "承诺值", "单位"), ("某", figure, promise, unit))
    columns = call.form.fields["taskbooks.*.goals"].ready_tables[0].columns
    with_unit = columns[0].model_copy(update={"title": "单位", "role": "unit", "words": ()})
    ready = (
        call.form.fields["taskbooks.*.goals"]
        .ready_tables[0]
        .model_copy(update={"columns": (*columns, with_unit)})
    )
    goals = call.form.fields["taskbooks.*.goals"].model_copy(update={"ready_tables": (ready,)})
    form = call.form.model_copy(update={"fields": {**call.form.fields, "taskbooks.*.goals": goals}})
    call = call.model_copy(update={"tracks": (track,), "form": form})
    application = application.set("taskbooks.1.goals", section(table))
    found = [each.code for each in checked(application, call) if "target" in each.code]
    assert found == ([] if is_met else ["taskbooks.goals.target-not-met"])


def test_a_row_that_meets_the_figure_is_enough_when_another_does_not() -> None:
    half = ("半载位宽", "bit", "12bit", "8", "10", "专用仪器")
    assert _codes("goals", (_HEAD, half, *_REST)) == []


def test_figures_that_the_table_leaves_out_are_told_with_their_clauses() -> None:
    (found,) = _found("goals", (_HEAD, *_REST[:2]))
    assert found.code == "taskbooks.goals.targets-missing"
    assert "“支持亿级三角形在8K 60FPS下的渲染”" in found.message
    assert found.source == "附件1《元宇宙揭榜挂帅任务榜单》方向2预期目标"


def test_an_empty_row_is_one_finding_and_a_heading_among_rows_is_none() -> None:
    heading = (SpanningCell(text="一、渲染", columns=6),)
    assert _codes("goals", (_HEAD, heading, *_REST)) == []
    assert _codes("goals", (_HEAD, *_REST, ("", "", ""))) == ["empty-row"]


def test_a_merged_cell_fills_all_its_rows_and_counts_once() -> None:
    rows: Rows = (
        _MONEY_HEAD,
        ("设备费", SpanningCell(text="100", rows=2), "自筹"),
        ("人员费", "自筹"),
        ("合计", "100", ""),
    )
    assert _codes("organisation", rows, _ORGANISED) == []


def test_dates_in_cells_do_not_count_as_the_text_of_the_plan() -> None:
    rows = _times("2023年12月—2024年5月", "2024年6月—2025年12月")
    assert _codes("plan", rows, f"{_PLAN}\n{_TEXT}") == []
    assert _codes("plan", rows, f"2024年6月启动。\n2024年12月完成。\n2024年7月验收。\n{_TEXT}") == [
        "order"
    ]


def test_numbers_of_another_unit_in_a_table_are_not_the_units_own() -> None:
    table = section((("单位", "经营情况"), (PARTNER, "2022年营业收入100万元"), ("员工", "9人")))
    found = checked(changed(("taskbooks.2.foundation", table)))
    assert [each.code for each in found] == []


def test_the_unit_name_in_a_cell_is_told_with_its_row() -> None:
    almost = UNIT.replace("元境", "元景")
    (found,) = _found("value", (("单位", "作用"), (almost, "研制")))
    assert found.code == "taskbooks.value.unit-name-differs"
    assert found.path == "taskbooks.2.value.1.rows.1.0"
    assert found.message.startswith("表1第2行写")


def test_the_second_call_checks_its_own_tables() -> None:
    def codes(*changes: tuple[str, object]) -> set[str]:
        application: Application = second_application()
        for path, value in changes:
            application = application.set(path, value)
        found = checked(application, second_call())
        return {each.code for each in found if each.severity == "warning"}

    head = ("性能", "公告指标", "承诺值", "验证办法")
    depth = ("下潜深度", "不小于10900米", "10800", "海试")
    found = codes(("taskbooks.1.goals", section((head, depth))))
    assert {"taskbooks.goals.target-not-met", "taskbooks.goals.targets-missing"} <= found
    money = (("用途", "数额（元）"), ("加工", "100"), ("共计", "90"))
    assert "taskbooks.organisation.sum" in codes(("taskbooks.1.organisation", section(money)))
    plan = (("月份", "节点", "负责方"), ("2032年1月", "海试", "船厂"))
    assert "taskbooks.plan.too-late" in codes(("taskbooks.1.plan", section(plan)))
