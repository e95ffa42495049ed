"""The installed program: its size, and its start beside the source program and a bare window."""

import statistics
from pathlib import Path

from benchmarks.start import BARE, SOURCE, first_paint
from installer.build import PROGRAM, size_of

_RUNS = 7
_BARE, _SOURCE, _FROZEN = "空窗口", "从源码运行", "安装的程序"
_MOST_BYTES = 180_000_000


def main() -> None:
    installed = PROGRAM / "jbgs-desktop"
    programs: dict[str, tuple[str, ...]] = {_BARE: BARE, _SOURCE: SOURCE}
    if installed.exists():
        programs[_FROZEN] = (str(installed),)
    times = _alternating(programs)
    for name, median in times.items():
        print(f"{'启动到首次绘制，' + name:<40} 中位 {median:8.0f} ms   {_beside(name, times)}")
    if installed.exists():
        size = f"{size_of(PROGRAM) / 1e6:8.1f} MB"
        print(f"{'安装后的大小':<40} {size}   预算：不超过 {_MOST_BYTES / 1e6:.0f} MB")
    else:
        place = Path(*PROGRAM.parts[-4:])
        print(f"没有量安装的程序：{place} 不存在。请先运行 make package，再重新运行 make bench。")


def _alternating(programs: dict[str, tuple[str, ...]]) -> dict[str, float]:
    """The median of each in ms, without the first run; a busy moment hits all of them."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(_RUNS + 1):
        for name, command in programs.items():
            times[name].append(first_paint(command))
    return {name: statistics.median(measured[1:]) for name, measured in times.items()}


def _beside(name: str, times: dict[str, float]) -> str:
    if name == _BARE:
        return ""
    ratio = f"空窗口的 {times[name] / times[_BARE]:.2f} 倍"
    if name == _FROZEN:
        ratio += f"，从源码运行的 {times[name] / times[_SOURCE]:.2f} 倍（预算：不超过 1.5 倍）"
    return ratio


if __name__ == "__main__":
    main()
