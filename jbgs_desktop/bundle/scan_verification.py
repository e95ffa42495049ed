"""What the scans of a bundle show: the code on every page of the whole book, and its seals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.bundle.bagit_profile import (
    BOOK_NUMBER,
    INFO,
    PAGE_CODES,
    PAGES_BY_HAND,
    PROVING,
    SEAL_SPOTS,
)
from jbgs_desktop.bundle.layout import WHOLE_SCAN
from jbgs_desktop.bundle.scan_codes import read_book
from jbgs_desktop.bundle.seal_places import look_for_seals, places_in
from jbgs_desktop.bundle.verdict import Findings
from jbgs_desktop.documents.page_code import PageCode, format_code
from jbgs_desktop.scans.findings import page_ranges

_MOST_BY_HAND = 3000


@dataclass(frozen=True, slots=True)
class BookFacts:
    """Of what the pages of a scanned book have to be.

    ``proof`` is empty where it is not known. ``proves``: every page carries one; ``by_hand`` are
    the pages of the book that a person has assigned.
    """

    application: str
    code: str
    proof: str = ""
    proves: bool = False
    by_hand: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CodeJudgement:
    """What is wrong with the codes on the pages of a scanned book.

    ``foreign`` are pages of other applications by their names, ``versions`` those of other versions
    by their 核验码, ``forged`` those that carry this 核验码 and prove another content,
    ``first_kind`` those of an older program, ``unread`` those without a code, ``displaced`` those
    that do not lie where the book has them, among them all that it has not. All count the pages of
    the file from 1; ``missing`` and ``by_hand`` count those of the book, of which there are
    ``total``.
    """

    foreign: Mapping[str, tuple[int, ...]]
    versions: Mapping[str, tuple[int, ...]]
    forged: tuple[int, ...]
    first_kind: tuple[int, ...]
    unread: tuple[int, ...]
    displaced: tuple[int, ...]
    missing: tuple[int, ...]
    by_hand: tuple[int, ...]
    total: int


def judge_codes(codes: Sequence[PageCode | None], facts: BookFacts) -> CodeJudgement:
    """The ``codes`` of a file, page by page, held against what they have to be of."""
    read = [(at, code) for at, code in enumerate(codes, 1) if code]
    own = [(at, code) for at, code in read if code.application == facts.application]
    same = [(at, code) for at, code in own if code.version == facts.code]
    forged = tuple(at for at, code in same if not code.may_be_of(facts.proof))
    right = {at: code for at, code in same if at not in forged}
    total = max((code.total for code in right.values()), default=0)
    missing = set(range(1, total + 1)) - {code.page for code in right.values()}
    # A page that nobody can read lies where its own is missing, or is one too many.
    astray = {at for at, code in right.items() if (code.page, code.total) != (at, total)}
    astray |= {at for at, code in enumerate(codes, 1) if not code and total and at not in missing}
    others = [(at, code) for at, code in read if code.application != facts.application]
    old = [(at, code) for at, code in own if code.version != facts.code]
    return CodeJudgement(
        _grouped((code.application, at) for at, code in others),
        _grouped((code.version, at) for at, code in old),
        forged,
        tuple(at for at, code in same if not code.proof),
        tuple(at for at, code in enumerate(codes, 1) if code is None),
        tuple(sorted(astray)),
        tuple(sorted(missing - facts.by_hand)),
        tuple(sorted(missing & facts.by_hand)),
        total,
    )


def _grouped(found: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for name, at in found:
        groups[name] = (*groups.get(name, ()), at)
    return dict(sorted(groups.items()))


def pages_by_hand(info: Mapping[str, str]) -> frozenset[int]:
    """The pages of the book that bag-info.txt says a person has assigned."""
    numbers = (each for each in info.get(PAGES_BY_HAND, "").split()[:_MOST_BY_HAND])
    return frozenset(int(each) for each in numbers if each.isascii() and each.isdigit())


def add_seal_findings(
    scan: Path, info: Mapping[str, str], findings: Findings, cancelled: Callable[[], bool]
) -> None:
    """Warnings where a sound bundle says which seals are due, and its ``scan`` shows none."""
    if SEAL_SPOTS not in info:
        return
    look = look_for_seals(scan, places_in(info[SEAL_SPOTS]), cancelled)
    if look is None:
        if not cancelled():
            findings.notice("bundle.scan.unlooked", WHOLE_SCAN)
        return
    for code, pages in (("plain", look.plain), ("unsealed", look.unsealed)):
        if pages:
            details = {"pages": page_ranges(pages), "count": len(pages)}
            findings.warn(f"bundle.scan.{code}", WHOLE_SCAN, **details)


def add_code_findings(
    scan: Path,
    facts: BookFacts,
    findings: Findings,
    cancelled: Callable[[], bool],
) -> None:
    """What the codes on the pages of ``scan`` say; it is read in a child, which takes seconds."""
    reading = read_book(scan, cancelled)
    if reading is None:
        return
    refuse = findings.add if facts.proves else findings.warn
    if reading.is_broken and facts.proves:
        findings.add("bundle.scan.broken", WHOLE_SCAN)
        return
    if reading.problem:
        findings.warn("bundle.scan.unread", WHOLE_SCAN)
        return
    if not any(reading.codes):
        refuse("bundle.scan.no-code", WHOLE_SCAN, count=len(reading.codes))
        return
    found = judge_codes(reading.codes, facts)
    for pages in found.foreign.values():
        findings.add("bundle.scan.foreign", WHOLE_SCAN, pages=page_ranges(pages))
    for version, pages in found.versions.items():
        stated = {"stated": format_code(version), "found": format_code(facts.code)}
        findings.add("bundle.scan.version", WHOLE_SCAN, pages=page_ranges(pages), **stated)
    if found.forged:
        findings.add("bundle.scan.content", WHOLE_SCAN, pages=page_ranges(found.forged))
    if found.first_kind:
        add = findings.add if facts.proves else findings.notice
        code = "bundle.scan.wrong-kind" if facts.proves else "bundle.scan.first-kind"
        add(code, WHOLE_SCAN, pages=page_ranges(found.first_kind))
    if found.displaced:
        details = {"pages": page_ranges(found.displaced), "count": found.total}
        refuse("bundle.scan.displaced", WHOLE_SCAN, **details)
    _add_missing(found, facts, findings)


def _add_missing(found: CodeJudgement, facts: BookFacts, findings: Findings) -> None:
    """Pages that were not found; without word of it, as many as are unreadable may be those."""
    details = {"missing": page_ranges(found.missing), "count": found.total}
    may_be_unread = not facts.proves and len(found.missing) <= len(found.unread)
    if found.missing and may_be_unread:
        findings.warn(
            "bundle.scan.unread-pages", WHOLE_SCAN, pages=page_ranges(found.unread), **details
        )
    elif found.missing:
        findings.add("bundle.scan.missing", WHOLE_SCAN, **details)
    if found.by_hand:
        findings.warn("bundle.scan.by-hand", WHOLE_SCAN, pages=page_ranges(found.by_hand))


def add_kind_findings(info: Mapping[str, str], findings: Findings) -> None:
    """An error where a book of a release whose codes prove its content is said to have others."""
    if BOOK_NUMBER in info and info.get(PAGE_CODES) != PROVING:
        findings.add("bundle.scan.wrong-number", INFO)
