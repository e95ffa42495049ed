"""Taking applications elsewhere and back: copies, plain files, lists, backups."""

import io
import os
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from jbgs_desktop.drafts import backup, store
from jbgs_desktop.drafts.difference import merge
from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.draft_library import create_draft, import_draft, listed_drafts, open_copy
from jbgs_desktop.drafts.keys.key_holders import Passphrase, UserSecret
from jbgs_desktop.drafts.merge_base import merge_base, take_fields
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.drafts.transfer import find_drafts, open_any, save_copy, unseal, write_sealed
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.errors import DraftDamagedError, DraftHeldError, FileAccessError
from jbgs_desktop.forms.application import Evidence, Unit
from tests.drafts.cheap_drafts import (
    CHEAP,
    SECRET,
    application,
    attach_and_save,
    attach_figure_and_save,
    everything,
    new_draft,
    reopen,
    with_figure,
)


@pytest.fixture
def plain(tmp_path: Path) -> PlainDraft:
    draft = PlainDraft(tmp_path / "plain" / "申报.json")
    files = [draft.attach(name, io.BytesIO(name.encode())) for name in ("甲.pdf", "乙.jpg")]
    items = [Evidence(category=1, title="证", file=file) for file in files]
    figure = draft.attach("图.png", io.BytesIO(b"picture"), FIGURES)
    draft.save(with_figure(application(1).set("evidence", tuple(items)), figure))
    return draft


def test_plain_to_sealed_and_back_is_the_same(plain: PlainDraft, tmp_path: Path) -> None:
    sealed, back = tmp_path / "new" / "a.jbgs", tmp_path / "back" / "b.json"
    assert write_sealed(plain, sealed, [SECRET]).missing == ()
    with closing(reopen(sealed, read_only=True)) as draft:
        assert draft.notices == ()
        for _ in range(2):  # the second finds the same files and uses them
            assert unseal(draft, back).missing == ()
    assert back.read_bytes() == plain.file.read_bytes()
    names = {path.name: path.read_bytes() for path in (back.parent / "evidence").iterdir()}
    assert names == {"甲.pdf": "甲.pdf".encode(), "乙.jpg": "乙.jpg".encode()}
    assert (back.parent / "figures" / "图.png").read_bytes() == b"picture"
    assert [path.name for path in sealed.parent.iterdir()] == ["a.jbgs"]


def test_other_files_beside_the_target_are_not_written_over(
    plain: PlainDraft, tmp_path: Path
) -> None:
    sealed, back = tmp_path / "a.jbgs", tmp_path / "back" / "b.json"
    write_sealed(plain, sealed, [SECRET])
    (back.parent / "evidence").mkdir(parents=True)
    (back.parent / "evidence" / "甲.pdf").write_bytes(b"mine")
    with closing(reopen(sealed)) as draft:
        unseal(draft, back)
    assert (back.parent / "evidence" / "甲.pdf").read_bytes() == b"mine"
    found = PlainDraft(back).load().application.evidence[0].file
    assert (back.parent / found).read_bytes() == "甲.pdf".encode()


def test_a_failure_leaves_nothing_new(
    plain: PlainDraft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed, back = tmp_path / "a.jbgs", tmp_path / "back" / "b.json"
    write_sealed(plain, sealed, [SECRET])
    before = sealed.read_bytes()
    back.mkdir(parents=True)  # a folder is in the way of the JSON
    with closing(reopen(sealed)) as draft, pytest.raises(FileAccessError, match="文件夹"):
        unseal(draft, back)
    assert list((back.parent / "evidence").iterdir()) == []

    def fail(*_arguments: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.SealedDraft, "attach", fail)
    with pytest.raises(FileAccessError, match="磁盘空间不足"):
        write_sealed(plain, sealed, [SECRET])
    assert sealed.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_evidence_that_is_missing_is_named(plain: PlainDraft, tmp_path: Path) -> None:
    (plain.file.parent / "evidence" / "甲.pdf").unlink()
    moved = write_sealed(plain, tmp_path / "a.jbgs", [SECRET])
    assert moved.missing == ("evidence/甲.pdf",)
    assert set(everything_but_missing(tmp_path / "a.jbgs")) == {"evidence/乙.jpg"}


def everything_but_missing(file: Path) -> list[str]:
    with closing(reopen(file)) as draft:
        items = draft.load().application.evidence
        return [item.file for item in items if draft.evidence_size(item.file) is not None]


def test_an_open_draft_is_not_sealed_over(plain: PlainDraft, tmp_path: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)), pytest.raises(DraftHeldError):
        write_sealed(plain, file, [SECRET])
    write_sealed(plain, file, [SECRET])
    assert everything(file)[0][-1].unit.name == "示例单位1"


