"""Verifying a bundle of 500 MB beside ``sha256sum`` of the same files."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.timer import Goal, show_figure
from jbgs_desktop.bundle.bagit_profile import MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.confined_verify import verify_confined
from jbgs_desktop.bundle.verify import verify
from tests.bundle.forged_bundles import good_bundle
from tests.bundle.small_bundles import PDF, an_application, write_bundle

_SIZE = 500_000_000  # bytes of all evidence together
_TIMES = 3


def main() -> None:
    if not shutil.which("sha256sum"):
        return
    application = an_application()
    with tempfile.TemporaryDirectory() as name:
        share = _SIZE // len(application.evidence)
        evidence = PDF + bytes(range(256)) * (share // 256)
        root = write_bundle(Path(name) / "bundle", application, evidence=evidence)
        ours = seconds(lambda: verify(root))
        theirs = seconds(lambda: hash_with_sha256sum(root))
    title, least = "核对 500 MB 的报送包，与 sha256sum 之比", Goal(0.8, is_least=True)
    show_figure(title, theirs / ours, "", least, f"{_SIZE / ours / 1e6:.0f} MB/s")

    with tempfile.TemporaryDirectory() as name:
        good = good_bundle(Path(name))
        whole = seconds(lambda: verify_confined(good.folder, thorough=True))
    pages = good.book.pages
    print(
        f"{f'核对 {pages} 页的报送包，读扫描件、重新生成电子版':<44} {whole:8.1f} s   每页 "
        f"{1000 * whole / pages:.0f} ms"
    )


def seconds(work: Callable[[], object]) -> float:
    """The fastest of a few runs of ``work``, which leave its files in the memory of the system."""
    durations = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        work()
        durations.append(time.perf_counter() - started)
    return min(durations)


def hash_with_sha256sum(bundle: Path) -> None:
    for manifest in (MANIFEST, TAG_MANIFEST):
        command = ["sha256sum", "--check", "--quiet", manifest]
        subprocess.run(command, cwd=bundle, check=True)


if __name__ == "__main__":
    main()
