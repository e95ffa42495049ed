"""草稿: an application in one encrypted file, with its history and its evidence (FORMAT.md)."""

import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import BinaryIO

from jbgs_desktop.drafts import rollback_guard
from jbgs_desktop.drafts.draft import BOOKS, EVIDENCE, SCANS, free_name, words_of
from jbgs_desktop.drafts.examination import problems_of
from jbgs_desktop.drafts.format import attachments, database
from jbgs_desktop.drafts.format.cipher import ID, Cipher, NotAuthenticError, RowKind
from jbgs_desktop.drafts.format.manifest import (
    AttachmentInfo,
    Manifest,
    RevisionHead,
    RevisionInfo,
    thinned,
    with_book,
)
from jbgs_desktop.drafts.format.revisions import read_contents, read_revision, write_revision
from jbgs_desktop.drafts.format.rows import (
    CONTENTS,
    Rows,
    open_rows,
    read_sealed,
    write_row,
    write_wrapped_keys,
)
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey, wrap
from jbgs_desktop.drafts.lock import DraftLock
from jbgs_desktop.errors import DraftChangedError, FileAccessError, JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import (
    Loaded,
    ReceivedApplication,
    read_application,
    receive_application,
)
from jbgs_desktop.forms.kept import lowest_version
from jbgs_desktop.private_folders import PrivateFolder

DRAFT_SUFFIX = ".jbgs"
Holders = Callable[[], Iterable[HolderKey]]


