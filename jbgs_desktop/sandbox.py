"""Work on files that nobody vouches for, in processes of their own with limits.

A child reads one JSON item a line on its input and answers each with one JSON line. It may hang,
eat memory or crash; it is ended then, and a new one goes on with the next item. On Windows a job
object limits memory and processes (:mod:`jbgs_desktop.windows_job`). On Linux no child outlives the
program, children are forked where that is allowed (:mod:`jbgs_desktop.child_server`), and each
gives up what its task does not need (:mod:`jbgs_desktop.confinement`). A child that asks for
children does their work itself: it has their limits and may start nothing.
"""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import Any

from jbgs_desktop.child_process import READY, answer_item, bare_environment, is_child, load_task
from jbgs_desktop.child_server import ForkedChild, fork_child

_log = logging.getLogger(__name__)

_POLL = 0.05  # seconds between two looks at the clock and at the user's wish to stop
_START = 30.0  # seconds in which a child must have loaded its task, on a slow machine too
_LONGEST_ANSWER = 2**26  # bytes
_LARGEST_FILE = 2**29  # bytes that a child may write into one file
_LONGEST_REASON = 100  # characters
_MOST_PLACES = 200  # that a child is told of by their own names


class ChildFailure(StrEnum):
    """Why a child gave no result. START, when none came up, says nothing about the item."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    START = "start"


class ChildWork(StrEnum):
    """What a child was asked to look at, and with it who reads why it could not."""

    EVIDENCE = "evidence"
    FIGURE = "figure"
    DOCX = "docx"
    SHEET = "sheet"
    SCAN = "scan"
    BUNDLE = "bundle"


# Why there is no result, and what to do; the end of a sentence about the file.
FAILURE_SENTENCES: Mapping[ChildWork, Mapping[ChildFailure, str]] = MappingProxyType(
    {
        ChildWork.EVIDENCE: {
            ChildFailure.TIME: "文件打开太慢（超过4秒），可能是内容过于复杂，也可能是电脑正忙，"
            "请稍后再试；还是这样的，请用“打印到PDF”或重新扫描的办法另做一份再添加。",
            ChildFailure.MEMORY: "打开这个文件需要的内存太多，内容可能过大或被做过手脚，"
            "请用“打印到PDF”或重新扫描的办法另做一份再添加。",
            ChildFailure.CRASH: "文件打不开，可能已损坏，"
            "请用“打印到PDF”或重新扫描的办法另做一份再添加。",
            ChildFailure.START: "没能检查这个文件：检查用的后台程序没有启动，可能是内存不足，"
            "或者被安全软件拦住了，请关闭其他程序、放行本程序后再试；还是这样的，"
            "请用“打印到PDF”或重新扫描的办法另做一份再添加。",
        },
        ChildWork.FIGURE: {
            ChildFailure.TIME: "图片打开太慢，可能是像素太多，也可能是电脑正忙，"
            "请稍后再试；还是这样的，请缩小后再添加。",
            ChildFailure.MEMORY: "打开这张图片需要的内存太多，可能像素太多或被做过手脚，"
            "请缩小或重新截图后再添加。",
            ChildFailure.CRASH: "图片打不开，可能已损坏，请重新导出或重新截图后再添加。",
            ChildFailure.START: "没能打开这张图片：处理图片的后台程序没有启动，可能是内存不足，"
            "或者被安全软件拦住了，请关闭其他程序、放行本程序后再试。",
        },
        ChildWork.DOCX: {
            ChildFailure.TIME: "文档读得太慢，可能是内容太多，也可能是电脑正忙，请稍后再试；"
            "还是这样的，请把文档拆成几份，分别导入。",
            ChildFailure.MEMORY: "读这份文档需要的内存太多，可能图片太大或被做过手脚，"
            "请在Word里压缩图片，或者拆成几份，分别导入。",
            ChildFailure.CRASH: "文档读不出来，可能已损坏，请在Word或WPS里打开它，"
            "另存为新的docx，再导入。",
            ChildFailure.START: "没能读这份文档：读文档的后台程序没有启动，可能是内存不足，"
            "或者被安全软件拦住了，请关闭其他程序、放行本程序后再试。",
        },
        ChildWork.SHEET: {
            ChildFailure.TIME: "表格读得太慢，可能是内容太多，也可能是电脑正忙，请稍后再试；"
            "还是这样的，请把要读取的内容复制到一个新的工作簿里，保存为xlsx，再读取。",
            ChildFailure.MEMORY: "读这个表格需要的内存太多，可能内容过多或被做过手脚，"
            "请把要读取的内容复制到一个新的工作簿里，保存为xlsx，再读取。",
            ChildFailure.CRASH: "表格读不出来，可能已损坏，请在Excel或WPS表格里打开它，"
            "另存为新的xlsx，再读取。",
            ChildFailure.START: "没能读这个表格：读表格的后台程序没有启动，可能是内存不足，"
            "或者被安全软件拦住了，请关闭其他程序、放行本程序后再试。",
        },
        ChildWork.SCAN: {
            ChildFailure.TIME: "处理时间过长，电脑可能正忙，请稍后再试；还是这样的，"
            "请用 200 至 300 dpi 重新扫描。",
            ChildFailure.MEMORY: "占用内存过大，请用 200 至 300 dpi 重新扫描。",
            ChildFailure.CRASH: "内容无法识别，可能已经损坏，请重新扫描。",
            ChildFailure.START: "处理扫描件的后台程序没有启动，可能是内存不足，"
            "或者被安全软件拦住了，请关闭其他程序、放行本程序后再试。",
        },
        ChildWork.BUNDLE: {
            ChildFailure.TIME: "核对这个报送包用的时间太长，没有接收。"
            "请把它复制到本机的文件夹里再接收一次，还是不行的退回申报单位。",
            ChildFailure.MEMORY: "核对这个报送包需要的内存太多，里面可能有不正常的文件，"
            "没有接收，请退回申报单位。",
            ChildFailure.CRASH: "核对这个报送包时程序意外结束，没有接收。"
            "请再接收一次，还是这样的退回申报单位。",
            ChildFailure.START: "核对用的后台程序没有启动，没有接收。可能是内存不足，"
            "或者被安全软件拦住了，请关闭其他程序、放行本程序后再接收一次。",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the item at ``index``: ``result``, or with None for it a ``failure``."""

    index: int
    result: Any
    failure: ChildFailure | None


