"""What the children of the tests do."""

import ctypes
import errno
import fcntl
import os
import platform
import resource
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

LIBRARIES = ("colorsys",)


def echo(item: Any) -> Any:
    print("not an answer", flush=True)
    os.write(2, b"nor is this")
    return item


def answer_itself(line: str) -> None:
    """Write an answer past the program's own, as a child does that was taken over."""
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, line.encode() + b"\n")
    time.sleep(600)


def drop_picture(_: Any) -> int:
    """How many blocks of memory Pillow keeps of a scanned page that nobody needs any more."""
    from PIL import Image

    Image.new("RGB", (1654, 2339)).close()
    stats: dict[str, int] = Image.core.get_stats()  # type: ignore[attr-defined]
    return stats["blocks_cached"]


def hang(item: Any) -> Any:
    if item == "bad":
        time.sleep(600)
    return item


def hang_with(path: str) -> None:
    """Say who it is in the file `path`, and stay."""
    target = Path(path)
    target.with_suffix(".part").write_text(str(os.getpid()))
    target.with_suffix(".part").rename(target)
    time.sleep(600)


def eat(item: Any) -> Any:
    if item == "bad":
        eaten = [bytearray(2**24) for _ in range(10_000)]
        return len(eaten)
    return item


def die(item: Any) -> Any:
    if item == "bad":
        os.abort()
    return item


def fail(item: Any) -> Any:
    if item == "bad":
        raise ValueError
    return item


def fill_disk(path: str) -> None:
    with open(path, "wb") as file:
        for _ in range(10_000):
            file.write(bytes(2**24))


def loaded_in_time(library: str) -> bool:
    import sys

    return library in sys.modules


def modules(item: Any) -> list[str]:
    import sys

    return sorted({name.partition(".")[0] for name in sys.modules})


_marks: list[str] = []


def leave_a_mark(mark: str) -> list[str]:
    """The marks that were there."""
    found = list(_marks)
    _marks.append(mark)
    return found


def place(variable: str) -> tuple[str, str]:
    """The current folder, and what ``variable`` of the environment says."""
    return os.getcwd(), os.environ[variable]


def forbidden(act: str) -> str:
    """What becomes of an act that no child may do: the name of its error, or "done"."""
    try:
        _ACTS[act]()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def raise_forbidden(act: str) -> None:
    _ACTS[act]()


def write(path: str) -> str:
    """What becomes of writing the file ``path``."""
    try:
        Path(path).write_bytes(b"x")
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


def read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError as error:
        return errno.errorcode[error.errno or 0]


def ask_others(item: Any) -> list[Any]:
    """What a child hears that asks for children."""
    from jbgs_desktop.sandbox import run_in_workers

    found = run_in_workers("tests.child_tasks:fail_or_echo", item, seconds=5, memory=2**29)
    return [(each.result, each.failure) for each in found]


def fail_or_echo(item: Any) -> Any:
    if item == "bad":
        raise ValueError
    return item


def environment(_: Any) -> list[str]:
    with open("/proc/self/environ", "rb") as file:
        return sorted({*os.environ, *(each.decode() for each in file.read().split(b"\0"))})


def thread(item: Any) -> Any:
    found: list[Any] = []
    other = threading.Thread(target=found.append, args=(item,))
    other.start()
    other.join()
    return found


def _call(number: int, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


_ACTS: dict[str, Callable[[], object]] = {
    "socket": lambda: socket.socket(),
    "local socket": lambda: socket.socketpair(),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "fork": lambda: os.fork() or os._exit(0),
    "start": lambda: subprocess.run(["/bin/true"]),
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "kill": lambda: os.kill(os.getppid(), 0),
    "kill itself": lambda: os.kill(os.getpid(), signal.SIGUSR1),
    "ptrace": lambda: _call(101 if platform.machine() == "x86_64" else 117, 16, os.getppid()),
    "limit others": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (9, 9)),
    "memory file": lambda: os.memfd_create("x"),
    "io_uring": lambda: _call(425, 1, 0),
    "terminal": lambda: fcntl.ioctl(0, 0x5412, b"x"),
    "signal by a file": lambda: fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid()),
    "create": lambda: Path("forbidden").write_bytes(b""),
    "null": lambda: os.open(os.devnull, os.O_WRONLY),
    "truncate": lambda: os.truncate(__file__, 0),
    "empty": lambda: os.open(__file__, os.O_RDONLY | os.O_TRUNC),
    "remove": lambda: os.remove("forbidden"),
    "rename": lambda: os.rename("forbidden", "other"),
    "folder": lambda: os.mkdir("forbidden"),
    "link": lambda: os.symlink("forbidden", "other"),
    "pipe with a name": lambda: os.mkfifo("forbidden"),
    "rights": lambda: os.chmod(__file__, 0o777),
    "time": lambda: os.utime(__file__),
}


def says_what_it_likes(item: object) -> list[object]:
    """Like a child that was taken over and calls a bundle good in words of its own."""
    return [["warning", "fine", "x", {"words": "一切正常"}]]
