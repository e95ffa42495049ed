"""The book: every field in it, its parts, seals and attached files where they are said to be."""

import io
import re
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import BinaryIO

import pytest
from PIL import Image, ImageDraw

from jbgs_desktop.documents.attachments.inspect import Inspection, PrintedFile
from jbgs_desktop.documents.blocks import Signer, SpotKind
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.field_list import field_list
from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.sample import sample_application
from tests.documents.attached_files import lying_scan, lying_sheet, spread
from tests.documents.pdf.test_writer import HOSTILE
from tests.documents.pdf_reader import (
    MARK,
    archive_part,
    outline,
    page_picture,
    page_texts,
    pdf_of_pages,
    unembedded_fonts,
)
from tests.documents.printed_forms import blank, filled, the_call, without_blanks
from tests.forms.applications import paragraphs_only
from tests.libreoffice import require

TRACKS = [track.id for track in the_call().tracks]
TOP_OF_FOOT = 271  # mm, where the QR code begins
Files = Callable[[str], BinaryIO | None]


def no_file(_: str) -> BinaryIO | None:
    return None


def book_of(application: Application, files: Files = no_file, *, draft: bool = False) -> Book:
    mark = None if draft else MARK
    return make_book(application, the_call(), evidence=files, mark=mark)


def shortest(application: Application) -> Application:
    return with_texts(application, lambda _path, text: text[:1])


def longest(application: Application) -> Application:
    """Each text as long as nobody writes it, without a blank where lines could end."""
    return with_texts(application, lambda path, text: text * (3 if "." in path else 8))


def hostile(application: Application) -> Application:
    texts = [*HOSTILE, "“引号”、（括号）……——·№①㎡ａｂ", "a" * 300]
    return with_texts(application, lambda path, text: texts[len(path + text) % len(texts)])


def with_texts(application: Application, change: Callable[[str, str], str]) -> Application:
    """``application`` with its free texts changed; numbers, dates and choices stay."""
    kept = re.compile(r"date$|category|file$|nature$|staff|capital|revenue|spending|listed")
    for field in field_list(PrintedForm.of(application, the_call())):
        value = application.get(field.path) if field.content else ""
        if isinstance(value, str) and value and not kept.search(field.path):
            application = application.set(field.path, change(field.path, value))
    return application


