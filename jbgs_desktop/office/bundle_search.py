"""Where bundles lie in what was put on the table; every place without one is named, with why.

Folders are looked through down to eight, zips by their lists. Links are not followed.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import (
    BAGIT,
    INFO,
    MANIFEST,
    OFFICE_PROFILE,
    PAYLOAD,
    TAG_MANIFEST,
)
from jbgs_desktop.bundle.layout import CHECKER, LISTING, UNFINISHED
from jbgs_desktop.bundle.safe_names import safe_for_display
from jbgs_desktop.bundle.system_files import is_system_file, is_system_folder
from jbgs_desktop.bundle.tree import FolderTree
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error, scanned

DEEPEST_BUNDLE = 8  # folders below a place in which bundles are looked for
_MOST = 20_000  # bundles and other folders that are looked at
_LARGEST_INFO = 2**16  # bytes

_STRONG_SIGNS = (BAGIT, INFO, MANIFEST, TAG_MANIFEST)
_WEAK_SIGNS = (CHECKER, LISTING, PAYLOAD.rstrip("/"))  # one alone may have been copied out of one
PACKED_BUNDLES = f"{PAYLOAD}报送包"  # in what an office forwards
REGISTER_FOLDER = f"{PAYLOAD}登记"  # there, too
FORWARDED_ROWS = f"{REGISTER_FOLDER}/登记数据.json"
LARGEST_ROWS = 32 * 2**20  # bytes; five thousand rows with long reasons have a third

_NO_BUNDLE = "里面没有报送包，请检查是否选对了文件夹或盘。"
_LINK = "它是链接，不是报送包本身，没有打开。请直接接收真正的文件夹。"
_UNREADABLE = "无法读取这个文件夹，没有权限或者盘已损坏，请检查后再接收。"
_UNFINISHED = (
    "这是没有写完的报送包，写它的时候盘被拔出或者程序中断了，没有接收。"
    "请申报单位在自己的电脑上重新制作报送包。"
)
_TOO_DEEP = f"里面的文件夹超过 {DEEPEST_BUNDLE} 层，没有全部查看，请直接选择报送包所在的文件夹。"
_LOOSE = "是单独的文件，不是报送包，没有接收。"
_OTHER_ARCHIVE = "是压缩包，本程序只能打开 zip。请先解压，再接收解压出来的文件夹。"
_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".xz", ".bz2")


class FoundKind(StrEnum):
    """What was found at a place."""

    BUNDLE = "bundle"
    PACKAGE = "package"  # what an office forwards: its bundles are found, too
    ZIP = "zip"
    REFUSED = "refused"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Something that was found, with the reason why it holds no bundle, or the notice."""

    place: Path
    kind: FoundKind
    reason: str = ""


def bundles_below(places: Iterable[Path]) -> Iterator[FoundPlace]:
    """What is in ``places``, in the order of the names.

    A folder is taken for a bundle as soon as it has a sure sign of one, so that a spoilt one is
    named. Of a folder without any bundle only the topmost is named.
    """
    search = _Search()
    for place in places:
        try:
            yield from search.in_place(place)
        except _TooMuchError:
            why = "里面的文件夹太多，没有全部查看，请分几次接收。"
            yield FoundPlace(place, FoundKind.REFUSED, why)
            return
        except (OSError, ValueError) as problem:
            error = problem if isinstance(problem, OSError) else OSError(22, str(problem))
            sentence = access_error("读取", Path(safe_for_display(str(place), 200)), error)
            yield FoundPlace(place, FoundKind.REFUSED, str(sentence))


def is_unfinished(name: str) -> bool:
    """Whether a folder of that name is one that a bundle was just being written to."""
    return name.startswith(".") and name.endswith(UNFINISHED)


def is_bundle(names: Iterable[str]) -> bool:
    """Whether a folder with these ``names`` in it is a bundle, maybe a spoilt one."""
    there = set(names)
    return bool(there.intersection(_STRONG_SIGNS)) or len(there.intersection(_WEAK_SIGNS)) > 1


