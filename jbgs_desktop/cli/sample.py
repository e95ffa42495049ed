"""``jbgs sample``: a filled-in application with its evidence, to try things out with."""

import argparse
import sys

from jbgs_desktop.cli.common import OK, add_out, call_of, fail
from jbgs_desktop.forms.calls.call import installed_calls

HELP = "生成一份填好的示例申报和它的证明材料"


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("--call", default="", metavar="ID", help="通知的编号，默认是第一份")
    command.add_argument("--track", required=True, metavar="ID", help="赛道的编号")
    command.add_argument(
        "--directions", default="", metavar="N,N", help="方向的编号，用逗号分开，例如 2,5"
    )
    add_out(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.forms.sample import sample_application, write_sample

    call = call_of(options.call) if options.call else installed_calls()[0]
    try:
        directions = tuple(int(no) for no in options.directions.split(",") if no.strip())
    except ValueError:
        return fail(f"“{options.directions}”不是方向的编号，请写成 2,5 这样。")
    application = sample_application(call, options.track, directions)
    for path in write_sample(application, call, options.out):
        print(path, file=sys.stderr)
    return OK
