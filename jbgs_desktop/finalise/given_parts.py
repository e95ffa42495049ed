"""分工 in the record of a draft: which sections were given to whom, and which came back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime

from jbgs_desktop.forms.kept import Kept, Since
from jbgs_desktop.forms.text.clean import clean_line

LONGEST_PERSON = 20  # characters of a colleague's name
_SECTIONS = "taskbooks."


class PartState(StrEnum):
    """Where a part is."""

    OUT = "out"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """How the state is called in front of a user."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    PartState.OUT: "在外",
    PartState.RETURNED: "已收回",
    PartState.WITHDRAWN: "已撤销",
}


class GivenPart(Kept, first="fields to when token file returned withdrawn"):
    """One docx that was given out: the sections in it (``taskbooks.2.plan``) and ``to`` whom.

    ``to`` is empty where nobody said. ``token`` is that of the revision given out, ``file`` the
    name of the docx without its folder. ``returned`` and ``withdrawn`` are when that last happened.
    ``code`` is what the docx itself tells, empty in those of the first version; ``originals`` the
    kept Word files from which was taken, the newest last.
    """

    fields: tuple[str, ...]
    to: str
    when: AwareDatetime
    token: str
    file: str
    returned: AwareDatetime | None = None
    withdrawn: AwareDatetime | None = None
    code: Annotated[str, Since(3)] = ""
    originals: Annotated[tuple[str, ...], Since(3)] = ()

    @property
    def state(self) -> PartState:
        """What happened to it last; a withdrawn part may still come back."""
        if self.returned and not (self.withdrawn and self.withdrawn > self.returned):
            return PartState.RETURNED
        return PartState.WITHDRAWN if self.withdrawn else PartState.OUT

    @property
    def is_out(self) -> bool:
        return self.state is PartState.OUT


def person_name(text: str) -> str:
    """The name of a colleague as it is kept: one line, not too long."""
    return clean_line(text).text[:LONGEST_PERSON].rstrip()


def given_out(parts: Sequence[GivenPart], path: str) -> tuple[GivenPart, ...]:
    """Those of ``parts`` that are out and hold the section at ``path``, the oldest first."""
    return tuple(part for part in parts if part.is_out and path in part.fields)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A docx that came back: the ``fields`` in it, and what it tells of itself.

    ``token`` is that of its revision, ``codes`` are those of the parts that it is; it is kept as
    ``original``, where that is known. ``number`` is its place, from 0, among those read together.
    """

    fields: frozenset[str]
    token: str = ""
    codes: frozenset[str] = frozenset()
    original: str = ""
    number: int = 0


def parts_answered_by(parts: Sequence[GivenPart], file: ReturnedFile) -> tuple[GivenPart, ...]:
    """Those of ``parts`` that the docx brings back: by its codes, else by revision and fields.

    A docx that tells a code is no part that has another one or none.
    """
    if file.codes:
        return tuple(part for part in parts if part.code in file.codes)
    found: list[GivenPart] = []
    rest = file.fields
    while part := _likely(tuple(p for p in parts if p not in found), file.token, rest):
        found.append(part)
        rest -= frozenset(part.fields)
    return tuple(found)


def all_answered_by(
    parts: Sequence[GivenPart], files: Iterable[ReturnedFile]
) -> tuple[tuple[GivenPart, ReturnedFile], ...]:
    """All of ``parts`` that the docx ``files`` bring back, each with the first that has it."""
    found: dict[GivenPart, ReturnedFile] = {}
    for file in files:
        left = tuple(part for part in parts if part not in found)
        found |= dict.fromkeys(parts_answered_by(left, file), file)
    return tuple(found.items())


def _likely(parts: Sequence[GivenPart], token: str, asked: frozenset[str]) -> GivenPart | None:
    """The one of ``parts`` that a docx without a code brings back, which has the fields ``asked``.

    ``token`` finds the part with just these fields, else one that is among them (several docx read
    together: ask again for the rest), else one that they are among. A docx that lost its properties
    (``token`` empty) is only known where it can be one alone. One that is out goes before one that
    came back already or was withdrawn. None for a docx that holds other fields than sections: it is
    no part.
    """
    if not asked or not all(path.startswith(_SECTIONS) for path in asked):
        return None
    same = [part for part in parts if part.token == token] if token else list(parts)
    for fitting in _fitting(same, asked, is_known=bool(token)):
        for group in (
            [part for part in fitting if part.is_out],
            [part for part in fitting if not part.returned],
            fitting,
        ):
            if group and (token or len(group) == 1):
                return group[0]
            if group:
                return None
    return None


def _fitting(
    parts: Sequence[GivenPart], asked: frozenset[str], *, is_known: bool
) -> Iterator[list[GivenPart]]:
    """Those of ``parts`` that fit the fields ``asked``, the closest first."""
    fields = [(part, frozenset(part.fields)) for part in parts]
    if is_known:
        yield [part for part, own in fields if own == asked]
    yield [part for part, own in fields if own <= asked]
    if is_known:
        yield [part for part, own in fields if asked <= own]
