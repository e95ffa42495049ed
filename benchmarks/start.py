"""From the process's start to the first paint, against a bare QMainWindow."""

import os
import statistics
import subprocess
import sys
import time

_PAINT_AND_QUIT = """
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Eye(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            import os, sys
            late = [m for m in ("docx", "openpyxl", "keyring") if m in sys.modules]
            print(",".join(late))
            sys.stdout.flush()
            os._exit(0)
        return False
eye = Eye()
"""
_BARE = f"""
from PySide6.QtWidgets import QApplication
app = QApplication([])
{_PAINT_AND_QUIT}
window = QMainWindow(); window.resize(1366, 768); app.installEventFilter(eye)
window.show(); app.exec()
"""
_OURS = f"""
from jbgs_desktop.app import make_application
app = make_application([])
from jbgs_desktop.forms.call import installed_calls
from jbgs_desktop.drafts.unlocking import UserKeys
from jbgs_desktop.ui.main_window import MainWindow
{_PAINT_AND_QUIT}
window = MainWindow(installed_calls(), UserKeys()); app.installEventFilter(eye)
window.show(); app.exec()
"""


def _start(program: str) -> tuple[float, str]:
    started = time.perf_counter()
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    return 1000 * (time.perf_counter() - started), result.stdout.strip()


def main() -> None:
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    imported = ""
    for _ in range(8):  # alternating, so that a busy moment hits both
        times["bare"].append(_start(_BARE)[0])
        duration, imported = _start(_OURS)
        times["ours"].append(duration)
    bare, ours = (statistics.median(times[key][1:]) for key in ("bare", "ours"))
    ratio = f"比值 {ours / bare:.2f}"
    print(f"{'启动到首次绘制':<44} 本程序 {ours:.0f} ms，空窗口 {bare:.0f} ms，{ratio}")
    print(f"{'首次绘制前已导入的大库':<44} {imported or '无'}")
