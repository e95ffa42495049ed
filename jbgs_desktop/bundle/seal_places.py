"""Whether a whole scanned book looks sealed: for who packs it and for who takes it in alike.

The places of seals come with the bundle, so that the receiving side looks for itself.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jbgs_desktop.documents.blocks import Signer, SpotKind
from jbgs_desktop.documents.book_model import BookSpot
from jbgs_desktop.sandbox import run_in_workers

SealPlace = tuple[int, int, int, int, int]  # page; then mm from its corner: x, y, width, height

_SECONDS = 60.0
_MEMORY = 2**31
_MOST_PAGES = 10_000  # that are named
_MOST = 64  # places; a book has a handful
_PLACE = re.compile(r"([1-9][0-9]{0,3}):([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class SealLook:
    """What was seen: ``plain`` are pages without a scanned picture, ``unsealed`` those without
    any red where a seal is due."""

    plain: tuple[int, ...]
    unsealed: tuple[int, ...]


def places_of(spots: Iterable[BookSpot]) -> tuple[SealPlace, ...]:
    """Where seals are due before the book is handed in: not those of the recommender."""
    return tuple(
        (spot.page, round(spot.x), round(spot.y), round(spot.width), round(spot.height))
        for spot in spots
        if spot.kind is SpotKind.SEAL and not spot.advice and spot.who is not Signer.RECOMMENDER
    )


def places_as_text(places: Iterable[SealPlace]) -> str:
    """``places`` as one line of bag-info.txt: 1:147,154,42,42 19:104,199,42,42."""
    return " ".join(f"{page}:{','.join(map(str, box))}" for page, *box in places)


def places_in(text: str) -> tuple[SealPlace, ...]:
    """The places that a line says; what is none of them is passed over."""
    found = (_PLACE.fullmatch(each) for each in text.split()[:_MOST])
    places = (tuple(map(int, match.groups())) for match in found if match)
    return tuple((page, x, y, width, height) for page, x, y, width, height in places)


def look_for_seals(
    pdf: Path,
    places: Sequence[SealPlace],
    cancelled: Callable[[], bool] = lambda: False,
) -> SealLook | None:
    """What the scanned book ``pdf`` shows, looked at in a child; None when it could not be."""
    items: list[Any] = [[str(pdf), places]]
    task = "jbgs_desktop.bundle.scan_worker:look_at_book"
    for outcome in run_in_workers(
        task,
        items,
        seconds=_SECONDS,
        memory=_MEMORY,
        cancelled=cancelled,
        reads=[pdf],
        believe=_believed_look,
    ):
        look: SealLook | None = outcome.result
        return look
    return None


def _believed_look(answer: Any) -> SealLook | None:
    if answer["problem"]:
        return None
    return SealLook(
        *(tuple(map(int, answer[name][:_MOST_PAGES])) for name in ("plain", "unsealed"))
    )
