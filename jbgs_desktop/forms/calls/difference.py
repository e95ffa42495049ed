"""What is different in another version of a call pack, as its user has to see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from jbgs_desktop.forms.calls.call import Call, CallHead, Track
from jbgs_desktop.forms.calls.region import Region

_HEAD = {
    "title": "标题",
    "issuer": "发文机关",
    "document_no": "文号",
    "target_year": "目标年份",
    "fiscal_year": "财务数据年度",
    "online_system": "网上申报系统",
    "max_participants": "参与单位最多几家",
    "participants_clause": "参与单位的规定",
    "min_participants": "参与单位最少几家",
    "participants_by_category": "各类别参与单位的家数",
    "advised_directions": "建议的方向数",
    "max_directions": "一份申报最多几个方向",
    "max_projects": "一个单位最多报几项",
    "directions_clause": "方向数的规定",
    "empty_marker": "没有内容时的写法",
    "amount_decimals": "金额的小数位数",
}
_REGION = {
    "name": "名称",
    "issuer": "发文机关",
    "document_no": "文号",
    "issued": "发文日期",
    "recommender": "推荐单位",
    "recipient": "收件处",
    "registration": "注册地要求",
    "paper_copies": "纸质件份数",
    "carriers": "电子件载体",
    "carrier": "报送包的载体",
    "quotas": "推荐名额",
}
_TRACK = {
    "name": "名称",
    "annex": "附件",
    "related_revenue_label": "相关收入的名称",
}
_DIRECTION = {
    "category": "类别",
    "group": "二级类别",
    "title": "标题",
    "task": "任务",
    "target": "预期目标",
}
DEADLINES, DIRECTIONS, LIMITS, PLACES, TEXTS, HEAD = (
    "截止时间",
    "赛道与方向",
    "字数限制",
    "报送地区",
    "表格文字",
    "通知",
)


@dataclass(frozen=True, slots=True)
class CallChange:
    """One difference: ``old`` is empty for what is new, ``new`` for what is gone.

    ``track`` and ``direction`` name what it is about, where it is about one direction.
    """

    group: str
    what: str
    old: str
    new: str
    track: str = ""
    direction: int = 0


def call_changes(old: Call, new: Call) -> list[CallChange]:
    """Everything in which ``new`` says something else than ``old``, what matters most first."""
    return [
        *_deadlines(old, new),
        *_tracks(old, new),
        *_between(LIMITS, "", _limits(old), _limits(new)),
        *_regions(old, new),
        *_between(HEAD, "", _named(old, _HEAD), _named(new, _HEAD)),
        *_between(TEXTS, "", _flat(old.form), _flat(new.form)),
    ]


def _deadlines(old: Call, new: Call) -> Iterator[CallChange]:
    def of(call: Call) -> dict[str, str]:
        return {
            f"{region.name} · {deadline.what}（{deadline.who}）": deadline.printed
            for region in call.regions
            for deadline in region.deadlines
        }

    yield from _between(DEADLINES, "", of(old), of(new))


def _tracks(old: Call, new: Call) -> Iterator[CallChange]:
    before = {track.id: track for track in old.tracks}
    after = {track.id: track for track in new.tracks}
    for id_ in dict.fromkeys([*before, *after]):
        one, other = before.get(id_), after.get(id_)
        if one is None or other is None:
            old_name, new_name = (track.name if track else "" for track in (one, other))
            yield CallChange(DIRECTIONS, f"赛道 {old_name or new_name}", old_name, new_name, id_)
        else:
            yield from _between(
                DIRECTIONS, f"{other.name} · ", _named(one, _TRACK), _named(other, _TRACK)
            )
            yield from _directions(one, other)


def _directions(old: Track, new: Track) -> Iterator[CallChange]:
    for no in sorted({each.no for each in (*old.directions, *new.directions)}):
        one, other = old.direction(no), new.direction(no)
        before = _named(one, _DIRECTION) if one else {}
        after = _named(other, _DIRECTION) if other else {}
        for found in _between(DIRECTIONS, f"{new.name} 方向{no} · ", before, after):
            yield CallChange(DIRECTIONS, found.what, found.old, found.new, new.id, no)


def _regions(old: Call, new: Call) -> Iterator[CallChange]:
    before = {region.id: region for region in old.regions}
    after = {region.id: region for region in new.regions}
    for id_ in dict.fromkeys([*before, *after]):
        one, other = before.get(id_), after.get(id_)
        if one is None or other is None:
            old_name, new_name = (region.name if region else "" for region in (one, other))
            yield CallChange(PLACES, old_name or new_name, old_name, new_name)
        else:
            prefix = f"{other.name} · "
            yield from _between(PLACES, prefix, _named(one, _REGION), _named(other, _REGION))


def _limits(call: Call) -> dict[str, str]:
    def label(path: str) -> str:
        field = call.form.fields.get(path)
        return (field.name or field.label) if field else call.form.vocabulary.taskbook

    return {
        label(path): f"{limit.words} 字" + ("" if limit.hard else "（原则上）")
        for path, limit in call.limits.items()
    }


def _named(part: CallHead | Region | Track | BaseModel, names: Mapping[str, str]) -> dict[str, str]:
    return {name: _as_text(getattr(part, key)) for key, name in names.items()}


def _as_text(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(map(_as_text, value))
    if isinstance(value, BaseModel):
        return "，".join(text for _, each in value if (text := _as_text(each)))
    if isinstance(value, dict):
        return "；".join(f"{key}：{_as_text(each)}" for key, each in value.items())
    return "" if value is None else str(value)


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Every text below ``value`` by its path."""
    if isinstance(value, BaseModel):
        value = dict(value)
    if isinstance(value, dict):
        items = [(str(key), each) for key, each in value.items()]
    elif isinstance(value, tuple):
        items = [(str(at), each) for at, each in enumerate(value, start=1)]
    else:
        return {path: _as_text(value)}
    found: dict[str, str] = {}
    for key, each in items:
        found |= _flat(each, f"{path} › {key}" if path else key)
    return found


def _between(
    group: str, prefix: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[CallChange]:
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield CallChange(group, f"{prefix}{key}", before, after)


def head_names() -> Mapping[str, str]:
    """What the parts of ``call.json`` are called, in the order in which they are shown."""
    return _HEAD


def limits_of(call: Call) -> dict[str, str]:
    """How long each text may be, by what it is called."""
    return _limits(call)
