"""How every benchmark measures, and prints what it measured beside its goal."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SHORT = "未达到"  # ends each line of what falls short of its goal


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be: at most ``limit``, or at least, of the percentile ``share``."""

    limit: float
    is_least: bool = False
    share: float = 0.5

    def judge(self, figure: float) -> str:
        """The goal, the figure as a part of it, and whether it is met."""
        sign = "≥" if self.is_least else "≤"
        is_met = figure >= self.limit if self.is_least else figure <= self.limit
        part = figure / self.limit
        return f"目标 {sign} {self.limit:g}，为其 {part:.2f} 倍   {'达到' if is_met else SHORT}"


def milliseconds(
    work: Callable[[], object],
    times: int = 20,
    *,
    warm_up: bool = True,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """The duration of each of ``times`` runs of ``work`` in ms, after one run to warm up.

    ``clock`` may count the processor's time alone (``time.process_time``, ``time.thread_time``), so
    that what else the machine does does not count.
    """
    if warm_up:
        work()
    durations = []
    for _ in range(times):
        started = clock()
        work()
        durations.append(1000 * (clock() - started))
    return durations


def show(what: str, durations: list[float], goal: "Goal | str" = "") -> None:
    """Print median, 95th and 99th percentile of ``durations`` (ms) beside the goal."""
    p95, p99 = (_percentile(durations, share) for share in (0.95, 0.99))
    middle = statistics.median(durations)
    line = f"{what:<44} 中位 {middle:8.2f} ms   p95 {p95:8.2f} ms   p99 {p99:8.2f} ms"
    if isinstance(goal, Goal):
        name = "中位" if goal.share == 0.5 else f"p{100 * goal.share:.0f}"
        figure = middle if goal.share == 0.5 else _percentile(durations, goal.share)
        goal = f"{name} {goal.judge(figure)}"
    print(f"{line}   {goal}".rstrip(), flush=True)


def show_figure(what: str, figure: float, unit: str, goal: Goal, beside: str = "") -> None:
    """Print one ``figure`` beside its goal; ``beside`` says what it was measured with."""
    words = f"{beside}   " if beside else ""
    print(f"{what:<44} {figure:8.2f} {unit}   {words}{goal.judge(figure)}", flush=True)


def processor_seconds() -> float:
    """The processor's time of this process and all below it so far, those that ended included.

    Seconds divided by the number of cores are what a machine takes that does nothing else. Without
    ``/proc``, what ended of the children is all that is counted of them.
    """
    own = os.times()
    seconds = own.user + own.system + own.children_user + own.children_system
    parents: dict[int, list[tuple[int, float]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        ticks = sum(map(int, fields[11:15]))
        entry = int(stat.parent.name), ticks / os.sysconf("SC_CLK_TCK")
        parents.setdefault(int(fields[1]), []).append(entry)
    waiting = [os.getpid()]
    while waiting:
        for process, spent in parents.get(waiting.pop(), ()):
            seconds += spent
            waiting.append(process)
    return seconds


def pages_per_second(work: Callable[[], object], pages: int, cores: int = 2) -> float:
    """What ``work``, which does ``pages``, does in a second on ``cores`` that are its own."""
    started = processor_seconds()
    work()
    return cores * pages / (processor_seconds() - started)


def _percentile(durations: list[float], share: float) -> float:
    return sorted(durations)[max(0, round(share * len(durations)) - 1)]