def run_in_workers(
    task: str,
    items: Sequence[Any],
    *,
    seconds: float,
    memory: int,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int = 1,
    largest_file: int = _LARGEST_FILE,
    reads: Iterable[Path | str] | None = (),
    writes: Iterable[Path | str] = (),
    believe: Callable[[Any], Any] = lambda answer: answer,
) -> Iterator[Outcome]:
    """Call the function ``task`` ("module:function") in children, once for each JSON item.

    The modules that its module names as ``LIBRARIES`` are loaded before an item's time begins.
    ``reads`` are the files and folders that the task looks at, None when they are not known;
    ``writes`` the folders in which it makes files, none for a task that only draws.
    ``believe`` makes a result of an answer, and raises ValueError, TypeError, LookupError or
    AttributeError for one that cannot be true: a child that was taken over answers anything.

    ``seconds`` is the limit for one item, ``memory`` that of a child's address space in bytes and
    ``largest_file`` that of a file that it writes.
    Outcomes come in the order in which they are complete. Ends early once ``cancelled()``, which
    is asked on the caller's thread. No child is left when the iterator ends or is closed.
    """
    if is_child():
        yield from _done_here(task, items, believe)
        return
    pending = deque(enumerate(items))
    done: SimpleQueue[Outcome] = SimpleQueue()
    places = _Places(_few(reads), tuple(os.path.abspath(each) for each in writes))
    limits = _Limits(seconds, memory, largest_file, places, believe)
    team = [_Worker(task, pending, done, limits) for _ in range(min(workers, len(items)))]
    yield from _outcomes(team, len(items), done, cancelled)


def _outcomes(
    team: "Sequence[_Worker]",
    count: int,
    done: SimpleQueue[Outcome],
    cancelled: Callable[[], bool],
) -> Iterator[Outcome]:
    try:
        for worker in team:
            worker.start()
        for _ in range(count):
            outcome = _next(done, team, cancelled)
            if outcome is None:
                return
            yield outcome
    finally:
        for worker in team:
            worker.stop()
        for worker in team:
            worker.join()


def _next(
    done: SimpleQueue[Outcome], team: "Sequence[_Worker]", cancelled: Callable[[], bool]
) -> Outcome | None:
    while not cancelled():
        for worker in team:
            worker.end_if_late()
        with suppress(Empty):
            return done.get(timeout=_POLL)
    return None


def _few(places: Iterable[Path | str] | None) -> tuple[str, ...] | None:
    """``places`` for a child; of many files the folders, and of too many folders all there is."""
    if places is None:
        return None
    found = {os.path.abspath(each) for each in places}
    if len(found) > _MOST_PLACES:
        found = {each if os.path.isdir(each) else os.path.dirname(each) for each in found}
    return tuple(sorted(found)) if len(found) <= _MOST_PLACES else None


def _done_here(task: str, items: Sequence[Any], believe: Callable[[Any], Any]) -> Iterator[Outcome]:
    function = load_task(task)
    for index, item in enumerate(items):
        # As if it had gone through the pipes.
        result, failure, _ = answer_item(function, json.dumps(item).encode())
        if failure:
            yield Outcome(index, None, ChildFailure(failure))
        else:
            yield Outcome(index, believe(json.loads(json.dumps(result))), None)


