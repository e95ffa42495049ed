"""Advice in a finding is turned towards its reader; what is quoted stays as it was written."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import jbgs_desktop.forms.checks
from jbgs_desktop.forms.advice import asked_directly, asked_of_applicant, fact_and_advice

CHECKS = Path(jbgs_desktop.forms.checks.__file__).parent
ALREADY = ("申报单位", "本单位", "注明")


def sentences() -> Iterator[str]:
    """Every text in the code of the checks; a word stands for what is filled in."""
    for file in sorted(CHECKS.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        in_format = {
            id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "某处"
                    for part in node.values
                )
            elif isinstance(node, ast.Constant) and id(node) not in in_format:
                yield str(node.value)


def test_every_advice_of_the_checks_is_asked_of_the_applicant() -> None:
    advice = {text for text in sentences() if "请" in text.replace("申请", "") and "。" in text}
    assert len(advice) > 80
    for text in advice:
        turned = asked_of_applicant(text)
        for part in turned.replace("申请", "").split("请")[1:]:
            assert part.startswith(ALREADY), turned
        assert asked_of_applicant(turned) == turned
        assert asked_directly(turned) == text


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("写的是“请填写”，请核对。", "写的是“请填写”，请申报单位核对。"),
        ("申请专利20件，邀请专家，聘请顾问。", "申请专利20件，邀请专家，聘请顾问。"),
        ("有的请添加，没有的请写明“无”。", "有的请申报单位添加，没有的请申报单位写明“无”。"),
        ("《关于请示的通知》里没有。", "《关于请示的通知》里没有。"),
    ],
)
def test_only_advice_is_turned(text: str, turned: str) -> None:
    assert asked_of_applicant(text) == turned


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("只差大小写，请让申报单位重做。", ("只差大小写。", "请让申报单位重做。")),
        ("多了页。请打开它，并让申报单位重做。", ("多了页。", "请打开它，并让申报单位重做。")),
        ("“请读我”不见了。", ("“请读我”不见了。", "")),
        ("请重新核对。", ("", "请重新核对。")),
    ],
)
def test_a_sentence_is_parted_into_fact_and_advice(text: str, parts: tuple[str, str]) -> None:
    assert fact_and_advice(text) == parts
