"""Writing a bundle so that it is either whole or not there.

It is written beside its place under a name that no one takes for a bundle, flushed, read back
from the medium and hashed, and only then given its name. The folder beside has a random name, so
a stick that is pulled or changed meanwhile cannot be written on unnoticed: nothing else has it.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.bundle import medium, write_errors
from jbgs_desktop.bundle.drives import Identity, held, identity
from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.bundle.layout import UNFINISHED
from jbgs_desktop.bundle.model import BESIDE, BundleContent, BundleFile, WrittenFile, bundle_file
from jbgs_desktop.bundle.progress import Meter, Phase, Progress
from jbgs_desktop.errors import BundleCancelledError, BundleError, BundleExistsError
from jbgs_desktop.files import put_in_place

_OLD = ".旧"
_CLUSTER = 128 * 2**10  # bytes of the medium that a small file takes, where nobody tells
_LOOK = 0.2  # seconds between two looks at threads that read
_READERS = 2


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle in its place, whole and read back.

    ``from_medium`` says whether it was read past the system's memory of what was written, and
    ``is_safe`` whether the system confirmed that all has arrived, so that the stick can be let go
    of. ``notices`` are sentences for the user.
    """

    folder: Path
    files: tuple[WrittenFile, ...]
    from_medium: bool
    is_safe: bool
    notices: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def write_bundle(
    content: BundleContent,
    target: Path,
    *,
    replace: bool = False,
    chosen: Identity | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Written:
    """Write ``content`` into the existing folder ``target``.

    A bundle of the same name stays as it is and BundleExistsError is raised, but with ``replace``
    it goes once the new one is in its place. ``chosen`` is the medium that the user saw when
    choosing: another one there now is refused. ``progress`` is called on the caller's thread.
    Raises BundleError (BundleCancelledError once ``cancelled()``), and what a source raises.
    """
    try:
        with held(target) as begun:
            try:
                if chosen not in (None, begun):
                    raise write_errors.changed(target)
                return _BundleWriter(content, target, begun, cancelled, progress).run(
                    replace=replace
                )
            except OSError as error:
                raise write_errors.trouble(target, begun, error) from error
    except OSError as error:
        raise write_errors.trouble(target, None, error) from error


def require_free(target: Path, name: str) -> None:
    """Raises BundleExistsError when ``target`` has a bundle of this name already."""
    if os.path.exists(target / name):  # unlike Path's, not upset by a medium that is gone
        raise BundleExistsError(
            f"“{target}”里已经有同名的报送包“{name}”，没有改动它。"
            "请换一个位置，或者先把原来的移走再写。"
        )


def _require_room(content: BundleContent, target: Path) -> None:
    free = shutil.disk_usage(target).free
    # A small file takes a whole cluster, and the tables of the file system grow as well.
    cluster = os.statvfs(target).f_bsize if hasattr(os, "statvfs") else _CLUSTER
    needed = sum(-(-file.size // cluster) * cluster for file in content.files) + BESIDE
    if needed > free:
        raise BundleError(
            f"“{target}”的空间不够：报送包需要 {shown_size(needed)}，现在只剩 {shown_size(free)}。"
            "请清理空间或换一个更大的盘，然后重新写入。"
        )


class _BundleWriter:
    def __init__(
        self,
        content: BundleContent,
        target: Path,
        begun: Identity,
        cancelled: Callable[[], bool],
        progress: Callable[[Progress], None],
    ) -> None:
        self._content = content
        self._target = target
        self._begun = begun
        self._cancelled = cancelled
        self._progress = progress
        self._meter = Meter(content.size)
        self._token = secrets.token_hex(4)
        self._final = target / content.name
        self._beside = target / f".{content.name}.{self._token}{UNFINISHED}"
        self._stopped = False
        self._is_new = False  # the folder beside has been made by us
        self._notices = [*content.doubts, *content.notices]

    def run(self, *, replace: bool) -> Written:
        self._require_free(replace=replace)
        self._clear_left_over()
        _require_room(self._content, self._target)
        try:
            self._beside.mkdir()
            self._is_new = True
            self._require_same()
            with ThreadPoolExecutor(_READERS) as threads:
                files = self._write_all(threads)
                self._read_back(threads, files)
            self._report_phase(Phase.RENAMING)
            self._put_in_place(replace=replace)
        except BaseException:
            self._take_back()
            raise
        try:
            return self._finish(files)
        except (OSError, BundleError) as error:
            raise write_errors.unconfirmed(self._final) from error

    def _require_free(self, *, replace: bool) -> None:
        if not replace:
            require_free(self._target, self._content.name)

    def _clear_left_over(self) -> None:
        """Remove what an earlier writing of this bundle left when its stick was pulled."""
        for path in self._kept_beside(UNFINISHED):
            shutil.rmtree(path, ignore_errors=True)

    def _kept_beside(self, ending: str) -> list[Path]:
        if not self._target.is_dir():
            return []
        start = f".{self._content.name}."
        names = os.listdir(self._target)  # unlike glob, not upset by an empty drive
        return [self._target / n for n in names if n.startswith(start) and n.endswith(ending)]

    def _require_same(self, device: int | None = None) -> None:
        if device is None:
            device = identity(self._target).device
        if device != self._begun.device:
            raise write_errors.changed(self._target)

    def _write_all(self, threads: ThreadPoolExecutor) -> tuple[WrittenFile, ...]:
        payload = tuple(self._write(file, threads) for file in self._content.files)
        closing = self._content.closing(payload)
        beside = tuple(self._write(bundle_file(*each), threads) for each in closing.items())
        for folder, _, _ in os.walk(self._beside, topdown=False):
            medium.flush_folder(Path(folder))
        medium.flush_file_system(self._target)
        self._require_same()
        return payload + beside

    def _write(self, file: BundleFile, threads: ThreadPoolExecutor) -> WrittenFile:
        path = self._beside / file.path
        self._make_folders(file.path)
        digest, size, device = medium.write_hashed(path, _chunks(file), threads, self._step)
        self._require_same(device)
        if size != file.size or file.digest not in ("", digest):
            raise write_errors.wrong_source(file.path, self._content.remedy)
        return WrittenFile(file.path, size, digest)

    def _make_folders(self, path: str) -> None:
        """Never the folder beside itself: where it is gone, this is another medium."""
        folder = self._beside
        for step in path.split("/")[:-1]:
            folder /= step
            folder.mkdir(exist_ok=True)

    def _read_back(self, threads: ThreadPoolExecutor, files: tuple[WrittenFile, ...]) -> None:
        self._report_phase(Phase.READING)
        waiting: set[Future[None]] = {threads.submit(self._check, file) for file in files}
        try:
            while waiting:
                done, waiting = wait(waiting, _LOOK, FIRST_EXCEPTION)
                for future in done:
                    future.result()
                self._step(0)
        finally:
            self._stopped = True
            for future in waiting:
                future.cancel()

    def _check(self, file: WrittenFile) -> None:
        read = medium.digest_from_medium(self._beside / file.path, self._count)
        if read[:2] != (file.digest, file.size):
            raise write_errors.wrong_content(self._target, file.path)
        self._require_same(read[2])

    def _count(self, count: int) -> None:
        self._meter.add(count)
        if self._stopped:
            raise BundleCancelledError("已停止。")  # nobody waits for this thread any more

    def _step(self, count: int) -> None:
        self._meter.add(count)
        self._progress(self._meter.now())
        if self._cancelled():
            raise BundleCancelledError(
                f"已经取消写入，“{self._target}”里没有留下未写完的报送包。需要时请重新写入。"
            )

    def _report_phase(self, phase: Phase) -> None:
        self._meter.begin(phase)
        self._step(0)

    def _put_in_place(self, *, replace: bool) -> None:
        self._require_free(replace=replace)  # nobody has put one there meanwhile
        old = self._target / f".{self._content.name}.{self._token}{_OLD}"
        is_replacing = self._final.exists()
        if is_replacing:
            put_in_place(self._final, old)
        try:
            put_in_place(self._beside, self._final)
        except OSError:
            if is_replacing:
                put_in_place(old, self._final)
            raise
        self._is_new = False

    def _remove_old(self) -> None:
        """The bundle that was replaced, also by an earlier writing that was cut off here."""
        for path in self._kept_beside(_OLD):
            shutil.rmtree(path, ignore_errors=True)
            if path.exists():
                self._notices.append(
                    f"原来的报送包没能全部删除，剩下的在“{path}”里，可以手工删除。"
                )

    def _finish(self, files: tuple[WrittenFile, ...]) -> Written:
        medium.flush_folder(self._target)  # the name, before what it replaces goes
        self._remove_old()
        medium.flush_folder(self._target)
        is_safe = medium.flush_file_system(self._target)
        self._require_same()
        for file in files:
            if (self._final / file.path).stat().st_size != file.size:
                raise write_errors.wrong_content(self._target, file.path)
        from_medium = medium.reads_from_medium()
        return Written(self._final, files, from_medium, is_safe, tuple(self._notices))

    def _take_back(self) -> None:
        if self._is_new:
            shutil.rmtree(self._beside, ignore_errors=True)
            with suppress(OSError):
                medium.flush_folder(self._target)


def _chunks(file: BundleFile) -> Iterator[bytes]:
    """The content of a source, its troubles told apart from those of the medium."""
    try:
        source = file.open()
    except OSError as error:
        raise write_errors.unreadable_source(file.path, error) from error
    with source:
        while True:
            try:
                chunk = source.read(medium.CHUNK)
            except OSError as error:
                raise write_errors.unreadable_source(file.path, error) from error
            if not chunk:
                return
            yield chunk
