"""When a program first paints its window, seen from outside; what it has loaded until then."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

BARE = (
    sys.executable,
    "-c",
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    "app = QApplication([]); window = QMainWindow(); window.resize(1366, 768)\n"
    "window.show(); app.exec()",
)
SOURCE = (sys.executable, "-m", "jbgs_desktop")
# Qt says it when what a window has painted goes to the screen.
_RULE, _PAINTED = "qt.widgets.painting.debug=true", "qt.widgets.painting: Flushing"
_LARGE = ("docx", "openpyxl", "keyring", "typst", "pypdf", "pypdfium2", "PIL", "zxingcpp")


def first_paint(command: Sequence[str]) -> float:
    """Milliseconds from the start of ``command`` until its window is painted; then it is killed."""
    started = time.perf_counter()
    for line in _until_painted(command):
        if _PAINTED in line:
            return 1000 * (time.perf_counter() - started)
    raise RuntimeError(f"{command[0]} ended before it painted a window")


def _until_painted(command: Sequence[str]) -> Iterator[str]:
    """What ``command`` says on stderr up to its first paint, as a user without drafts."""
    with tempfile.TemporaryDirectory() as home:
        own = {"JBGS_HOME": home, "QT_LOGGING_RULES": _RULE, "QT_FORCE_STDERR_LOGGING": "1"}
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None
        with process.stderr as stderr:
            for line in stderr:
                yield line
                if _PAINTED in line:
                    break
            process.kill()
            process.wait()


def main() -> None:
    lines = _until_painted((SOURCE[0], "-X", "importtime", *SOURCE[1:]))
    imported = {
        line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")
    }
    early = [name for name in _LARGE if name in imported]
    print(f"{'首次绘制前已导入的大库':<44} {'、'.join(early) or '无'}")


if __name__ == "__main__":
    main()
