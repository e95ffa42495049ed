"""盖章与签字清单 on paper: where to put a seal or a signature, to take along."""

from collections.abc import Sequence

from jbgs_desktop.documents.blocks import (
    Align,
    Block,
    BookPart,
    Box,
    Cell,
    Paragraph,
    Properties,
    Role,
    Signer,
    SpotKind,
    Table,
    TableRow,
    Text,
)
from jbgs_desktop.documents.book_model import Book, BookSpot
from jbgs_desktop.forms.calls.vocabulary import Vocabulary

CHECKLIST_TITLE = "盖章与签字清单"
_COLUMNS = ("页", "位置", "由谁", "怎样办", "办好")
_WIDTHS = (8, 34, 20, 56, 10)
_BEFORE = (
    "每一份都要盖，盖完逐项打勾。章要正、要清楚，压住日期或单位名称，不要盖住每页右下或左下的二维码；"
    "签字用黑色签字笔亲笔签，不用签名章。"
)


def who(spot: BookSpot, words: Vocabulary) -> str:
    """Who seals or signs."""
    return {
        Signer.UNIT: words.applicant,
        Signer.RECOMMENDER: words.recommender,
        Signer.LEGAL_REPRESENTATIVE: words.signer,
    }[spot.who]


def where(spot: BookSpot, book: Book) -> str:
    """Part of the book and the words that stand at the spot."""
    if spot.advice:
        return spot.label
    parts = (part for part in book.parts if part.first <= spot.page <= part.last)
    part = next(parts, None)
    if part is None:
        return spot.label
    title = "封面" if part is book.parts[0] else part.title
    return f"{title}　{spot.label}"


def how(spot: BookSpot, words: Vocabulary) -> str:
    """What is done on the spot, in a sentence."""
    if spot.advice:
        return "骑缝章：各页错开叠好，在侧边盖一次。通知未要求，可以不盖。"
    if spot.who is Signer.RECOMMENDER:
        return f"由{words.recommender}盖章。"
    if spot.kind is SpotKind.SIGNATURE:
        return "亲笔签字，写在横线或“签字”旁。"
    return "盖单位公章，端正，压住单位名称或日期。"


def checklist_blocks(
    book: Book, unit: str, formatted_code: str, copies: int, words: Vocabulary
) -> list[Block]:
    """The slip for ``copies`` copies of a finalised book."""
    head = f"{unit}　核验码 {formatted_code}　每份 {book.pages} 页，共 {copies} 份"
    return [
        BookPart("slip", CHECKLIST_TITLE),
        _line(CHECKLIST_TITLE, Role.TITLE, Align.CENTER),
        _line(head, Role.SUBTITLE, Align.CENTER),
        _line(_BEFORE, Role.BODY),
        Table(
            _WIDTHS,
            (
                TableRow(tuple(_cell(title, Role.LABEL) for title in _COLUMNS), header=True),
                *(_row(spot, book, words) for spot in book.spots),
            ),
        ),
    ]


def checklist_pdf(
    book: Book, unit: str, formatted_code: str, copies: int, words: Vocabulary
) -> bytes:
    """The slip as a PDF. Raises DocumentError."""
    from jbgs_desktop.documents.pdf.writer import write_pdf

    blocks: Sequence[Block] = checklist_blocks(book, unit, formatted_code, copies, words)
    return write_pdf(blocks, Properties(CHECKLIST_TITLE, unit))


def _row(spot: BookSpot, book: Book, words: Vocabulary) -> TableRow:
    box = Paragraph((Box(False),), Role.BODY, Align.CENTER)
    return TableRow(
        (
            _cell("各页" if spot.advice else str(spot.page)),
            _cell(where(spot, book)),
            _cell(who(spot, words)),
            _cell(how(spot, words)),
            Cell((box,)),
        )
    )


def _cell(text: str, role: Role = Role.BODY) -> Cell:
    return Cell((_line(text, role),))


def _line(text: str, role: Role, align: Align = Align.START) -> Paragraph:
    return Paragraph((Text(text),), role, align)
