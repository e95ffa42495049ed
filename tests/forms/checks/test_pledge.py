"""揭榜任务承诺书."""

import pytest

from tests.forms.applications import Trigger, at, changed, codes, each

TRIGGERS: list[Trigger] = [
    at("pledge.contact", "differs-from-contact", "warning", "李明"),
    at("pledge.phone", "differs-from-contact", "warning", "13800000003"),
    at("pledge.date", "empty", "notice", ""),
]


@each(TRIGGERS)
def test_what_is_wrong_is_found(trigger: Trigger) -> None:
    trigger.finding()


@pytest.mark.parametrize(
    ("path", "value"), [("pledge.contact", " 李敏 "), ("pledge.phone", " 13800000002")]
)
def test_the_same_in_another_writing_does_not_differ(path: str, value: str) -> None:
    assert codes(changed((path, value)), path) == set()


def test_nothing_differs_from_what_is_not_filled_in() -> None:
    application = changed(("unit.contact.name", ""), ("unit.contact.mobile", ""))
    assert codes(application, "pledge.contact") == codes(application, "pledge.phone") == set()
