"""Make a call file (通知数据, .jbgscall) of a call pack, for those who publish one.

    .venv/bin/python tools/make_call_file.py FOLDER OUT --issued-by WHO --issued DAY --source WHAT

FOLDER is laid out as those below resources/calls; its version in call.json must be higher than
that of any file published before.
"""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.calls.call_file import CallOrigin, read_call_file, write_call_file
from jbgs_desktop.forms.calls.pack import first_problem


def main() -> int:
    parser = argparse.ArgumentParser(description="把一份通知数据做成一个文件")
    parser.add_argument("folder", type=Path, help="通知数据的文件夹")
    parser.add_argument("out", type=Path, help="做成的文件，以 .jbgscall 结尾")
    parser.add_argument("--issued-by", required=True, help="发布单位")
    parser.add_argument("--issued", required=True, help="发布日期，如 2023-10-30")
    parser.add_argument("--source", required=True, help="依据的文件：标题、文号")
    options = parser.parse_args()
    try:
        origin = CallOrigin(
            issued_by=options.issued_by, issued=options.issued, source=options.source
        )
        write_call_file(options.folder.resolve(), origin, options.out)
        made = read_call_file(options.out)
    except ValidationError as error:
        print(f"发布信息有误：{first_problem(error)}。", file=sys.stderr)
        return 2
    except JbgsError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{made.call.title} {made.call.version} 版 → {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
