"""Run by test_faults.py with fault.c preloaded: a save, an attachment and a version that is
finalised with its book, for each failing call.

Its arguments are a folder to work in and how many kinds of failure take turns: with 3, each call
fails in every third kind only. Prints how many faults were met. Ends with an assertion when a
draft was neither old nor new, or when saving did not work again after the fault.
"""

import ctypes
import errno
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from jbgs_desktop.drafts.format.attachments import PART
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import JbgsError
from tests.drafts.cheap_drafts import (
    application,
    attach_and_save,
    attach_figure_and_save,
    everything,
    new_draft,
    reopen,
)

faults = ctypes.CDLL(None)
# What fails, and whether it goes on failing until the work is given up.
FAULTS = [(code, False) for code in (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)]
FAULTS += [(errno.ENOSPC, True), (errno.EIO, True)]
DATA = os.urandom(PART + 100)


def main(folder: Path, turns: int) -> None:
    template = folder / "template.jbgs"
    with closing(new_draft(template, application(0))) as draft:
        attach_and_save(draft, "first.pdf", b"first")
    met = 0
    for turn, (code, stays) in enumerate(FAULTS):
        for work in (save, attach, draw, finalise):
            calls = range(1 + turn % turns, 10_000, turns)
            met += each_call(template, folder / "a.jbgs", code, stays, work, calls)
    print(met)


def save(draft: SealedDraft) -> None:
    draft.save(draft.load().application.set("unit.name", "新"))


def attach(draft: SealedDraft) -> None:
    attach_and_save(draft, "second.pdf", DATA)


def draw(draft: SealedDraft) -> None:
    attach_figure_and_save(draft, "second.png", DATA)


def finalise(draft: SealedDraft) -> None:
    draft.keep_version("定稿", "record", "A", io.BytesIO(DATA))


def version(file: Path) -> tuple[str, str, bytes]:
    """The record, the name of the newest revision, and the book."""
    with closing(reopen(file, read_only=True)) as draft:
        stream = draft.open_book("A")
        with stream or io.BytesIO() as book:
            return draft.record, draft.points[-1].name, book.read()


def each_call(
    template: Path,
    file: Path,
    code: int,
    stays: bool,
    work: Callable[[SealedDraft], None],
    calls: Iterable[int],
) -> int:
    """How many of ``calls``, counted from 1, there were to fail."""
    old, new = everything(template), outcome(template, file, work)
    versions = version(template), version(file)
    for met, n in enumerate(calls):
        shutil.copy(template, file)
        with closing(reopen(file)) as draft:
            faults.fault_arm(n, code, stays)
            message = ""
            try:
                work(draft)
            except JbgsError as error:
                message = str(error)
            has_come = faults.fault_left() <= 0
            faults.fault_arm(0, 0, 0)
            assert not message or "无法保存" in message, message
            found = everything(file)
            assert found[1] in (old[1], new[1])
            assert found[0][-1] in (old[0][-1], new[0][-1])
            assert message or found[0][-1] == new[0][-1]
            assert version(file) in versions
            assert message or version(file) == versions[1]
            if not has_come:
                return met
            draft.save(application("又"))  # saving resumes by itself
        assert everything(file)[0][-1] == application("又")
        assert sorted(path.name for path in file.parent.iterdir()) == ["a.jbgs", "template.jbgs"]
    raise AssertionError("the work never ended")


def outcome(
    template: Path, file: Path, work: Callable[[SealedDraft], None]
) -> tuple[list[object], dict[str, bytes]]:
    shutil.copy(template, file)
    with closing(reopen(file)) as draft:
        work(draft)
    revisions, files = everything(file)
    return list(revisions), files


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
