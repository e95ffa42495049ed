"""Dates as clerks write them."""

import re
import unicodedata
from datetime import date

from jbgs_desktop.forms.cleaning import clean_line

_WRITTEN = re.compile(r"(\d{4}) ?(?:年|[-./]) ?(\d{1,2}) ?(?:月|[-./]) ?(\d{1,2}) ?日?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEKDAYS = "一二三四五六日"


def normalise_date(text: str) -> str:
    """``2023年10月30日``, ``2023.10.30``, ``2023/10/30`` or ``20231030`` as ISO 8601.

    What names no day of the calendar stays as it was typed.
    """
    folded = unicodedata.normalize("NFKC", clean_line(text).text)
    match = _WRITTEN.fullmatch(folded) or _DIGITS.fullmatch(folded)
    day = match and _day(*map(int, match.groups()))
    return day.isoformat() if day else text


def written_date(iso: str) -> str:
    """An ISO date as it is read aloud: ``2023年10月30日 星期一``; nothing for anything else."""
    match = _WRITTEN.fullmatch(iso)
    day = match and _day(*map(int, match.groups()))
    if not day:
        return ""
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
