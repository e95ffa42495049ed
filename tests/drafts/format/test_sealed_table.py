"""The table under the office's register: what was written is there, and nothing else ever is."""

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from jbgs_desktop.drafts.format.sealed_table import SealedTable, TableChange
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.errors import (
    DraftDamagedError,
    DraftError,
    DraftHeldError,
    DraftKeyError,
)
from tests.drafts.cheap_drafts import CHEAP, SECRET, new_draft
from tests.drafts.test_kills import acknowledged

BODY = "正文".encode() * 500


def opened(file: Path) -> SealedTable:
    return SealedTable.open(file, [SECRET], cost=CHEAP)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A table with three entries, the second without a body."""
    file = tmp_path / "register.jbgs"
    with closing(opened(file)) as table:
        table.write(
            {1: TableChange(b"one", BODY), 2: TableChange(b"two"), 3: TableChange(b"three", b"")}
        )
    return file


def test_everything_is_there_again(file: Path) -> None:
    with closing(opened(file)) as table:
        assert table.entries == {1: b"one", 2: b"two", 3: b"three"}
        assert (table.body(1), table.body(3)) == (BODY, b"")
        with pytest.raises(KeyError):
            table.body(2)
        table.write({1: TableChange(b"changed"), 2: TableChange(b"two", b"late")})
    with closing(opened(file)) as table:
        assert table.entries == {1: b"changed", 2: b"two", 3: b"three"}
        assert (table.body(1), table.body(2)) == (BODY, b"late")


def test_nothing_of_it_is_in_clear(file: Path) -> None:
    data = file.read_bytes()
    assert b"three" not in data
    assert BODY[:6] not in data


def test_another_persons_key_opens_nothing(file: Path) -> None:
    with pytest.raises(DraftKeyError):
        SealedTable.open(file, [UserSecret(bytes(16))])


def test_two_programs_do_not_have_it_at_once(file: Path) -> None:
    with closing(opened(file)), pytest.raises(DraftHeldError):
        opened(file)
    opened(file).close()


def test_it_is_no_draft_and_a_draft_is_no_table(file: Path, tmp_path: Path) -> None:
    with pytest.raises(DraftDamagedError):
        open_draft(file, lambda: [SECRET])
    draft = tmp_path / "draft.jbgs"
    new_draft(draft).close()
    with pytest.raises(DraftDamagedError):
        opened(draft)


TAMPERING: dict[str, Callable[[sqlite3.Connection], object]] = {
    "dropped": lambda c: c.execute("DELETE FROM contents WHERE number = 2"),
    "without head": lambda c: c.execute("DELETE FROM contents WHERE number = 0"),
    "swapped": lambda c: c.execute(
        "UPDATE contents SET data = (SELECT data FROM contents WHERE number = 3) WHERE number = 1"
    ),
    "doubled": lambda c: c.execute(
        "INSERT INTO contents SELECT 9, data FROM contents WHERE number = 1"
    ),
    "cut": lambda c: c.execute("UPDATE contents SET data = substr(data, 1, 20) WHERE number = 1"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found(file: Path, how: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        TAMPERING[how](connection)
    with pytest.raises(DraftDamagedError, match="条目"):
        opened(file)


@pytest.mark.parametrize("number", [1, 2])
def test_an_entry_put_back_to_an_older_state_is_found(file: Path, number: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT data FROM contents WHERE number = ?"
        (old,) = connection.execute(query, (number,)).fetchone()
    with closing(opened(file)) as table:
        table.write({number: TableChange(b"new")})
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE contents SET data = ? WHERE number = ?", (old, number))
    with pytest.raises(DraftDamagedError):
        opened(file)


def test_a_body_of_another_entry_is_found_when_it_is_wanted(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "UPDATE revision SET data = (SELECT data FROM revision WHERE number = 3)"
            " WHERE number = 1"
        )
    with closing(opened(file)) as table, pytest.raises(DraftDamagedError, match="第 1 条"):
        table.body(1)


def test_no_flipped_bit_gives_other_content(file: Path, tmp_path: Path) -> None:
    data, dice = file.read_bytes(), random.Random(5)
    copy = tmp_path / "flipped.jbgs"
    refused = 0
    for _ in range(150):
        at, bit = dice.randrange(len(data)), dice.randrange(8)
        copy.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        try:
            with closing(opened(copy)) as table:
                assert table.entries == {1: b"one", 2: b"two", 3: b"three"}
                assert (table.body(1), table.body(3)) == (BODY, b"")
        except DraftError:
            refused += 1
    assert refused > 0


def write_until_killed(file: str, first: int, sender: Connection) -> None:
    """New entries without end, each together with a change of the one before."""
    table = opened(Path(file))
    for number in range(first, first + 10**6):
        new = {number: TableChange(b"new %d" % number, b"%d" % number * 5000)}
        changed = {number - 1: TableChange(b"done %d" % (number - 1))} if number > 1 else {}
        table.write({**new, **changed})
        sender.send(number)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_no_kill_loses_an_entry(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    file = tmp_path / "register.jbgs"
    opened(file).close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    dice, last, hot = random.Random(7), 0, 0
    for _ in range(max(10, pytestconfig.getoption("--kills") // 4)):
        receiver, sender = context.Pipe(duplex=False)
        writer = context.Process(target=write_until_killed, args=(str(file), last + 1, sender))
        writer.start()
        sender.close()
        if receiver.poll(60):
            time.sleep(dice.random() * 0.05)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        last = max([last, *acknowledged(receiver)])
        writer.join()
        receiver.close()
        hot += file.with_name("register.jbgs-journal").exists()
        with closing(opened(file)) as table:
            found = table.entries
            assert max(found, default=0) in (last, last + 1)
            last = max(found, default=0)
            expected = {n: b"done %d" % n for n in range(1, last)}
            assert found == ({**expected, last: b"new %d" % last} if last else {})
            assert all(table.body(n) == b"%d" % n * 5000 for n in range(max(1, last - 3), last + 1))
    assert hot > 0


def test_a_copy_is_a_whole_table(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jbgs"
    shutil.copyfile(file, copy)
    with closing(opened(copy)) as table:
        assert table.entries[3] == b"three"
