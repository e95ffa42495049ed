"""From county to city to province: a package brings the ranks and reasons of those below."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from jbgs_desktop.office.bundle_search import FORWARDED_ROWS
from jbgs_desktop.office.intake import Received
from jbgs_desktop.office.ranking_order import in_order, ranked, with_proposal
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Settings
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.registration import register_bundles
from tests.office.registers import TRACK, WHEN, application, new_register, package, receive
from tests.office.test_zip_bundles import zipped

Offices = Callable[[str], Register]


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    with ExitStack() as stack:

        def office(name: str) -> Register:
            (tmp_path / name).mkdir()
            register = stack.enter_context(closing(new_register(tmp_path / name)))
            register.keep_settings(Settings(recommender=name, quota="区县"))
            return register

        yield office


def with_reason(register: Register, entry: RegisterEntry, reason: str) -> None:
    (proposal,) = register.entry(entry.number).proposals
    register.keep(
        [
            with_proposal(
                register.entry(entry.number), proposal.model_copy(update={"reason": reason})
            )
        ]
    )


def test_ranks_and_reasons_go_up_beside_ones_own(offices: Offices, tmp_path: Path) -> None:
    county, city, province = map(offices, ("某县", "某市", "某省"))
    first, second = (receive(county, application(number)) for number in (1, 2))
    county.keep(in_order([*ranked([second]), *ranked([first])]))
    with_reason(county, second, "全县第一家")
    others: list[Received] = []
    up = package(county, tmp_path / "上")
    new = list(register_bundles(city, [up], on_no_bundle=others.append))
    assert sorted(entry.unit for entry in new) == [first.unit, second.unit]
    assert "连同下级的名次和推荐理由" in others[0].notice
    by_unit = {entry.unit: entry for entry in city.entries}
    (endorsed,) = by_unit[second.unit].recommended
    assert (endorsed.recommender, endorsed.quota, endorsed.code) == ("某县", "区县", second.code)
    assert endorsed.received == WHEN
    assert [(r.rank, r.reason) for r in endorsed.rows] == [(1, "全县第一家")]
    assert by_unit[second.unit].proposals[0].reason == ""  # one's own is not written over
    with_reason(city, by_unit[second.unit], "全市领先")
    list(register_bundles(city, [up]))  # once more: nothing is doubled
    order = ranked(city.recommendable(city.entries[0].call, TRACK.id))
    assert len(order) == 2
    assert [len(each.entry.recommended) for each in order] == [1, 1]
    list(register_bundles(province, [package(city, tmp_path / "再上")]))
    (entry,) = (e for e in province.entries if e.unit == second.unit)
    assert [each.recommender for each in entry.recommended] == ["某县", "某市"]
    assert entry.recommended[1].rows[0].reason == "全市领先"


def test_ranks_come_out_of_a_zip_too(offices: Offices, tmp_path: Path) -> None:
    county, city = map(offices, ("某县", "某市"))
    unit = receive(county, application(1))
    with_reason(county, unit, "全县第一家")
    up = package(county, tmp_path / "上")
    others: list[Received] = []
    list(register_bundles(city, [zipped(tmp_path / "上.zip", up)], on_no_bundle=others.append))
    assert [other.reason for other in others] == [""]
    assert "连同下级的名次和推荐理由" in others[0].notice
    (entry,) = city.entries
    assert [row.reason for each in entry.recommended for row in each.rows] == ["全县第一家"]
    (up / "data" / "登记" / "登记数据.json").write_bytes(b"{}")
    others.clear()
    list(register_bundles(city, [zipped(tmp_path / "改.zip", up)], on_no_bundle=others.append))
    assert "上报包不完整" in others[0].reason
    (again,) = (each for each in city.entries if each.number != entry.number)
    assert again.recommended == ()
    assert [each.name for each in city.received.iterdir() if each.name.startswith(".")] == []


def test_it_is_one_act_with_the_intake(offices: Offices, tmp_path: Path) -> None:
    county, city = map(offices, ("某县", "某市"))
    receive(county, application(1))
    list(register_bundles(city, [package(county, tmp_path / "上")]))
    assert city.recommendable()[0].recommended
    assert len(city.undo()) == 2
    assert city.recommendable() == []
    assert city.entries[0].recommended == ()
    city.redo()
    assert city.recommendable()[0].recommended


def test_rows_of_a_package_that_was_changed_are_not_believed(
    offices: Offices, tmp_path: Path
) -> None:
    county, city = map(offices, ("某县", "某市"))
    receive(county, application(1))
    folder = package(county, tmp_path / "上")
    file = folder / FORWARDED_ROWS
    file.write_bytes(file.read_bytes().replace("某县".encode(), "别县".encode()))
    others: list[Received] = []
    list(register_bundles(city, [folder], on_no_bundle=others.append))
    assert "上报包不完整" in others[0].reason
    assert [entry.recommended for entry in city.entries] == [()]
