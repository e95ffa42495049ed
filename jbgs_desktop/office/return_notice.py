"""退回单: what a unit has to correct, until when, with lines to sign; and the seals to look for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jbgs_desktop.documents.blocks import (
    Align,
    Blank,
    Block,
    BookPart,
    Cell,
    Heading,
    Indent,
    Paragraph,
    Role,
    Space,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.letter_blocks import facts_table, line, table_row
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.printed_form import one_line
from jbgs_desktop.errors import CallPackError
from jbgs_desktop.files import safe_name
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.calls.region import STICK
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.text.clean import printed_date
from jbgs_desktop.office.finding_sentences import slip_sentence, slip_words
from jbgs_desktop.office.register.entry import RegisterEntry

NOTICE_TITLE = "退回单"
_WRITE_ON = 10  # full-width characters


@dataclass(frozen=True, slots=True)
class SealToFind:
    """A seal or signature to be found on the paper; ``id`` is that of the book's spot."""

    id: str
    label: str


def seal_spots(call: Call, *, has_participants: bool) -> tuple[SealToFind, ...]:
    """What the office looks for on the paper of an application, in the paper's order."""
    cover, pledge = call.form.cover, call.form.pledge
    agreement = SealToFind("agreement", "联合申报协议各单位公章")
    return (
        SealToFind("cover/unit", f"封面：{cover.unit}公章"),
        SealToFind("cover/recommender", f"封面：{cover.recommender}公章（由本单位加盖）"),
        SealToFind(
            "pledge/legal-representative", f"{pledge.title}：{pledge.signature.rstrip('：')}"
        ),
        SealToFind("pledge/unit", f"{pledge.title}：{pledge.seal}"),
        *((agreement,) if has_participants else ()),
        SealToFind("edge", "骑缝章（没有要求，供参考）"),
    )


class EntryCalls:
    """The calls that received bundles were made by; each is read once for thousands of entries."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str], Call | None] = {}

    def call(self, entry: RegisterEntry) -> Call | None:
        """The call in the version that the bundle was made by, or the nearest that is here."""
        key = entry.call, entry.call_version
        if key not in self._calls:
            try:
                self._calls[key] = find_call(*key)
            except CallPackError:
                self._calls[key] = None
        return self._calls[key]

    @property
    def known(self) -> list[Call]:
        """The calls that were asked for and are here."""
        return [call for call in self._calls.values() if call is not None]

    def spots(self, entry: RegisterEntry) -> tuple[SealToFind, ...]:
        """The seals and signatures that are looked for on its paper."""
        call = self.call(entry)
        return seal_spots(call, has_participants=bool(entry.participants)) if call else ()


def suggested_reasons(entry: RegisterEntry, spots: Iterable[SealToFind] = ()) -> list[str]:
    """Reasons to begin a 退回单 with: why it was refused, or its errors, and ``spots`` missing."""
    errors = [p for p in entry.found if p.severity is Severity.ERROR]
    if entry.reason:
        return [f"报送包：{slip_sentence(p)}" for p in errors] or [
            f"报送包：{slip_words(entry.reason)}"
        ]
    reasons = [f"{problem.label}：{slip_sentence(problem)}" for problem in errors]
    return [*reasons, *(f"纸质件缺少：{spot.label}。" for spot in spots)]


@dataclass(frozen=True, slots=True)
class ReturnNotice:
    """What stands on a 退回单. ``track`` is the track's name, ``until`` as it is to be read."""

    unit: str
    track: str
    directions: str
    code: str
    received: datetime
    reasons: tuple[str, ...]
    until: str
    recommender: str
    made: date
    words: Vocabulary | None = None
    carrier: str = STICK


def notice_of(
    entry: RegisterEntry,
    reasons: Sequence[str],
    *,
    track: str,
    until: str,
    recommender: str,
    made: date,
    call: Call | None = None,
) -> ReturnNotice:
    """The 退回单 for ``entry``; ``track`` is the track's name."""
    return ReturnNotice(
        unit=entry.unit,
        track=track,
        directions="、".join(f"方向{no}" for no in entry.directions),
        code=entry.code,
        received=entry.came,
        reasons=tuple(filter(None, map(one_line, reasons))),
        until=until,
        recommender=recommender,
        made=made,
        words=call.form.vocabulary if call else None,
        carrier=call.carrier(entry.region) if call else STICK,
    )


def notice_blocks(slip: ReturnNotice) -> tuple[Block, ...]:
    """The 退回单 on A4."""
    return (
        BookPart("return", NOTICE_TITLE, one_page=True),
        Heading(1, NOTICE_TITLE),
        _facts(slip),
        Space(0.5),
        line(
            f"贵单位报送的材料有下列问题，请更正后重新定稿、打印、盖章、扫描，并重新报送{slip.carrier}："
        ),
        _reasons(slip),
        Space(0.5),
        line(f"请在 {slip.until} 前重新报送。" if slip.until else "请尽快重新报送。"),
        line(
            f"内容更正以后核验码会改变，请以新的纸质件和新的{slip.carrier}一并报送，旧的一并作废。"
        ),
        line(f"只是扫描件不全、不清楚的，核验码不变，请重新扫描、打包，再报送{slip.carrier}。"),
        Space(1),
        *office_signatures("退回单位：", slip.recommender, slip.made),
        Space(0.5),
        Paragraph((Text("申报单位签收："), Blank(_WRITE_ON), Text("　日期："), Blank(6))),
    )


def slip_labels(words: Vocabulary | None) -> tuple[str, str]:
    """How a slip names the unit, and what it applies for; plainly where the call is not here."""
    if words is None:
        return "单位", "方向"
    return words.applicant, f"{words.track}与{words.task}"


def notice_pdf(slip: ReturnNotice) -> bytes:
    """The 退回单 to print. Raises DocumentError."""
    from jbgs_desktop.documents.docx.writer import Properties
    from jbgs_desktop.documents.pdf.writer import write_pdf

    return write_pdf(notice_blocks(slip), Properties(NOTICE_TITLE, one_line(slip.recommender)))


def notice_name(slip: ReturnNotice) -> str:
    """The file's name without ending."""
    return safe_name(f"{NOTICE_TITLE}_{slip.unit}_{slip.made:%Y%m%d}")


def _facts(slip: ReturnNotice) -> Table:
    applicant, tasks = slip_labels(slip.words)
    rows = (
        (applicant, slip.unit),
        (tasks, f"{slip.track}　{slip.directions}"),
        ("核验码", format_code(slip.code) or "—"),
        ("收到时间", f"{slip.received.astimezone():%Y-%m-%d %H:%M}"),
    )
    return facts_table((label, one_line(value)) for label, value in rows)


def _reasons(slip: ReturnNotice) -> Table:
    header = table_row(("序号", "需要更正的内容"), header=True)
    rows = (
        TableRow((_cell(str(number), Align.CENTER), _cell(reason)), breakable=True)
        for number, reason in enumerate(slip.reasons, start=1)
    )
    return Table((1, 13), (header, *rows))


def office_signatures(title: str, recommender: str, made: date) -> Iterator[Block]:
    """Where the office, called by its role ``title``, signs."""
    day = printed_date(made)
    for label, value in ((title, recommender), ("经办人：", ""), ("日期：", day)):
        content = Text(one_line(value)) if value else Blank(_WRITE_ON)
        yield Paragraph((Text(label), content), indent=Indent.RIGHT_HALF, keep=True)


def _cell(text: str, align: Align = Align.START) -> Cell:
    return Cell((Paragraph((Text(one_line(text)),), Role.BODY, align),))
