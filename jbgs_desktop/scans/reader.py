"""Scanned pages read from files: which page of which book each is, and how good it is.

Scans come from anywhere, so every file is opened and decoded in a child process with limits.
"""

import os
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import Fault, ScannedPage, Turn
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

_WORKERS = 2
_SECONDS_A_FILE = 20.0
_SECONDS_A_PAGE = 60.0  # 600 dpi in colour without a code: 4 here, much more on an old computer
_MEMORY = 2**31  # bytes: the largest page taken is 150 million pixels in three channels
_MOST_PAGES = 5000  # in one reading; a book has some dozens

_MOST_IN_A_FILE = 10**6
_LONGEST_SIDE = 2**20  # pixels
_LONGEST_SENTENCE = 2000
_Sentence = Annotated[str, Field(max_length=_LONGEST_SENTENCE)]
_Pixels = Annotated[int, Field(gt=0, le=_LONGEST_SIDE)]

# Why a child could not read a page, and what to do.
SCAN_FAILURES = FAILURE_SENTENCES[ChildWork.SCAN]


@dataclass(frozen=True, slots=True)
class UnreadableScan:
    """A file, or with ``index`` one page of it, that could not be read, and the sentence why."""

    file: str
    index: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """What a child says of a page that it could read."""

    code: Annotated[str, Field(max_length=300)]
    turn: Turn
    corners: Corners | None
    dpi: Annotated[int, Field(ge=0, le=10**5)]
    faults: Annotated[tuple[Fault, ...], Field(max_length=30)]
    width: _Pixels
    height: _Pixels
    picture: Annotated[str, Field(max_length=2**20)]


_READ_PAGE = TypeAdapter(_ReadPage)
_SENTENCE = TypeAdapter(_Sentence)


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    index: int
    count: int


def read_scans(
    paths: Sequence[Path],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[ScannedPage | UnreadableScan]:
    """Every page of ``paths``, files and folders of them, in their order.

    Inside a folder files come in natural order (扫描2 before 扫描10). What is no scan in a folder
    is passed over; a file that was named itself and is none is told. ``progress(done, total)``
    counts pages. Ends early once ``cancelled()``. Never raises for what is in a file.
    """
    files = list(dict.fromkeys(str(file) for file in scans_in(paths)))
    places: list[_Place | UnreadableScan] = []
    for file, (outcome, failure) in zip(
        files,
        _in_order("open_scans", files, files, _SECONDS_A_FILE, cancelled, _counted),
        strict=False,
    ):
        places += _places(file, outcome, failure)
    if len(places) > _MOST_PAGES:
        rest = f"一次读入的页数超过 {_MOST_PAGES} 页，后面的页没有读入。请检查是否选错了文件夹。"
        places = [*places[:_MOST_PAGES], UnreadableScan(files[-1], None, rest)]
    yield from _pages(places, cancelled, progress)


def _pages(
    places: Sequence[_Place | UnreadableScan],
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> Iterator[ScannedPage | UnreadableScan]:
    pages = [place for place in places if isinstance(place, _Place)]
    items = [[place.file, place.index] for place in pages]
    answers = _in_order(
        "read_page", items, [place.file for place in pages], _SECONDS_A_PAGE, cancelled, _read
    )
    done = 0
    progress(done, len(pages))
    for place in places:
        if isinstance(place, UnreadableScan):
            yield place
            continue
        answer = next(answers, None)
        if answer is None or cancelled():  # what was read ahead of its turn is there already
            return
        done += 1
        progress(done, len(pages))
        yield _scanned(place, *answer)


def _in_order(
    function: str,
    items: Sequence[Any],
    files: Sequence[str],
    seconds: float,
    cancelled: Callable[[], bool],
    believe: Callable[[Any], Any],
) -> Iterator[tuple[Any, ChildFailure | None]]:
    """Result and failure for each item in its order; fewer when it was cancelled."""
    task = f"jbgs_desktop.scans.reader_worker:{function}"
    waiting: dict[int, tuple[Any, ChildFailure | None]] = {}
    at = 0
    for outcome in run_in_workers(
        task,
        items,
        seconds=seconds,
        memory=_MEMORY,
        cancelled=cancelled,
        workers=_WORKERS,
        reads=files,
        believe=believe,
    ):
        waiting[outcome.index] = outcome.result, outcome.failure
        while at in waiting:
            yield waiting.pop(at)
            at += 1


def _places(file: str, answer: Any, failure: ChildFailure | None) -> list[_Place | UnreadableScan]:
    name = Path(file).name
    if failure:
        return [UnreadableScan(file, None, f"无法读取“{name}”：{SCAN_FAILURES[failure]}")]
    if answer["problem"]:
        return [UnreadableScan(file, None, answer["problem"])]
    count = int(answer["count"])
    return [_Place(file, index, count) for index in range(count)]


def _counted(answer: Any) -> dict[str, Any]:
    count = int(answer["count"])
    if not 0 <= count <= _MOST_IN_A_FILE:
        raise ValueError("more than a file can have")
    return {"count": count, "problem": _SENTENCE.validate_python(answer["problem"])}


def _read(answer: Any) -> _ReadPage | str:
    """The page, or what is the matter with it."""
    if problem := _SENTENCE.validate_python(answer.pop("problem")):
        return problem
    page = _READ_PAGE.validate_python(answer)
    b64decode(page.picture, validate=True)
    return page


def _scanned(
    place: _Place, answer: Any, failure: ChildFailure | None
) -> ScannedPage | UnreadableScan:
    name = Path(place.file).name
    where = f"“{name}”第 {place.index + 1} 页" if place.count > 1 else f"“{name}”"
    if failure:
        return UnreadableScan(place.file, place.index, f"无法读取{where}：{SCAN_FAILURES[failure]}")
    if isinstance(answer, str):
        return UnreadableScan(place.file, place.index, f"无法读取{where}：{answer}")
    scan = ScannedPage(
        file=place.file,
        index=place.index,
        turn=answer.turn,
        dpi=answer.dpi,
        faults=answer.faults,
        qr=answer.code,
        width=answer.width,
        height=answer.height,
        corners=answer.corners or (),
    )
    return scan.by_its_code().with_picture(b64decode(answer.picture))


def ask_about_page(function: str, item: Sequence[Any]) -> dict[str, Any]:
    """What ``function`` ("module:function" in this package) answers about a page, in a child.

    Raises ScanError for what the answer calls a ``problem``, and when there is none.
    """
    task = f"jbgs_desktop.scans.{function}"
    (outcome,) = run_in_workers(
        task, [item], seconds=_SECONDS_A_PAGE, memory=_MEMORY, reads=[item[0]]
    )
    if outcome.failure:
        raise ScanError(f"这一页无法显示：{SCAN_FAILURES[outcome.failure]}")
    answer: dict[str, Any] = outcome.result
    if answer["problem"]:
        raise ScanError(answer["problem"])
    return answer


def scans_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files in ``paths`` in the order in which they are read, those of a folder by name.

    A file that was named itself is among them whatever it is.
    """
    for path in paths:
        if os.path.isdir(path):  # unlike Path's, not upset by a folder that it may not enter
            yield from sorted(_scans_under(path), key=lambda each: natural_order(str(each)))
        else:
            yield path


def _scans_under(folder: Path) -> Iterator[Path]:
    for where, _, names in os.walk(folder):  # unlike rglob, not upset by an empty drive
        for path in (Path(where, name) for name in names):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.suffix.lower() in SUFFIXES and not hidden and os.path.isfile(path):
                yield path


def natural_order(name: str) -> list[tuple[int, str]]:
    """Sorts names as a person does: numbers in them by their value."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