@dataclass(frozen=True, slots=True)
class _Places:
    reads: tuple[str, ...] | None
    writes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Limits:
    seconds: float
    memory: int
    largest_file: int
    places: _Places
    believe: Callable[[Any], Any]


class _Worker(threading.Thread):
    """Owns one child at a time."""

    def __init__(
        self,
        task: str,
        pending: deque[tuple[int, Any]],
        done: SimpleQueue[Outcome],
        limits: _Limits,
    ) -> None:
        super().__init__(name="jbgs-child", daemon=True)
        self._task, self._limits = task, limits
        self._pending, self._done = pending, done
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | ForkedChild | None = None
        self._deadline: float | None = None
        self._is_late = self._is_stopped = False

    def run(self) -> None:
        while not self._is_stopped:
            try:
                index, item = self._pending.popleft()
            except IndexError:
                break
            result, failure, reason = self._ask(item)
            if failure:
                how = f"{failure} ({reason})" if reason else failure
                _log.debug("child of %s ended on item %d: %s", self._task, index, how)
            # It may be killed for lateness with its answer under way; the next item is not late.
            if failure or self._is_late:
                self._drop_child()
            self._done.put(Outcome(index, result, failure))
        self._drop_child()

    def stop(self) -> None:
        """End the child at once; the thread ends by itself then."""
        with self._lock:
            self._is_stopped = True
            if self._child is not None:
                self._child.kill()

    def end_if_late(self) -> None:
        """End the child when its time for the item is over."""
        with self._lock:
            is_late = self._deadline is not None and time.monotonic() > self._deadline
            if is_late and self._child is not None:
                self._is_late = True
                self._child.kill()

    def _ask(self, item: Any) -> tuple[Any, ChildFailure | None, str]:
        """What it answers, or why there is nothing, with a word about it."""
        try:
            if self._child is None:
                self._start_child()
        except (OSError, ValueError):
            return None, ChildFailure.START, ""
        try:
            answer = self._exchange(json.dumps(item).encode() + b"\n", self._limits.seconds)
            result, failure, reason = json.loads(answer)
            if failure:
                return None, ChildFailure(failure), f"{reason:.{_LONGEST_REASON}}"
            return self._limits.believe(result), None, ""
        # A child that was taken over answers anything.
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None, ChildFailure.TIME if self._is_late else ChildFailure.CRASH, ""

    def _start_child(self) -> None:
        with self._lock:
            if self._is_stopped:
                raise InterruptedError
            self._is_late = False
            self._child = _start(self._task, self._limits)
        if self._exchange(b"", _START) != READY:
            raise ValueError("the child did not come up")

    def _exchange(self, message: bytes, seconds: float) -> bytes:
        """Send ``message`` and wait for a line. Raises OSError, or returns less than a line."""
        assert self._child and self._child.stdin and self._child.stdout
        with self._lock:
            self._deadline = time.monotonic() + seconds
        try:
            self._child.stdin.write(message)
            self._child.stdin.flush()
            return self._child.stdout.readline(_LONGEST_ANSWER)
        finally:
            with self._lock:
                self._deadline = None

    def _drop_child(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            with suppress(OSError):  # of what was written and never read
                child.__exit__(None, None, None)


def _start(task: str, limits: _Limits) -> "subprocess.Popen[bytes] | ForkedChild":
    arguments = [task, str(limits.memory), str(limits.largest_file), _as_text(limits.places)]
    if sys.platform == "linux":
        with suppress(OSError, ValueError):  # a system that forbids it has children all the same
            return fork_child(arguments, lambda line: _launch(["--child-server", str(line)], line))
    return _launch(["--child", *arguments, str(os.getpid())], None)


def _launch(arguments: Sequence[str], line: int | None) -> subprocess.Popen[bytes]:
    """Start this program with ``arguments``; it is spoken to through pipes, or by ``line``."""
    frozen = getattr(sys, "frozen", False)
    # Without -P a module in the current folder, maybe on a stick, would be taken for a library.
    python = [sys.executable] if frozen else [sys.executable, "-P", "-m", "jbgs_desktop"]
    environment = bare_environment()
    if not frozen:
        environment["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    elif sys.platform == "linux":
        # The loader of a child believes that its parent, whose place it inherits, has set this.
        environment["LD_LIBRARY_PATH"] = str(getattr(sys, "_MEIPASS", ""))
    way = subprocess.PIPE if line is None else subprocess.DEVNULL
    return subprocess.Popen(
        [*python, *arguments],
        stdin=way,
        stdout=way,
        stderr=subprocess.DEVNULL,
        env=environment,
        pass_fds=() if line is None else (line,),
        start_new_session=True,  # so that Ctrl+C in the terminal is the parent's alone
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _as_text(places: _Places) -> str:
    return json.dumps([places.reads, places.writes])
