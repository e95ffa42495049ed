"""A draft that does not exist yet: its file with its first revision."""

import os
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Origin:
    """What a copy goes back to: a revision of a draft, and earlier ones that go along with it."""

    lineage: str
    token: str
    earlier: tuple[tuple[RevisionInfo, Application], ...] = ()


def write_draft(
    file: Path,
    application: Application,
    holders: Sequence[HolderKey],
    *,
    cost: Cost | None = None,
    origin: Origin | None = None,
    call_version: str = "",
) -> None:
    """A new draft without evidence at ``file``, which must not exist yet.

    ``origin`` is what ``application`` is a copy of, ``call_version`` what the copied draft goes
    by; otherwise that is the newest here. Raises JbgsError.
    """
    name = COPY_START if origin else ""
    origin = origin or Origin(secrets.token_hex(ID), secrets.token_hex(ID))
    cipher = Cipher(os.urandom(ID), os.urandom(KEY))
    wrapped_keys = [wrap(cipher.owner, cipher.key, holder, cost) for holder in holders]
    connection = database.create(file)
    with database.failures("写入", file), closing(connection), database.transaction(connection):
        connection.execute("INSERT INTO draft VALUES (1, ?)", (cipher.owner,))
        write_wrapped_keys(connection, wrapped_keys)
        newest = (datetime.now(UTC), origin.token, application)
        before = ((point.when, point.token, value) for point, value in origin.earlier)
        points: list[RevisionInfo] = []
        for number, (when, token, value) in enumerate([*before, newest], start=1):
            previous = points[-1].hash if points else ""
            head = RevisionHead(when=when, token=token, previous=previous)
            point = write_revision(connection, cipher, number, head, value)
            points.append(point.model_copy(update={"name": name}))
        version = call_version or newest_version(application.call)
        contents = Manifest(lineage=origin.lineage, points=tuple(points), call_version=version)
        write_row(connection, cipher, RowKind.CONTENTS, CONTENTS, contents.pack())
