"""What every rule works with: the application held against its call, and how a rule speaks."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from types import MappingProxyType

from jbgs_desktop.forms.application import Application, texts_below
from jbgs_desktop.forms.calls.call import Call, Direction, Track
from jbgs_desktop.forms.calls.region import Region
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.fields import Field, describe
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.section import SubHeading, figures_of, items_of, section_text
from jbgs_desktop.forms.text.clean import UNPRINTABLE

EvidenceSize = Callable[[str], int | None]
# None stands where a check may stop for a while, so that it keeps nobody waiting.
Steps = Iterator[Finding | None]
Rule = Callable[["CheckContext"], Steps]

_MOST_NAMED = 8  # characters that one sentence names
_QUOTED = 30  # characters of the user's own text that a sentence repeats
_PARTS = (
    *("call", "region", "track", "cover", "unit", "directions"),
    *("product_overview", "taskbooks", "evidence", "pledge"),
)
_HEADS = {"call": "通知", "region": "属地"}
_SEEN = re.compile(rf"(?!{UNPRINTABLE.pattern})\S")
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True)
class CheckContext:
    """One application to be checked.

    A finding's ``code`` is its field's path without numbers, a dot and the name of the rule.
    """

    application: Application
    call: Call
    now: datetime
    evidence_size: EvidenceSize

    @cached_property
    def track(self) -> Track | None:
        return self.call.track(self.application.track)

    @cached_property
    def region(self) -> Region | None:
        return self.call.region(self.application.region)

    @cached_property
    def directions(self) -> tuple[Direction, ...]:
        """The chosen directions that the track has, each once, in the order of the choice."""
        if not self.track:
            return ()
        chosen = map(self.track.direction, dict.fromkeys(self.application.directions))
        return tuple(filter(None, chosen))

    @cached_property
    def participants(self) -> tuple[tuple[str, str], ...]:
        """Field path and name of every named participant; one called 无 is none."""
        return tuple(
            (f"unit.participants.{at}.name", participant.name.strip())
            for at, participant in enumerate(self.application.unit.participants)
            if not is_blank(participant.name) and not self.says_none(participant.name)
        )

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = self.application.text(path)
        return self._texts[path]

    @cached_property
    def _texts(self) -> dict[str, str]:
        return dict(self.texts_by_field)

    @cached_property
    def all_texts(self) -> tuple[tuple[str, str], ...]:
        """Every text of the application with its path, in the paper's order."""
        return tuple(self.application.texts())

    @cached_property
    def texts_by_field(self) -> tuple[tuple[str, str], ...]:
        """Every text by the path of its field; a section with tables and figures is one text."""
        return tuple(self._texts_by_field())

    def _texts_by_field(self) -> Iterator[tuple[str, str]]:
        for part, value in self.application:
            if part != "taskbooks":
                yield from texts_below(value, part)
                continue
            for key, book in self.application.taskbooks.items():
                for section, text in book:
                    yield f"taskbooks.{key}.{section}", section_text(text)

    def path_of(self, path: str, words: str) -> str:
        """Where in the field at ``path`` ``words`` stand: the field, or the text in its section."""
        value = self.application.get(path)
        found = (at for at, text in texts_below(value, path) if words in text)
        return next(found, path)

    def running_text(self, path: str) -> str:
        """The paragraphs and sub-headings at a field path, without its tables and captions."""
        items = items_of(self.application.get(path))
        texts = (item.heading if isinstance(item, SubHeading) else item for item in items)
        return "\n".join(text for text in texts if isinstance(text, str))

    def is_empty(self, path: str) -> bool:
        """Whether nothing of what stands at ``path`` would be seen on paper."""
        value = self.application.get(path)
        has_figure = isinstance(value, tuple) and any(True for _ in figures_of(value))
        return not has_figure and is_blank(self.text(path))

    def field(self, path: str) -> Field:
        if path not in self._fields:
            self._fields[path] = describe(self.call, path, self.application.track)
        return self._fields[path]

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {}

    def field_path(self, path: str) -> str | None:
        """The field that ``path`` names, or in which the item of a section lies that it names."""
        steps = path.split(".")
        for length in range(len(steps), 0, -1):
            known = ".".join(steps[:length])
            if pattern_of(known) in self.call.form.fields:
                return known
        return None

    def name(self, path: str) -> str:
        """How the form calls the field at ``path``."""
        return self.field(path).name

    def says_none(self, text: str) -> bool:
        """Whether ``text`` is the call's mark for a cell without content (无)."""
        return self.call.says_none(text)

    def error(self, path: str, rule: str, message: str, source: str = "") -> Finding:
        return self._finding(Severity.ERROR, path, rule, message, source)

    def warning(self, path: str, rule: str, message: str, source: str = "") -> Finding:
        return self._finding(Severity.WARNING, path, rule, message, source)

    def notice(self, path: str, rule: str, message: str, source: str = "") -> Finding:
        return self._finding(Severity.NOTICE, path, rule, message, source)

    def _finding(
        self, severity: Severity, path: str, rule: str, message: str, source: str
    ) -> Finding:
        label, clause = self._label_and_clause(path)
        known = pattern_of(self.field_path(path) or path)
        stem = ".".join(step for step in known.split(".") if step != "*")
        return Finding(severity, f"{stem}.{rule}", path, label, message, source or clause)

    def _label_and_clause(self, path: str) -> tuple[str, str]:
        if (known := self.field_path(path)) is not None:
            field = self.field(known)
            return field.name, field.clause
        part, _, key = path.partition(".")
        if part == "taskbooks":
            taskbook = self.call.form.taskbook
            return (
                f"{taskbook.title}方向{shortened(key)}" if key else taskbook.title,
                taskbook.clause,
            )
        heads = _HEADS | {"track": self.call.form.vocabulary.track}
        return heads[part], self.call.title


