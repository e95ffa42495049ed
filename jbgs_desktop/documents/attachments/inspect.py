"""Attached files, which nobody vouches for: what they are, and their pages as pictures.

Each is opened in a child with limits (:mod:`jbgs_desktop.sandbox`); whatever it does there, the
program goes on and the user gets a sentence.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from jbgs_desktop.documents.attachments.image_metadata import MOST_PIXELS
from jbgs_desktop.documents.attachments.inspect_worker import EVIDENCE_FORMATS
from jbgs_desktop.documents.attachments.seen import Seen
from jbgs_desktop.forms.unsafe_files import Danger
from jbgs_desktop.private_folders import require_room
from jbgs_desktop.sandbox import (
    FAILURE_SENTENCES,
    ChildFailure,
    ChildWork,
    Outcome,
    run_in_workers,
)

_INSPECT = "jbgs_desktop.documents.attachments.inspect_worker:inspect_file"
_DRAW = "jbgs_desktop.documents.attachments.page_worker:draw_page"
_INSPECT_SECONDS = 4.5
_DRAW_SECONDS = 30.0  # for one page on a slow machine
_MEMORY = 5 * 2**29  # bytes of address space, most of which libraries only reserve
_WORKERS = 2
_MOST_PAGES = 10**7  # pages that a file may say it has
_LONGEST_NOTES = 20_000  # characters of all that is said of one
_LARGEST_SIDE = 2000.0  # mm of a page as it is printed
_SEEN = TypeAdapter(Seen)
_PAGE = TypeAdapter(tuple[int, int, float, float])

_CODES = {
    ChildFailure.TIME: "too-slow",
    ChildFailure.MEMORY: "too-large",
    ChildFailure.CRASH: "damaged",
    ChildFailure.START: "not-looked-at",
}
_OF_THE_MOMENT = {_CODES[failure] for failure in (ChildFailure.TIME, ChildFailure.START)}
LOCATION = (
    "照片里记着拍摄地点，会随原文件放进报送包；不想带上的，请移除后重新添加，添加时会自动去掉。"
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is: ``kind`` by its bytes, ``problem`` a sentence when it cannot be used.

    ``kind`` is a key of ``EVIDENCE_FORMATS`` or "unknown"; ``code`` names the problem for programs;
    ``notes`` are sentences about what the user should know all the same, ``cut_notes`` more of
    them where its ``spreads`` are cut apart, ``whole_notes`` where they are not.
    """

    kind: str
    pages: int
    printable: bool
    problem: str
    notes: tuple[str, ...]
    code: str = ""
    has_location: bool = False
    pixels: tuple[int, int] = (0, 0)  # of a picture as it is looked at; else nothing
    digest: str = ""  # the SHA-256 of its bytes, nothing of a very large file
    spreads: tuple[int, ...] = ()  # pages, from 1, with two of A4 beside each other
    cut_notes: tuple[str, ...] = ()
    whole_notes: tuple[str, ...] = ()

    def notes_if(self, *, is_cut: bool) -> tuple[str, ...]:
        """All sentences about it, printed in that way."""
        return (*self.notes, *(self.cut_notes if is_cut else self.whole_notes))

    def pages_if(self, *, is_cut: bool) -> int:
        """How many pages it takes, printed in that way."""
        return self.pages + (len(self.spreads) if is_cut else 0)

    @property
    def is_dangerous(self) -> bool:
        """Whether no office takes it, so that it should not even come into a draft."""
        return self.code in set(Danger)

    @property
    def is_transient(self) -> bool:
        """Whether the problem may be the computer's at the moment, and not the file's."""
        return self.code in _OF_THE_MOMENT


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as a picture, upright: its size in pixels, and in mm as it goes into the book.

    One that is wider than the box in which it was to fit goes into it on its side.
    """

    path: Path
    pixels: tuple[int, int]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """The pages of one attached file; ``problem`` is a sentence when some are missing."""

    look: Inspection
    pages: tuple[PrintedPage, ...]
    problem: str


def inspect_attachment(path: Path) -> Inspection:
    """What ``path`` is and whether it can be used, within 5 seconds. Never raises for its
    content."""
    return next(inspect_all([path]))


def inspect_all(
    paths: Sequence[Path], *, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[Inspection]:
    """What each of ``paths`` is, in their order; ends early once ``cancelled()``."""
    items = [str(path) for path in paths]
    waiting: dict[int, Outcome] = {}
    wanted = 0
    for outcome in run_in_workers(
        _INSPECT,
        items,
        seconds=_INSPECT_SECONDS,
        memory=_MEMORY,
        cancelled=cancelled,
        reads=paths,
        believe=_believed,
    ):
        waiting[outcome.index] = outcome
        while wanted in waiting:
            yield _as_inspection(waiting.pop(wanted))
            wanted += 1


def _as_inspection(outcome: Outcome) -> Inspection:
    if outcome.failure:
        problem = FAILURE_SENTENCES[ChildWork.EVIDENCE][outcome.failure]
        return Inspection("unknown", 0, False, problem, (), _CODES[outcome.failure])
    seen: Seen = outcome.result
    form = EVIDENCE_FORMATS.get(seen.kind)
    return Inspection(
        seen.kind,
        seen.pages,
        bool(form and form.printable) and not seen.problem,
        seen.problem,
        tuple(seen.notes),
        seen.code,
        seen.has_location,
        seen.pixels,
        seen.digest,
        tuple(seen.spreads),
        tuple(seen.cut_notes),
        tuple(seen.whole_notes),
    )


def _believed(answer: Any) -> Seen:
    seen = _SEEN.validate_python(answer)
    notes = (*seen.notes, *seen.cut_notes, *seen.whole_notes)
    if not (
        0 <= seen.pages <= _MOST_PAGES
        and len(seen.problem) + sum(map(len, notes)) < _LONGEST_NOTES
        and len(seen.spreads) <= seen.pages
        and all(0 < page <= seen.pages for page in seen.spreads)
    ):
        raise ValueError("more than a file can have")
    return seen


def _believed_page(answer: Any) -> tuple[int, int, float, float]:
    across, down, width, height = _PAGE.validate_python(answer)
    if not (0 < across * down <= MOST_PIXELS and 0 < width <= _LARGEST_SIDE >= height > 0):
        raise ValueError("larger than a page that is drawn")
    return across, down, width, height


def page_images(
    paths: Sequence[Path],
    folder: Path,
    *,
    box: tuple[float, float],
    dpi: float = 200,
    is_fine: bool = False,
    cut: Collection[int] = (),
    cancelled: Callable[[], bool] = lambda: False,
) -> list[PrintedFile]:
    """Every page of every printable file as a picture in ``folder``, for a book without metadata.

    Each page is scaled down into ``box`` (width and height in mm) where it is larger. What is not
    printable has no pages. With ``is_fine`` pages of black upon white are drawn for a printer.
    Of the files at the places ``cut``, two pages beside each other on one become two.
    Once ``cancelled()``, the result is incomplete. Raises PlaceFullError.
    """
    looks = list(inspect_all(paths, cancelled=cancelled))
    pieces = [_pieces(look, is_cut=at in cut) for at, look in enumerate(looks)]
    wanted = [(at, piece) for at, own in enumerate(pieces) for piece in own]
    items = [
        {
            "path": str(paths[at]),
            "kind": looks[at].kind,
            "to": str(folder / f"{at + 1:03}-{piece.index + 1:04}{piece.side}.jpg"),
            "dpi": dpi,
            "box": box,
            "fine": is_fine,
            **piece.item,
        }
        for at, piece in wanted
    ]
    drawn = _draw(items, cancelled)
    pages = {place: drawn[number] for number, place in enumerate(wanted) if number in drawn}
    return [
        _printed(look, own, [pages.get((at, piece)) for piece in own])
        for at, (look, own) in enumerate(zip(looks, pieces, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What becomes a page: page ``index`` of a file, or the left (0) or right (1) half of it."""

    index: int
    half: int | None = None

    @property
    def side(self) -> str:
        return "" if self.half is None else f"-{self.half}"

    @property
    def item(self) -> dict[str, int]:
        return {"index": self.index} | ({} if self.half is None else {"half": self.half})


