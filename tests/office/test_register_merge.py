"""Two officers, two computers: a register handed over, opened beside the other, joined."""

import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.errors import DraftHeldError, DraftKeyError, JbgsError
from jbgs_desktop.office.hand_registration import (
    HandForm,
    hand_documents,
    register_by_hand,
)
from jbgs_desktop.office.ranking_order import with_proposal
from jbgs_desktop.office.register.entry_changes import return_entry
from jbgs_desktop.office.register.parts import Settings
from jbgs_desktop.office.register.register import FILE, Register
from jbgs_desktop.office.register_merge import clashes, join
from jbgs_desktop.office.register_transfer import hand_over, handed_folder, open_handed
from tests.bundle.small_bundles import CALL
from tests.drafts.cheap_drafts import CHEAP, SECRET
from tests.office.registers import TRACK, WHEN, application, new_register, receive

WORD = Passphrase("移交用的口令")
Offices = Callable[[str], Register]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Offices]:
    with ExitStack() as stack:

        def opened(name: str) -> Register:
            register = stack.enter_context(closing(new_register(tmp_path / name)))
            register.keep_settings(Settings(officer=name))
            return register

        yield opened


def handed(register: Register, into: Path) -> Register:
    into.mkdir(exist_ok=True)
    folder = hand_over(register, into, WORD, WHEN, cost=CHEAP)
    return open_handed(folder, [WORD])


def with_work(register: Register, number: int, reason: str, remarks: str) -> None:
    entry = register.entry(number)
    proposal = entry.proposals[0].model_copy(update={"reason": reason})
    register.keep([with_proposal(entry, proposal).model_copy(update={"remarks": remarks})])


def test_a_handed_register_is_found_on_the_stick_that_it_is_on(
    office: Offices, tmp_path: Path
) -> None:
    stick = tmp_path / "U"
    stick.mkdir()
    with pytest.raises(JbgsError, match="没有移交的登记表"):
        handed_folder(stick)
    folder = hand_over(office("甲"), stick, WORD, WHEN, cost=CHEAP)
    assert handed_folder(folder) == handed_folder(stick) == folder
    folder.rename(stick / "登记表移交_早一份")
    second = hand_over(office("乙"), stick, WORD, WHEN, cost=CHEAP)
    with pytest.raises(JbgsError, match="几份移交的登记表"):
        handed_folder(stick)
    assert handed_folder(second) == second


def test_what_came_to_both_and_was_left_alone_by_both_is_not_asked(
    office: Offices, tmp_path: Path
) -> None:
    mine, theirs = office("甲"), office("乙")
    for register, when in ((mine, WHEN), (theirs, WHEN.replace(hour=5))):
        for number in (1, 2):
            receive(register, application(number), when=when)
    with_work(theirs, theirs.entries[1].number, "好", "")
    with closing(handed(theirs, tmp_path / "U")) as copy:
        assert [clash.unit for clash in clashes(mine, copy)] == [theirs.entries[1].unit]
        join(mine, copy, [], WHEN)
    assert [entry.unit for entry in mine.recommendable()] == [e.unit for e in theirs.entries]


def test_a_copy_has_everything_for_who_knows_the_passphrase(
    office: Offices, tmp_path: Path
) -> None:
    mine = office("甲")
    entry = receive(mine, application(1))
    mine.keep([return_entry(entry, ["缺章"], "", WHEN)])
    (tmp_path / "U").mkdir()
    folder = hand_over(mine, tmp_path / "U", WORD, WHEN, cost=CHEAP)
    assert [each.name for each in (tmp_path / "U").iterdir()] == [folder.name]
    with closing(open_handed(folder, [WORD])) as copy:
        assert copy.entries == mine.entries
        assert copy.acts() == mine.acts()
        assert copy.application(entry.number) == application(1)
        assert (copy.received / entry.folder / "bagit.txt").is_file()
        with pytest.raises(DraftHeldError, match="只读"):
            copy.keep([entry.model_copy(update={"remarks": "x"})])
    with pytest.raises(DraftKeyError):
        open_handed(folder, [SECRET])
    with pytest.raises(JbgsError, match="没有移交的登记表"):
        open_handed(tmp_path / "U", [WORD])
    assert mine.received.stat().st_mode & stat.S_IRWXO == 0


def test_one_that_a_colleague_has_open_is_read(office: Offices, tmp_path: Path) -> None:
    mine = office("甲")
    entry = receive(mine, application(1))
    with pytest.raises(DraftHeldError, match="只读打开"):
        new_register(tmp_path / "甲")
    before = (tmp_path / "甲" / "office" / FILE).read_bytes()
    beside = Register.open([SECRET], tmp_path / "甲" / "office", read_only=True)
    with closing(beside):
        assert beside.entries == mine.entries
        mine.keep([entry.model_copy(update={"remarks": "还在写"})])
        with pytest.raises(DraftHeldError):
            beside.keep_settings(Settings(officer="乙"))
    assert (tmp_path / "甲" / "office" / FILE).read_bytes() != before
    assert mine.entry(entry.number).remarks == "还在写"


