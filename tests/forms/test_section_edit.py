"""Slots: a place to write before, between and behind whatever is no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionItem,
    SectionValue,
    SubHeading,
    TableItem,
    items_of,
    one_way,
)
from jbgs_desktop.forms.section_edit import (
    Slots,
    inserted,
    item_number,
    moved,
    removed,
    section_of,
    slot_of,
    slots_of,
)
from jbgs_desktop.forms.table_edit import new_table

TABLE = TableItem(table=new_table(2, 2))
FIGURE = FigureItem(figure=SectionFigure(file="figures/a.png"))
HEADING = SubHeading(heading="（1）")
BLOCKS = (TABLE, FIGURE, HEADING)

items: st.SearchStrategy[SectionItem] = st.one_of(
    st.sampled_from(BLOCKS), st.sampled_from(["", "一段", "一段\n两段", "\n空行"])
)
sections = st.lists(items, max_size=8).map(one_way)


def paragraphs(slots: Slots) -> list[SectionItem]:
    """What moving moves among, but for empty lines: a lone one has no place in a section."""
    return [
        unit
        for item in slots
        for unit in (item.split("\n") if isinstance(item, str) else [item])
        if unit
    ]


@given(sections)
def test_a_section_has_one_row_of_slots(section: SectionValue) -> None:
    slots = slots_of(section)
    assert section_of(slots) == section
    assert all(isinstance(item, str) is (at % 2 == 0) for at, item in enumerate(slots))
    for number, item in enumerate(items_of(section)):
        slot = slot_of(section, number)
        assert slots[slot] == item
        assert item_number(slots, slot) == number


@pytest.mark.parametrize(
    ("text", "cut", "made"),
    [
        ("前后", 1, ("前", TABLE, "后")),
        ("前\n后", 1, ("前", TABLE, "后")),
        ("前\n后", 2, ("前", TABLE, "后")),
        ("前\n\n后", 2, ("前", TABLE, "后")),
        ("", 0, ("", TABLE, "")),
    ],
)
def test_what_is_inserted_parts_the_text(text: str, cut: int, made: Slots) -> None:
    assert inserted((text,), 0, cut, [TABLE]) == made


def test_a_line_becomes_a_heading() -> None:
    assert inserted(("前\n标题\n后",), 0, 2, [HEADING], until=4) == ("前", HEADING, "后")


def test_texts_around_what_is_removed_are_one() -> None:
    assert removed(("前", TABLE, "后"), 1) == ("前\n后",)
    assert removed(("", TABLE, "后"), 1) == ("后",)
    assert removed(("前", TABLE, "", FIGURE, ""), 3) == ("前", TABLE, "")


@given(sections, st.data())
def test_moving_exchanges_two_neighbours(section: SectionValue, data: st.DataObject) -> None:
    slots = slots_of(section)
    blocks = range(1, len(slots), 2)
    if not blocks:
        return
    slot, by = data.draw(st.sampled_from(blocks)), data.draw(st.sampled_from([-1, 1]))
    made, now = moved(slots, slot, by)
    assert made[now] == slots[slot]
    before = paragraphs(slots)
    assert len(paragraphs(made)) == len(before)
    assert [unit for unit in paragraphs(made) if isinstance(unit, str)] == [
        unit for unit in before if isinstance(unit, str)
    ]
