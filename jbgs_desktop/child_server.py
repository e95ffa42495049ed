"""Children forked from one process that has loaded what they need: on Linux only.

To start Python and the libraries of a task takes tenths of a second, to fork what is loaded takes
thousandths. The server reads no file and no answer of a child, so that every child begins as clean
as the first; :mod:`jbgs_desktop.sandbox` knows the children and limits them. It ends with the
program, and when there was nothing to do for a while, so that its memory is free again.
"""

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Any

from jbgs_desktop.child_process import bare_environment, load_task

_IDLE = 30.0  # seconds without a child after which the server ends
_ANSWER = 30.0  # seconds in which a server has loaded a task and forked, on a slow machine too
_LONGEST_REQUEST = 2**17  # bytes

LaunchServer = Callable[[int], "subprocess.Popen[bytes]"]


class ForkedChild:
    """A child of the server, with the ways to it, as :class:`subprocess.Popen` has them."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._pid, self.stdin, self.stdout = pid, stdin, stdout

    def kill(self) -> None:
        """End the child, whatever it does; once it has ended nothing happens."""
        with suppress(OSError):
            _server.ask({"kill": self._pid})

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stdout.close()
        self.stdin.close()


def fork_child(arguments: Sequence[str], launch: LaunchServer) -> ForkedChild:
    """A child that works with ``arguments``, see :func:`jbgs_desktop.child_process.worker_main`.

    ``launch`` starts a server that listens at a descriptor, where none is there.
    Raises OSError or ValueError.
    """
    theirs_in, ours_in = os.pipe()
    ours_out, theirs_out = os.pipe()
    try:
        # Both may have changed since the server was started.
        place = {"folder": os.getcwd(), "environment": bare_environment()}
        request = {"fork": list(arguments), **place}
        pid = _server.ask(request, (theirs_in, theirs_out), launch)
    except BaseException:
        os.close(ours_in)
        os.close(ours_out)
        raise
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    return ForkedChild(pid, os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb"))


class _Server:
    """The program's side: one server at a time, asked by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def ask(
        self,
        request: dict[str, Any],
        descriptors: Sequence[int] = (),
        launch: LaunchServer | None = None,
    ) -> int:
        """The number that answers; a server that has ended is started again by ``launch``."""
        with self._lock:
            if self._line is not None:
                with suppress(OSError, ValueError):
                    return self._exchange(request, descriptors)
                self._drop()
            if launch is None:
                raise ProcessLookupError
            self._start(launch)
            return self._exchange(request, descriptors)

    def _exchange(self, request: dict[str, Any], descriptors: Sequence[int]) -> int:
        assert self._line is not None
        socket.send_fds(self._line, [json.dumps(request).encode()], list(descriptors))
        return int(self._line.recv(_LONGEST_REQUEST))

    def _start(self, launch: LaunchServer) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                self._process = launch(theirs.fileno())
            except BaseException:
                ours.close()
                raise
        ours.settimeout(_ANSWER)
        self._line = ours

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


_server = _Server()


# -- inside the server


def serve(descriptor: int, work: Callable[[Sequence[str]], int]) -> int:
    """Fork a child for each request that comes in at ``descriptor``; ``work`` is what it does."""
    alive: set[int] = set()
    with socket.socket(fileno=descriptor) as program:
        while True:
            program.settimeout(None if alive else _IDLE)
            try:
                message, descriptors, _, _ = socket.recv_fds(program, _LONGEST_REQUEST, 2)
            except TimeoutError:
                return 0
            if not message:
                return 0
            request = json.loads(message)
            if "kill" in request:
                _end(int(request["kill"]), alive)
                program.send(b"0")
                continue
            with suppress(Exception):  # what is not there fails in the child
                load_task(request["fork"][0])
            pid = os.fork()
            if not pid:
                program.close()
                _be_child(request, descriptors, work)
            for each in descriptors:
                os.close(each)
            alive.add(pid)
            program.send(str(pid).encode())


def _end(pid: int, alive: set[int]) -> None:
    if pid in alive:  # and so not yet waited for: the number is still its own
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        alive.remove(pid)


def _be_child(
    request: dict[str, Any], descriptors: Sequence[int], work: Callable[[Sequence[str]], int]
) -> None:
    """Never returns."""
    status = 1
    try:
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        with suppress(OSError):  # a folder that was removed
            os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        status = work([*request["fork"], str(os.getppid())])
    finally:
        os._exit(status)
