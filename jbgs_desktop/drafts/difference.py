"""Two versions of an application side by side: which fields differ, which words changed, merging.

Nothing here knows where the versions come from.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Any

from jbgs_desktop.drafts.shared_sequence import count_same, longest_shared
from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.kept import Kept
from jbgs_desktop.forms.section import SectionItem, SectionValue
from jbgs_desktop.forms.section_pieces import joined_pieces, piece_key, section_pieces


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with its two values, as the application has them."""

    path: str
    old: Any
    new: Any


def differences(old: Application, new: Application) -> list[Difference]:
    """The fields in which ``new`` differs from ``old``, in the paper's order.

    A list whose length changed is one field; otherwise each of its items' fields is. A section of
    a task book is one, whatever it holds.
    """
    return list(_compare("", old, new))


def _compare(path: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    children = _children(old, new)
    if children is None:
        yield Difference(path, old, new)
        return
    for step, first, second in children:
        yield from _compare(f"{path}.{step}" if path else step, first, second)


def _children(old: Any, new: Any) -> list[tuple[str, Any, Any]] | None:
    """The parts of two values beside each other; None where they are compared as a whole."""
    if isinstance(old, Kept) and isinstance(new, Kept):
        fields = type(old).model_fields
        return [(name, getattr(old, name), getattr(new, name)) for name in fields]
    if isinstance(old, dict) and isinstance(new, dict):
        keys = sorted({*old, *new}, key=lambda key: (len(key), key))
        return [(key, old.get(key, Taskbook()), new.get(key, Taskbook())) for key in keys]
    if isinstance(old, tuple) and isinstance(new, tuple):
        has_parts = all(isinstance(item, Kept) for item in (*old, *new))
        if has_parts and len(old) == len(new):
            pairs = zip(old, new, strict=True)
            return [(str(at), first, second) for at, (first, second) in enumerate(pairs)]
    return None


def take_back(current: Application, older: Application, path: str) -> Application:
    """``current`` with the field ``path`` (of a Difference between the two) as in ``older``."""
    return current.set(path, older.get(path))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed, each in its own way."""

    path: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged application, in which mine stands wherever there is a conflict."""

    application: Application
    taken: tuple[str, ...]  # fields that were taken from the other side
    conflicts: tuple[Conflict, ...]


def merge(mine: Application, theirs: Application, base: Application | None) -> Merged:
    """Both sides' changes since ``base``; without a base every difference is a conflict."""
    result = mine
    taken: list[str] = []
    conflicts: list[Conflict] = []
    found = (_settled(d.path, base, mine, theirs) for d in differences(mine, theirs))
    for path in dict.fromkeys(found):
        was = None if base is None else base.get(path)
        if base and was == mine.get(path):
            result = result.set(path, theirs.get(path))
            taken.append(path)
        elif not (base and was == theirs.get(path)):
            conflicts.append(Conflict(path, was, mine.get(path), theirs.get(path)))
    return Merged(result, tuple(taken), tuple(conflicts))


def _settled(path: str, base: Application | None, mine: Application, theirs: Application) -> str:
    """``path``, or the list it is an item of when that list is of another length in ``base``.

    There the same number does not name the same item.
    """
    steps = path.split(".")
    for length in range(1, len(steps)):
        whole = ".".join(steps[:length])
        values = [side.get(whole) for side in (base or mine, mine, theirs)]
        if isinstance(values[0], tuple) and len({len(value) for value in values}) > 1:
            return whole
    return path


def both_kept(mine: SectionValue, theirs: SectionValue) -> SectionValue:
    """Everything of both: what they share once, and where they differ mine before theirs.

    Compared by whole paragraphs, sub-headings, tables and figures.
    """
    first, second = list(section_pieces(mine)), list(section_pieces(theirs))
    keys = [piece_key(piece) for piece in first], [piece_key(piece) for piece in second]
    kept: list[SectionItem] = []
    for tag, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        kept += first[a:b] if tag == "equal" else [*first[a:b], *second[c:d]]
    return joined_pieces(kept)


class WordChange(StrEnum):
    """What happened to a run of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class WordRun:
    """A stretch of text of one kind."""

    change: WordChange
    text: str


# A clause with its mark at the end; the mark of a number or an address is none.
_CLAUSE = re.compile(r"[^，。；：！？、\n]*[，。；：！？、\n]|[^，。；：！？、\n]+")
# A Latin word or a number with its sign and unit stays whole; every other character stands alone.
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*[%％‰]?|.", re.DOTALL)
_MOST = 4_000_000  # pairs of words; matching takes that many steps at worst
_FEW_EACH = 8  # times that a clause stands in both texts, on average
_MOST_SAME = 200_000  # pairs of equal clauses, which take a tenth of a second
_ISLAND = 2  # characters: fewer that stayed the same between two changes only confuse


def changed_words(old: str, new: str) -> list[WordRun]:
    """``old`` and ``new`` as one text in runs: without ADDED it is old, without REMOVED new."""
    runs: list[WordRun] = []
    for before, after in _clause_blocks(_CLAUSE.findall(old), _CLAUSE.findall(new)):
        if before == after:
            runs.append(WordRun(WordChange.SAME, before))
        else:
            runs += _within(before, after)
    return _joined(runs)


def _clause_blocks(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """:func:`_blocks`, also of texts that say the same many times, for which that takes long."""
    begin = count_same(old, new)
    end = count_same(old[begin:][::-1], new[begin:][::-1])
    first, second = old[begin : len(old) - end], new[begin : len(new) - end]
    numbers = Counter(second)
    pairs = sum(number * numbers[clause] for clause, number in Counter(first).items())
    if pairs <= _FEW_EACH * (len(first) + len(second)):
        yield from _blocks(old, new)
        return
    shared = longest_shared(first, second) if pairs <= _MOST_SAME else []
    before, after = "".join(old[:begin]), "".join(old[len(old) - end :])
    yield before, before
    yield from _gaps(first, second, shared)
    yield after, after


def _gaps(
    old: list[str], new: list[str], shared: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    """What is between the places that both share, and those places."""
    a = b = 0
    for c, d in (*shared, (len(old), len(new))):
        if a < c or b < d:
            yield "".join(old[a:c]), "".join(new[b:d])
        if c < len(old):
            yield old[c], new[d]
        a, b = c + 1, d + 1


def _within(old: str, new: str) -> list[WordRun]:
    words = _WORD.findall(old), _WORD.findall(new)
    if len(words[0]) * len(words[1]) > _MOST:
        return [WordRun(WordChange.REMOVED, old), WordRun(WordChange.ADDED, new)]
    blocks = list(_blocks(*words))
    runs: list[WordRun] = []
    for at, (before, after) in enumerate(blocks):
        is_between = 0 < at < len(blocks) - 1
        if before == after and not (is_between and len(before) < _ISLAND):
            runs.append(WordRun(WordChange.SAME, before))
        else:
            runs += [WordRun(WordChange.REMOVED, before), WordRun(WordChange.ADDED, after)]
    return runs


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Stretches of both, beside each other, that are the same or replace each other."""
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _joined(runs: list[WordRun]) -> list[WordRun]:
    """Neighbours of a kind as one run; between two that are the same, what went comes first."""
    result: list[WordRun] = []
    for is_same, group in groupby(runs, key=lambda run: run.change is WordChange.SAME):
        texts = dict.fromkeys(WordChange, "")
        for run in group:
            texts[run.change] += run.text
        order = (WordChange.SAME,) if is_same else (WordChange.REMOVED, WordChange.ADDED)
        result += [WordRun(change, texts[change]) for change in order if texts[change]]
    return result
