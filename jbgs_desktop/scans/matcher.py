"""The scanned pages put into the order of the book, and what is missing or wrong among them.

A page is assigned by its code or by a person, by nothing else. The two sealed copies of a book
carry the same codes, so only the order in which they were scanned tells them apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.finalise.record import Fault, ScannedPage

BookPageKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Expected:
    """The book as it was finalised; ``known_codes`` are all its 核验码 with their 第几版.

    ``proof`` is that of its content. A page that carries another one is not of it, whatever its
    核验码 is; one of an older program carries none.
    """

    application: str
    code: str
    total: int
    parts: tuple[PartPages, ...] = ()
    known_codes: Mapping[str, int] = field(default_factory=dict)
    proof: str = ""

    def part_of(self, page: int) -> PartPages | None:
        return next((part for part in self.parts if part.first <= page <= part.last), None)


class PageState(StrEnum):
    """What is known of a page of the book."""

    MATCHED = "matched"
    POOR = "poor"
    MISSING = "missing"
    OTHER_VERSION = "other-version"

    @property
    def word(self) -> str:
        """What stands under the page's picture."""
        return _PAGE_WORDS[self]


_PAGE_WORDS = {
    PageState.MATCHED: "相符",
    PageState.POOR: "需留意",
    PageState.MISSING: "缺页",
    PageState.OTHER_VERSION: "旧版本",
}


class ScanKind(StrEnum):
    """What a scan turned out to be."""

    TAKEN = "taken"
    DOUBLE = "double"
    OTHER_VERSION = "other-version"
    FOREIGN = "foreign"
    WITHOUT_CODE = "without-code"
    BLANK = "blank"
    LEFT_OUT = "left-out"

    @property
    def word(self) -> str:
        """How such a scan is called in front of a user."""
        return _SCAN_WORDS[self]


