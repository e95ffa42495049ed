"""How a number, a date or a code reads: shown beside the field, so that a slip is seen."""

import re
from decimal import Decimal

from jbgs_desktop.forms.text.clean import (
    iso_day,
    normalise_amount,
    normalise_count,
    normalise_date,
    printed_date,
)
from jbgs_desktop.forms.text.codes import inspect_code
from jbgs_desktop.ui.widgets.signs import DONE, signed

_PLAIN = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
_TEN_THOUSANDS = "万元"
_SCALES = ((Decimal(10) ** 8, "万亿元"), (Decimal(10) ** 4, "亿元"))
_WEEKDAYS = "一二三四五六日"
_WORTH_BOTH = Decimal(1000)  # 万元: from here on 亿元 reads well beside it


def grouped(text: str, decimals: int) -> str:
    """A plain amount with thousands separators and ``decimals`` places; other text unchanged."""
    match = _PLAIN.fullmatch(text)
    if not match:
        return text
    sign, whole, fraction = match.groups(default="")
    places = fraction.ljust(decimals, "0")
    return f"{sign}{Decimal(whole):,}" + (f".{places}" if places else "")


def amount_reading(text: str, unit: str) -> str:
    """``38652.17`` 万元 as ``= 3.87 亿元``; nothing for other units or what is no amount."""
    match = _PLAIN.fullmatch(normalise_amount(text, unit))
    if unit != _TEN_THOUSANDS or not match:
        return ""
    amount = Decimal(match[0])
    for scale, name in _SCALES:
        if abs(amount) >= scale:
            return f"= {_short(amount / scale)} {name}"
    if abs(amount) >= _WORTH_BOTH:
        return f"= {_short(amount)} 万元（{_short(amount / 10**4)} 亿元）"
    return f"= {_short(amount * 10**4)} 元"


def share_reading(part: str, whole: str) -> str:
    """A count as a share of another: ``44%``; nothing when that makes no sense."""
    part, whole = normalise_count(part), normalise_count(whole)
    if not (part.isdigit() and whole.isdigit() and int(whole)):
        return ""
    share = Decimal(part) / Decimal(whole)
    return f"{share:.0%}" if share <= 1 else ""


def code_reading(text: str) -> str:
    """A sign when a unit's code is right by its check characters."""
    return signed(DONE, "校验码相符") if text and not inspect_code(text).problems else ""


def _short(number: Decimal) -> str:
    rounded = f"{number:,.2f}"
    return rounded.rstrip("0").rstrip(".")


def written_date(text: str) -> str:
    """A date as it is read aloud: ``2023年10月30日 星期一``; nothing for anything else."""
    day = iso_day(normalise_date(text))
    return f"{printed_date(day)} 星期{_WEEKDAYS[day.weekday()]}" if day else ""
