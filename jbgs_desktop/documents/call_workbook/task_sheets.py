"""赛道 and 方向: the tasks of a call, a row each."""

from collections.abc import Sequence
from itertools import groupby

from jbgs_desktop.documents.call_workbook.cell_values import CellKind, Column
from jbgs_desktop.documents.call_workbook.faults import Faults
from jbgs_desktop.documents.call_workbook.pack_trees import DIRECTIONS, HEAD, TRACKS, PackTrees
from jbgs_desktop.documents.call_workbook.sheet_plan import (
    SheetPlan,
    SheetRecord,
    fill_record,
    free_key,
    records,
    require_distinct,
)
from jbgs_desktop.documents.call_workbook.sheet_rows import ReadRow
from jbgs_desktop.forms.calls.call import Direction

_TRACK_COLUMNS = (
    Column("id", "代号", 24, fixed=True),
    Column("name", "名称", 20, required=True),
    Column("annex", "附件", 44, required=True),
    Column("related_revenue_label", "相关收入的名称", 44, required=True),
)
# In the order of the notice's own table. A key that the program's model of a direction does not
# have is no column of its workbook.
_DIRECTION_COLUMNS = tuple(
    column
    for column in (
        Column("no", "编号", 8, CellKind.NUMBER),
        Column("track", "赛道", 16, required=True),
        Column("category", "类别", 14, required=True),
        Column("group", "二级类别", 14),
        Column("title", "标题", 30, required=True),
        Column("task", "揭榜任务", 80, required=True),
        Column("target", "预期目标", 60),
        Column("id", "代号", 24, fixed=True),
        Column("doubt", "存疑", 30, demanded=False),
    )
    if column.key in {*Direction.model_fields, "track", "doubt"}
)
_PACKED = tuple(each for each in _DIRECTION_COLUMNS if each.key not in ("track", "doubt"))


def track_part(id_: str) -> str:
    """The name of the part of a pack that holds the track."""
    return f"tracks/{id_}.json"


def _track_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    tracks = (pack.parts[track_part(id_)] for id_ in pack.parts[HEAD]["track_ids"])
    return records(_TRACK_COLUMNS, list(tracks))


def _fill_tracks(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    require_distinct(rows, ("id",), "代号", faults)
    require_distinct(rows, ("name",), "名称", faults)
    pack.put((HEAD, "track_ids"), [], rows[0].place("id") if rows else None)
    for at, row in enumerate(rows):
        id_ = free_key(row.get("id"), "track", {each.get("id") for each in rows}, at + 1)
        row.values["id"] = id_
        pack.put((HEAD, "track_ids", at), id_, row.place("id"))
        fill_record(row, (track_part(id_),), _TRACK_COLUMNS, pack)
        # Where no row of 方向 names it.
        pack.put((track_part(id_), "directions"), [], row.place("name"))


def _direction_rows(pack: PackTrees) -> Sequence[SheetRecord]:
    tracks = (pack.parts[track_part(id_)] for id_ in pack.parts[HEAD]["track_ids"])
    return [
        {**direction, "track": track["name"]}
        for track in tracks
        for direction in track["directions"]
    ]


def _fill_directions(rows: Sequence[ReadRow], pack: PackTrees, faults: Faults) -> None:
    names = {}
    for id_ in pack.parts.get(HEAD, {}).get("track_ids", ()):
        names[id_] = id_
        names.setdefault(pack.parts[track_part(id_)].get("name"), id_)
    placed = [row for row in rows if row.get("track") in names]
    for row in rows:
        if row.get("track") is not None and row.get("track") not in names:
            faults.add(row.place("track"), f"“赛道”表里没有“{row.get('track')[:20]}”")
        if doubt := row.get("doubt"):
            sentence = f"还没有核对（{doubt[:60]}）；核对无误以后，把这一格清空"
            faults.add(row.place("doubt"), sentence)
    placed.sort(key=lambda row: list(names.values()).index(names[row.get("track")]))
    for id_, of_track in groupby(placed, key=lambda row: names[row.get("track")]):
        _fill_track(id_, list(of_track), pack, faults)


def _fill_track(id_: str, rows: list[ReadRow], pack: PackTrees, faults: Faults) -> None:
    part = track_part(id_)
    numbered = [row for row in rows if "no" in row.values or row.place("no") in faults.by_place]
    if not numbered:
        for number, row in enumerate(rows, start=1):  # a notice that numbers nothing
            row.values["no"] = number
        faults.notices.append(f"“{rows[0].get('track')}”的方向都没有编号，从1起编了号。")
    for row in rows:
        if row.get("no") is None:
            faults.add(row.place("no"), "“编号”要填写，这里是空的")
    require_distinct(rows, ("no",), "编号", faults)
    require_distinct(rows, ("id",), "代号", faults)
    # What is wrong with the numbers of a track as a whole is told at its first one.
    pack.places[(part, "directions", "no")] = rows[0].place("no")
    used = {row.get("id") for row in rows}
    for at, row in enumerate(rows):
        number = row.get("no") or at + 1
        row.values["id"] = free_key(row.get("id"), id_, used, number)
        used.add(row.get("id"))
        fill_record(row, (part, "directions", at), _PACKED, pack)
        pack.parts[part]["directions"][at].setdefault("target", "")


TASK_SHEETS = (
    SheetPlan(
        TRACKS,
        "一行一个赛道；新加的一行，代号可以留空。",
        _TRACK_COLUMNS,
        _track_rows,
        _fill_tracks,
    ),
    SheetPlan(
        DIRECTIONS,
        "一行一个方向，文字照抄通知，整段放在一格里；赛道写名称；没有预期目标的留空；新加的一行，"
        "代号可以留空。",
        _DIRECTION_COLUMNS,
        _direction_rows,
        _fill_directions,
    ),
)
