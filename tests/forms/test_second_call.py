"""A call that was made up: nothing of the call of 2023 is in the code."""

import re
from dataclasses import asdict
from datetime import datetime

import pytest

from jbgs_desktop.forms.application import Application, Participant, Taskbook
from jbgs_desktop.forms.field_patterns import field_patterns
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.target_figures import target_figures
from tests.forms.applications import checked, national_call, second_application, second_call

_NOW = datetime.fromisoformat("2029-02-20T09:00:00+08:00")


def _found(*changes: tuple[str, object], now: datetime = _NOW) -> list[Finding]:
    application = second_application()
    for path, value in changes:
        application = application.set(path, value)
    return checked(application, second_call(), now=now)


def _codes(*changes: tuple[str, object]) -> set[str]:
    return {finding.code for finding in _found(*changes)} - {"unit.participants.empty"}


def test_its_complete_application_has_no_error_and_no_warning() -> None:
    assert [finding.severity for finding in _found()] == ["notice"]


def test_it_describes_every_field_in_its_own_words() -> None:
    call, first = second_call(), national_call()
    for pattern in field_patterns():
        path = pattern.replace("*", "1")
        if pattern not in ("unit.code",):
            assert describe(call, path).name != describe(first, path).name


def test_its_task_books_have_another_order() -> None:
    call = second_call()
    assert call.form.taskbook.sections != national_call().form.taskbook.sections
    first, *others = call.form.taskbook.sections
    empty = _found(("taskbooks.1", Taskbook(**{first: "某"})))
    paths = [finding.path for finding in empty if finding.code.endswith(".empty")]
    assert paths[1:] == [f"taskbooks.1.{section}" for section in others]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("unit.profile", "某" * 81), "unit.profile.too-long"),
        (("product_overview", "某" * 121), "product_overview.too-long"),
        (("taskbooks.1.risks", "某" * 51), "taskbooks.risks.too-long"),
        (("taskbooks.1.value", "某" * 601), "taskbooks.too-long"),
        (("unit.revenue", "386521700.5"), "unit.revenue.decimals"),
        (("unit.revenue", "100000000000"), "unit.revenue.unit"),
        (("unit.registered_capital", "无"), ""),
        (("unit.contact.fax", ""), "unit.contact.fax.empty"),
        (("unit.name", "—"), "unit.name.none-not-allowed"),
        (("unit.nature", "state"), "unit.nature.unknown"),
        (("unit.nature", "public-institution"), "unit.nature.code"),
        (("directions", (2,)), "directions.unknown"),
        (("region", "zhengzhou"), "region.unknown"),
        (("track", "metaverse"), "track.unknown"),
        (("call", "miit-2023-weilai-chanye"), "call.unknown"),
        (("cover.date", "2029-03-02"), "cover.date.after-deadline"),
        (("evidence.1.category", 5), "evidence.category.unknown"),
        (("taskbooks.1.plan", "2031年6月总装；2032年3月海试。"), "taskbooks.plan.too-late"),
        (("taskbooks.1.goals", "下潜10900米。"), "taskbooks.goals.figures-missing"),
    ],
)
def test_its_limits_dates_and_choices_decide(change: tuple[str, object], code: str) -> None:
    assert code in _codes(change) or not code


def test_its_soft_limit_warns_and_its_hard_limits_refuse() -> None:
    severities = {
        finding.code: finding.severity
        for finding in _found(("product_overview", "某" * 121), ("taskbooks.1.value", "某" * 601))
    }
    assert severities["product_overview.too-long"] == "warning"
    assert severities["taskbooks.too-long"] == "error"


def test_it_takes_two_partners_at_most() -> None:
    def partners(number: int) -> tuple[str, object]:
        return "unit.participants", tuple(
            Participant(name=f"海港{letter}院") for letter in "甲乙丙"[:number]
        )

    assert "unit.participants.too-many" not in _codes(partners(2))
    assert "unit.participants.too-many" in _codes(partners(3))


def test_its_amounts_are_in_yuan() -> None:
    # 2,000,000 元 for 87 researchers is little; 2,000,000 万元 would be too much.
    (finding,) = (
        found for found in _found(("unit.rd_spending", "2000000")) if "per-head" in found.code
    )
    assert "2.29万元" in finding.message


def test_its_deadlines_pass_on_their_own_days() -> None:
    late = _found(now=datetime.fromisoformat("2029-03-02T00:00:00+08:00"))
    (passed,) = (finding for finding in late if finding.code == "deadline.passed")
    assert "线上登记" in passed.message and passed.source == "公告第六条"


def test_its_figures_leave_out_its_own_year() -> None:
    (direction,) = second_call().tracks[0].directions
    figures = target_figures(direction, second_call().target_year)
    assert [figure.text for figure in figures] == [
        *("不小于10900米", "不少于6h", "3人", "不少于220kg")
    ]


def _table(header: str, row: str) -> tuple[object, ...]:
    """A table of two rows of words, without caption, and a text that names another one."""
    return ("见表9。", {"table": {"rows": (header.split(), row.split())}})


_OF_2023 = re.compile(
    r"2022|2023|2025|揭榜单位|揭榜任务|申报表|申报联系人|承诺书|任务书|单位简介|单位人数|研发投入"
    r"|参与单位|推荐单位|法定代表人|郑州|元宇宙|5000字|500字|1000字|填报须知|“无”|统一社会信用代码的"
)


@pytest.mark.parametrize(
    "application",
    [
        Application(call="second-call"),
        Application(call="second-call", track="deep-sea", region="harbour", directions=(1, 2)),
        second_application().set("unit.contact", {}).set("pledge", {}).set("evidence", []),
        second_application().set("unit.nature", "private").set("unit.profile", "员工9人。" * 40),
        second_application()
        .set("unit.participants", [{"name": "海港船厂"}, {"name": "—"}])
        .set("unit.rd_staff", "900")
        .set("unit.rd_spending", "1")
        .set("unit.revenue", "0")
        .set("taskbooks.1.goals", "某")
        .set("taskbooks.1.plan", "2032年完成。")
        .set("pledge.contact", "王五"),
        second_application()
        .set("taskbooks.1.goals", _table("性能 公告指标 承诺值", "时间 6h 5h"))
        .set("taskbooks.1.scope", _table("性能 公告指标 承诺值", "载员 3人 够"))
        .set("taskbooks.1.plan", _table("月份 节点", "2032年1月 海试"))
        .set("taskbooks.1.risks", _table("名字 供职于 职责", "李四 某院 牵头人"))
        .set("taskbooks.1.value", _table("用途 数额（元）", "加工 九元"))
        .set("taskbooks.1.progress", _table("用途 数额（元）", "共计 9")),
    ],
)
def test_no_sentence_speaks_of_the_call_of_2023(application: Application) -> None:
    findings = checked(application, second_call(), now=_NOW)
    assert findings
    for finding in findings:
        assert not _OF_2023.search(" ".join(map(str, asdict(finding).values()))), finding
