"""``jbgs import-docx``: filled Word forms into a plain application, or into one that there is."""

import argparse
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jbgs_desktop.cli.common import (
    OK,
    PROBLEMS,
    add_json,
    add_passphrase,
    call_of,
    fail,
    holders,
    print_notices,
)
from jbgs_desktop.errors import DocumentError, UnknownFormError
from jbgs_desktop.files import read_capped, write_atomic
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.fields import describe

if TYPE_CHECKING:
    from jbgs_desktop.documents.docx_import.field_states import FieldState
    from jbgs_desktop.documents.docx_import.model import RecognisedForm
    from jbgs_desktop.documents.docx_import.recognised import Belongs
    from jbgs_desktop.documents.docx_import.word_files import ReadableFiles
    from jbgs_desktop.documents.docx_reader.model import Loss
    from jbgs_desktop.drafts.store import SealedDraft
    from jbgs_desktop.drafts.transfer import AnyDraft

HELP = "把填好的docx读成申报文件，或者并入已有的申报"
_States = Mapping[str, "FieldState"]


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument(
        "file", type=Path, nargs="+", metavar="FILE.docx", help="填好的docx；可以写几个，合在一起读"
    )
    command.add_argument("--out", type=Path, metavar="FILE.json", help="写成哪个新的申报文件")
    command.add_argument("--into", type=Path, metavar="FILE", help="并入哪份申报文件或加密草稿")
    command.add_argument("--call", default="", metavar="ID", help="通知的编号，认不出时写")
    command.add_argument("--track", default="", metavar="ID", help="赛道的编号，认不出时写")
    add_json(command)
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    if (options.out is None) == (options.into is None):
        return fail("请用 --out 写明新的申报文件，或者用 --into 写明并入哪份申报，两个里写一个。")
    return _into(options) if options.into else _out(options)


