"""Look at any folder of files as evidence: taken, refused, wrong picture, crash, time and memory.

    python tools/try_files.py DIR [--pages 3] [--slow 5] [--memory 700]

Each file is opened in a process of its own, under the limits of the program's children, and what
would be printed is held against another program (poppler, Pillow). Nothing is written beside the
files. Exit status 1 when there is a wrong picture, a crash, or a file over a limit.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent))
from jbgs_desktop.documents.attachments.inspect_worker import EVIDENCE_FORMATS, inspect_file
from jbgs_desktop.documents.attachments.page_worker import draw_page
from jbgs_desktop.documents.page_geometry import PICTURE
from tools.second_renderer import WRONG, difference, second_opinions

_ADDRESS_SPACE = 5 * 2**29  # bytes, as in jbgs_desktop.documents.attachments.inspect
_LATEST = 120  # seconds after which a process is ended
_BY_PAGES = 20  # pages for each of which a second more is allowed
_DPI = 100
_BAD = ("crash", "wrong picture", "slow", "memory", "not drawn")


def main() -> int:
    options = _options()
    if options.one:
        print(json.dumps(_printed(options.one, Path(options.to), options.pages)))
        return 0
    files = [path for path in sorted(Path(options.folder).rglob("*")) if path.is_file()]
    counted: Counter[str] = Counter()
    for path in files:
        for verdict, words in _tried(path, options):
            counted[verdict] += 1
            if verdict != "accepted" or options.verbose:
                print(f"{verdict:14}{path.relative_to(options.folder)}  {words}", flush=True)
    print("  ".join(f"{verdict} {number}" for verdict, number in sorted(counted.items())))
    return 1 if any(counted[verdict] for verdict in _BAD) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", default=".")
    parser.add_argument("--pages", type=int, default=3, help="of each file that are compared")
    parser.add_argument("--slow", type=float, default=5.0, help="seconds for a file")
    parser.add_argument("--memory", type=int, default=700, help="MB of a process")
    parser.add_argument("--verbose", action="store_true", help="name what was accepted too")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--to", help=argparse.SUPPRESS)
    return parser.parse_args()


def _printed(file: str, to: Path, most: int) -> dict[str, Any]:
    """What the program finds, and the first pages as it prints them; in the process of a file."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    began = time.monotonic()
    seen = inspect_file(file)
    form = EVIDENCE_FORMATS.get(seen["kind"])
    pages = seen["pages"] if form and form.printable and not seen["problem"] else 0
    failed = []
    for index in range(min(pages, most)):
        item = {"path": file, "kind": seen["kind"], "index": index, "dpi": _DPI}
        try:
            draw_page({**item, "box": PICTURE[2:], "to": str(to / f"{index:03}.jpg")})
        except Exception as error:  # the program says that the page cannot be drawn
            failed.append(f"page {index + 1}: {type(error).__name__} {error}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    facts = {key: seen[key] for key in ("kind", "code", "problem", "notes")}
    return {
        **facts,
        "pages": pages,
        "failed": failed,
        "seconds": time.monotonic() - began,
        "memory": memory,
    }


def _tried(path: Path, options: argparse.Namespace) -> "list[tuple[str, str]]":
    """The verdicts on one file, each with what is to be said of it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--one", str(path), "--to", folder]
        try:
            child = subprocess.run(
                [*command, "--pages", str(options.pages)],
                capture_output=True,
                timeout=_LATEST,
                check=False,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
            )
            seen = json.loads(child.stdout.splitlines()[-1]) if not child.returncode else None
        except (subprocess.TimeoutExpired, ValueError, IndexError):
            seen = None
        if seen is None:
            return [("crash", "no answer")]
        facts = f"{seen['seconds']:.1f} s, {seen['memory']} MB"
        verdicts = [_verdict(seen, facts)]
        if seen["seconds"] > options.slow + seen["pages"] / _BY_PAGES:
            verdicts.append(("slow", facts))
        if seen["memory"] > options.memory:
            verdicts.append(("memory", facts))
        wrong = _compared(path, Path(folder), seen, options.pages)
        return verdicts + ([("wrong picture", wrong)] if wrong else [])


def _verdict(seen: dict[str, Any], facts: str) -> tuple[str, str]:
    if seen["problem"]:
        return "refused", f"{seen['code']}: {seen['problem']} ({facts})"
    if seen["failed"]:
        return "not drawn", f"{'; '.join(seen['failed'])} ({facts})"
    kept = "accepted" if seen["pages"] else "not printed"
    return kept, f"{seen['kind']}, {seen['pages']} pages ({facts}) {''.join(seen['notes'])}"


def _compared(path: Path, folder: Path, seen: dict[str, Any], most: int) -> str:
    drawn = sorted(folder.glob("*.jpg"))
    if not drawn:
        return ""
    try:
        others = second_opinions(path, seen["kind"], min(seen["pages"], most))
    except Exception:  # the other program's own trouble is no fault of ours
        return ""
    wrong = []
    for number, (file, other) in enumerate(zip(drawn, others, strict=False), start=1):
        with Image.open(file) as image:
            apart = difference(image, other)
        is_whole = len(others) == len(drawn)  # else a long picture, in pieces here
        if apart > WRONG and is_whole:
            wrong.append(f"page {number} differs by {apart}")
    return "; ".join(wrong)


if __name__ == "__main__":
    sys.exit(main())
