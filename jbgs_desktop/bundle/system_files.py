"""What computers leave on a stick by themselves: known names, told as a notice, never copied on.

The list is exact. 校验.html has the same patterns, and a test holds that they are the same.
"""

import os
import re
from collections.abc import Iterable, Mapping

from jbgs_desktop.bundle.bagit_profile import MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.tree import EntryKind, FolderTree, TreeEntry

LARGEST_SYSTEM_FILE = 16 * 2**20  # bytes; more is no file that a system left
_LARGEST_LIST = 8 * 2**20
_DIGEST = 66  # characters of a line before the path

_OFFICE = "docx?|xlsx?|pptx?|wps|et|dps|rtf|odt|ods|odp"
_OF_A_MAC = f"{_OFFICE}|pdf|jpe?g|png|tiff?|txt|json|zip|ofd"
SYSTEM_FOLDERS = (
    r"system volume information|\$recycle\.bin|\.trashes|\.trash-\d{1,10}|\.spotlight-v100"
    r"|\.fseventsd"
)
SYSTEM_FILES = (
    r"thumbs\.db|desktop\.ini|\.ds_store|\.directory"
    rf"|\._[^.]+|\._.+\.({_OF_A_MAC})|\._校验\.html"  # beside each file that a Mac has copied
    rf"|~\$.+\.({_OFFICE})|\.~lock\..+\.({_OFFICE}|pdf)#|\.~.+\.({_OFFICE})"  # of an open document
)
_FOLDERS = re.compile(f"^(?:{SYSTEM_FOLDERS})$", re.IGNORECASE)
_FILES = re.compile(f"^(?:{SYSTEM_FILES})$", re.IGNORECASE)


def is_system_folder(name: str) -> bool:
    """Whether a folder of that name is the system's own."""
    return _FOLDERS.fullmatch(name) is not None


def is_system_file(name: str, size: int) -> bool:
    """Whether a file of that name and size is one that the system left."""
    return size <= LARGEST_SYSTEM_FILE and _FILES.fullmatch(name) is not None


def system_paths(entries: Mapping[str, TreeEntry], listed: Iterable[str]) -> frozenset[str]:
    """The paths of ``entries`` that the system has left, none of them ``listed`` in a manifest."""
    found = {path for path, entry in entries.items() if _is_system(entry)}
    return frozenset(found.difference(listed)) if found else frozenset()


def listed_paths(tree: FolderTree, entries: Mapping[str, TreeEntry]) -> frozenset[str]:
    """What the manifests name, read without judging them: what is wrong there is told elsewhere."""
    paths: set[str] = set()
    for name in (MANIFEST, TAG_MANIFEST):
        entry = entries.get(name)
        if entry is None or entry.kind is not EntryKind.FILE or entry.size > _LARGEST_LIST:
            continue
        try:
            with os.fdopen(tree.open(name, entry.mark), "rb") as stream:
                text = stream.read(_LARGEST_LIST).decode()
        except (OSError, UnicodeDecodeError):
            continue
        paths.update(line[_DIGEST:] for line in text.split("\n"))
    return frozenset(paths - {""})


def _is_system(entry: TreeEntry) -> bool:
    *folders, name = entry.path.split("/")
    if entry.kind in (EntryKind.FOLDER, EntryKind.UNREADABLE, EntryKind.DEEP):
        return any(map(is_system_folder, (*folders, name)))
    if entry.kind is not EntryKind.FILE:
        return False
    return any(map(is_system_folder, folders)) or is_system_file(name, entry.size)
