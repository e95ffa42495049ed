"""通知, 属地, 赛道, 封面: dates against the deadlines of the region."""

from datetime import datetime

import pytest

from tests.forms.applications import (
    NOW,
    UNIT,
    Trigger,
    changed,
    checked,
    codes,
    complete_application,
    each,
    error,
    warning,
)

_DATE = "cover.date"
_AFTER = f"{_DATE}.after-deadline"

TRIGGERS: list[Trigger] = [
    error("call.empty", "call", ("call", "")),
    error("call.unknown", "call", ("call", "another-call")),
    error("region.empty", "region", ("region", "")),
    error("region.unknown", "region", ("region", "atlantis")),
    error("track.empty", "track", ("track", "")),
    error("track.unknown", "track", ("track", "metavers")),
    warning("cover.recommender.empty", "cover.recommender", ("cover.recommender", "")),
    warning(_AFTER, _DATE, (_DATE, "2023-11-04"), ("pledge.date", "2023-11-04")),
    warning(
        "cover.recommender.same-as-unit", "cover.recommender", ("cover.recommender", f" {UNIT}")
    ),
    warning(
        "cover.date.before-notice", _DATE, (_DATE, "1999-01-01"), ("pledge.date", "1999-01-01")
    ),
    warning("pledge.date.before-notice", "pledge.date", ("pledge.date", "2023-09-21")),
    warning("cover.date.far-ahead", _DATE, (_DATE, "2023-11-30")),
    warning("cover.date.differs-from-pledge", _DATE, (_DATE, "2023-10-29")),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("2023-09-22", "cover.date.before-notice"),
        ("2023-11-03", _AFTER),
        ("2023-11-29", "cover.date.far-ahead"),
    ],
)
def test_the_first_and_the_last_day_are_in_time(date: str, code: str) -> None:
    assert code not in codes(changed((_DATE, date)))


def test_a_pledge_without_date_does_not_differ() -> None:
    assert "cover.date.differs-from-pledge" not in codes(changed(("pledge.date", "")))


def test_the_date_names_every_deadline_that_it_misses() -> None:
    late = warning(_AFTER, _DATE, (_DATE, "2023-11-09")).finding()
    assert "纸质件及优盘报送截止时间 2023-11-03 18:00" in late.message
    assert "网上申报截止时间 2023-11-08" in late.message
    assert late.source == "通知三（三）"


def test_another_region_has_other_deadlines() -> None:
    application = changed((_DATE, "2023-11-09"), ("region", "national"))
    assert _AFTER not in codes(application)


@pytest.mark.parametrize(
    ("now", "passed"),
    [
        (NOW.isoformat(), 0),
        ("2023-11-03T18:00:00+08:00", 0),
        ("2023-11-03T18:00:01+08:00", 1),
        ("2023-11-08T23:59:59+08:00", 1),
        ("2023-11-08T15:59:59+00:00", 1),
        ("2023-11-08T16:00:00+00:00", 2),
        ("2024-01-01T00:00:00+08:00", 2),
    ],
)
def test_each_deadline_that_has_passed_is_told_once(now: str, passed: int) -> None:
    findings = checked(complete_application(), now=datetime.fromisoformat(now))
    notices = [finding for finding in findings if finding.code == "deadline.passed"]
    assert len(notices) == passed
    assert all((found.severity, found.path) == ("notice", _DATE) for found in notices)


def test_without_a_time_zone_now_is_the_computers_time() -> None:
    assert checked(complete_application(), now=datetime(2023, 10, 29)) == []


def test_the_missing_recommender_is_told_who_it_is() -> None:
    found = warning("cover.recommender.empty", "cover.recommender", ("cover.recommender", ""))
    assert "各区县（市）工信主管部门" in found.finding().message
