"""The rows of a draft that its contents speak of: the contents themselves, and each revision."""

from sqlite3 import Connection

from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.format.cipher import Cipher, NotAuthenticError, RowKind
from jbgs_desktop.drafts.format.manifest import (
    Manifest,
    RevisionHead,
    RevisionInfo,
    pack_revision,
    unpack_revision,
)
from jbgs_desktop.drafts.format.rows import CONTENTS, Rows, hash_of, read_sealed, write_row
from jbgs_desktop.forms.application import Application

_ALL_REVISIONS = "SELECT number FROM revision ORDER BY number"


def read_contents(rows: Rows) -> tuple[Manifest, bytes]:
    """The contents, which name just the revisions that are there, and their sealed row.

    Raises DraftDamagedError, and other JbgsErrors when the file cannot be read.
    """
    with rows.reading() as connection:
        try:
            sealed = read_sealed(connection, RowKind.CONTENTS, CONTENTS)
            contents = Manifest.unpack(rows.cipher.open(RowKind.CONTENTS, CONTENTS, 0, sealed))
        except NotAuthenticError:
            raise database.damaged_error(rows.path, "内容清单已损坏") from None
        numbers = [number for (number,) in connection.execute(_ALL_REVISIONS)]
    expected = [point.number for point in contents.points]
    if not expected or numbers != expected:
        raise database.damaged_error(rows.path, "保存过的版本有缺失或多出")
    return contents, sealed


def read_revision(rows: Rows, point: RevisionInfo) -> tuple[RevisionHead, bytes]:
    """The revision that ``point`` names: its head, and the application as JSON.

    Raises NotAuthenticError when it is not that one any more, JbgsErrors like the file's.
    """
    with rows.reading() as connection:
        sealed = read_sealed(connection, RowKind.REVISION, point.number)
    if hash_of(sealed) != point.hash:
        raise NotAuthenticError
    return unpack_revision(rows.cipher.open(RowKind.REVISION, point.number, 0, sealed))


def write_revision(
    connection: Connection,
    cipher: Cipher,
    number: int,
    head: RevisionHead,
    application: Application,
) -> RevisionInfo:
    """Write ``application`` as the revision ``number``; what the contents have to say of it."""
    data = pack_revision(head, application.to_json())
    sealed = write_row(connection, cipher, RowKind.REVISION, number, data)
    files = sorted({attached.number for attached in head.files.values()})
    return RevisionInfo(
        number=number,
        when=head.when,
        token=head.token,
        hash=hash_of(sealed),
        files=tuple(files),
    )
