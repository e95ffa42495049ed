"""The start of the source program and the installed one beside a bare window; its size."""

import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.ready import KEY, READY
from benchmarks.start import BARE, SOURCE, first_paint, until
from benchmarks.timer import Goal, show_figure
from installer.build import PROGRAM, size_of
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application

_RUNS = 7
_BARE, _SOURCE, _FROZEN = "空窗口", "从源码运行", "安装的程序"
_READY = "从源码打开一份草稿，可以打字"
_MOST = {_SOURCE: 2.0, _FROZEN: 2.2, _READY: 3.5}  # times a bare window
_OPENING = (sys.executable, "-m", "benchmarks.ready")
_MOST_BYTES = 180_000_000


def main() -> None:
    installed = PROGRAM / "jbgs-desktop"
    programs: dict[str, tuple[str, ...]] = {_BARE: BARE, _SOURCE: SOURCE}
    if installed.exists():
        programs[_FROZEN] = (str(installed),)
    with tempfile.TemporaryDirectory() as folder:
        draft = _draft(Path(folder))
        times = _alternating(
            {name: partial(first_paint, command) for name, command in programs.items()}
            | {_READY: partial(until, (*_OPENING, str(draft)), READY)}
        )
    for name, median in times.items():
        title = name if name == _READY else f"启动到首次绘制，{name}"
        if name == _BARE:
            print(f"{title:<44} {median:8.0f} ms（处理器时间，中位）")
        else:
            goal = Goal(_MOST[name])
            show_figure(title, median / times[_BARE], "倍于空窗口", goal, f"{median:.0f} ms")
    if installed.exists():
        show_figure("安装后的大小", size_of(PROGRAM) / 1e6, "MB", Goal(_MOST_BYTES / 1e6))
    else:
        place = Path(*PROGRAM.parts[-4:])
        print(f"没有量安装的程序：{place} 不存在。请先运行 make package，再重新运行 make bench。")


def _draft(folder: Path) -> Path:
    """A draft with two task books, for the key of :mod:`benchmarks.ready`."""
    call = installed_calls()[0]
    value = sample_application(call, call.tracks[0].id, (2, 5)).set("evidence", ())
    write_draft(folder / "a.jbgs", value, [UserSecret(KEY)])
    return folder / "a.jbgs"


def _alternating(measures: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each in ms, without the first run; a busy moment hits all of them."""
    times: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(_RUNS + 1):
        for name, measure in measures.items():
            times[name].append(measure())
    return {name: statistics.median(measured[1:]) for name, measured in times.items()}


if __name__ == "__main__":
    main()
