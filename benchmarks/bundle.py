"""Writing a bundle of 500 MB, beside `cp` and `sha256sum` of the same files."""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.timer import Goal, show_figure
from jbgs_desktop.bundle.bagit_profile import BAGIT, Hashed, tag_files
from jbgs_desktop.bundle.model import BundleContent, WrittenFile, bundle_file
from jbgs_desktop.bundle.writer import write_bundle

_MB = 2**20
# The whole scan is as large as its parts together; and the originals.
_SIZES = (200, 80, 60, 40, 20, *(10,) * 8, *(1,) * 20)  # MB
_TIMES = 3
_LEAST = 0.8


def _closing(written: tuple[WrittenFile, ...]) -> Mapping[str, bytes]:
    payload = {file.path: Hashed(file.digest, file.size) for file in written}
    tags = tag_files(payload, [("External-Identifier", "x")], {})
    declaration = tags.pop(BAGIT)
    return {**tags, BAGIT: declaration}


def _content(source: Path) -> BundleContent:
    files = tuple(bundle_file(f"data/{path.name}", path) for path in sorted(source.iterdir()))
    return BundleContent("bundle", files, _closing, "x")


def _copied(source: Path, target: Path) -> None:
    """What a careful person does: copy, let it arrive, and hash what the medium has."""
    target.mkdir()
    files = sorted(source.iterdir())
    subprocess.run(["cp", *files, target], check=True)
    subprocess.run(["sync", *(target / file.name for file in files)], check=True)
    for file in files:
        _forget(target / file.name)
    subprocess.run(
        ["sha256sum", *(target / file.name for file in files)], check=True, capture_output=True
    )


def _forget(file: Path) -> None:
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _copied_in_memory(source: Path, target: Path) -> None:
    """The same as it is usually typed, where nothing says that anything has arrived."""
    target.mkdir()
    files = sorted(source.iterdir())
    subprocess.run(["cp", *files, target], check=True)
    copies = [target / file.name for file in files]
    subprocess.run(["sha256sum", *copies], check=True, capture_output=True)


def _seconds(work: Callable[[Path], object], folder: Path) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        os.sync()
        started = time.perf_counter()
        work(Path(name) / "target")
        return time.perf_counter() - started


def _write(source: Path, target: Path) -> None:
    target.mkdir()
    write_bundle(_content(source), target)


def _compare(where: str, folder: Path, source: Path, copied: Callable[[Path, Path], None]) -> None:
    size = sum(_SIZES)
    ours, theirs = [], []
    for _ in range(_TIMES):  # in turns, so that both see the same machine
        theirs.append(_seconds(lambda target: copied(source, target), folder))
        ours.append(_seconds(lambda target: _write(source, target), folder))
    own, other = statistics.median(ours), statistics.median(theirs)
    title = f"写报送包 {size} MB，与 cp + sha256sum 之比（{where}）"
    show_figure(title, other / own, "", Goal(_LEAST, is_least=True), f"{size / own:.0f} MB/s")


def main() -> None:
    # Beside this file: a temporary folder may be in memory, where flushing costs nothing.
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as name:
        source = Path(name) / "source"
        source.mkdir()
        for number, size in enumerate(_SIZES):
            (source / f"{number:02}.bin").write_bytes(os.urandom(size * _MB))
        _compare("磁盘，都落盘后从介质读回", Path(name), source, _copied)
        memory = Path("/dev/shm")
        if memory.is_dir():
            _compare("内存盘", memory, source, _copied_in_memory)


if __name__ == "__main__":
    main()
