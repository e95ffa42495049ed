"""A draft that does not exist yet: its file with its first revision."""

import os
import secrets
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from jbgs_desktop.drafts.format import database
from jbgs_desktop.drafts.format.cipher import ID, KEY, Cipher, RowKind
from jbgs_desktop.drafts.format.manifest import Manifest, RevisionHead, RevisionInfo
from jbgs_desktop.drafts.format.revisions import write_revision
from jbgs_desktop.drafts.format.rows import CONTENTS, write_row, write_wrapped_keys
from jbgs_desktop.drafts.keys.key_holders import Cost, HolderKey, wrap
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import newest_version

COPY_START = "副本的起点"  # the name of a revision that came with a copy


def write_draft(
    file: Path,
    application: Application,
    holders: Sequence[HolderKey],
    *,
    cost: Cost | None = None,
    origin: tuple[str, str] | None = None,
    earlier: Sequence[tuple[str, Application]] = (),
    call_version: str = "",
) -> None:
    """A new draft without evidence at ``file``, which must not exist yet.

    ``origin`` is the lineage and the token of the revision that ``application`` is a copy of,
    ``earlier`` revisions that go along with their tokens, ``call_version`` what the copied draft
    goes by; otherwise that is the newest here.
    Raises JbgsError.
    """
    lineage, token = origin or (secrets.token_hex(ID), secrets.token_hex(ID))
    cipher = Cipher(os.urandom(ID), os.urandom(KEY))
    wraps = [wrap(cipher.owner, cipher.key, holder, cost) for holder in holders]
    connection = database.create(file)
    with database.failures("写入", file), closing(connection), database.transaction(connection):
        connection.execute("INSERT INTO draft VALUES (1, ?)", (cipher.owner,))
        write_wrapped_keys(connection, wraps)
        points: list[RevisionInfo] = []
        for number, (key, value) in enumerate([*earlier, (token, application)], start=1):
            previous = points[-1].hash if points else ""
            head = RevisionHead(when=datetime.now(UTC), token=key, previous=previous)
            point = write_revision(connection, cipher, number, head, value)
            points.append(point.model_copy(update={"name": COPY_START if origin else ""}))
        version = call_version or newest_version(application.call)
        contents = Manifest(lineage=lineage, points=tuple(points), call_version=version)
        write_row(connection, cipher, RowKind.CONTENTS, CONTENTS, contents.pack())
