"""The numbers of lists, which a docx does not hold: they are counted as Word counts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jbgs_desktop.documents.docx_reader.counted_numbers import counted
from jbgs_desktop.documents.docx_reader.names import Element, descend, is_on, name, value, whole
from jbgs_desktop.documents.docx_reader.styles import NumberPlace, Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BULLETS = {
    "\uf0b7": "•",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf075": "◆",
}
_LATIN_BULLETS = {"l": "●", "n": "■", "u": "◆", "Ø": "➢", "ü": "✓", "·": "•", "o": "○"}
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings")
_CLOSED = re.compile(r"[^\x00-\x7f]$")  # after a full-width sign no blank is needed


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int  # begins anew after a level above this one, from 1; 0 never
    is_decimal: bool
    is_bullet: bool
    joined: bool  # nothing between number and text


_NO_LEVEL = _Level(1, "none", "", 9, False, False, True)


class Numbering:
    """Counts through the paragraphs of one document, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[int, tuple[int, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()
        if root is not None:
            self._read(root)

    def number(self, paragraph: Element) -> str:
        """The number of ``paragraph`` with what parts it from the text; empty for none."""
        place = self._styles.number_place(paragraph)
        if place is None or place.number not in self._lists:
            return ""
        abstract, levels, starts = self._lists[place.number]
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if place.number not in self._begun:
            self._begun.add(place.number)
            for level in starts:
                counts[level] = None
        self._count(place, counts, levels, starts)
        return _written(levels.get(place.level, _NO_LEVEL), counts, levels)

    def _count(
        self,
        place: NumberPlace,
        counts: list[int | None],
        levels: dict[int, _Level],
        starts: dict[int, int],
    ) -> None:
        for level in range(place.level + 1):
            old = counts[level]
            if old is None:
                counts[level] = starts.get(level, levels.get(level, _NO_LEVEL).start)
            elif level == place.level:
                counts[level] = old + 1
        for level in range(place.level + 1, _LEVELS):
            if place.level < levels.get(level, _NO_LEVEL).restart:
                counts[level] = None

    def _read(self, root: Element) -> None:
        abstracts = {
            whole(value(each, "w:abstractNumId")): each
            for each in root.iterchildren(name("w:abstractNum"))
        }
        lists = {
            whole(value(each, "w:numId")): whole(value(descend(each, "w:abstractNumId")), -1)
            for each in root.iterchildren(name("w:num"))
        }
        for each in root.iterchildren(name("w:num")):
            number = whole(value(each, "w:numId"))
            own = lists[number]
            abstract = abstracts.get(own)
            linked = value(descend(abstract, "w:numStyleLink"))
            if linked:  # it only names a style, whose list has the levels
                own = lists.get(self._styles.list_of(linked), own)
                abstract = abstracts.get(own)
            if abstract is None:
                continue
            levels = dict(self._levels(abstract))
            starts: dict[int, int] = {}
            for override in each.iterchildren(name("w:lvlOverride")):
                at = whole(value(override, "w:ilvl"))
                levels |= dict(self._levels(override))
                start = descend(override, "w:startOverride")
                if start is not None and 0 <= at < _LEVELS:
                    starts[at] = whole(value(start), 1)
            self._lists[number] = own, levels, starts

    def _levels(self, holder: Element) -> Iterator[tuple[int, _Level]]:
        for each in holder.iterchildren(name("w:lvl")):
            at = whole(value(each, "w:ilvl"))
            if not 0 <= at < _LEVELS:
                continue
            if style := value(descend(each, "w:pStyle")):
                self._styles.link_level(style, at)
            yield at, _level(each, at)


def _level(element: Element, at: int) -> _Level:
    form = value(descend(element, "w:numFmt"), default="decimal")
    text = value(descend(element, "w:lvlText"))
    if form == "bullet":
        font = value(descend(element, "w:rPr", "w:rFonts"), "w:ascii").lower()
        if font.startswith(_SYMBOL_FONTS):
            text = _LATIN_BULLETS.get(text, text)
        text = _PRIVATE.sub("•", _BULLETS.get(text, text))
    restart = descend(element, "w:lvlRestart")
    return _Level(
        start=whole(value(descend(element, "w:start"), default="1"), 1),
        form=form,
        text=text,
        restart=at if restart is None else whole(value(restart)),
        is_decimal=is_on(descend(element, "w:isLgl")),
        is_bullet=form == "bullet",
        joined=value(descend(element, "w:suff")) == "nothing",
    )


def _written(level: _Level, counts: list[int | None], levels: dict[int, _Level]) -> str:
    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at, _NO_LEVEL)
        form = "decimal" if level.is_decimal else other.form
        return counted(counts[at] or 0, form) if form != "bullet" else ""

    text = level.text if level.is_bullet else _PLACE.sub(place, level.text)
    if not text or level.joined or (_CLOSED.search(text) and not level.is_bullet):
        return text
    return f"{text} "