def _out(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.docx_import.field_states import states_alone
    from jbgs_desktop.documents.docx_import.recognised import Belongs, applied
    from jbgs_desktop.documents.docx_import.taken_figures import with_figure_files

    call = call_of(options.call) if options.call else None
    if call and options.track and not call.track(options.track):
        known = "、".join(track.id for track in call.tracks)
        return fail(f"通知里没有赛道“{options.track}”，可以用：{known}。")
    try:
        form = _readable(options.file, Belongs(installed_calls(), call, options.track)).form
    except UnknownFormError as error:
        return fail(f"{error}请用 --call 和 --track 写明通知和赛道再导入，可以用：{_known(call)}。")
    folder, files = options.out.parent, dict[Path, bytes]()
    taken = with_figure_files(form, form.values, _keeper(folder, files))
    empty = Application(call=form.call.id, track=form.track)
    application = applied(taken.values, empty)
    write_atomic({**files, options.out: application.to_json().encode()})
    return _print_result(options, form, states_alone(form), (*form.losses, *taken.losses))


def _known(call: Call | None) -> str:
    calls = [call] if call else installed_calls()
    return "；".join(
        f"--call {each.id} --track {'、'.join(track.id for track in each.tracks)}" for each in calls
    )


def _into(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.docx_import.field_states import FieldState, states_against
    from jbgs_desktop.documents.docx_import.file_owner import foreign_files, foreign_words
    from jbgs_desktop.documents.docx_import.recognised import Belongs
    from jbgs_desktop.documents.docx_import.word_files import losses_for
    from jbgs_desktop.drafts.store import SealedDraft
    from jbgs_desktop.drafts.transfer import open_any
    from jbgs_desktop.finalise.locked_version import locked_version
    from jbgs_desktop.finalise.record import read_record
    from jbgs_desktop.finalise.return_base import return_base

    with closing(open_any(options.into, holders(options))) as draft:
        print_notices(draft)
        if locked_version(draft):
            return fail(f"“{options.into}”已经定稿，没有导入。请先在程序里退回修改，再导入。")
        here = draft.load().application
        call = call_of(here.call.strip(), draft.call_version)
        read = _readable(options.file, Belongs([call], call, here.track, here.directions))
        form = read.form
        parts = read_record(draft).parts if isinstance(draft, SealedDraft) else ()
        base = return_base(draft, form, parts)
        for number, owner in foreign_files(form, here, base.versions).items():
            print(foreign_words(read.files[number].name, owner, here), file=sys.stderr)
        states = states_against(form, here, base.open_file, base.versions)
        changed = [path for path, state in states.items() if state is FieldState.CHANGED]
        more = _take(draft, here, form, changed) if changed else ()
        if isinstance(draft, SealedDraft) and not draft.is_read_only:
            _record_return(draft, read, states, is_changed=bool(changed))
    return _print_result(options, form, states, (*losses_for(form, here), *more))


def _take(
    draft: "AnyDraft", here: Application, form: "RecognisedForm", changed: Sequence[str]
) -> tuple["Loss", ...]:
    """Save ``here`` with the ``changed`` fields; a sealed draft keeps what was before for good."""
    from jbgs_desktop.documents.docx_import.recognised import applied
    from jbgs_desktop.documents.docx_import.taken_figures import with_figure_files
    from jbgs_desktop.drafts.draft import FIGURES
    from jbgs_desktop.drafts.export_base import BEFORE_IMPORT, name_version

    name_version(draft, BEFORE_IMPORT)
    taken = with_figure_files(
        form, changed, lambda name, data: draft.attach(name, io.BytesIO(data), FIGURES)
    )
    draft.save(applied(taken.values, here))
    return taken.losses


def _record_return(
    draft: "SealedDraft", read: "ReadableFiles", states: _States, *, is_changed: bool
) -> None:
    """Keep the files of which something was taken; parts of which nothing is left open are back."""
    from jbgs_desktop.documents.docx_import.field_states import FieldState
    from jbgs_desktop.documents.docx_reader.docx_file import LARGEST_DOCX
    from jbgs_desktop.drafts.word_originals import keep_original
    from jbgs_desktop.finalise.given_parts import all_answered_by
    from jbgs_desktop.finalise.record import keep_record, read_record
    from jbgs_desktop.finalise.return_base import returned_files

    originals = {
        number: keep_original(draft, file.name, io.BytesIO(read_capped(file, LARGEST_DOCX)))
        for number, file in enumerate(read.files if is_changed else ())
    }
    old = record = read_record(draft)
    for part, file in all_answered_by(record.parts, returned_files(read.form, originals)):
        if all(states[path] is not FieldState.CONFLICT for path in file.fields):
            record = record.with_part_returned(part, datetime.now(UTC), file.original)
    if record != old:
        keep_record(draft, record)


def _readable(files: Sequence[Path], belongs: "Belongs") -> "ReadableFiles":
    """The fields in ``files``, none of which is left out. Raises JbgsError."""
    from jbgs_desktop.documents.docx_import.word_files import recognise_readable

    read = recognise_readable(files, belongs)
    if read.problems:
        others = "其余的也没有导入。" if len(files) > 1 else ""
        raise DocumentError("".join(read.problems) + others)
    return read


def _keeper(folder: Path, files: dict[Path, bytes]) -> Callable[[str, bytes], str]:
    """Gives each picture a free place beside the application; what is there stays."""
    from jbgs_desktop.drafts.draft import FIGURES, free_name

    def keep(name: str, data: bytes) -> str:
        place = folder / FIGURES
        free = free_name(name, lambda n: place / n in files or (place / n).exists())
        files[place / free] = data
        return f"{FIGURES}/{free}"

    return keep


def _print_result(
    options: argparse.Namespace, form: "RecognisedForm", states: _States, losses: Sequence["Loss"]
) -> int:
    from jbgs_desktop.documents.docx_import.field_states import FieldState

    if form.tracked:
        print(f"有 {form.tracked} 处修订，按全部接受读取。", file=sys.stderr)
    if options.json:
        answer = {
            "kind": form.kind,
            "fields": [{"path": path, "state": state.json_word} for path, state in states.items()],
            "losses": [
                {"kind": str(loss.kind), "where": loss.where, "text": loss.text} for loss in losses
            ],
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(form, states, losses)
    has_conflict = any(state is FieldState.CONFLICT for state in states.values())
    return PROBLEMS if losses or has_conflict else OK


def _print(form: "RecognisedForm", states: _States, losses: Sequence["Loss"]) -> None:
    from jbgs_desktop.documents.docx_import.field_states import STATE_WORDS
    from jbgs_desktop.documents.docx_reader.model import CARRIED_OVER, LOSS_WORDS, LossKind

    looked_at = CARRIED_OVER - {LossKind.FORMAT}
    for path, state in states.items():
        print(f"{STATE_WORDS[state]}　{describe(form.call, path, form.track).name}")
    for loss in losses:
        text = f"：{loss.text}" if loss.text else ""
        word = "请核对" if loss.kind in looked_at else "未带入"
        print(f"{word}　{loss.where}　{LOSS_WORDS[loss.kind]}{text}")
    lost = sum(loss.kind not in looked_at for loss in losses)
    print(f"共 {len(states)} 个栏目，未带入 {lost} 处。")
