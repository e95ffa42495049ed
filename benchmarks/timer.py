"""How every benchmark measures and prints."""

import statistics
import time
from collections.abc import Callable


def milliseconds(work: Callable[[], object], times: int = 20) -> list[float]:
    """The duration of each of ``times`` runs of ``work`` in ms, after one run to warm up."""
    work()
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        durations.append(1000 * (time.perf_counter() - started))
    return durations


def show(what: str, durations: list[float], budget: str = "") -> None:
    """Print median and 95th percentile of ``durations`` (ms) beside the budget."""
    p95 = sorted(durations)[max(0, round(0.95 * len(durations)) - 1)]
    line = f"{what:<44} 中位 {statistics.median(durations):8.2f} ms   p95 {p95:8.2f} ms"
    print(f"{line}   {budget}".rstrip())
