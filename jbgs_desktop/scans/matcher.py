"""The scanned pages put into the order of the book, and what is missing or wrong among them.

A page is assigned by its code or by a person, by nothing else. The two sealed copies of a book
carry the same codes, so only the order in which they were scanned tells them apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jbgs_desktop.scans.reader import Fault, FoundPage

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book: its pages ``first`` to ``last``, counted from 1."""

    id: str
    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Expected:
    """The book as it was finalised; ``known_codes`` are all its 核验码 with their 第几版."""

    application: str
    code: str
    total: int
    parts: tuple[Part, ...] = ()
    known_codes: Mapping[str, int] = field(default_factory=dict)

    def part_of(self, page: int) -> Part | None:
        return next((part for part in self.parts if part.first <= page <= part.last), None)


class State(StrEnum):
    """What is known of a page of the book, as it stands under its picture."""

    MATCHED = "相符"
    POOR = "需留意"
    MISSING = "缺页"
    OTHER_VERSION = "旧版本"


class Kind(StrEnum):
    """What a scan turned out to be."""

    TAKEN = "相符"
    DOUBLE = "重复"
    OTHER_VERSION = "旧版本"
    FOREIGN = "其他申报"
    WITHOUT_CODE = "未识别"
    BLANK = "空白页"
    LEFT_OUT = "不采用"


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of the book. ``taken`` is the scan that stands for it; ``others`` are doubles.

    ``outdated`` are scans of this page in other versions, ``version`` the number of the first of
    them, None when this draft knows nothing of it.
    """

    page: int
    part: Part | None
    state: State
    taken: FoundPage | None
    others: tuple[FoundPage, ...] = ()
    outdated: tuple[FoundPage, ...] = ()
    version: int | None = None

    @property
    def where(self) -> str:
        """申报表第 2 页, or the page of the book where its part is not known."""
        if self.part is None:
            return f"全册第 {self.page} 页"
        title = "".join(self.part.title.split())  # headings are spaced out on paper
        if self.part.first == self.part.last:
            return title
        return f"{title}第 {self.page - self.part.first + 1} 页"


@dataclass(frozen=True, slots=True)
class ScanReport:
    """``pages`` holds one entry for each page of the book, ``kinds`` says what each scan is.

    ``suggested`` gives pages for scans without a code by their neighbours; a person decides.
    ``copies`` is how many copies of the book seem to lie in the scans.
    """

    expected: Expected
    found: tuple[FoundPage, ...]
    pages: tuple[BookPage, ...]
    kinds: Mapping[Key, Kind]
    suggested: Mapping[Key, int]
    copies: int

    @property
    def is_complete(self) -> bool:
        """Whether every page of the book has a scan of this version."""
        return bool(self.pages) and all(page.taken is not None for page in self.pages)

    @property
    def order(self) -> tuple[FoundPage, ...]:
        """The scans that stand for the book's pages, in the book's order."""
        return tuple(page.taken for page in self.pages if page.taken is not None)

    def of_kind(self, kind: Kind) -> tuple[FoundPage, ...]:
        return tuple(scan for scan in self.found if self.kinds[scan.key] == kind)

    def count(self, state: State) -> int:
        return sum(page.state == state for page in self.pages)


def sort_pages(found: Iterable[FoundPage], expected: Expected) -> ScanReport:
    """The scans ``found``, in the order in which they were read, against the book."""
    scans = tuple(found)
    kinds = {scan.key: _kind(scan, expected) for scan in scans}
    copies = _copies([scan for scan in scans if kinds[scan.key] == Kind.TAKEN])
    pages = tuple(
        _book_page(page, scans, kinds, copies, expected) for page in range(1, expected.total + 1)
    )
    for page in pages:
        kinds |= {scan.key: Kind.DOUBLE for scan in page.others}
    number = max((1 + len(page.others) for page in pages if page.taken), default=0)
    return ScanReport(expected, scans, pages, kinds, _suggested(scans, kinds, pages), number)


def assign(found: Sequence[FoundPage], key: Key, page: int | None) -> tuple[FoundPage, ...]:
    """``found`` with the scan ``key`` assigned by hand to ``page``; None takes that back."""
    return tuple(scan.assigned(page) if scan.key == key else scan for scan in found)


def leave_out(found: Sequence[FoundPage], key: Key, out: bool = True) -> tuple[FoundPage, ...]:
    """``found`` with the scan ``key`` left out, or taken in again."""
    return tuple(scan.without(left_out=out) if scan.key == key else scan for scan in found)


def page_of(scan: FoundPage) -> int | None:
    """Which page of a book ``scan`` is: a person's word before the code's."""
    if scan.page is not None:
        return scan.page
    return scan.code.page if scan.code else None


def _kind(scan: FoundPage, expected: Expected) -> Kind:
    if scan.left_out:
        return Kind.LEFT_OUT
    if scan.page is not None and 1 <= scan.page <= expected.total:
        return Kind.TAKEN
    code = scan.code
    if code is None:
        return Kind.BLANK if scan.is_blank else Kind.WITHOUT_CODE
    if code.application != expected.application:
        return Kind.FOREIGN
    is_of_this = code.version == expected.code and code.total == expected.total
    return Kind.TAKEN if is_of_this else Kind.OTHER_VERSION


def _copies(scans: Sequence[FoundPage]) -> list[dict[int, FoundPage]]:
    """The scans of each copy by page: where a page comes again, another copy begins."""
    copies: list[dict[int, FoundPage]] = []
    for scan in scans:
        page = page_of(scan)
        assert page is not None
        if not copies or page in copies[-1]:
            copies.append({})
        copies[-1][page] = scan
    return copies


def _book_page(
    page: int,
    scans: Sequence[FoundPage],
    kinds: Mapping[Key, Kind],
    copies: Sequence[Mapping[int, FoundPage]],
    expected: Expected,
) -> BookPage:
    same = [copy[page] for copy in _whole_first(copies, expected.total) if page in copy]
    # A page that was scanned again because it was poor is worth more than its first scan.
    taken = min(same, key=lambda scan: bool(scan.faults), default=None)
    outdated = tuple(
        scan
        for scan in scans
        if kinds[scan.key] == Kind.OTHER_VERSION and scan.code and scan.code.page == page
    )
    code = outdated[0].code if outdated else None
    return BookPage(
        page=page,
        part=expected.part_of(page),
        state=_state(taken, outdated),
        taken=taken,
        others=tuple(scan for scan in same if scan is not taken),
        outdated=outdated,
        version=expected.known_codes.get(code.version) if code else None,
    )


def _whole_first(
    copies: Sequence[Mapping[int, FoundPage]], total: int
) -> list[Mapping[int, FoundPage]]:
    return sorted(copies, key=lambda copy: len(copy) < total)


def _state(taken: FoundPage | None, outdated: Sequence[FoundPage]) -> State:
    if taken is None:
        return State.OTHER_VERSION if outdated else State.MISSING
    # A page that a person has assigned is not blank for them, whatever it looks like.
    return State.POOR if set(taken.faults) - {Fault.BLANK} else State.MATCHED


def _suggested(
    scans: Sequence[FoundPage], kinds: Mapping[Key, Kind], pages: Sequence[BookPage]
) -> dict[Key, int]:
    """Pages for scans without a code where a gap between their neighbours fits them exactly."""
    missing = {page.page for page in pages if page.taken is None}
    seen = [scan for scan in scans if kinds[scan.key] not in (Kind.BLANK, Kind.LEFT_OUT)]
    suggested: dict[Key, int] = {}
    for run in _runs(seen, kinds):
        before = seen[run.start - 1] if run.start else None
        after = seen[run.stop] if run.stop < len(seen) else None
        gap = _gap(_taken_page(before, kinds), _taken_page(after, kinds), len(run), len(pages))
        if gap and missing >= set(gap):
            suggested |= {seen[at].key: page for at, page in zip(run, gap, strict=True)}
    number = Counter(suggested.values())
    return {key: page for key, page in suggested.items() if number[page] == 1}


def _runs(seen: Sequence[FoundPage], kinds: Mapping[Key, Kind]) -> list[range]:
    """Where scans without a code follow each other."""
    runs: list[range] = []
    for at, scan in enumerate(seen):
        if kinds[scan.key] != Kind.WITHOUT_CODE:
            continue
        if runs and runs[-1].stop == at:
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return runs


def _taken_page(scan: FoundPage | None, kinds: Mapping[Key, Kind]) -> int | None:
    is_known = scan is not None and kinds[scan.key] in (Kind.TAKEN, Kind.DOUBLE)
    return page_of(scan) if scan is not None and is_known else None


def _gap(before: int | None, after: int | None, length: int, total: int) -> list[int]:
    """The ``length`` pages between two known ones; from one side only at an end of the book."""
    rising = list(range((before or 0) + 1, (before or 0) + 1 + length))
    end = after if after is not None else total + 1
    if rising[-1] + 1 == end and (before is not None or after is not None):
        return rising
    falling = list(range((before or total + 1) - 1, (before or total + 1) - 1 - length, -1))
    start = after if after is not None else 0
    if falling[-1] - 1 == start and (before is not None or after is not None):
        return falling
    return []
