"""What the program wrote into a bundle, made again from its JSON and held against what came.

A bundle whose rendering number is ours has to be the same, part by part. One of another number, or
of none, was written by another release: its words are compared, and a difference is a warning.
"""

import base64
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from jbgs_desktop.bundle.bagit_profile import (
    BOOK_NUMBER,
    CALL_VERSION,
    INFO,
    MANIFEST,
    MOST_FILES,
    RENDERING_NUMBER,
    TAG_MANIFEST,
    Hashed,
    read_info,
    read_manifest,
)
from jbgs_desktop.bundle.contents import checking_page
from jbgs_desktop.bundle.layout import APPLICATION, CHECKER, DOCX, PDF, ROW, file_places
from jbgs_desktop.bundle.tree import FolderTree
from jbgs_desktop.bundle.verdict import Findings
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.book_model import BOOK_RENDERING
from jbgs_desktop.documents.docx_reader.docx_file import LARGEST_DOCX
from jbgs_desktop.documents.export import RENDERING, MakeBook, build
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.errors import CallPackError, JbgsError
from jbgs_desktop.finalise.version_code import version_with
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import receive_application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.sandbox import run_in_workers
from jbgs_desktop.scans.findings import page_ranges

_TASK = "jbgs_desktop.bundle.document_comparison:compare_office"
_BOOK_TASK = "jbgs_desktop.bundle.document_comparison:compare_books"
_SECONDS, _BOOK_SECONDS, _MEMORY = 120.0, 900.0, 2**31
_MOST_NAMED = 3  # parts of a file in one sentence
# 校验.html of releases before there was a rendering number.
_FIRST_CHECKERS = frozenset(("6cbb50085c2c42da4f343e70b211f2cc60c4803845e3d0d26561935580f6fce6",))


def add_remade_findings(
    tree: FolderTree,
    read: Mapping[str, Hashed],
    application: Application,
    version: BookStamp,
    info: Mapping[str, str],
    findings: Findings,
    cancelled: Callable[[], bool],
) -> None:
    """Say where what ``read`` lists in the bundle ``tree`` is not as its JSON makes it."""
    is_ours = info.get(RENDERING_NUMBER) == str(RENDERING)
    _add_checker_findings(read, findings, is_ours=is_ours)
    stated = info.get(CALL_VERSION, "")
    try:
        call = find_call(application.call, stated)
    except CallPackError:
        call = None
    if call is None or call.track(application.track) is None:
        return  # told already: nothing of it can be judged
    places = file_places(application)

    def opened(file: str) -> BinaryIO | None:
        place = places.get(file, "")
        return os.fdopen(tree.open(place), "rb") if place in read else None

    source = MakeBook(evidence=opened, cancelled=cancelled)
    try:
        made = build(
            application, call, Path(), formats=("docx", "xlsx"), draft=False, source=source
        )
    except JbgsError as error:
        findings.warn("bundle.made.unmade", DOCX, reason=error)
        return
    is_same = is_ours and stated == call.version
    if stated == call.version and info.get(BOOK_NUMBER) == str(BOOK_RENDERING):
        _add_book_findings(tree, read, application, call, version, source, findings)
    for path, data in zip((DOCX, ROW), made.values(), strict=True):
        if path in read and not cancelled():
            _add_office_findings(tree, path, read[path], data, findings, is_same=is_same)


def _add_checker_findings(read: Mapping[str, Hashed], findings: Findings, *, is_ours: bool) -> None:
    if CHECKER not in read:
        return
    digest, ours = read[CHECKER].digest, sha256(checking_page()).hexdigest()
    if digest == ours or (digest in _FIRST_CHECKERS and not is_ours):
        return
    if is_ours:
        findings.add("bundle.made.checker", CHECKER)
    else:
        findings.warn("bundle.made.unknown-checker", CHECKER)


def _add_office_findings(
    tree: FolderTree, path: str, theirs: Hashed, ours: bytes, findings: Findings, *, is_same: bool
) -> None:
    if theirs.digest == sha256(ours).hexdigest():
        return
    if theirs.size > LARGEST_DOCX:
        findings.warn("bundle.made.unmade", path, reason="文件太大。")
        return
    with os.fdopen(tree.open(path), "rb") as stream:
        files = [base64.b64encode(each).decode() for each in (stream.read(LARGEST_DOCX), ours)]
    answers = run_in_workers(_TASK, [files], seconds=_SECONDS, memory=_MEMORY, believe=_believed)
    outcome = next(answers, None)
    if outcome is None or outcome.failure or outcome.result is None:
        findings.warn("bundle.made.unmade", path, reason="文件没有能打开。")
        return
    parts, alike = outcome.result
    if is_same and parts:
        named = "、".join(parts[:_MOST_NAMED])
        findings.add("bundle.made.differs", path, parts=named, count=len(parts))
    elif not is_same and not alike:
        findings.warn("bundle.made.older", path)


def _add_book_findings(
    tree: FolderTree,
    read: Mapping[str, Hashed],
    application: Application,
    call: Call,
    version: BookStamp,
    source: MakeBook,
    findings: Findings,
) -> None:
    """The whole book is made and drawn again, evidence and all."""
    if PDF not in read:
        return
    try:
        book = make_book(
            application, call, evidence=source.evidence, mark=version, cancelled=source.cancelled
        )
    except JbgsError as error:
        if not source.cancelled():
            findings.warn("bundle.made.unmade", PDF, reason=error)
        return
    if read[PDF].digest == sha256(book.pdf).hexdigest():
        return
    item = [str(tree.folder / PDF), base64.b64encode(book.pdf).decode()]
    answers = run_in_workers(
        _BOOK_TASK,
        [item],
        seconds=_BOOK_SECONDS,
        memory=_MEMORY,
        cancelled=source.cancelled,
        reads=[tree.folder / PDF],
        believe=lambda answer: None if answer["problem"] else list(map(int, answer["pages"])),
    )
    outcome = next(answers, None)
    if outcome is None or outcome.failure or outcome.result is None:
        if not source.cancelled():
            findings.warn("bundle.made.unmade", PDF, reason="文件没有能打开。")
    elif outcome.result:
        findings.add("bundle.made.book", PDF, pages=page_ranges(outcome.result))


def _believed(answer: Any) -> tuple[tuple[str, ...], bool] | None:
    if answer["problem"]:
        return None
    return tuple(map(str, answer["parts"])), bool(answer["alike"])


def remade_findings(
    folder: Path, cancelled: Callable[[], bool] = lambda: False
) -> tuple[Finding, ...]:
    """What :func:`add_remade_findings` says of the bundle ``folder``, which was verified before.

    Takes seconds or minutes. Raises JbgsError, and OSError when the folder is gone.
    """
    findings = Findings()
    with FolderTree(folder, MOST_FILES) as tree:
        info = read_info((folder / INFO).read_bytes())
        listed = {
            **read_manifest((folder / MANIFEST).read_bytes()),
            **read_manifest((folder / TAG_MANIFEST).read_bytes()),
        }
        read = {
            path: Hashed(digest, (folder / path).stat().st_size) for path, digest in listed.items()
        }
        received = receive_application((folder / APPLICATION).read_bytes(), "申报数据")
        places = file_places(received.application)
        digests = {
            file: read[place].digest if place in read else None for file, place in places.items()
        }
        version = version_with(received, digests)
        stamp = BookStamp(version.application, version.code, version.proof)
        add_remade_findings(tree, read, received.application, stamp, info, findings, cancelled)
    return findings.all()
