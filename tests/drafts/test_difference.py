"""Versions side by side, and merging them."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.drafts.difference import (
    WordChange,
    both_kept,
    changed_words,
    differences,
    merge,
    take_back,
)
from jbgs_desktop.forms.application import Application, Evidence, Participant
from jbgs_desktop.forms.section import SectionTable, TableItem
from tests.drafts.cheap_drafts import application

WORDS = st.text("的是研发，。AI5G 3.5%\n", max_size=60)
REPEATED = st.lists(st.sampled_from(["研发，", "研究，", "95%。"]), max_size=90).map("".join)


def edited(start: Application, changes: dict[str, object]) -> Application:
    return reduce(lambda value, change: value.set(*change), changes.items(), start)


def shown(old: str, new: str) -> str:
    signs = {WordChange.SAME: "{}", WordChange.REMOVED: "[-{}]", WordChange.ADDED: "[+{}]"}
    return "".join(signs[run.change].format(run.text) for run in changed_words(old, new))


def test_fields_that_differ_are_listed_in_the_papers_order() -> None:
    old = application(1).set("unit.participants", (Participant(name="甲"), Participant()))
    new = edited(
        old,
        {
            "taskbooks.10.plan": "计划",
            "unit.participants.1.name": "乙",
            "unit.staff": "12",
            "directions": (2, 10),
        },
    )
    found = {d.path: (d.old, d.new) for d in differences(old, new)}
    assert list(found) == [
        "directions",
        "unit.staff",
        "unit.participants.1.name",
        "taskbooks.10.plan",
    ]
    assert found["unit.participants.1.name"] == ("", "乙")
    assert found["taskbooks.10.plan"] == ("", "计划")
    shorter = old.set("unit.participants", ())
    assert [d.path for d in differences(old, shorter)] == ["unit.participants"]
    assert differences(old, old) == []


def test_one_field_or_all_is_taken_back() -> None:
    old = application(1)
    new = edited(old, {"unit.name": "错", "unit.staff": "9"})
    assert take_back(new, old, "unit.name") == old.set("unit.staff", "9")
    whole = reduce(lambda value, d: take_back(value, old, d.path), differences(old, new), new)
    assert whole == old


def test_a_section_is_one_field_whatever_it_holds() -> None:
    old = application(1).set("taskbooks.2.goals", ["甲", {"figure": {"file": "figures/a.png"}}])
    new = old.set("taskbooks.2.goals.1.caption", "图题").set("taskbooks.2.goals.0", "乙")
    assert [d.path for d in differences(old, new)] == ["taskbooks.2.goals"]
    assert take_back(new, old, "taskbooks.2.goals") == old
    merged = merge(old, new, old)
    assert (merged.application, merged.taken) == (new, ("taskbooks.2.goals",))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        (
            "到2025年，精度达到95%。",
            "到2025年，精度达到99.5%。",
            "到2025年，精度达到[-95%][+99.5%]。",
        ),
        ("研发投入大。", "研发的投入很大。", "研发[+的]投入[+很]大。"),
        ("采用Transformer架构", "采用Mamba架构", "采用[-Transformer][+Mamba]架构"),
        ("第一句。第二句。", "第二句。", "[-第一句。]第二句。"),
        ("甲。乙。", "甲。丙。乙。", "甲。[+丙。]乙。"),
        ("国内领先", "世界一流", "[-国内领先][+世界一流]"),
        ("上海的企业", "北京的公司", "[-上海的企业][+北京的公司]"),
    ],
)
def test_changed_words_are_marked(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


@given(WORDS | REPEATED, WORDS | REPEATED)
def test_both_texts_are_whole_in_the_marked_one(old: str, new: str) -> None:
    runs = changed_words(old, new)
    assert "".join(run.text for run in runs if run.change is not WordChange.ADDED) == old
    assert "".join(run.text for run in runs if run.change is not WordChange.REMOVED) == new
    assert all(run.text for run in runs)
    assert (old == new) == all(run.change is WordChange.SAME for run in runs)


def test_a_text_that_says_the_same_many_times_is_compared_clause_by_clause() -> None:
    old, new = "甲。" + "研发大，占5%。" * 40, "乙。" + "研发大，占9%。" * 40
    assert shown(old, new) == "[-甲][+乙]。" + "研发大，占[-5%][+9%]。" * 40


def test_one_that_says_it_thousands_of_times_is_shown_as_replaced_where_it_changed() -> None:
    same = "研发，" * 3000
    old, new = f"开始。{same}结束。", f"开始。新，{same}旧，{same}结束。"
    assert shown(old, new) == f"开始。[+新，{same}旧，]{same}结束。"
    assert shown(f"一，{same}二。", f"三，{same}四。") == f"[-一，{same}二。][+三，{same}四。]"


def test_texts_too_long_to_match_word_by_word_are_shown_as_replaced() -> None:
    old, new = "的" * 5000, "的是" * 2500
    assert [run.change for run in changed_words(old, new)] == [WordChange.REMOVED, WordChange.ADDED]


def test_changes_of_both_sides_are_merged_field_by_field() -> None:
    base = application(0)
    mine = edited(base, {"unit.name": "我", "unit.staff": "1", "taskbooks.2.goals": "同"})
    theirs = edited(base, {"unit.name": "他", "unit.rd_staff": "2", "taskbooks.2.goals": "同"})
    merged = merge(mine, theirs, base)
    assert merged.application == mine.set("unit.rd_staff", "2")
    assert merged.taken == ("unit.rd_staff",)
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.base, conflict.mine, conflict.theirs) == (
        "unit.name",
        "示例单位0",
        "我",
        "他",
    )


def test_without_a_common_version_every_difference_is_asked() -> None:
    mine, theirs = application(1), application(2)
    merged = merge(mine, theirs, None)
    assert merged.application == mine
    paths = ["unit.name", "taskbooks.2.goals", "taskbooks.2.plan"]
    assert [conflict.path for conflict in merged.conflicts] == paths


def test_items_of_a_list_are_not_mixed_up_when_its_length_changed() -> None:
    base = application(0).set("evidence", (Evidence(title="甲"), Evidence(title="乙")))
    mine = base.set("evidence", (Evidence(title="乙"),))
    theirs = base.set("evidence", (Evidence(title="丙"),))
    merged = merge(mine, theirs, base)
    assert merged.application == mine
    assert [conflict.path for conflict in merged.conflicts] == ["evidence"]


VALUES = st.sampled_from(["", "一", "二"])
EDITS = st.dictionaries(st.sampled_from(("unit.name", "taskbooks.2.goals", "cover.date")), VALUES)


@given(EDITS, EDITS)
def test_merging_loses_no_change_of_either_side(
    ours: dict[str, object], other: dict[str, object]
) -> None:
    base = application(0)
    mine, theirs = edited(base, ours), edited(base, other)
    merged = merge(mine, theirs, base)
    contested = {conflict.path for conflict in merged.conflicts}
    for path in ("unit.name", "taskbooks.2.goals", "cover.date"):
        values = (base.get(path), mine.get(path), theirs.get(path))
        if path in contested:
            assert len(set(values)) == 3
        else:
            changed = [value for value in values[1:] if value != values[0]]
            assert merged.application.get(path) == (changed[0] if changed else values[0])
    assert merge(mine, mine, base).conflicts == ()


TABLE = TableItem(table=SectionTable(caption="指标", rows=(("一", "二"),)))


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("甲\n\n乙", "甲\n\n乙\n丙", "甲\n\n乙\n丙"),
        ("甲\n乙我", "甲\n乙他", "甲\n乙我\n乙他"),
        ("头\n甲", "头\n新\n甲\n尾", "头\n新\n甲\n尾"),
        (("甲", TABLE, "乙"), ("甲", "丙", TABLE, "乙"), ("甲\n丙", TABLE, "乙")),
        ("", "甲", "甲"),
        (("甲", TABLE), "甲", ("甲", TABLE)),
    ],
)
def test_both_kept_has_what_is_shared_once(mine: object, theirs: object, both: object) -> None:
    assert both_kept(mine, theirs) == both  # type: ignore[arg-type]
