"""What was found speaks to its reader: to the office in the window, to the applicant on a slip."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import jbgs_desktop.office
from jbgs_desktop.bundle.verdict import FINDING_SENTENCES
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.finding_sentences import office_sentence, slip_sentence, slip_words
from jbgs_desktop.office.register.parts import Problem
from jbgs_desktop.office.severity import as_problems
from tests.bundle.small_bundles import CALL, an_application

LATE = datetime(2026, 11, 1, tzinfo=UTC)
OFFICES = ("申报单位", "接收单位", "不要接收", "对照纸质件", "本机", "不要打开")
ADDRESSED = re.compile(r"(?<!申)请(?!申报单位|本单位|按收到)")


def problem(code: str, message: str) -> Problem:
    return Problem(severity=Severity.ERROR, label="报送包", message=message, code=code)


def problems_of(application: Application) -> tuple[Problem, ...]:
    return as_problems(check(application, CALL, now=LATE, evidence_size=lambda _: None))


def broken_applications() -> list[Application]:
    """Applications that many rules find something in."""
    good = an_application(1, CALL.tracks[1].id, (2, 8))
    changes = {
        "unit.code": "1234",
        "unit.staff": 0,
        "unit.revenue": "12,3.456元",
        "unit.contact.mobile": "123",
        "unit.contact.email": "邮箱",
        "unit.leader.name": "张三先生",
        "cover.recommender": "",
        "pledge.date": "2024-01-01",
        "product_overview": "",
        "taskbooks.2.goals": "",
    }
    broken = good
    for path, value in changes.items():
        broken = broken.set(path, value)
    return [Application(), good, broken, good.set("cover.recommender", good.unit.name)]


@pytest.mark.parametrize("application", broken_applications())
def test_the_checks_ask_the_applicant_through_the_office(application: Application) -> None:
    problems = problems_of(application)
    assert problems
    for each in problems:
        unquoted = re.sub("“[^”]*”", "", office_sentence(each))
        assert not ADDRESSED.search(unquoted), unquoted
        slip = slip_sentence(each.model_copy(update={"message": office_sentence(each)}))
        assert "请申报单位" not in slip


def test_what_the_office_does_itself_is_asked_of_it() -> None:
    by_code = {each.code: office_sentence(each) for each in problems_of(Application())}
    by_code |= {
        p.code: office_sentence(p) for each in broken_applications() for p in problems_of(each)
    }
    assert by_code["cover.recommender.empty"].endswith("请本单位核对后补填全称并盖章。")
    assert by_code["deadline.passed"].endswith("已过。请按收到的时间决定是否接收。")
    assert "可以留空" not in by_code["cover.recommender.same-as-unit"]


@pytest.mark.parametrize("code", sorted(FINDING_SENTENCES))
def test_a_slip_gives_the_facts_of_a_bundle_and_advice_to_its_applicant(code: str) -> None:
    sentence = FINDING_SENTENCES[code].replace("{reason}", "不是文字，请重新导出。")
    words = slip_sentence(problem(code, sentence))
    advice = words[words.rfind("。", 0, -1) + 1 :]
    assert not any(word in advice for word in OFFICES), words
    assert "让申报单位" not in words
    assert words.endswith("。")
    assert "，。" not in words


def scan_sentences() -> list[str]:
    """What the reading of scans says with advice in it, as it stands in the code."""
    file = Path(jbgs_desktop.office.__file__).parent / "scan_check.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        "".join(str(p.value) if isinstance(p, ast.Constant) else "某" for p in node.values)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    ]


def test_a_slip_asks_for_scans_not_for_a_look_at_the_paper() -> None:
    asked = [slip_words(text, "office.scan.x") for text in scan_sentences() if "请" in text]
    assert len(asked) > 4
    assert all(text.endswith("请重新扫描，重新制作报送包。") for text in asked)


def test_a_reason_without_a_finding_sends_the_applicant_to_the_office() -> None:
    words = slip_words("本机没有这份申报所用的通知。请向发布通知的单位索取，再接收一次。")
    assert words == "本机没有这份申报所用的通知。请与退回单位联系。"
    assert slip_words("缺少文件。") == "缺少文件。"
