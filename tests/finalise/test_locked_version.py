"""A locked version stays what was locked, whatever is cleaned up at the door by then."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.bundle.builder import prepare
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.finalise.finalise import finalise, opener, reopen
from jbgs_desktop.finalise.locked_version import load_application, locked_version, what_is_written
from jbgs_desktop.finalise.record import read_record
from jbgs_desktop.finalise.version_code import version_of
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.text import clean
from tests.drafts import cheap_drafts
from tests.finalise.finalised_drafts import NOW, later, sample_draft

CLEANED = "科技"


@pytest.fixture(scope="module")
def call() -> Call:
    return installed_calls()[0]


@pytest.fixture
def draft(call: Call, tmp_path: Path) -> Iterator[SealedDraft]:
    with closing(sample_draft(call, tmp_path)) as draft:
        assert CLEANED in draft.load().application.unit.name
        yield draft


def clean_up_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer program takes out a word."""
    monkeypatch.setattr(clean, "UNPRINTABLE", re.compile(CLEANED))


def test_what_is_locked_is_read_shown_and_packed_as_it_was(
    draft: SealedDraft, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = draft.load().application
    made = finalise(draft, call, NOW)
    draft.close()
    clean_up_comes(monkeypatch)
    with closing(cheap_drafts.reopen(draft.file)) as again:
        assert CLEANED not in again.load().application.unit.name
        loaded = load_application(again)
        assert (loaded.application, loaded.removed) == (before, 0)
        version = version_of(what_is_written(again, loaded.application), opener(again))
        assert (version.code, version.json) == (made.code, before.to_json())
        prepared = prepare(again, loaded.application, call)
        assert (prepared.version.code, prepared.version.json) == (made.code, before.to_json())
        assert again.points[-1].number == made.point


def test_what_may_be_edited_again_is_cleaned_and_has_another_code(
    draft: SealedDraft, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = finalise(draft, call, NOW)
    reopen(draft, "改数", later(1))
    assert locked_version(draft) is None
    clean_up_comes(monkeypatch)
    loaded = load_application(draft)
    assert CLEANED not in loaded.application.unit.name
    again = finalise(draft, call, later(2))
    locked = locked_version(draft)
    assert locked and locked.application == loaded.application
    assert again.code != made.code
    assert version_of(locked, opener(draft)).code == again.code
    assert [each.code for each in read_record(draft).finalised] == [made.code, again.code]


def test_opening_and_saving_what_nobody_changed_writes_nothing(draft: SealedDraft) -> None:
    before = draft.points
    draft.save(draft.load().application)
    assert draft.points == before


def test_a_record_of_a_newer_program_does_not_keep_the_content_from_being_read(
    draft: SealedDraft,
) -> None:
    draft.keep_record('{"version": 99, "something": []}')
    assert load_application(draft) == draft.load()
