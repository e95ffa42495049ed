"""Drawing the pages of a stranger's PDF in children with walls beside children without any.

From end to end: a child is started for each page, draws it, and its answer is believed. Two
programs, which share neither children nor what is loaded, draw one page each in turns, so that
what else the machine does meets both alike.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.timer import Goal, show_figure
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.pdf import confined_pages
from jbgs_desktop.documents.pdf.confined_pages import ConfinedPages
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application

_PAIRS, _PAGES, _DPI = 150, 10, 120
_MOST = 1.05
_WALLED, _BARE = "walled", "bare"


def main() -> None:
    call = installed_calls()[0]
    application = sample_application(call, call.tracks[1].id, (2,))
    book = make_book(application, call, evidence=lambda _: None, mark=None)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as programs:
        file = Path(folder) / "book.pdf"
        file.write_bytes(book.pdf)
        ways = [programs.enter_context(_program(way, file)) for way in (_WALLED, _BARE)]
        for number in range(_PAGES):  # everything is loaded then
            for way in ways:
                _seconds(way, number)
        pairs = []
        for number in range(_PAIRS):
            order = ways if number % 2 else ways[::-1]  # neither is always the second
            times = {way.pid: _seconds(way, number % _PAGES) for way in order}
            pairs.append(tuple(times[way.pid] for way in ways))
        for way in ways:
            assert way.stdin
            way.stdin.close()
    walled, bare = (statistics.median(each) for each in zip(*pairs, strict=True))
    beside = f"{1000 * walled:.1f} ms，不隔离 {1000 * bare:.1f} ms"
    show_figure("在隔离的子进程里画一页，与不隔离之比", walled / bare, "", Goal(_MOST), beside)


def _program(way: str, file: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.sandbox", way, str(file)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def _seconds(program: "subprocess.Popen[str]", page: int) -> float:
    assert program.stdin and program.stdout
    program.stdin.write(f"{page}\n")
    program.stdin.flush()
    return float(program.stdout.readline())


def _draw(file: Path) -> None:
    """For each page that is asked for, the seconds that it took."""
    with closing(ConfinedPages(file)) as pages:
        for line in sys.stdin:
            started = time.perf_counter()
            pages.image(int(line) % pages.count, _DPI)
            print(time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        if sys.argv[1] == _BARE:
            confined_pages._TASKS = "benchmarks.bare_tasks:"
        _draw(Path(sys.argv[2]))
    else:
        main()
