"""申报表, 任务书, 现成表格, 证明材料, 推荐表: how the papers of a call are laid out."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, get_args

from jbgs_desktop.documents.call_workbook.cell_values import CellKind, Column
from jbgs_desktop.documents.call_workbook.faults import Faults
from jbgs_desktop.documents.call_workbook.pack_trees import FORM, PackTrees
from jbgs_desktop.documents.call_workbook.sheet_plan import (
    SheetPlan,
    SheetRecord,
    fill_record,
    records,
    require_distinct,
)
from jbgs_desktop.documents.call_workbook.sheet_rows import ReadRow
from jbgs_desktop.forms.calls.form import ColumnRole
from jbgs_desktop.forms.calls.recommendation_columns import COLUMNS

_BOOK = "taskbooks.*."
_PART = Column("part", "部分", 8, CellKind.NUMBER, required=True)
_HEADING = Column("heading", "标题", 40)
_TABLE_COLUMNS = (
    _PART,
    _HEADING,
    Column("left", "左栏", 30, CellKind.PATH, required=True),
    Column("right", "右栏", 30, CellKind.PATH),
    Column("names", "栏目名称", 40, fixed=True, demanded=False),
)
_TASKBOOK_COLUMNS = (
    _PART,
    _HEADING,
    Column("section", "章节", 30, CellKind.PATH, required=True),
    Column("names", "章节名称", 40, fixed=True, demanded=False),
)


def _label(pack: PackTrees, path: str) -> str:
    text = pack.parts[FORM]["fields"].get(path, {})
    return str(text.get("name") or text.get("label") or "")


def _table_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return [
        {
            "part": number,
            "heading": part.get("heading"),
            "left": row[0],
            "right": row[1] if len(row) > 1 else None,
            "names": "、".join(_label(pack, path) for path in row),
        }
        for number, part in enumerate(pack.parts[FORM]["table"]["parts"], start=1)
        for row in part["rows"]
    ]


def _fill_table(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    for path, row in _parts(rows, (FORM, "table", "parts"), "rows", pack):
        pair = [each for key in ("left", "right") if (each := row.get(key))]
        pack.put(path, pair, row.place("left"))


def _taskbook_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return [
        {
            "part": number,
            "heading": part.get("heading"),
            "section": f"{_BOOK}{key}",
            "names": _label(pack, f"{_BOOK}{key}"),
        }
        for number, part in enumerate(pack.parts[FORM]["taskbook"]["parts"], start=1)
        for key in part["sections"]
    ]


def _fill_taskbook(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    for path, row in _parts(rows, (FORM, "taskbook", "parts"), "sections", pack):
        section = row.get("section")
        if section and not section.startswith(_BOOK):
            faults.add(row.place("section"), f"“{section}”不是任务书的章节")
        pack.put(path, (section or "").removeprefix(_BOOK), row.place("section"))


def _parts(
    rows: Sequence[ReadRow], root: tuple[Any, ...], key: str, pack: PackTrees
) -> Sequence[tuple[tuple[Any, ...], ReadRow]]:
    """The path of each row below ``root``: rows of one number are a part."""
    pack.put(root, [], rows[0].place("part") if rows else None)
    paths = []
    for at, (_, of_part) in enumerate(groupby(rows, key=lambda row: row.get("part"))):
        inside = list(of_part)
        pack.put((*root, at), {}, inside[0].place("part"))
        heading = next((row for row in inside if row.get("heading")), inside[0])
        pack.put((*root, at, "heading"), heading.get("heading"), heading.place("heading"))
        pack.put((*root, at, key), [], inside[0].place("part"))
        paths += [((*root, at, key, number), row) for number, row in enumerate(inside)]
    return paths


# -- ready tables

_ROLES = {
    "name": "名称",
    "unit": "单位",
    "required": "榜单要求",
    "target": "目标",
    "period": "起止时间",
    "person": "姓名",
    "organisation": "所在单位",
    "amount": "金额",
}
_READY_COLUMNS = (
    Column("path", "章节", 30, CellKind.PATH, required=True),
    Column("table", "表名", 20, required=True),
    Column("title", "列名", 20, required=True),
    Column("words", "列的其他名称", 20, CellKind.LINES),
    Column("role", "列的作用", 12, CellKind.CHOICE, words={
        role: _ROLES.get(role, role) for role in get_args(ColumnRole)
    }),
    Column("optional", "可以没有这一列", 10, CellKind.FLAG),
    Column("width", "宽（比例）", 8, CellKind.NUMBER),
    Column("rows", "开始时的行", 24, CellKind.GRID),
    Column("row_for_each_target", "每个目标一行", 10, CellKind.FLAG),
    Column("total", "合计行的名称", 12),
)  # fmt: skip
_OF_TABLE = ("rows", "row_for_each_target", "total")
_OF_COLUMN = ("title", "words", "role", "optional", "width")


def _ready_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return [
        {
            **{key: table.get(key) or None for key in _OF_TABLE},
            **{key: column.get(key) or None for key in _OF_COLUMN},
            "path": path,
            "table": table["title"],
        }
        for path, text in pack.parts[FORM]["fields"].items()
        for table in text.get("ready_tables", ())
        for column in table["columns"]
    ]


def _fill_ready(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    fields = pack.parts.get(FORM, {}).get("fields", {})
    tables = groupby(rows, key=lambda row: (row.get("path"), row.get("table")))
    for (path, title), of_table in tables:
        inside = list(of_table)
        if path not in fields:
            if path:
                faults.add(inside[0].place("path"), f"“栏目”表里没有“{path}”这一行")
            continue
        root = (FORM, "fields", path, "ready_tables")
        pack.put(root, [], inside[0].place("path"))
        table = (*root, len(fields[path]["ready_tables"]))
        pack.put(table, {}, inside[0].place("table"))
        pack.put((*table, "title"), title, inside[0].place("table"))
        pack.put((*table, "columns"), [], inside[0].place("title"))
        for key in _OF_TABLE:
            first = next((row for row in inside if row.get(key)), inside[0])
            pack.put((*table, key), first.get(key) or None, first.place(key))
        for at, row in enumerate(inside):
            pack.put((*table, "columns", at), {}, row.place("title"))
            for key in _OF_COLUMN:
                pack.put((*table, "columns", at, key), row.get(key) or None, row.place(key))


# -- evidence, recommendation

_EVIDENCE_COLUMNS = (
    Column("no", "序号", 8, CellKind.NUMBER, required=True),
    Column("text", "要求", 60, required=True),
    Column("short", "简称", 24, required=True),
    Column("required", "必须提供", 10, CellKind.FLAG, required=True),
    Column("proves", "证明哪些字段", 24, CellKind.PATHS),
    Column("claims", "写到就要有它的字", 24, CellKind.LINES),
    Column("clause", "出处", 30, required=True),
)
_RECOMMENDATION_COLUMNS = (
    Column("key", "列", 16, required=True, fixed=True),
    Column("title", "列名", 30, required=True),
)


def _evidence_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return records(_EVIDENCE_COLUMNS, pack.parts[FORM]["evidence"]["items"])


def _fill_evidence(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    require_distinct(rows, ("no",), "序号", faults)
    root = (FORM, "evidence", "items")
    pack.put(root, [], rows[0].place("no") if rows else None)
    for at, row in enumerate(rows):
        fill_record(row, (*root, at), _EVIDENCE_COLUMNS, pack)


def _recommendation_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    columns = pack.parts[FORM]["recommendation"]["columns"]
    return [{"key": key, "title": title} for key, title in columns.items()]


def _fill_recommendation(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    require_distinct(rows, ("key",), "列", faults)
    root = (FORM, "recommendation", "columns")
    pack.put(root, {}, rows[0].place("key") if rows else None)
    pack.places[root[:2]] = pack.places.get(root, next(iter(pack.places.values())))
    for row in (row for row in rows if row.get("key") is not None):
        if row.get("key") not in COLUMNS:
            faults.add(row.place("key"), f"没有“{row.get('key')[:20]}”这一列，可以有：{_known()}")
        else:
            pack.put((*root, row.get("key")), row.get("title"), row.place("title"))


def _known() -> str:
    return "、".join(COLUMNS)


PAPER_SHEETS = (
    SheetPlan(
        "申报表", "第一部分的布局，照纸面一行一行写；同一“部分”的行在一个标题下。",
        _TABLE_COLUMNS, _table_rows, _fill_table, over=("part", "heading"),
    ),
    SheetPlan(
        "任务书", "任务书的章节顺序和各部分的标题；章节的标签、要求在“栏目”表里改。",
        _TASKBOOK_COLUMNS, _taskbook_rows, _fill_taskbook, over=("part", "heading"),
    ),
    SheetPlan(
        "现成表格", "任务书里可以插入的表格，一行一列；没有的可以整行删去。",
        _READY_COLUMNS, _ready_rows, _fill_ready,
        over=("path", "table", "rows", "row_for_each_target", "total"),
    ),
    SheetPlan(
        "证明材料", "一行一项；“证明哪些字段”写“栏目”表里的字段，一行一个。",
        _EVIDENCE_COLUMNS, _evidence_rows, _fill_evidence,
    ),
    SheetPlan(
        "推荐表", "列名可以改，行可以换顺序；“列”不能改。",
        _RECOMMENDATION_COLUMNS, _recommendation_rows, _fill_recommendation,
    ),
)  # fmt: skip
