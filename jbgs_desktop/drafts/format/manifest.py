"""What a draft says of itself under its seal: which revisions and attachments belong to it."""

import zlib
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, ValidationError

from jbgs_desktop.drafts.format.cipher import NotAuthenticError
from jbgs_desktop.forms.application_json import LARGEST_FILE
from jbgs_desktop.forms.kept import Kept

_Number = Annotated[int, Field(ge=1, lt=2**62)]
_LARGEST = LARGEST_FILE + 2**20  # bytes of a row's content, unpacked

_OLD_BOOKS = 64 * 2**20  # bytes; a book of 80 pages, half of them evidence, has about 10 MiB
_ALWAYS = 60  # the newest revisions, all of them
_MOST = 400  # revisions without a name
_STEPS = (  # up to this age one revision is kept in each stretch of this length
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=14), timedelta(hours=1)),
    (timedelta.max, timedelta(days=1)),
)


class _Record(Kept):
    def pack(self) -> bytes:
        return zlib.compress(self.model_dump_json().encode(), 3)

    @classmethod
    def unpack(cls, data: bytes) -> Self:
        """Raises NotAuthenticError for what no writer of this format makes."""
        try:
            return cls.model_validate_json(decompress(data))
        except ValidationError:
            raise NotAuthenticError from None


class AttachmentInfo(_Record, first="number size digest"):
    """An attachment: ``parts`` rows of 1 MiB, the last one shorter."""

    number: _Number  # random, never used twice
    size: Annotated[int, Field(ge=0, lt=2**40)]  # bytes
    digest: str  # keyed hash of the bytes, hexadecimal


class RevisionInfo(_Record, first="number when token hash name files"):
    """版本: one revision as the list of revisions knows it."""

    number: _Number
    when: AwareDatetime
    token: str  # random; the same in every copy that has this revision
    hash: str  # SHA-256 of the sealed row, hexadecimal
    name: str = ""  # given by the user, or by an export or import
    files: tuple[_Number, ...] = ()  # the attachments it refers to


class Manifest(_Record, first="version lineage points files scans record call_version"):
    """Everything that belongs to the draft; nothing else in the file counts."""

    version: Literal[1] = 1
    lineage: str  # the same in every copy that goes back to one draft
    points: tuple[RevisionInfo, ...] = ()
    files: dict[str, AttachmentInfo] = {}  # noqa: RUF012
    scans: dict[str, AttachmentInfo] = {}  # noqa: RUF012 - what no revision refers to: scans, books
    record: str = ""  # 经办记录, as JSON; what stands in it is not the store's business
    call_version: str = ""  # of the call pack that it was begun with or moved over to

    @property
    def last(self) -> RevisionInfo:
        return self.points[-1]


class RevisionHead(_Record, first="when token previous files"):
    """What stands before the application in a revision's row."""

    when: AwareDatetime
    token: str
    previous: str  # SHA-256 of the sealed row before, hexadecimal; empty for the first
    files: dict[str, AttachmentInfo] = {}  # noqa: RUF012


def decompress(data: bytes) -> bytes:
    """zlib with a cap. Raises NotAuthenticError."""
    unpacking = zlib.decompressobj()
    try:
        result = unpacking.decompress(data, _LARGEST)
    except zlib.error:
        raise NotAuthenticError from None
    if not unpacking.eof or unpacking.unused_data:
        raise NotAuthenticError
    return result


def pack_revision(head: RevisionHead, application: str) -> bytes:
    return zlib.compress(f"{head.model_dump_json()}\n{application}".encode(), 3)


def unpack_revision(data: bytes) -> tuple[RevisionHead, bytes]:
    """The head and the application's JSON. Raises NotAuthenticError."""
    head, _, application = decompress(data).partition(b"\n")
    try:
        return RevisionHead.model_validate_json(head), application
    except ValidationError:
        raise NotAuthenticError from None


def with_book(
    scans: dict[str, AttachmentInfo], name: str, book: AttachmentInfo
) -> dict[str, AttachmentInfo]:
    """``scans`` with ``book`` as the newest of the books, which have their place among them.

    The older ones stay, since a version may be locked again, but the oldest that find no room.
    """
    folder, _, _ = name.partition("/")
    kept = {each: info for each, info in scans.items() if each != name}
    room = _OLD_BOOKS
    for older in reversed([each for each in kept if each.startswith(f"{folder}/")]):
        room -= kept[older].size
        if room < 0:
            del kept[older]
    return {**kept, name: book}


def thinned(points: tuple[RevisionInfo, ...]) -> tuple[RevisionInfo, ...]:
    """``points`` with the older ones kept more and more sparsely, named ones always.

    Age is measured from the newest point, in the order of the numbers: a clock that was wrong for
    a while can thin badly but never takes a recent or a named revision.
    """
    recent, older = points[-_ALWAYS:], points[:-_ALWAYS]
    kept: list[RevisionInfo] = []
    unnamed = 0
    stretch: tuple[timedelta, int] | None = None
    for point in reversed(older):
        this = _stretch(point.when, points[-1].when)
        is_next = this != stretch and unnamed < _MOST - _ALWAYS
        if point.name or is_next:
            kept.append(point)
        if not point.name and is_next:
            stretch, unnamed = this, unnamed + 1
    return (*reversed(kept), *recent)


def _stretch(when: datetime, newest: datetime) -> tuple[timedelta, int]:
    age = max(timedelta(), newest - when)
    length = next(length for limit, length in _STEPS if age <= limit)
    return length, int(when.timestamp() // length.total_seconds())
