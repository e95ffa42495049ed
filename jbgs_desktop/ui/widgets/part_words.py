"""How a part that was given to a colleague is told: which sections, when, to whom."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.ui.widgets.session import Session

_SOMEBODY = "同事"


def person_of(part: GivenPart) -> str:
    """To whom ``part`` was given."""
    return part.to or _SOMEBODY


def day_words(when: datetime) -> str:
    """``9月18日``, with the year where it is another."""
    local = when.astimezone()
    year = "" if local.year == datetime.now().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日"


def given_words(part: GivenPart) -> str:
    """``9月18日 分给了张三``."""
    return f"{day_words(part.when)} 分给了{person_of(part)}"


def still_out(session: Session) -> list[str]:
    """A sentence for each part that did not come back."""
    return [
        f"{section_names(session, part.fields)} 还在{person_of(part)}那里"
        f"（{day_words(part.when)}分出），没有收回。"
        for part in session.parts
        if part.is_out
    ]


def section_names(session: Session, fields: Sequence[str]) -> str:
    """``方向2：三、（二）重点任务攻关计划、…``."""

    def name(path: str) -> str:
        field = session.field(path)
        return field.text.name or field.label

    books = groupby(fields, key=lambda path: path.split(".")[1])
    return "；".join(f"方向{no}：{'、'.join(map(name, paths))}" for no, paths in books)
