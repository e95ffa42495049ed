"""What a draft keeps beside the application: its record, and scans until they are dropped."""

import io
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jbgs_desktop.errors import FileAccessError, JbgsError
from tests.drafts.cheap_drafts import application, attach_and_save, new_draft, reopen


def test_a_record_is_kept_beside_the_application(tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        assert draft.record == ""
        draft.keep_record('{"一": 1}')
        draft.save(application(1))
    with closing(reopen(file)) as draft:
        assert draft.record == '{"一": 1}'
        assert draft.load().application == application(1)
        assert draft.examine() == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_record_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("record") / "a.jbgs"
    with closing(new_draft(file)) as draft:
        draft.keep_record(text)
    with closing(reopen(file)) as draft:
        assert draft.record == text


def test_a_scan_stays_until_it_is_dropped_and_is_no_evidence(tmp_path: Path) -> None:
    file, data = tmp_path / "a.jbgs", bytes(range(256)) * 5000
    with closing(new_draft(file)) as draft:
        name = draft.keep_scan("扫描.pdf", io.BytesIO(data))
        other = draft.keep_scan("扫描.pdf", io.BytesIO(b"other"))
        assert name != other
        attach_and_save(draft, "证明.pdf", b"evidence")
    with closing(reopen(file)) as draft:
        for kept, content in ((name, data), (other, b"other")):
            with draft.open_evidence(kept) as stream:
                assert stream.read() == content
        assert draft.examine() == []
        draft.drop_scans([name])
    with closing(reopen(file)) as draft:
        with pytest.raises(FileAccessError):
            draft.open_evidence(name)
        with draft.open_evidence(other) as stream:
            assert stream.read() == b"other"


def test_nothing_is_kept_in_what_is_read_only(tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    new_draft(file).close()
    with closing(reopen(file, read_only=True)) as draft, pytest.raises(JbgsError):
        draft.keep_record("x")
    with closing(reopen(file)) as draft:
        assert draft.record == ""


def test_a_copy_has_the_record_too(tmp_path: Path) -> None:
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        draft.keep_record("finalised")
        draft.copy_file(tmp_path / "b.jbgs")
    with closing(reopen(tmp_path / "b.jbgs")) as copy:
        assert copy.record == "finalised"
