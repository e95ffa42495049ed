"""What the prose says about the unit against the cells: found when sure, silent when not."""

import pytest

from tests.forms.applications import (
    UNIT,
    Trigger,
    changed,
    codes,
    complete_application,
    each,
    warning,
)

_PROFILE = "unit.profile"
_CODE = f"{_PROFILE}.differs-from-form"
_TEXT = complete_application().unit.profile


def _prose(sentence: str, path: str = _PROFILE) -> Trigger:
    stem = ".".join(step for step in path.split(".") if not step.isdigit())
    return warning(f"{stem}.differs-from-form", path, (path, sentence))


TRIGGERS: list[Trigger] = [
    _prose("公司现有员工200人。"),
    _prose("截至2022年底，公司员工总数为186人，其中技术骨干若干。"),
    _prose("公司拥有员工１６７名。"),
    _prose("现有职工500余人。"),
    _prose("公司有250多名员工。"),
    _prose("现有员工168人，其中研发人员90人。"),
    _prose("研发人员共计78名。"),
    _prose("2022年，公司实现营业收入3.5亿元。"),
    _prose("2022年度营业总收入38,652.71万元。"),
    _prose("上一财年研发投入5000万元。"),
    _prose("2022年营业收入38652.17万元、研发投入5201万元。"),
    _prose(f"{UNIT}2022年研发费用达3000余万元。"),
    _prose("公司2022年营收9.9亿元。"),
    _prose("2022年度研发费用投入3000万元。"),
    _prose("公司成立于2016年，2022年研发经费支出3000万元。"),
    _prose("研发投入3000万元，占营业收入的8%。"),
    _prose("公司成立于2016年，注册资本8000万元人民币，总部位于郑州。"),
    _prose("注册资金为人民币3亿元。"),
    _prose("2022年研发投入9999万元。", "taskbooks.2.foundation"),
    _prose("揭榜负责人王小明，高级工程师。", "taskbooks.5.foundation"),
    _prose("法定代表人：张桦。"),
    _prose("揭榜负责人为王刚，高级工程师。", "taskbooks.2.foundation"),
    _prose("本公司现有员工190人。", "taskbooks.5.progress"),
    _prose("2022年公司研发投入6000万元。", "product_overview"),
]


@each(TRIGGERS)
def test_a_number_that_differs_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    "sentence",
    [
        "公司现有员工168人，研发人员87人。",
        "公司现有员工约170人。",
        "员工160余人。",
        "2022年营业收入3.87亿元，研发投入0.52亿元。",
        "2022年营业收入3.8亿元。",
        "2022年研发投入5210.40万元。",
        "2021年营业收入2.1亿元，研发投入3000万元。",
        "2021年，公司获得融资。研发投入3000万元。",
        "发展历程：2019年推出行业版。研发投入3000万元。",
        "已完成研发投入1.2亿元。",
        "公司成立于2016年，研发投入5210.4万元，占营业收入的13%。",
        "公司成立于2016年，注册资本5000万元。",
        "2016年成立时注册资本100万元。",
        "2016年注册资本100万元，2020年增资至5000万元。",
        "注册资本由1000万元增至5000万元。",
        "子公司注册资本1000万元。",
        "由揭榜负责人牵头，揭榜负责人周例会主持。",
        "揭榜负责人陈述方案，揭榜负责人张贴公告。",
        "揭榜负责人王强，高级工程师。",
        "法定代表人授权，法定代表人变更。",
        "2020—2022年研发投入累计1.2亿元。",
        "近三年研发投入1.2亿元。",
        "2023年研发投入预计达到7000万元。",
        "到2025年，员工总数达到300人，研发人员200人。",
        "项目团队30人，其中研发人员25人。",
        "研发中心现有研发人员40人。",
        "参与单位现有员工60人。",
        "子公司员工20人。",
        "与郑州大学共建实验室，研发人员12人。",
        "该产品研发投入800万元。",
        "2022年主营业务收入3.2亿元。",
        "2022年软件业务收入1.1亿元。",
        "2022年研发投入占营业收入的13.5%。",
        "2022年营业收入同比增长30%。",
        "2021年、2022年研发投入分别为4000万元、5210.4万元。",
        "法定代表人为董事长。",
        "揭榜负责人为总工程师。",
        "法定代表人为张华，高级工程师。",
        "培训员工500人次。",
        "营业收入5亿元的企业有30家。",
        "服务用户200人。",
    ],
)
def test_what_may_be_another_number_is_no_finding(sentence: str) -> None:
    assert _CODE not in codes(changed((_PROFILE, sentence)))


def test_an_earlier_paragraph_does_not_change_the_year() -> None:
    text = "2016年完成第一代引擎。\n研发投入3000万元。"
    assert _CODE in codes(changed((_PROFILE, text)))


def test_the_people_of_the_foundation_may_be_those_of_the_task() -> None:
    path = "taskbooks.2.foundation"
    text = "研发人员42人。研发投入3000万元。2021年研发投入3000万元。"
    assert "taskbooks.foundation.differs-from-form" not in codes(changed((path, text)), path)


@pytest.mark.parametrize("claim", ["法定代表人为赵六七", "法定代表人：赵六七", "法定代表人赵六七"])
def test_a_claim_is_quoted_as_it_is_written(claim: str) -> None:
    message = _prose(f"{claim}，硕士。").finding().message
    assert f"这里写“{claim}”，" in message.replace(":", "：")


def test_plans_tell_of_other_numbers() -> None:
    text = "公司研发人员200人。"
    application = changed(("taskbooks.2.plan", text), ("taskbooks.2.goals", text))
    assert not any("differs-from-form" in code for code in codes(application))


def test_a_task_book_must_name_the_unit_to_be_sure() -> None:
    application = changed(("taskbooks.5.progress", "研发人员42人，资金投入3000万元。"))
    assert codes(application, "taskbooks.5.progress") == set()


def test_both_numbers_and_the_cell_are_told() -> None:
    found = _prose("公司现有员工200人。").finding()
    assert "员工200人" in found.message
    assert "“单位人数”填的是168" in found.message


def test_nothing_is_held_against_an_empty_cell() -> None:
    application = changed(("unit.staff", ""), ("unit.rd_spending", ""), ("unit.revenue", "x"))
    assert _CODE not in codes(application)
