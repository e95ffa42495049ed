"""核对扫描件: whether the scanned book is the version on the stick, its documents those of it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from jbgs_desktop.bundle.layout import WHOLE_SCAN
from jbgs_desktop.bundle.remade_documents import remade_findings
from jbgs_desktop.bundle.scan_codes import BookReading, read_book
from jbgs_desktop.bundle.scan_verification import BookFacts, CodeJudgement, judge_codes
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.parts import Problem, ScanCheck
from jbgs_desktop.office.register.register import Register
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
    found = (*_problems(entry, reading, register), *_remade(register, entry, cancelled))
    if cancelled():
        return False
    check = ScanCheck(when=when, pages=len(reading.codes), problems=found)
    register.keep_read(number, check)
    return True


def _remade(
    register: Register, entry: RegisterEntry, cancelled: Callable[[], bool]
) -> Iterator[Problem]:
    """What of its documents is not as its data make it."""
    try:
        folder = register.received / entry.folder
        findings = remade_findings(folder, cancelled, is_ours=entry.proves)
    except (JbgsError, OSError, ValueError):
        why = "没有能把电子版和按申报数据重新生成的对照，文件夹可能被动过。请重新接收这份报送包。"
        yield _problem(Severity.WARNING, "unmade", why)
        return
    for finding in findings:
        yield Problem(
            severity=finding.severity,
            label=finding.label,
            message=finding.message,
            path=finding.path,
            code=finding.code,
        )


def _scan_of(register: Register, entry: RegisterEntry) -> Path:
    return register.received / entry.folder / WHOLE_SCAN


def _problems(entry: RegisterEntry, reading: BookReading, register: Register) -> Iterator[Problem]:
    if reading.problem:
        # The child's own sentence tells an applicant what to do.
        why = "没有能读这份扫描件，可能损坏、加了密码，也可能电脑正忙。请打开它，对照纸质件。"
        severity = Severity.ERROR if reading.is_broken and entry.proves else Severity.WARNING
        yield _problem(severity, "unread", why)
        return
    codes = reading.codes
    if not any(codes):
        why = f"{len(codes)} 页里没有读到一个二维码，对不上是哪一版。{_BY_PAPER}"
        yield _problem(Severity.WARNING, "no-code", why)
        return
    by_hand = frozenset(entry.by_hand)
    facts = BookFacts(entry.application, entry.code, entry.proof, entry.proves, by_hand)
    found = judge_codes(codes, facts)
    yield from _foreign(found, register)
    yield from _other_versions(found, entry)
    yield from _of_other_kinds(found, entry)
    if found.displaced:
        yield _problem(
            Severity.ERROR if entry.proves else Severity.WARNING,
            "displaced",
            f"第 {page_ranges(found.displaced)} 页不是材料这个位置上的页（共 {found.total} 页）："
            "多了页、重复了页或者顺序不对。请打开它逐页对照纸质件。",
        )
    yield from _missing(found)


def _foreign(found: CodeJudgement, register: Register) -> Iterator[Problem]:
    units = {e.application: e.unit for e in register.entries if e.application and not e.reason}
    for application, pages in found.foreign.items():
        whose = f"“{units[application]}”的" if application in units else "另一份申报的"
        yield _problem(
            Severity.ERROR,
            "foreign",
            f"第 {page_ranges(pages)} 页是{whose}，不是这份申报的，请申报单位换成自己的扫描件。",
        )


def _other_versions(found: CodeJudgement, entry: RegisterEntry) -> Iterator[Problem]:
    for version, pages in found.versions.items():
        yield _problem(
            Severity.ERROR,
            "other-version",
            f"第 {page_ranges(pages)} 页是另一版（{format_code(version)}）的，报送包里的申报是 "
            f"{format_code(entry.code)}，请申报单位重新扫描这几页。",
        )


def _of_other_kinds(found: CodeJudgement, entry: RegisterEntry) -> Iterator[Problem]:
    """Pages with the right 核验码 that prove another content, or nothing."""
    if found.forged:
        yield _problem(
            Severity.ERROR,
            "other-content",
            f"第 {page_ranges(found.forged)} 页的核验码和报送包相同，二维码里的内容摘要却不同："
            "印的不是报送包里的这份申报。请不要接收，与申报单位核对。",
        )
    where = f"第 {page_ranges(found.first_kind)} 页"
    if found.first_kind and entry.proves:
        yield _problem(
            Severity.ERROR,
            "old-code",
            f"{where}的二维码是旧版程序的，报送包却写明每一页都是新的。请不要接收，与申报单位核对。",
        )
    elif found.first_kind:
        yield _problem(
            Severity.NOTICE,
            "old-code",
            f"{where}是旧版程序印的，二维码只有核验码，证明不了内容。请对照纸质件的主要数字。",
        )


def _missing(found: CodeJudgement) -> Iterator[Problem]:
    """Pages that were not found; as many as have no readable code may be those."""
    missing = tuple(sorted((*found.missing, *found.by_hand)))
    if missing and len(missing) <= len(found.unread):
        yield _problem(
            Severity.WARNING,
            "unread-pages",
            f"扫描件第 {page_ranges(found.unread)} 页读不出二维码，可能是材料的第 "
            f"{page_ranges(missing)} 页（申报单位人工认定）。请对照纸质件。",
        )
    elif missing:
        yield _problem(
            Severity.ERROR,
            "missing",
            f"缺少材料的第 {page_ranges(missing)} 页（共 {found.total} 页）。{_BY_PAPER}",
        )


def _problem(severity: Severity, code: str, message: str) -> Problem:
    return Problem(
        severity=severity,
        label=_LABEL,
        message=message,
        path=WHOLE_SCAN,
        code=f"office.scan.{code}",
    )
