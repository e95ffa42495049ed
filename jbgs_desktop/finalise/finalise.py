"""定稿: lock a version of an application under its 核验码, and unlock it again (退回修改)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import BinaryIO

from jbgs_desktop.documents.blocks import Block
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.page_code import BookStamp, format_code
from jbgs_desktop.drafts.draft import Draft
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import BookChangedError, JbgsError
from jbgs_desktop.finalise.evidence_check import file_findings
from jbgs_desktop.finalise.kept_book import kept_book, pack_book
from jbgs_desktop.finalise.record import Finalised, Record, keep_record, read_record
from jbgs_desktop.finalise.version_code import Version, application_id, version_of
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.checks.context import with_codes
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.forms.text.clean import clean_line

LONGEST_REASON = 200  # characters
_OTHER_PAGES = "程序更新后版面有变，重新定稿"  # the reason that stands in the list of versions


class NotReadyError(JbgsError):
    """A draft cannot be finalised or reopened as it is; ``findings`` are the errors that stand."""

    def __init__(self, sentence: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings)


def finalise(
    draft: SealedDraft,
    call: Call,
    now: datetime,
    *,
    again: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> Finalised:
    """Lock what ``draft`` holds: its newest revision stays for good, under its 核验码.

    Reads all evidence and makes the book, which is kept with the version; content that was
    finalised before has its book already, and its paper stays valid. ``again`` gives up a version
    that is locked, of which version_book says that its pages are others now. Raises NotReadyError
    while an error stands, and when ``cancelled``; other JbgsErrors. Nothing is changed then.
    """
    record = read_record(draft)
    if again and record.current:
        record = record.with_reopened(now, _OTHER_PAGES)
    _require_open(draft, record)
    application = draft.load().application
    document = _document(application, call)
    if errors := standing_errors(draft, application, call, now, document, cancelled=cancelled):
        raise NotReadyError(_errors_sentence(errors), errors)
    draft.save(application)  # nothing to do unless what is kept would be written otherwise today
    version = version_of(application, opener(draft))
    kept = kept_book(draft, version.code)
    book = kept or book_of(
        draft, application, call, version, document=document, cancelled=cancelled
    )
    if cancelled():
        raise NotReadyError("定稿已取消，草稿没有改动。")
    made = Finalised(
        code=version.code,
        digest=version.digest,
        when=now,
        point=draft.points[-1].number,
        pages=book.pages,
    )
    _keep(draft, record.with_finalised(made), None if kept else pack_book(book))
    return made


def _keep(draft: SealedDraft, record: Record, book: BinaryIO | None) -> None:
    """Keep the version that is the last one of ``record``, with its ``book`` where that is new."""
    made = record.finalised[-1].code
    draft.keep_version(_point_name(draft, record), record.model_dump_json(), made, book)


def _errors_sentence(errors: Sequence[Finding]) -> str:
    return (
        f"还有 {len(errors)} 处错误，不能定稿。第一处是“{errors[0].label}”："
        f"{errors[0].message}请全部改正以后再定稿。"
    )


def _point_name(draft: SealedDraft, record: Record) -> str:
    """How the newest revision is called from now on, which may have a name already."""
    code = record.finalised[-1].code
    old, name = draft.points[-1].name, f"定稿 第{record.number_of(code)}版 {format_code(code)}"
    return old if name in old else "；".join(filter(None, (old, name)))


def reopen(draft: SealedDraft, reason: str, now: datetime) -> Record:
    """退回修改: let ``draft`` be edited again; what was printed and scanned is outdated.

    Raises NotReadyError without a reason or a version that is locked, and other JbgsErrors.
    """
    reason = clean_line(reason).text.strip()[:LONGEST_REASON]
    record = read_record(draft)
    if draft.is_read_only:
        raise NotReadyError("这份草稿以只读方式打开，不能退回修改。请关闭以后重新打开再试。")
    if record.current is None:
        raise NotReadyError("这份草稿没有定稿，可以直接修改。")
    if not reason:
        raise NotReadyError("请写明退回修改的原因，以后查看版本时要用到。")
    record = record.with_reopened(now, reason)
    keep_record(draft, record)
    return record


def standing_errors(
    draft: Draft,
    application: Application,
    call: Call,
    now: datetime,
    document: Sequence[Block] | None = None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Finding]:
    """Every error that keeps ``application`` from being finalised, in the paper's order.

    Opens the evidence to look at it, which takes its time. ``document`` is the
    application_document, where somebody has it already. Raises JbgsError.
    """
    findings = check(application, call, now=now, evidence_size=draft.evidence_size)
    findings += file_findings(draft, application, call, cancelled=cancelled)
    findings += _unshown_characters(application, call, document or _document(application, call))
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _document(application: Application, call: Call) -> Sequence[Block]:
    from jbgs_desktop.documents.application_document import application_document

    return application_document(application, call)


def _unshown_characters(
    application: Application, call: Call, document: Sequence[Block]
) -> list[Finding]:
    """An error for each field with characters that no font of the book has."""
    from jbgs_desktop.documents.pdf.fonts import missing_characters

    by_field: dict[str, str] = {}
    for character, path in missing_characters(document):
        by_field[path] = by_field.get(path, "") + character
    return [_unshown(path, found, application, call) for path, found in by_field.items() if path]


def _unshown(path: str, characters: str, application: Application, call: Call) -> Finding:
    return Finding(
        Severity.ERROR,
        "book.missing-glyph",
        path,
        describe(call, path, application.track).name,
        f"本程序的字体里没有{with_codes(characters)}，打印出来是空的。请换一个写法，"
        "人名、地名的生僻字可以查证后用通用字。",
        "打印要求",
    )


def book_of(
    draft: Draft,
    application: Application,
    call: Call,
    version: Version | None,
    *,
    document: Sequence[Block] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Book:
    """The book of ``application`` made, with the evidence that ``draft`` keeps.

    ``version`` is what it is; with None it is marked 草稿. The same input gives the same bytes.
    ``document`` is that of :func:`standing_errors`. Raises JbgsError.
    """
    name = application_id(application)
    stamp = BookStamp(name, version.code, version.proof) if version else None
    return _stamped(draft, application, call, stamp, document=document, cancelled=cancelled)


def _stamped(
    draft: Draft,
    application: Application,
    call: Call,
    mark: BookStamp | None,
    *,
    cancelled: Callable[[], bool],
    document: Sequence[Block] | None = None,
) -> Book:
    from jbgs_desktop.documents.book import make_book

    return make_book(
        application,
        call,
        evidence=opener(draft),
        mark=mark,
        document=document,
        cancelled=cancelled,
    )


def version_book(
    draft: Draft,
    application: Application,
    call: Call,
    current: Finalised | None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Book:
    """The book of the version ``current``, as it was finalised; a draft's book where it is None.

    One that keeps no book was finalised by an older program, and its book is made again. Raises
    BookChangedError where that has other pages now than its paper, and other JbgsErrors.
    """
    if current is None:
        return book_of(draft, application, call, None, cancelled=cancelled)
    kept = kept_book(draft, current.code)
    if kept and kept.pages == current.pages:
        return kept
    stamp = BookStamp(application_id(application), current.code)  # as its paper was printed
    book = _stamped(draft, application, call, stamp, cancelled=cancelled)
    if book.pages != current.pages:
        raise BookChangedError(
            f"定稿时全册是 {current.pages} 页，现在排出来是 {book.pages} 页，"
            "可能是定稿以后更新过程序。请重新定稿，再打印、盖章、扫描。"
        )
    return book


def opener(draft: Draft) -> Callable[[str], BinaryIO | None]:
    """What opens the evidence that ``draft`` keeps, and gives None for a file that is missing."""
    return lambda file: draft.open_evidence(file) if draft.evidence_size(file) is not None else None


def _require_open(draft: Draft, record: Record) -> None:
    if draft.is_read_only:
        raise NotReadyError("这份草稿以只读方式打开，不能定稿。请关闭以后重新打开再试。")
    if record.current is not None:
        code = format_code(record.current.code)
        raise NotReadyError(f"这份草稿已经定稿，核验码 {code}。要修改请先退回修改。")
