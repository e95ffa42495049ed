"""``jbgs intake``: the recommending unit takes in bundles and gets a 推荐表 per track."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.cli.common import OK, PROBLEMS, add_json
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.files import write_atomic
from jbgs_desktop.forms.calls.call import Call, Track, find_call
from jbgs_desktop.forms.calls.region import Quota

if TYPE_CHECKING:
    from jbgs_desktop.office.register.entry import RegisterEntry

HELP = "推荐单位接收报送包，生成推荐表"
_DOUBTS = ("bundle.scan.", "bundle.made.")  # how the codes of what a person looks at begin
Rejected = tuple[str, str]  # path, and the reason or what is to be told


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument(
        "folders",
        type=Path,
        nargs="+",
        metavar="DIR",
        help="一个报送包，装着报送包的压缩包，或者放着多个报送包的文件夹",
    )
    command.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="推荐表写到哪个文件夹"
    )
    command.add_argument(
        "--recommender", default="", metavar="名称", help="推荐单位的名称，印在推荐表上"
    )
    add_json(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.office.intake import receive_bundles
    from jbgs_desktop.office.registration import received_entry

    rejected: list[Rejected] = []
    notices: list[Rejected] = []
    found: list[tuple[str, RegisterEntry]] = []  # by their place
    for received in receive_bundles(options.folders, thorough=True, progress=_counter()):
        path = os.fsencode(received.place).decode(errors="replace")
        if received.notice:
            notices.append((path, received.notice))
            continue
        entry = received_entry(received)
        if reason := entry.reason or _unfit(entry):
            rejected.append((path, reason))
        else:
            found.append((path, entry))
    # They come as they are done; the same bundles have to give the same table.
    found.sort(key=lambda each: each[0])
    rejected.sort()
    notices.sort()
    accepted = [path for path, _ in found]
    entries = [
        entry.model_copy(update={"number": number}) for number, (_, entry) in enumerate(found, 1)
    ]
    notices += _doubts(accepted, entries)
    files = _write(entries, options.out, options.recommender)
    if options.json:
        answer = _as_dict(accepted, entries, rejected, notices)
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print_result(accepted, entries, rejected, notices, files)
    return PROBLEMS if rejected else OK


def _counter() -> Callable[[int, int], None]:
    if not sys.stderr.isatty():
        return lambda done, total: None

    def count(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        print(f"\r接收 {done}/{total}", end=end, file=sys.stderr, flush=True)

    return count


def _unfit(entry: "RegisterEntry") -> str:
    """Why a row of ``entry`` cannot stand in a 推荐表; one such must not cost the others theirs."""
    from jbgs_desktop.documents.recommendation import recommendation_blocks
    from jbgs_desktop.office.ranking_order import ranked, rows_of
    from jbgs_desktop.office.registration import UNKNOWN_CALL

    call = find_call(entry.call)
    track = call.track(entry.track) if call else None
    if call is None or track is None:
        return UNKNOWN_CALL
    try:
        recommendation_blocks(call, track, rows_of(ranked([entry])))
    except DocumentError as error:
        return str(error)
    return ""


def _write(entries: Sequence["RegisterEntry"], out: Path, recommender: str) -> list[Path]:
    from jbgs_desktop.documents.recommendation import file_stem, recommendation_documents
    from jbgs_desktop.office.ranking_order import ranked, rows_of

    documents: dict[Path, bytes] = {}
    for call, track, own in _by_track(entries):
        order = ranked(own)
        _print_notices(call, track, own, entries)
        made = recommendation_documents(call, track, rows_of(order), recommender=recommender)
        stem = file_stem(call, track)
        documents |= {out / f"{stem}.{format_}": data for format_, data in made.items()}
    write_atomic(documents)
    return list(documents)


def _by_track(
    entries: Sequence["RegisterEntry"],
) -> Iterable[tuple[Call, Track, list["RegisterEntry"]]]:
    """The tracks that have entries, each in its call's order, with what counts of each unit."""
    from jbgs_desktop.office.register.unit_submission import counted_bundles

    counted = counted_bundles(entries)
    for id_ in dict.fromkeys(entry.call for entry in entries):
        call = find_call(id_)
        for track in call.tracks if call else ():
            own = [e for e in counted if (e.call, e.track) == (id_, track.id)]
            if call and own:
                yield call, track, own


def _print_notices(
    call: Call, track: Track, own: Sequence["RegisterEntry"], entries: Sequence["RegisterEntry"]
) -> None:
    from jbgs_desktop.office.ranking_order import notices, ranked

    elsewhere = [entry for entry in entries if (entry.call, entry.track) != (call.id, track.id)]
    quotas = {quota for entry in own for quota in _quotas(call, entry.region)}
    quota = quotas.pop() if len(quotas) == 1 else None
    for sentence in notices(
        ranked(own),
        elsewhere,
        track,
        quota,
        most_projects=call.max_projects,
        words=call.form.vocabulary,
    ):
        print(f"{track.name}：{sentence}", file=sys.stderr)


def _quotas(call: Call, region: str) -> Iterable[Quota]:
    found = call.region(region)
    return found.quotas if found else ()


def _as_dict(
    accepted: Sequence[str],
    entries: Sequence["RegisterEntry"],
    rejected: Sequence[Rejected],
    notices: Sequence[Rejected],
) -> dict[str, object]:
    return {
        "accepted": [
            {"path": path, "unit": entry.unit, "track": entry.track, "version_code": entry.code}
            for path, entry in zip(accepted, entries, strict=True)
        ],
        "rejected": [{"path": path, "reason": reason} for path, reason in rejected],
        "notices": [{"path": path, "text": text} for path, text in notices],
    }


def _doubts(
    accepted: Sequence[str], entries: Sequence["RegisterEntry"]
) -> Iterable[tuple[str, str]]:
    """What somebody should look at in a bundle that was taken in all the same."""
    for path, entry in zip(accepted, entries, strict=True):
        for problem in entry.problems:
            if problem.code.startswith(_DOUBTS):
                yield path, problem.message


def _print_result(
    accepted: Sequence[str],
    entries: Sequence["RegisterEntry"],
    rejected: Sequence[Rejected],
    notices: Sequence[Rejected],
    files: Sequence[Path],
) -> None:
    print(f"接收了 {len(entries)} 份，不能接收 {len(rejected)} 份。")
    for path, entry in zip(accepted, entries, strict=True):
        print(f"接收　{entry.unit}　{path}")
    for path, reason in rejected:
        print(f"不能接收　{path}：{reason}")
    for path, text in notices:
        print(f"提示　{path}：{text}")
    for file in files:
        print(file)
