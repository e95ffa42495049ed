"""表格文字, 栏目 and what belongs to a field: the words that the forms of a call print."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, get_origin

from jbgs_desktop.documents.call_workbook.cell_values import CellError, CellKind, Column, shown
from jbgs_desktop.documents.call_workbook.faults import Faults
from jbgs_desktop.documents.call_workbook.pack_trees import BOOK, FORM, HEAD, PackTrees
from jbgs_desktop.documents.call_workbook.sheet_plan import (
    SheetPlan,
    SheetRecord,
    bare_type,
    by_key,
    require_distinct,
)
from jbgs_desktop.documents.call_workbook.sheet_rows import ReadRow
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.form import Form
from jbgs_desktop.forms.calls.pack import PackModel
from jbgs_desktop.forms.field_patterns import field_patterns

_ELSEWHERE = {
    *("fields", "evidence.items", "recommendation.columns", "taskbook.parts", "table.parts")
}
_PARTS = {
    "cover": "封面",
    "instructions": "填报须知",
    "table": "申报表",
    "taskbook": "任务书",
    "evidence": "证明材料",
    "pledge": "承诺书",
    "recommendation": "推荐表",
    "words": "程序里的叫法",
}
_LEAVES = {
    "title": "标题",
    "unit": "揭榜单位的标签",
    "recommender": "推荐单位的标签",
    "date": "日期的标签",
    "seal": "盖章处",
    "chosen": "所选方向的写法",
    "separator": "几项之间的符号",
    "items": "条文",
    "clause": "出处",
    "unit_heading": "第一部分的标题",
    "task_heading": "第二部分的标题",
    "direction_label": "方向一栏的标签",
    "direction": "方向的写法",
    "note": "注",
    "agreement_words": "联合协议的名称里有的字",
    "opening": "开头",
    "task": "任务的写法",
    "lead": "引出承诺的话",
    "commitments": "承诺",
    "closing": "结尾",
    "contact": "联系人的标签",
    "phone": "电话的标签",
    "signature": "签字处",
    "notes": "表下的注",
    "words.track": "赛道",
    "words.task": "揭榜任务",
    "words.target": "预期目标",
    "words.table": "申报表",
    "words.taskbook": "任务书",
    "words.pledge": "承诺书",
    "words.evidence": "证明材料",
    "words.recommendation": "推荐表",
    "words.recommender": "推荐单位",
    "words.applicant": "申报单位",
    "words.signer": "签字的人",
}
_KINDS = {
    FieldKind.PROSE: "长文本",
    FieldKind.AMOUNT: "金额",
    FieldKind.COUNT: "人数",
    FieldKind.CODE: "代码",
    FieldKind.DATE: "日期",
    FieldKind.CHOICE: "单选",
    FieldKind.YES_NO: "是否",
    FieldKind.LIST: "列表",
    FieldKind.FILE: "文件",
    FieldKind.EMAIL: "邮箱",
    FieldKind.MOBILE: "手机",
    FieldKind.PHONE: "电话",
    FieldKind.FAX: "传真",
    FieldKind.PERSON: "姓名",
    FieldKind.ORGANISATION: "单位名称",
}
_TEXT_COLUMNS = (
    Column("path", "位置", 28, required=True, fixed=True),
    Column("name", "名称", 28, fixed=True, demanded=False),
    Column("text", "文字", 90, CellKind.OPEN),
    Column("hint", "说明", 24, fixed=True, demanded=False),
)


@cache
def text_items() -> dict[str, Column]:
    """Every text of ``form.json`` that has no sheet of its own, by its path there."""
    return dict(_items(Form, ""))


def _items(model: type[PackModel], prefix: str) -> Iterator[tuple[str, Column]]:
    for key, info in model.model_fields.items():
        path, type_ = f"{prefix}{key}", bare_type(info.annotation)
        if path in _ELSEWHERE:
            continue
        if isinstance(type_, type) and issubclass(type_, PackModel):
            yield from _items(type_, f"{path}.")
        else:
            kind = CellKind.LINES if get_origin(type_) is tuple else CellKind.PRINTED
            part, leaf = path.split(".")[0], _LEAVES.get(path) or _LEAVES.get(key, key)
            name = f"{_PARTS.get(part, part)}：{leaf}"
            yield path, Column(path, name, 90, kind, required=info.is_required())


def _at(tree: Any, path: str) -> Any:
    for step in path.split("."):
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


def _text_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return [
        {
            "path": path,
            "name": item.title,
            "text": shown(item, _at(pack.parts[FORM], path)),
            "hint": "一行一条" if item.kind is CellKind.LINES else _braces(pack, path),
        }
        for path, item in text_items().items()
    ]


def _braces(pack: PackTrees, path: str) -> str | None:
    text = _at(pack.parts[FORM], path)
    return "花括号里的字不要改" if isinstance(text, str) and "{" in text else None


def _fill_texts(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    items = text_items()
    known = by_key(rows, "path", "位置", {path: path for path in items}, faults)
    for path, row in known.items():
        place, read = row.place("text"), row.get("text")
        try:
            value = read(items[path]) if read else None
        except CellError as error:
            faults.add(place, str(error))
            continue
        if value is None and items[path].required and items[path].kind is CellKind.LINES:
            value = []
        pack.put((FORM, *path.split(".")), value, place)


# -- fields

_PATH = Column("path", "字段", 30, CellKind.PATH, required=True, fixed=True)
_FIELD_COLUMNS = (
    _PATH,
    Column("label", "标签", 28, required=True),
    Column("name", "单独出现时的名称", 28),
    Column("kind", "类型", 10, fixed=True, demanded=False),
    Column("unit", "计量单位", 10),
    Column("hint", "填写要求", 60, CellKind.LINES),
    Column("note", "程序的说明", 40),
    Column("clause", "出处", 32, required=True),
    Column("words", "字数上限", 10, CellKind.NUMBER),
    Column("hard", "必须遵守", 10, CellKind.FLAG),
    Column("advised_minimum", "建议最少字数", 10, CellKind.NUMBER),
    Column("none_allowed", "可以填“无”", 10, CellKind.FLAG),
)
_NOT_IN_FIELD = {"path", "kind", "words", "hard"}


def _field_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    limits = pack.parts[HEAD]["limits"]
    return [
        {
            **text,
            **limits.get(path, {}),
            "path": path,
            "kind": _KINDS.get(field_patterns()[path], "文字"),
            "none_allowed": text.get("none_allowed") or None,
        }
        for path, text in pack.parts[FORM]["fields"].items()
    ]


def _fill_fields(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    require_distinct(rows, ("path",), "字段", faults)
    pack.put((FORM, "fields"), {}, rows[0].place("path") if rows else None)
    pack.put((HEAD, "limits"), {}, rows[0].place("words") if rows else None)
    whole = False
    for row in (row for row in rows if row.get("path") is not None):
        path = row.get("path")
        pack.put((FORM, "fields", path), {}, row.place("path"))
        for column in (each for each in _FIELD_COLUMNS if each.key not in _NOT_IN_FIELD):
            value = row.get(column.key) or None
            pack.put((FORM, "fields", path, column.key), value, row.place(column.key))
        if path.startswith(BOOK[:-1]):  # the limit of all its sections stands before theirs
            limits = pack.parts[HEAD]["limits"]
            limits |= {BOOK: limits.pop(BOOK)} if BOOK in limits and not whole else {}
            whole = True
        for key in ("words", "hard"):
            if row.get("words") is not None or row.get("hard") is not None:
                pack.put((HEAD, "limits", path, key), row.get(key), row.place(key))


# -- what belongs to a field

_TOPIC_COLUMNS = (
    _PATH,
    Column("label", "要点", 30, required=True),
    Column("words", "写到时会有的字", 60, CellKind.LINES, required=True),
)
_CHOICE_COLUMNS = (
    _PATH,
    Column("value", "值", 20, required=True, fixed=True),
    Column("label", "文字", 30, required=True),
    Column("code_prefixes", "单位代码开头", 20, CellKind.LINES),
    Column("asks_for_text", "后面要填写", 12, CellKind.FLAG),
)
_TRUE, _FALSE = "是", "否"


def _belonging(pack: PackTrees, key: str) -> Iterator[tuple[str, Any]]:
    for path, text in pack.parts[FORM]["fields"].items():
        for each in text.get(key, ()):
            yield path, each


def _topic_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return [{"path": path, **topic} for path, topic in _belonging(pack, "topics")]


def _choice_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    return [
        {
            **choice,
            "path": path,
            "value": {True: _TRUE, False: _FALSE}.get(choice["value"], choice["value"]),
            "asks_for_text": choice.get("asks_for_text") or None,
        }
        for path, choice in _belonging(pack, "choices")
    ]


def _fill_topics(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    fill_belonging(rows, pack, "topics", _TOPIC_COLUMNS[1:], faults)


def _fill_choices(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    for row in rows:
        if field_patterns().get(row.get("path", "")) is FieldKind.YES_NO:
            value = row.get("value")
            row.values["value"] = {_TRUE: True, _FALSE: False}.get(value, value)
    fill_belonging(rows, pack, "choices", _CHOICE_COLUMNS[1:], faults)


def fill_belonging(
    rows: Sequence[ReadRow],
    pack: PackTrees,
    key: str,
    columns: Sequence[Column],
    faults: Faults,
) -> None:
    """Put each row at the end of the list ``key`` of the field that it names."""
    fields = pack.parts.get(FORM, {}).get("fields", {})
    for row in (row for row in rows if row.get("path") is not None):
        if (path := row.get("path")) not in fields:
            faults.add(row.place("path"), f"“栏目”表里没有“{path}”这一行")
            continue
        at = len(fields[path].get(key, ()))
        pack.put((FORM, "fields", path, key), [], row.place("path"))
        pack.put((FORM, "fields", path, key, at), {}, row.place("path"))
        for column in columns:
            value = row.get(column.key)
            if value is False and column.kind is CellKind.FLAG:
                value = None
            place = row.place(column.key)
            pack.put((FORM, "fields", path, key, at, column.key), value, place)


TEXT_SHEETS = (
    SheetPlan(
        "表格文字", "改“文字”一列；花括号和里面的字（如 {no}）由程序填入，请照样保留。",
        _TEXT_COLUMNS, _text_rows, _fill_texts, grows=False,
    ),
    SheetPlan(
        "栏目", "改标签、要求、说明、字数；字段和类型不能改。字数“必须遵守”写否的，超过时只提醒。",
        _FIELD_COLUMNS, _field_rows, _fill_fields, grows=False,
    ),
    SheetPlan(
        "要点", "填写要求里点到的内容，和写到它时会出现的字，一行一个。",
        _TOPIC_COLUMNS, _topic_rows, _fill_topics,
    ),
    SheetPlan(
        "选项", "单选栏目的各个方框；“值”不能改，文字照抄通知。",
        _CHOICE_COLUMNS, _choice_rows, _fill_choices,
    ),
)  # fmt: skip