_SCAN_WORDS = {
    ScanKind.TAKEN: "相符",
    ScanKind.DOUBLE: "重复",
    ScanKind.OTHER_VERSION: "旧版本",
    ScanKind.FOREIGN: "其他申报",
    ScanKind.WITHOUT_CODE: "未识别",
    ScanKind.BLANK: "空白页",
    ScanKind.LEFT_OUT: "不采用",
}


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of the book. ``taken`` is the scan that stands for it; ``others`` are doubles.

    ``outdated`` are scans of this page in other versions, ``version`` the number of the first of
    them, None when this draft knows nothing of it.
    """

    page: int
    part: PartPages | None
    state: PageState
    taken: ScannedPage | None
    others: tuple[ScannedPage, ...] = ()
    outdated: tuple[ScannedPage, ...] = ()
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
    found: tuple[ScannedPage, ...]
    pages: tuple[BookPage, ...]
    kinds: Mapping[BookPageKey, ScanKind]
    suggested: Mapping[BookPageKey, int]
    copies: int

    @property
    def is_complete(self) -> bool:
        """Whether every page of the book has a scan of this version."""
        return bool(self.pages) and all(page.taken is not None for page in self.pages)

    @property
    def order(self) -> tuple[ScannedPage, ...]:
        """The scans that stand for the book's pages, in the book's order."""
        return tuple(page.taken for page in self.pages if page.taken is not None)

    def of_kind(self, kind: ScanKind) -> tuple[ScannedPage, ...]:
        return tuple(scan for scan in self.found if self.kinds[scan.key] == kind)

    def count(self, state: PageState) -> int:
        return sum(page.state == state for page in self.pages)


def match_pages(found: Iterable[ScannedPage], expected: Expected) -> ScanReport:
    """The scans ``found``, in the order in which they were read, against the book."""
    scans = tuple(found)
    kinds = {scan.key: _kind(scan, expected) for scan in scans}
    copies = _copies([scan for scan in scans if kinds[scan.key] == ScanKind.TAKEN])
    pages = tuple(
        _book_page(page, scans, kinds, copies, expected) for page in range(1, expected.total + 1)
    )
    for page in pages:
        kinds |= {scan.key: ScanKind.DOUBLE for scan in page.others}
    number = max((1 + len(page.others) for page in pages if page.taken), default=0)
    return ScanReport(expected, scans, pages, kinds, _suggested(scans, kinds, pages), number)


def assign(
    found: Sequence[ScannedPage], key: BookPageKey, page: int | None, expected: Expected
) -> tuple[ScannedPage, ...]:
    """``found`` with the scan ``key`` assigned by hand to ``page``; None takes that back."""

    def assigned(scan: ScannedPage) -> ScannedPage:
        if page is None:
            return scan.by_its_code().without(left_out=False)
        return scan.assigned(expected.application, expected.code, page)

    return tuple(assigned(scan) if scan.key == key else scan for scan in found)


def leave_out(
    found: Sequence[ScannedPage], key: BookPageKey, out: bool = True
) -> tuple[ScannedPage, ...]:
    """``found`` with the scan ``key`` left out, or taken in again."""
    return tuple(scan.without(left_out=out) if scan.key == key else scan for scan in found)


def _kind(scan: ScannedPage, expected: Expected) -> ScanKind:
    if scan.left_out:
        return ScanKind.LEFT_OUT
    if scan.page is None:
        return ScanKind.BLANK if scan.is_blank else ScanKind.WITHOUT_CODE
    if scan.application != expected.application:
        return ScanKind.FOREIGN
    if scan.code != expected.code:  # also where a person has said so: it was for that version
        return ScanKind.OTHER_VERSION
    code = None if scan.by_hand else scan.page_code
    if code and not code.may_be_of(expected.proof):
        return ScanKind.OTHER_VERSION
    total = expected.total if scan.by_hand else code and code.total
    is_of_this = total == expected.total and 1 <= scan.page <= total
    return ScanKind.TAKEN if is_of_this else ScanKind.OTHER_VERSION


def _copies(scans: Sequence[ScannedPage]) -> list[dict[int, ScannedPage]]:
    """The scans of each copy by page: where a page comes again, another copy begins."""
    copies: list[dict[int, ScannedPage]] = []
    for scan in scans:
        page = scan.page
        assert page is not None
        if not copies or page in copies[-1]:
            copies.append({})
        copies[-1][page] = scan
    return copies


def _book_page(
    page: int,
    scans: Sequence[ScannedPage],
    kinds: Mapping[BookPageKey, ScanKind],
    copies: Sequence[Mapping[int, ScannedPage]],
    expected: Expected,
) -> BookPage:
    same = [copy[page] for copy in _whole_first(copies, expected.total) if page in copy]
    # A page that was scanned again because it was poor is worth more than its first scan.
    taken = min(same, key=lambda scan: bool(scan.faults), default=None)
    outdated = tuple(
        scan for scan in scans if kinds[scan.key] == ScanKind.OTHER_VERSION and scan.page == page
    )
    return BookPage(
        page=page,
        part=expected.part_of(page),
        state=_state(taken, outdated),
        taken=taken,
        others=tuple(scan for scan in same if scan is not taken),
        outdated=outdated,
        version=_number(outdated[0].code, expected) if outdated else None,
    )


def _number(code: str, expected: Expected) -> int | None:
    """第几版; None for one of which this draft knows nothing, whatever its short code is."""
    return None if code == expected.code else expected.known_codes.get(code)


def _whole_first(
    copies: Sequence[Mapping[int, ScannedPage]], total: int
) -> list[Mapping[int, ScannedPage]]:
    return sorted(copies, key=lambda copy: len(copy) < total)


def _state(taken: ScannedPage | None, outdated: Sequence[ScannedPage]) -> PageState:
    if taken is None:
        return PageState.OTHER_VERSION if outdated else PageState.MISSING
    # A page that a person has assigned is not blank for them, whatever it looks like.
    return PageState.POOR if set(taken.faults) - {Fault.BLANK} else PageState.MATCHED


def _suggested(
    scans: Sequence[ScannedPage], kinds: Mapping[BookPageKey, ScanKind], pages: Sequence[BookPage]
) -> dict[BookPageKey, int]:
    """Pages for scans without a code where a gap between their neighbours fits them exactly."""
    missing = {page.page for page in pages if page.taken is None}
    seen = [scan for scan in scans if kinds[scan.key] not in (ScanKind.BLANK, ScanKind.LEFT_OUT)]
    suggested: dict[BookPageKey, int] = {}
    for run in _runs(seen, kinds):
        before = seen[run.start - 1] if run.start else None
        after = seen[run.stop] if run.stop < len(seen) else None
        gap = _gap(_taken_page(before, kinds), _taken_page(after, kinds), len(run), len(pages))
        if gap and missing >= set(gap):
            suggested |= {seen[at].key: page for at, page in zip(run, gap, strict=True)}
    number = Counter(suggested.values())
    return {key: page for key, page in suggested.items() if number[page] == 1}


def _runs(seen: Sequence[ScannedPage], kinds: Mapping[BookPageKey, ScanKind]) -> list[range]:
    """Where scans without a code follow each other."""
    runs: list[range] = []
    for at, scan in enumerate(seen):
        if kinds[scan.key] != ScanKind.WITHOUT_CODE:
            continue
        if runs and runs[-1].stop == at:
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return runs


def _taken_page(scan: ScannedPage | None, kinds: Mapping[BookPageKey, ScanKind]) -> int | None:
    is_known = scan is not None and kinds[scan.key] in (ScanKind.TAKEN, ScanKind.DOUBLE)
    return scan.page if scan is not None and is_known else None


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
