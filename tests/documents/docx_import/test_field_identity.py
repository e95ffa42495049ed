"""What an exported docx says of its fields is read for years: neither names nor digests change."""

import pytest

from jbgs_desktop.documents.field_identity import (
    bookmark_of,
    digest_of,
    digests_in,
    field_of_bookmark,
    fields_of_form,
    identity_properties,
)
from jbgs_desktop.forms.application import Application
from tests.documents.printed_forms import filled, the_call

SECTION = [
    "一段\n两段",
    {"heading": "（1）"},
    {"table": {"caption": "表", "rows": [["甲", {"text": "乙", "columns": 2}], ["1", "2"]]}},
    {"figure": {"caption": "图", "file": "a"}},
]
VALUES = (
    Application()
    .set("taskbooks.2.goals", SECTION)
    .set("unit.listed", False)
    .set("directions", (9, 2))
    .set("unit.participants", [{"name": "甲"}])
)
DIGESTS = {
    "taskbooks.2.goals": "f28c2eeedc2511a2",
    "taskbooks.2.plan": "4f53cda18c2baa0c",
    "unit.listed": "fcbcf165908dd18a",
    "directions": "863cf011ed3a7b96",
    "unit.participants": "f3f03811c67cb9df",
    "unit.name": "e3b0c44298fc1c14",
}


@pytest.mark.parametrize("path", DIGESTS)
def test_a_digest_stays_what_it_was(path: str) -> None:
    assert digest_of(the_call(), path, VALUES.get(path), {"a": "f00"}) == DIGESTS[path]


def test_every_field_has_a_bookmark_that_names_it() -> None:
    paths = list(fields_of_form(the_call(), [2, 19]))
    marks = [bookmark_of(path) for path in paths]
    assert [field_of_bookmark(mark) for mark in marks] == paths
    assert all(mark.isascii() and len(mark) <= 40 for mark in marks)
    assert bookmark_of("taskbooks.2.goals") == "f_taskbooks_2_goals"
    assert bookmark_of("unit.participants.3.code") == "f_unit_participants"
    assert [field_of_bookmark(mark) for mark in ("cover", "f_", "f_taskbooks_2_x")] == [""] * 3


def test_the_properties_tell_each_field_its_digest_and_its_first_line() -> None:
    properties = identity_properties(
        filled(), the_call(), ["taskbooks.2.goals", "unit.listed"], {}, "ab"
    )
    assert list(properties) == [
        "jbgs.call",
        "jbgs.track",
        "jbgs.revision",
        "jbgs.unit.name",
        "jbgs.unit.code",
        "jbgs.field.taskbooks.2.goals",
        "jbgs.field.unit.listed",
    ]
    (path, digest, words), (_, _, none) = digests_in(properties)
    assert (path, len(digest), len(words), none) == ("taskbooks.2.goals", 16, 8, "")
