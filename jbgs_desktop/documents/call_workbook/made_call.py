"""The workbook of a call pack, and the call file that a workbook makes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.documents.call_workbook.cell_values import (
    NO,
    YES,
    CellError,
    CellKind,
    Column,
    shown,
)
from jbgs_desktop.documents.call_workbook.faults import CellFault, Faults
from jbgs_desktop.documents.call_workbook.form_sheets import TEXT_SHEETS
from jbgs_desktop.documents.call_workbook.head_sheets import BASE_NAME, HEAD_SHEETS, HEAD_TEXT
from jbgs_desktop.documents.call_workbook.notice_tasks import NoticeTasks
from jbgs_desktop.documents.call_workbook.pack_check import check_pack
from jbgs_desktop.documents.call_workbook.pack_trees import (
    DIRECTIONS,
    HEAD,
    TRACKS,
    BasePack,
    PackTrees,
    written,
)
from jbgs_desktop.documents.call_workbook.paper_sheets import PAPER_SHEETS
from jbgs_desktop.documents.call_workbook.sheet_plan import MARKED, SheetPlan, SheetRecord
from jbgs_desktop.documents.call_workbook.sheet_rows import ReadRow, match_sheets, read_rows
from jbgs_desktop.documents.call_workbook.task_sheets import TASK_SHEETS
from jbgs_desktop.documents.xlsx.edited_sheets import EditedColumn, EditedSheet, write_edited
from jbgs_desktop.documents.xlsx_reader.sheet_model import ReadSheet
from jbgs_desktop.documents.xlsx_reader.xlsx_file import read_workbook
from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.calls.call_file import CallOrigin, call_in, installed_versions, packed_call
from jbgs_desktop.forms.calls.installed_packs import version_order
from jbgs_desktop.forms.text.clean import cleaned_sentence

# In the order in which they are read: a sheet may lean on one before it.
PLANS: Mapping[str, SheetPlan] = {
    plan.name: plan for plan in (*HEAD_SHEETS, *TASK_SHEETS, *TEXT_SHEETS, *PAPER_SHEETS)
}
NOTE_SHEET = "说明"
_GENERAL_NOTES = (
    [
        "这本工作簿",
        "是一份通知的全部数据。改好以后，在程序的“关于”→“通知数据”里点“由工作簿制作”，"
        "得到通知数据文件（.jbgscall），发给各单位导入。",
    ],
    ["灰色的格子", "是程序用来辨认的，请不要改。新加的行，灰色的格子可以留空。"],
    [
        "文字",
        "照抄通知，一整段放在一个格子里；要换行的按Alt+Enter。空的格子就是空的，"
        "只有合并的格子，里面每一行才都算填了。",
    ],
    [
        "行和列",
        "可以加行、删行、换行的顺序，但“通知”“表格文字”“栏目”三张表的行不要加减；"
        "列可以换顺序，不要删。多出的列和工作表不读取。",
    ],
    ["字段", "是栏目的代号（如 unit.name），中文名称看“栏目”表。"],
)


@dataclass(frozen=True, slots=True)
class MadeCall:
    """``call`` as the file of the bytes ``data``; ``notices`` say what was not read, or taken so.

    Where there are ``faults``, nothing was made.
    """

    call: Call | None
    data: bytes
    faults: Sequence[CellFault]
    notices: Sequence[str]


def call_workbook(folder: Path, tasks: NoticeTasks | None = None) -> bytes:
    """The workbook (xlsx) of the pack in ``folder``, with ``tasks`` instead of its own if given.

    Same input, same bytes. Raises CallPackError, FileAccessError, DocumentError.
    """
    pack = BasePack.of(folder).trees
    sheets = [_note_sheet()]
    for plan in PLANS.values():
        rows = plan.rows(pack)
        if tasks and plan.name == DIRECTIONS:
            rows = tasks.directions
        if tasks and plan.name == TRACKS:
            rows = _tracks_of(tasks, rows)
        sheets.append(_edited(plan, rows))
    head = pack.parts[HEAD]
    return write_edited(sheets, f"{head['title']} {head['version']}", head["issuer"])


def _tracks_of(tasks: NoticeTasks, rows: Sequence[SheetRecord]) -> Sequence[SheetRecord]:
    """Those of the notice, with what the pack says of one of the same name; none told, its own."""
    known = {row["name"]: row for row in rows}
    return [known.get(track["name"], track) for track in tasks.tracks] or rows


def newest_folder(id_: str) -> Path:
    """Where the newest version of the call is that is whole. Raises CallPackError for none."""
    for folder, call in installed_versions(id_):
        if call is not None:
            return folder
    known = "、".join(call.id for call in installed_calls())
    raise CallPackError(f"没有通知“{id_[:40]}”的数据，应当是：{known}。")


def make_call(data: bytes, name: str, *, cancelled: Callable[[], bool] = lambda: False) -> MadeCall:
    """The call file that the workbook ``data``, called ``name``, makes; or all that is wrong in it.

    It is read in a child. Raises DocumentError for what is no workbook, and once ``cancelled()``.
    """
    return call_of_sheets(read_workbook(data, cancelled=cancelled), name)


def call_of_sheets(sheets: Sequence[ReadSheet], name: str) -> MadeCall:
    """:func:`make_call` of the sheets of a workbook."""
    faults = Faults()
    ours = [sheet for sheet in sheets if sheet.name.strip() != NOTE_SHEET]
    found = match_sheets(ours, {plan.name: plan.columns for plan in PLANS.values()}, faults)
    pack = PackTrees({}, {})
    base = None
    # First all sheets, so that one that leans on another finds it in any order of the workbook.
    rows = {
        each: read_rows(found[each], PLANS[each].columns, faults) for each in PLANS if each in found
    }
    for each, of_sheet in rows.items():
        PLANS[each].fill(of_sheet, pack, faults)
        if not of_sheet and any(place.sheet == found[each].sheet.name for place in faults.by_place):
            pack.unread.add(each)
    if "通知" in rows:
        base = _base(rows["通知"])
    if sentence := cleaned_sentence(faults.removed, faults.exchanged):
        faults.notices.append(sentence)
    if len(found) == len(PLANS):
        check_pack(pack, faults)
    if not faults.by_place:
        return _made(pack, base, name, faults)
    return MadeCall(None, b"", sorted_faults(faults), tuple(faults.notices))


def sorted_faults(faults: Faults) -> list[CellFault]:
    """By sheet in the order in which faults were found, then by row and column."""
    sheets = list(dict.fromkeys(place.sheet for place in faults.by_place))
    return sorted(
        faults.by_place.values(),
        key=lambda fault: (
            sheets.index(fault.place.sheet),
            fault.place.row,
            len(fault.place.column),
            fault.place.column,
        ),
    )


def _made(pack: PackTrees, base: BasePack | None, name: str, faults: Faults) -> MadeCall:
    head, place = pack.parts[HEAD], pack.places[HEAD, "version"]
    try:
        parts = written(pack, base)
        data = packed_call(head["id"], head["version"], parts, CallOrigin(**pack.origin))
        call = call_in(data, Path(name)).call
    except CallPackError as error:  # what only the whole pack shows
        faults.add(place, str(error))
    else:
        is_changed = base is not None and parts != base.files
        if base is None or not is_changed or _is_newer(head, base.trees.parts[HEAD]):
            return MadeCall(call, data, (), tuple(faults.notices))
        faults.add(
            place,
            f"内容改过了，版本号要比 {base.trees.parts[HEAD]['version']} 大；如果是另一份通知，"
            "请改“代号”（同一代号的同一版本只能有一份内容）",
        )
    return MadeCall(None, b"", sorted_faults(faults), tuple(faults.notices))


def _is_newer(head: Mapping[str, str], base: Mapping[str, str]) -> bool:
    """Whether it is another call than ``base``, or a later version of it."""
    is_later = version_order(head["version"]) > version_order(base["version"])
    return head["id"] != base["id"] or is_later


def _base(rows: Sequence[ReadRow]) -> BasePack | None:
    """The pack that the workbook was made of, where this computer has it."""
    named = next((row for row in rows if row.get("name") == BASE_NAME), None)
    read = named.get("value") if named else None
    try:
        id_, _, version = str(read(HEAD_TEXT) if read else "").partition(" ")
    except CellError:
        return None
    if not all(part.replace("-", "").replace(".", "").isalnum() for part in (id_, version)):
        return None
    for folder, call in installed_versions(id_):
        if call is not None and call.version == version:
            return BasePack.of(folder)
    return None


def _edited(plan: SheetPlan, rows: Sequence[SheetRecord]) -> EditedSheet:
    keys = [column.key for column in plan.columns]
    return EditedSheet(
        plan.name,
        tuple(
            EditedColumn(column.title, column.width, column.fixed, _choices(column))
            for column in plan.columns
        ),
        [[shown(column, row.get(column.key)) for column in plan.columns] for row in rows],
        merged=tuple(keys.index(key) for key in plan.over),
        grows=plan.grows,
        marked={
            (at, keys.index(key)) for at, row in enumerate(rows) for key in row.get(MARKED, ())
        },
    )


def _choices(column: Column) -> tuple[str, ...] | str:
    """What a cell may be chosen from: words, or the cells where they stand."""
    if column.key == "track":
        return "'赛道'!$B$2:$B$60"
    if column.key == "region":
        return "'属地口径'!$B$2:$B$60"
    return (YES, NO) if column.kind is CellKind.FLAG else tuple((column.words or {}).values())


def _note_sheet() -> EditedSheet:
    notes = [[plan.name, plan.note] for plan in PLANS.values()]
    columns = (EditedColumn("工作表", 14, True), EditedColumn("怎样改", 100, True))
    return EditedSheet(NOTE_SHEET, columns, [*_GENERAL_NOTES, *notes], grows=False)
