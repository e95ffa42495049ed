"""核对扫描件: whether the scanned book is the version that is on the stick, page by page."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from jbgs_desktop.bundle.layout import WHOLE_SCAN
from jbgs_desktop.bundle.scan_codes import BookReading, read_book
from jbgs_desktop.documents.page_code import PageCode, format_code
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.register import Register
from jbgs_desktop.office.register_entry import EntryState, RegisterEntry
from jbgs_desktop.office.register_parts import Problem, ScanCheck
from jbgs_desktop.scans.findings import page_ranges

_LABEL = "全册扫描件"
_PASSED_OVER = (EntryState.REMOVED, EntryState.REFUSED, EntryState.DOUBLED, EntryState.REPLACED)
_BY_PAPER = "请对照纸质件，或者请申报单位补交这几页的扫描件。"


def unread_entries(register: Register) -> list[int]:
    """The numbers of the bundles that count and whose scans nobody has read, the oldest first."""
    return [
        entry.number
        for entry in register.entries
        if entry.folder
        and not entry.is_by_hand
        and entry.scan_check is None
        and register.state(entry) not in _PASSED_OVER
    ]


def check_scans(
    register: Register, number: int, cancelled: Callable[[], bool] = lambda: False
) -> bool:
    """Read the scans of a bundle and keep what was found; False once ``cancelled``.

    Nobody undoes that: it is no act of the officer. Raises JbgsError.
    """
    entry = register.entry(number)
    reading = read_book(_scan_of(register, entry), cancelled)
    if reading is None:
        return False
    when = datetime.now().astimezone()
    found = tuple(_problems(entry, reading, register))
    check = ScanCheck(when=when, pages=len(reading.codes), problems=found)
    register.keep_read(number, check)
    return True


def _scan_of(register: Register, entry: RegisterEntry) -> Path:
    return register.received / entry.folder / WHOLE_SCAN


def _problems(entry: RegisterEntry, reading: BookReading, register: Register) -> Iterator[Problem]:
    if reading.problem:
        # The child's own sentence tells an applicant what to do.
        why = "没有能读这份扫描件，可能损坏、加了密码，也可能电脑正忙。请打开它，对照纸质件。"
        yield _problem(Severity.WARNING, "unread", why)
        return
    codes = reading.codes
    read = [code for code in codes if code]
    if not read:
        why = f"{len(codes)} 页里没有读到一个二维码，对不上是哪一版。{_BY_PAPER}"
        yield _problem(Severity.WARNING, "no-code", why)
        return
    yield from _foreign(entry, codes, register)
    yield from _other_versions(entry, codes)
    yield from _missing(entry, codes)


def _foreign(
    entry: RegisterEntry, codes: Sequence[PageCode | None], register: Register
) -> Iterator[Problem]:
    units = {e.application: e.unit for e in register.entries if e.application and not e.reason}
    for application in sorted({c.application for c in codes if c} - {entry.application}):
        pages = [at for at, code in enumerate(codes, 1) if code and code.application == application]
        whose = f"“{units[application]}”的" if application in units else "另一份申报的"
        yield _problem(
            Severity.ERROR,
            "foreign",
            f"第 {page_ranges(pages)} 页是{whose}，不是这份申报的，请申报单位换成自己的扫描件。",
        )


def _other_versions(entry: RegisterEntry, codes: Sequence[PageCode | None]) -> Iterator[Problem]:
    own = [(at, c) for at, c in enumerate(codes, 1) if c and c.application == entry.application]
    for version in sorted({c.version for _, c in own} - {entry.code}):
        pages = [at for at, code in own if code.version == version]
        yield _problem(
            Severity.ERROR,
            "other-version",
            f"第 {page_ranges(pages)} 页是另一版（{format_code(version)}）的，U盘里的申报是 "
            f"{format_code(entry.code)}，请申报单位重新扫描这几页。",
        )


def _missing(entry: RegisterEntry, codes: Sequence[PageCode | None]) -> Iterator[Problem]:
    """Pages that were not found; as many as have no readable code may be those."""
    own = [c for c in codes if c and c.version == entry.code]
    total = max((c.total for c in own), default=0)
    missing = sorted(set(range(1, total + 1)) - {c.page for c in own})
    unread = [at for at, code in enumerate(codes, 1) if code is None]
    if missing and len(missing) <= len(unread):
        yield _problem(
            Severity.WARNING,
            "unread-pages",
            f"扫描件第 {page_ranges(unread)} 页读不出二维码，可能是材料的第 "
            f"{page_ranges(missing)} 页（申报单位人工认定）。请对照纸质件。",
        )
    elif missing:
        yield _problem(
            Severity.ERROR,
            "missing",
            f"缺少材料的第 {page_ranges(missing)} 页（共 {total} 页）。{_BY_PAPER}",
        )


def _problem(severity: Severity, code: str, message: str) -> Problem:
    return Problem(
        severity=severity,
        label=_LABEL,
        message=message,
        path=WHOLE_SCAN,
        code=f"office.scan.{code}",
    )
