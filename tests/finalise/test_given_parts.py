"""分工 in the record: what is out, what answers what, and the version in which it is kept."""

import json
from collections.abc import Iterable, Sequence
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.finalise.given_parts import (
    GivenPart,
    PartState,
    ReturnedFile,
    all_answered_by,
    given_out,
    parts_answered_by,
)
from jbgs_desktop.finalise.record import Fault, Packed, Record, parse_record
from tests.finalise.finalised_drafts import NOW, later
from tests.finalise.test_record import STORED, finalised, printed, scanned

GOALS, PLAN, RISKS = (f"taskbooks.2.{name}" for name in ("goals", "plan", "risks"))
FIRST, SECOND = "a" * 32, "b" * 32
TWO = (("张三", "AAAA1111"), ("李四", "BBBB2222"))


def part(
    *fields: str, to: str = "张三", token: str = FIRST, at: int = 0, code: str = ""
) -> GivenPart:
    return GivenPart(fields=fields, to=to, when=later(at), token=token, file="a.docx", code=code)


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
    for each in (record, record.with_scans((*record.scans, scanned(2))).with_packed(packed)):
        kept = each.model_dump_json()
        assert json.loads(kept)["version"] == 2
        assert parse_record(kept, "草稿") == each
        assert each.scans[0].faults == (fault,)
        assert json.loads(kept)["scans"][0]["faults"] == [STORED[2][fault]]
    without = record.with_scans(())
    assert without.version == 2  # the parts are still there
    assert parse_record(without.model_dump_json(), "草稿").parts == record.parts


def test_what_is_no_part_of_the_record_cannot_come_back() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        record_of([part(PLAN)]).with_part_returned(part(GOALS), NOW)


def answered(parts: Sequence[GivenPart], token: str, *fields: str) -> tuple[GivenPart, ...]:
    return parts_answered_by(parts, ReturnedFile(frozenset(fields), token))


def test_a_docx_is_known_by_its_revision_and_its_sections() -> None:
    both, one, other = part(GOALS, PLAN), part(PLAN), part(PLAN, token=SECOND)
    parts = record_of([both, one, other]).parts
    assert answered(parts, FIRST, PLAN, GOALS) == (both,)
    assert answered(parts, FIRST, PLAN) == (one,)
    assert answered(parts, SECOND, PLAN) == (other,)
    assert answered(parts, FIRST, GOALS) == (both,)  # the other heading was deleted
    assert answered(parts, FIRST, RISKS) == ()
    assert answered(parts, "c" * 32, PLAN) == ()
    assert answered(parts, FIRST) == ()
    assert answered(parts, FIRST, PLAN, "unit.name") == ()  # a whole form


def test_several_docx_read_together_are_all_found() -> None:
    first, second, third = part(GOALS), part(PLAN), part(RISKS, token=SECOND)
    parts = record_of([first, second, third, part(RISKS)]).parts
    last = ReturnedFile(frozenset({RISKS}), SECOND)
    joined = ReturnedFile(frozenset({GOALS, PLAN}), FIRST)
    assert all_answered_by(parts, [joined, last]) == (
        (first, joined),
        (second, joined),
        (third, last),
    )
    form = ReturnedFile(frozenset({GOALS, "unit.name"}), FIRST)
    assert all_answered_by(parts, [form, last]) == ((third, last),)
    assert all_answered_by(parts, []) == ()
    # Files that lost their properties are each known by their own fields.
    lost = [ReturnedFile(frozenset({path})) for path in (GOALS, PLAN)]
    assert all_answered_by(parts, lost) == ((first, lost[0]), (second, lost[1]))


def test_of_two_that_are_alike_the_one_that_is_out_is_answered() -> None:
    record = record_of([part(PLAN, to="张三"), part(PLAN, to="李四")])
    first, second = record.parts
    assert answered(record.parts, FIRST, PLAN)[0] == first
    record = record.with_part_returned(first, NOW)
    assert answered(record.parts, FIRST, PLAN)[0] == second
    record = record.with_part_withdrawn(second, NOW)
    withdrawn, *_ = answered(record.parts, FIRST, PLAN)
    assert (withdrawn.to, withdrawn.state) == ("李四", PartState.WITHDRAWN)
    record = record.with_part_returned(withdrawn, later(1))
    again, *_ = answered(record.parts, FIRST, PLAN)  # answered twice
    assert again.state is PartState.RETURNED


def test_a_docx_without_its_properties_is_known_where_it_can_be_one_alone() -> None:
    record = record_of([part(PLAN), part(RISKS, token=SECOND)])
    first, second = record.parts
    assert answered(record.parts, "", PLAN, GOALS) == (first,)
    assert answered(record.parts, "", PLAN, RISKS) == ()  # it could be either
    assert answered(record.parts, "", GOALS) == ()
    record = record.with_part_returned(first, NOW)
    assert answered(record.parts, "", PLAN, RISKS)[0] == second
    assert answered(record.parts, "", PLAN) == (record.parts[0],)  # answered twice


def test_a_docx_that_tells_its_code_is_that_part_and_no_other() -> None:
    """Two have the same section of one revision; the second one's comes back first."""
    third, fourth = (part(PLAN, to=to, code=code) for to, code in TWO)
    old = part(PLAN)
    parts = record_of([old, third, fourth]).parts
    by_code = ReturnedFile(frozenset({PLAN}), FIRST, frozenset({"BBBB2222"}))
    assert parts_answered_by(parts, by_code) == (fourth,)
    both = ReturnedFile(frozenset({PLAN}), "", frozenset({"BBBB2222", "AAAA1111"}))
    assert parts_answered_by(parts, both) == (third, fourth)
    unknown = ReturnedFile(frozenset({PLAN}), FIRST, frozenset({"CCCC3333"}))
    assert parts_answered_by(parts, unknown) == ()


def test_a_record_is_in_version_3_where_a_part_has_a_code() -> None:
    record = record_of([part(PLAN)])
    assert json.loads(record.model_dump_json())["version"] == 2
    assert "code" not in json.loads(record.model_dump_json())["parts"][0]
    record = record.with_part(part(PLAN, code="AAAA1111")).with_scans(())
    assert json.loads(record.model_dump_json())["version"] == 3
    assert parse_record(record.model_dump_json(), "草稿") == record
