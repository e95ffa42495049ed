"""Which of a unit's bundles counts: told by the bundles and the officer, not by receipt."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from jbgs_desktop.bundle.bagit_profile import BundleHistory
from jbgs_desktop.office.ranking_order import with_proposal
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.office.register.entry_changes import (
    chosen_entries,
    removed_entries,
    restored_entry,
    return_entry,
    unreturned_entry,
)
from jbgs_desktop.office.register.register import Register
from tests.office.registers import WHEN, application, new_register, receive

DAY = timedelta(days=1)
OLD = application(1)
NEW = application(1).set("product_overview", "另一版")
NEWEST = application(1).set("product_overview", "第三版")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


def history(day: int, *replaces: str) -> BundleHistory:
    return BundleHistory(WHEN + day * DAY, replaces)


def counted(register: Register) -> list[str]:
    """The 核验码 of what may be recommended."""
    return [entry.code for entry in register.recommendable()]


def states(register: Register) -> list[EntryState]:
    return [register.state(entry) for entry in register.entries]


def test_an_old_version_that_comes_again_takes_nobody_away(register: Register) -> None:
    receive(register, OLD, "a", history=history(1))
    new = receive(register, NEW, "b", history=history(2))
    receive(register, OLD, "c", history=history(1))
    assert counted(register) == [new.code]
    assert states(register)[0] is EntryState.REPLACED
    assert states(register)[2] is EntryState.DOUBLED
    receive(register, NEW, "d", history=history(2))
    assert counted(register) == [new.code]


def test_the_order_of_receipt_tells_nothing(tmp_path: Path) -> None:
    bundles = [(value, history(day)) for day, value in enumerate((OLD, NEW, NEWEST), start=1)] + [
        (OLD, history(1))
    ]
    for number, order in enumerate(permutations(bundles)):
        (tmp_path / str(number)).mkdir()
        with closing(new_register(tmp_path / str(number))) as register:
            codes = {
                receive(register, value, str(at), history=history).code: value
                for at, (value, history) in enumerate(order)
            }
            assert [codes[code] for code in counted(register)] == [NEWEST]


def test_the_chain_of_versions_outweighs_a_wrong_clock(register: Register) -> None:
    old = receive(register, OLD, "a", history=history(9))
    new = receive(register, NEW, "b", history=history(1, old.code))
    assert counted(register) == [new.code]


def test_the_day_of_packing_decides_where_nothing_else_is_told(register: Register) -> None:
    new = receive(register, NEW, "a", made=date(2023, 11, 2))
    receive(register, OLD, "b", made=date(2023, 11, 1))
    assert counted(register) == [new.code]


def test_what_nothing_tells_the_officer_decides(register: Register) -> None:
    entries = [receive(register, OLD, "a"), receive(register, NEW, "b")]
    assert len(register.recommendable()) == 1
    assert EntryState.UNDECIDED in states(register)
    for entry in (*entries, *entries):
        register.keep(chosen_entries(register, entry.number))
        assert counted(register) == [entry.code]
        assert EntryState.UNDECIDED not in states(register)
    again = receive(register, OLD, "c")
    assert register.state(again) is EntryState.DOUBLED
    assert counted(register) == [entries[1].code]
    newest = receive(register, NEWEST, "d", history=history(1), made=date(2030, 1, 1))
    assert counted(register) == [newest.code]


def test_a_returned_bundle_comes_back_with_better_scans(register: Register) -> None:
    first = receive(register, OLD, "a")
    register.keep([return_entry(first, ["扫描件缺第3页"], "", WHEN)])
    assert counted(register) == []
    assert register.state(receive(register, OLD, "b")) is EntryState.DOUBLED
    assert counted(register) == []
    better = receive(register, OLD, "c", scan=b"better")
    assert better.code == first.code
    assert counted(register) == [better.code]
    assert states(register)[0] is EntryState.REPLACED
    register.keep([register.entry(better.number).model_copy(update={"problems": ()})])
    assert register.state(register.entry(better.number)) is EntryState.CORRECTED
    register.keep([unreturned_entry(register.entry(first.number))])
    assert len(register.recommendable()) == 1
    assert EntryState.CORRECTED not in states(register)


def test_a_second_return_is_answered_by_a_third_bundle(register: Register) -> None:
    first = receive(register, OLD, "a")
    register.keep([return_entry(first, ["缺章"], "", WHEN)])
    second = receive(register, NEW, "b")
    register.keep([return_entry(register.entry(second.number), ["仍缺章"], "", WHEN + DAY)])
    assert [state.name for state in states(register)] == ["REPLACED", "RETURNED"]
    third = receive(register, NEWEST, "c", when=WHEN + 2 * DAY)
    assert counted(register) == [third.code]


def _worked_on(register: Register, entry: RegisterEntry) -> None:
    proposal = entry.proposals[0].model_copy(update={"rank": 7, "reason": "好", "left_out": True})
    changed = with_proposal(entry, proposal)
    register.keep([changed.model_copy(update={"ticks": ("edge",), "remarks": "电话问过"})])


def test_what_the_officer_wrote_goes_over_to_the_version_that_counts(register: Register) -> None:
    old = receive(register, OLD, "a", history=history(1))
    _worked_on(register, old)
    new = receive(register, NEW, "b", history=history(2))
    assert (new.ticks, new.remarks) == (("edge",), "电话问过")
    (proposal,) = new.proposals
    assert (proposal.rank, proposal.reason, proposal.left_out) == (7, "好", True)
    late = receive(register, OLD, "c", history=history(1))
    assert late.remarks == ""
    register.keep([register.entry(new.number).model_copy(update={"remarks": "改过"})])
    register.keep(chosen_entries(register, old.number))
    assert register.entry(old.number).remarks == "改过"


def test_what_is_deleted_is_put_back(register: Register) -> None:
    entry = receive(register, OLD, "a")
    register.keep(removed_entries([entry], "测试用的", datetime(2023, 11, 2, tzinfo=UTC)))
    assert (counted(register), states(register)) == ([], [EntryState.REMOVED])
    register.keep([restored_entry(register.entry(entry.number))])
    assert register.entries == (entry,)
    assert counted(register) == [entry.code]
