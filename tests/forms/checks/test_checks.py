"""All checks together: their order, that each rule can speak, and that none can fall over."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jbgs_desktop.forms import checks
from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.finding import Finding, Severity
from tests.forms.applications import NOW, Trigger, changed, checked, complete_application
from tests.forms.checks import (
    test_captions,
    test_cover,
    test_directions,
    test_evidence,
    test_figure_files,
    test_pledge,
    test_prose_figures,
    test_prose_unit_name,
    test_registration,
    test_tables,
    test_taskbooks,
    test_unit,
    test_values,
)
from tests.forms.strategies import applications

_TRIGGERS: list[Trigger] = [
    trigger
    for module in (
        *(test_prose_figures, test_cover, test_directions, test_evidence),
        *(test_prose_unit_name, test_pledge, test_registration),
        *(test_figure_files, test_taskbooks, test_tables, test_captions, test_unit, test_values),
    )
    for trigger in module.TRIGGERS
]
# Told apart by the clock or the disk, so tested without a change of the application.
_WITHOUT_TRIGGER = {"passed", "not-found", "zero-bytes", "all-too-large"}
_WITHOUT_TRIGGER |= {"figure-not-found", "figure-zero-bytes"}
# The call of 2023 has no rule for it: tests/forms/test_running_numbers.py.
_WITHOUT_TRIGGER |= {"too-few"}
_WITHOUT_TRIGGER |= {"too-large", "too-many-cells"}  # see test_size


def test_the_complete_application_has_no_finding() -> None:
    assert checked(complete_application()) == []


def _rules_in(module: Path) -> set[str]:
    """The names of the rules that a module speaks by: the second argument of its findings."""
    calls = (
        node
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
    )
    names = set()
    for call in calls:
        is_finding = ast.unparse(call.func).endswith(("error", "warning", "notice", "speak")) or (
            "case.error if" in ast.unparse(call.func)
        )
        if is_finding and len(call.args) > 1:
            rule = call.args[1]
            assert isinstance(rule, ast.Constant), ast.unparse(call)
            names.add(str(rule.value))
    return names


def test_every_rule_is_seen_to_speak() -> None:
    folder = Path(checks.__file__).parent
    rules = set().union(*(_rules_in(module) for module in folder.glob("*.py")))
    assert len(rules) > 60
    assert rules - {trigger.code.rpartition(".")[2] for trigger in _TRIGGERS} == _WITHOUT_TRIGGER


def test_codes_are_stable_names() -> None:
    for trigger in _TRIGGERS:
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)*\.[a-z0-9-]+", trigger.code)


def test_every_message_is_a_sentence() -> None:
    for trigger in _TRIGGERS:
        finding = trigger.finding()
        _assert_can_be_shown(finding)
        assert finding.message.endswith("。")
        assert not re.search(r"None|[{}！]", finding.message)


def test_findings_come_in_the_order_of_the_paper() -> None:
    application = changed(
        ("directions", (5, 2)),
        ("cover.date", ""),
        ("unit.name", ""),
        ("unit.participants.0.name", "元境 (郑州)"),
        ("unit.profile", ""),
        ("product_overview", ""),
        ("taskbooks.2.scope", ""),
        ("taskbooks.2.introduction", ""),
        ("taskbooks.5.other", ""),
        ("evidence.0.title", ""),
        ("evidence.5.file", ""),
        ("pledge.date", ""),
        ("track", "metaverse"),
        ("region", "atlantis"),
    )
    paths = list(dict.fromkeys(finding.path for finding in checked(application)))
    assert paths == [
        *("region", "cover.date", "unit.name", "unit.profile", "unit.participants.0.name"),
        *("product_overview", "taskbooks.5.organisation", "taskbooks.5.other"),
        *("taskbooks.2.introduction", "taskbooks.2.scope", "taskbooks.2.organisation"),
        *("evidence.0.title", "evidence.5.file", "pledge.date"),
    ]


def test_the_evidence_as_a_whole_comes_before_its_entries() -> None:
    application = changed(("evidence.0.category", 9), ("evidence.1.title", ""))
    paths = [finding.path for finding in checked(application)]
    assert paths == ["evidence", "evidence.0.category", "evidence.1.title"]


def test_errors_come_first_at_one_field() -> None:
    application = changed(
        ("unit.code", "A1440300ZA9K7QW47X"), ("unit.leader.name", "王" * 40 + "喆")
    )
    for path in ("unit.code", "unit.leader.name"):
        severities = [found.severity for found in checked(application) if found.path == path]
        assert len(severities) == 2
        assert severities == sorted(severities, key=list(Severity).index)


@given(applications())
@settings(max_examples=300)
def test_any_application_can_be_checked(application: Application) -> None:
    paths = {path for path, _ in application.texts()}
    for finding in checked(application, evidence_size=lambda file: len(file) % 3 or None):
        _assert_can_be_shown(finding)
        assert finding.path.partition(".")[0] in Application.model_fields
        if finding.path in paths:
            application.get(finding.path)


@given(applications(), st.sampled_from(["track", "region", "call"]))
def test_checking_twice_finds_the_same(application: Application, part: str) -> None:
    assert checked(application) == checked(application)
    assert [found for found in checked(application.set(part, "")) if found.path == part]


def _assert_can_be_shown(finding: Finding) -> None:
    assert finding.label and finding.message and finding.source
    assert "\n" not in finding.message
    assert len(finding.message) < 2000


@pytest.mark.parametrize(
    "piece",
    [
        "某",
        "1",
        "2024年",
        "第一阶段",
        "员工1",
        "，",
        "（",
        "a ",
        "\n",
        "1,000",
        "郑州示例元境",
        "法定代表人：",
        "公司有1月",
        "9" * 50,
    ],
)
def test_a_hundred_thousand_characters_anywhere_can_be_checked(piece: str) -> None:
    text = (piece * 10**5)[: 10**5]
    application = changed(
        *((f"unit.{name}", text) for name in ("name", "code", "revenue", "staff", "profile")),
        *((f"unit.leader.{name}", text) for name in ("name", "email", "mobile")),
        ("unit.contact.fax", text),
        ("unit.participants.0.name", text),
        ("cover.date", text),
        ("product_overview", text),
        *((f"taskbooks.2.{name}", text) for name in ("goals", "plan", "organisation")),
        ("evidence.0.file", text),
        ("pledge.phone", text),
    )
    for finding in checked(application):
        _assert_can_be_shown(finding)


def test_a_pasted_million_can_be_checked() -> None:
    found = checked(changed(("taskbooks.2.goals", "员工1，" * 250_000)))
    assert "taskbooks.too-long" in {finding.code for finding in found}


def test_a_thousand_of_everything_can_be_checked() -> None:
    books = {str(no): Taskbook(goals="x") for no in range(1000)}
    application = Application.model_validate(
        {
            "call": "x",
            "directions": list(range(1000)),
            "unit": {"participants": [{"name": f"单位{no}"} for no in range(1000)]},
            "taskbooks": books,
            "evidence": [{"category": no, "file": f"{no}.pdf"} for no in range(1000)],
        }
    )
    assert len(checked(application)) > 3000


def test_the_end_of_time_can_be_checked() -> None:
    application = changed(("cover.date", "9999-12-31"), ("pledge.date", "0001-01-01"))
    assert "cover.date.far-ahead" in {found.code for found in checked(application)}
    assert checked(complete_application(), now=NOW - timedelta(days=365))
