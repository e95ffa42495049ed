"""Captions of tables and figures, and the numbers by which a text speaks of them."""

import pytest

from jbgs_desktop.forms.application import Taskbook
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionItem,
    SectionTable,
    SubHeading,
    TableItem,
)
from tests.forms.applications import Trigger, changed, checked, each, error, warning

_VALUE = "taskbooks.2.value"


def _figure(caption: str = "系统架构") -> SectionItem:
    return FigureItem(figure=SectionFigure(caption=caption, file="figures/a.png"))


def _table(caption: str = "效益", cell: str = "甲") -> SectionItem:
    return TableItem(table=SectionTable(caption=caption, rows=(("项", "值"), (cell, "1"))))


TRIGGERS: list[Trigger] = [
    warning("taskbooks.value.no-caption", f"{_VALUE}.1", (_VALUE, ("见图1。", _figure(" ")))),
    warning("taskbooks.value.no-caption", f"{_VALUE}.1", (_VALUE, ("见表1。", _table("")))),
    warning(
        "taskbooks.value.caption-number", f"{_VALUE}.1", (_VALUE, ("见表1。", _table("表1 效益")))
    ),
    warning("taskbooks.value.not-mentioned", f"{_VALUE}.1", (_VALUE, ("效益好。", _table()))),
    warning("taskbooks.value.not-mentioned", f"{_VALUE}.1", (_VALUE, ("见表1。", _figure()))),
    error("taskbooks.value.number-missing", f"{_VALUE}.0", (_VALUE, ("见表1和表2。", _table()))),
    error(
        "taskbooks.scope.number-missing",
        "taskbooks.2.scope",
        (_VALUE, ("见图1。", _figure())),
        ("taskbooks.2.scope", "如图2所示。"),
    ),
    error(
        "taskbooks.value.number-missing",
        f"{_VALUE}.1.rows.1.0",
        (_VALUE, ("见表1。", _table(cell="见图1"))),
    ),
    # Where nothing is numbered by the program, the number may be of what is told elsewhere.
    warning("taskbooks.value.number-missing", _VALUE, (_VALUE, "效益见表1。")),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


def _codes(*items: SectionItem) -> list[str]:
    found = checked(changed((_VALUE, items)))
    return [each.code.removeprefix("taskbooks.value.") for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "效益见表1。",
        "效益（表 1）好。",
        "表1、2给出效益。",
        "如表1所示，效益好。",
        "由表1可知，代表3家企业，地图2张，附表5另附。",
        "见表1。参加的有代表9人，如表8个。",
        "见表1。按GB/T 2423见表7；《通知》附件见表9。",
        "见表1。\n表5 行业数据\n甲 乙\n详见表5。",
        "表1的数据由第三方核对。",
    ],
)
def test_a_text_that_may_be_right_is_no_finding(text: str) -> None:
    assert _codes(text, _table()) == []


def test_a_range_mentions_all_between_its_ends() -> None:
    tables = [_table(f"效益{at}") for at in range(3)]
    assert _codes("见表1—3。", *tables) == []
    assert _codes("见表1和3。", *tables) == ["not-mentioned"]
    assert _codes("见表1、表2，表3。", *tables) == []


def test_any_part_of_the_task_book_may_mention_it() -> None:
    scope = ("taskbooks.2.scope", (SubHeading(heading="（1）范围（见图1）"), "适用于演播。"))
    assert checked(changed((_VALUE, ("带动产业。", _figure())), scope)) == []
    other = ("taskbooks.5.scope", "适用于设备维修，见图1。")
    found = checked(changed((_VALUE, ("带动产业。", _figure())), other))
    assert [(each.code, each.path) for each in found] == [
        ("taskbooks.value.not-mentioned", f"{_VALUE}.1"),
        ("taskbooks.scope.number-missing", "taskbooks.5.scope"),
    ]


def test_numbers_go_through_the_book_in_the_order_of_the_form() -> None:
    book = {"taskbooks.2.risks": ("见表2。", _table("风险")), _VALUE: ("见表1。", _table())}
    assert checked(changed(*book.items())) == []


def test_a_missing_number_is_told_with_those_there_are() -> None:
    found = checked(changed((_VALUE, ("见表1、表2；另见表6。", _table(), _table("其他")))))
    assert [each.message for each in found] == [
        "写了“表6”，但这一份里只有表1至表2，请改正编号，或者补上表6。"
    ]
    found = checked(changed((_VALUE, ("见表1，另见图1。", _table()))))
    assert "一个图也没有" in found[0].message


def test_a_section_of_a_figure_alone_is_filled_in() -> None:
    found = checked(changed((_VALUE, (_figure(),))))
    assert [each.code for each in found] == ["taskbooks.value.not-mentioned"]
    empty = checked(changed((_VALUE, (_table("", ""),))))
    assert "taskbooks.value.empty" not in {each.code for each in empty}
    blank = TableItem(table=SectionTable(rows=(("", " "), ("",))))
    assert "taskbooks.value.empty" in {each.code for each in checked(changed((_VALUE, (blank,))))}


def test_a_task_book_of_figures_only_is_begun() -> None:
    found = checked(changed(("taskbooks.2", Taskbook(value=(_figure(),)))))
    assert "taskbooks.missing" not in {each.code for each in found}