def is_blank(text: str) -> bool:
    """Whether there is nothing in ``text`` that could be seen on paper."""
    return _SEEN.search(text) is None


def shortened(text: str) -> str:
    """``text`` as part of a sentence: on one line and not too long."""
    start = " ".join(text[: _QUOTED * 2].split())
    return start if len(start) <= _QUOTED and len(text) <= _QUOTED * 2 else start[:_QUOTED] + "…"


def quoted(text: str) -> str:
    return f"“{shortened(text)}”"


def listed(texts: Iterable[str]) -> str:
    """Several names in quotes, as a sentence lists them."""
    return "、".join(quoted(text) for text in texts)


def with_codes(characters: str) -> str:
    """Characters one by one with their numbers, for those that nobody tells by their looks."""
    named = [f"“{each}”（U+{ord(each):04X}）" for each in characters[:_MOST_NAMED]]
    return "、".join(named) + ("等" if len(characters) > _MOST_NAMED else "")


def in_paper_order(case: CheckContext, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of the form; at one field errors come first."""
    chosen = dict.fromkeys(map(str, case.application.directions))
    in_books = {
        step: at
        for steps in (chosen, case.call.form.taskbook.sections)
        for at, step in enumerate(steps)
    }

    def place(finding: Finding) -> tuple[tuple[int, ...], int]:
        return _place(finding.path, in_books), _SEVERITIES.index(finding.severity)

    return sorted(findings, key=place)


def _place(path: str, in_books: dict[str, int]) -> tuple[int, ...]:
    part, *steps = path.split(".")
    place, prefix = [_PARTS.index(part)], part
    for step in steps:
        prefix = f"{prefix}.{step}"
        if part == "taskbooks" and len(place) > 2:  # in an item of a section
            place.append(int(step) if step.isdigit() else 0)
        elif part == "taskbooks":
            place.append(in_books.get(step, sys.maxsize))
        else:
            place.append(int(step) if step.isdigit() else _ranks()[pattern_of(prefix)])
    return tuple(place)


@lru_cache(maxsize=1)
def _ranks() -> MappingProxyType[str, int]:
    """Every part of a field path with the place of its first field on the paper."""
    ranks: dict[str, int] = {}
    for rank, pattern in enumerate(field_patterns()):
        steps = pattern.split(".")
        for length in range(1, len(steps) + 1):
            ranks.setdefault(".".join(steps[:length]), rank)
    return MappingProxyType(ranks)
