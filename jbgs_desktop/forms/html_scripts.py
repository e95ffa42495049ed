"""Which words of HTML are raised or lowered, and where the same words stand in the plain text.

What is copied comes in both forms, and only the HTML knows which characters are raised.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jbgs_desktop.forms.text.clean import clean, folded
from jbgs_desktop.forms.text.scripts import Script, set_script

_TAGS = {"sup": Script.SUPER, "sub": Script.SUB}
_STYLED = re.compile(r"vertical-align:\s*(super|sub)\b", re.IGNORECASE)
_STYLES = {"super": Script.SUPER, "sub": Script.SUB}
_WORD_RAISE = re.compile(r"mso-text-raise:\s*(-?)(\d{1,3})(?:\.\d{1,3})?pt", re.IGNORECASE)
_VOID = {"img", "br", "hr", "input", "col", "wbr", "meta", "link"}  # these never close
_LEAST_RAISE = 2  # pt; less is there to adjust a line
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
    """The tags that are open, as far as they raise or lower what stands in them."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Script]] = []  # each with what holds in it

    @property
    def current(self) -> Script:
        return self._open[-1][1] if self._open else Script.NORMAL

    def begin(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        """``tag`` opens."""
        if tag in _VOID:
            return
        styles = (value for name, value in attributes if name == "style" and value)
        script = _TAGS.get(tag) or _styled(next(styles, ""))
        # One that says nothing counts only so that its end is not taken for another's.
        is_inside = any(tag == each for each, _ in self._open)
        if (script or is_inside) and len(self._open) < _DEEPEST:
            self._open.append((tag, script or self.current))

    def end(self, tag: str) -> None:
        """``tag`` closes."""
        at = next((n for n in reversed(range(len(self._open))) if self._open[n][0] == tag), None)
        if at is not None:
            del self._open[at]

    def end_all(self) -> None:
        """A cell begins or ends, beyond which nothing is raised by a tag left open."""
        self._open.clear()


def _styled(style: str) -> Script | None:
    if not style:
        return None
    if named := _STYLED.search(style):
        return _STYLES[named[1].lower()]
    raised = _WORD_RAISE.search(style)
    if raised is None or int(raised[2]) < _LEAST_RAISE:
        return None
    return Script.SUB if raised[1] else Script.SUPER


def runs_joined(pieces: Sequence[tuple[Script, str]]) -> str:
    """The text of ``pieces``, raised and lowered where all of a run has such a form."""
    runs = groupby(pieces, lambda piece: piece[0])
    return "".join(in_script("".join(text for _, text in run), script) for script, run in runs)


def in_script(text: str, script: Script) -> str:
    """``text`` in ``script``; as it is where that is not all of it, else it would read as other."""
    made, missing = (text, "") if script is Script.NORMAL else set_script(text, script)
    return text if missing else made


def unset_runs(text: str, runs: Sequence[ScriptRun]) -> int:
    """How many of ``runs`` of ``text`` have no such form."""
    return sum(bool(set_script(text[run.start : run.end], run.script)[1]) for run in runs)


def unset_sentence(count: int) -> str:
    """What the user is told of as many runs that came, but as ordinary characters."""
    return f"{count} 处上下标没有带入，只带入了文字，请对照原文改。" if count else ""


def with_scripts(text: str, marked: str, runs: Sequence[ScriptRun]) -> tuple[str, int]:
    """``text`` with the ``runs`` of ``marked``, the same words, and how many could not come."""
    if not runs:
        return text, 0
    where = _where(text, marked)
    parts: list[str] = []
    at = unset = 0
    for run in runs:
        places = [where.get(n) for n in range(run.start, run.end) if bare(marked[n])]
        known = [place for place in places if place is not None]
        if len(known) < len(places) or known[0] < at:
            unset += 1
            continue
        start, end = known[0], known[-1] + 1
        made, missing = set_script(text[start:end], run.script)
        unset += bool(missing)
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