class SealedDraft:
    """A :class:`~jbgs_desktop.drafts.draft.Draft` in one encrypted file.

    Any thread may call any method. ``notices`` are sentences that the user has to be told about
    this draft, such as that an older file was put back.
    """

    def __init__(self, rows: Rows, lock: DraftLock | None) -> None:
        self._rows = rows
        self._lock = lock
        self._mutex = threading.RLock()
        self._contents, self._sealed_contents = read_contents(rows)
        self._saved: Application | None = None
        self._viewing = PrivateFolder()
        self.notices = rollback_guard.compare(rows.path, rows.cipher, self._contents)

    @classmethod
    def unshared(cls, file: Path, holders: Sequence[HolderKey]) -> "SealedDraft":
        """A draft that is just being made, of which nobody else knows: no lock, no mark."""
        return cls(open_rows(file, lambda: holders, writable=True), None)

    @property
    def file(self) -> Path:
        return self._rows.path

    @property
    def place(self) -> str:
        return str(self.file)

    @property
    def is_read_only(self) -> bool:
        return not self._rows.writable

    @property
    def id(self) -> str:
        """Names the draft, in every copy that is a copy of the file."""
        return self._rows.cipher.owner.hex()

    @property
    def cipher(self) -> Cipher:
        """Seals what this computer remembers of the draft."""
        return self._rows.cipher

    @property
    def lineage(self) -> str:
        """The same in every copy of any kind that goes back to one draft."""
        return self._contents.lineage

    @property
    def points(self) -> tuple[RevisionInfo, ...]:
        """The kept revisions, the newest last."""
        return self._contents.points

    # -- the application

    def load(self) -> Loaded:
        return self.read(self._contents.last.number)

    def read(self, number: int) -> Loaded:
        """The application as it was in revision ``number``, cleaned to be worked on.

        Raises JbgsError, LookupError.
        """
        kept = self._json(number)
        loaded = read_application(kept, self.file.name, self.call_version)
        is_clean = loaded.application.to_json().encode() == kept
        with self._mutex:  # a save must not come between the two lines
            if number == self._contents.last.number:
                self._saved = loaded.application if is_clean else None
        return loaded

    def received(self, number: int) -> ReceivedApplication:
        """The application of revision ``number`` just as it is kept, for what stands on it.

        Raises JbgsError, LookupError.
        """
        return receive_application(self._json(number), self.file.name)

    def _json(self, number: int) -> bytes:
        point = next((point for point in self.points if point.number == number), None)
        if point is None:
            raise LookupError(f"no revision {number}")
        try:
            return read_revision(self._rows, point)[1]
        except NotAuthenticError:
            raise database.damaged_error(self.file, f"第 {number} 个版本已损坏") from None

    def save(self, application: Application) -> None:
        if application != self._saved:
            self._save(application)
        # Also when nothing is to be written: "saved" has to mean that the file is there.
        self._rows.require_in_place()

    def name_point(self, name: str) -> None:
        """Call the newest revision ``name`` and keep it for good; "" takes the name away."""
        self._change(lambda _: self._contents.model_copy(update={"points": self._named(name)}))

    def _named(self, name: str) -> tuple[RevisionInfo, ...]:
        return (*self.points[:-1], self._contents.last.model_copy(update={"name": name}))

    def _save(self, application: Application) -> None:
        def work(connection: Connection) -> Manifest:
            contents = self._contents
            head = RevisionHead(
                when=datetime.now(UTC),
                token=secrets.token_hex(ID),
                previous=contents.last.hash,
                files=_used_files(application, contents.files),
            )
            number = contents.last.number + 1
            new = write_revision(connection, self._rows.cipher, number, head, application)
            points = thinned((*contents.points, new))
            kept = {point.number for point in points}
            gone = [(point.number,) for point in contents.points if point.number not in kept]
            connection.executemany("DELETE FROM revision WHERE number = ?", gone)
            return contents.model_copy(update={"points": points})

        with self._mutex:
            self._change(work)
            self._saved = application
        if self._lock:
            self._lock.show_life()
            rollback_guard.remember(self.file, self._rows.cipher, self._contents)

    def _change(self, work: Callable[[Connection], Manifest]) -> None:
        """Make the change ``work`` together with its new contents, all or nothing."""
        with self._mutex:
            with self._rows.writing() as connection:
                self._require_unchanged(connection)
                changed = work(connection)
                database.keep_format(connection, lowest_version(changed))
                sealed = write_row(
                    connection, self._rows.cipher, RowKind.CONTENTS, CONTENTS, changed.pack()
                )
            self._contents, self._sealed_contents = changed, sealed

    def _require_unchanged(self, connection: Connection) -> None:
        try:
            on_disk = read_sealed(connection, RowKind.CONTENTS, CONTENTS)
        except NotAuthenticError:
            on_disk = b""
        if on_disk != self._sealed_contents:
            raise DraftChangedError(
                f"草稿“{self.file}”在打开之后被另一个窗口或另一台电脑保存过，这里的修改没有写进去，"
                "以免盖掉对方的内容。请先把这里的内容另存为副本，再比较、合并两份。"
            )

    # -- what happens to the application

    @property
    def call_version(self) -> str:
        """The version of the call pack that the draft was begun with, or moved over to."""
        return self._contents.call_version

    def keep_call_version(self, version: str) -> None:
        """From now on the draft goes by ``version`` of its call pack. Raises JbgsError."""
        self._change(lambda _: self._contents.model_copy(update={"call_version": version}))
        self._rows.require_in_place()

    @property
    def record(self) -> str:
        """What was last kept with :meth:`keep_record`; empty before that."""
        return self._contents.record

    def keep_record(self, record: str) -> None:
        """Keep ``record`` beside the application, durably. Raises JbgsError."""
        self._change(lambda _: self._contents.model_copy(update={"record": record}))
        self._rows.require_in_place()

    @property
    def kept(self) -> Mapping[str, AttachmentInfo]:
        """By their names, the files that no revision refers to: scans, books, Word originals."""
        return self._contents.scans

    def keep_scan(self, name: str, source: BinaryIO, folder: str = SCANS) -> str:
        """Take in all of ``source``, which is no evidence; the name for :meth:`open_evidence`.

        It stays until :meth:`drop_scans`. Raises JbgsError, and OSError when ``source`` cannot be
        read.
        """
        new = attachments.store_attachment(self._rows, source)
        taken = ""

        def work(_connection: Connection) -> Manifest:
            nonlocal taken
            scans = self._contents.scans
            taken = f"{folder}/{free_name(name, lambda name: f'{folder}/{name}' in scans)}"
            return self._contents.model_copy(update={"scans": {**scans, taken: new}})

        self._change(work)
        self._rows.require_in_place()
        return taken

    def drop_scans(self, names: Iterable[str]) -> None:
        """Let go of files that :meth:`keep_scan` took in. Raises JbgsError."""
        gone = set(names)
        left = {name: old for name, old in self._contents.scans.items() if name not in gone}
        self._change(lambda _: self._contents.model_copy(update={"scans": left}))

    def keep_version(self, name: str, record: str, book: str, source: BinaryIO | None) -> None:
        """Name the newest revision, and keep ``record`` and a book beside it: all or nothing.

        The book is all of ``source`` under the name ``book``; None where that is kept already.
        Raises JbgsError, LookupError.
        """
        file = f"{BOOKS}/{book}"
        stored = attachments.store_attachment(self._rows, source) if source else None
        new = stored or self._contents.scans[file]

        def work(_connection: Connection) -> Manifest:
            scans = with_book(self._contents.scans, file, new)
            changed = {"points": self._named(name), "record": record, "scans": scans}
            return self._contents.model_copy(update=changed)

        self._change(work)
        self._rows.require_in_place()

    def open_book(self, book: str) -> BinaryIO | None:
        """The book kept under the name ``book``; None where there is none. Raises JbgsError."""
        file = f"{BOOKS}/{book}"
        return self.open_evidence(file) if file in self._contents.scans else None

    # -- evidence

    def attach(self, name: str, source: BinaryIO, folder: str = EVIDENCE) -> str:
        new = attachments.store_attachment(self._rows, source)
        taken = ""

        def work(connection: Connection) -> Manifest:
            nonlocal taken
            files = self._contents.files
            twins = {file: old for file, old in files.items() if old.digest == new.digest}
            taken = f"{folder}/{free_name(name, lambda _: False)}"
            if taken not in twins:
                free = free_name(name, lambda name: f"{folder}/{name}" in files)
                taken = f"{folder}/{free}"
            twin = next(iter(twins.values()), None)
            if twin:
                connection.execute("DELETE FROM attachment WHERE number = ?", (new.number,))
            return self._contents.model_copy(update={"files": {**files, taken: twin or new}})

        self._change(work)
        self._rows.require_in_place()
        return taken

    def evidence_size(self, file: str) -> int | None:
        attached = self._contents.files.get(file)  # what is kept beside them is nobody's evidence
        return attached.size if attached else None

    def open_evidence(self, file: str) -> BinaryIO:
        return attachments.open_stream(self._rows, self._attached(file), words_of(file))

    def evidence_path(self, file: str) -> Path:
        with self.open_evidence(file) as stream:
            return self._viewing.copy(free_name(file.rpartition("/")[2], lambda _: False), stream)

    def _attached(self, file: str) -> AttachmentInfo:
        attached = self._contents.files.get(file) or self.kept.get(file)
        if attached is None:
            raise FileAccessError(f"草稿里没有{words_of(file)}，请重新添加这个文件。")
        return attached

    # -- the file

    def examine(self) -> list[str]:
        """Read everything and verify it; a sentence for each thing that is damaged.

        Takes as long as reading the file does. Raises JbgsError.
        """
        return problems_of(self._rows, self._contents)

    def copy_file(self, target: Path) -> None:
        """A copy of the whole file, opened by the same keys; whole or not at all.

        Raises JbgsError.
        """
        with self._rows.reading() as connection, database.atomic_file(target) as waiting:
            database.copy_whole(connection, waiting)

    def change_holders(self, holders: Sequence[HolderKey], cost: Cost | None = None) -> None:
        """From now on the draft opens for exactly these holders.

        Raises JbgsError; ValueError for none at all, with whom it would be lost.
        """
        if not holders:
            raise ValueError("a draft needs somebody who can open it")
        cipher = self._rows.cipher
        wrapped_keys = [wrap(cipher.owner, cipher.key, holder, cost) for holder in holders]
        with self._rows.writing() as connection:
            write_wrapped_keys(connection, wrapped_keys)
        self._rows.require_in_place()

    def rewrite(self) -> None:
        """Write the file anew after it was moved or deleted while open. Raises JbgsError."""
        self._rows.rewrite()

    def close(self) -> None:
        self._viewing.close()
        try:
            self._tidy()
        except JbgsError:
            pass  # what could be removed stays until the next time
        finally:
            self._rows.close()
            if self._lock:
                self._lock.release()

    def _tidy(self) -> None:
        """Drop the attachments that no kept revision refers to, and broken-off ones."""
        if self.is_read_only:
            return
        wanted = {number for point in self.points for number in point.files}
        wanted |= {scan.number for scan in self._contents.scans.values()}
        files = {name: old for name, old in self._contents.files.items() if old.number in wanted}
        if files != self._contents.files:
            self._change(lambda _: self._contents.model_copy(update={"files": files}))
        with self._rows.writing() as connection:
            attachments.remove_all_but(connection, wanted)


def open_draft(
    file: Path, holders: Holders, *, read_only: bool = False, take_over: bool = False
) -> SealedDraft:
    """The draft in ``file``, for whoever of ``holders`` can open it.

    ``take_over`` opens it also when another computer left word that it has it open. Raises
    DraftHeldError when it is open elsewhere, and other JbgsErrors.
    """
    lock = None if read_only else DraftLock.take(file, take_over=take_over)
    rows = None
    try:
        rows = open_rows(file, holders, writable=not read_only)
        return SealedDraft(rows, lock)
    except BaseException:
        if rows:
            rows.close()
        if lock:
            lock.release()
        raise


def _used_files(
    application: Application, files: dict[str, AttachmentInfo]
) -> dict[str, AttachmentInfo]:
    names = application.files()
    return {name: attached for name, attached in files.items() if name in names}
