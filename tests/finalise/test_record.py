"""经办记录: stages, what is outdated, ticks, the words in which it is kept."""

import json
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.finalise.record import (
    Fault,
    Finalised,
    Packed,
    Print,
    Record,
    ScannedPage,
    Stage,
    parse_record,
)
from tests.finalise.finalised_drafts import NOW, later

CODES = ("K7QD28FMX4", "ABCD28FMX4")


def finalised(code: str = CODES[0], pages: int = 3) -> Finalised:
    return Finalised(code=code, digest="0" * 64, when=NOW, point=1, pages=pages)


def printed(code: str = CODES[0]) -> Print:
    return Print(code=code, when=NOW, printer="办公室", copies=2)


def scanned(
    page: int, code: str = CODES[0], *, left_out: bool = False, fault: Fault | None = None
) -> ScannedPage:
    faults = (fault,) if fault else ()
    return ScannedPage(
        file="scans/a.pdf", index=page, page=page, code=code, left_out=left_out, faults=faults
    )


def test_each_stage_follows_from_what_happened() -> None:
    record = Record()
    assert record.stage is Stage.DRAFT
    record = record.with_finalised(finalised())
    assert record.stage is Stage.FINALISED
    record = record.with_print(printed())
    assert record.stage is Stage.PRINTED
    pages = tuple(scanned(page) for page in (1, 2))
    assert record.thorough(pages).stage is Stage.PRINTED
    assert record.thorough((*pages, scanned(3, left_out=True))).stage is Stage.PRINTED
    assert record.thorough((*pages, scanned(3, CODES[1]))).stage is Stage.PRINTED
    record = record.thorough((*pages, scanned(3)))
    assert record.stage is Stage.SCANNED
    record = record.with_packed(Packed(code=CODES[0], when=NOW, name="包", place="U盘"))
    assert record.stage is Stage.PACKED


def test_reopening_goes_back_to_the_draft_and_marks_the_paper_outdated() -> None:
    record = Record().with_finalised(finalised()).with_print(printed())
    record = record.with_reopened(later(1), "要改电话")
    assert (record.stage, record.current) == (Stage.DRAFT, None)
    assert record.is_outdated(CODES[0])
    with pytest.raises(ValueError, match="nothing"):
        record.with_reopened(later(2), "再改")
    record = record.with_finalised(finalised(CODES[1]))
    assert record.stage is Stage.FINALISED
    assert record.is_outdated(CODES[0])


def test_a_tick_belongs_to_its_version() -> None:
    record = Record().with_finalised(finalised()).with_tick("cover/unit", NOW)
    assert record.is_ticked("cover/unit")
    assert not record.with_tick("cover/unit", None).is_ticked("cover/unit")
    other = record.with_reopened(later(1), "改").with_finalised(finalised(CODES[1]))
    assert not other.is_ticked("cover/unit")


@given(st.lists(st.sampled_from(CODES), max_size=6))
def test_versions_are_numbered_by_their_codes(codes: list[str]) -> None:
    record = Record(finalised=tuple(map(finalised, codes)))
    numbers = [record.number_of(each.code) for each in record.finalised]
    assert set(numbers) == set(range(1, len(set(codes)) + 1))
    assert record.number_of("ZZZZZZZZZZ") == len(set(codes)) + 1


@given(st.lists(st.sampled_from(["cover/unit", "pledge/unit", "edge"])), st.lists(st.booleans()))
def test_what_is_kept_is_read_back(spots: list[str], prints: list[bool]) -> None:
    record = Record().with_finalised(finalised())
    for spot in spots:
        record = record.with_tick(spot, None if record.is_ticked(spot) else NOW)
    for _ in prints:
        record = record.with_print(printed())
    assert parse_record(record.model_dump_json(), "草稿") == record


# What stands for a fault in a record of each version. These were stored, so they stay.
STORED = {
    1: {
        Fault.BLANK: "空白页",
        Fault.LOW_DPI: "分辨率不足",
        Fault.BLURRED: "模糊",
        Fault.CUT_OFF: "边缘被裁切",
        Fault.SKEWED: "歪斜",
    },
    2: {
        Fault.BLANK: "blank",
        Fault.LOW_DPI: "low-dpi",
        Fault.BLURRED: "blurred",
        Fault.CUT_OFF: "cut-off",
        Fault.SKEWED: "skewed",
    },
}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_is_stored_in_the_words_of_the_version(
    fault: Fault, version: Literal[1, 2]
) -> None:
    record = Record(version=version, scans=(scanned(1, fault=fault),))
    kept = record.model_dump_json()
    (scan,) = json.loads(kept)["scans"]
    assert scan["faults"] == [STORED[version][fault]]
    assert parse_record(kept, "草稿") == record


def test_a_record_is_in_the_lowest_version_that_holds_it() -> None:
    record = Record().with_finalised(finalised()).thorough((scanned(1),)).with_print(printed())
    assert record.version == 1
    poor = record.thorough((scanned(1), scanned(2, fault=Fault.SKEWED)))
    assert (poor.version, poor.thorough((scanned(1),)).version) == (2, 1)


def test_faults_in_the_words_of_version_1_are_joined_by_others_in_these() -> None:
    old = Record(version=1, scans=(scanned(1, fault=Fault.SKEWED),)).with_finalised(finalised())
    more = old.thorough((*old.scans, scanned(2, fault=Fault.BLURRED)))
    assert [scan["faults"] for scan in json.loads(more.model_dump_json())["scans"]] == [
        ["歪斜"],
        ["模糊"],
    ]