def unread(application: Application, pages: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of fields that are not in the text of the pages, feet and repeated heads apart."""
    table = the_call().form.table
    again = "|".join(map(re.escape, (table.unit_heading, table.task_heading)))
    unit = without_blanks(application.unit.name)[:20]
    text = "".join(
        re.sub(rf"^({again})|{re.escape(unit)}[^…]{{0,20}}…?核验码.*$", "", without_blanks(page))
        for page in pages
    )
    return [
        (field.path, line)
        for field in field_list(PrintedForm.of(application, the_call()))
        if not re.search(r"category$|file$", field.path)
        for line in field.content.split("\n")
        if without_blanks(line) not in text
    ]


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("change", [None, shortest, longest, hostile])
def test_every_field_is_read_as_it_was_typed(
    track: str, change: Callable[[Application], Application] | None
) -> None:
    application = paragraphs_only(sample_application(the_call(), track, ()))
    if change:
        application = change(application)
    assert unread(application, page_texts(book_of(application).pdf)) == []


def test_poppler_reads_the_same(tmp_path: Path) -> None:
    require("pdftotext")
    application = filled()
    assert unread(application, poppler_texts(book_of(application).pdf, tmp_path)) == []


def test_parts_begin_where_they_are_said_to() -> None:
    book = book_of(filled(directions=(2, 9)))
    pages = page_texts(book.pdf)
    assert book.pages == len(pages)
    assert [part.id for part in book.parts] == [
        "cover",
        "instructions",
        "form",
        "taskbook-2",
        "taskbook-9",
        "evidence",
        "pledge",
    ]
    assert book.parts[0].first == 1
    assert [part.first for part in book.parts[1:]] == [part.last + 1 for part in book.parts[:-1]]
    assert book.parts[-1].last == book.pages
    for part in book.parts[1:]:
        title = part.title.partition("（")[0]
        assert without_blanks(title) in without_blanks(pages[part.first - 1])


def test_seals_and_signature_are_on_their_pages() -> None:
    book = book_of(filled())
    pages = [without_blanks(text) for text in page_texts(book.pdf)]
    by_id = {spot.id: spot for spot in book.spots}
    assert list(by_id) == [
        "cover/unit",
        "cover/recommender",
        "pledge/legal-representative",
        "pledge/unit",
        "edge",
    ]
    for spot in book.spots:
        assert 0 <= spot.x <= 210 - spot.width
        assert 0 <= spot.y <= 297 - spot.height
        assert spot.advice or without_blanks(spot.label) in pages[spot.page - 1]
    assert by_id["cover/recommender"].who is Signer.RECOMMENDER
    assert by_id["pledge/legal-representative"].kind is SpotKind.SIGNATURE
    assert by_id["pledge/unit"].page == book.pages
    assert [spot.id for spot in book.spots if spot.advice] == ["edge"]


@pytest.mark.parametrize("directions", [(2,), (1, 2, 3, 4, 5, 6, 7)])
def test_seals_stand_on_their_words_and_clear_of_each_other(directions: tuple[int, ...]) -> None:
    book = book_of(filled(directions=directions))
    with closing(PdfPages(book.pdf)) as pages:
        for label in {spot.label for spot in book.spots if not spot.advice}:
            of_label = [spot for spot in book.spots if spot.label == label]
            found = [max(each.rects, key=lambda rect: rect.width) for each in pages.find(label)]
            for spot, words in zip(of_label, found, strict=True):
                assert spot.y <= words.y and words.y + words.height <= spot.y + spot.height
                assert words.x < spot.x + spot.width and spot.x < words.x + words.width
                assert spot.y + spot.height <= TOP_OF_FOOT
    for one, other in combinations(book.spots, 2):
        assert one.page != other.page or not (
            one.x < other.x + other.width
            and other.x < one.x + one.width
            and one.y < other.y + other.height
            and other.y < one.y + one.height
        ), (one.id, other.id)


def picture(color: str, size: tuple[int, int] = (800, 1100)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((100, 100, 400, 400), fill=color)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


def with_evidence() -> tuple[Application, Files]:
    files = {
        "evidence/audit.pdf": pdf_of_pages(3),
        "evidence/rd.pdf": picture("#00c000"),
        "evidence/agreement.pdf": pdf_of_pages(2),
        "evidence/bad.pdf": b"%PDF-1.7 broken",
    }
    application = filled().set(
        "evidence",
        [
            {"category": 2, "title": "研发审计", "file": "evidence/rd.pdf"},
            {"category": 1, "title": "审计报告", "file": "evidence/audit.pdf"},
            {"category": 3, "title": "联合申报协议", "file": "evidence/agreement.pdf"},
            {"category": 3, "title": "坏文件", "file": "evidence/bad.pdf"},
            {"category": 3, "title": "没有的文件", "file": "evidence/none.pdf"},
        ],
    )
    return application, lambda name: io.BytesIO(files[name]) if name in files else None


def test_no_final_book_lacks_a_page_that_could_be_drawn_another_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else its later pages would have other numbers when the bundle makes it again."""

    def failing(paths: Sequence[Path], *_: object, **__: object) -> list[PrintedFile]:
        return [
            PrintedFile(Inspection("pdf", 3, True, "", ()), (), "第1、2、3页画不出来。")
            for _ in paths
        ]

    monkeypatch.setattr("jbgs_desktop.documents.evidence_pages.page_images", failing)
    application, files = with_evidence()
    with pytest.raises(DocumentError, match=r"审计报告.*没有画出来.*过一会儿再试"):
        book_of(application, files)
    assert book_of(application, files, draft=True).notes


def test_attached_files_follow_their_list_with_their_numbers() -> None:
    application, files = with_evidence()
    book = book_of(application, files)
    (evidence,) = (part for part in book.parts if part.id == "evidence")
    pages = [without_blanks(text) for text in page_texts(book.pdf)]
    heads = [text[:30] for text in pages[evidence.first : evidence.last]]
    wanted = [
        *(f"证明材料1（1）审计报告第{page}/3页" for page in (1, 2, 3)),
        "证明材料2（1）研发审计第1/1页",
        *(f"证明材料3（1）联合申报协议第{page}/2页" for page in (1, 2)),
    ]
    assert [head[: len(want)] for head, want in zip(heads, wanted, strict=True)] == wanted
    assert [note.split("：")[0] for note in book.notes] == ["“坏文件”", "“没有的文件”"]
    assert all(note.split("：")[1] for note in book.notes)
    assert pages[evidence.first - 1].count("未印入合订本") == 2
    agreement = next(spot for spot in book.spots if spot.id == "agreement")
    assert "联合申报协议" in pages[agreement.page - 1]
    assert archive_part(book.pdf) == "2U"
    assert unembedded_fonts(book.pdf) == []
    assert "揭榜任务承诺书" in outline(book.pdf)


def test_pictures_stand_above_the_foot_and_give_the_same_bytes() -> None:
    application, files = with_evidence()
    book = book_of(application, files)
    again = book_of(application, files)
    assert book == again
    place = next(
        index for index, text in enumerate(page_texts(book.pdf)) if "研发审计" in text[:30]
    )
    image = page_picture(book.pdf, place, dpi=50)
    green = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if image.getpixel((x, y))[1] > 120 > image.getpixel((x, y))[0]  # type: ignore[index]
    ]
    assert green
    assert max(y for _, y in green) * 25.4 / 50 < 265


