"""What a bundle has to hold, and whether its application, evidence and 核验码 belong together."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from jbgs_desktop.bundle.bagit_profile import CALL_VERSION, INFO, PAYLOAD, RENDERING_NUMBER, Hashed
from jbgs_desktop.bundle.layout import (
    APPLICATION,
    DOCX,
    FIGURE_PICTURES,
    ORIGINALS,
    PDF,
    ROOT_FILES,
    ROW,
    SCANNED,
    WHOLE_SCAN,
    file_places,
)
from jbgs_desktop.bundle.tree import FolderTree, TreeEntry
from jbgs_desktop.bundle.verdict import Findings
from jbgs_desktop.bundle.whole_documents import book_codes, is_whole_pdf, office_members
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.errors import ApplicationFileError, ApplicationNewerError, CallPackError
from jbgs_desktop.finalise.version_code import Version, version_with
from jbgs_desktop.forms.application import SCHEMA_VERSION, Application
from jbgs_desktop.forms.application_json import (
    LARGEST_APPLICATION,
    ReceivedApplication,
    receive_application,
    untidy_fields,
)
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.forms.checks import check

_NOT_FOUND = "evidence.file.not-found"  # of the form; that a bundle lacks a file is told once
_OFFICE = (".docx", ".xlsx", ".pptx")
_ATTACHED = (f"{ORIGINALS}/", f"{FIGURE_PICTURES}/")


class ContentVerification:
    """The content of the bundle in ``tree``; what is wrong with it goes to ``findings``.

    ``received``, ``code``, its 核验码 as computed, and the ``proof`` behind it are there once that
    was examined and read.
    """

    def __init__(self, tree: FolderTree, findings: Findings, *, with_form: bool) -> None:
        self._tree, self._findings, self._with_form = tree, findings, with_form
        self.received: ReceivedApplication | None = None
        self.code = self.proof = ""
        self._call_version = ""
        self._book_codes: frozenset[str] | None = None  # None when there is no whole book

    @property
    def application(self) -> Application | None:
        return self.received.application if self.received else None

    def examine(
        self,
        entries: Mapping[str, TreeEntry],
        read: Mapping[str, Hashed],
        info: Mapping[str, str],
    ) -> None:
        """Hold everything against each other. Raises OSError when the folder is gone."""
        self._call_version = info.get(CALL_VERSION, "")
        if not self._load(entries):
            return
        places = file_places(self.application) if self.application else {}
        always = {*(DOCX, PDF, ROW, APPLICATION), *ROOT_FILES, *places.values()}
        self._require(always | ({WHOLE_SCAN} if RENDERING_NUMBER in info else set()), entries)
        if not any(path.startswith(f"{SCANNED}/") for path in entries):
            self._findings.add("bundle.content.unscanned", SCANNED)
        for path in read:
            self._look_into(entries[path], places)
        if self.received:
            self._hold_together(self.received, places, read, info)

    def _load(self, entries: Mapping[str, TreeEntry]) -> bool:
        """Read the application; False when a newer program has made it, whose rules are others."""
        entry = entries.get(APPLICATION)
        if entry is None:
            return True
        if entry.size > LARGEST_APPLICATION:
            reason = f"它有 {entry.size // 2**20} MB，远大于正常的申报数据，没有读它。"
            self._findings.add("bundle.application.unreadable", APPLICATION, reason=reason)
            return True
        with self._open(entry) as stream:
            data = stream.read(LARGEST_APPLICATION)
        try:
            self.received = receive_application(data, APPLICATION.rpartition("/")[2])
        except ApplicationNewerError as error:
            details = {"key": "申报数据格式版本", "stated": error.version, "known": SCHEMA_VERSION}
            self._findings.add("bundle.newer", APPLICATION, **details)
            return False
        except ApplicationFileError as error:
            self._findings.add("bundle.application.unreadable", APPLICATION, reason=error)
            return True
        # The 核验码 stands for this very text; another text may not hide behind it.
        if not self.received.is_original:
            self._findings.add("bundle.application.form", APPLICATION)
        elif untidy := untidy_fields(self.received, self._call_version):
            self._findings.notice("bundle.application.untidy", APPLICATION, count=len(untidy))
        return True

    def _open(self, entry: TreeEntry) -> BinaryIO:
        return os.fdopen(self._tree.open(entry.path, entry.mark), "rb")

    def _require(self, paths: set[str], entries: Mapping[str, TreeEntry]) -> None:
        for path in sorted(paths):
            if path not in entries and not self._findings.has(path):
                self._findings.add("bundle.content.missing", path)

    def _look_into(self, entry: TreeEntry, places: Mapping[str, str]) -> None:
        path, ending = entry.path, PurePosixPath(entry.path).suffix.casefold()
        is_original = path.startswith(_ATTACHED)
        if not self._is_known(path, places, is_pdf=ending == ".pdf"):
            self._findings.add("bundle.content.unknown", path)
        elif entry.size == 0:
            self._findings.add("bundle.content.empty", path)
        elif ending == ".pdf" and not is_original:
            with self._open(entry) as stream:
                if not is_whole_pdf(stream, entry.size):
                    self._findings.add("bundle.content.pdf", path)
                elif path == PDF:
                    self._book_codes = book_codes(stream)
        elif ending in _OFFICE and not is_original:
            with self._open(entry) as stream:
                if office_members(stream, entry.size) is None:
                    self._findings.add("bundle.content.office", path)

    def _is_known(self, path: str, places: Mapping[str, str], *, is_pdf: bool) -> bool:
        if path.startswith(_ATTACHED):
            return not self.application or path in places.values()
        if path.rpartition("/")[0] == SCANNED:
            return is_pdf
        return path in (DOCX, PDF, ROW, APPLICATION, *ROOT_FILES) or not path.startswith(PAYLOAD)

    def _hold_together(
        self,
        received: ReceivedApplication,
        places: Mapping[str, str],
        read: Mapping[str, Hashed],
        info: Mapping[str, str],
    ) -> None:
        application = received.application
        digests = {
            file: read[place].digest if place in read else None for file, place in places.items()
        }
        version = version_with(received, digests)
        if not self._lacks(application, places, read):
            self.code, self.proof = version.code, version.proof
            self._compare(application, version, info)
            self._compare_book(version.code)
        self._check_form(application, places, read)

    def _compare_book(self, code: str) -> None:
        if self._book_codes is not None and format_code(code) not in self._book_codes:
            stated = "、".join(sorted(self._book_codes)) or "空白"
            details = {"stated": stated, "found": format_code(code)}
            self._findings.add("bundle.code.pdf", PDF, **details)

    def _lacks(
        self, application: Application, places: Mapping[str, str], read: Mapping[str, Hashed]
    ) -> bool:
        """Whether evidence is missing or unread, which is told already: there is no code then."""
        wanted = (places.get(each.file) for each in application.evidence if each.file)
        return any(p and p not in read and self._findings.has(p) for p in wanted)

    def _compare(self, application: Application, version: Version, info: Mapping[str, str]) -> None:
        for key in ("JBGS-Version-Code", "External-Identifier", "JBGS-Version-Digest"):
            found = version.digest if key.endswith("Digest") else version.code
            if key not in info:
                self._findings.add("bundle.info.missing", INFO, key=key)
            elif info[key] != found:
                self._findings.add("bundle.code", INFO, stated=info[key], found=found)
                break
        for key, found in (
            ("Source-Organization", " ".join(application.unit.name.split())),
            ("JBGS-Call", application.call),
            ("JBGS-Track", application.track),
            ("JBGS-Application", version.application),
        ):
            if key not in info:
                self._findings.add("bundle.info.missing", INFO, key=key)
            elif info[key] != found:
                details = {"key": key, "stated": info[key], "found": found}
                self._findings.add("bundle.info.differs", INFO, **details)

    def _check_form(
        self, application: Application, places: Mapping[str, str], read: Mapping[str, Hashed]
    ) -> None:
        """The findings about the form, which the office decides about: none refuses a bundle."""
        try:
            call = find_call(application.call, self._call_version)
        except CallPackError:
            call = None
        if call is None or call.track(application.track) is None:
            details = {"stated": application.call, "track": application.track}
            self._findings.add("bundle.application.call", APPLICATION, **details)
            return
        if self._call_version not in ("", call.version):
            details = {"stated": self._call_version, "used": call.version}
            self._findings.notice("bundle.call.version", INFO, **details)
        if not self._with_form:
            return

        def size(file: str) -> int | None:
            hashed = read.get(places.get(file, ""))
            return hashed.size if hashed else None

        for finding in check(
            application, call, now=datetime.now().astimezone(), evidence_size=size
        ):
            if finding.code != _NOT_FOUND or not self._lacks(application, places, read):
                self._findings.note(finding)
