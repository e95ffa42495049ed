"""What the format of a number adds to it, or hides: 5000 that is shown as 0.5, or as 5000元."""

import re
from dataclasses import dataclass

from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt

# The numbers of formats that no file spells out [ECMA-376-1, 18.8.30].
_PERCENT = {9, 10}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_MONEY = {5, 6, 7, 8, 42, 44}
_WORDS = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|([¥￥$€元万亿])')
_A_WORD = "\ue000"  # stands for a word; no format has this sign
_NO_WORDS = re.compile(r"\[[^\]]*\]|[_*].")  # colours and conditions, blanks of some width
_PLACE = re.compile(r"[0#?]")
_SCALE = re.compile(r"[0#?],+(?![0#?])")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """``before`` and ``after`` are written around the number."""

    before: str = ""
    after: str = ""
    doubt: CellDoubt | None = None


def number_format(number: int, code: str) -> NumberFormat:
    """The format ``number``, spelt out as ``code`` where the file does that."""
    if not code:
        if number in _DATES:
            return NumberFormat(doubt=CellDoubt.DATE)
        is_percent = number in _PERCENT
        before = "¥" if number in _MONEY else ""
        return NumberFormat(before, doubt=CellDoubt.PERCENT if is_percent else None)
    words: list[str] = []

    def taken(match: re.Match[str]) -> str:
        words.append(next(filter(None, match.groups()), ""))
        return _A_WORD

    bare = _NO_WORDS.sub("", _WORDS.sub(taken, code)).partition(";")[0]
    return _of_bare(bare, words)


def _of_bare(bare: str, words: list[str]) -> NumberFormat:
    """The format with a mark for each of its ``words``."""
    signs = bare.replace(_A_WORD, "")
    if "%" in signs:
        return NumberFormat(doubt=CellDoubt.PERCENT)
    if _DATE_LETTERS.search(signs):
        return NumberFormat(doubt=CellDoubt.DATE)
    if _SCALE.search(signs):  # also where a word stands between its places: 0!.0,
        return NumberFormat(doubt=CellDoubt.SCALED)
    parts = _PLACE.split(bare)
    words = words[: bare.count(_A_WORD)]  # those of the format of positive numbers
    before = words[: parts[0].count(_A_WORD)]
    after = words[len(words) - parts[-1].count(_A_WORD) :] if len(parts) > 1 else []
    return NumberFormat("".join(before).strip(), "".join(after).strip())