def red_area(image: Image.Image, dpi: int) -> tuple[float, float, float, float]:
    """The left, upper, right and lower edge of what is red, in mm."""
    found = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if image.getpixel((x, y))[0] > 150 > 2 * image.getpixel((x, y))[1]  # type: ignore[index]
    ]
    across, down = zip(*found, strict=True)
    mm = 25.4 / dpi
    return min(across) * mm, min(down) * mm, max(across) * mm, max(down) * mm


@pytest.mark.parametrize("kind", ["pdf", "picture"])
def test_a_landscape_sheet_fills_its_page_on_its_side(kind: str, tmp_path: Path) -> None:
    """Its head is at the left of every page; the foot stands where the others have it."""
    sheet = lying_sheet(tmp_path / "sheet.pdf") if kind == "pdf" else lying_scan(tmp_path / "a.jpg")
    files = {"evidence/agreement.pdf": sheet.read_bytes()}
    given = [{"category": 3, "title": "联合申报协议", "file": "evidence/agreement.pdf"}]
    application = filled().set("evidence", given)
    book = book_of(application, lambda name: io.BytesIO(files[name]) if name in files else None)
    spot = next(spot for spot in book.spots if spot.id == "agreement")
    left, top, right, bottom = red_area(page_picture(book.pdf, spot.page - 1, dpi=50), 50)
    # A quarter of the sheet from its corner, 420 by 297 mm made as large as the place for it.
    found = [left, bottom, right - left, bottom - top]
    assert found == pytest.approx([20, 262, 85, 120], abs=2)
    # What is at the right below on the sheet, where the parties sign, is at the right above now.
    assert spot.x + spot.width <= 190 and spot.y + spot.height < 110
    assert format_code(MARK.code) in page_texts(book.pdf)[spot.page - 1]


def test_two_pages_on_one_sheet_are_two_pages_where_the_user_says_so(tmp_path: Path) -> None:
    application, file = filled(TRACKS[0]), spread(tmp_path / "a.pdf")
    whole = book_of(application, lambda _: file.open("rb"))
    cut = book_of(application.set("evidence.0.cut", True), lambda _: file.open("rb"))
    assert len(page_texts(cut.pdf)) == len(page_texts(whole.pdf)) + 1
    captions = [text for text in page_texts(cut.pdf) if "证明材料1（1）" in text.replace(" ", "")]
    assert len([text for text in captions if "/2页" in text.replace(" ", "")]) == 2


def test_what_is_not_cut_is_written_as_before_there_was_a_choice() -> None:
    application = filled(TRACKS[0])
    written = application.set("evidence.0.cut", False).to_json()
    assert written == application.to_json() and "cut" not in written
    assert '"schema_version": 1' in written
    later = application.set("evidence.0.cut", True).to_json()
    assert '"schema_version": 2' in later and '"cut": true' in later


def test_a_draft_says_so_on_every_page_and_has_no_code() -> None:
    application, files = with_evidence()
    book = book_of(application, files, draft=True)
    texts = page_texts(book.pdf)
    assert all("草稿" in text for text in texts)
    assert not any("核验码" in text for text in texts)


def test_a_character_that_cannot_be_shown_stops_a_finalised_book_only() -> None:
    application = filled().set("taskbooks.2.scope", "适用\U0001f600范围")
    with pytest.raises(DocumentError, match=r"方向2.*U\+1F600"):
        book_of(application)
    draft = book_of(application, draft=True)
    *_missing, note = draft.notes
    assert "U+1F600" in note
    assert "适用〓范围" in without_blanks("".join(page_texts(draft.pdf)))


def test_making_can_be_cancelled() -> None:
    for steps in range(4):
        answers = iter([False] * steps)
        with pytest.raises(DocumentError, match="已经取消"):
            make_book(
                filled(),
                the_call(),
                evidence=no_file,
                mark=MARK,
                cancelled=lambda answers=answers: next(answers, True),  # type: ignore[misc]
            )


def test_a_blank_form_is_a_book_too() -> None:
    book = book_of(blank("metaverse"), draft=True)
    assert [part.id for part in book.parts][-1] == "pledge"


def test_contents_are_listed_when_wanted() -> None:
    book = make_book(filled(), the_call(), evidence=no_file, mark=MARK, contents=True)
    first = without_blanks(page_texts(book.pdf)[0])
    assert book.parts[0].first == 2
    assert re.search(rf"揭榜任务承诺书[.…]*{book.parts[-1].first}", first)


def poppler_texts(pdf: bytes, folder: Path) -> list[str]:
    (folder / "a.pdf").write_bytes(pdf)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(folder / "a.pdf"), "-"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return result.stdout.split("\f")