def test_a_copy_for_a_colleague_comes_back_and_is_merged(tmp_path: Path) -> None:
    file, sent = tmp_path / "a.jbgs", tmp_path / "sent.jbgs"
    passphrase = Passphrase("给同事")
    with closing(new_draft(file, application(0))) as mine:
        attach_and_save(mine, "共同.pdf", b"common")
        mine.save(mine.load().application.set("unit.staff", "1"))
        assert save_copy(mine, sent, [passphrase], CHEAP).missing == ()
        with closing(open_draft(sent, lambda: [passphrase])) as theirs:
            assert len(theirs.points) == 2  # not the history
            assert theirs.id != mine.id
            value = theirs.load().application.set("unit.rd_staff", "9").set("unit.name", "他")
            name = theirs.attach("新.pdf", io.BytesIO(b"new"))
            items = (*value.evidence, Evidence(category=2, title="新", file=name))
            theirs.save(value.set("evidence", items))

            mine.save(mine.load().application.set("unit.name", "我"))
            base = merge_base(mine, theirs)
            assert base is not None
            assert base.unit.staff == "1"
            merged = merge(mine.load().application, theirs.load().application, base)
            assert [conflict.path for conflict in merged.conflicts] == ["unit.name"]
            mine.save(take_fields(merged.application, merged.taken, theirs, mine))
    revisions, files = everything(file)
    assert (revisions[-1].unit.name, revisions[-1].unit.rd_staff) == ("我", "9")
    assert files == {"evidence/共同.pdf": b"common", "evidence/新.pdf": b"new"}


def test_a_copy_that_was_taken_in_and_sent_back_still_has_a_common_version(
    tmp_path: Path,
) -> None:
    sent, back, again = (tmp_path / f"{name}.jbgs" for name in ("sent", "back", "again"))
    words = Passphrase("long passphrase")
    with closing(new_draft(tmp_path / "mine.jbgs", application(0))) as mine:
        mine.save(application(1))
        save_copy(mine, sent, [words], CHEAP)
        with closing(open_draft(sent, lambda: [words], read_only=True)) as copy:
            colleague = import_draft(copy, [SECRET], CHEAP)
        with closing(colleague):
            for staff in ("7", "8"):
                colleague.save(application(1).set("unit.staff", staff))
            save_copy(colleague, back, [words], CHEAP)
            mine.save(application(1).set("unit.rd_staff", "3"))
            with closing(open_draft(back, lambda: [words], read_only=True)) as theirs:
                assert merge_base(mine, theirs) == application(1)
                merged = merge(mine.load().application, theirs.load().application, application(1))
                assert (merged.taken, merged.conflicts) == (("unit.staff",), ())
                mine.save(merged.application)
                assert application(0) not in [
                    theirs.read(p.number).application for p in theirs.points
                ]
            save_copy(mine, again, [words], CHEAP)
            with closing(open_draft(again, lambda: [words], read_only=True)) as theirs:
                assert merge_base(colleague, theirs) is not None


def test_a_section_that_is_taken_brings_its_pictures(tmp_path: Path) -> None:
    file, copy = tmp_path / "a.jbgs", tmp_path / "b.jbgs"
    with closing(new_draft(file)) as mine, closing(new_draft(copy)) as theirs:
        attach_figure_and_save(mine, "图.png", b"mine")
        attach_figure_and_save(theirs, "图.png", b"theirs")
        path = "taskbooks.2.plan"
        mine.save(take_fields(mine.load().application, [path], theirs, mine))
    assert everything(file)[1] == {"figures/图-2.png": b"theirs"}


def test_two_copies_of_a_file_are_merged_and_strangers_have_nothing_in_common(
    tmp_path: Path,
) -> None:
    file, copy = tmp_path / "a.jbgs", tmp_path / "a（冲突副本）.jbgs"
    with closing(new_draft(file, application(0))) as draft:
        draft.save(application(1))
    shutil.copy(file, copy)
    with (
        closing(reopen(file)) as mine,
        closing(reopen(copy)) as theirs,
        closing(new_draft(tmp_path / "other.jbgs")) as stranger,
    ):
        mine.save(application(1).set("unit.staff", "1"))
        theirs.save(application(1).set("cover.date", "2023-10-30"))
        assert merge_base(mine, theirs) == application(1)
        assert merge_base(mine, stranger) is None


def test_a_draft_that_somebody_else_has_open_is_opened_as_a_copy(
    tmp_path: Path, data_folder: Path
) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file, application(0))) as mine:
        mine.save(application(1))
        with closing(open_copy(file, lambda: [SECRET])) as copy:
            assert copy.file.parent == data_folder / "drafts"
            copy.save(application(2))
            assert merge_base(mine, copy) == application(1)
        mine.save(application(3))
    assert everything(file)[0][-1] == application(3)


