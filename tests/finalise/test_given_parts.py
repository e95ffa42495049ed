"""分工 in the record: what is out, what answers what, and the version in which it is kept."""

import json
from collections.abc import Iterable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.finalise.given_parts import (
    GivenPart,
    PartState,
    given_out,
    part_answered_by,
    parts_answered_by,
)
from jbgs_desktop.finalise.record import Fault, Packed, Record, parse_record
from tests.finalise.finalised_drafts import NOW, later
from tests.finalise.test_record import STORED, finalised, printed, scanned

GOALS, PLAN, RISKS = (f"taskbooks.2.{name}" for name in ("goals", "plan", "risks"))
FIRST, SECOND = "a" * 32, "b" * 32


def part(
    *fields: str, to: str = "张三", token: str = FIRST, at: int = 0, file: str = "a.docx"
) -> GivenPart:
    return GivenPart(fields=fields, to=to, when=later(at), token=token, file=file)


def record_of(parts: Iterable[GivenPart]) -> Record:
    record = Record()
    for each in parts:
        record = record.with_part(each)
    return record


EVENTS = st.lists(
    st.one_of(
        st.tuples(
            st.just("given"), st.sets(st.sampled_from([GOALS, PLAN, RISKS]), min_size=1).map(sorted)
        ),
        st.tuples(st.sampled_from(["returned", "withdrawn"]), st.integers(0, 5)),
    ),
    max_size=12,
)


@given(EVENTS)
def test_a_part_is_what_the_last_event_says(events: list[tuple[str, object]]) -> None:
    record, states = Record(), dict[int, PartState]()
    for minute, (what, which) in enumerate(events):
        if isinstance(which, list):
            record = record.with_part(part(*which, at=minute, to=str(minute)))
            states[len(states)] = PartState.OUT
        elif isinstance(which, int) and which < len(states):
            change = Record.with_part_returned, Record.with_part_withdrawn
            record = change[what == "withdrawn"](record, record.parts[which], later(minute))
            states[which] = PartState(what)
        assert [each.state for each in record.parts] == list(states.values())
        for path in (GOALS, PLAN, RISKS):
            out = [each for each in record.parts if path in each.fields and each.is_out]
            assert list(given_out(record.parts, path)) == out
        assert parse_record(record.model_dump_json(), "草稿") == record


def test_a_record_without_parts_is_written_as_before() -> None:
    record = Record().with_finalised(finalised()).with_print(printed())
    kept = json.loads(record.model_dump_json())
    of_version_1 = ["finalised", "prints", "ticks", "scans", "packed", "online"]
    assert list(kept) == ["version", *of_version_1]
    given_and = json.loads(record.with_part(part(PLAN)).model_dump_json())
    assert {**given_and, "version": 1} == {**kept, "parts": given_and["parts"]}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("fault", list(Fault))
def test_a_record_with_parts_keeps_the_faults_of_its_scans(
    version: Literal[1, 2], fault: Fault
) -> None:
    """Whatever comes first: scans in the words of version 1, then a part; or the other way."""
    scan = {**json.loads(scanned(1).model_dump_json()), "faults": [STORED[version][fault]]}
    old = json.dumps({"version": version, "scans": [scan]})
    record = parse_record(old, "草稿").with_part(part(PLAN))
    packed = Packed(code="K7QD28FMX4", when=NOW, name="包", place="U盘")
    for each in (record, record.thorough((*record.scans, scanned(2))).with_packed(packed)):
        kept = each.model_dump_json()
        assert json.loads(kept)["version"] == 2
        assert parse_record(kept, "草稿") == each
        assert each.scans[0].faults == (fault,)
        assert json.loads(kept)["scans"][0]["faults"] == [STORED[2][fault]]
    without = record.thorough(())
    assert without.version == 2  # the parts are still there
    assert parse_record(without.model_dump_json(), "草稿").parts == record.parts


def test_what_is_no_part_of_the_record_cannot_come_back() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        record_of([part(PLAN)]).with_part_returned(part(GOALS), NOW)


def test_a_docx_is_known_by_its_revision_and_its_sections() -> None:
    both, one, other = part(GOALS, PLAN), part(PLAN), part(PLAN, token=SECOND)
    parts = record_of([both, one, other]).parts
    assert part_answered_by(parts, FIRST, [PLAN, GOALS]) == both
    assert part_answered_by(parts, FIRST, [PLAN]) == one
    assert part_answered_by(parts, SECOND, [PLAN]) == other
    assert part_answered_by(parts, FIRST, [GOALS]) == both  # the other heading was deleted
    assert part_answered_by(parts, FIRST, [RISKS]) is None
    assert part_answered_by(parts, "c" * 32, [PLAN]) is None
    assert part_answered_by(parts, FIRST, []) is None
    assert part_answered_by(parts, FIRST, [PLAN, "unit.name"]) is None  # a whole form


def test_several_docx_read_together_are_all_found() -> None:
    first, second, third = part(GOALS), part(PLAN), part(RISKS, token=SECOND)
    parts = record_of([first, second, third, part(RISKS)]).parts
    told = {GOALS: FIRST, PLAN: FIRST, RISKS: SECOND}
    assert parts_answered_by(parts, told) == (first, second, third)
    assert parts_answered_by(parts, {**told, "unit.name": FIRST}) == (third,)
    assert parts_answered_by(parts, dict.fromkeys((GOALS, PLAN), "")) == ()
    assert parts_answered_by(parts, {GOALS: ""}) == (first,)
    assert parts_answered_by(parts, {}) == ()


def test_of_two_that_are_alike_the_one_that_is_out_is_answered() -> None:
    record = record_of([part(PLAN, to="张三"), part(PLAN, to="李四")])
    first, second = record.parts
    assert part_answered_by(record.parts, FIRST, [PLAN]) == first
    record = record.with_part_returned(first, NOW)
    assert part_answered_by(record.parts, FIRST, [PLAN]) == second
    record = record.with_part_withdrawn(second, NOW)
    withdrawn = part_answered_by(record.parts, FIRST, [PLAN])
    assert withdrawn is not None
    assert (withdrawn.to, withdrawn.state) == ("李四", PartState.WITHDRAWN)
    record = record.with_part_returned(withdrawn, later(1))
    again = part_answered_by(record.parts, FIRST, [PLAN])  # answered twice
    assert again is not None
    assert again.state is PartState.RETURNED


def test_a_docx_without_its_properties_is_known_where_it_can_be_one_alone() -> None:
    record = record_of([part(PLAN), part(RISKS, token=SECOND)])
    assert part_answered_by(record.parts, "", [PLAN, GOALS]) == record.parts[0]
    assert part_answered_by(record.parts, "", [PLAN, RISKS]) is None  # it could be either
    assert part_answered_by(record.parts, "", [GOALS]) is None
    record = record.with_part_returned(record.parts[0], NOW)
    assert part_answered_by(record.parts, "", [PLAN, RISKS]) == record.parts[1]
    assert part_answered_by(record.parts, "", [PLAN]) == record.parts[0]  # answered twice
