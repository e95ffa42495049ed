"""定稿 keeps its book: whatever is laid out later, the paper of this version stays the same."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.documents import application_document, book
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.pdf.writer import Layout
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import BookChangedError, DraftDamagedError
from jbgs_desktop.finalise.finalise import (
    NotReadyError,
    book_of,
    finalise,
    opener,
    reopen,
    version_book,
)
from jbgs_desktop.finalise.kept_book import kept_book, kept_spots
from jbgs_desktop.finalise.record import (
    Finalised,
    Print,
    Record,
    ScannedPage,
    keep_record,
    read_record,
)
from jbgs_desktop.finalise.version_code import version_of
from tests.drafts import cheap_drafts
from tests.finalise.finalised_drafts import NOW, later, small_draft
from tests.finalise.other_layout import lay_out_otherwise
from tests.ui.finalise.sealed import CALL


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[SealedDraft]:
    with closing(small_draft(tmp_path / "a.jbgs")) as draft:
        yield draft


def finalised_without_book(draft: SealedDraft) -> Finalised:
    """``draft`` locked as a program locked it that kept no book."""
    application = draft.load().application
    version = version_of(application, opener(draft))
    entry = Finalised(
        code=version.code,
        digest=version.digest,
        when=NOW,
        point=draft.points[-1].number,
        pages=book_of(draft, application, CALL, version).pages,
    )
    keep_record(draft, Record().with_finalised(entry))
    return entry


def book_of_now(draft: SealedDraft) -> Book:
    return version_book(draft, draft.load().application, CALL, read_record(draft).current)


def test_a_version_has_its_book_for_good(
    draft: SealedDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = finalise(draft, CALL, NOW)
    first = book_of_now(draft)
    assert (first.pages, first.parts[0].id) == (made.pages, "cover")
    assert {spot.id for spot in first.spots} >= {"cover/unit", "pledge/legal-representative"}
    lay_out_otherwise(monkeypatch)
    draft.close()
    with closing(cheap_drafts.reopen(draft.file, read_only=True)) as again:
        assert book_of_now(again) == first


def test_the_same_content_again_is_the_same_paper(
    draft: SealedDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = finalise(draft, CALL, NOW)
    first = book_of_now(draft)
    reopen(draft, "领导要看", later(1))
    lay_out_otherwise(monkeypatch)
    assert book_of_now(draft).pages == made.pages + 1  # a draft is laid out as it is today
    same = finalise(draft, CALL, later(2))
    assert (same.code, same.pages, book_of_now(draft)) == (made.code, made.pages, first)

    reopen(draft, "要改传真", later(3))
    draft.save(draft.load().application.set("unit.contact.fax", "无"))
    other = finalise(draft, CALL, later(4))
    assert other.pages == made.pages + 1 == book_of_now(draft).pages
    assert kept_book(draft, made.code) == first
    assert kept_spots(draft, made.code) == first.spots


def test_the_document_is_made_and_laid_out_once(
    draft: SealedDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    document, pdf = application_document.application_document, Layout.pdf

    def count_document(*arguments: object) -> object:
        counted.append("document")
        return document(*arguments)  # type: ignore[arg-type]

    def count_pdf(layout: Layout) -> bytes:
        counted.append("pdf")
        return pdf(layout)

    for module in (application_document, book):
        monkeypatch.setattr(module, "application_document", count_document)
    monkeypatch.setattr(Layout, "pdf", count_pdf)
    finalise(draft, CALL, NOW)
    assert sorted(counted) == ["document", "pdf"]
    book_of_now(draft)
    assert len(counted) == 2


# -- versions of a program that kept no book


def test_a_version_without_a_book_has_it_made_again(draft: SealedDraft) -> None:
    made = finalised_without_book(draft)
    assert kept_book(draft, made.code) is None
    assert book_of_now(draft).pages == made.pages


def test_other_pages_than_on_paper_are_told_and_finalising_again_mends_it(
    draft: SealedDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = finalised_without_book(draft)
    lay_out_otherwise(monkeypatch)
    words = f"定稿时全册是 {old.pages} 页，现在排出来是 {old.pages + 1} 页.*请重新定稿"
    with pytest.raises(BookChangedError, match=words):
        book_of_now(draft)
    scan = ScannedPage(file="scans/a", index=0, page=2, code=old.code, by_hand=True, left_out=True)
    record = read_record(draft).with_tick("cover/unit", NOW).with_scans((scan,))
    printed = Print(code=old.code, when=NOW, printer="办公室", copies=2)
    keep_record(draft, record.with_print(printed))

    new = finalise(draft, CALL, later(1), again=True)
    record = read_record(draft)
    assert (record.current, record.finalised[0].reopened) == (new, later(1))
    assert (new.code, new.pages, book_of_now(draft).pages) == (old.code, *[old.pages + 1] * 2)
    # The paper is another one, which nobody has printed, sealed or scanned yet.
    assert (record.prints, record.ticks) == ((), ())
    assert record.scans == (ScannedPage(file="scans/a", index=0, left_out=True),)


def test_a_version_stays_locked_where_finalising_again_is_refused(
    draft: SealedDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    finalised_without_book(draft)
    record = read_record(draft)
    draft.save(draft.load().application.set("unit.leader.name", ""))
    with pytest.raises(NotReadyError, match="不能定稿"):
        finalise(draft, CALL, later(1), again=True)
    assert read_record(draft) == record


def test_a_book_with_other_pages_than_recorded_is_not_the_paper(draft: SealedDraft) -> None:
    # An older program has locked the same content again, and knows of no book.
    made = finalise(draft, CALL, NOW)
    entry = made.model_copy(update={"pages": made.pages + 7, "when": later(1)})
    keep_record(draft, read_record(draft).with_reopened(later(1), "改").with_finalised(entry))
    with pytest.raises(BookChangedError):
        book_of_now(draft)


def test_a_kept_book_of_another_program_is_told(draft: SealedDraft) -> None:
    entry = Finalised(code="K7QD28FMX4", digest="", when=NOW, point=1, pages=3)
    record = read_record(draft).with_finalised(entry).model_dump_json()
    draft.keep_version("定稿", record, entry.code, io.BytesIO(b'{"pages": 3, "new": 1}\n%PDF'))
    with pytest.raises(DraftDamagedError, match="更新的版本"):
        book_of_now(draft)