def test_plain_and_foreign_drafts_are_taken_in(plain: PlainDraft, tmp_path: Path) -> None:
    with closing(import_draft(plain, [SECRET])) as draft:
        assert draft.load().application == plain.load().application
        assert draft.evidence_size("evidence/甲.pdf") == len("甲.pdf".encode())
    passphrase = Passphrase("同事")
    with closing(new_draft(tmp_path / "sent.jbgs", application(5), passphrase)) as sent:
        with closing(import_draft(sent, [SECRET])) as draft:
            assert merge_base(draft, sent) == application(5)
        file = draft.file
    assert everything(file)[0][-1] == application(5)


def test_drafts_are_found_on_a_stick(tmp_path: Path) -> None:
    for name in ("a.jbgs", "深/层/b.JBGS", "1/2/3/4/5/deep.jbgs", "c.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in find_drafts(tmp_path)]
    assert found == ["a.jbgs", "深/层/b.JBGS"]
    assert find_drafts(tmp_path / "none") == []
    assert isinstance(open_any(tmp_path / "c.json", list), PlainDraft)
    with pytest.raises(DraftDamagedError):
        open_any(tmp_path / "a.jbgs", list)


def test_the_start_page_lists_sealed_plain_and_broken_drafts(
    tmp_path: Path, data_folder: Path
) -> None:
    with closing(create_draft(application("本机"), [SECRET])) as draft:
        file = draft.file
        attach_and_save(draft, "a.pdf", b"abc")
        assert (file.parent, draft.load().application.unit.name) == (
            data_folder / "drafts",
            "示例单位本机",
        )
    create_draft(application(), [UserSecret(b"x" * 16)]).close()
    elsewhere = tmp_path / "stick.jbgs"
    new_draft(elsewhere, application("优盘")).close()
    old = PlainDraft(data_folder / "drafts" / "old" / "申报.json")
    old.save(application("旧"))
    broken = data_folder / "drafts" / "broken" / "申报.json"
    broken.parent.mkdir()
    broken.write_text("{", encoding="utf-8")
    os.utime(file, (1, 1))
    listed = listed_drafts(lambda: [SECRET], [elsewhere, tmp_path / "pulled.jbgs"])
    names = {line.application.unit.name for line in listed if line.application}
    assert names == {"示例单位本机", "示例单位优盘", "示例单位旧"}
    problems = {line.is_encrypted: line.problem for line in listed if not line.application}
    assert listed[-1].file == file
    assert listed[-1].evidence_size("evidence/a.pdf") == 3
    assert "另一个恢复码" in problems[True]
    assert "不是有效的 JSON" in problems[False]
    assert [line.is_encrypted for line in listed].count(False) == 2


def test_a_computer_without_drafts_lists_none() -> None:
    assert listed_drafts(tuple) == []


def test_backups_are_made_when_something_changed_and_thinned(tmp_path: Path) -> None:
    with closing(new_draft(tmp_path / "a.jbgs", application(0))) as draft:
        first = backup.back_up(draft)
        assert first is not None
        assert backup.back_up(draft) is None
        for mark in range(1, 9):
            draft.save(application(mark))
            assert backup.back_up(draft) is not None
        kept = backup.backups(draft.id)
        assert len(kept) <= 4
        (tmp_path / "a.jbgs").unlink()  # deleted by mistake
        assert backup.all_backups() == [kept[0]]
        assert everything(kept[0])[0][-1] == application(8)


def test_no_backup_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 2**30

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage)
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        assert backup.back_up(draft) is None
        assert backup.backups(draft.id) == []


def test_a_copy_elsewhere_is_wanted_after_a_days_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(new_draft(tmp_path / "a.jbgs")) as draft:
        draft.save(application(1))
        assert not backup.wants_outside_copy(draft)
        monkeypatch.setattr(backup, "DAYS_WORK", timedelta())
        assert backup.wants_outside_copy(draft)
        backup.remember_outside_copy(draft)
        assert not backup.wants_outside_copy(draft)


def test_units_once_entered_are_offered_again(data_folder: Path) -> None:
    data = UserData(SECRET)
    assert data.units() == []
    for unit in (Unit(name="甲", staff="1"), Unit(name="乙"), Unit(name="甲", staff="2"), Unit()):
        data.keep_unit(unit)
    assert UserData(SECRET).units() == [Unit(name="甲", staff="2"), Unit(name="乙")]
    assert "甲".encode() not in (data_folder / "remembered").read_bytes()
    data.forget_unit("甲")
    assert [unit.name for unit in data.units()] == ["乙"]
    with pytest.raises(DraftDamagedError, match="另一个恢复码"):
        UserData(UserSecret(b"x" * 16)).units()


def test_places_of_drafts_are_remembered_without_a_trace_in_clear(
    tmp_path: Path, data_folder: Path
) -> None:
    data = UserData(SECRET)
    for number in range(60):
        data.keep_place(tmp_path / f"单位{number % 55}.jbgs")
    places = data.places()
    assert (len(places), places[0]) == (50, tmp_path / "单位4.jbgs")
    assert b"jbgs" not in (data_folder / "remembered").read_bytes()
