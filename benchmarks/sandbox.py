"""Drawing the pages of a stranger's PDF in children with walls beside children without any.

From end to end: a child is started for each page, draws it, and its answer is believed. Both ways
in turns, each in a program of its own, so that they share neither children nor what is loaded.
"""

import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.pdf import confined_pages
from jbgs_desktop.documents.pdf.confined_pages import ConfinedPages
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application

_ROUNDS, _PAGES, _DPI = 8, 8, 120
_BUDGET = 1.05
_WALLED, _BARE = "walled", "bare"


def main() -> None:
    call = installed_calls()[0]
    application = sample_application(call, call.tracks[1].id, (2,))
    book = make_book(application, call, evidence=lambda _: None, mark=None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "book.pdf"
        file.write_bytes(book.pdf)
        times: dict[str, list[float]] = {_WALLED: [], _BARE: []}
        for number in range(_ROUNDS):  # neither is always the second
            for way in (_WALLED, _BARE) if number % 2 else (_BARE, _WALLED):
                times[way].append(_measured(way, file))
    # The fastest of each: what else the machine does makes both slower, by chance.
    walled, bare = (min(times[way]) for way in (_WALLED, _BARE))
    print(
        f"{f'在隔离的子进程里画 {_PAGES} 页':<44} {1000 * walled:8.1f} ms   不隔离 "
        f"{1000 * bare:8.1f} ms   比值 {walled / bare:.3f}   不超过 {_BUDGET}"
    )


def _measured(way: str, file: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.sandbox", way, str(file)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _draw(file: Path) -> float:
    """Seconds for some pages, when everything is loaded; the fastest of a few times."""
    with closing(ConfinedPages(file)) as pages:
        pages.image(0, _DPI)
        durations = []
        for _ in range(5):
            started = time.perf_counter()
            for index in range(_PAGES):
                pages.image(index % pages.count, _DPI)
            durations.append(time.perf_counter() - started)
    return min(durations)


if __name__ == "__main__":
    if sys.argv[1:]:
        if sys.argv[1] == _BARE:
            confined_pages._TASKS = "benchmarks.bare_tasks:"
        print(_draw(Path(sys.argv[2])))
    else:
        main()
