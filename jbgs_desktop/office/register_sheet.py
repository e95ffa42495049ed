"""登记表 as a sheet, for who keeps it on paper."""

import itertools
from collections.abc import Iterable
from datetime import datetime

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.xlsx.sheets import Sheet, SheetLine
from jbgs_desktop.office.register import Register
from jbgs_desktop.office.register_entry import RegisterEntry

_DATE = "%Y-%m-%d %H:%M"
_COLUMNS = (
    *("序号", "收到时间", "来自", "单位名称", "统一社会信用代码", "赛道", "方向", "揭榜产品"),
    *("联系人", "手机", "核验码", "状态", "问题", "退回", "上报", "备注"),
)
_WIDTHS = (6, 17, 26, 28, 21, 14, 10, 26, 10, 15, 15, 11, 50, 40, 30, 30)


def register_sheet(
    register: Register,
    track_names: dict[tuple[str, str], str],
    entries: Iterable[RegisterEntry],
) -> Sheet:
    """登记表 of ``entries`` as a sheet; ``track_names`` by call and track."""
    rows = []
    for at, entry in enumerate(entries, start=1):
        track = track_names.get((entry.call, entry.track), entry.track)
        directions = "、".join(map(str, entry.directions))
        state = register.state(entry).word
        rows.append(
            (
                *(at, _printed(entry.when), entry.source, entry.unit, entry.unit_code, track),
                *(directions, entry.products, entry.contact, entry.mobile),
                *(format_code(entry.code), state, _problems(entry), _returns(entry)),
                "\n".join(f"{_printed(f.when)} {f.package}" for f in entry.forwarded),
                _remarks(entry),
            )
        )
    return Sheet("登记表", _WIDTHS, _COLUMNS, rows, above=(SheetLine("登记表", 16, True, True),))


_MOST_LINES = 40  # in one cell of the sheet; the details stand in the window


def _problems(entry: RegisterEntry) -> str:
    found = [f"{p.severity.word}：{p.label}，{p.message}" for p in entry.found]
    lines = list(itertools.chain([entry.reason] if entry.reason else [], found))
    more = [f"另有 {len(lines) - _MOST_LINES} 条"] if len(lines) > _MOST_LINES else []
    return "\n".join([*lines[:_MOST_LINES], *more])


def _returns(entry: RegisterEntry) -> str:
    return "\n".join(f"{_printed(r.when)} {'；'.join(r.reasons)}" for r in entry.returned)


def _remarks(entry: RegisterEntry) -> str:
    removed = entry.removed
    why = f"{_printed(removed.when)} 删除：{removed.reason}" if removed else ""
    return "\n".join(filter(None, (entry.remarks, why)))


def _printed(when: datetime) -> str:
    return f"{when.astimezone():{_DATE}}"
