"""``jbgs verify``: whether a bundle is whole, unchanged and harmless."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from jbgs_desktop.cli.common import OK, PROBLEMS, add_json

HELP = "核对一个报送包"
_PROGRESS_EVERY = 0.2  # seconds


def add(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="报送包的文件夹，或者里面只有一个报送包的盘",
    )
    add_json(command)


def run(options: argparse.Namespace) -> int:
    from jbgs_desktop.bundle.confined_verify import verify_confined
    from jbgs_desktop.bundle.verify import bundle_in

    folder = bundle_in(options.folder)
    verdict = verify_confined(folder, thorough=True, progress=progress_bar("核对"))
    if options.json:
        print(json.dumps(verdict.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in verdict.lines():
            print(line)
    return OK if verdict.ok else PROBLEMS


def progress_bar(what: str) -> Callable[[int, int], None]:
    """Tells on stderr how far a job over bytes is, when that is a terminal."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    shown_at = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal shown_at
        is_end = done >= total
        if time.monotonic() - shown_at >= _PROGRESS_EVERY or is_end:
            shown_at = time.monotonic()
            share = 100 * done // total if total else 100
            end = "\n" if is_end else ""
            print(
                f"\r{what} {share:3}%（{total // 2**20} MB）", end=end, file=sys.stderr, flush=True
            )

    return show
