"""Taking in many bundles beside ``sha256sum`` of the same files, and what each one costs."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.timer import Goal, show_figure
from jbgs_desktop.office.intake import receive_bundles
from jbgs_desktop.office.registration import received_entry
from tests.bundle.small_bundles import PDF, an_application, write_bundle

_COUNTS = (10, 100, 500, 2000)
_LARGE = 3_000_000  # bytes of one bundle


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        pile = Path(name)
        many = _bundles(pile / "large", 500, _LARGE)
        has_other = shutil.which("sha256sum") is not None
        before = _seconds_of_sha256sum(many) if has_other else 0.0
        listing = _seconds(many)
        if has_other:  # once before and once after, since other work on the computer comes and goes
            plain = (before + _seconds_of_sha256sum(many)) / 2
            title = "接收 500 份 3 MB 的报送包，与 sha256sum 之比"
            show_figure(title, listing / plain, "", Goal(1.5), f"{listing:.1f} s")
    for count in _COUNTS:  # each in a process of its own, so that the memory is its own
        command = [sys.executable, "-m", "benchmarks.intake", str(count)]
        subprocess.run(command, check=True)


def _small(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / str(count)
        # Made in another process: only taking in is measured.
        with ProcessPoolExecutor(1) as maker:
            maker.submit(_bundles, folder, count, 0).result()
        each = 1000 * _seconds(folder) / count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{f'接收 {count} 份小报送包，每份':<44} {each:8.2f} ms   本进程 {memory} MB", flush=True)


def _bundles(folder: Path, count: int, size: int) -> Path:
    """``count`` bundles of about ``size`` bytes, each of another unit."""
    share = size // len(an_application().evidence)
    for number in range(count):
        evidence = PDF + os.urandom(share)
        write_bundle(folder / f"{number:04}", an_application(number + 1), evidence=evidence)
    return folder


def _seconds(folder: Path) -> float:
    """How long it takes to copy, verify and list every bundle, the child's start included."""
    started = time.perf_counter()
    for received in receive_bundles([folder]):
        entry = received_entry(received)
        assert not entry.reason, entry.reason
    return time.perf_counter() - started


def _seconds_of_sha256sum(folder: Path) -> float:
    files = [file for file in folder.rglob("*") if file.is_file()]
    started = time.perf_counter()
    command = ["xargs", "-0", "sha256sum"]
    names = b"\0".join(os.fsencode(file) for file in files)
    subprocess.run(command, input=names, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:]:
        _small(int(sys.argv[1]))
    else:
        main()
