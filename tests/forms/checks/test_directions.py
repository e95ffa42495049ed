"""揭榜任务方向 and 揭榜产品概述."""

from tests.forms.applications import (
    Trigger,
    at,
    changed,
    codes,
    complete_application,
    each,
    error,
    warning,
)

_OVERVIEW = complete_application().product_overview

TRIGGERS: list[Trigger] = [
    at("directions", "empty", "error", ()),
    at("directions", "unknown", "error", (2, 12)),
    at("directions", "unknown", "error", (0, 5)),
    at("directions", "duplicate", "error", (2, 5, 2)),
    at("directions", "many", "warning", (1, 2, 3, 5)),
    at("product_overview", "too-long", "error", "某" * 1001),
    at("product_overview", "characters-over-limit", "warning", _OVERVIEW + " abcdefghi" * 100),
    at(
        "product_overview",
        "topics",
        "notice",
        "实时三维引擎，基于物体特征点的三维模型快速匹配系统。",
    ),
    at("product_overview", "direction-missing", "warning", _OVERVIEW.replace("三维引擎", "引擎")),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


def test_each_direction_that_the_track_does_not_have_is_named() -> None:
    application = changed(("directions", (2, 5, 12, -1)), ("track", "metaverse"))
    assert "directions.unknown" in codes(application)
    error("directions.unknown", "directions", ("directions", (2, 5, 99))).finding()


def test_directions_of_another_track_cannot_be_judged_without_a_track() -> None:
    assert "directions.unknown" not in codes(changed(("track", ""), ("directions", (2, 5))))


def test_the_same_number_means_another_direction_in_another_track() -> None:
    found = codes(changed(("track", "humanoid-robot")))
    assert "directions.unknown" not in found
    assert "taskbooks.introduction.title-missing" in found


def test_three_directions_are_as_many_as_advised() -> None:
    assert "directions.many" not in codes(changed(("directions", (1, 2, 5))))


def test_one_direction_needs_no_paragraph_of_its_own() -> None:
    application = changed(("directions", (5,)), ("product_overview", "产品。"))
    assert "product_overview.direction-missing" not in codes(application)


def test_a_title_may_be_broken_by_blanks_and_widths() -> None:
    spaced = _OVERVIEW.replace("实时三维引擎", "实时 三维\u3000引擎")
    application = changed(("product_overview", spaced))
    assert codes(application, "product_overview") == set()


def test_the_missing_direction_is_named() -> None:
    trigger = warning(
        "product_overview.direction-missing",
        "product_overview",
        ("product_overview", _OVERVIEW.replace("三维引擎", "引擎")),
    )
    assert "“实时三维引擎”" in trigger.finding().message
