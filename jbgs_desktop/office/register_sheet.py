"""登记表 as a sheet, for who keeps it on paper."""

import itertools
from collections.abc import Iterable
from datetime import datetime

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.xlsx.sheets import Sheet, SheetLine
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.calls.shared_words import SharedWords
from jbgs_desktop.office.expected_units import Expectation
from jbgs_desktop.office.finding_sentences import office_sentence
from jbgs_desktop.office.forwarded_rows import endorsement_words
from jbgs_desktop.office.paper_state import PaperState, paper_state
from jbgs_desktop.office.register.entry import RegisterEntry, state_words
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.return_notice import EntryCalls
from jbgs_desktop.office.time_limits import time_limit

_DATE = "%Y-%m-%d %H:%M"
_COLUMNS = (
    *("序号", "单位名称", "统一社会信用代码", "", "方向", "", "联系人", "手机"),
    *("收到时间", "期限", "状态", "核验码", "问题", "扫描件", "纸质件", "纸质份数", "下级推荐"),
    *("退回", "上报", "来自", "备注"),
)
_WIDTHS = (6, 28, 21, 14, 10, 26, 10, 15, 17, 14, 11, 15, 50, 16, 16, 10, 30, 40, 30, 26, 30)


def register_sheet(
    register: Register,
    track_names: dict[tuple[str, str], str],
    entries: Iterable[RegisterEntry],
    *,
    with_notes: bool = True,
) -> Sheet:
    """登记表 of ``entries`` as a sheet; ``track_names`` by call and track.

    Without notes it is fit for others: what the office wrote for itself is left out.
    """
    names = {track: name for (_, track), name in track_names.items()}  # for one without a call
    rows, calls = [], EntryCalls()
    for at, entry in enumerate(entries, start=1):
        track = track_names.get((entry.call, entry.track)) or names.get(entry.track, entry.track)
        rows.append(_row(register, at, entry, track, calls))
    columns = len(_COLUMNS) - (not with_notes)
    return Sheet(
        "登记表",
        _WIDTHS[:columns],
        _titles(calls.known)[:columns],
        [row[:columns] for row in rows],
        above=(SheetLine("登记表", 16, True, True),),
        is_filtered=True,
    )


def _titles(calls: Iterable[Call]) -> tuple[str, ...]:
    """The heads of the columns; those without one are words of the calls."""
    words = SharedWords.of(calls)
    heads = iter((words.track, words.product))
    return tuple(title or next(heads) for title in _COLUMNS)


def expectation_sheet(expectation: Expectation) -> Sheet:
    """应报单位 as a sheet: each with what became of it, then those that nobody expected."""
    states = dict.fromkeys(expectation.missing, "还没有收到")
    states |= dict.fromkeys(expectation.refused, "收到的不能用")
    rows = [(name, states.get(name, "已收到")) for name in expectation.expected]
    rows += [(name, "已收到，不在名单里") for name in expectation.others]
    return Sheet(
        "应报单位",
        (6, 40, 20),
        ("序号", "单位名称", "情况"),
        [(at, *row) for at, row in enumerate(rows, start=1)],
        above=(SheetLine("应报单位", 16, True, True),),
        is_filtered=True,
    )


def _row(
    register: Register, at: int, entry: RegisterEntry, track: str, calls: EntryCalls
) -> tuple[str | int, ...]:
    state, now = register.state(entry), datetime.now().astimezone()
    scans = f"{entry.scan_check.pages} 页" if entry.scan_check else ""
    copies = entry.paper.copies if entry.paper else 0
    paper = paper_state(entry, calls.spots(entry))
    return (
        *(at, entry.unit or "读不出单位", entry.unit_code, track),
        *("、".join(map(str, entry.directions)), entry.products, entry.contact, entry.mobile),
        *(_printed(entry.came), time_limit(entry, state, calls.call(entry), now).words),
        *(state_words(entry, state), format_code(entry.code), _problems(entry), scans),
        *("" if paper is PaperState.NONE else paper.word, copies or "", _below(entry)),
        *(_returns(entry), "\n".join(f"{_printed(f.when)} {f.package}" for f in entry.forwarded)),
        *(entry.source, _remarks(entry)),
    )


def _below(entry: RegisterEntry) -> str:
    return "\n".join(
        f"方向{no}：{words}" for no in entry.directions for words in endorsement_words(entry, no)
    )


_MOST_LINES = 40  # in one cell of the sheet; the details stand in the window


def _problems(entry: RegisterEntry) -> str:
    found = [f"{p.severity.word}：{p.label}，{office_sentence(p)}" for p in entry.found]
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
