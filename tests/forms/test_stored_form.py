"""One stored form for the page, the file and the paper."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.application_json import read_application
from jbgs_desktop.forms.stored_form import normalise, normalised
from tests.forms.applications import changed, codes, complete_application, national_call
from tests.forms.strategies import TEXTS

_WRITINGS = [
    ("unit.registered_capital", "５０００", "5000"),
    ("unit.registered_capital", "5,000", "5000"),
    ("unit.registered_capital", "5000万元", "5000"),
    ("unit.revenue", "+38652.17", "38652.17"),
    ("unit.rd_spending", "05210.4", "5210.4"),
    ("unit.staff", "１６８人", "168"),
    ("unit.leader.mobile", "+86 138-0000-0001", "13800000001"),
    ("unit.contact.mobile", "１３８００００００02", "13800000002"),
    ("unit.contact.fax", "（0371）6000 0000", "0371-60000000"),
    ("unit.leader.email", "wangqiang＠shili。cn", "wangqiang@shili.cn"),
    ("unit.code", "91410100ma9k7qw470", "91410100MA9K7QW470"),
    ("unit.name", " 郑州示例元境科技有限公司\n", "郑州示例元境科技有限公司"),
    ("unit.address", "河南省郑州市\t1号", "河南省郑州市 1号"),
    ("unit.participants.0.code", "12410000415800122q", "12410000415800122Q"),
    ("cover.date", "2023年10月30日", "2023-10-30"),
    ("pledge.phone", "+86 13800000002", "13800000002"),
]


@pytest.mark.parametrize(("path", "written", "stored"), _WRITINGS)
def test_a_file_is_read_in_its_stored_form(path: str, written: str, stored: str) -> None:
    data = changed((path, written)).to_json().encode()
    application = read_application(data, "申报.json").application
    assert application == changed((path, stored))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("unit.revenue", "约5000"),
        ("unit.leader.mobile", "1380000"),
        ("cover.date", "2023-02-30"),
        ("unit.profile", " 公司\t５０００万元 \n"),
        ("evidence.0.file", " a ＋.pdf"),
        ("unit.nature", "PRIVATE "),
        ("unit.participants.0.role", "算法，５项"),
    ],
)
def test_what_is_not_understood_stays(path: str, text: str) -> None:
    application = changed((path, text))
    assert normalised(application, national_call()) == application


def test_without_its_call_an_amount_keeps_its_unit() -> None:
    unknown: Any = changed(("call", "no-such-call"), ("unit.revenue", "5,000万元"))
    loaded = read_application(unknown.to_json().encode(), "申报.json").application
    assert loaded.unit.revenue == "5,000万元"
    assert "unit.revenue.format" in codes(loaded)


def test_a_complete_application_is_not_changed() -> None:
    application = complete_application()
    assert normalised(application, national_call()) is application


@given(st.sampled_from(list(FieldKind)), TEXTS)
def test_twice_is_once(kind: FieldKind, text: str) -> None:
    once = normalise(kind, text, "万元")
    assert normalise(kind, once, "万元") == once
