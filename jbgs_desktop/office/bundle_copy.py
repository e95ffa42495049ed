"""Copying a stranger's bundle onto this computer: ordinary files under safe names, or nothing."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import MOST_FILES
from jbgs_desktop.bundle.medium import flush_file_system, flush_folder
from jbgs_desktop.bundle.safe_names import path_fault, twins
from jbgs_desktop.bundle.system_files import listed_paths, system_paths
from jbgs_desktop.bundle.tree import EntryKind, FolderTree, TreeEntry

_CHUNK = 2**20  # bytes


def copy_bundle(source: Path, target: Path, *, most: int) -> bool:
    """Copy the folder ``source`` as the new folder ``target``; whether that was possible.

    What the system has left in it is not copied. It is not possible when ``source`` holds links,
    devices, names that another system would change, or more than ``most`` bytes: then nothing is
    copied, and ``source`` itself says what is wrong with it. Raises OSError, leaving no copy.
    """
    with FolderTree(source, MOST_FILES) as tree:
        entries = tree.entries()
        left = system_paths(entries, listed_paths(tree, entries))
        entries = {path: entry for path, entry in entries.items() if path not in left}
        if tree.is_cut or not _can_be_copied(entries, most):
            return False
        try:
            target.mkdir()
            for path in sorted(entries):
                _copy(tree, entries[path], target / path)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
    return True


def flush_copy(folder: Path) -> None:
    """Return when every file in the copy ``folder`` and its name have arrived. Raises OSError.

    Linux does that for all of them at once, in half the time that each by itself takes.
    """
    if sys.platform == "linux":
        flush_file_system(folder)
        return
    for where, _, names in os.walk(folder):
        for name in names:
            with Path(where, name).open("r+b") as file:  # Windows flushes only what may be written
                os.fsync(file.fileno())
        flush_folder(Path(where))


def _can_be_copied(entries: Mapping[str, TreeEntry], most: int) -> bool:
    return (
        all(entry.kind in (EntryKind.FILE, EntryKind.FOLDER) for entry in entries.values())
        and not any(path_fault(path) for path in entries)
        and not twins(entries)
        and sum(entry.size for entry in entries.values() if entry.kind is EntryKind.FILE) <= most
    )


def _copy(tree: FolderTree, entry: TreeEntry, target: Path) -> None:
    if entry.kind is EntryKind.FOLDER:
        target.mkdir()
        return
    source = os.fdopen(tree.open(entry.path, entry.mark), "rb", buffering=0)
    with source, target.open("xb", buffering=0) as copy:
        left = entry.size  # a file that grows meanwhile is found out by its hash
        while left and (chunk := source.read(min(_CHUNK, left))):
            copy.write(chunk)
            left -= len(chunk)
