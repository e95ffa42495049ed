"""合订本: the whole paper copy as one PDF, its parts, and where its seals and signatures go."""

from dataclasses import dataclass

from jbgs_desktop.documents.blocks import Signer, SpotKind

# Raised by each release that lays a book out, or draws evidence, otherwise than the one before it.
BOOK_RENDERING = 2


@dataclass(frozen=True, slots=True)
class PartPages:
    """A part of the book with its first and last page, counted from 1."""

    id: str
    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BookSpot:
    """盖章点 / 签字点: a rectangle on a page, in mm from the page's upper left corner.

    One that is ``advice`` is customary, but the form does not ask for it.
    """

    id: str
    kind: SpotKind
    who: Signer
    label: str
    page: int
    x: float
    y: float
    width: float
    height: float
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """``notes`` are sentences on what it does not show: files that are not printed, and in a draft
    characters that are printed as 〓.

    ``proof`` is what the codes on its pages carry; empty in a draft and in an older program's book.
    ``rendering`` is the number of the release that made it, 0 for an older one.
    """

    pdf: bytes
    pages: int
    parts: tuple[PartPages, ...]
    spots: tuple[BookSpot, ...]
    notes: tuple[str, ...] = ()
    proof: str = ""
    rendering: int = 0
