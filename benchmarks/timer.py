"""How every benchmark measures and prints."""

import statistics
import time
from collections.abc import Callable


def milliseconds(
    work: Callable[[], object], times: int = 20, *, warm_up: bool = True
) -> list[float]:
    """The duration of each of ``times`` runs of ``work`` in ms, after one run to warm up."""
    if warm_up:
        work()
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        durations.append(1000 * (time.perf_counter() - started))
    return durations


def show(what: str, durations: list[float], budget: str = "") -> None:
    """Print median, 95th and 99th percentile of ``durations`` (ms) beside the budget."""
    p95, p99 = (_percentile(durations, share) for share in (0.95, 0.99))
    middle = statistics.median(durations)
    line = f"{what:<44} 中位 {middle:8.2f} ms   p95 {p95:8.2f} ms   p99 {p99:8.2f} ms"
    print(f"{line}   {budget}".rstrip())


def _percentile(durations: list[float], share: float) -> float:
    return sorted(durations)[max(0, round(share * len(durations)) - 1)]
