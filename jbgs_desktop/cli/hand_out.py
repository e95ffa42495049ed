"""``jbgs hand-out``: a docx for a colleague with just some sections of a task book."""

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jbgs_desktop.cli.common import (
    OK,
    add_file,
    add_out,
    add_passphrase,
    call_of,
    open_for,
    print_notices,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jbgs_desktop.drafts.draft import Draft

HELP = "把几节分给同事：生成只有这几节的docx"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    add_file(command)
    command.add_argument(
        "--field",
        required=True,
        nargs="+",
        action="extend",
        metavar="PATH",
        help="哪一节，例如 taskbooks.2.plan；可以写几个",
    )
    command.add_argument("--to", default="", metavar="姓名", help="给谁，记在加密草稿里")
    add_out(command)
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.field_identity import new_part_code
    from jbgs_desktop.documents.hand_out import write_part
    from jbgs_desktop.drafts.export_base import keep_for_return
    from jbgs_desktop.drafts.store import SealedDraft
    from jbgs_desktop.files import write_atomic
    from jbgs_desktop.finalise.finalise import opener
    from jbgs_desktop.finalise.locked_version import load_application

    with closing(open_for(options, options.file, writable=True)) as draft:
        print_notices(draft)
        application = load_application(draft).application
        call = call_of(application.call.strip(), draft.call_version)
        keep = _keeper(draft)
        token = keep_for_return(draft)
        has_record = isinstance(draft, SealedDraft) and not draft.is_read_only
        code = new_part_code() if has_record else ""
        made = write_part(
            application, call, options.field, opener(draft), revision=token, code=code
        )
        write_atomic({options.out: made.docx})
        keep(options, token, code)
    for note in made.notes:
        print(note, file=sys.stderr)
    print(options.out)
    return OK


def _keeper(draft: "Draft") -> "Callable[[argparse.Namespace, str, str], None]":
    """Keeps what was given out, with its token, where the draft has a record. Raises JbgsError."""
    from jbgs_desktop.drafts.store import SealedDraft
    from jbgs_desktop.finalise.given_parts import GivenPart, person_name
    from jbgs_desktop.finalise.record import keep_record, read_record

    if not isinstance(draft, SealedDraft):
        return lambda _options, _token, _code: None
    if draft.is_read_only:
        sentence = "这份草稿现在只能查看，分给了谁没有记在里面；写好的文件照样可以收回。"
        return lambda _options, _token, _code: print(sentence, file=sys.stderr)
    record = read_record(draft)

    def keep(options: argparse.Namespace, token: str, code: str) -> None:
        part = GivenPart(
            fields=tuple(dict.fromkeys(options.field)),
            to=person_name(options.to),
            when=datetime.now(UTC),
            token=token,
            file=options.out.name,
            code=code,
        )
        keep_record(draft, record.with_part(part))

    return keep
