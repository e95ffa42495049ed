"""Word原件: the Word files that were imported, kept sealed with the draft as they came.

No revision and no evidence refers to them, so no bundle, export or plain file has them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from jbgs_desktop.drafts.draft import WORD_FILES, free_name
from jbgs_desktop.drafts.format.cipher import Cipher
from jbgs_desktop.drafts.store import SealedDraft


@dataclass(frozen=True, slots=True)
class WordOriginal:
    """A kept Word file; ``file`` is its name for ``draft.open_evidence``."""

    name: str
    size: int  # bytes
    file: str


def keep_original(draft: SealedDraft, name: str, source: BinaryIO) -> str:
    """Keep all of ``source``, which is seekable, under a name like ``name``; its ``file``.

    The same bytes are kept once, under their first name. Raises JbgsError, and OSError when
    ``source`` cannot be read.
    """
    if file := kept_original(draft, source):
        return file
    source.seek(0)
    return draft.keep_scan(name, source, WORD_FILES)


def kept_original(draft: SealedDraft, source: BinaryIO) -> str:
    """The name under which the same bytes are kept; empty where they are not.

    Raises OSError when ``source`` cannot be read.
    """
    digest = _digest(draft.cipher, source)
    word_files = (file for file in draft.kept if file.startswith(f"{WORD_FILES}/"))
    return next((file for file in word_files if draft.kept[file].digest == digest), "")


def originals(draft: SealedDraft) -> list[WordOriginal]:
    """The kept Word files, in the order in which they came."""
    found = []
    for file, kept in draft.kept.items():
        folder, _, name = file.partition("/")
        if folder == WORD_FILES:
            shown = free_name(name, lambda _: False)  # a stranger may have made the draft
            found.append(WordOriginal(shown, kept.size, file))
    return found


def drop_originals(draft: SealedDraft, files: Iterable[str]) -> None:
    """Let go of kept Word files for good; their room is given back when the draft is closed.

    Names of anything else are left alone. Raises JbgsError.
    """
    draft.drop_scans(file for file in files if file.startswith(f"{WORD_FILES}/"))


def copy_originals(source: SealedDraft, target: SealedDraft) -> None:
    """Keep what ``source`` keeps in ``target`` too. Raises JbgsError."""
    for original in originals(source):
        with source.open_evidence(original.file) as stream:
            keep_original(target, original.name, stream)


def _digest(cipher: Cipher, source: BinaryIO) -> str:
    source.seek(0)
    identifier = cipher.identifier()
    while data := source.read(2**20):
        identifier.update(data)
    return identifier.hexdigest()
