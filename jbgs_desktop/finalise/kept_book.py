"""The book of a finalised version as the draft keeps it (FORMAT.md): its bytes, parts and spots."""

import io
from typing import Annotated, BinaryIO

from pydantic import ValidationError

from jbgs_desktop.documents.book_model import Book, BookSpot, PartPages
from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import DraftDamagedError
from jbgs_desktop.forms.kept import Kept, Since


class _BookFacts(Kept, first="pages parts spots notes"):
    """What is known of a book besides its PDF: the first line of what is kept."""

    pages: int
    parts: tuple[PartPages, ...]
    spots: tuple[BookSpot, ...]
    notes: tuple[str, ...]
    proof: Annotated[str, Since(2)] = ""
    rendering: Annotated[int, Since(2)] = 0


def pack_book(book: Book) -> BinaryIO:
    """``book`` as it is kept."""
    facts = _BookFacts(
        pages=book.pages,
        parts=book.parts,
        spots=book.spots,
        notes=book.notes,
        proof=book.proof,
        rendering=book.rendering,
    )
    return io.BytesIO(facts.model_dump_json().encode() + b"\n" + book.pdf)


def kept_book(draft: Draft, code: str) -> Book | None:
    """The book of the version ``code``; None where ``draft`` keeps none, as a plain file does.

    Raises JbgsError where it cannot be read.
    """
    stream = _open(draft, code)
    if stream is None:
        return None
    with stream:
        facts, pdf = _read_facts(stream, draft), stream.read()
    rest = facts.spots, facts.notes, facts.proof, facts.rendering
    return Book(pdf, facts.pages, facts.parts, *rest)


def kept_spots(draft: Draft, code: str) -> tuple[BookSpot, ...] | None:
    """The spots of that book, in a moment, since its PDF stays where it is. Raises the same."""
    stream = _open(draft, code)
    if stream is None:
        return None
    with stream:
        return _read_facts(stream, draft).spots


def _open(draft: Draft, code: str) -> BinaryIO | None:
    return draft.open_book(code) if isinstance(draft, SealedDraft) else None


def _read_facts(stream: BinaryIO, draft: Draft) -> _BookFacts:
    try:
        return _BookFacts.model_validate_json(stream.readline())
    except ValidationError:
        raise DraftDamagedError(
            f"草稿“{draft.place}”里定稿的合订本不是这个程序能读的，可能来自更新的版本。"
            "请用最新的程序打开；填写的内容不受影响。"
        ) from None
