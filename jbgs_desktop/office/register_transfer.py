"""移交登记表: a copy of the register under a passphrase, with the received bundles beside it.

Whoever has none yet takes the copy over as it is, with its log; see ``register_merge`` else.
"""

import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import LARGEST_BUNDLE
from jbgs_desktop.bundle.medium import flush_folder
from jbgs_desktop.drafts.format.sealed_table import SealedTable
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey, Passphrase
from jbgs_desktop.errors import BundleCancelledError, JbgsError
from jbgs_desktop.files import access_error, put_in_place
from jbgs_desktop.office.bundle_copy import copy_bundle, flush_copy
from jbgs_desktop.office.register.received_folder import PART, PART_END
from jbgs_desktop.office.register.register import FILE, Register

_START = "登记表移交"
_NAME = f"{_START}_{{when:%Y%m%d-%H%M%S}}"
_RECEIVED = "received"


def hand_over(
    register: Register,
    into: Path,
    passphrase: Passphrase,
    when: datetime,
    *,
    cost: Cost | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Path:
    """A new folder in ``into`` that holds the register for who knows ``passphrase``.

    The received bundles are in it as they came, not encrypted. Whole or not at all; ``progress``
    counts bundles. Raises JbgsError.
    """
    target = into / _NAME.format(when=when)
    part = into / f"{PART}{secrets.token_hex(8)}{PART_END}"
    folders = sorted({e.folder for e in register.entries if e.folder})
    try:
        (part / _RECEIVED).mkdir(parents=True)
        part.chmod(0o700)
        with closing(SealedTable.open(part / FILE, [passphrase], cost=cost)) as copy:
            register.copy_into(copy)
        for done, name in enumerate(folders):
            progress(done, len(folders))
            if cancelled():
                raise BundleCancelledError("已取消移交登记表，没有留下文件。")
            _copy(register.received / name, part / _RECEIVED / name)
        flush_folder(part)
        put_in_place(part, target)
        flush_folder(into)
    except OSError as error:
        raise access_error("写入", target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def handed_folder(folder: Path) -> Path:
    """Where in ``folder``, a stick perhaps, a register was handed over. Raises JbgsError."""
    try:
        below = sorted(each for each in folder.iterdir() if each.name.startswith(_START))
        found = [each for each in (folder, *below) if (each / FILE).is_file()]
    except OSError as error:
        raise access_error("读取", folder, error) from error
    if len(found) > 1:
        names = "、".join(f"“{each.name}”" for each in found)
        raise JbgsError(f"“{folder}”里有几份移交的登记表：{names}。请直接选择其中一份。")
    if not found:
        raise _no_register(folder)
    return found[0]


def _no_register(folder: Path) -> JbgsError:
    return JbgsError(f"“{folder}”里没有移交的登记表。请选择名称以“{_START}”开头的那个文件夹。")


def open_handed(
    folder: Path, holders: Sequence[HolderKey], *, cost: Cost | None = None
) -> Register:
    """The register that was handed over in ``folder``, to be read. Raises JbgsError."""
    if not (folder / FILE).is_file():
        raise _no_register(folder)
    return Register.open(holders, folder, read_only=True, cost=cost)


def _copy(source: Path, target: Path) -> None:
    """Copy a received bundle; one that somebody has removed or spoilt is left out."""
    try:
        if source.is_dir() and copy_bundle(source, target, most=LARGEST_BUNDLE):
            flush_copy(target)
    except FileNotFoundError:
        shutil.rmtree(target, ignore_errors=True)
