"""A text of several sentences: filled in, not too short, speaking of what is asked."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext, listed
from jbgs_desktop.forms.checks.values import cell
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.count import count


def prose(case: CheckContext, path: str, source: str = "") -> Iterator[Finding]:
    """All rules that hold for any text with the hint of its field."""
    missing = list(cell(case, path, source))
    yield from missing
    text = case.text(path)
    if missing or case.says_none(text):
        return
    yield from _advised_minimum(case, path, text)
    yield from _topics(case, path, text)


def _advised_minimum(case: CheckContext, path: str, text: str) -> Iterator[Finding]:
    least = case.field(path).text.advised_minimum
    if least and (words := count(text).words) < least:
        message = f"只有{words}字，少于建议的{least}字，评审时看不出单位的实力，建议补充。"
        yield case.warning(path, "too-short", message)


def _topics(case: CheckContext, path: str, text: str) -> Iterator[Finding]:
    missing = [
        topic.label
        for topic in case.field(path).text.topics
        if not any(word in text for word in topic.words)
    ]
    if missing:
        message = f"表中要求写的内容里，似乎没有提到{listed(missing)}，请看看是否需要补充。"
        yield case.notice(path, "topics", message)
