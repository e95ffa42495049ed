"""申报表 一、单位情况: what the cells say together."""

import pytest

from jbgs_desktop.forms.application import Participant
from tests.forms.applications import (
    PARTNER,
    UNIT,
    Trigger,
    at,
    changed,
    codes,
    complete_application,
    each,
    error,
    notice,
    warning,
)

_PROFILE = complete_application().unit.profile
_LONG = "某" * 501
_FEW = _PROFILE[:150]


def _participants(*names: str) -> tuple[str, object]:
    return "unit.participants", tuple(Participant(name=name) for name in names)


_NAMES = [f"示例第{number}研究院" for number in "甲乙丙丁戊"]

TRIGGERS: list[Trigger] = [
    at("unit.contact.name", "same-as-leader", "warning", "王 强".replace(" ", "")),
    error("unit.nature.unknown", "unit.nature", ("unit.nature", "charity")),
    error(
        "unit.nature_other.empty",
        "unit.nature_other",
        ("unit.nature", "other"),
        ("unit.nature_other", ""),
    ),
    warning(
        "unit.nature_other.not-chosen",
        "unit.nature_other",
        ("unit.nature", "private"),
        ("unit.nature_other", "农民专业合作社"),
    ),
    at("unit.nature", "code", "warning", "public-institution"),
    warning("unit.nature.code", "unit.nature", ("unit.code", "12410000415800122Q")),
    at("unit.listed", "empty", "error", None),
    warning(
        "unit.listed.small-capital",
        "unit.listed",
        ("unit.listed", True),
        ("unit.registered_capital", "500"),
    ),
    at("unit.address", "no-place", "warning", "示例路1号"),
    at("unit.address", "region", "warning", "河南省洛阳市示例路1号"),
    at("unit.registered_capital", "zero", "warning", "0"),
    at("unit.registered_capital", "unit", "warning", "50000000"),
    at("unit.revenue", "zero", "warning", "0.00"),
    at("unit.revenue", "unit", "warning", "386521700"),
    at("unit.rd_spending", "zero", "warning", "0"),
    at("unit.rd_spending", "more-than-revenue", "warning", "38652.18"),
    at("unit.rd_spending", "low-share", "notice", "1159.56"),
    at("unit.rd_spending", "per-head", "warning", "260.99"),
    at("unit.rd_spending", "per-head", "warning", "26100.01"),
    at("unit.related_revenue", "more-than-revenue", "error", "38652.18"),
    at("unit.related_revenue", "equals-revenue", "warning", "38652.170".rstrip("0")),
    at("unit.staff", "zero", "error", "0"),
    at("unit.rd_staff", "zero", "warning", "0"),
    at("unit.rd_staff", "more-than-staff", "error", "169"),
    at("unit.rd_staff", "low-share", "warning", "16"),
    at("unit.profile", "too-long", "error", _LONG),
    at("unit.profile", "characters-over-limit", "warning", _PROFILE + " abcdefghijkl" * 20),
    at("unit.profile", "too-short", "warning", _FEW),
    at("unit.profile", "topics", "notice", "本公司位于郑州。"),
    notice("unit.participants.empty", "unit.participants", ("unit.participants", ())),
    error("unit.participants.too-many", "unit.participants", _participants(*_NAMES)),
    error(
        "unit.participants.none-among-others",
        "unit.participants",
        _participants("无", PARTNER),
    ),
    error("unit.participants.name.empty", "unit.participants.1.name", _participants(PARTNER, " ")),
    error(
        "unit.participants.name.duplicate",
        "unit.participants.1.name",
        _participants("元境（郑州）研究院", "元境(郑州) 研究院"),
    ),
    error("unit.participants.name.is-lead", "unit.participants.0.name", _participants(UNIT)),
    warning("unit.participants.name.suffix", "unit.participants.0.name", _participants("元境")),
    warning(
        "unit.participants.code.check-digit",
        "unit.participants.0.code",
        ("unit.participants.0.code", "12410000415800122X"),
    ),
    error(
        "unit.participants.code.is-lead",
        "unit.participants.0.code",
        ("unit.participants.0.code", "91410100ma9k7qw470"),
    ),
    error(
        "unit.participants.code.duplicate",
        "unit.participants.1.code",
        (
            "unit.participants",
            tuple(Participant(name=name, code="12410000415800122Q") for name in _NAMES[:2]),
        ),
    ),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("unit.revenue", "9999999.99"),
        ("unit.rd_spending", "5210.40"),
        ("unit.rd_spending", "1159.57"),
        ("unit.related_revenue", "0"),
        ("unit.related_revenue", "38652.16"),
        ("unit.rd_staff", "168"),
        ("unit.rd_staff", "17"),
        ("unit.address", "郑州高新区示例路1号"),
        ("unit.nature", "state"),
        ("unit.nature", "other"),
        ("unit.nature_other", "无"),
        ("unit.listed", True),
    ],
)
def test_what_is_possible_is_no_finding(path: str, value: object) -> None:
    assert codes(changed((path, value)), path) == set()


@pytest.mark.parametrize("value", ["261", "26100"])
def test_the_usual_spending_per_head_includes_its_ends(value: str) -> None:
    assert "unit.rd_spending.per-head" not in codes(changed(("unit.rd_spending", value)))


def test_a_sole_participant_called_none_means_none() -> None:
    application = changed(_participants("无"))
    assert {code for code in codes(application) if "participants" in code} == set()
    assert "evidence.agreement-missing" not in codes(application)


@pytest.mark.parametrize("path", ["unit.name", "unit.address", "unit.nature"])
@pytest.mark.parametrize(("text", "code"), [("无", "none-not-allowed"), ("——", "only-marks")])
def test_a_cell_without_content_is_told_only_that(path: str, text: str, code: str) -> None:
    assert codes(changed((path, text)), path) == {f"{path}.{code}"}


def test_the_place_of_registration_is_asked_for_in_a_sentence() -> None:
    message = at("unit.address", "region", "warning", "河南省洛阳市示例路1号").finding().message
    assert "而郑州市要求申报单位是在郑州市注册、具有独立法人资格的企事业单位，" in message


def test_four_participants_are_allowed() -> None:
    assert "unit.participants.too-many" not in codes(changed(_participants(*_NAMES[:4])))


def test_a_choice_of_other_needs_its_text_only_when_it_is_ticked() -> None:
    assert "unit.nature_other.empty" not in codes(changed(("unit.nature_other", "")))


def test_the_counter_that_decides_is_words() -> None:
    exact = at("unit.profile", "too-long", "error", "某" * 501).finding()
    assert "501字" in exact.message and "多了1字" in exact.message
    assert "unit.profile.too-long" not in codes(changed(("unit.profile", "某" * 500)))


def test_the_missing_topics_are_named() -> None:
    found = at("unit.profile", "topics", "notice", "公司成立于2016年，主要产品是引擎。").finding()
    assert "“标准”" in found.message and "成立时间" not in found.message


def test_elsewhere_every_address_and_code_is_taken() -> None:
    application = changed(("region", "national"), ("unit.address", "北京市示例区示例路1号"))
    assert codes(application, "unit.address") == set()
    assert codes(changed(("region", "national")), "unit.code") == set()
