"""字数限制: a limit that the call sets on a text is held, whatever field it is."""

import pytest

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.call import Call, Limit
from jbgs_desktop.forms.field_patterns import field_patterns
from jbgs_desktop.forms.finding import Finding, Severity
from tests.forms.applications import checked, complete_application, national_call

NO_TEXT = {FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.LIST, FieldKind.FILE}
TEXTS = [pattern for pattern, kind in field_patterns().items() if kind not in NO_TEXT]


def limited(pattern: str, words: int, *, hard: bool) -> Call:
    limits = {pattern: Limit(words=words, hard=hard)}
    return national_call().model_copy(update={"limits": limits})


def found(pattern: str, text: object, *, hard: bool = True) -> list[Finding]:
    """What is said of the length of ``text``, where six words are allowed."""
    path = pattern.replace("taskbooks.*", "taskbooks.2").replace("*", "0")
    application = complete_application().set(path, text)
    findings = checked(application, limited(pattern, 6, hard=hard))
    ours = [each for each in findings if each.path == path]
    return [each for each in ours if "要求不超过6字" in each.message or "原则上" in each.message]


@pytest.mark.parametrize("pattern", TEXTS)
def test_every_text_is_held_to_its_limit(pattern: str) -> None:
    (finding,) = found(pattern, "七个字的一段话")
    assert finding.severity is Severity.ERROR
    assert finding.code.endswith(".too-long")
    assert "有7字" in finding.message and "多了1字" in finding.message
    assert found(pattern, "六个字的文本") == []


@pytest.mark.parametrize("pattern", ["unit.address", "unit.participants.*.role", "pledge.contact"])
def test_a_limit_that_holds_in_principle_warns(pattern: str) -> None:
    (finding,) = found(pattern, "七个字的一段话", hard=False)
    assert finding.severity is Severity.WARNING
    assert "原则上不超过6字，多了1字" in finding.message


def test_a_task_book_that_is_not_chosen_is_not_measured() -> None:
    application = complete_application().set("taskbooks.9.risks", "七个字的一段话")
    findings = checked(application, limited("taskbooks.*.risks", 6, hard=True))
    measured = {each.path for each in findings if each.code == "taskbooks.risks.too-long"}
    assert measured == {"taskbooks.2.risks", "taskbooks.5.risks"}
    assert "taskbooks.9" in {each.path for each in findings}


def test_a_section_with_a_table_is_one_text_with_all_its_cells() -> None:
    items = ("三个字", {"table": {"caption": "题", "rows": [["两字", "字"]]}})
    (finding,) = found("taskbooks.*.risks", items)
    assert "有7字" in finding.message
    assert found("taskbooks.*.risks", ("三个字", {"table": {"rows": [["两字", "字"]]}})) == []
