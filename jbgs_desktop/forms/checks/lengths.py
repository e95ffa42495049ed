"""字数限制: every text that has a limit of its own, whatever its kind and wherever it stands."""

from collections.abc import Iterator

from jbgs_desktop.forms.calls.call import Limit
from jbgs_desktop.forms.checks.context import CheckContext, Steps
from jbgs_desktop.forms.checks.values import has_content
from jbgs_desktop.forms.field_patterns import pattern_of
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.text.count import Counts, count


def rules(case: CheckContext) -> Steps:
    for path, text in case.texts_by_field:
        limit = case.call.limits.get(pattern_of(path))
        if limit and has_content(case, path) and _is_printed(case, path):
            yield from _length(case, path, limit, count(text))
            yield None


def _is_printed(case: CheckContext, path: str) -> bool:
    """Not so a task book whose direction is not chosen; that it is there at all is told."""
    part, _, rest = path.partition(".")
    chosen = {str(direction.no) for direction in case.directions}
    return part != "taskbooks" or rest.partition(".")[0] in chosen


def _length(case: CheckContext, path: str, limit: Limit, counts: Counts) -> Iterator[Finding]:
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
