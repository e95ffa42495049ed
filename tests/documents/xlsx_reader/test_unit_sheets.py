"""单位情况 from a spreadsheet: both layouts, several units, and nothing left out in silence."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, ReadSheet
from jbgs_desktop.documents.xlsx_reader.xlsx_file import read_workbook
from tests.documents.xlsx_reader.made_workbooks import Rows, saved, with_sheet, workbook_of
from tests.documents.xlsx_reader.read_units import (
    CALL,
    EMPTY,
    TRACK,
    Found,
    Spans,
    doubtful,
    read,
    sheet,
    values,
)

LIST: list[list[Any]] = [
    ["单位名称", "示例科技有限公司"],
    ["法定代表人：", "王五"],
    ["注册资本（万元）", 5000],
    ["单位人数（人）", "１２０人"],
    ["研发人员人数", 35],
    ["统一社会信用代码", "91410100MA3X12345T"],
    ["是否上市公司", "否"],
    ["单位性质", "民营企业"],
    ["整体业务收入/万元", "1,234.50"],
    ["研发投入 万元", "300"],
]
FOUND = {
    "name": "示例科技有限公司",
    "legal_representative": "王五",
    "registered_capital": "5000",
    "staff": "120",
    "rd_staff": "35",
    "code": "91410100MA3X12345T",
    "listed": False,
    "nature": "private",
    "revenue": "1234.50",
    "rd_spending": "300",
}


def test_labels_left_of_their_values() -> None:
    found = read(sheet(LIST))
    assert (values(found), found.sentences) == (FOUND, ())


def test_labels_above_a_row_of_values() -> None:
    turned: list[list[Any]] = [list(each) for each in zip(*LIST, strict=True)]
    found = read(sheet(turned))
    assert (values(found), found.sentences) == (FOUND, ())
    titled: Rows = [["单位一览表"], [], *turned]
    found = read(sheet(titled, spans={"A1": (1, 10)}))
    assert values(found) == FOUND
    assert found.sentences == ("工作表“单位”A1：“单位一览表”没有认出是哪一栏，没有读取。",)


def test_two_pairs_in_a_row() -> None:
    rows = [
        ["单位名称", "甲", "法定代表人", "王五"],
        ["注册资本", "5000", "万元", "单位人数", 30, "人"],
        ["研发人员人数", None, "单位地址", "某路1号"],
        ["说明：上面都是去年的数"],
    ]
    found = read(sheet(rows))
    assert values(found) == {
        "name": "甲",
        "legal_representative": "王五",
        "registered_capital": "5000",
        "staff": "30",
        "address": "某路1号",
    }
    assert found.sentences == (
        "工作表“单位”A4：“说明：上面都是去年的数”没有认出是哪一栏，没有读取。",
    )


def test_the_form_itself_copied_into_a_sheet() -> None:
    rows = [
        ["一、单位情况（提供证明材料）"],
        ["单位名称", "甲"],
        ["揭榜负责人", "姓名", "张三", "职务职称", "主任"],
        [None, "邮箱", "z@example.com", "手机", 13800000000],
        ["申报联系人", "姓名", "李四", "手机", "13900000000"],
        [None, "邮箱", "l@example.com", "传真", "0371-12345678"],
        ["揭榜单位简介"],
        ["成立于某年。\n主营业务。"],
    ]
    found = read(sheet(rows, spans={"A3": (2, 1), "A5": (2, 1), "A1": (1, 5), "A7": (1, 5)}))
    assert values(found) == {
        "name": "甲",
        "leader.name": "张三",
        "leader.title": "主任",
        "leader.email": "z@example.com",
        "leader.mobile": "13800000000",
        "contact.name": "李四",
        "contact.mobile": "13900000000",
        "contact.email": "l@example.com",
        "contact.fax": "0371-12345678",
        "profile": "成立于某年。\n主营业务。",
    }
    assert found.sentences == ()


def test_a_head_of_two_rows() -> None:
    rows = [
        ["序号", "单位名称", "申报联系人", None, "单位人数"],
        [None, None, "姓名", "手机", None],
        [1, "甲", "李四", "13900000000", 12],
        [2, "乙", "赵六", "13700000000", 13],
    ]
    spans = {"A1": (2, 1), "B1": (2, 1), "C1": (1, 2), "E1": (2, 1)}
    found = read(sheet(rows, spans=spans))
    assert [(u.name, u.contact.name, u.contact.mobile, u.staff) for u in found.units] == [
        ("甲", "李四", "13900000000", "12"),
        ("乙", "赵六", "13700000000", "13"),
    ]
    assert found.sentences == ()


def test_several_units_are_offered_by_name_and_sums_are_none() -> None:
    rows = [
        ["单位名称", "单位人数", "研发人员人数"],
        ["甲", 10, 3],
        ["乙", 20, 4],
        [None, 5, 1],
        ["合计", 35, 8],
        [None, doubtful(CellDoubt.NOT_COMPUTED), None, "总 计"],
    ]
    found = read(sheet(rows))
    assert [(unit.name, unit.staff, unit.rd_staff) for unit in found.units] == [
        ("甲", "10", "3"),
        ("乙", "20", "4"),
    ]
    assert found.sentences == (
        "工作表“单位”第4行没有单位名称，没有读取。",
        "工作表“单位”第5行是合计，没有读取。",
        "工作表“单位”第6行是总 计，没有读取。",
    )


def test_what_the_sheet_does_not_tell_stays_as_it_is() -> None:
    base = EMPTY.set("unit.address", "原来的地址").set("unit.staff", "1")
    (unit,) = read(sheet(LIST), base=base).units
    assert (unit.address, unit.staff) == ("原来的地址", "120")


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("注册资本（元）", "50000000", "以元为单位，表格以万元为单位"),
        ("注册资本（人民币亿元）", "0.5", "以亿元为单位"),
        ("注册资本（亿）", "0.5", "以亿元为单位"),
        ("注册资本(万美元)", "500", "以万美元为单位"),
        ("注册资本", "5000元", "写的是“5000元”"),
        ("注册资本（万元）", "约5000", "写的是“约5000”"),
        ("注册资本（万元）", "¥5000", "写的是“¥5000”"),
        ("单位人数（万人）", "1.2", "填人数，只填数字"),
        ("单位人数", "一百二十", "填人数，只填数字"),
        ("单位人数", "12.5", "填人数，只填数字"),
        ("是否上市公司", "不是", "可以选的是：否、是"),
        ("单位性质", "有限责任公司", "可以选的是：国有企业"),
        ("单位性质", "非国有企业", "可以选的是"),
        ("单位人数", doubtful(CellDoubt.NOT_COMPUTED), "公式还没有算出结果"),
        ("单位人数", doubtful(CellDoubt.ERROR, "#REF!"), "公式出错（#REF!）"),
        ("注册资本", doubtful(CellDoubt.SCALED, "5"), "按千或万显示"),
        ("注册资本", doubtful(CellDoubt.PERCENT, "5"), "百分数"),
        ("单位地址", doubtful(CellDoubt.DATE, "45000"), "日期"),
        ("统一社会信用代码", doubtful(CellDoubt.DIGITS, "914101000000000000"), "超过15位"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_cell(label: str, value: Any, words: str) -> None:
    found = read(sheet([["单位名称", "甲"], [label, value]]))
    assert values(found) == {"name": "甲"}
    (sentence,) = found.sentences
    assert sentence.startswith("工作表“单位”B2：“")
    assert words in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("注册资本（人民币万元）", "5000", "5000"),
        ("注册资本（万）", "5000", "5000"),
        ("1、注册资本：", "5000万元", "5000"),
        ("注册资本（提供证明材料）（万元）", "５，０００", "5000"),
        ("整体业务收入（上一个财年，万元）", "5,000", "5000"),
    ],
)
def test_amounts_in_the_forms_own_unit_are_taken(label: str, value: str, expected: str) -> None:
    found = read(sheet([["单位名称", "甲"], [label, value]]))
    assert [value for key, value in values(found).items() if key != "name"] == [expected]


def test_an_amount_without_a_unit_is_taken_and_told() -> None:
    found = read(sheet([["单位名称", "甲"], ["注册资本", 5000], ["研发投入", 30]]))
    assert values(found) == {"name": "甲", "registered_capital": "5000", "rd_spending": "30"}
    assert found.sentences == ("“注册资本”、“研发投入”旁边没有写单位，按万元带入，请核对。",)


@pytest.mark.parametrize(("words", "is_taken"), [("单位：元", False), ("金额单位:万元", True)])
def test_a_unit_for_the_whole_sheet_counts(words: str, is_taken: bool) -> None:
    found = read(sheet([[words], ["单位名称", "甲"], ["注册资本", 5000]]))
    assert values(found).get("registered_capital") == ("5000" if is_taken else None)
    assert len(found.sentences) == (0 if is_taken else 1)


def test_a_bracket_that_says_more_is_told() -> None:
    found = read(sheet([["单位名称", "甲"], ["研发投入（2019年，万元）", 30]]))
    assert values(found)["rd_spending"] == "30"
    assert found.sentences == (
        "工作表“单位”B2：“研发投入”括号里写着“2019年,万元”，已带入，请核对。",
    )


def test_a_label_of_another_track_is_not_ours() -> None:
    other = CALL.tracks[0].related_revenue_label
    found = read(sheet([["单位名称", "甲"], [f"{other}（万元）", 30]]))
    assert values(found) == {"name": "甲"}
    assert "没有认出是哪一栏" in found.sentences[0]
    found = read(sheet([["单位名称", "甲"], [f"{TRACK.related_revenue_label}（万元）", 30]]))
    assert values(found)["related_revenue"] == "30"


def test_a_row_that_is_no_field_is_told_in_one_sentence() -> None:
    rows = [["单位名称", "甲"], ["所属行业", "软件", "备注", "无", "单位人数", 5]]
    found = read(sheet(rows))
    assert values(found) == {"name": "甲", "staff": "5"}
    assert found.sentences == (
        "工作表“单位”A2：“所属行业”“软件”“备注”等没有认出是哪一栏，没有读取。",
    )


def test_a_name_of_nobody_in_particular_is_told() -> None:
    found = read(sheet([["单位名称", "甲"], ["姓名", "张三"], ["联系人手机", "13900000000"]]))
    assert values(found) == {"name": "甲", "contact.mobile": "13900000000"}
    assert found.sentences == ("工作表“单位”B2：“姓名”没有写明是谁的，没有读取。",)


def test_a_second_figure_that_differs_is_told() -> None:
    lists: list[Rows] = [[["单位名称", "甲"], ["单位人数", number]] for number in (5, 6)]
    found = read(sheet(lists[0]), sheet(lists[1], "二"))
    assert values(found)["staff"] == "5"
    here = "工作表“单位”B2"
    assert found.sentences == (
        f"工作表“二”B2：“单位人数”与{here}写的不一样，用了{here}的，请核对。",
    )


def test_figures_on_another_sheet_belong_to_the_only_unit() -> None:
    more = sheet([["研发人员人数", 6], ["单位人数", 9]], "财务")
    found = read(more, sheet([["单位名称", "甲"]]))
    assert values(found) == {"name": "甲", "rd_staff": "6", "staff": "9"}
    found = read(more, sheet([["单位名称", "甲"]]), sheet([["单位名称", "乙"]], "乙"))
    assert [unit.staff for unit in found.units] == ["", ""]
    assert found.sentences == ("工作表“财务”没有写单位名称，分不清是哪个单位的，没有读取。",)
    assert read(more).units[0].rd_staff == "6"


def test_two_lists_below_each_other_are_two_units() -> None:
    lists: list[Rows] = [[["单位名称", name], ["单位人数", 5]] for name in "甲乙"]
    found = read(sheet([*lists[0], [], *lists[1]]))
    assert [(unit.name, unit.staff) for unit in found.units] == [("甲", "5"), ("乙", "5")]


def test_hidden_and_other_sheets_are_told() -> None:
    hidden, other = ReadSheet("去年", True, ()), sheet([["产品", "数量"], ["甲", 3]], "产品")
    found = read(sheet([["单位名称", "甲"]]), hidden, other, ReadSheet("空", False, ()))
    assert found.sentences == (
        "工作表“去年”是隐藏的，没有读取。",
        "工作表“产品”里没有认出单位情况的栏目，没有读取。",
    )


def test_a_list_of_participants_is_told() -> None:
    rows = [["单位名称", "统一社会信用代码", "承担的工作"], ["乙", "91410100MA3X12345T", "测试"]]
    found = read(sheet(rows))
    assert any("各家单位没有读取" in sentence for sentence in found.sentences)


def test_no_end_of_what_was_not_read_is_no_end_of_sentences() -> None:
    found = read(sheet([["单位名称", "甲"], *([f"别的{at}"] for at in range(500))]))
    assert len(found.sentences) == 101
    assert "另有 400 处" in found.sentences[-1]


def test_only_so_many_units_are_offered() -> None:
    rows = [["单位名称", "单位人数"], *([f"甲{at}", at] for at in range(300))]
    found = read(sheet(rows))
    assert (len(found.units), found.sentences) == (200, ("表格里有 300 个单位，只列出前 200 个。",))


def test_a_blank_list_gives_no_unit() -> None:
    assert read(sheet([["单位名称"], ["单位地址"], ["单位人数"]])) == Found((), ())
    rows = [["单位名称", None, "注册资本"], ["单位地址", None, "单位人数"]]
    assert read(sheet(rows)) == Found((), ())
    assert read() == Found((), ())


def test_hostile_words_stay_words() -> None:
    found = read(sheet([["单位名称", "<b>甲</b>\u202e\x07"], ["单位地址", "=1+1"]]))
    assert values(found) == {"name": "<b>甲</b>", "address": "=1+1"}


def test_through_a_real_file() -> None:
    workbook = with_sheet(Workbook(), [["单位名称", "甲"], ["单位人数", 12]], "B1:C1")
    with_sheet(workbook, [["单位名称", "旧"]], name="去年").worksheets[1].sheet_state = "hidden"
    found = read(*read_workbook(saved(workbook)))
    assert values(found) == {"name": "甲", "staff": "12"}
    assert found.sentences == ("工作表“去年”是隐藏的，没有读取。",)
    turned = [list(each) for each in zip(*LIST, strict=True)]
    assert values(read(*read_workbook(workbook_of(turned)))) == FOUND


WORDS = st.one_of(
    st.sampled_from([str(text) for row in LIST for text in row]),
    st.sampled_from(["姓名", "揭榜负责人", "参与单位", "万元", "单位：元", "合计", "unit.name"]),
    st.text(max_size=6),
)
ROWS = st.lists(st.lists(st.one_of(st.none(), WORDS), max_size=6), max_size=8)
SPANS = st.dictionaries(
    st.sampled_from(["A1", "B1", "A2", "B2", "C3"]),
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
)


@settings(max_examples=300, deadline=None)
@given(ROWS, SPANS)
def test_any_sheet_is_read_without_a_fault(rows: Rows, spans: Spans) -> None:
    found = read(sheet(rows, spans=spans))
    assert all(sentence.endswith("。") for sentence in found.sentences)
    for unit in found.units:
        assert EMPTY.set("unit", unit).unit == unit
