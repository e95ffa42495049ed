"""A text of several sentences: filled in, not too long or short, speaking of what is asked."""

from collections.abc import Iterator

from jbgs_desktop.forms.checks.context import CheckContext, listed
from jbgs_desktop.forms.checks.values import cell
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.count import Counts, count


def prose(case: CheckContext, path: str, source: str = "") -> Iterator[Finding]:
    """All rules that hold for any text with the hint and the limit of its field."""
    missing = list(cell(case, path, source))
    yield from missing
    text = case.text(path)
    if missing or case.says_none(text):
        return
    field = case.field(path)
    if field.limit or field.text.advised_minimum:
        counts = count(text)
        yield from _length(case, path, counts)
        yield from _advised_minimum(case, path, counts.words)
    yield from _topics(case, path, text)


def _length(case: CheckContext, path: str, counts: Counts) -> Iterator[Finding]:
    limit = case.field(path).limit
    if not limit:
        return
    most = limit.words
    if counts.words > most:
        asked = "要求不超过" if limit.hard else "原则上不超过"
        message = (
            f"有{counts.words}字（按Word的“字数”计），{asked}{most}字，"
            f"多了{counts.words - most}字，请删减。"
        )
        speak = case.error if limit.hard else case.warning
        yield speak(path, "too-long", message)
    elif counts.characters > most:
        message = (
            f"按Word的“字数”计是{counts.words}字，没有超过{most}字；"
            f"但“字符数（不计空格）”是{counts.characters}。"
            "如果受理方按字符数计算，就超出了，建议再精简一些。"
        )
        yield case.warning(path, "characters-over-limit", message)


def _advised_minimum(case: CheckContext, path: str, words: int) -> Iterator[Finding]:
    least = case.field(path).text.advised_minimum
    if least and words < least:
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
