"""表 and 图 of a task book: each has its caption, the text speaks of each, and of no other.

A text made elsewhere may number tables that it only tells of (表1 typed above a list, 附件1表2);
those are let pass.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jbgs_desktop.forms.checks.context import CheckContext, Steps, is_blank, quoted
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.number_mentions import CLAUSE_ENDS, ELSEWHERE
from jbgs_desktop.forms.section import (
    FigureItem,
    SubHeading,
    TableItem,
    content_of,
    items_of,
)
from jbgs_desktop.forms.section_numbers import section_numbers

_MENTION = re.compile(r"(?P<word>[表图])\s?(?P<number>\d{1,3})(?!\d)")
# 表1、3 and 表1—3 mention other tables than the first too.
_FURTHER = re.compile(r"\s?(?P<sign>[、,，和与及至到~～—–-])\s?[表图]?(?P<number>\d{1,3})(?!\d)")
_THROUGH = "至到~～—–-"
_SURE_MENTION = re.compile(
    r"(?:[见如由按据]|(?<=\d)[和与及、至到])(?P<what>(?P<word>[表图])\s?(?P<number>\d{1,3}))"
    r"(?![\d.]|\s?[-—–年月日个张份种家人名项套幅页])"
)
_TYPED_CAPTION = re.compile(r"^[ \t　]*(?P<word>[表图])\s?(?P<number>\d{1,3})(?!\d)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a task book and its path; captions are none."""

    path: str
    text: str


def caption_findings(case: CheckContext, no: int) -> Steps:
    """What is wrong with the captions and numbers in the task book of direction ``no``."""
    book = case.application.taskbook(no)
    numbers = section_numbers(book, case.call.form.taskbook.sections)
    texts = [text for text in _texts(case, no) if "表" in text.text or "图" in text.text]
    yield None
    mentioned = set() if not numbers else _mentioned(texts)
    yield None
    for path, number in numbers.items():
        section, _, at = path.partition(".")
        caption = content_of(getattr(book, section)[int(at)]).caption
        full = f"taskbooks.{no}.{path}"
        yield from _caption(case, full, number, caption)
        if number not in mentioned:
            name = number if is_blank(caption) else f"{number}{quoted(caption)}"
            message = (
                f"正文里没有提到{name}，请在说到它的地方写“见{number}”，让评审专家知道它说明什么。"
            )
            yield case.warning(full, "not-mentioned", message)
    yield None
    yield from _missing(case, texts, numbers)


def _caption(case: CheckContext, path: str, number: str, caption: str) -> Iterator[Finding]:
    if is_blank(caption):
        message = f"{number}还没有题目，请写一句话说明它是什么，例如“主要技术指标”“系统架构”。"
        yield case.warning(path, "no-caption", message)
    elif typed := _TYPED_CAPTION.match(caption):
        message = (
            f"题目里写了{quoted(typed[0].strip())}，而编号由程序自动加上，"
            f"纸面上会印成“{number} {caption.strip()}”，请删去题目里的编号。"
        )
        yield case.warning(path, "caption-number", message)


def _texts(case: CheckContext, no: int) -> Iterator[_Text]:
    """Paragraphs, sub-headings and cells in the order of the form."""
    for section in case.call.form.taskbook.sections:
        path = f"taskbooks.{no}.{section}"
        value = case.application.get(path)
        if isinstance(value, str):
            yield _Text(path, value)
            continue
        for at, item in enumerate(items_of(value)):
            match item:
                case str():
                    yield _Text(f"{path}.{at}", item)
                case SubHeading(heading=heading):
                    yield _Text(f"{path}.{at}", heading)
                case TableItem(table=table):
                    for row, cells in enumerate(table.rows):
                        for place, cell in enumerate(cells):
                            text = cell if isinstance(cell, str) else cell.text
                            yield _Text(f"{path}.{at}.rows.{row}.{place}", text)
                case FigureItem():
                    pass


def _mentioned(texts: list[_Text]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        for first in _MENTION.finditer(text.text):
            word, number, end = first["word"], int(first["number"]), first.end()
            found.add(f"{word}{number}")
            while further := _FURTHER.match(text.text, end):
                last, end = int(further["number"]), further.end()
                start = number if further["sign"] in _THROUGH else last
                found |= {f"{word}{each}" for each in range(start, last + 1)}
                number = last
    return found


def _missing(
    case: CheckContext, texts: list[_Text], numbers: Mapping[str, str]
) -> Iterator[Finding]:
    """An error where there are numbered tables and figures: then the typed number is a slip."""
    known = {*numbers.values()}
    for text in texts:
        known |= {_name(typed) for typed in _TYPED_CAPTION.finditer(text.text)}
    named: set[str] = set()
    for text in texts:
        unknown = [each for each in _SURE_MENTION.finditer(text.text) if _name(each) not in known]
        ends = [end.end() for end in CLAUSE_ENDS.finditer(text.text)] if unknown else []
        for mention in unknown:
            name, before = _name(mention), bisect_right(ends, mention.start())
            start = ends[before - 1] if before else 0
            if name in named or ELSEWHERE.search(text.text, start, mention.start()):
                continue
            named.add(name)
            there = _there([number for number in numbers.values() if number[0] == name[0]], name)
            message = (
                f"写了{quoted(mention['what'])}，但这一份里{there}，请改正编号，或者补上{name}。"
            )
            speak = case.error if numbers else case.warning
            yield speak(text.path, "number-missing", message)


def _there(same: list[str], name: str) -> str:
    """Which of the kind of ``name`` there are, as part of a sentence."""
    if not same:
        return f"一个{name[0]}也没有"
    return f"只有{same[0]}" + (f"至{same[-1]}" if same[1:] else "")


def _name(found: re.Match[str]) -> str:
    return f"{found['word']}{int(found['number'])}"
