"""The commands of ``jbgs``: the services without a window (docs/developer/interface.md).

Each command is a file of this folder with its ``HELP``, ``add`` for its arguments and ``run``.
Exit 0: done and nothing wrong. 1: done and problems were found. 2: could not be done, with one
sentence on stderr. With ``--json`` stdout holds one JSON document and nothing else.
"""

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from jbgs_desktop import PROGRAM_NAME, __version__
from jbgs_desktop.cli import (
    bundle,
    calls,
    check,
    count,
    export,
    hand_out,
    import_docx,
    intake,
    sample,
    schema,
    seal,
    unseal,
    verify,
)
from jbgs_desktop.cli.arguments import COMMAND, Parser
from jbgs_desktop.cli.common import FAILED, fail
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error


class Command(Protocol):
    """What a file of this folder offers."""

    HELP: str

    def add(self, command: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


_COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "calls": calls,
        "count": count,
        "schema": schema,
        "sample": sample,
        "check": check,
        "export": export,
        "bundle": bundle,
        "verify": verify,
        "intake": intake,
        "seal": seal,
        "unseal": unseal,
        "import-docx": import_docx,
        "hand-out": hand_out,
    }
)
_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    _prepare_streams()
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except JbgsError as error:
        return fail(str(error))
    except OSError as error:
        # Every file has its own sentence by now, so it is our output that nobody takes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED if isinstance(error, BrokenPipeError) else fail(_output_sentence(error))
    except KeyboardInterrupt:
        return fail("已中断，没有写入文件。")
    except Exception as error:
        _log.debug("command failed", exc_info=True)
        fault = f"{type(error).__name__}：{error}"
        return fail(f"程序内部出错（{fault}），没有完成。请把这句话告诉维护者。")


def _prepare_streams() -> None:
    """UTF-8 whatever the locale; a stream that was closed or is not UTF-8 ends no command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
        stream = cast(TextIOWrapper, getattr(sys, name))
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _output_sentence(error: OSError) -> str:
    return str(access_error("写到", Path("标准输出"), error))


def _parser() -> Parser:
    parser = Parser(prog="jbgs", description=f"{PROGRAM_NAME}：不联网检查和生成。")
    parser.add_argument(
        "--version", action="version", version=f"jbgs {__version__}", help="显示程序的版本"
    )
    commands = parser.add_subparsers(title=COMMAND, required=True, metavar=COMMAND)
    for name, each in _COMMANDS.items():
        command = commands.add_parser(name, help=each.HELP, description=f"{each.HELP}。")
        command.set_defaults(run=each.run)
        each.add(command)
    return parser