def test_different_units_join_and_the_same_one_is_asked(office: Offices, tmp_path: Path) -> None:
    mine, theirs = office("甲"), office("乙")
    both = receive(mine, application(1))
    receive(mine, application(2))
    with_work(mine, both.number, "甲写的", "甲问过")
    other = receive(theirs, application(1), "再收")
    receive(theirs, application(3))
    with_work(theirs, other.number, "乙写的", "乙问过")
    with closing(handed(theirs, tmp_path / "U")) as copy:
        (clash,) = clashes(mine, copy)
        assert clash.unit == both.unit
        outcome = join(mine, copy, [clash.application], WHEN)
        assert (outcome.added, outcome.sentences) == (2, [])
        assert sorted(e.unit for e in mine.recommendable()) == sorted(
            application(number).unit.name for number in (1, 2, 3)
        )
        assert len(mine.acts()[-1].changes) == 3
    (counted,) = (e for e in mine.recommendable() if e.unit == both.unit)
    assert counted.proposals[0].reason == "乙写的"
    assert counted.remarks == "乙问过；甲问过"
    assert all((mine.received / e.folder / "bagit.txt").is_file() for e in mine.entries)
    mine.undo()
    assert sorted(e.unit for e in mine.recommendable()) == sorted(
        application(number).unit.name for number in (1, 2)
    )
    assert mine.entry(both.number).remarks == "甲问过"


def test_ones_own_counts_when_it_is_preferred(office: Offices, tmp_path: Path) -> None:
    mine, theirs = office("甲"), office("乙")
    both = receive(mine, application(1))
    with_work(mine, both.number, "甲写的", "")
    newer = application(1).set("product_overview", "另一版")
    with_work(theirs, receive(theirs, newer).number, "乙写的", "乙问过")
    with closing(handed(theirs, tmp_path / "U")) as copy:
        join(mine, copy, [], WHEN)
    (counted,) = mine.recommendable()
    assert (counted.code, counted.proposals[0].reason) == (both.code, "甲写的")
    assert counted.remarks == "乙问过"
    assert mine.submission(counted).undecided == frozenset()


def test_a_copy_that_comes_back_joins_what_is_new_only(office: Offices, tmp_path: Path) -> None:
    mine = office("甲")
    entry = receive(mine, application(1))
    folder = hand_over(mine, _made(tmp_path / "U"), WORD, WHEN, cost=CHEAP)
    with closing(new_register(tmp_path / "乙")) as ill:
        with closing(open_handed(folder, [WORD])) as copy:
            assert join(ill, copy, [], WHEN).added == 1
        assert (ill.entries, ill.acts()) == (mine.entries, mine.acts())
        assert (ill.received / entry.folder / "bagit.txt").is_file()
        with_work(ill, entry.number, "乙接着写", "")
        receive(ill, application(2))
        with closing(handed(ill, tmp_path / "V")) as back:
            (clash,) = clashes(mine, back)
            outcome = join(mine, back, [clash.application], WHEN)
    assert outcome.added == 1
    assert mine.entry(entry.number).proposals[0].reason == "乙接着写"
    assert len(mine.entries) == 2


def test_a_bundle_that_was_spoilt_on_the_way_is_told(office: Offices, tmp_path: Path) -> None:
    mine, theirs = office("甲"), office("乙")
    entry = receive(theirs, application(1))
    folder = hand_over(theirs, _made(tmp_path / "U"), WORD, WHEN, cost=CHEAP)
    (folder / "received" / entry.folder / "data/01_电子版/申报材料.pdf").write_bytes(b"%PDF other")
    with closing(open_handed(folder, [WORD])) as copy:
        outcome = join(mine, copy, [], WHEN)
    assert outcome.added == 1
    assert "没有一起并入" in outcome.sentences[0]
    assert mine.entries[0].folder == ""


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_unit_by_hand_comes_with_its_document(office: Offices, tmp_path: Path) -> None:
    mine, theirs = office("甲"), office("乙")
    document = tmp_path / "材料.docx"
    document.write_bytes(b"PK docx")
    form = HandForm(CALL, TRACK, "手写有限公司", "", (2,), "", "", "", WHEN, document)
    register_by_hand(theirs, form)
    with closing(handed(theirs, tmp_path / "U")) as copy:
        assert join(mine, copy, [], WHEN).sentences == []
    (entry,) = mine.recommendable()
    assert list(hand_documents(mine, entry).values()) == [b"PK docx"]
