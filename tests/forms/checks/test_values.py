"""Rules of single values: what is no name, address, number or date, and what is one."""

import pytest

from jbgs_desktop.forms.application import Application
from tests.forms.applications import Trigger, at, changed, checked, codes, each

_CELLS = (
    *("unit.name", "unit.leader.name", "unit.leader.title", "unit.leader.email"),
    *("unit.leader.mobile", "unit.contact.name", "unit.contact.mobile", "unit.contact.email"),
    *("unit.contact.fax", "unit.legal_representative", "unit.registered_capital", "unit.address"),
    *("unit.code", "unit.nature", "unit.revenue", "unit.rd_spending", "unit.related_revenue"),
    *("unit.staff", "unit.rd_staff", "unit.profile", "product_overview"),
    *("cover.date", "pledge.contact", "pledge.phone", "taskbooks.2.risks", "taskbooks.5.other"),
)
_NONE_ALLOWED = {"unit.contact.fax", "taskbooks.5.other"}

TRIGGERS: list[Trigger] = [
    *(at(path, "empty", "error", "") for path in _CELLS),
    *(at(path, "empty", "error", " \u3000\u200b\n") for path in ("unit.address", "unit.profile")),
    *(at(path, "none-not-allowed", "error", "无") for path in _CELLS if path not in _NONE_ALLOWED),
    at("unit.leader.title", "only-marks", "error", "/"),
    at("unit.contact.fax", "only-marks", "error", "——"),
    at("taskbooks.5.other", "only-marks", "error", "……"),
    at("unit.name", "too-long", "error", "某" * 99 + "公司"),
    at("unit.name", "half-width-brackets", "warning", "元境(郑州)科技有限公司"),
    at("unit.name", "spaces", "warning", "郑州元境 科技有限公司"),
    at("unit.name", "suffix", "warning", "郑州元境科技"),
    at("unit.name", "note", "warning", "郑州元境科技有限公司（牵头）"),
    at("unit.name", "note", "warning", "郑州元境科技有限公司(郑州)"),
    at("unit.name", "note", "warning", "郑州元境研究院（申报单位）"),
    at("unit.name", "no-letters", "warning", "123"),
    at("cover.recommender", "no-letters", "warning", "123"),
    at("cover.recommender", "none-not-allowed", "error", "无"),
    at("cover.recommender", "only-marks", "error", "---"),
    at("cover.recommender", "half-width-brackets", "warning", "郑州市(示例)工信局"),
    at("unit.leader.name", "too-long", "error", "王" * 31),
    at("unit.leader.name", "too-short", "error", "王"),
    at("unit.leader.name", "characters", "warning", "王强、李敏"),
    at("unit.leader.name", "characters", "warning", "王强（博士）"),
    at("unit.leader.name", "private-characters", "error", "刘\ue863"),
    at("unit.profile", "private-characters", "error", "本单位\uf0b7成立于2010年"),
    at("unit.profile", "file-link", "warning", "见file:///tmp/图.png。"),
    at("unit.leader.name", "title", "warning", "张三先生"),
    at("pledge.contact", "title", "warning", "李女士"),
    at("unit.legal_representative", "rare-characters", "warning", "李喆"),
    at("unit.contact.name", "rare-characters", "warning", "赵堃玥"),
    at("unit.leader.name", "rare-characters", "warning", "𠮷田"),
    at("unit.leader.email", "several", "error", "a@shili.cn；b@shili.cn"),
    at("unit.leader.email", "format", "error", "王强。shili。cn"),
    at("unit.leader.email", "format", "error", "a.shili.cn"),
    at("unit.leader.email", "format", "error", "a@shili"),
    at("unit.leader.email", "format", "error", "a b@shili.cn"),
    at("unit.leader.email", "characters", "warning", "王强@shili.cn"),
    at("unit.leader.mobile", "format", "error", "1380000000"),
    at("unit.leader.mobile", "format", "error", "138000000012"),
    at("unit.leader.mobile", "format", "error", "13800000001/13900000001"),
    at("unit.leader.mobile", "prefix", "warning", "12800000001"),
    at("unit.contact.mobile", "abroad", "warning", "+852 6123 4567"),
    at("unit.contact.fax", "format", "error", "6000"),
    at("unit.contact.fax", "format", "error", "没有"),
    at("unit.contact.fax", "abroad", "warning", "+852 2123 4567"),
    at("pledge.phone", "format", "error", "138000000021"),
    at("unit.revenue", "format", "error", "三亿"),
    at("unit.revenue", "format", "error", "约38652"),
    at("unit.revenue", "format", "error", "38652.17 元"),
    at("unit.revenue", "format", "error", "1，5"),
    at("unit.revenue", "format", "error", "nan"),
    at("unit.registered_capital", "currency", "error", "500万美元"),
    at("unit.registered_capital", "currency", "error", "USD 500"),
    at("unit.rd_spending", "negative", "error", "-5210.40"),
    at("unit.revenue", "too-long", "error", "1" * 13),
    at("unit.revenue", "decimals", "error", "38652.171"),
    at("unit.staff", "format", "error", "168.5"),
    at("unit.staff", "format", "error", "约170"),
    at("unit.rd_staff", "format", "error", "-1"),
    at("cover.date", "format", "error", "2023-02-30"),
    at("cover.date", "format", "error", "2023年10月"),
    at("pledge.date", "format", "error", "10月30日"),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("unit.name", "元境（郑州）科技有限公司"),
        ("unit.name", "郑州元境合伙企业（有限合伙）"),
        ("unit.name", "郑州大学第一附属医院"),
        ("unit.name", "示例地质大学（北京）"),
        ("unit.name", "示例会计师事务所（特殊普通合伙）"),
        ("unit.name", "示例数据中心（郑州市示例研究院）"),
        ("unit.leader.name", "阿卜杜拉·买买提"),
        ("unit.leader.name", "John O’Neill"),
        ("unit.leader.email", "wang.qiang+a@mail.shili.com.cn"),
        ("unit.contact.fax", "无"),
        ("unit.contact.fax", "0371-60000000-801"),
        ("unit.contact.fax", "60000000"),
        ("unit.registered_capital", "5000.00"),
        ("cover.recommender", "郑州市示例区工信局"),
        ("taskbooks.2.other", "无。"),
    ],
)
def test_what_is_right_is_no_finding(path: str, value: str) -> None:
    assert codes(changed((path, value)), path) == set()


def test_a_phone_of_the_pledge_may_be_a_fixed_line() -> None:
    found = codes(changed(("pledge.phone", "0371-60000000")), "pledge.phone")
    assert found == {"pledge.phone.differs-from-contact"}


def test_a_choice_not_made_is_told_as_one() -> None:
    assert "选择" in at("unit.nature", "empty", "error", "").finding().message


def test_an_empty_application_names_every_cell_once() -> None:
    found = codes(Application())
    assert {f"{path}.empty" for path in _CELLS if "taskbooks" not in path} <= found


def test_a_character_that_nobody_sees_is_named_by_its_number() -> None:
    path = "unit.leader.name"
    found = [each for each in checked(changed((path, "刘\ue863⺈"))) if each.path == path]
    messages = {finding.code.rpartition(".")[2]: finding.message for finding in found}
    assert "“\ue863”（U+E863）、“⺈”（U+2E88）" in messages["characters"]
    assert "U+E863 是“䶮”" in messages["private-characters"]
