"""Copies of the register beside it, as drafts have them, and putting the newest good one back."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from jbgs_desktop.drafts.backup import has_room, newest_first, number_in, thin_out
from jbgs_desktop.drafts.format.sealed_table import SealedTable
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey
from jbgs_desktop.drafts.store import DRAFT_SUFFIX
from jbgs_desktop.errors import (
    DraftDamagedError,
    DraftHeldError,
    DraftNewerError,
    RegisterDamagedError,
)
from jbgs_desktop.files import access_error, put_in_place

_COPIES = "copies"
_WHEN = "%Y%m%d-%H%M%S"
_NUMBER = 3  # the part of a copy's name that counts the copies


def open_table(
    file: Path,
    holders: Sequence[HolderKey],
    cost: Cost | None,
    *,
    read_only: bool = False,
    take_over: bool = False,
) -> SealedTable:
    """The table in ``file``, made when it is missing and never was there. Raises JbgsError.

    ``read_only`` and ``take_over`` as :meth:`SealedTable.open` has them.
    """
    if not file.exists() and (read_only or copies(file)):
        raise register_damaged(file)
    try:
        return SealedTable.open(file, holders, cost=cost, read_only=read_only, take_over=take_over)
    except DraftNewerError:
        raise
    except DraftDamagedError:
        raise register_damaged(file) from None
    except DraftHeldError as error:
        raise DraftHeldError(
            "登记表正由另一个窗口或另一台电脑使用，不能同时登记。"
            "请先关闭那个窗口，再打开；也可以只读打开，看现在的登记，不能改动。",
            may_be_taken=error.may_be_taken,
        ) from None


def keep_copy(table: SealedTable, file: Path) -> None:
    """Copy the table in ``file``, unless its newest copy is the same or the disk is too full.

    Raises JbgsError.
    """
    kept = copies(file)
    state = table.state[:12]
    if (kept and kept[0].stem.endswith(state)) or not has_room(file.stat().st_size):
        return
    number = number_in(kept[0], _NUMBER) + 1 if kept else 1
    name = f"{datetime.now():{_WHEN}-%f}-{number:06}-{state}{DRAFT_SUFFIX}"
    target = file.parent / _COPIES / name
    table.copy_file(target)
    thin_out(target.parent, _age, target)


def copies(file: Path) -> list[Path]:
    """The copies of the register in ``file``, the newest first."""
    return newest_first(file.parent / _COPIES, _age)


def _age(copy: Path) -> tuple[int, str]:
    # Copies of earlier programs have no number: they are older than all that have one.
    is_numbered = len(copy.stem.split("-")) > _NUMBER + 1
    return number_in(copy, _NUMBER) if is_numbered else 0, copy.name


def register_damaged(file: Path) -> RegisterDamagedError:
    """The sentence for a register that is missing or not what was kept."""
    what = "已经损坏，不能打开，可能是磁盘故障或被别的程序改动" if file.exists() else "不见了"
    kept = copies(file)
    if not kept:
        return RegisterDamagedError(
            f"登记表“{file}”{what}，也没有备份。收到的报送包还在“{file.parent / 'received'}”里。"
            "请把登记表移到别处保存，再重新打开，并重新接收这些报送包。",
            can_restore=False,
        )
    return RegisterDamagedError(
        f"登记表“{file}”{what}。本机有 {_shown_time(kept[0])} 的备份，可以放回；"
        "那以后登记的内容要重新接收。原来的文件会改名保留。",
        can_restore=True,
    )


def restore(file: Path, holders: Sequence[HolderKey]) -> None:
    """Put the newest copy that is good back as ``file``; what stands there is renamed and stays.

    Raises RegisterDamagedError when no copy is good, and other JbgsErrors.
    """
    for copy in copies(file):
        try:
            with closing(SealedTable.open(copy, holders)) as table:
                _set_aside(file)
                table.copy_file(file)
        except DraftDamagedError:
            continue
        return
    raise RegisterDamagedError(
        f"登记表的备份也都损坏了，没有放回。备份在“{file.parent / _COPIES}”里，请联系技术人员。",
        can_restore=False,
    )


def _set_aside(file: Path) -> None:
    name = f"{file.stem}-损坏-{datetime.now():{_WHEN}}"
    try:
        for suffix in ("", "-journal"):  # a journal belongs to the file that it was written for
            old = file.with_name(file.name + suffix)
            if old.exists():
                put_in_place(old, file.with_name(f"{name}{DRAFT_SUFFIX}{suffix}"))
    except OSError as error:
        raise access_error("改名", file, error) from error


def _shown_time(copy: Path) -> str:
    return f"{datetime.strptime(copy.name[:15], _WHEN):%Y-%m-%d %H:%M}"
