"""Two versions of a section put together, by paragraph and by cell."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.drafts.section_merge import ChangedBy, SectionMerge, Side
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionTable,
    SectionValue,
    SubHeading,
    TableItem,
    one_way,
    section_text,
)

_TEXTS = st.sampled_from(["甲。", "乙。", "丙。", "丁。", ""])
_TABLES = st.lists(st.lists(_TEXTS, min_size=2, max_size=2), min_size=1, max_size=2).map(
    lambda rows: TableItem(table=SectionTable(rows=tuple(map(tuple, rows))))
)
_ITEMS = st.one_of(
    st.lists(_TEXTS, min_size=1, max_size=4).map("\n".join),
    _TABLES,
    st.sampled_from(["1. 目标", "2. 方法"]).map(lambda text: SubHeading(heading=text)),
    st.sampled_from("ab").map(lambda name: FigureItem(figure=SectionFigure(file=f"{name}.png"))),
)
_SECTIONS = st.lists(_ITEMS, max_size=5).map(one_way)


def table(*rows: tuple[str, ...]) -> TableItem:
    return TableItem(table=SectionTable(caption="指标", rows=rows))


def all_of(merge: SectionMerge, side: Side) -> SectionValue:
    return merge.joined(dict.fromkeys(range(len(merge.stretches)), side))


@given(_SECTIONS, _SECTIONS, st.none() | _SECTIONS)
def test_either_side_can_be_had_whole(
    mine: SectionValue, theirs: SectionValue, base: SectionValue | None
) -> None:
    merge = SectionMerge(mine, theirs, base)
    assert all_of(merge, Side.MINE) == mine
    assert all_of(merge, Side.THEIRS) == theirs


@given(_SECTIONS, _SECTIONS)
def test_what_only_one_side_changed_is_taken_without_a_question(
    base: SectionValue, changed: SectionValue
) -> None:
    for merge in (SectionMerge(base, changed, base), SectionMerge(changed, base, base)):
        assert not any(stretch.changed_by.is_open for stretch in merge.stretches)
        assert merge.joined({}) == changed


@given(_SECTIONS, _SECTIONS, st.none() | _SECTIONS)
def test_with_both_kept_no_text_is_lost(
    mine: SectionValue, theirs: SectionValue, base: SectionValue | None
) -> None:
    kept = section_text(all_of(SectionMerge(mine, theirs, base), Side.BOTH)).split("\n")
    for side in (mine, theirs):
        assert {*section_text(side).split("\n")} <= {*kept, ""}


def test_changes_in_different_paragraphs_do_not_meet() -> None:
    merge = SectionMerge("甲一。\n乙。\n丙。", "甲。\n乙。\n丙三。", "甲。\n乙。\n丙。")
    assert merge.joined({}) == "甲一。\n乙。\n丙三。"
    assert [each.changed_by for each in merge.stretches] == [
        ChangedBy.MINE,
        ChangedBy.NOBODY,
        ChangedBy.THEIRS,
    ]


def test_a_paragraph_that_both_changed_is_asked_about() -> None:
    merge = SectionMerge("甲一。\n乙。", "甲二。\n乙。\n丙。", "甲。\n乙。")
    (number,) = (at for at, each in enumerate(merge.stretches) if each.changed_by.is_open)
    assert merge.joined({}) == "甲一。\n乙。\n丙。"
    assert merge.joined({number: Side.THEIRS}) == "甲二。\n乙。\n丙。"
    assert merge.joined({number: Side.BOTH}) == "甲一。\n甲二。\n乙。\n丙。"


def test_a_table_of_one_grid_is_compared_by_its_cells() -> None:
    def section(first: str, second: str) -> Any:
        return (f"{first}{second}", table(("指标", "数值"), (first, second)), "完。")

    merge = SectionMerge(section("功率密度", "5"), section("密度", "7"), section("密度", "4"))
    found = {each.cell: each.changed_by for each in merge.stretches if each.cell}
    assert found == {
        (0, 0): ChangedBy.NOBODY,
        (0, 1): ChangedBy.NOBODY,
        (1, 0): ChangedBy.MINE,
        (1, 1): ChangedBy.BOTH,
    }
    number = next(at for at, each in enumerate(merge.stretches) if each.cell == (1, 1))
    joined = merge.joined({number: Side.THEIRS})
    assert joined[1] == table(("指标", "数值"), ("功率密度", "7"))
    assert joined[0] == "功率密度5"


def test_tables_of_different_grids_are_chosen_whole() -> None:
    mine, theirs = (table(("指标",)), table(("指标", "数值")))
    merge = SectionMerge((mine,), (theirs,))
    assert [each.changed_by for each in merge.stretches] == [ChangedBy.UNKNOWN]
    assert merge.joined({0: Side.THEIRS}) == (theirs,)


def test_what_is_written_anew_stands_instead_of_either_side() -> None:
    base, mine, theirs = (one_way(["甲。\n乙。", table(("指标",), (cell,))]) for cell in "012")
    mine = one_way(["甲一。\n乙。", *mine[1:]])
    theirs = one_way(["甲二。\n乙。", *theirs[1:]])
    merge = SectionMerge(mine, theirs, base)
    text, cell = (at for at, each in enumerate(merge.stretches) if each.changed_by.is_open)
    assert merge.stretches[text].is_words
    assert merge.stretches[cell].cell == (1, 0)
    made = merge.joined({text: Side.BOTH}, {text: "甲一，\n甲二。", cell: "≥1"})
    assert made == one_way(["甲一，\n甲二。\n乙。", table(("指标",), ("≥1",))])
    assert merge.joined({}, {text: " ", cell: ""}) == one_way(["乙。", table(("指标",), ("",))])


def test_a_table_or_a_figure_is_no_place_for_words() -> None:
    merge = SectionMerge(one_way([table(("甲",))]), one_way([table(("甲", "乙"))]), None)
    assert [each.is_words for each in merge.stretches] == [False]


def test_cells_that_only_one_side_changed_are_offered_one_by_one() -> None:
    base = one_way(["甲。", table(("指标", "目标"), ("效率", "1"), ("重量", "2"))])
    theirs = one_way(["甲。", table(("指标", "目标"), ("效率", "9"), ("重量", "8"))])
    merge = SectionMerge(base, theirs, base)
    changed = [at for at, each in enumerate(merge.stretches) if each.mine != each.theirs]
    assert [merge.stretches[at].cell for at in changed] == [(1, 1), (2, 1)]
    assert merge.joined({}) == theirs
    half = one_way(["甲。", table(("指标", "目标"), ("效率", "1"), ("重量", "8"))])
    assert merge.joined({changed[0]: Side.MINE}) == half
