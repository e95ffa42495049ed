"""What a clerk can do with an encrypted draft."""

import io
import json
import os
import shutil
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.drafts import store
from jbgs_desktop.drafts.draft import attach_file
from jbgs_desktop.drafts.format.attachments import PART
from jbgs_desktop.drafts.format.manifest import RevisionInfo, thinned
from jbgs_desktop.drafts.keys.key_holders import (
    NORMAL,
    SMALL,
    Passphrase,
    cost_for_this_computer,
    new_secret,
)
from jbgs_desktop.drafts.keys.recovery_code import secret_of
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.errors import (
    DraftChangedError,
    DraftGoneError,
    DraftKeyError,
    FileAccessError,
    JbgsError,
)
from tests.drafts.cheap_drafts import (
    CHEAP,
    application,
    attach_and_save,
    attach_figure_and_save,
    everything,
    new_draft,
    reopen,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts" / "a.jbgs"


@pytest.fixture(autouse=True)
def folder(file: Path) -> Path:
    file.parent.mkdir()
    return file.parent


def test_a_draft_is_read_back_as_it_was_saved_and_is_one_file(file: Path) -> None:
    value = application("堃喆").set("unit.profile", "一\n二\t三" * 10_000)
    with closing(new_draft(file)) as draft:
        draft.save(value)
        assert (draft.is_read_only, draft.place) == (False, str(file))
    assert [path.name for path in file.parent.iterdir()] == ["a.jbgs"]
    with closing(reopen(file)) as draft:
        assert draft.load().application == value
        assert draft.load().removed == 0
        assert draft.examine() == []


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
def test_evidence_of_any_size_is_read_back(file: Path, size: int) -> None:
    data = os.urandom(size)
    with closing(new_draft(file)) as draft:
        name = attach_and_save(draft, "审计报告.pdf", data)
        assert name == "evidence/审计报告.pdf"
    with closing(reopen(file)) as draft:
        assert draft.evidence_size(name) == size
        with draft.open_evidence(name) as stream:
            assert stream.read() == data
            assert stream.seek(-1 if size else 0, os.SEEK_END) == max(0, size - 1)
            assert stream.read() == data[-1:]
            stream.seek(size // 2)
            assert stream.read(7) == data[size // 2 :][:7]
        assert draft.evidence_path(name).read_bytes() == data
        assert draft.examine() == []


def test_a_copy_for_another_program_goes_when_the_draft_is_closed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with closing(new_draft(file)) as draft:
        path = draft.evidence_path(attach_and_save(draft, "../../坏:名.pdf", b"x"))
        assert (path.parent.parent.parent, path.read_bytes()) == (tmp_path, b"x")
    assert not path.exists()


def test_a_closed_draft_is_read_to_the_end_and_not_held_open(file: Path) -> None:
    held = len(psutil.Process().open_files())
    draft = new_draft(file)
    content = os.urandom(2 * PART + 1)
    stream = draft.open_evidence(attach_and_save(draft, "a.pdf", content))
    draft.close()
    with stream:
        assert stream.read() == content
    assert draft.examine() == []
    assert len(psutil.Process().open_files()) == held


def test_the_same_file_twice_is_kept_once_and_no_name_is_given_to_two(file: Path) -> None:
    data = os.urandom(PART)
    with closing(new_draft(file)) as draft:
        names = [
            attach_and_save(draft, name, data) for name in ("a.pdf", "a.pdf", "b.pdf", "b.pdf")
        ]
        assert names == ["evidence/a.pdf", "evidence/a.pdf", "evidence/b.pdf", "evidence/b.pdf"]
        assert attach_and_save(draft, "a.pdf", b"other") == "evidence/a-2.pdf"
    assert file.stat().st_size < 3 * PART
    found = everything(file)[1]
    assert found == {"evidence/a.pdf": data, "evidence/b.pdf": data, "evidence/a-2.pdf": b"other"}


def test_evidence_that_no_kept_version_mentions_goes(file: Path) -> None:
    with closing(new_draft(file)) as draft:
        kept = attach_and_save(draft, "kept.pdf", b"kept")
        draft.save(draft.load().application.set("evidence", ()))
        left = draft.attach("left.pdf", io.BytesIO(b"left"))
        assert draft.evidence_size(left) == 4
    with closing(reopen(file)) as draft:
        assert (draft.evidence_size(kept), draft.evidence_size(left)) == (4, None)
        with pytest.raises(FileAccessError, match="没有证明材料"):
            draft.open_evidence(left)


def test_a_figure_of_an_older_version_stays_with_it(file: Path) -> None:
    with closing(new_draft(file)) as draft:
        before = draft.load().application
        kept = attach_figure_and_save(draft, "图.png", b"picture")
        assert kept == "figures/图.png"
        draft.save(before)
    with closing(reopen(file)) as draft:
        with draft.open_evidence(kept) as stream:
            assert stream.read() == b"picture"
        assert kept in draft.read(draft.points[-2].number).application.files()


def test_evidence_that_cannot_be_read_to_its_end_leaves_nothing(file: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= PART:
                raise OSError(5, "Input/output error")
            return super().read(size)

    with closing(new_draft(file)) as draft:
        before = file.stat().st_size
        with pytest.raises(OSError, match="Input"):
            draft.attach("a.pdf", Broken(bytes(3 * PART)))
        assert draft.evidence_size("evidence/a.pdf") is None
        with pytest.raises(FileAccessError, match="不存在"):
            attach_file(draft, file.parent / "none.pdf")
        assert attach_and_save(draft, "a.pdf", b"x" * PART) == "evidence/a.pdf"
    assert file.stat().st_size < before + 3 * PART


@pytest.mark.parametrize("version", ["v1"])
def test_the_frozen_draft_of_every_version_opens(file: Path, version: str) -> None:
    golden = Path(__file__).parent / "golden" / version
    facts = json.loads(golden.with_suffix(".json").read_text(encoding="utf-8"))
    shutil.copy(golden.with_suffix(".jbgs"), file)
    for holder in (secret_of(facts["recovery_code"]), Passphrase(facts["passphrase"])):
        with closing(open_draft(file, lambda holder=holder: [holder])) as draft:  # type: ignore[misc]
            assert [[point.number, point.name] for point in draft.points] == facts["points"]
            found = [draft.read(point.number).application for point in draft.points]
            assert [json.loads(value.to_json()) for value in found] == facts["applications"]
            assert draft.examine() == []
            for name, digest in facts["evidence"].items():
                with draft.open_evidence(name) as stream:
                    assert sha256(stream.read()).hexdigest() == digest
    with closing(reopen(file)) as draft:
        draft.save(application("继续"))
    assert everything(file)[0][-1] == application("继续")


def test_history_is_listed_named_and_read(file: Path) -> None:
    with closing(new_draft(file, application(0))) as draft:
        draft.save(application(1))
        draft.name_point("导出前")
        draft.save(application(2))
        draft.save(application(2))
    with closing(reopen(file)) as draft:
        assert [point.name for point in draft.points] == ["", "导出前", ""]
        found = [draft.read(point.number).application for point in draft.points]
        assert found == [application(mark) for mark in range(3)]
        with pytest.raises(LookupError):
            draft.read(9)


def test_many_versions_are_thinned_but_named_and_recent_ones_stay(file: Path) -> None:
    with closing(new_draft(file, application(0))) as draft:
        draft.name_point("开始")
        for mark in range(1, 200):
            draft.save(application(mark))
        assert 60 < len(draft.points) < 70
    with closing(reopen(file)) as draft:
        assert draft.points[0].name == "开始"
        found = [draft.read(point.number).application for point in draft.points]
        assert found[0] == application(0)
        assert found[-60:] == [application(mark) for mark in range(140, 200)]
        assert draft.examine() == []


def points(minutes: list[int], named: frozenset[int] = frozenset()) -> tuple[RevisionInfo, ...]:
    start = datetime(2023, 10, 1, tzinfo=UTC)
    return tuple(
        RevisionInfo(
            number=number,
            when=start + timedelta(minutes=minute),
            token="",
            hash="",
            name="名" if number in named else "",
        )
        for number, minute in enumerate(minutes, 1)
    )


def test_two_weeks_of_work_keep_something_of_every_hour() -> None:
    whole = points([day * 1440 + minute for day in range(14) for minute in range(480)])
    kept: tuple[RevisionInfo, ...] = ()
    for point in whole:
        kept = thinned((*kept, point))
    hours = {(point.when.date(), point.when.hour) for point in whole}
    assert {(point.when.date(), point.when.hour) for point in kept} == hours
    assert len(kept) < 400


@given(
    st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=200),
    st.frozensets(st.integers(1, 200)),
)
def test_whatever_the_clock_says_recent_and_named_ones_stay(
    minutes: list[int], named: frozenset[int]
) -> None:
    whole = points(minutes, named)
    kept = thinned(whole)
    assert kept[-60:] == whole[-60:]
    assert {point for point in whole if point.name} <= set(kept)
    assert list(kept) == sorted(kept, key=lambda point: point.number)
    assert thinned(kept) == kept


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_ten_years_off_loses_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            return cls.fromtimestamp(datetime.now(UTC).timestamp() + years * 365 * 86400, UTC)

    with closing(new_draft(file, application(0))) as draft:
        draft.save(application(1))
        with monkeypatch.context() as patch:
            patch.setattr(store, "datetime", Clock)
            for mark in range(2, 100):
                draft.save(application(mark))
        draft.save(application(100))
    with closing(reopen(file)) as draft:
        assert draft.load().application == application(100)
        assert draft.notices == ()
        assert [draft.read(p.number).application for p in draft.points][-60:] == [
            application(mark) for mark in range(41, 101)
        ]


def test_what_somebody_else_saved_is_never_written_over(file: Path) -> None:
    with closing(new_draft(file)) as mine:
        shutil.copy(file, file.with_name("theirs"))
        with closing(reopen(file.with_name("theirs"))) as theirs:
            theirs.save(application("那边"))
        # A share or a sync program writes into the same file.
        file.write_bytes(file.with_name("theirs").read_bytes())
        with pytest.raises(DraftChangedError, match="没有写进去"):
            mine.save(application("这边"))
        with pytest.raises(DraftChangedError):
            mine.attach("a.pdf", io.BytesIO(b"x"))
    assert everything(file)[0][-1] == application("那边")


def test_a_folder_that_is_deleted_is_told_and_can_be_written_again(file: Path) -> None:
    with closing(new_draft(file)) as draft:
        name = attach_and_save(draft, "a.pdf", b"evidence")
        value = draft.load().application.set("unit.name", "新")
        shutil.rmtree(file.parent)
        for _ in range(2):  # also when nothing is new since the last try
            with pytest.raises(DraftGoneError, match="没有保存在那里"):
                draft.save(value)
        draft.rewrite()
        draft.save(value)
    revisions, files = everything(file)
    assert revisions[-1] == value
    assert files == {name: b"evidence"}


def test_a_draft_that_was_moved_away_and_back_goes_on(file: Path) -> None:
    with closing(new_draft(file)) as draft:
        away = file.rename(file.with_name("away"))
        with pytest.raises(DraftGoneError):
            draft.save(application(1))
        away.rename(file)
        draft.save(application(1))
    assert everything(file)[0][-1] == application(1)


def test_read_only_reads_beside_a_writer_and_writes_nothing(file: Path) -> None:
    with closing(new_draft(file)) as writer:
        attach_and_save(writer, "a.pdf", b"x")
        with closing(reopen(file, read_only=True)) as reader:
            assert reader.is_read_only
            assert reader.load() == writer.load()
            before = file.read_bytes()
            with pytest.raises(JbgsError):
                reader.save(application(1))
        assert file.read_bytes() == before


def test_saving_and_attaching_from_several_threads(file: Path) -> None:
    with closing(new_draft(file)) as draft:
        names: list[str] = []
        threads = [
            threading.Thread(
                target=lambda n=n: names.append(
                    draft.attach(f"{n}.bin", io.BytesIO(bytes([n]) * (2 * PART)))
                )
            )
            for n in range(4)
        ]
        for thread in threads:
            thread.start()
        for mark in range(30):
            draft.save(application(mark))
        for thread in threads:
            thread.join()
        for name in names:
            with draft.open_evidence(name) as stream:
                assert stream.read() == bytes([int(name[9])]) * (2 * PART)
        assert len(names) == 4
        assert draft.load().application == application(29)


def test_holders_can_be_changed(file: Path) -> None:
    me, colleague = new_secret(), Passphrase(" 口令 Ａ１")
    with closing(new_draft(file, None, me)) as draft:
        draft.change_holders([colleague], CHEAP)
    with pytest.raises(DraftKeyError, match="用口令加密"):
        open_draft(file, lambda: [me])
    with pytest.raises(DraftKeyError, match="口令不对"):
        open_draft(file, lambda: [Passphrase("口令 a1")])
    with closing(open_draft(file, lambda: [Passphrase("口令 A1 ")])) as draft:
        with pytest.raises(ValueError, match="needs somebody"):
            draft.change_holders([])
        draft.change_holders([me])
    with pytest.raises(DraftKeyError, match="另一个恢复码"):
        open_draft(file, lambda: [new_secret()])
    open_draft(file, lambda: [me]).close()


def test_a_copy_of_the_file_is_whole_and_leaves_no_journal_to_it(file: Path) -> None:
    target = file.with_name("copy.jbgs")
    stale = file.with_name("copy.jbgs-journal")
    stale.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    with closing(new_draft(file)) as draft:
        attach_and_save(draft, "a.pdf", b"x")
        draft.copy_file(target)
        draft.save(application("later"))
    assert not stale.exists()
    assert everything(target)[1] == {"evidence/a.pdf": b"x"}
    with pytest.raises(FileAccessError, match="文件夹"), closing(reopen(file)) as draft:
        draft.copy_file(file.parent)


def test_a_passphrase_costs_what_the_computer_can_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"SC_PHYS_PAGES": 2**18, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(os, "sysconf", pages.__getitem__)
    assert cost_for_this_computer() == SMALL
    pages["SC_PHYS_PAGES"] = 2**21
    assert cost_for_this_computer() == NORMAL
