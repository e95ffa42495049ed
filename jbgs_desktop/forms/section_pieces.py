"""A section in the pieces by which two versions of it are compared: paragraphs, tables, figures."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from jbgs_desktop.forms.section import SectionItem, SectionValue, items_of, one_way


def section_pieces(section: SectionValue) -> Iterator[SectionItem]:
    """Every paragraph, sub-heading, table and figure; a blank paragraph is one too."""
    for item in items_of(section):
        yield from item.split("\n") if isinstance(item, str) else (item,)


def paragraphs_of(section: SectionValue) -> Iterator[SectionItem]:
    """The same, but blank paragraphs are the end of the paragraph before them."""
    last: str | None = None
    for piece in section_pieces(section):
        if isinstance(piece, str) and not piece.strip() and last is not None:
            last += f"\n{piece}"
            continue
        if last is not None:
            yield last
        last = piece if isinstance(piece, str) else None
        if not isinstance(piece, str):
            yield piece
    if last is not None:
        yield last


def joined_pieces(pieces: Sequence[SectionItem]) -> SectionValue:
    """The section that has ``pieces``."""
    runs = ([*run] for _, run in groupby(pieces, key=lambda piece: isinstance(piece, str)))
    return one_way([item for run in runs for item in _whole(run)])


def piece_key(piece: SectionItem) -> str:
    """The same for the same piece."""
    return piece if isinstance(piece, str) else piece.model_dump_json()


def _whole(run: Sequence[SectionItem]) -> Sequence[SectionItem]:
    """Paragraphs as the one text that they were; a blank one among them stays."""
    texts = [piece for piece in run if isinstance(piece, str)]
    return ["\n".join(texts)] if texts else run
