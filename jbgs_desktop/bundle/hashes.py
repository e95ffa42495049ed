"""SHA-256 of many files at once, each seen to be the same before and after it was read."""

import hashlib
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from jbgs_desktop.bundle.bagit_profile import Hashed
from jbgs_desktop.bundle.tree import FolderTree, NotAsListedError, TreeEntry, mark_of
from jbgs_desktop.forms.file_kinds import FileKind, kind_in
from jbgs_desktop.forms.unsafe_files import Danger, danger_in_content

_CHUNK = 2**20  # bytes
_WORKERS = 2
_PROGRESS_EVERY = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one file: its hash, or why it could not be read whole.

    ``danger`` is why nobody should open it, whatever its name is; ``kind`` is what it is.
    """

    hashed: Hashed | None
    danger: Danger | None = None
    kind: FileKind = FileKind.UNKNOWN
    problem: OSError | None = None

    @property
    def has_changed(self) -> bool:
        return isinstance(self.problem, NotAsListedError)


def read_all(
    tree: FolderTree,
    entries: Mapping[str, TreeEntry],
    *,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> dict[str, Read]:
    """Read every one of ``entries``, ordinary files; what was reached when it was cancelled.

    ``progress`` is called on this thread with the bytes read so far and those of all.
    """
    done = _Counter(cancelled)
    total = sum(entry.size for entry in entries.values())
    largest_first = sorted(entries.values(), key=lambda entry: -entry.size)
    with ThreadPoolExecutor(_WORKERS, "hash") as workers:
        jobs: dict[str, Future[Read | None]] = {
            entry.path: workers.submit(_read, tree, entry, done) for entry in largest_first
        }
        waiting = set(jobs.values())
        while waiting:
            waiting = wait(waiting, _PROGRESS_EVERY).not_done
            progress(done.bytes, total)
    results = {path: job.result() for path, job in jobs.items()}
    return {path: read for path, read in results.items() if read}


class _Counter:
    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self.bytes = 0
        self.cancelled = cancelled
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        with self._lock:
            self.bytes += count


def _read(tree: FolderTree, entry: TreeEntry, done: _Counter) -> Read | None:
    if done.cancelled():
        return None
    try:
        descriptor = tree.open(entry.path, entry.mark)
    except OSError as error:
        return Read(None, problem=error)
    try:
        return _hash(descriptor, entry, done)
    except OSError as error:
        return Read(None, problem=error)
    finally:
        os.close(descriptor)


def _hash(descriptor: int, entry: TreeEntry, done: _Counter) -> Read | None:
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(min(_CHUNK, entry.size + 1)))
    size = 0
    with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as stream:
        while count := stream.readinto(buffer):
            digest.update(buffer[:count])
            size += count
            done.add(count)
            if size > entry.size or done.cancelled():
                break
        danger = None if done.cancelled() else danger_in_content(stream, size)
        kind = kind_in(stream)
    if done.cancelled():
        return None
    if mark_of(os.fstat(descriptor)) != entry.mark or size != entry.size:
        return Read(None, problem=NotAsListedError("changed while it was read"))
    return Read(Hashed(digest.hexdigest(), size), danger, kind)
