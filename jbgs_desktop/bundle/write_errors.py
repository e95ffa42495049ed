"""What a stick can do while it is written to, as sentences for the user."""

import errno
from pathlib import Path

from jbgs_desktop.bundle.drives import Identity, identity
from jbgs_desktop.errors import BundleError

_NOTHING_LEFT = "没有留下可以当成完整报送包的文件夹"
_FULL = "空间已经用完。请清理空间或换一个更大的盘，然后重新写入"
_GONE = "它已经断开或者被拔出。请重新插好，再写一次"
_PROTECTED = "它是只读的，可能打开了写保护开关。请关闭写保护或换一个盘，然后重新写入"
_REFUSED = "没有写入的权限，或者有文件正被其他程序打开。请关闭那些程序或换一个位置，然后重新写入"
_TOO_LARGE = "有一个文件超过了它的文件系统允许的大小。请把这个盘格式化成 exFAT 或者换一个盘"

_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _PROTECTED,
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EFBIG: _TOO_LARGE,
    errno.EIO: f"读写出错，{_GONE}；如果还是这样，说明这个盘可能已经损坏，请换一个",
    errno.ENOTCONN: _GONE,
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ENOENT: _GONE,
    errno.ESTALE: _GONE,
}
# Windows tells several of these only by a number of its own.
_WINDOWS_REASONS = {
    19: _PROTECTED,
    21: _GONE,
    55: _GONE,
    112: _FULL,
    433: _GONE,
    1006: _GONE,
    1110: _GONE,
    1117: _REASONS[errno.EIO],
    1167: _GONE,
}


def trouble(target: Path, begun: Identity | None, error: OSError) -> BundleError:
    """Why ``error`` stopped the writing to ``target``, which was on the medium ``begun``."""
    if begun is not None and _now(target) not in (begun, None):
        return changed(target)
    reported = f"系统报告：{error.strerror or error}。请换一个位置，然后重新写入"
    reason = _REASONS.get(error.errno or 0, reported)
    reason = _WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0, reason)
    return BundleError(f"报送包没有写到“{target}”：{reason}。{_NOTHING_LEFT}。")


def _now(target: Path) -> Identity | None:
    try:
        return identity(target)
    except OSError:
        return None


def changed(target: Path) -> BundleError:
    return BundleError(
        f"报送包没有写到“{target}”：这个位置上的盘已经被拔出，或者换成了另一个。"
        f"请插好要用的盘，重新选择它，再写一次。{_NOTHING_LEFT}。"
    )


def wrong_content(target: Path, path: str) -> BundleError:
    return BundleError(
        f"报送包没有写成：从“{target}”读回的“{path}”与写进去的不一样。这个盘可能已经损坏，"
        f"或者实际容量比标称的小。请换一个盘，重新写入。{_NOTHING_LEFT}。"
    )


def wrong_source(path: str, remedy: str) -> BundleError:
    return BundleError(
        f"报送包没有写成：“{path}”的来源文件与这个版本里的不一样，可能在写入时被改动了。"
        f"{remedy}{_NOTHING_LEFT}。"
    )


def unreadable_source(path: str, error: OSError) -> BundleError:
    return BundleError(
        f"报送包没有写成：“{path}”的来源文件读不出来（系统报告：{error.strerror or error}）。"
        f"请检查这个文件还在不在，再写一次。{_NOTHING_LEFT}。"
    )


def unconfirmed(bundle: Path) -> BundleError:
    """The bundle has its name already, but what came after failed."""
    return BundleError(
        f"报送包“{bundle.name}”写到“{bundle.parent}”并读回核对过，但是最后没能确认它已经存稳，"
        "盘可能在这时断开了。请重新插好，核对一次这个报送包；核对不通过或者找不到它的，"
        "请重新写入。"
    )
