"""Which of several boxes are ticked, however that was done with a word processor."""

import re
from collections.abc import Iterator, Sequence

_ON = "☑√✓✔■●✅▣◉◼🗹"
_WEAK = "☒×✗✕✘╳"  # a tick too, unless something else is ticked: then it crosses out
_OFF = "□○☐◻◯❑❒⬜"
_Place = tuple[tuple[int, int], int]  # where a label stands, and its number
_MARKS = re.compile(f"[{_ON}{_WEAK}{_OFF}]+")


def ticked(text: str, labels: Sequence[str]) -> set[int]:
    """The numbers of those ``labels`` (patterns) whose box in ``text`` is ticked.

    A mark may stand before its label or after it. Without any mark, a label that stands alone is
    the chosen one: the others were deleted.
    """
    found_labels = ((re.search(each, text), at) for at, each in enumerate(labels))
    places = sorted((match.span(), at) for match, at in found_labels if match)
    if not _MARKS.search(text):
        return {at for _, at in places} if len(places) < len(labels) else set()
    marks: dict[int, str] = {at: "" for _, at in places}
    is_before = bool(places) and bool(_MARKS.search(text[: places[0][0][0]]))
    for number, (start, end) in enumerate(_gaps(places, len(text))):
        before = places[number - 1][1] if number else None
        after = places[number][1] if number < len(places) else None
        found = _MARKS.findall(text[start:end])
        if len(found) > 1 and before is not None:  # one behind its label, one before the next
            marks[before] += found.pop(0)
        first, second = (after, before) if is_before else (before, after)
        owner = second if first is None else first
        if owner is not None:
            marks[owner] += "".join(found)
    strong = {at for at, signs in marks.items() if any(sign in _ON for sign in signs)}
    return strong or {at for at, signs in marks.items() if any(sign in _WEAK for sign in signs)}


def _gaps(places: Sequence[_Place], length: int) -> Iterator[tuple[int, int]]:
    """The stretches of the text before, between and behind the labels."""
    starts = [0, *(end for (_, end), _ in places)]
    ends = [*(start for (start, _), _ in places), length]
    return zip(starts, ends, strict=True)


def without_marks(text: str) -> str:
    """``text`` without boxes and ticks."""
    return _MARKS.sub("", text)
