"""Where the texts of a task book speak of 表2 or 图3, and what becomes of that when numbers move.

The numbers are computed (:mod:`~jbgs_desktop.forms.section_numbers`), what the text says is typed.
A number is followed only where it surely is meant: not in 附表2, 列表2, 表2-1, 2个表, nor in a
clause that speaks of a standard or an annex.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jbgs_desktop.forms.application import Taskbook, texts_below
from jbgs_desktop.forms.section import FigureItem, TableItem, items_of
from jbgs_desktop.forms.section_numbers import FIGURE, TABLE, section_numbers

Renumbering = Mapping[str, str | None]
CLAUSE_ENDS = re.compile(r"[，。；;！？\n]")
ELSEWHERE = re.compile(r"[》附]|证明材料|标准|GB|报告")
_NO_NUMBER = r"(?![\d.]|\s?[年月日个张份种家人名项套幅页%％])"
_MENTION = re.compile(
    r"(?:(?<![\u3400-\u9fff])|(?<!数据)(?<=[见如由按据和与及至到、在从对将把用以的即是为照看于比同了里中而且并]))"
    rf"(?P<word>[表图])\s?(?P<number>\d{{1,3}}){_NO_NUMBER}"
)
_FURTHER = re.compile(rf"\s?(?P<sign>[、,，和与及至到~～—–-])\s?(?P<number>\d{{1,3}}){_NO_NUMBER}")
_FILE = ".file"


@dataclass(frozen=True, slots=True)
class NumberMention:
    """表2 or 图3 in a text; the digits stand from ``start`` to ``end``."""

    name: str
    start: int
    end: int


def number_mentions(text: str) -> Iterator[NumberMention]:
    """The numbers of tables and figures that ``text`` surely means, also in 表1、3 and 表1—3."""
    if TABLE not in text and FIGURE not in text:
        return
    ends = [end.end() for end in CLAUSE_ENDS.finditer(text)]
    for first in _MENTION.finditer(text):
        before = bisect_right(ends, first.start())
        if ELSEWHERE.search(text, ends[before - 1] if before else 0, first.start()):
            continue
        found, end = [first], first.end()
        while further := _FURTHER.match(text, end):
            found.append(further)
            end = further.end()
        if not any(map(_is_backward, found, found[1:])):
            yield from (_mention(first["word"], each) for each in found)


def _is_backward(first: re.Match[str], last: re.Match[str]) -> bool:
    """表2-1 is no range, but the first table of a second chapter."""
    return last["sign"] in "-—–" and int(last["number"]) <= int(first["number"])


def _mention(word: str, found: re.Match[str]) -> NumberMention:
    return NumberMention(f"{word}{int(found['number'])}", *found.span("number"))


def renumbering(before: Taskbook, after: Taskbook, sections: Sequence[str]) -> Renumbering:
    """What each number of ``before`` is in ``after``: another, the same, or None where it is gone.

    A table or figure is known again by its content wherever it went.
    """
    old, new = _numbered(before, sections), _numbered(after, sections)
    places: dict[int, list[str]] = {}
    for number, item in new:
        places.setdefault(id(item), []).append(number)
    same = {number: places[id(item)].pop(0) for number, item in old if places.get(id(item))}
    left = [(number, item) for number, item in new if number not in same.values()]
    for number, item in old:
        if number not in same and (found := next((n for n, i in left if i == item), None)):
            same[number] = found
            left = [each for each in left if each[0] != found]
    return {number: same.get(number) for number, _ in old}


def _numbered(book: Taskbook, sections: Sequence[str]) -> list[tuple[str, TableItem | FigureItem]]:
    numbers = iter(section_numbers(book, sections).values())
    return [
        (next(numbers), item)
        for section in sections
        for item in items_of(getattr(book, section))
        if isinstance(item, TableItem | FigureItem)
    ]


def own_numbers(book: Taskbook, path: str, sections: Sequence[str]) -> Renumbering:
    """What 表1 of the section at ``path`` is called in ``book``, if it means the section's own.

    Only numbers that its text speaks of and that are others in the book. Which of the two is meant
    nobody but the writer knows.
    """
    section = path.rpartition(".")[2]
    alone = Taskbook().model_copy(update={section: getattr(book, section)})
    moved = brought_numbers(alone, book, path.rpartition(".")[0], sections)
    return {old: new for old, new in moved.items() if new}


def brought_numbers(
    brought: Taskbook, book: Taskbook, path: str, sections: Sequence[str]
) -> Renumbering:
    """The numbers of which what was ``brought`` into ``book``, at ``path``, speaks otherwise.

    With what they are called in ``book``, where the same tables and figures stand; None for one of
    what was not brought.
    """
    lines = [line for _, line in mentioning_lines(brought, path)]
    spoken = dict.fromkeys(mention.name for line in lines for mention in number_mentions(line))
    own, in_book = dict(_numbered(brought, sections)), _numbered(book, sections)
    found = {name: _number_of(own[name], in_book) if name in own else None for name in spoken}
    return {old: new for old, new in found.items() if old != new}


def _number_of(
    item: TableItem | FigureItem, numbered: Sequence[tuple[str, TableItem | FigureItem]]
) -> str | None:
    same = [number for number, each in numbered if each is item]
    equal = [number for number, each in numbered if each == item]
    return next(iter([*same, *reversed(equal)]), None)


def then(first: Renumbering, second: Renumbering) -> Renumbering:
    """One renumbering after the other."""
    return {old: second.get(new, new) if new else None for old, new in first.items()}


def mentioning_lines(book: Taskbook, path: str) -> Iterator[tuple[str, str]]:
    """Every line of ``book``, which is at ``path``, that speaks of a number, in its order.

    Each with the path of its text before it.
    """
    for place, text in _texts(book, path):
        for line in text.split("\n"):
            if any(True for _ in number_mentions(line)):
                yield place, line


def with_new_numbers(
    book: Taskbook, path: str, names: Mapping[str, Renumbering]
) -> Mapping[str, str]:
    """The texts of ``book`` that speak of numbers which are others now, by path, as they are to be.

    ``names`` has for a line what the numbers in it have become.
    """
    changed = {}
    for place, text in _texts(book, path):
        made = "\n".join(renamed(line, names.get(line, {})) for line in text.split("\n"))
        if made != text:
            changed[place] = made
    return changed


def renamed(line: str, names: Renumbering) -> str:
    """``line`` with the numbers in it that have become others."""
    for mention in reversed(list(number_mentions(line))):
        if new := names.get(mention.name):
            line = line[: mention.start] + new[1:] + line[mention.end :]
    return line


def _texts(book: Taskbook, path: str) -> Iterator[tuple[str, str]]:
    return (each for each in texts_below(book, path) if not each[0].endswith(_FILE))
