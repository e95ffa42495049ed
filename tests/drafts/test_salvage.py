"""What is damaged gives what still authenticates, says what is missing, and stays as it was."""

import io
import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.drafts.format.attachments import PART
from jbgs_desktop.drafts.format.database import PAGE
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.salvage import salvage
from jbgs_desktop.errors import DraftDamagedError, DraftKeyError, JbgsError
from tests.drafts.cheap_drafts import (
    SECRET,
    application,
    attach_and_save,
    attach_figure_and_save,
    everything,
    new_draft,
    reopen,
)

GOLDEN = Path(__file__).parent / "golden" / "v1.jbgs"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "salvaged.jbgs"


def test_a_sound_draft_comes_out_whole(target: Path) -> None:
    salvaged = salvage(GOLDEN, lambda: [SECRET], target, [SECRET])
    assert salvaged.missing == ()
    revisions, files = everything(GOLDEN)
    found, found_files = everything(target)
    assert (found[-1], found_files) == (revisions[-1], files)


def test_the_books_of_versions_come_along_where_they_are_sound(
    tmp_path: Path, target: Path
) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        draft.keep_version("第1版", "record", "A", io.BytesIO(b"sound"))
        draft.keep_version("第2版", "record", "B", io.BytesIO(b"damaged"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE attachment SET data = zeroblob(35) WHERE length(data) = 35")
    assert salvage(file, lambda: [SECRET], target, [SECRET]).missing == ()
    with closing(reopen(target)) as draft:
        stream = draft.open_book("A")
        assert stream is not None
        with stream:
            assert stream.read() == b"sound"
        assert draft.open_book("B") is None


def test_every_lost_page(tmp_path: Path, target: Path) -> None:
    file, damaged = tmp_path / "a.jbgs", tmp_path / "damaged.jbgs"
    with closing(new_draft(file, application(0))) as draft:
        draft.save(application(1).set("unit.profile", os.urandom(5000).hex()))
        attach_and_save(draft, "a.pdf", os.urandom(20_000))
        attach_and_save(draft, "b.pdf", os.urandom(20_000))
    whole = file.read_bytes()
    revisions, files = everything(file)
    outcomes = {"whole": 0, "part": 0, "none": 0}
    for page in range(len(whole) // PAGE):
        content = bytearray(whole)
        content[page * PAGE : (page + 1) * PAGE] = os.urandom(PAGE)
        damaged.write_bytes(content)
        try:
            salvaged = salvage(damaged, lambda: [SECRET], target, [SECRET])
        except JbgsError:
            outcomes["none"] += 1
            continue
        found, found_files = everything(target)
        outcomes["part" if salvaged.missing else "whole"] += 1
        known = [r.set("evidence", ()) for r in revisions]
        assert found[-1].set("evidence", ()) in known
        assert found_files.items() <= {**files, "": b""}.items() or "证明材料" in str(
            salvaged.missing
        )
        if not salvaged.missing:
            assert (found[-1], found_files) == (revisions[-1], files)
        assert damaged.read_bytes() == content
    print(outcomes)
    # Lost for good only with the page of the keys, or with the root of the versions.
    assert outcomes["none"] <= 3
    assert outcomes["part"] > 3


def test_lost_evidence_is_named(tmp_path: Path, target: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        attach_and_save(draft, "kept.pdf", b"kept")
        attach_and_save(draft, "lost.pdf", os.urandom(3 * PART))
    content = bytearray(file.read_bytes())
    content[100 - PART] ^= 1
    file.write_bytes(content)
    with closing(reopen(file)) as draft:
        assert draft.examine() == ["证明材料“evidence/lost.pdf”已损坏。"]
        with draft.open_evidence("evidence/lost.pdf") as stream, pytest.raises(DraftDamagedError):
            stream.read()
    salvaged = salvage(file, lambda: [SECRET], target, [SECRET])
    assert len(salvaged.missing) == 1
    assert "“evidence/lost.pdf”已损坏" in salvaged.missing[0]
    with closing(reopen(target)) as draft:
        files = [evidence.file for evidence in draft.load().application.evidence]
        assert files == ["evidence/kept.pdf", ""]


def test_a_lost_picture_leaves_its_figure_empty(tmp_path: Path, target: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file)) as draft:
        attach_figure_and_save(draft, "kept.png", b"kept")
        attach_figure_and_save(draft, "lost.png", os.urandom(3 * PART))
    content = bytearray(file.read_bytes())
    content[100 - PART] ^= 1
    file.write_bytes(content)
    salvaged = salvage(file, lambda: [SECRET], target, [SECRET])
    assert ["图片“figures/lost.png”已损坏" in line for line in salvaged.missing] == [True]
    with closing(reopen(target)) as draft:
        figures = [figure.file for _, figure in draft.load().application.figures()]
        assert figures == ["figures/kept.png", ""]


def test_flipped_bits_cost_at_most_what_they_hit(tmp_path: Path, target: Path) -> None:
    golden, (revisions, _) = bytearray(GOLDEN.read_bytes()), everything(GOLDEN)
    damaged, came_out = tmp_path / "damaged.jbgs", 0
    known = [value.set("evidence", ()) for value in revisions]
    for bit in random.Random(4).sample(range(8 * len(golden)), 100):
        golden[bit // 8] ^= 1 << bit % 8
        damaged.write_bytes(golden)
        golden[bit // 8] ^= 1 << bit % 8
        try:
            salvage(damaged, lambda: [SECRET], target, [SECRET])
        except JbgsError:
            continue
        came_out += 1
        assert everything(target)[0][-1].set("evidence", ()) in known
    assert came_out >= 95


def test_the_last_version_is_taken_and_an_older_one_is_told(tmp_path: Path, target: Path) -> None:
    file = tmp_path / "a.jbgs"
    with closing(new_draft(file, application(0))) as draft:
        draft.save(application(1))
        draft.save(application(2).set("unit.profile", os.urandom(20_000).hex()))
    content = bytearray(file.read_bytes())
    content[-2 * PAGE] ^= 1
    file.write_bytes(content)
    with closing(reopen(file)) as draft, pytest.raises(DraftDamagedError):
        draft.load()
    salvaged = salvage(file, lambda: [SECRET], target, [SECRET])
    assert "此前能读取的最新版本" in salvaged.missing[0]
    assert everything(target)[0][-1] == application(1)


def test_without_the_key_or_without_a_draft_nothing_comes_out(tmp_path: Path, target: Path) -> None:
    with pytest.raises(DraftKeyError):
        salvage(GOLDEN, lambda: [Passphrase("x")], target, [SECRET])
    junk = tmp_path / "junk.jbgs"
    junk.write_bytes(os.urandom(40_000))
    with pytest.raises(DraftDamagedError):
        salvage(junk, lambda: [SECRET], target, [SECRET])
    assert not target.exists()


def test_a_draft_for_a_passphrase_is_salvaged_for_its_new_owner(
    tmp_path: Path, target: Path
) -> None:
    file = tmp_path / "a.jbgs"
    passphrase = Passphrase("口令")
    new_draft(file, application(1), passphrase).close()
    content = bytearray(file.read_bytes())
    content[:PAGE] = bytes(PAGE)
    file.write_bytes(content)
    salvage(file, lambda: [passphrase], target, [SECRET])
    assert everything(target)[0][-1] == application(1)
