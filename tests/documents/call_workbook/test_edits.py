"""What clerks do to a workbook: taken, or told with its sheet, row and column, all at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from jbgs_desktop.documents.call_workbook.faults import CellFault
from tests.documents.call_workbook.edited_workbooks import (
    SECOND,
    Edit,
    cell,
    column,
    item,
    last_row,
    made,
    put,
    sheet,
)

LINE = re.compile(r"\S+ 第[0-9]+行 [A-Z]+列：.+。")


def field_row(book: Workbook, name: str, path: str) -> int:
    """The row of the field ``path`` in the sheet ``name``."""
    rows = sheet(book, name).iter_rows()
    return next(int(row[0].row) for row in rows if row[0].value == path)


def drop_row(name: str, row: int) -> Edit:
    def edit(book: Workbook) -> None:
        for area in [*sheet(book, name).merged_cells.ranges]:  # the library does not move them
            value = sheet(book, name).cell(area.min_row, area.min_col).value
            sheet(book, name).unmerge_cells(area.coord)
            for at in range(area.min_row, area.max_row + 1):
                sheet(book, name).cell(at, area.min_col).value = value
        sheet(book, name).delete_rows(row)

    return edit


def drop_column(name: str, title: str) -> Edit:
    return lambda book: sheet(book, name).delete_cols(column(book, name, title))


def drop_sheet(name: str) -> Edit:
    return lambda book: book.remove(sheet(book, name))


def say(label: str, value: Any) -> Edit:
    """Write ``value`` beside ``label`` in 通知."""

    def edit(book: Workbook) -> None:
        item(book, label).value = value

    return edit


def at_field(name: str, path: str, title: str, value: Any) -> Edit:
    def edit(book: Workbook) -> None:
        cell(book, name, field_row(book, name, path), title).value = value

    return edit


def drop_field(name: str, path: str) -> Edit:
    return lambda book: sheet(book, name).delete_rows(field_row(book, name, path))


def add_row(name: str, **values: Any) -> Edit:
    def edit(book: Workbook) -> None:
        row = last_row(book, name) + 1
        for title, value in values.items():
            cell(book, name, row, title).value = value

    return edit


def hide(name: str) -> Edit:
    def edit(book: Workbook) -> None:
        sheet(book, name).sheet_state = "hidden"

    return edit


def merge(name: str, area: str) -> Edit:
    return lambda book: sheet(book, name).merge_cells(area)


def repeat_row(name: str, row: int) -> Edit:
    def edit(book: Workbook) -> None:
        values = [each.value for each in sheet(book, name)[row]]
        sheet(book, name).insert_rows(row)
        for at, value in enumerate(values, start=1):
            sheet(book, name).cell(row, at).value = value

    return edit


TAKEN: dict[str, Edit] = {
    "drop the last task": lambda book: drop_row("方向", last_row(book, "方向"))(book),
    "drop a deadline": drop_row("期限", 3),
    "drop a place's deadlines and it": lambda book: [
        drop_row("期限", 2)(book), drop_row("期限", 2)(book), drop_row("属地口径", 2)(book)
    ],
    "another title": put("方向", 2, "标题", "另一个标题"),
    "add a deadline": add_row(
        "期限", 属地="全国", 事项="补正", 截止时间="2099年1月2日", 由谁办理="申报单位",
        类型="网上申报", 出处="补充通知",
    ),
    "rename a track everywhere": lambda book: [
        put("赛道", 2, "名称", "新名称")(book),
        *(put("方向", row, "赛道", "新名称")(book) for row in range(2, 13)),
    ],
    "name tracks by their ids": lambda book: [
        put("方向", row, "赛道", "metaverse")(book) for row in range(2, 13)
    ],
    "another limit": at_field("栏目", "unit.profile", "字数上限", 800),
    "no limit": lambda book: [
        at_field("栏目", "unit.profile", "字数上限", None)(book),
        at_field("栏目", "unit.profile", "必须遵守", None)(book),
    ],
    "one evidence less": drop_row("证明材料", 6),
    "no ready tables": lambda book: sheet(book, "现成表格").delete_rows(2, 60),
    "columns of the recommendation in another order": lambda book: sheet(
        book, "推荐表"
    ).move_range("A2:B2", rows=10),
    "a long text": put("方向", 2, "揭榜任务", "长" * 20_000),
}  # fmt: skip
REFUSED: dict[str, tuple[Edit, str]] = {
    "no track": (put("方向", 4, "赛道", None), "方向 第4行 B列：“赛道”要填写"),
    "no category": (put("方向", 4, "类别", " "), "方向 第4行 C列：“类别”要填写"),
    "no title": (put("方向", 4, "标题", None), "方向 第4行 .列：“标题”要填写"),
    "no task": (put("方向", 4, "揭榜任务", None), "方向 第4行 .列：“揭榜任务”要填写"),
    "no number": (put("方向", 4, "编号", None), "方向 第4行 A列：“编号”要填写"),
    "a number twice": (put("方向", 4, "编号", 2), "方向 第4行 A列：编号“2”与第3行重复"),
    "a number of words": (put("方向", 4, "编号", "第三"), "方向 第4行 A列：“第三”不是整数"),
    "half a number": (put("方向", 4, "编号", 2.5), "方向 第4行 A列：“2.5”不是整数"),
    "a track that is not there": (put("方向", 4, "赛道", "无名"), "方向 第4行 B列：“赛道”表里没有"),
    "a doubt that stands": (
        lambda book: put("方向", 4, "存疑", "编号读不清")(book),
        "方向 第4行 .列：还没有核对",
    ),
    "a text too long": (put("方向", 4, "揭榜任务", "长" * 20_001), "方向 第4行 .列：太长"),
    "a title too long": (put("方向", 4, "标题", "长" * 301), "方向 第4行 .列：太长"),
    "a row twice": (repeat_row("方向", 4), "方向 第5行 A列：编号“3”与第4行重复"),
    "a track without tasks": (
        add_row("赛道", 名称="空赛道", 附件="附件5", 相关收入的名称="收入"),
        "赛道 第6行 B列：“方向”表里没有这个赛道的方向",
    ),
    "a track less": (drop_row("赛道", 2), "方向 第2行 B列：“赛道”表里没有“元宇宙”"),
    "a column less": (drop_column("方向", "预期目标"), "方向 第1行 A列：缺少“预期目标”一列"),
    "a sheet less": (drop_sheet("期限"), "期限 第1行 A列：工作簿里没有这张工作表"),
    "a sheet hidden": (hide("期限"), "期限 第1行 A列：这张工作表隐藏了"),
    "columns merged": (merge("方向", "C4:D4"), "方向 第4行 C列：这一格横着合并了几列"),
    "no day": (put("期限", 2, "截止时间", "11月底"), "期限 第2行 C列：“11月底”不是日期"),
    "a day that is not": (put("期限", 2, "截止时间", "2099-02-30"), "期限 第2行 C列：.*不是日期"),
    "no time": (put("期限", 2, "截止时间", "2099-02-03 25:00"), "期限 第2行 C列：.*时间不对"),
    "an unknown kind": (put("期限", 2, "类型", "邮寄"), "期限 第2行 E列：“邮寄”应为“报送纸质件”"),
    "an unknown place": (put("期限", 2, "属地", "某市"), "期限 第2行 A列：“属地口径”表里没有"),
    "a quota of words": (
        put("属地口径", 3, "推荐名额", "各省：若干"), "属地口径 第3行 [A-Z]列：.*推荐单位：名额"
    ),
    "no version": (say("版本", None), "通知 第3行 B列：要填写"),
    "a version of words": (say("版本", "第二版"), "通知 第3行 B列：版本号 第二版 应当是"),
    "a version of digits": (say("版本", 2099.1), "通知 第3行 B列：.*当成了数字"),
    "a version too large": (say("版本", "99999.1"), "通知 第3行 B列：版本号 99999.1 过大"),
    "an id of words": (say("代号", "某省通知"), "通知 第2行 B列：写法不符合规定"),
    "an id of the system": (say("代号", "con"), "通知 第2行 B列：.*系统保留的名称"),
    "a year far off": (say("目标年份", 3000), "通知 第7行 B列：太大"),
    "no title of the call": (say("标题", ""), "通知 第4行 B列：要填写"),
    "an item less": (drop_row("通知", 5), "通知 第[0-9]+行 A列：缺少“发文机关”这一行"),
    "a field less": (
        drop_field("栏目", "unit.address"), "栏目 第2行 A列：“栏目”表 缺少 unit.address"
    ),
    "a field that is not there": (
        at_field("栏目", "unit.address", "字段", "unit.weight"),
        "栏目 第[0-9]+行 A列：没有“unit.weight”"
    ),
    "no label": (
        at_field("栏目", "unit.address", "标签", None), "栏目 第[0-9]+行 B列：“标签”要填写"
    ),
    "a limit that is none": (
        at_field("栏目", "unit.profile", "字数上限", 0), "栏目 第[0-9]+行 I列：太小"
    ),
    "a limit for what is no text": (
        lambda book: [
            at_field("栏目", "unit.listed", "字数上限", 9)(book),
            at_field("栏目", "unit.listed", "必须遵守", "是")(book),
        ],
        "栏目 第[0-9]+行 I列：“栏目”表的字数上限 有不认识的字段 unit.listed",
    ),
    "a text less": (drop_row("表格文字", 3), "表格文字 第[0-9]+行 A列：缺少“cover.direction”"),
    "a brace that is unknown": (
        at_field("表格文字", "cover.chosen", "文字", "{编号}：{title}"),
        "表格文字 第[0-9]+行 C列：不认识的占位符 {编号}",
    ),
    "a choice less than its text": (
        drop_row("选项", 6), "选项 第[0-9]+行 .列：|栏目 第[0-9]+行 .列：|申报表 第"
    ),
    "evidence for no field": (
        put("证明材料", 2, "证明哪些字段", "营业收入"), "证明材料 第2行 E列：没有“营业收入”这个字段"
    ),
    "a section less": (drop_row("任务书", 3), "任务书 第2行 A列：“任务书”表 缺少 scope"),
    "a row of the form less": (
        drop_row("申报表", 2), "申报表 第2行 A列：“申报表”表 缺少 unit.name"
    ),
    "a column of no recommendation": (
        put("推荐表", 3, "列", "weight"), "推荐表 第3行 A列：没有“weight”这一列"
    ),
    "a role that is unknown": (
        put("现成表格", 2, "列的作用", "随便"), "现成表格 第2行 E列：“随便”应为"
    ),
}  # fmt: skip


def test_there_are_enough_of_them() -> None:
    assert len(TAKEN) + len(REFUSED) >= 37


@pytest.mark.parametrize("edit", TAKEN.values(), ids=TAKEN.keys())
def test_an_edit_is_taken(edit: Callable[[Workbook], object]) -> None:
    found = made(edit)
    assert [*map(str, found.faults)] == [] and found.call is not None


@pytest.mark.parametrize(("edit", "line"), REFUSED.values(), ids=REFUSED.keys())
def test_an_edit_is_told_with_its_cell(edit: Callable[[Workbook], object], line: str) -> None:
    found = made(edit)
    assert found.call is None and found.data == b""
    lines = [*map(str, found.faults)]
    assert all(LINE.fullmatch(each) for each in lines), lines
    assert any(re.match(line, each) for each in lines), lines
    # No fault has a tail of others; but each row of a track that is gone is its own.
    assert len(lines) <= 3 or {each.partition("：")[2] for each in lines} == {
        lines[0].partition("：")[2]
    }, lines


def test_all_faults_are_told_at_once_in_the_order_of_the_sheets() -> None:
    found = made(
        say("目标年份", "二〇三〇"),
        put("期限", 2, "截止时间", "?"),
        put("方向", 9, "标题", None),
        put("方向", 4, "揭榜任务", None),
        put("方向", 4, "类别", None),
        put("证明材料", 3, "序号", None),
    )
    starts = [str(fault).partition("：")[0] for fault in found.faults]
    rows = [start.split()[1] for start in starts if start.startswith("方向")]
    assert rows == ["第4行", "第4行", "第9行"]
    assert {start.partition(" ")[0] for start in starts} == {"通知", "期限", "方向", "证明材料"}


def test_a_fault_is_one_line() -> None:
    found = made(put("方向", 4, "编号", "第\n三\n个"))
    assert [len(str(fault).splitlines()) for fault in found.faults] == [1]
    assert isinstance(found.faults[0], CellFault)


def test_numbers_are_given_where_a_notice_has_none() -> None:
    found = made(put("方向", 2, "编号", None), folder=SECOND)
    assert found.call is not None and found.call.tracks[0].directions[0].no == 1
    assert found.notices == ("“深海装备”的方向都没有编号，从1起编了号。",)
