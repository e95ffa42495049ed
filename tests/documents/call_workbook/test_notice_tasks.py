"""The tasks of a notice in Word, as rows of the workbook, with what is doubtful marked."""

import io

import pytest
from openpyxl import load_workbook

from jbgs_desktop.documents.call_workbook.made_call import call_workbook, make_call
from jbgs_desktop.documents.call_workbook.notice_tasks import NoticeTasks, tasks_in
from jbgs_desktop.documents.docx_reader.docx_file import read_docx
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.text.han_numbers import han_number, number_at_start
from tests.documents.call_workbook.edited_workbooks import BUILT_IN, cell, item, last_row, sheet
from tests.documents.call_workbook.notices import (
    real_notice,
    running_lines,
    table_notice,
    word_file,
)
from tests.documents.xlsx_reader.made_workbooks import saved
from tests.forms.applications import national_call


def tasks_of(data: bytes) -> NoticeTasks:
    return tasks_in(read_docx(data).document)


def test_the_real_notice_is_read_word_for_word() -> None:
    found = tasks_of(real_notice())
    call = national_call()
    assert [track["name"] for track in found.tracks] == [track.name for track in call.tracks]
    assert [
        (row["track"], row["no"], row["category"], row["title"], row["task"], row["target"])
        for row in found.directions
    ] == [
        (track.name, each.no, each.category, each.title, each.task, each.target)
        for track in call.tracks
        for each in track.directions
    ]
    assert (found.doubtful, found.notices) == (0, [])


def test_numbers_may_run_on_and_a_second_level_stand_between() -> None:
    found = tasks_of(word_file(running_lines()))
    rows = found.directions
    assert [row["no"] for row in rows] == list(range(1, 23))
    assert [row["track"] for row in rows] == ["智能装备"] * 11 + ["绿色材料"] * 11
    first, last = rows[0], rows[-1]
    assert (first["category"], first["group"], first["title"]) == (
        "整机",
        "整机共性",
        "高可靠掘进机",
    )
    assert first["task"] == "研制智能装备用掘进机，突破设计与试验技术。\n开展整机验证。"
    assert first["target"] == "掘进机寿命不少于1000小时。"
    assert (last["category"], last["group"], last["no"]) == ("功能材料", "功能材料共性", 22)
    without = [row["no"] for row in rows if not row["target"]]
    assert without == [5, 10, 15, 20]
    assert [row["no"] for row in rows if row["doubt"]] == without  # these alone are to be looked at


def test_a_list_that_is_a_table_is_read() -> None:
    found = tasks_of(table_notice())
    assert [
        (row["no"], row["track"], row["category"], row["title"], row["task"], row["target"])
        for row in found.directions
    ] == [
        (16, "先进制造", "装备", "掘进机", "研制掘进机。", "寿命1万小时。"),
        (17, "先进制造", "装备", "采样器", "研制采样器。", ""),
    ]
    assert "第一个编号是 16" in found.directions[0]["doubt"]


@pytest.mark.parametrize(
    ("lines", "column", "doubt"),
    [
        (["（一）甲", "揭榜任务：做。", "预期目标：成。"], "track", "没有读到赛道"),
        (["（一）甲", "揭榜任务：做。", "预期目标：成。"], "category", "没有读到类别"),
        (["X榜单", "一、甲", "（一）甲", "揭榜任务：做。"], "target", "没有读到预期目标"),
        (["X榜单", "一、甲", "（三）甲", "揭榜任务：做。"], "no", "第一个编号是 3"),
        (["X榜单", "一、甲", "甲榜样", "揭榜任务：做。"], "no", "没有读到编号"),
        (
            ["X榜单", "一、甲", "（一）甲", "揭榜任务：做", "预期目标：成。"],
            "task",
            "不是以句号结束",
        ),
        (
            ["X榜单", "一、甲", "（一）甲", "揭榜任务：做。", "预期目标：成。", "二、乙"],
            "target",
            "“二、乙”像是标题",
        ),
        (
            ["X榜单", "一、甲", "（一）甲", "揭榜任务：做。", "预期目标：成。", "预期目标：又成。"],
            "target",
            "出现了两次",
        ),
    ],
)
def test_what_is_not_sure_is_a_doubt(lines: list[str], column: str, doubt: str) -> None:
    (row, *_) = tasks_of(word_file(lines)).directions
    assert doubt in row["doubt"] and column in row["marked"], row


def test_a_file_without_tasks_is_told() -> None:
    with pytest.raises(DocumentError, match="没有读到任务榜单"):
        tasks_of(word_file(["关于放假的通知", "一、时间"]))


def test_doubts_stand_out_in_the_workbook_and_have_to_be_settled() -> None:
    tasks = tasks_of(word_file(running_lines()))
    book = load_workbook(io.BytesIO(call_workbook(BUILT_IN, tasks)))
    assert last_row(book, "方向") == 23 and last_row(book, "赛道") == 3
    target, doubt = cell(book, "方向", 6, "预期目标"), cell(book, "方向", 6, "存疑")
    assert target.fill.fgColor.rgb == "00FFE699" and "预期目标" in doubt.value
    assert cell(book, "方向", 5, "预期目标").fill.fgColor.rgb != "00FFE699"
    item(book, "代号").value = "province-2030"
    lines = [str(fault) for fault in make_call(saved(book), "x").faults]
    assert len([line for line in lines if "还没有核对" in line]) == 4
    for row in range(2, 24):
        cell(book, "方向", row, "存疑").value = None
        cell(book, "方向", row, "编号").value = (row - 2) % 11 + 1
        target = cell(book, "方向", row, "预期目标")
        target.value = target.value or "达到行业先进水平。"
    assert sheet(book, "赛道").cell(2, 2).value == "智能装备"
    found = make_call(saved(book), "x")
    assert [*map(str, found.faults)] == [] and found.call is not None
    assert [len(track.directions) for track in found.call.tracks] == [11, 11]


def test_numbers_of_headings_are_read() -> None:
    words = ("一", "十", "十二", "二十", "九十九", "16", "百", "十十", "〇")
    assert [han_number(word) for word in words] == [1, 10, 12, 20, 99, 16, None, None, None]
    assert number_at_start("（十六）深海装备") == (16, "深海装备")
    assert number_at_start("任务3：深海装备") == (3, "深海装备")
    assert number_at_start("5G-A网络") == (None, "5G-A网络")
    assert number_at_start("一体化平台") == (None, "一体化平台")
