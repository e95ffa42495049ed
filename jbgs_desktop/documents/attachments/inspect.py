"""Attached files, which nobody vouches for: what they are, and their pages as pictures.

Each is opened in a child with limits (:mod:`jbgs_desktop.sandbox`); whatever it does there, the
program goes on and the user gets a sentence.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    ``notes`` are sentences about what the user should know all the same.
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
    )


def _believed(answer: Any) -> Seen:
    seen = _SEEN.validate_python(answer)
    if not (
        0 <= seen.pages <= _MOST_PAGES
        and len(seen.problem) + sum(map(len, seen.notes)) < _LONGEST_NOTES
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
    cancelled: Callable[[], bool] = lambda: False,
) -> list[PrintedFile]:
    """Every page of every printable file as a picture in ``folder``, for a book without metadata.

    Each page is scaled down into ``box`` (width and height in mm) where it is larger. What is not
    printable has no pages. With ``is_fine`` pages of black upon white are drawn for a printer.
    Once ``cancelled()``, the result is incomplete. Raises PlaceFullError.
    """
    looks = list(inspect_all(paths, cancelled=cancelled))
    wanted = [
        (at, index)
        for at, look in enumerate(looks)
        if look.printable
        for index in range(look.pages)
    ]
    items = [
        {
            "path": str(paths[at]),
            "kind": looks[at].kind,
            "index": index,
            "to": str(folder / f"{at + 1:03}-{index + 1:04}.jpg"),
            "dpi": dpi,
            "box": box,
            "fine": is_fine,
        }
        for at, index in wanted
    ]
    drawn = _draw(items, cancelled)
    pages = {place: drawn[number] for number, place in enumerate(wanted) if number in drawn}
    return [_printed(at, look, pages) for at, look in enumerate(looks)]


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


def _printed(at: int, look: Inspection, pages: dict[tuple[int, int], PrintedPage]) -> PrintedFile:
    places = range(look.pages) if look.printable else range(0)
    missing = "、".join(str(index + 1) for index in places if (at, index) not in pages)
    problem = f"第{missing}页画不出来，没有印进合订本，请另做一份文件。" if missing else ""
    found = (pages.get((at, index)) for index in places)
    return PrintedFile(look, tuple(page for page in found if page), problem)
