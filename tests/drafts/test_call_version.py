"""A draft keeps the version of the call pack that it was begun with."""

from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.drafts.draft_library import create_draft, import_draft, listed_drafts
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.salvage import salvage
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.drafts.transfer import save_copy
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file
from tests.drafts.cheap_drafts import CHEAP, SECRET
from tests.forms.applications import complete_application, national_call
from tests.forms.calls.test_call_file import NEWER, call_file

HOLDERS = [SECRET]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A draft that was begun before a newer version was put in."""
    with closing(create_draft(complete_application(), HOLDERS, CHEAP)) as draft:
        file = draft.file
    install_call(read_call_file(call_file(tmp_path)))
    return file


def test_a_draft_goes_by_the_version_that_was_newest_when_it_was_begun(begun: Path) -> None:
    with closing(open_draft(begun, lambda: HOLDERS)) as draft:
        assert draft.call_version == national_call().version
    with closing(create_draft(complete_application(), HOLDERS, CHEAP)) as draft:
        assert draft.call_version == NEWER
    assert {line.call_version for line in listed_drafts(lambda: HOLDERS)} == {
        national_call().version,
        NEWER,
    }


def test_moving_over_is_kept_and_leaves_the_application_alone(begun: Path) -> None:
    with closing(open_draft(begun, lambda: HOLDERS)) as draft:
        before, points = draft.load().application, draft.points
        draft.keep_call_version(NEWER)
    with closing(open_draft(begun, lambda: HOLDERS)) as draft:
        assert draft.call_version == NEWER
        assert (draft.load().application, draft.points) == (before, points)


def test_a_copy_goes_by_the_version_of_its_source(begun: Path, tmp_path: Path) -> None:
    copy, saved = tmp_path / "copy.jbgs", tmp_path / "saved.jbgs"
    with closing(open_draft(begun, lambda: HOLDERS)) as draft:
        save_copy(draft, copy, HOLDERS, CHEAP)
    salvage(begun, lambda: HOLDERS, saved, HOLDERS)
    for file in (copy, saved):
        with closing(open_draft(file, lambda: HOLDERS)) as draft:
            assert draft.call_version == national_call().version


def test_a_plain_file_is_taken_in_under_the_newest_version(begun: Path, tmp_path: Path) -> None:
    plain = PlainDraft(tmp_path / "plain.json")
    plain.save(complete_application())
    with closing(import_draft(plain, HOLDERS, CHEAP)) as draft:
        assert draft.call_version == NEWER
