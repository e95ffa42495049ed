"""Who has a draft open: a lock file beside it, which also works on a share.

The system's own lock on that file tells a living program on this computer from a dead one. What
another computer left behind is never taken from it unasked, since from here a sleeping computer
looks like a dead one. Should two write all the same, the store notices before it writes over
anything.
"""

import errno
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from jbgs_desktop.errors import DraftHeldError, FileAccessError
from jbgs_desktop.files import access_error, open_locked
from jbgs_desktop.forms.text.clean import clean

_LARGEST = 4000  # bytes
# What stands where the lock file should: a link, a folder, a socket, a pipe.
_PLANTED = (errno.ELOOP, errno.EISDIR, errno.ENXIO)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a draft open."""

    host: str
    user: str
    pid: int
    since: str  # as a user reads it

    @classmethod
    def myself(cls) -> "Holder":
        try:
            user = getpass.getuser()
        except (KeyError, OSError):
            user = ""
        return cls(platform.node(), user, os.getpid(), f"{datetime.now():%Y-%m-%d %H:%M}")


class DraftLock:
    """The lock on one draft, held until :meth:`release` or the end of the program."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._file = file
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, draft: Path, *, take_over: bool = False) -> "DraftLock":
        """Raises DraftHeldError while somebody else has it, FileAccessError without a lock file.

        ``take_over`` ignores another computer's lock, never that of a living program here.
        """
        file = draft.with_name(draft.name + ".lock")
        try:
            draft.stat()  # a missing draft is told by its own name
            descriptor, is_locked = open_locked(file)
            try:
                holder = _read(descriptor)
                if is_locked is False or (
                    holder and not take_over and _may_live(holder, is_locked)
                ):
                    is_elsewhere = holder is not None and holder.host != platform.node()
                    raise DraftHeldError(
                        _sentence(draft, file, holder),
                        may_be_taken=is_elsewhere and is_locked is not False,
                    )
                _write(descriptor, Holder.myself())
            except BaseException:
                os.close(descriptor)
                raise
        except OSError as error:
            if error.errno in _PLANTED:
                raise FileAccessError(
                    f"没有打开“{draft}”：旁边的“{file.name}”是链接或者别的东西，不是本程序的文件，"
                    "可能是别人放的，没有写它。请删除它，或者把草稿复制到自己的文件夹里再打开。"
                ) from error
            raise access_error("打开", draft, error) from error
        return cls(file, descriptor)

    def show_life(self) -> None:
        """Let others see when the draft was last worked on."""
        try:
            os.utime(self._file)
        except OSError:
            return  # the draft itself is what counts

    def release(self) -> None:
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        try:
            os.ftruncate(descriptor, 0)
            if sys.platform == "win32":
                os.close(descriptor)  # Windows removes no open file
                descriptor = -1
            self._file.unlink(missing_ok=True)
        except OSError:
            pass  # an empty lock file holds nobody up
        finally:
            if descriptor >= 0:
                os.close(descriptor)


def _may_live(holder: Holder, is_locked: bool | None) -> bool:
    if holder.host != platform.node():
        return True
    return is_locked is None and runs(holder.pid)


def runs(pid: int) -> bool:
    """Whether such a process may be running; on Windows, which does not tell, never."""
    if sys.platform == "win32":
        return False  # os.kill would end it; and there the system's locks always work
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _read(descriptor: int) -> Holder | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        facts = json.loads(os.read(descriptor, _LARGEST))
        host, user, since = (str(facts[key])[:80] for key in ("host", "user", "since"))
        return Holder(host, user, int(facts["pid"]), since)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None  # empty after a release, or not ours


def _write(descriptor: int, holder: Holder) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(asdict(holder), ensure_ascii=False).encode())


def _sentence(draft: Path, file: Path, holder: Holder | None) -> str:
    ways_out = "可以以只读方式打开，或者打开一份副本，之后再合并。"
    if holder is None:
        return f"“{draft}”已经在另一个窗口中打开。{ways_out}"
    life = datetime.fromtimestamp(file.stat().st_mtime)
    who = f"电脑“{clean(holder.host).text}”上的“{clean(holder.user).text}”"
    return (
        f"“{draft}”已由{who}在 {clean(holder.since).text} 打开，"
        f"最近一次活动是 {life:%Y-%m-%d %H:%M:%S}。{ways_out}"
    )
