"""Word原件: kept once with the draft, removable, and in nothing that leaves the program unasked."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jbgs_desktop.bundle.contents import Documents, compose_bundle
from jbgs_desktop.bundle.writer import write_bundle
from jbgs_desktop.documents.export import MakeBook, export
from jbgs_desktop.drafts.draft_library import import_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.new_draft import COPY_START
from jbgs_desktop.drafts.salvage import salvage
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.transfer import handed_over, save_copy, unseal
from jbgs_desktop.drafts.word_originals import drop_originals, keep_original, originals
from jbgs_desktop.errors import BundleError, DraftDamagedError, FileAccessError, JbgsError
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.finalise.version_code import version_of
from tests.bundle.sample_bundles import CALL, MADE, one_page
from tests.drafts.cheap_drafts import (
    CHEAP,
    SECRET,
    application,
    attach_and_save,
    new_draft,
    reopen,
)
from tests.ui.finalise.sealed import an_application

WORD = "原件里的字WORDMARK".encode() * 100_000  # more than a part


def kept(draft: SealedDraft) -> dict[str, bytes]:
    """The originals with their bytes by their names."""
    found = {}
    for original in originals(draft):
        with draft.open_evidence(original.file) as stream:
            found[original.name] = stream.read()
        assert original.size == len(found[original.name])
    return found


def keep(draft: SealedDraft, name: str, data: bytes = WORD) -> str:
    return keep_original(draft, name, io.BytesIO(data))


def test_the_same_bytes_are_kept_once_whatever_their_name(tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        assert originals(draft) == []
        first = keep(draft, "申报书.docx")
        assert keep(draft, "申报书（改名）.docx") == first
        keep(draft, "申报书.docx", b"another")
        attach_and_save(draft, "同样内容的证明.docx", WORD)
        assert draft.keep_scan("扫描.pdf", io.BytesIO(WORD)) != first
    with closing(reopen(file)) as draft:
        assert kept(draft) == {"申报书.docx": WORD, "申报书-2.docx": b"another"}
        assert keep(draft, "第三个名字.docx") == first
        assert draft.examine() == []
    assert b"WORDMARK" not in file.read_bytes()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from([b"", b"1", WORD])
        ),
        max_size=6,
    )
)
def test_files_of_any_name_are_kept_and_read_back(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, bytes]]
) -> None:
    file = tmp_path_factory.mktemp("originals") / "a.jbgs"
    with closing(new_draft(file)) as draft:
        for name, data in files:
            keep(draft, name, data)
    with closing(reopen(file)) as draft:
        assert sorted(kept(draft).values()) == sorted({data for _, data in files})
        assert draft.examine() == []
        drop_originals(draft, [original.file for original in originals(draft)])
        assert originals(draft) == []


def test_what_is_removed_is_gone_and_gives_its_room_back(tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        first = keep(draft, "一.docx")
        keep(draft, "二.docx", b"second")
        scan = draft.keep_scan("扫描.pdf", io.BytesIO(b"scan"))
        draft.keep_version("定稿", "record", "A", io.BytesIO(b"book"))
    before = parts(file)
    with closing(reopen(file)) as draft:
        drop_originals(draft, [first, scan, "book/A"])  # only originals are removed
        assert list(kept(draft)) == ["二.docx"]
        with pytest.raises(FileAccessError, match="没有Word原件“一"):
            draft.open_evidence(first)
    assert before - parts(file) == -(-len(WORD) // 2**20)
    with closing(reopen(file)) as draft, draft.open_evidence(scan) as stream:
        assert stream.read() == b"scan"


def parts(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM attachment").fetchone()
    return int(count)


def test_nothing_is_kept_in_or_removed_from_what_is_read_only(tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        first = keep(draft, "一.docx")
    with closing(reopen(file, read_only=True)) as draft:
        assert keep(draft, "一.docx") == first
        with pytest.raises(JbgsError):
            keep(draft, "二.docx", b"second")
        with pytest.raises(JbgsError):
            drop_originals(draft, [first])
        assert kept(draft) == {"一.docx": WORD}


def test_a_damaged_one_is_told_as_what_it_is(tmp_path: Path) -> None:
    file, target = tmp_path / "a.jbgs", tmp_path / "salvaged.jbgs"
    with closing(new_draft(file)) as draft:
        damaged = keep(draft, "坏.docx", b"damaged")
        keep(draft, "好.docx")
        draft.keep_scan("扫描.pdf", io.BytesIO(b"damaged"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE attachment SET data = zeroblob(35) WHERE length(data) = 35")
    with closing(reopen(file)) as draft:
        assert draft.examine() == ["Word原件“坏.docx”已损坏。", "扫描件“扫描.pdf”已损坏。"]
        with draft.open_evidence(damaged) as stream, pytest.raises(DraftDamagedError, match="坏"):
            stream.read()
    salvaged = salvage(file, lambda: [SECRET], target, [SECRET])
    assert salvaged.missing == ("Word原件“坏.docx”已损坏，没有取出。",)
    with closing(reopen(target)) as draft:
        assert kept(draft) == {"好.docx": WORD}


def test_a_whole_copy_has_them_and_one_for_a_colleague_only_on_request(tmp_path: Path) -> None:
    words = Passphrase("给同事")
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        keep(draft, "一.docx")
        draft.copy_file(tmp_path / "whole.jbgs")
        save_copy(draft, tmp_path / "without.jbgs", [SECRET], CHEAP)
        save_copy(draft, tmp_path / "with.jbgs", [SECRET, words], CHEAP, with_originals=True)
    expected = {"whole": {"一.docx": WORD}, "without": {}, "with": {"一.docx": WORD}}
    for name, files in expected.items():
        with closing(reopen(tmp_path / f"{name}.jbgs")) as copy:
            assert kept(copy) == files
    with (
        closing(reopen(tmp_path / "with.jbgs", read_only=True)) as copy,
        closing(import_draft(copy, [SECRET], CHEAP)) as mine,
    ):
        assert kept(mine) == {"一.docx": WORD}


def test_the_versions_that_go_along_with_a_copy_are_told_before(tmp_path: Path) -> None:
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        for mark in range(6):
            draft.save(application(mark))
            number = len(handed_over(draft))
            save_copy(draft, tmp_path / "copy.jbgs", [SECRET], CHEAP)
            with closing(reopen(tmp_path / "copy.jbgs")) as copy:
                came = [point for point in copy.points if point.name == COPY_START]
                assert len(came) - 1 == number == min(mark, 4)  # the last is what was copied


def test_nothing_that_leaves_the_program_holds_them(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with closing(new_draft(tmp_path / "a.jbgs", an_application())) as draft:
        keep(draft, "一.docx")
        value = draft.load().application
        unseal(draft, out / "plain" / "申报.json")
        files = export(
            *(value, CALL, out),
            formats=("docx", "xlsx"),
            draft=False,
            source=MakeBook(evidence=opener(draft)),
        )
        version = version_of(value, opener(draft))
        docx, xlsx = (file.read_bytes() for file in files)
        documents = Documents(one_page("合订本", version.code), docx, xlsx)
        write_bundle(compose_bundle(value, CALL, version, documents, {}, draft, made=MADE), out)
    written = [file for file in out.rglob("*") if file.is_file()]
    assert len(written) > 8
    for file in written:
        assert b"WORDMARK" not in file.read_bytes(), file
        assert len(file.read_bytes()) < len(WORD)


def test_an_application_cannot_name_one_as_its_evidence(tmp_path: Path) -> None:
    """Such as one that was written by hand: the file is then missing, for everybody."""
    with closing(new_draft(tmp_path / "a.jbgs", an_application())) as draft:
        file = keep(draft, "一.docx")
        value = draft.load().application
        value = value.set("evidence", ({"category": 1, "title": "材料", "file": file},))
        draft.save(value)
        assert draft.evidence_size(file) is None
        assert unseal(draft, tmp_path / "out" / "a.json").missing == (file,)
        save_copy(draft, tmp_path / "copy.jbgs", [SECRET], CHEAP)
        documents = Documents(one_page("合订本"), b"docx", b"xlsx")
        version = version_of(value, opener(draft))
        with pytest.raises(BundleError, match="缺少Word原件“一"):
            compose_bundle(value, CALL, version, documents, {}, draft, made=MADE)
    with closing(reopen(tmp_path / "copy.jbgs")) as copy:
        assert (kept(copy), copy.evidence_size(file)) == ({}, None)
    assert list((tmp_path / "out").iterdir()) == [tmp_path / "out" / "a.json"]
