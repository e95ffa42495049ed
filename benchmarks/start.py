"""When a program first paints its window, seen from outside; what it has loaded until then.

frozen.py compares programs.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

BARE = (
    sys.executable,
    "-c",
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "app = QApplication([]); window = QMainWindow(); window.resize(1366, 768)\n"
    "window.show(); app.exec()",
)
SOURCE = (sys.executable, "-m", "jbgs_desktop")
# Qt says it when what a window has painted goes to the screen.
_RULE, PAINTED = "qt.widgets.painting.debug=true", "qt.widgets.painting: Flushing"
_LARGE = ("docx", "openpyxl", "keyring", "typst", "pypdf", "pypdfium2", "PIL", "zxingcpp")


def first_paint(command: Sequence[str]) -> float:
    """Milliseconds that ``command`` takes until its window is painted; then it is killed.

    They are the processor's, so that what else the machine does does not count; without ``/proc``
    they are those of the clock.
    """
    return until(command, PAINTED)


def until(command: Sequence[str], sign: str) -> float:
    """As :func:`first_paint`, until ``command`` says ``sign`` on stderr."""
    started = time.perf_counter()
    with _started(command) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if sign in line:
                return _spent(process.pid) or 1000 * (time.perf_counter() - started)
    raise RuntimeError(f"{command[0]} ended before it said {sign}")


def _spent(process: int) -> float:
    """The processor's milliseconds of all threads of ``process``; 0 where nothing says so."""
    spent = 0
    for stat in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):  # the thread has ended
            spent += int(stat.read_text(encoding="ascii").split()[0])
    return spent / 1e6


@contextmanager
def _started(command: Sequence[str]) -> "Iterator[subprocess.Popen[str]]":
    """``command`` as a user without drafts starts it, killed at the end."""
    with tempfile.TemporaryDirectory() as home:
        own = {"JBGS_HOME": home, "QT_LOGGING_RULES": _RULE, "QT_FORCE_STDERR_LOGGING": "1"}
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        with process.stderr:
            try:
                yield process
            finally:
                process.kill()
                process.wait()


def main() -> None:
    imported = set()
    with _started((SOURCE[0], "-X", "importtime", *SOURCE[1:])) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("import time:"):
                imported.add(line.rpartition("|")[2].strip())
            if PAINTED in line:
                break
    early = [name for name in _LARGE if name in imported]
    print(f"{'首次绘制前已导入的大库':<44} {'、'.join(early) or '无'}")


if __name__ == "__main__":
    main()
