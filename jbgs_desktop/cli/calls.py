"""``jbgs calls``: the calls that this computer has, with all that stands in them."""

import argparse
import json
from collections.abc import Sequence

from jbgs_desktop.cli.common import OK, add_json
from jbgs_desktop.forms.calls.call import Call, Track, installed_calls

HELP = "列出通知的赛道、方向、期限和限制"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_json(command)


def run(options: argparse.Namespace) -> int:
    calls = installed_calls()
    if options.json:
        print(calls_as_json(calls))
        return OK
    for call in calls:
        print(f"{call.id}\n  {call.title}（{call.document_no}）")
        for track in call.tracks:
            print(f"  {track.id}\t{track.name}，{len(track.directions)} 个方向")
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
