"""``jbgs hand-out``: a docx for a colleague with just some sections of a task book."""

import argparse
import sys
from contextlib import closing

from jbgs_desktop.cli.common import (
    OK,
    add_file,
    add_out,
    add_passphrase,
    call_of,
    open_for,
    tell_notices,
)

HELP = "把任务书的几节分给同事：生成只有这几节的docx"


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
    add_out(command)
    add_passphrase(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.documents.hand_out import write_part
    from jbgs_desktop.drafts.export_base import keep_for_return
    from jbgs_desktop.files import write_atomic
    from jbgs_desktop.finalise.finalise import opener
    from jbgs_desktop.finalise.locked_version import load_application

    with closing(open_for(options, options.file, writable=True)) as draft:
        tell_notices(draft)
        application = load_application(draft).application
        call = call_of(application.call.strip(), draft.call_version)
        made = write_part(
            application, call, options.field, opener(draft), revision=keep_for_return(draft)
        )
    for note in made.notes:
        print(note, file=sys.stderr)
    write_atomic({options.out: made.docx})
    print(options.out)
    return OK
