"""Inside a child of :mod:`jbgs_desktop.sandbox`: its limits, its task, its answers."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

from jbgs_desktop.confinement import confine
from jbgs_desktop.windows_job import enter_job

_OPEN_FILES = 256
READY = b"ready\n"
# All that a child learns of the environment: no secret, and no way to load something of its own.
_ENVIRONMENT = (
    *("HOME", "JBGS_HOME", "XDG_DATA_HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ"),
    *("PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "LD_LIBRARY_PATH"),
    *("APPDATA", "LOCALAPPDATA", "USERPROFILE", "SYSTEMROOT", "WINDIR", "TEMP", "TMP"),
)
# A page drawn or read takes some pictures of 12 MB. Else each of them would be given back to the
# system, which clears it anew for the next: that takes as long as all that is done with the page.
_MEMORY_KEPT = {
    "PILLOW_BLOCKS_MAX": "8",  # of 16 MB
    "MALLOC_MMAP_THRESHOLD_": str(2**25),  # bytes; the most that the C library takes
    "MALLOC_TRIM_THRESHOLD_": str(2**28),
}
_is_child = False


def bare_environment() -> dict[str, str]:
    """The environment of a child: folders and languages, nothing that a user keeps in it."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**kept, **_MEMORY_KEPT}


def is_child() -> bool:
    """Whether this process is a child that has given up what its task does not need."""
    return _is_child


def worker_main(arguments: Sequence[str]) -> int:
    """Be a child: ``arguments`` are the task, the bytes of its address space and of a file, what
    it may read and write, and the number of the process to end with.
    """
    global _is_child
    task, memory, largest_file, places, parent = arguments
    _die_with(int(parent))
    _limit(int(memory), int(largest_file))
    answers = _take_output()
    function = load_task(task)
    confine(*json.loads(places))
    _is_child = True
    answers.write(READY)
    for line in sys.stdin.buffer:
        answers.write(json.dumps(answer_item(function, line)).encode() + b"\n")
    return 0


def load_task(task: str) -> Callable[[Any], Any]:
    """The function "module:function", with what its module names as ``LIBRARIES``."""
    module, _, name = task.partition(":")
    loaded = import_module(module)
    for library in getattr(loaded, "LIBRARIES", ()):
        import_module(library)
    function: Callable[[Any], Any] = getattr(loaded, name)
    return function


def answer_item(function: Callable[[Any], Any], item: bytes) -> tuple[Any, str | None, str]:
    """What ``function`` makes of the JSON ``item``, or None with the value of a
    :class:`jbgs_desktop.sandbox.ChildFailure` and a word about it, which names no file.
    """
    try:
        return function(json.loads(item)), None, ""
    except MemoryError:
        return None, "memory", ""
    except Exception as error:
        # Not its own words: they name files, and the log is given away.
        reason = f"{type(error).__name__}: {getattr(error, 'strerror', None) or ''}"
        return None, "crash", reason.removesuffix(": ")


def _take_output() -> IO[bytes]:
    """The way to the parent; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _limit(memory: int, largest_file: int) -> None:
    if sys.platform == "win32":
        enter_job(memory)
        return
    import resource

    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _, highest = resource.getrlimit(kind)
        if highest != resource.RLIM_INFINITY:
            limit = min(limit, highest)
        with suppress(ValueError, OSError):  # macOS has no limit of the address space
            resource.setrlimit(kind, (limit, limit))


def _die_with(parent: int) -> None:
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before the kernel knew
        os._exit(1)
