"""操作记录 in words, for the window and as a sheet: when, who, what, about which units."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jbgs_desktop.documents.xlsx.sheets import Sheet, SheetLine
from jbgs_desktop.office.register.act import Act, RowChange, RowData
from jbgs_desktop.office.register.register import Register

_MOST_NAMED, _LONGEST = 3, 80  # units in one line, characters of what somebody wrote
_COLUMNS, _WIDTHS = ("序号", "时间", "经办人", "操作", "单位"), (6, 20, 14, 60, 50)


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as it is read; ``units`` names those that it is about."""

    number: int
    when: datetime
    who: str
    what: str
    units: str


def act_lines(register: Register) -> list[ActLine]:
    """The whole log, the oldest act first. Raises JbgsError."""
    acts = register.acts()
    names = {entry.number: entry.unit or "读不出单位" for entry in register.entries}
    return [
        ActLine(number, act.when, act.who, _what(act, acts), _units(act, acts, names))
        for number, act in enumerate(acts, start=1)
    ]


def acts_in_words(acts: Sequence[Act], register: Register) -> str:
    """What was just done or taken back, in a few words: 退回“某某公司”."""
    names = {entry.number: entry.unit or "读不出单位" for entry in register.entries}
    rows = [change for act in acts for change in act.changes]
    summary = _summary(rows)
    units = _named(summary[1], names)
    return f"{summary[0]}　{units}" if units else summary[0]


def act_sheet(register: Register) -> Sheet:
    """The log as a sheet. Raises JbgsError."""
    rows = [
        (str(n), f"{line.when.astimezone():%Y-%m-%d %H:%M:%S}", line.who, line.what, line.units)
        for n, line in enumerate(act_lines(register), start=1)
    ]
    heading = SheetLine("登记表操作记录", 16, True, True)
    return Sheet("操作记录", _WIDTHS, _COLUMNS, rows, above=(heading,))


def _what(act: Act, acts: Sequence[Act]) -> str:
    if act.found:
        return f"登记表原有的内容（{len(act.changes)} 条，此前没有操作记录）"
    if act.undoes:
        targets = [acts[number - 1] for number in act.undoes]
        if any(each.undoes for each in targets):
            first = [acts[number - 1] for each in targets for number in each.undoes]
            return f"重做：{_summary(_changes(first))[0]}"
        return f"撤销：{_summary(_changes(targets))[0]}"
    return _summary(act.changes)[0]


def _units(act: Act, acts: Sequence[Act], names: dict[int, str]) -> str:
    rows = {change.row for change in act.changes} if act.undoes else _summary(act.changes)[1]
    return "" if act.found else _named(rows, names)


def _changes(acts: Iterable[Act]) -> list[RowChange]:
    return [change for act in acts for change in act.changes]


def _named(rows: Iterable[int], names: dict[int, str]) -> str:
    units = list(dict.fromkeys(names[row] for row in sorted(rows) if row in names))
    more = f" 等 {len(units)} 家" if len(units) > _MOST_NAMED else ""
    return "、".join(units[:_MOST_NAMED]) + more


def _summary(changes: Iterable[RowChange]) -> tuple[str, set[int]]:
    """What was done, by the weightiest of ``changes``, and to which rows."""
    changes = list(changes)
    for words in _WORDS:
        worded = {change.row: text for change in changes if (text := words(change))}
        if worded:
            texts = list(dict.fromkeys(worded.values()))
            return (texts[0] if len(texts) == 1 else f"{texts[0]} 等"), set(worded)
    return "修改", {change.row for change in changes}


def _received(change: RowChange) -> str:
    if change.was is not None or "source" not in change.now:
        return ""
    joined = change.now.get("joined")
    return f"并入“{_short(joined)}”移交的登记表" if joined else "收件"


def _settings(change: RowChange) -> str:
    names = {"recommender": "推荐单位名称", "quota": "名额", "officer": "经办人"}
    before = change.was or {}
    for key, name in names.items():
        if "source" not in change.now and key in {**before, **change.now}:
            value = change.now.get(key) or ""
            if value != (before.get(key) or ""):
                return f"{name}改为“{_short(value)}”"
    if "source" not in change.now and "expected" in {**before, **change.now}:
        return f"应报单位改为 {len(change.now.get('expected') or ())} 家"
    return ""


def _removed(change: RowChange) -> str:
    if "removed" not in {**(change.was or {}), **change.now}:
        return ""
    removed = change.now.get("removed")
    return f"删除：{_short(removed['reason'])}" if removed else "恢复"


def _returned(change: RowChange) -> str:
    before, now = _both(change, "returned")
    if len(now) > len(before):
        return f"退回：{_short('；'.join(now[-1]['reasons']))}"
    return "取消退回" if len(now) < len(before) else ""


def _forwarded(change: RowChange) -> str:
    before, now = _both(change, "forwarded")
    return f"上报：{_short(now[-1]['package'])}" if len(now) > len(before) else ""


def _chosen(change: RowChange) -> str:
    return "以这份为准" if change.now.get("chosen_over") else ""


def _ticked(change: RowChange) -> str:
    before, now = _both(change, "ticks")
    if before == now:
        return ""
    return "勾选纸质件上的公章和签字" if len(now) > len(before) else "取消勾选公章和签字"


def _remarked(change: RowChange) -> str:
    if "remarks" not in {**(change.was or {}), **change.now}:
        return ""
    return f"备注：{_short(change.now.get('remarks') or '（清空）')}"


def _endorsed(change: RowChange) -> str:
    before, now = _both(change, "recommended")
    if len(now) < len(before) or now == before:
        return ""
    return f"收到“{_short(now[-1]['recommender'])}”的推荐"


def _arrived(change: RowChange) -> str:
    if "arrived" not in {**(change.was or {}), **change.now}:
        return ""
    return "修改收到时间" if change.was is not None else ""


def _read(change: RowChange) -> str:
    return "程序读了扫描件" if change.now.get("scan_check") else ""


def _checked(change: RowChange) -> str:
    if "paper" not in {**(change.was or {}), **change.now}:
        return ""
    paper = change.now.get("paper")
    if not paper:
        return "取消纸质件的核对"
    copies = f"，{paper['copies']} 份" if paper["copies"] else ""
    return f"核对纸质件：核验码一致{copies}"


def _proposed(change: RowChange) -> str:
    before, now = _both(change, "proposals")
    for old, new in zip(before, now, strict=False):
        for key, name in (("reason", "推荐理由"), ("product", "产品名称")):
            if old[key] != new[key]:
                return f"修改{name}：{_short(new[key]) or '（清空）'}"
        if old["left_out"] != new["left_out"]:
            return "不推荐" if new["left_out"] else "改为推荐"
    return "调整推荐次序" if before != now else ""


_WORDS: tuple[Callable[[RowChange], str], ...] = (
    *(_received, _settings, _removed, _returned, _forwarded, _chosen, _ticked, _remarked),
    *(_checked, _arrived, _read),
    _endorsed,
    _proposed,
)


def _both(change: RowChange, key: str) -> tuple[list[RowData], list[RowData]]:
    before, now = (change.was or {}).get(key), change.now.get(key)
    return list(before or ()), list(now or ())


def _short(text: str) -> str:
    line = " ".join(str(text).split())
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line
