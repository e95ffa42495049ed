"""合订本 made: the application and its attached files laid out as one PDF."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from jbgs_desktop.documents.application_document import (
    application_document,
    attached_documents,
    with_remarks,
)
from jbgs_desktop.documents.blocks import Block, Properties, Signer, SpotKind
from jbgs_desktop.documents.book_model import BOOK_RENDERING, Book, BookSpot, PartPages
from jbgs_desktop.documents.evidence_pages import (
    EvidenceSheet,
    PrintedEvidence,
    Unprinted,
    printed_evidence,
)
from jbgs_desktop.documents.figure_pictures import DocumentPictures, document_pictures
from jbgs_desktop.documents.page_code import BookStamp, format_code
from jbgs_desktop.documents.page_geometry import A4, EDGE_SEAL, PICTURE, SEAL, SIGNATURE
from jbgs_desktop.documents.pdf.fonts import missing_characters
from jbgs_desktop.documents.pdf.pages import Placement, put_images
from jbgs_desktop.documents.pdf.writer import Footer, Layout, Position
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import describe

_SEAL_ABOVE = 6.0  # mm of it above the middle of its words; the rest comes over name or date
_FROM_EDGE = 20.0  # mm from a seal on an attached document to its lower edge
_EVIDENCE = "evidence"  # the part that attached files follow
_REMARK = "（未印入合订本，原件在电子版中）"
_MOST_NAMED = 8  # characters without a glyph that one sentence names


def make_book(
    application: Application,
    call: Call,
    *,
    evidence: Callable[[str], BinaryIO | None],
    mark: BookStamp | None,
    document: Sequence[Block] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    contents: bool = False,
) -> Book:
    """The book of ``application``; without ``mark`` every page says 草稿.

    ``evidence`` opens an attached file, evidence or figure, or gives None for one that is missing;
    ``document`` is the application_document, where somebody has it already. Raises DocumentError
    for a character, a figure or a page of evidence that a finalised book cannot show, and when it
    was cancelled.
    """
    paper = PrintedForm.of(application, call)
    document = document or application_document(application, call)
    if (unshown := missing_characters(document)) and mark:
        raise DocumentError(_unshown_sentence(unshown, application, call))
    figures = _figures(paper, document, evidence, cancelled, for_good=mark is not None)
    with printed_evidence(paper, evidence, cancelled, for_good=mark is not None) as printed:
        _raise_if_cancelled(cancelled)
        if mark:
            _require_whole(printed.unprinted)
        layout = _layout(paper, document, printed, figures, mark, contents=contents)
        places = layout.positions
        _raise_if_cancelled(cancelled)
        pdf = layout.pdf()
        _raise_if_cancelled(cancelled)
        sheets = [each for each in places if each.kind == "picture"]
        shown = tuple(zip(sheets, printed.pages, strict=True))
        pdf = _with_pictures(pdf, shown, tuple(_placed_figures(layout, figures)))
    seals = _seal_spots(places, layout)
    spots = (*seals, *_agreement(paper, shown), _edge(call, layout.pages))
    notes = _notes(printed.unprinted, unshown, application, call)
    notes = (*figures.notes(call, application.track), *notes)
    made = notes, mark.proof if mark else "", BOOK_RENDERING
    return Book(pdf, layout.pages, _parts(places, layout), spots, *made)


def _figures(
    paper: PrintedForm,
    document: Sequence[Block],
    open_file: Callable[[str], BinaryIO | None],
    cancelled: Callable[[], bool],
    *,
    for_good: bool,
) -> DocumentPictures:
    """The pictures of the figures. Raises DocumentError for one missing in a book ``for_good``."""
    figures = document_pictures(document, open_file, cancelled)
    if for_good:
        figures.require_all(paper.call, paper.track.id)
    return figures


def _layout(
    paper: PrintedForm,
    document: Sequence[Block],
    printed: PrintedEvidence,
    figures: DocumentPictures,
    mark: BookStamp | None,
    *,
    contents: bool,
) -> Layout:
    unit = paper.value("unit.name")
    return Layout(
        with_remarks(document, {each.at: _REMARK for each in printed.unprinted}),
        Properties("".join(paper.call.form.cover.title), unit),
        footer=Footer(unit, format_code(mark.code), mark.on_page) if mark else None,
        draft=mark is None,
        contents=contents,
        pictures={_EVIDENCE: [page.caption for page in printed.pages]},
        sizes=figures.sizes,
    )


def _with_pictures(
    pdf: bytes,
    sheets: Sequence[tuple[Position, EvidenceSheet]],
    figures: Sequence[tuple[int, Placement]],
) -> bytes:
    if not sheets and not figures:
        return pdf
    return put_images(
        pdf, [*figures, *((place.page - 1, page.placement) for place, page in sheets)]
    )


def _placed_figures(layout: Layout, figures: DocumentPictures) -> Iterator[tuple[int, Placement]]:
    """The pictures of the figures, each with the index of its page, in the places kept for them."""
    for place in layout.positions:
        if place.kind == "figure":
            picture = figures.pictures.get(layout.figures[int(place.id)].file)
            if picture:
                area = place.x, place.y, place.width, place.height
                yield place.page - 1, Placement(picture.data, *area)


def _require_whole(unprinted: Sequence[Unprinted]) -> None:
    """Another time the missing pages might be drawn, and every later page be another one."""
    cut = next((each for each in unprinted if each.is_cut), None)
    if cut:
        raise DocumentError(
            f"没有生成合订本：附上的文件“{cut.name}”有几页没有画出来。电脑可能正忙，请过一会儿再试；"
            "还是不行时，请用“打印到PDF”的办法另做一份这个文件，再添加。"
        )


def _raise_if_cancelled(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise DocumentError("已经取消，没有生成合订本。")


def _parts(places: Sequence[Position], layout: Layout) -> tuple[PartPages, ...]:
    begun = [each for each in places if each.kind == "part"]
    lasts = [*(each.page - 1 for each in begun[1:]), layout.pages]
    return tuple(
        PartPages(place.id, layout.titles[place.id], place.page, last)
        for place, last in zip(begun, lasts, strict=True)
    )


def _seal_spots(places: Sequence[Position], layout: Layout) -> tuple[BookSpot, ...]:
    spots = {spot.id: spot for spot in layout.spots}
    found = []
    for place in places:
        if place.kind == "spot":
            spot = spots[place.id]
            found.append(
                BookSpot(
                    spot.id, spot.kind, spot.who, spot.label, place.page, *_area(spot.kind, place)
                )
            )
    return tuple(found)


def _area(kind: SpotKind, place: Position) -> tuple[float, float, float, float]:
    """Where the seal or signature goes: over its words and below, or from their middle on."""
    across, down = place.x + place.width / 2, place.y + place.height / 2
    if kind is SpotKind.SEAL:
        width = height = SEAL
        left, top = across - width / 2, down - _SEAL_ABOVE
    else:
        width, height = SIGNATURE
        left, top = across, down - height / 2
    x = min(max(0.0, left), A4[0] - width)
    y = min(max(0.0, top), A4[1] - height)
    return round(x, 2), round(y, 2), width, height


def _agreement(
    paper: PrintedForm, pictures: Sequence[tuple[Position, EvidenceSheet]]
) -> tuple[BookSpot, ...]:
    """The seal of the unit on the joint agreement, where its pages are in the book."""
    words = paper.call.form.evidence.agreement_words
    document = next(
        (each for each in attached_documents(paper) if any(word in each.name for word in words)),
        None,
    )
    pages = [each for each in pictures if document and each[1].at == document.at]
    if document is None or not pages:
        return ()
    x, y, width, height = PICTURE
    place, last = pages[-1]  # parties sign at the end
    left, top = x + width - SEAL, y + height - SEAL - _FROM_EDGE
    if last.placement.turned:  # where its right is up
        left, top = left - _FROM_EDGE, y
    label = f"{document.name}（各方盖章）"
    area = (left, top, SEAL, SEAL)
    return (BookSpot("agreement", SpotKind.SEAL, Signer.UNIT, label, place.page, *area),)


def _edge(call: Call, pages: int) -> BookSpot:
    return BookSpot(
        "edge",
        SpotKind.SEAL,
        Signer.UNIT,
        f"骑缝章（建议，盖在全册{pages}页的页边）",
        1,
        *EDGE_SEAL,
        advice=True,
    )


def _notes(
    unprinted: Sequence[Unprinted],
    unshown: Sequence[tuple[str, str]],
    application: Application,
    call: Call,
) -> tuple[str, ...]:
    notes = [f"“{each.name}”：{each.reason}" for each in unprinted]
    if unshown:
        notes.append(f"有字印不出来，印成了“〓”：{_named(unshown, application, call)}。")
    return tuple(notes)


def _unshown_sentence(
    unshown: Sequence[tuple[str, str]], application: Application, call: Call
) -> str:
    named = _named(unshown, application, call)
    return (
        f"无法生成合订本：有字印不出来，字体里没有这些字：{named}。"
        "请换成别的写法（例如去掉表情符号，生僻字改用通行字），再生成。"
    )


def _named(unshown: Sequence[tuple[str, str]], application: Application, call: Call) -> str:
    """The characters with the labels of their fields."""
    named = "；".join(
        f"“{field_label(call, path, application.track)}”里的“{character}”（U+{ord(character):04X}）"
        for character, path in unshown[:_MOST_NAMED]
    )
    return f"{named}等{len(unshown)}处" if len(unshown) > _MOST_NAMED else named


def field_label(call: Call, path: str, track: str) -> str:
    """How the form calls the field at ``path``; what is no field is a text of the form."""
    try:
        return describe(call, path, track).name
    except LookupError:
        return "表格"
