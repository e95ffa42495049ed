"""定稿: what is locked, what refuses, what the code says; 退回修改 and its consequences."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import DraftDamagedError
from jbgs_desktop.finalise.finalise import NotReadyError, book_of, finalise, opener, reopen
from jbgs_desktop.finalise.record import Stage, keep_record, read_record
from jbgs_desktop.finalise.version_code import version_of
from jbgs_desktop.forms.calls.call import Call, installed_calls
from tests.drafts import cheap_drafts
from tests.finalise.finalised_drafts import NOW, later, sample_draft


@pytest.fixture
def call() -> Call:
    return installed_calls()[0]


@pytest.fixture
def draft(call: Call, tmp_path: Path) -> Iterator[SealedDraft]:
    with closing(sample_draft(call, tmp_path)) as draft:
        yield draft


def test_a_finalised_draft_says_so_whenever_it_is_opened(draft: SealedDraft, call: Call) -> None:
    made = finalise(draft, call, NOW)
    draft.close()
    with closing(cheap_drafts.reopen(draft.file)) as again:
        record = read_record(again)
        assert record.current == made
        assert record.stage is Stage.FINALISED
        assert format_code(made.code) in again.points[-1].name
        assert again.read(made.point).application == again.load().application


def test_the_book_carries_the_code_on_every_page(draft: SealedDraft, call: Call) -> None:
    made = finalise(draft, call, NOW)
    application = draft.load().application
    book = book_of(draft, application, call, version_of(application, opener(draft)))
    assert book.pages == made.pages
    with closing(PdfPages(book.pdf)) as pages:
        found = pages.find(format_code(made.code))
    assert {each.page for each in found} == set(range(made.pages))


def test_an_error_that_stands_refuses_and_changes_nothing(draft: SealedDraft, call: Call) -> None:
    draft.save(draft.load().application.set("unit.leader.name", ""))
    with pytest.raises(NotReadyError, match="不能定稿") as refused:
        finalise(draft, call, NOW)
    assert "unit.leader.name" in {finding.path for finding in refused.value.findings}
    assert (draft.record, draft.points[-1].name) == ("", "")


def test_a_character_without_a_glyph_is_an_error_with_its_field(
    draft: SealedDraft, call: Call
) -> None:
    draft.save(draft.load().application.set("unit.contact.name", "陈\U0003fffd晓"))
    with pytest.raises(NotReadyError) as refused:
        finalise(draft, call, NOW)
    missing = [f for f in refused.value.findings if f.code == "book.missing-glyph"]
    assert [finding.path for finding in missing] == ["unit.contact.name"]


def test_evidence_that_cannot_be_printed_is_an_error(draft: SealedDraft, call: Call) -> None:
    file = draft.attach("坏.pdf", io.BytesIO(b"%PDF-1.7 broken"))
    draft.save(draft.load().application.set("evidence.0.file", file))
    with pytest.raises(NotReadyError) as refused:
        finalise(draft, call, NOW)
    assert any(finding.path.startswith("evidence.0") for finding in refused.value.findings)


def test_finalising_twice_is_refused(draft: SealedDraft, call: Call) -> None:
    finalise(draft, call, NOW)
    with pytest.raises(NotReadyError, match="已经定稿"):
        finalise(draft, call, later(1))


def test_what_is_read_only_is_neither_finalised_nor_reopened(
    draft: SealedDraft, call: Call
) -> None:
    with (
        closing(cheap_drafts.reopen(draft.file, read_only=True)) as reader,
        pytest.raises(NotReadyError, match="只读"),
    ):
        finalise(reader, call, NOW)
    finalise(draft, call, NOW)
    with (
        closing(cheap_drafts.reopen(draft.file, read_only=True)) as reader,
        pytest.raises(NotReadyError, match="只读"),
    ):
        reopen(reader, "要改电话", later(1))


def test_a_cancelled_one_leaves_no_trace(draft: SealedDraft, call: Call) -> None:
    with pytest.raises(Exception, match="取消"):
        finalise(draft, call, NOW, cancelled=lambda: True)
    assert (draft.record, draft.points[-1].name) == ("", "")


@pytest.mark.parametrize("reason", ["", "  \u3000", "\u200b"])
def test_reopening_asks_for_a_reason(draft: SealedDraft, call: Call, reason: str) -> None:
    with pytest.raises(NotReadyError, match="没有定稿"):
        reopen(draft, "要改电话", NOW)
    finalise(draft, call, NOW)
    with pytest.raises(NotReadyError, match="原因"):
        reopen(draft, reason, later(1))
    assert read_record(draft).current is not None


def test_the_same_content_has_the_same_code_again_and_another_has_another(
    draft: SealedDraft, call: Call
) -> None:
    first = finalise(draft, call, NOW)
    reopen(draft, "领导要看", later(1))
    assert read_record(draft).is_outdated(first.code)
    same = finalise(draft, call, later(2))
    assert (same.code, same.digest) == (first.code, first.digest)
    assert not read_record(draft).is_outdated(first.code)

    reopen(draft, "要改电话", later(3))
    draft.save(draft.load().application.set("unit.contact.fax", "无"))
    other = finalise(draft, call, later(4))
    record = read_record(draft)
    assert other.code != first.code
    assert [record.number_of(each.code) for each in record.finalised] == [1, 1, 2]
    assert [each.reason for each in record.finalised] == ["领导要看", "要改电话", ""]
    assert draft.read(first.point).application != draft.read(other.point).application


def test_a_record_of_another_program_is_told_and_not_written_over(draft: SealedDraft) -> None:
    draft.keep_record('{"version": 4}')
    with pytest.raises(DraftDamagedError, match="更新的版本"):
        read_record(draft)
    assert draft.record == '{"version": 4}'


def test_a_record_survives_as_it_was_kept(draft: SealedDraft, call: Call) -> None:
    finalise(draft, call, NOW)
    record = read_record(draft).with_tick("cover/unit", later(1))
    keep_record(draft, record)
    assert read_record(draft) == record
