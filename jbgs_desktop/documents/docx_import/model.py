"""What of an application was recognised in one or several files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jbgs_desktop.documents.docx_reader.model import (
    FORMAT_WORDS,
    FormatKind,
    FormatMark,
    Loss,
    LossKind,
    ReadBlock,
    ReadCell,
    ReadFigure,
    ReadTable,
)
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.section import section_text

_LONGEST = 500
COLOURS = (FormatKind.RED, FormatKind.COLOUR, FormatKind.HIGHLIGHT)  # which mean something
_MOST_SHOWN = 20  # words that stand out, of one kind in one place


def loss_of(kind: LossKind, where: str, text: str, path: str = "") -> Loss:
    """A loss with its words; those of a version of the field at ``path`` in one line."""
    words = " ".join(text.split()) if path else text.strip()
    return Loss(kind, where, words[:_LONGEST], path)


@dataclass(slots=True)
class FieldFindings:
    """The values of fields by their paths, gathered while a file is gone through."""

    values: dict[str, Any] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    formats: dict[str, list[FormatMark]] = field(default_factory=dict)  # by where they stand
    times_put: int = 0
    refused: dict[str, Any] = field(default_factory=dict)  # of fields that had another already

    def put(self, path: str, value: Any, where: str) -> None:
        """The field has ``value``; a second, other one is told and the first stays."""
        self.times_put += 1
        old = self.values.get(path)
        if path not in self.values or is_nothing(old):
            self.values[path] = value
        elif not is_nothing(value) and value != old:
            self.refused.setdefault(path, value)
            words = section_text(value) if isinstance(value, str | tuple) else str(value)
            self.lose(LossKind.DUPLICATE, where, words, path)

    def lose(self, kind: LossKind, where: str, text: str = "", path: str = "") -> None:
        self.losses.append(loss_of(kind, where, text, path))

    def lose_formats(self, marks: Iterable[FormatMark], where: str) -> None:
        """The words come, but not how they stand out."""
        self.formats.setdefault(where, []).extend(marks)

    def lose_colours(self, blocks: Iterable[ReadBlock | ReadCell], where: str) -> None:
        """The same of the form's own lines, whose looks but for colours are the form's."""
        for block in blocks:
            if isinstance(block, ReadTable):
                self.lose_colours(block.cells, where)
            elif not isinstance(block, ReadFigure):
                self.lose_formats((m for m in block.formats if m.kind in COLOURS), where)

    def format_losses(self) -> Iterator[Loss]:
        """What was lost so: one for each place, with the words by which it is found."""
        for where, marks in self.formats.items():
            if marks:
                yield Loss(LossKind.FORMAT, where, "；".join(_words_by_kind(marks)))


@dataclass(frozen=True, slots=True)
class RecognisedForm:
    """The fields that the files hold. ``kind`` is "form", or "sections" for parts given out.

    Figures of sections are named by ``pictures``, which are as they were in the file; what the
    file told of itself are its ``properties``. ``sources`` are the numbers of the files, from 0,
    that have the fields, ``tokens`` what each file tells of the draft's revision, ``codes`` which
    parts given out it is, ``units`` the name and code of the unit that each was made for; in those
    of the numbers ``useless`` nothing was recognised. ``others`` are the values of a
    field that stands in several and counts as in another, by the numbers of their files.
    """

    kind: str
    call: Call
    track: str
    values: Mapping[str, Any]
    losses: tuple[Loss, ...]
    pictures: Mapping[str, bytes]
    properties: Mapping[str, str]
    tracked: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)
    tokens: tuple[str, ...] = ()
    codes: tuple[frozenset[str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    others: Mapping[str, Mapping[int, Any]] = field(default_factory=dict)
    useless: tuple[int, ...] = ()

    def version_of(self, number: int) -> "RecognisedForm":
        """The fields of :attr:`others` alone, as they are in the file ``number``.

        The digests that the files tell are left out: they are those of the values that count.
        """
        values = {path: each[number] for path, each in self.others.items() if number in each}
        sources = dict.fromkeys(values, number)
        return replace(self, values=values, sources=sources, properties={}, others={})

    @property
    def revisions(self) -> dict[str, str]:
        """The token of the revision that each field went out from; empty where none is told."""
        return {path: self.tokens[number] for path, number in self.sources.items()}


def format_counts(marks: Iterable[FormatMark]) -> str:
    """3处加粗、1处红字."""
    counts = Counter(mark.kind for mark in marks)
    return "、".join(f"{count}处{FORMAT_WORDS[kind]}" for kind, count in counts.items())


def _words_by_kind(marks: Iterable[FormatMark]) -> Iterator[str]:
    by_kind: dict[FormatKind, list[FormatMark]] = {}
    for mark in marks:
        by_kind.setdefault(mark.kind, []).append(mark)
    for same in by_kind.values():
        shown = "".join(f"“{mark.text}”" for mark in same[:_MOST_SHOWN])
        yield f"{format_counts(same)}{shown}{'等' if len(same) > _MOST_SHOWN else ''}"


def is_nothing(value: object) -> bool:
    """Whether a field with this value is empty."""
    return value is None or value in ("", ())
