"""The unit's code: the standards' own examples, wrong in each way, and its region."""

import pytest

from tests.forms.applications import Trigger, at, changed, codes, each

_CODE = "unit.code"

TRIGGERS: list[Trigger] = [
    at(_CODE, "length", "error", "91410100MA9K7QW47"),
    at(_CODE, "characters", "error", "91410100MA9K7QW47O"),
    at(_CODE, "characters", "error", "91410100ZA9K7QW470"),
    at(_CODE, "check-digit", "error", "914403001922038217"),
    at(_CODE, "check-digit", "error", "91410100MA9KQ7W470"),
    at(_CODE, "check-digit", "error", "19220382-2"),
    at(_CODE, "inner-check-digit", "warning", "91410100MA9K7QW45R"),
    at(_CODE, "region", "warning", "914403001922038216"),
    at(_CODE, "old-form", "warning", "MA9K7QW4-7"),
    at(_CODE, "authority", "warning", "A1410100MA9K7QW47X"),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    "code",
    [
        "91410100MA9K7QW470",
        "９１４１０１００ｍａ９ｋ７ｑｗ４７０",
        "91410100 MA9K 7QW470",
        "91410100MAWMB0YE6Y",
    ],
)
def test_a_valid_code_of_the_region_is_no_finding(code: str) -> None:
    assert codes(changed((_CODE, code)), _CODE) == set()


def test_the_standard_is_the_source() -> None:
    assert at(_CODE, "check-digit", "error", "914403001922038217").finding().source == (
        "GB 32100-2015"
    )
    assert at(_CODE, "inner-check-digit", "warning", "91410100MA9K7QW45R").finding().source == (
        "GB 11714-1997"
    )


def test_the_expected_character_is_told() -> None:
    assert "应为6" in at(_CODE, "check-digit", "error", "914403001922038217").finding().message


def test_one_slip_is_told_once() -> None:
    # Both check characters fail; that the inner one fails too says nothing new.
    found = codes(changed((_CODE, "91410100MA9KQ7W470")), _CODE)
    assert found == {"unit.code.check-digit"}
