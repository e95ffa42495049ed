"""``jbgs calls``: the calls that this computer has, and the ways in which one comes to be here."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from jbgs_desktop.cli.common import OK, PROBLEMS, add_json, fail
from jbgs_desktop.forms.calls.call import Call, Track, installed_calls

HELP = "列出通知的赛道、方向、期限和限制；导入通知数据，由工作簿制作"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_json(command)
    ways = command.add_mutually_exclusive_group()
    ways.add_argument("--add", type=Path, metavar="FILE", help="导入一份通知数据（.jbgscall）")
    ways.add_argument(
        "--make", type=Path, metavar="WORKBOOK", help="由工作簿（xlsx）制作通知数据，要写 --out"
    )
    ways.add_argument("--workbook", metavar="ID", help="把本机的通知另存为工作簿，要写 --out")
    command.add_argument(
        "--tasks",
        type=Path,
        metavar="NOTICE",
        help="与 --workbook 连用：“方向”表从通知的Word文件（docx）读取",
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="写到哪个文件")


def run(options: argparse.Namespace) -> int:
    makes = options.make is not None or options.workbook is not None
    if makes != (options.out is not None):
        return fail("--make 和 --workbook 要与 --out 连用，写明写到哪个文件。")
    if options.tasks and options.workbook is None:
        return fail("--tasks 要与 --workbook 连用。")
    if options.add:
        return _add_call(options.add)
    if options.make:
        return _make_call(options.make, options.out)
    if options.workbook is not None:
        return _write_workbook(options)
    calls = installed_calls()
    if options.json:
        print(calls_as_json(calls))
        return OK
    for call in calls:
        print(f"{call.id}\n  {call.title}（{call.document_no}）")
        for track in call.tracks:
            print(f"  {track.id}\t{track.name}，{len(track.directions)} 个方向")
    return OK


def _add_call(file: Path) -> int:
    from jbgs_desktop.forms.calls.call_file import install_call, read_call_file

    found = read_call_file(file)
    install_call(found)
    call, origin = found.call, found.origin
    print(f"{call.id}\t{call.version}\t{call.title}（{call.document_no}）")
    print(
        f"已导入。数据发布：{origin.issued_by}，{origin.issued}；来源：{origin.source}；"
        f"校验值（SHA-256）：{found.digest}",
        file=sys.stderr,
    )
    return OK


def _make_call(workbook: Path, out: Path) -> int:
    from jbgs_desktop.documents.call_workbook.made_call import make_call
    from jbgs_desktop.documents.xlsx_reader.xlsx_file import LARGEST_XLSX
    from jbgs_desktop.errors import DocumentError
    from jbgs_desktop.files import read_capped, write_atomic

    try:
        made = make_call(read_capped(workbook, LARGEST_XLSX), out.name)
    except DocumentError as error:
        return fail(f"没有读取“{workbook}”：{error}")
    for line in made.faults or made.notices:
        print(line, file=sys.stderr)
    if made.faults:
        return PROBLEMS
    write_atomic({out: made.data})
    print(out)
    return OK


def _write_workbook(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.call_workbook.made_call import call_workbook, newest_folder
    from jbgs_desktop.documents.call_workbook.notice_tasks import read_notice
    from jbgs_desktop.files import write_atomic

    folder = newest_folder(options.workbook)
    tasks = read_notice(options.tasks) if options.tasks else None
    write_atomic({options.out: call_workbook(folder, tasks)})
    print(options.out)
    if tasks:
        print(*tasks.summary, sep="\n", file=sys.stderr)
    return OK


def calls_as_json(calls: Sequence[Call]) -> str:
    """What ``jbgs calls --json`` prints (docs/developer/interface.md)."""
    return json.dumps(
        {"calls": [_call_as_dict(call) for call in calls]}, ensure_ascii=False, indent=2
    )


def _call_as_dict(call: Call) -> dict[str, object]:
    return {
        **call.model_dump(include={"id", "title", "issuer", "document_no", "target_year"}),
        "deadlines": [
            {**deadline.model_dump(include={"what", "when", "who"}), "region": region.id}
            for region in call.regions
            for deadline in region.deadlines
        ],
        "limits": {
            **{path: limit.model_dump() for path, limit in call.limits.items()},
            "unit.participants": {"items": call.max_participants, "hard": True},
            **_limit_of_directions(call),
        },
        "tracks": [_track_as_dict(track) for track in call.tracks],
    }


def _limit_of_directions(call: Call) -> dict[str, object]:
    most = call.most_directions
    return {"directions": {"items": most, "hard": True}} if most else {}


def _track_as_dict(track: Track) -> dict[str, object]:
    directions = [
        each.model_dump(exclude=None if each.group else {"group"}) for each in track.directions
    ]
    return {**track.model_dump(exclude={"annex"}), "directions": directions}
