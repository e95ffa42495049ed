"""What can still be read of a damaged draft, as a new draft; the damaged file is not touched."""

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jbgs_desktop.drafts.draft import BOOKS, WORD_FILES, folder_of, words_of
from jbgs_desktop.drafts.format import attachments, database
from jbgs_desktop.drafts.format.cipher import ID, KEY, OVERHEAD, Cipher, NotAuthenticError, RowKind
from jbgs_desktop.drafts.format.manifest import (
    AttachmentInfo,
    Manifest,
    RevisionHead,
    unpack_revision,
)
from jbgs_desktop.drafts.format.rows import CONTENTS, Rows, draft_id, read_row, read_wrapped_keys
from jbgs_desktop.drafts.keys.key_holders import HolderKey, WrappedKey, unwrap
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import Holders, SealedDraft
from jbgs_desktop.errors import ApplicationNewerError, DraftKeyError, JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import read_application

_WRAP = re.compile(rb'\{"version": 1, "draft": "[^{}]{20,900}\}')
_MOST = 100_000  # revisions that are tried


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was written: the version of ``when``, and a sentence for each thing that is missing."""

    when: datetime
    missing: tuple[str, ...]


def salvage(file: Path, holders: Holders, target: Path, owners: Sequence[HolderKey]) -> Salvaged:
    """The newest readable version of the draft ``file`` as the new draft ``target`` for ``owners``.

    Raises DraftKeyError when nobody of ``holders`` can open it, DraftDamagedError when no version
    can be read, ApplicationNewerError when a newer program has saved it, and FileAccessError.
    """
    with _working_copy(file) as copy, closing(_open(copy, file)) as connection:
        cipher = _cipher(connection, copy, holders, file)
        contents = _contents(connection, cipher)
        version = contents.call_version if contents else ""
        number, head, application = _newest(connection, cipher, file, version)
        missing = [*_lost_versions(contents, number)]
        files = {**(contents.files if contents else {}), **head.files}
        with database.atomic_file(target) as waiting:
            write_draft(waiting, application, owners, call_version=version)
            rows = Rows(copy, cipher, connection, writable=False)
            with closing(SealedDraft.unshared(waiting, owners)) as new:
                missing += _bring_files(rows, application, files, new)
                missing += _bring_kept(rows, contents.scans if contents else {}, new)
    return Salvaged(head.when, tuple(missing))


@contextmanager
def _working_copy(file: Path) -> Iterator[Path]:
    """A copy of the file and its journal, sealed as they are, to work on."""
    with database.failures("读取", file), tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        journal = file.with_name(file.name + "-journal")
        if journal.exists():
            shutil.copyfile(journal, copy.with_name(journal.name))
        yield copy


def _open(copy: Path, file: Path) -> sqlite3.Connection:
    with suppress(JbgsError):
        return database.open_existing(copy, writable=True)
    # The first page is the same in every draft but for the length, so a new one can stand in.
    copy.with_name(copy.name + "-journal").unlink(missing_ok=True)
    pristine = copy.with_name("pristine")
    database.create(pristine).close()
    page = bytearray(pristine.read_bytes()[: database.PAGE])
    page[28:32] = (copy.stat().st_size // database.PAGE).to_bytes(4, "big")
    page[32:40] = bytes(8)  # no list of free pages
    with copy.open("r+b") as damaged:
        damaged.write(page)
    try:
        return database.open_existing(copy, writable=False)
    except JbgsError:
        raise database.damaged_error(file, "损坏得太多，没有能取出的内容") from None


def _cipher(connection: sqlite3.Connection, copy: Path, holders: Holders, file: Path) -> Cipher:
    raw = copy.read_bytes()
    wrapped_keys = _wrapped_keys(connection, raw)
    refusal: DraftKeyError | None = None
    for owner in dict.fromkeys(_owners(connection, copy, wrapped_keys)):
        try:
            return Cipher(owner, unwrap(owner, wrapped_keys, holders(), file.name))
        except DraftKeyError as error:
            refusal = refusal or error
    raise refusal or database.damaged_error(file, "找不到草稿的编号")


def _owners(
    connection: sqlite3.Connection, copy: Path, wrapped_keys: list[WrappedKey]
) -> Iterator[bytes]:
    """What may be the draft's id: it stands in a row of its own, and in each key's header."""
    with suppress(JbgsError, sqlite3.Error):
        yield draft_id(connection, copy)
    for entry in wrapped_keys:
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            owner = bytes.fromhex(json.loads(entry.header)["draft"])
            if len(owner) == ID:
                yield owner


def _wrapped_keys(connection: sqlite3.Connection, raw: bytes) -> list[WrappedKey]:
    """The wrapped keys by SQLite, and those that stand somewhere in the file all the same."""
    length = OVERHEAD + KEY
    wrapped_keys = [
        WrappedKey(found[0], raw[found.end() :][:length]) for found in _WRAP.finditer(raw)
    ]
    with suppress(sqlite3.Error):
        wrapped_keys = [*read_wrapped_keys(connection), *wrapped_keys]
    return wrapped_keys


def _contents(connection: sqlite3.Connection, cipher: Cipher) -> Manifest | None:
    with suppress(sqlite3.Error, NotAuthenticError):
        return Manifest.unpack(read_row(connection, cipher, RowKind.CONTENTS, CONTENTS))
    return None


def _newest(
    connection: sqlite3.Connection, cipher: Cipher, file: Path, version: str
) -> tuple[int, RevisionHead, Application]:
    for number in sorted(_numbers(connection), reverse=True):
        try:
            data = read_row(connection, cipher, RowKind.REVISION, number)
            head, application = unpack_revision(data)
            return number, head, read_application(application, file.name, version).application
        except ApplicationNewerError:  # whole, and newer than the versions that could be read
            raise
        except (sqlite3.Error, NotAuthenticError, JbgsError):
            continue
    raise database.damaged_error(file, "没有一个版本能读取")


def _numbers(connection: sqlite3.Connection) -> set[int]:
    """Numbers of revisions from both ends of the table up to where it is damaged."""
    found: set[int] = set()
    for order in ("DESC", "ASC"):
        with suppress(sqlite3.Error):
            for (number,) in connection.execute(
                f"SELECT number FROM revision ORDER BY number {order} LIMIT {_MOST}"
            ):
                found.add(number)
    return found


def _lost_versions(contents: Manifest | None, number: int) -> Iterator[str]:
    if contents is None:
        yield "版本清单已损坏，取出的可能不是最后一次保存的内容，请核对。"
        return
    lost = [point for point in contents.points if point.number > number]
    if lost:
        yield (
            f"最后一次保存（{lost[-1].when.astimezone():%Y-%m-%d %H:%M:%S}）的内容已损坏，"
            "取出的是此前能读取的最新版本，请核对。"
        )


def _bring_files(
    rows: Rows, application: Application, files: dict[str, AttachmentInfo], new: SealedDraft
) -> Iterator[str]:
    """Attach what is intact; a sentence for each file that is not."""
    brought: dict[str, str] = {}
    for path, file in application.file_fields():
        if not file or file in brought:
            continue
        attached, taken = files.get(file), ""
        with suppress(JbgsError):
            if attached and attachments.is_intact(rows, attached):
                with attachments.open_stream(rows, attached, words_of(file)) as stream:
                    taken = new.attach(file.rpartition("/")[2], stream, folder_of(path))
        if not taken:
            yield f"{words_of(file)}已损坏，没有取出，请重新添加这个文件。"
        brought[file] = taken
    new.save(application.with_files(brought))


def _bring_kept(rows: Rows, scans: dict[str, AttachmentInfo], new: SealedDraft) -> Iterator[str]:
    """Keep the Word originals and the books; a sentence for each original that is damaged.

    Finalised again, the same content is the paper that is sealed, so its book is wanted.
    """
    for file, kept in scans.items():
        folder, _, name = file.partition("/")
        if folder not in (BOOKS, WORD_FILES):
            continue
        if not attachments.is_intact(rows, kept):
            if folder == WORD_FILES:
                yield f"{words_of(file)}已损坏，没有取出。"
            continue
        with attachments.open_stream(rows, kept, words_of(file)) as stream:
            if folder == BOOKS:
                new.keep_version(new.points[-1].name, new.record, name, stream)
            else:
                new.keep_scan(name, stream, folder)
