"""The seals and signatures as they are looked at in the scans.

That one was set on paper (ticked on the page of printing) is another thing than that somebody
saw it in the scan; so the record keeps the second under an id of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jbgs_desktop.documents.blocks import Signer, SpotKind
from jbgs_desktop.documents.book_model import Book, BookSpot
from jbgs_desktop.finalise.record import Record, Stage
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.matcher import ScanReport
from jbgs_desktop.ui.finalise.seal_checklist import who
from jbgs_desktop.ui.widgets.signs import DONE, signed

_SEEN = "scan/"
_EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A seal spot in a list; ``needed`` when the applicant has to see to it before handing in.

    ``page`` is 0 where it is on every page.
    """

    id: str
    name: str
    page: int
    seen: bool
    scanned: bool
    needed: bool
    remark: str


def spot_lines(
    book: Book | None, report: ScanReport | None, record: Record, words: Vocabulary
) -> list[SpotLine]:
    """The spots of ``book`` in its order, with what is known of their scans."""
    if book is None:
        return []
    have = {page.page for page in report.pages if page.taken} if report else set()
    return [
        SpotLine(
            spot.id,
            spot_name(spot, book, words),
            0 if spot.advice else spot.page,
            seen=is_seen(record, spot.id),
            scanned=spot.page in have,
            needed=_is_needed(spot),
            remark=f"由{words.recommender}盖" if spot.who is Signer.RECOMMENDER else "",
        )
        for spot in book.spots
    ]


def unseen(lines: Sequence[SpotLine]) -> int:
    """How many spots somebody still has to look at."""
    return sum(line.needed and not line.seen for line in lines)


def unseen_spots(spots: Sequence[BookSpot], record: Record) -> int:
    """The same, of the spots themselves."""
    return sum(_is_needed(spot) and not is_seen(record, spot.id) for spot in spots)


def stage_seen(record: Record, spots: Sequence[BookSpot] | None) -> Stage:
    """How far the current version is: 已扫描 once somebody has seen its seals, not by its pages."""
    stage = record.stage
    if stage is not Stage.SCANNED or (spots is not None and not unseen_spots(spots, record)):
        return stage
    return Stage.PRINTED if record.has(Stage.PRINTED) else Stage.FINALISED


def _is_needed(spot: BookSpot) -> bool:
    return not spot.advice and spot.who is not Signer.RECOMMENDER


def is_seen(record: Record, spot: str) -> bool:
    return record.is_ticked(f"{_SEEN}{spot}")


def with_seen(record: Record, spot: str, when: datetime | None) -> Record:
    """``record`` with the spot seen at ``when``, or not seen any more with None."""
    return record.with_tick(f"{_SEEN}{spot}", when)


def spot_name(spot: BookSpot, book: Book, words: Vocabulary) -> str:
    """封面 揭榜单位公章, or the words of the spot itself where they say more."""
    part = next((part for part in book.parts if part.first <= spot.page <= part.last), None)
    if spot.advice or part is None or part.id == _EVIDENCE:
        return spot.label
    title = "封面" if part is book.parts[0] else part.title
    return f"{title} {who(spot, words)}{'公章' if spot.kind is SpotKind.SEAL else '签字'}"


def spot_words(spot: SpotLine) -> str:
    """The spot with its page and a sign that says whether it was seen."""
    remark = f"（{spot.remark}）" if spot.remark else ""
    page = f"第 {spot.page} 页 " if spot.page else ""
    return signed(DONE if spot.seen else Severity.NOTICE, f"{page}{spot.name}{remark}")