def is_zip(place: Path) -> bool:
    """Whether ``place`` is called like a zip and is an ordinary file."""
    return place.suffix.casefold() == ".zip" and place.is_file() and not place.is_symlink()


class _TooMuchError(Exception):
    """More folders than are looked at."""


class _Search:
    def __init__(self) -> None:
        self._left = _MOST

    def in_place(self, place: Path) -> list[FoundPlace]:
        if is_zip(place):
            return [FoundPlace(place, FoundKind.ZIP)]
        return self._below(place, DEEPEST_BUNDLE)

    def _below(self, folder: Path, depth: int) -> list[FoundPlace]:
        """What is in ``folder``; itself as refused when there is no bundle. Raises OSError."""
        if (left := self._left - 1) < 0:
            raise _TooMuchError
        self._left = left
        if is_unfinished(folder.name):
            return [FoundPlace(folder, FoundKind.REFUSED, _UNFINISHED)]
        with scanned(folder) as listed:
            entries = sorted(listed, key=lambda each: each.name)
        if is_bundle(each.name for each in entries):
            return _bundle(folder)
        if not depth and any(each.is_dir(follow_symlinks=False) for each in entries):
            return [FoundPlace(folder, FoundKind.REFUSED, _TOO_DEEP)]
        found = [each for entry in entries for each in self._entry(folder, entry, depth)]
        if not all(each.kind is FoundKind.NOTICE or each.reason == _NO_BUNDLE for each in found):
            return found
        if any(each.name in _WEAK_SIGNS for each in entries):
            return [FoundPlace(folder, FoundKind.BUNDLE)]
        return [FoundPlace(folder, FoundKind.REFUSED, _NO_BUNDLE)]

    def _entry(self, folder: Path, entry: os.DirEntry[str], depth: int) -> list[FoundPlace]:
        place = folder / entry.name
        if entry.is_symlink():
            return [FoundPlace(place, FoundKind.REFUSED, _LINK)]
        if entry.is_dir(follow_symlinks=False):
            if is_system_folder(entry.name):
                return []
            try:
                return self._below(place, depth - 1)
            except OSError:
                return [FoundPlace(place, FoundKind.REFUSED, _UNREADABLE)]
        if is_zip(place):
            return [FoundPlace(place, FoundKind.ZIP)]
        if not entry.is_file() or is_system_file(entry.name, entry.stat().st_size):
            return []
        is_archive = place.suffix.casefold() in _ARCHIVES
        return [FoundPlace(place, FoundKind.NOTICE, _OTHER_ARCHIVE if is_archive else _LOOSE)]


def _bundle(folder: Path) -> list[FoundPlace]:
    """The bundle ``folder``, or the package that it is with the bundles in it."""
    try:
        with FolderTree(folder, 1) as tree, os.fdopen(tree.open(INFO), "rb") as stream:
            info = stream.read(_LARGEST_INFO)
        is_outside = any((folder / path).is_symlink() for path in ("data", PACKED_BUNDLES))
        if not is_package(info) or is_outside:
            return [FoundPlace(folder, FoundKind.BUNDLE)]
        with scanned(folder / PACKED_BUNDLES) as listed:
            below = sorted(each.name for each in listed if each.is_dir(follow_symlinks=False))
    except (OSError, ValueError, JbgsError):
        return [FoundPlace(folder, FoundKind.BUNDLE)]
    packed = [FoundPlace(folder / PACKED_BUNDLES / name, FoundKind.BUNDLE) for name in below]
    return [FoundPlace(folder, FoundKind.PACKAGE), *packed]


def is_package(info: bytes) -> bool:
    """Whether that is the bag-info.txt of what an office forwards."""
    return f"JBGS-Profile: {OFFICE_PROFILE}".encode() in info.split(b"\n")
