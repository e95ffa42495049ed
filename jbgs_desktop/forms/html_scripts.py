"""Which words of HTML are raised or lowered, and where the same words stand in the plain text.

What is copied comes in both forms, and only the HTML knows which characters are raised.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jbgs_desktop.forms.html_styles import ClassScripts, script_of_style
from jbgs_desktop.forms.text.clean import clean, folded
from jbgs_desktop.forms.text.scripts import Script, set_script

_TAGS = {"sup": Script.SUPER, "sub": Script.SUB}
_VOID = {"img", "br", "hr", "input", "col", "wbr", "meta", "link"}  # these never close
_MOST_CLASSES = 20  # of one tag
_CONTEXT = 6  # characters that are shown of a run, and of the line before it
_MOST_NAMED = 3  # runs in a sentence
_DEEPEST = 16  # of raised in lowered and so on; no program writes more
_MARKER = re.compile(  # which the plain text has of a list, and the HTML has not
    r"\s*(?:[\d.]{1,12}|[^\W_]{1,4}[.、)）]|[(（][^\W_]{1,4}[)）]|[•◦▪●○■□–*·o-])[ \u3000]*"
)
_LINE = re.compile(r"[^\t\r\n]+")
_DASHES = str.maketrans("–−", "--")


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """The characters of a text from ``start`` up to ``end`` are raised or lowered."""

    start: int
    end: int
    script: Script


class OpenScripts:
    """The tags that are open, as far as they raise or lower what stands in them.

    ``classes`` are those that do so, too; ``doubts`` counts the tags of which it is not known.
    """

    def __init__(self, classes: ClassScripts) -> None:
        self._classes, self.doubts = classes, 0
        self._open: list[tuple[str, Script]] = []  # each with what holds in it

    @property
    def current(self) -> Script:
        return self._open[-1][1] if self._open else Script.NORMAL

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """``tag`` opens."""
        if tag in _VOID:
            return
        script = self._script_of(tag, attributes)
        # One that says nothing counts only so that its end is not taken for another's.
        is_inside = any(tag == each for each, _ in self._open)
        if (script or is_inside) and len(self._open) < _DEEPEST:
            self._open.append((tag, script or self.current))

    def _script_of(self, tag: str, attributes: Mapping[str, str]) -> Script | None:
        if script := _TAGS.get(tag):
            return script
        effects = [script_of_style(attributes.get("style", ""))]
        for name in attributes.get("class", "").split()[:_MOST_CLASSES] if self._classes else ():
            effects += [self._classes.get((each, name)) for each in (tag, "")]
        known = [each for each in effects if each is not None]
        if known and known[0] is Script.NORMAL:
            self.doubts += 1
            return None
        return known[0] if known else None

    def end(self, tag: str) -> None:
        """``tag`` closes."""
        at = next((n for n in reversed(range(len(self._open))) if self._open[n][0] == tag), None)
        if at is not None:
            del self._open[at]

    def end_all(self) -> None:
        """A cell begins or ends, beyond which nothing is raised by a tag left open."""
        self._open.clear()


def runs_joined(pieces: Sequence[tuple[Script, str]]) -> str:
    """The text of ``pieces``, raised and lowered where all of a run has such a form."""
    runs = groupby(pieces, lambda piece: piece[0])
    return "".join(in_script("".join(text for _, text in run), script) for script, run in runs)


def in_script(text: str, script: Script) -> str:
    """``text`` in ``script``; as it is where that is not all of it, else it would read as other."""
    made, missing = (text, "") if script is Script.NORMAL else set_script(text, script)
    return text if missing else made


def unset_runs(text: str, runs: Sequence[ScriptRun]) -> list[str]:
    """Those of ``runs`` of ``text`` that have no such form, each with the words before it."""
    return [
        _in_context(text, run)
        for run in runs
        if set_script(text[run.start : run.end], run.script)[1]
    ]


def _in_context(text: str, run: ScriptRun) -> str:
    before = text[max(0, run.start - _CONTEXT) : run.start].rpartition("\n")[2]
    return " ".join((before + text[run.start : run.end][:_CONTEXT]).split())


def unset_sentence(count: int, which: Sequence[str] = ()) -> str:
    """What the user is told of as many runs that came, but as ordinary characters."""
    if not count:
        return ""
    named = "、".join(f"“{each}”" for each in which[:_MOST_NAMED])
    listed = f"（{named}{'等' if count > min(len(which), _MOST_NAMED) else ''}）" if named else ""
    return f"{count} 处上下标没有带入，只带入了文字，请对照原文改{listed}。"


def with_scripts(text: str, marked: str, runs: Sequence[ScriptRun]) -> tuple[str, list[str]]:
    """``text`` with the ``runs`` of ``marked``, the same words, and those that could not come."""
    if not runs:
        return text, []
    where = _where(text, marked)
    parts: list[str] = []
    unset: list[str] = []
    at = 0
    for run in runs:
        places = [where.get(n) for n in range(run.start, run.end) if bare(marked[n])]
        known = [place for place in places if place is not None]
        if len(known) < len(places) or known[0] < at:
            unset.append(_in_context(marked, run))
            continue
        start, end = known[0], known[-1] + 1
        made, missing = set_script(text[start:end], run.script)
        unset += [_in_context(marked, run)] if missing else []
        parts += [text[at:start], text[start:end] if missing else made]
        at = end
    return "".join([*parts, text[at:]]), unset


def _where(text: str, marked: str) -> dict[int, int]:
    """Where in ``text`` the characters of ``marked`` stand, as far as that is beyond doubt."""
    if len(marked) > 2 * len(text) + 1000:
        return {}  # other words
    letters, places = _letters(text, 0, len(text))
    marked_letters, marked_places = _letters(marked, 0, len(marked))
    if letters == marked_letters:
        return dict(zip(marked_places, places, strict=True))
    ours, theirs = _lines(text, has_markers=True), _lines(marked)
    return {
        there: here
        for line, found in theirs.items()
        if len(found) == len(ours.get(line, ()))
        for there_places, here_places in zip(found, ours[line], strict=True)
        for there, here in zip(there_places, here_places, strict=True)
    }


def _lines(text: str, *, has_markers: bool = False) -> dict[str, list[list[int]]]:
    """By the letters of each line the places of them, for each line that reads so.

    With ``has_markers`` also by what stands behind the number or sign of a list.
    """
    found: dict[str, list[list[int]]] = defaultdict(list)
    for line in _LINE.finditer(text):
        marker = _MARKER.match(text, line.start(), line.end()) if has_markers else None
        for start in {line.start(), marker.end() if marker else line.start()}:
            letters, places = _letters(text, start, line.end())
            if letters:
                found[letters].append(places)
    return found


def _letters(text: str, start: int, end: int) -> tuple[str, list[int]]:
    kept = [(letter, at) for at in range(start, end) for letter in bare(text[at])]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


def bare_letters(text: str) -> str:
    """The :func:`bare` of all of ``text``."""
    return "".join(map(bare, text))


@cache
def bare(character: str) -> str:
    """``character`` as it is compared between what was written in several ways."""
    return folded(clean(character).text).translate(_DASHES).replace('"', "")