def _pieces(look: Inspection, *, is_cut: bool) -> list[_Piece]:
    spreads = look.spreads if is_cut else ()
    return [
        _Piece(index, half)
        for index in range(look.pages if look.printable else 0)
        for half in ((0, 1) if index + 1 in spreads else (None,))
    ]


def _draw(
    items: Sequence[Mapping[str, Any]], cancelled: Callable[[], bool]
) -> dict[int, PrintedPage]:
    """The pages that could be drawn, by the place of their item."""
    drawn = {}
    waiting = list(range(len(items)))
    for _attempt in range(2):  # a busy computer may miss the time once
        places, waiting = waiting, []
        for outcome in run_in_workers(
            _DRAW,
            [items[place] for place in places],
            seconds=_DRAW_SECONDS,
            memory=_MEMORY,
            cancelled=cancelled,
            workers=_WORKERS,
            reads=[item["path"] for item in items],
            writes={os.path.dirname(item["to"]) for item in items},
            believe=_believed_page,
        ):
            place = places[outcome.index]
            if outcome.failure:
                require_room(Path(items[place]["to"]).parent)
                waiting.append(place)
            else:
                across, down, width, height = outcome.result
                path = Path(items[place]["to"])
                drawn[place] = PrintedPage(path, (across, down), width, height)
    return drawn


def _printed(
    look: Inspection, pieces: Sequence[_Piece], pages: Sequence[PrintedPage | None]
) -> PrintedFile:
    lost = [piece.index + 1 for piece, page in zip(pieces, pages, strict=True) if page is None]
    missing = "、".join(map(str, dict.fromkeys(lost)))
    problem = f"第{missing}页画不出来，没有印进合订本，请另做一份文件。" if missing else ""
    return PrintedFile(look, tuple(page for page in pages if page), problem)
