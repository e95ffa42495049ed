"""Backups under a clock that is wrong: none is lost, and the newest is the newest."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.drafts import backup
from jbgs_desktop.drafts.format.sealed_table import SealedTable
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.office.register import backup as office_backup

NOON = datetime(2023, 10, 30, 4, tzinfo=UTC)
clocks = st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400)), min_size=1, max_size=25)


@dataclass
class Point:
    when: datetime
    number: int
    token: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass
class CheapDraft:
    """What a backup wants of a draft, without a database."""

    file: Path
    points: list[Point] = field(default_factory=list)
    id: str = "0123456789abcdef"

    def copy_file(self, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"")


@contextmanager
def cheap_draft() -> Iterator[CheapDraft]:
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JBGS_HOME", place)
        file = Path(place) / "a.jbgs"
        file.touch()
        yield CheapDraft(file)


def saved_and_copied(draft: CheapDraft, when: datetime, number: int) -> Path:
    draft.points.append(Point(when, number))
    made = backup.back_up(cast(SealedDraft, draft))
    assert made is not None
    return made


@given(clocks)
def test_whatever_the_clock_says_the_newest_versions_are_kept(shifts: list[timedelta]) -> None:
    with cheap_draft() as draft:
        made = []
        for number, shift in enumerate(shifts, start=1):
            made.append(saved_and_copied(draft, NOON + shift, number))
            kept = backup.backups(draft.id)
            assert kept[: min(3, number)] == made[:-4:-1]
            assert backup.all_backups() == [made[-1]]
            assert len(kept) <= 8


def test_a_copy_from_a_day_ahead_is_not_the_newest_for_good() -> None:
    with cheap_draft() as draft:
        ahead = saved_and_copied(draft, NOON + timedelta(days=1), 1)
        later = saved_and_copied(draft, NOON, 2)
        assert backup.backups(draft.id) == [later, ahead]


def test_work_that_goes_on_from_an_older_version_is_copied_and_kept() -> None:
    with cheap_draft() as draft:
        for number in range(90, 101):
            saved_and_copied(draft, NOON, number)
        for number in range(61, 70):
            made = saved_and_copied(draft, NOON, number)
            assert made.exists()


def test_a_file_that_somebody_put_there_is_the_oldest() -> None:
    with cheap_draft() as draft:
        made = saved_and_copied(draft, NOON, 1)
        other = made.with_name("我的备份.jbgs")
        other.touch()
        assert backup.backups(draft.id) == [made, other]


@given(clocks)
def test_copies_of_the_register_are_counted(shifts: list[timedelta]) -> None:
    class Clock(datetime):
        pass

    class Table:
        state = ""

        def copy_file(self, target: Path) -> None:
            target.parent.mkdir(exist_ok=True)
            target.touch()

    with cheap_draft() as draft, pytest.MonkeyPatch.context() as patch:
        patch.setattr(office_backup, "datetime", Clock)
        old = draft.file.parent / "copies" / "20991231-235959-999999-0123456789ab.jbgs"
        old.parent.mkdir()
        old.touch()  # from before copies were counted, by a clock that was ahead
        for shift in shifts:
            now = NOON + shift
            patch.setattr(Clock, "now", lambda now=now: now)
            Table.state = secrets.token_hex(16)
            office_backup.keep_copy(cast(SealedTable, Table()), draft.file)
            newest = office_backup.copies(draft.file)[0]
            assert newest.stem.endswith(Table.state[:12])
            assert office_backup._shown_time(newest) == f"{now:%Y-%m-%d %H:%M}"
