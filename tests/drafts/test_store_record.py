"""What a draft keeps beside the application: its record, scans, and the books of its versions."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.transfer import save_copy
from jbgs_desktop.errors import DraftDamagedError, FileAccessError, JbgsError
from tests.drafts.cheap_drafts import (
    CHEAP,
    SECRET,
    application,
    attach_and_save,
    new_draft,
    reopen,
)


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


def opened(draft: SealedDraft, book: str) -> bytes | None:
    stream = draft.open_book(book)
    if stream is None:
        return None
    with stream:
        return stream.read()


def test_a_version_is_kept_with_its_book_until_others_need_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jbgs_desktop.drafts.format.manifest._OLD_BOOKS", 5000)
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        scan = draft.keep_scan("扫描.pdf", io.BytesIO(b"scan"))
        for code in "ABC":
            draft.save(application(code))
            draft.keep_version(
                f"定稿{code}", f"record {code}", code, io.BytesIO(code.encode() * 2500)
            )
        assert [opened(draft, code) for code in "ABC"] == [c.encode() * 2500 for c in "ABC"]
        draft.keep_version("定稿A", "record A again", "A", None)  # which makes it the newest
        draft.keep_version("定稿D", "record D", "D", io.BytesIO(b"D" * 9000))
    with closing(reopen(file)) as draft:
        assert (draft.record, draft.points[-1].name) == ("record D", "定稿D")
        assert [opened(draft, code) for code in "BCAD"] == [
            None,
            b"C" * 2500,
            b"A" * 2500,
            b"D" * 9000,
        ]
        with draft.open_evidence(scan) as stream:
            assert stream.read() == b"scan"
        assert draft.examine() == []


def test_a_version_whose_book_is_nowhere_is_not_kept(tmp_path: Path) -> None:
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        with pytest.raises(LookupError):
            draft.keep_version("定稿", "record", "A", None)
        assert (draft.record, draft.points[-1].name) == ("", "")


def test_a_book_that_is_let_go_of_gives_its_room_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jbgs_desktop.drafts.format.manifest._OLD_BOOKS", 0)
    file = tmp_path / "a.jbgs"
    sizes = []
    for number in range(4):
        with closing(reopen(file) if number else new_draft(file)) as draft:
            draft.keep_version("定稿", "record", str(number), io.BytesIO(bytes(3_000_000)))
        sizes.append(file.stat().st_size)
    assert sizes[3] == sizes[1]  # one is there while the next one is written


def test_a_copy_for_somebody_else_has_neither_the_record_nor_the_book(tmp_path: Path) -> None:
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        draft.keep_version("定稿", "record", "A", io.BytesIO(b"book"))
        draft.copy_file(tmp_path / "whole.jbgs")
        save_copy(draft, tmp_path / "copy.jbgs", [SECRET], CHEAP)
    with closing(reopen(tmp_path / "whole.jbgs")) as copy:
        assert (copy.record, opened(copy, "A")) == ("record", b"book")
    with closing(reopen(tmp_path / "copy.jbgs")) as copy:
        assert (copy.record, opened(copy, "A")) == ("", None)


def test_a_damaged_book_is_told_as_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        draft.keep_version("定稿", "record", "A", io.BytesIO(b"book" * 1000))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE attachment SET data = zeroblob(4028)")
    with closing(reopen(file)) as draft:
        assert draft.examine() == ["定稿的合订本已损坏。"]
        with pytest.raises(DraftDamagedError, match="定稿的合订本已损坏"):
            opened(draft, "A")
