"""The application as a value: its paths, its JSON, and that an edit shares the rest."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jbgs_desktop.forms import application as forms_application
from jbgs_desktop.forms.application import Application, Evidence, FieldKind, Participant, Taskbook
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.fields import describe
from tests.forms.applications import changed, complete_application, national_call
from tests.forms.strategies import TEXTS, applications

# The JSON of docs/developer/interface.md, with every key.
_PUBLISHED = {
    "schema_version": 1,
    "call": "miit-2023-weilai-chanye",
    "region": "zhengzhou",
    "track": "metaverse",
    "directions": [2, 5],
    "cover": {"recommender": "", "date": "2023-10-30"},
    "unit": {
        "name": "",
        "leader": {"name": "", "title": "", "email": "", "mobile": ""},
        "contact": {"name": "", "mobile": "", "email": "", "fax": ""},
        "legal_representative": "",
        "registered_capital": "5000",
        "address": "",
        "code": "",
        "nature": "private",
        "nature_other": "",
        "listed": False,
        "revenue": "",
        "rd_spending": "",
        "related_revenue": "",
        "staff": 0,
        "rd_staff": 0,
        "profile": "",
        "participants": [{"name": "", "code": "", "role": ""}],
    },
    "product_overview": "",
    "taskbooks": {
        "2": {
            "introduction": "",
            "scope": "",
            "value": "",
            "foundation": "",
            "progress": "",
            "goals": "",
            "plan": "",
            "organisation": "",
            "risks": "",
            "other": "",
        }
    },
    "evidence": [{"category": 1, "title": "", "file": "evidence/audit-2022.pdf"}],
    "pledge": {"contact": "", "phone": "", "date": "2023-10-30"},
}


def test_the_published_json_loads_and_is_written_in_the_same_shape_and_order() -> None:
    written = Application.model_validate(_PUBLISHED).to_json()
    assert json.dumps(json.loads(written)) == json.dumps(_PUBLISHED)
    assert written.endswith("}\n")


def test_chinese_is_written_as_it_is() -> None:
    assert "郑州示例元境科技有限公司" in complete_application().to_json()


def test_an_empty_application_has_no_text() -> None:
    assert {text for _, text in Application().texts()} == {""}


@given(applications())
def test_every_text_is_found_at_its_path(application: Application) -> None:
    for path, text in application.texts():
        if not any("." in key for key in application.taskbooks):
            assert application.get(path) == text


_PATHS = [path for path, _ in complete_application().texts()]


@given(st.sampled_from(_PATHS), TEXTS)
def test_an_edit_changes_its_field_and_no_other(path: str, text: str) -> None:
    before = complete_application()
    after = before.set(path, text)
    assert before == complete_application()
    old, new = dict(before.texts()), dict(after.texts())
    assert new.pop(path) == text
    assert old.pop(path) is not None
    assert new == old


@given(applications(), TEXTS)
def test_a_task_book_can_be_written_in_any_application(application: Application, text: str) -> None:
    after = application.set("taskbooks.3.goals", text)
    assert after.get("taskbooks.3.goals") == text
    assert set(after.taskbooks) == {*application.taskbooks, "3"}


def test_an_edit_shares_what_it_does_not_change() -> None:
    before = complete_application()
    after = before.set("unit.leader.name", "赵敏")
    assert after.taskbooks["2"] is before.taskbooks["2"]
    assert after.unit.contact is before.unit.contact


def test_task_books_stay_in_the_order_of_their_numbers() -> None:
    application = Application()
    for no in (10, 2, 1):
        application = application.set(f"taskbooks.{no}.goals", "某")
    assert list(application.taskbooks) == ["1", "2", "10"]


def test_a_task_book_under_a_strange_key_stays_and_comes_last() -> None:
    strange = Application(taskbooks={"²": Taskbook(goals="某"), "x": Taskbook()})
    after = strange.set("taskbooks.2.goals", "甲")
    assert list(after.taskbooks) == ["2", "x", "²"]
    assert after.get("taskbooks.².goals") == "某"


def test_a_task_book_that_was_not_begun_reads_as_empty() -> None:
    assert Application().get("taskbooks.7.goals") == ""
    assert Application().taskbook(7) == Taskbook()


def test_whole_parts_can_be_set() -> None:
    after = changed(
        ("directions", [1]),
        ("unit.participants", [Participant(name="甲"), {"name": "乙"}]),
        ("evidence.1", Evidence(category=2, title="某")),
    )
    assert after.directions == (1,)
    assert [one.name for one in after.unit.participants] == ["甲", "乙"]
    assert after.evidence[1].title == "某"


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "x", "unit.", "unit.nam", "unit.name.x", "directions.9", "directions.x"),
        *("evidence.99.title", "evidence.-1.title", "evidence.².title", "taskbooks.x.goals"),
        *("taskbooks.².goals", "taskbooks." + "9" * 5000 + ".goals", "model_fields", "unit.get"),
    ],
)
def test_a_path_that_no_application_has_is_a_lookup_error(path: str) -> None:
    with pytest.raises(LookupError):
        complete_application().get(path)
    with pytest.raises(LookupError):
        complete_application().set(path, "某")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("unit.name", 1),
        ("unit.listed", "是"),
        ("directions", ["2"]),
        ("evidence.0.category", "1"),
        ("unit.leader", "王强"),
        ("schema_version", 3),
    ],
)
def test_a_value_of_another_type_is_refused(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        complete_application().set(path, value)


def test_what_is_missing_may_be_null_as_the_schema_says() -> None:
    schema = Application.model_json_schema()
    assert schema["$schema"].endswith("/draft/2020-12/schema")
    for name, part in {"Application": schema, **schema["$defs"]}.items():
        model: Any = getattr(forms_application, name, None)
        if not hasattr(model, "first_fields"):  # an item of a section, whose keys say what it is
            continue
        nullable = [key for key, value in part["properties"].items() if _may_be_null(value)]
        assert model.model_validate(dict.fromkeys(nullable)) == model()
        assert set(model.model_fields) - set(nullable) <= {"schema_version"}


def _may_be_null(schema: Any) -> bool:
    return {"type": "null"} in schema.get("anyOf", [])


def test_what_is_written_is_never_null_but_a_choice_not_made() -> None:
    schema = Application.model_json_schema(mode="serialization")
    properties = [part["properties"] for part in (schema, *schema["$defs"].values())]
    nullable = [key for part in properties for key in part if _may_be_null(part[key])]
    assert nullable == ["listed"]
    assert json.loads(Application().to_json())["unit"]["listed"] is None


def test_an_application_never_changes() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(complete_application(), "track", "x")  # noqa: B010 - mypy knows it is read-only


def test_every_field_of_the_paper_can_be_described() -> None:
    for path, _ in complete_application().texts():
        if path in ("call", "region", "track"):
            continue
        field = describe(national_call(), path, "metaverse")
        assert field.path == path and field.label and field.name and field.clause
        assert field.kind is field_patterns()[pattern_of(path)]


def test_a_field_in_a_list_is_called_by_its_number() -> None:
    call = national_call()
    assert describe(call, "unit.participants.1.name").name == "第2家参与单位名称"
    assert describe(call, "evidence.0.category").kind is FieldKind.CHOICE
    assert describe(call, "unit.related_revenue", "general-ai").name == (
        "其中与通用人工智能相关的业务收入"
    )


def test_a_path_without_a_field_cannot_be_described() -> None:
    with pytest.raises(LookupError):
        describe(national_call(), "unit.nam")
