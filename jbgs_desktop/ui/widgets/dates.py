"""Dates as they are read aloud."""

from jbgs_desktop.forms.text.clean import iso_day, normalise_date, printed_date

_WEEKDAYS = "一二三四五六日"


def written_date(text: str) -> str:
    """A date as it is read aloud: ``2023年10月30日 星期一``; nothing for anything else."""
    day = iso_day(normalise_date(text))
    return f"{printed_date(day)} 星期{_WEEKDAYS[day.weekday()]}" if day else ""
