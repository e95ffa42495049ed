"""通知, 属地口径, 期限: what a call is, and what its places add to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from jbgs_desktop.documents.call_workbook.cell_values import CellError, CellKind, Column, shown
from jbgs_desktop.documents.call_workbook.faults import Faults
from jbgs_desktop.documents.call_workbook.pack_trees import BOOK, HEAD, PackTrees
from jbgs_desktop.documents.call_workbook.sheet_plan import (
    SheetPlan,
    SheetRecord,
    bare_type,
    by_key,
    fill_record,
    free_key,
    records,
    require_distinct,
)
from jbgs_desktop.documents.call_workbook.sheet_rows import ReadRow
from jbgs_desktop.forms.calls.call import CallHead
from jbgs_desktop.forms.calls.difference import head_names
from jbgs_desktop.forms.calls.region import Region

_BASE = "base"
BASE_NAME = "改自"  # beside it stand the id and the version of the pack that the workbook is of
HEAD_TEXT = Column("text", BASE_NAME, 70)
_ELSEWHERE = {"format", "limits", "track_ids", "region_ids"}
_HINTS = {
    "id": "换成一份新的通知时改这里：小写字母、数字和连字符，如 province-2030",
    "version": "每发一次要比上一次大，如 2030.1、2030.2；请保持文本格式",
    "target_year": "预期目标实现的年份",
    "fiscal_year": "财务数据是哪一年的",
    "online_system": "没有的留空",
    "empty_marker": "栏目没有内容时在纸面上写什么",
    "issued_by": "做这份数据的单位，导入时给人看",
    "issued": "做这份数据的日期",
    "source": "依据的文件：标题、文号",
    _BASE: "由哪一份通知数据改来，请不要改",
}
_ORIGIN = {"issued_by": "数据发布单位", "issued": "数据发布日期", "source": "数据依据"}
_LIMIT = {f"{BOOK}.words": "任务书全文字数上限", f"{BOOK}.hard": "任务书全文字数必须遵守"}
_IDENTITY = {"id": "代号", "version": "版本"}
_HEAD_COLUMNS = (
    Column("name", "项目", 24, required=True, fixed=True),
    Column("value", "内容", 70, CellKind.OPEN),
    Column("hint", "说明", 50, fixed=True, demanded=False),
)


_TYPES: Mapping[Any, CellKind] = {int: CellKind.NUMBER, bool: CellKind.FLAG, str: CellKind.TEXT}


def head_items() -> dict[str, Column]:
    """What stands in 通知, by the keys of the pack; ``taskbooks.*.words`` is a limit of it."""
    names = {**_IDENTITY, **head_names()}
    found = {
        key: _TYPES[type_]
        for key, info in CallHead.model_fields.items()
        if key not in _ELSEWHERE and (type_ := bare_type(info.annotation)) in _TYPES
    }
    kinds = {key: found[key] for key in names if key in found} | found
    kinds |= {f"{BOOK}.words": CellKind.NUMBER, f"{BOOK}.hard": CellKind.FLAG}
    kinds |= {"issued_by": CellKind.TEXT, "issued": CellKind.DAY, "source": CellKind.TEXT}
    kinds[_BASE] = CellKind.TEXT
    names |= {**_LIMIT, **_ORIGIN, _BASE: BASE_NAME}
    return {
        key: Column(key, names.get(key, key), 70, kind, exact=key == "version")
        for key, kind in kinds.items()
    }


def _head_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    head = pack.parts[HEAD]
    book = head["limits"].get(BOOK, {})
    values = {
        **head,
        **pack.origin,
        f"{BOOK}.words": book.get("words"),
        f"{BOOK}.hard": book.get("hard"),
        _BASE: f"{head['id']} {head['version']}",
    }
    return [
        {"name": item.title, "value": shown(item, values.get(key)), "hint": _HINTS.get(key)}
        for key, item in head_items().items()
    ]


def _fill_head(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    items = head_items()
    del items[_BASE]
    ours = [row for row in rows if row.get("name") != BASE_NAME]
    titles = {item.title: item.title for item in items.values()}
    known = by_key(ours, "name", "项目", titles, faults)
    for key, item in items.items():
        if (row := known.get(item.title)) is None:
            continue
        place, read = row.place("value"), row.get("value")
        try:
            value = read(item) if read else None
        except CellError as error:
            faults.add(place, str(error))
            continue
        if key in _ORIGIN:
            pack.places["origin", key] = place
            pack.origin[key] = value or ""
        elif key.startswith(BOOK):
            pack.put((HEAD, "limits", BOOK, key.rpartition(".")[2]), value, place)
        else:
            pack.put((HEAD, key), value, place)


_REGISTRATION = {"text", "code_prefixes", "address_words", "clause"}
# A key that the program's model of a region does not have is no column of its workbook.
_REGION_COLUMNS = tuple(
    column
    for column in (
        Column("id", "代号", 14, fixed=True),
        Column("name", "名称", 14, required=True),
        Column("issuer", "发文机关", 24, required=True),
        Column("document_no", "文号", 24, required=True),
        Column("issued", "发文日期", 14, CellKind.DAY, required=True),
        Column("recommender", "推荐单位", 30, required=True),
        Column("recipient", "收件处", 20, required=True),
        Column("text", "注册地要求", 30, required=True),
        Column("code_prefixes", "行政区划代码开头", 14, CellKind.LINES),
        Column("address_words", "地址里应有的字", 14, CellKind.LINES),
        Column("clause", "注册地要求的出处", 20, required=True),
        Column("paper_copies", "纸质件份数", 12, CellKind.NUMBER, required=True),
        Column("carriers", "载体", 20, CellKind.LINES),
        Column("carrier", "报送包的载体", 14),
        Column("quotas", "推荐名额", 36, CellKind.QUOTAS),
    )
    if column.key in {*Region.model_fields, *_REGISTRATION}
)


def region_part(id_: str) -> str:
    return f"regions/{id_}.json"


def _region_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    regions = [pack.parts[region_part(id_)] for id_ in pack.parts[HEAD]["region_ids"]]
    return records(_REGION_COLUMNS, [{**each["registration"], **each} for each in regions])


def _fill_regions(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    require_distinct(rows, ("id",), "代号", faults)
    require_distinct(rows, ("name",), "名称", faults)
    pack.put((HEAD, "region_ids"), [], rows[0].place("id") if rows else None)
    for at, row in enumerate(rows):
        id_ = free_key(row.get("id"), "region", {each.get("id") for each in rows}, at + 1)
        row.values["id"] = id_
        part = region_part(id_)
        pack.put((HEAD, "region_ids", at), id_, row.place("id"))
        pack.put((part,), {}, row.place("id"))
        for column in _REGION_COLUMNS:
            path = ("registration",) if column.key in _REGISTRATION else ()
            pack.put((part, *path, column.key), row.get(column.key), row.place(column.key))
        pack.put((part, "carriers"), [], row.place("carriers"))
        pack.put((part, "deadlines"), [], row.place("id"))


_DEADLINE_KINDS = {"paper": "报送纸质件", "online": "网上申报", "recommender": "推荐单位办理"}
_DEADLINE_COLUMNS = (
    Column("what", "事项", 30, required=True),
    Column("when", "截止时间", 20, CellKind.MOMENT, required=True),
    Column("who", "由谁办理", 20, required=True),
    Column("kind", "类型", 16, CellKind.CHOICE, required=True, words=_DEADLINE_KINDS),
    Column("clause", "出处", 24, required=True),
)
_PLACED_DEADLINE = (Column("region", "属地", 14, required=True), *_DEADLINE_COLUMNS)


def _deadline_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    regions = (pack.parts[region_part(id_)] for id_ in pack.parts[HEAD]["region_ids"])
    return [
        {**deadline, "region": region["name"]}
        for region in regions
        for deadline in region["deadlines"]
    ]


def _fill_deadlines(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    parts = {}
    for id_ in pack.parts.get(HEAD, {}).get("region_ids", ()):
        parts[id_] = region_part(id_)
        parts.setdefault(pack.parts[parts[id_]].get("name"), parts[id_])
    for row in (row for row in rows if row.get("region") is not None):
        part = parts.get(row.get("region"))
        if part is None:
            faults.add(row.place("region"), f"“属地口径”表里没有“{row.get('region')[:20]}”")
            continue
        at = len(pack.parts[part]["deadlines"])
        pack.put((part, "deadlines", at), {}, row.place("what"))
        for column in _DEADLINE_COLUMNS:
            path = (part, "deadlines", at, column.key)
            pack.put(path, row.get(column.key), row.place(column.key))


_RULE_COLUMNS = (
    Column("category", "类别或二级类别", 30, required=True),
    Column("least", "最少几家", 12, CellKind.NUMBER),
    Column("most", "最多几家", 12, CellKind.NUMBER),
)
_RULES = "participants_by_category"


def _rule_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    rules = pack.parts[HEAD].get(_RULES, {})
    return [{**rule, "category": category} for category, rule in rules.items()]


def _fill_rules(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    require_distinct(rows, ("category",), "类别", faults)
    for row in (row for row in rows if row.get("category")):
        path = (HEAD, _RULES, row.get("category"))
        fill_record(row, path, _RULE_COLUMNS[1:], pack)


HEAD_SHEETS: tuple[SheetPlan, ...] = (
    SheetPlan(
        "通知", "改“内容”一列；代号和版本怎样改，看“说明”一列。",
        _HEAD_COLUMNS, _head_rows, _fill_head, grows=False,
    ),
    SheetPlan(
        "属地口径", "一行一个地区；新加的一行，代号可以留空。载体、开头等一行写一个。",
        _REGION_COLUMNS, _region_rows, _fill_regions,
    ),
    SheetPlan(
        "期限", "一行一个期限；写 2030-01-31 或 2030-01-31 18:00，只写日期的算到当天24点。",
        _PLACED_DEADLINE, _deadline_rows, _fill_deadlines,
    ),
)  # fmt: skip
if _RULES in CallHead.model_fields:
    HEAD_SHEETS += (
        SheetPlan(
            "参与单位",
            "各类别对参与单位家数的规定；没有的留空。",
            _RULE_COLUMNS,
            _rule_rows,
            _fill_rules,
        ),
    )  # fmt: skip
