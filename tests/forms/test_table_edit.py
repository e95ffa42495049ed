"""Editing a table: its grid stays whole, and no text goes that was not told to go."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms import table_edit
from jbgs_desktop.forms.section import MOST_COLUMNS, SectionTable, SpanningCell
from jbgs_desktop.forms.table_edit import Area


def words(table: SectionTable) -> Counter[str]:
    return Counter(line for cell in table.cells() for line in cell.text.split("\n") if line)


@st.composite
def tables(draw: st.DrawFn) -> SectionTable:
    """A filled table with some merged cells; every cell has a word of its own."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    table = table_edit.new_table(rows, columns)
    texts = [[f"r{row}c{column}" for column in range(columns)] for row in range(rows)]
    table = table_edit.with_texts(table, 0, 0, texts)
    for _ in range(draw(st.integers(0, 3))):
        table = merged_if_it_can_be(table, draw(areas(table)))
    return table


def areas(table: SectionTable) -> st.SearchStrategy[Area]:
    rows, columns = len(table.rows), table.column_count
    return st.builds(
        lambda row, column, down, across: Area(
            row, column, min(down, rows - row), min(across, columns - column)
        ),
        st.integers(0, rows - 1),
        st.integers(0, columns - 1),
        st.integers(1, 3),
        st.integers(1, 3),
    )


def merged_if_it_can_be(table: SectionTable, area: Area) -> SectionTable:
    try:
        return table_edit.merge_cells(table, area)
    except ValueError:
        return table


def valid(table: SectionTable) -> SectionTable:
    """``table`` once more from its JSON, which refuses a grid that does not fit."""
    return SectionTable.model_validate_json(table.model_dump_json())


def covered(table: SectionTable) -> int:
    return sum(cell.rows * cell.columns for cell in table.cells())


@given(st.data())
def test_whatever_is_done_the_grid_is_whole_and_no_word_is_lost(data: st.DataObject) -> None:
    table = data.draw(tables())
    for _ in range(data.draw(st.integers(1, 6))):
        before = words(table)
        rows, columns = len(table.rows), table.column_count
        row, column = data.draw(st.integers(0, rows)), data.draw(st.integers(0, columns))
        deed = data.draw(st.sampled_from(["rows", "columns", "merge", "split"]))
        if deed == "rows":
            table = table_edit.insert_rows(table, row, 2)
        elif deed == "columns":
            table = table_edit.insert_columns(table, column)
        elif deed == "merge":
            table = merged_if_it_can_be(table, data.draw(areas(table)))
        else:
            table = table_edit.split(table, min(row, rows - 1), min(column, columns - 1))
        assert words(table) == before
        assert valid(table) == table
        assert covered(table) == len(table.rows) * table.column_count
        assert len(table.widths) == table.column_count


@given(st.data())
def test_deleting_takes_what_lies_inside_and_nothing_else(data: st.DataObject) -> None:
    table = data.draw(tables())
    at = data.draw(st.integers(0, len(table.rows) - 1))
    number = data.draw(st.integers(1, len(table.rows) - at))
    inside = Area(at, 0, number, table.column_count)
    kept = [cell for cell in table.cells() if not inside.holds(cell)]
    left = table_edit.delete_rows(table, at, number)
    assert valid(left) == left
    assert sorted(cell.text for cell in left.cells()) == sorted(cell.text for cell in kept)

    across = data.draw(st.integers(0, table.column_count - 1))
    strip = Area(0, across, len(table.rows), 1)
    kept = [cell for cell in table.cells() if not strip.holds(cell)]
    left = table_edit.delete_columns(table, across)
    assert valid(left) == left
    assert sorted(cell.text for cell in left.cells()) == sorted(cell.text for cell in kept)


@given(tables(), st.data())
def test_pasted_texts_are_all_there_and_the_table_grows_for_them(
    table: SectionTable, data: st.DataObject
) -> None:
    texts = [[f"p{row}.{column}" for column in range(3)] for row in range(3)]
    row = data.draw(st.integers(0, len(table.rows) - 1))
    column = data.draw(st.integers(0, table.column_count - 1))
    made = table_edit.with_texts(table, row, column, texts)
    assert valid(made) == made
    assert {text for line in texts for text in line} <= set(words(made))


def test_typing_into_a_cell_keeps_its_span() -> None:
    table = table_edit.merge_cells(table_edit.new_table(3, 3), Area(1, 1, 2, 2))
    made = table_edit.with_text(table, 2, 2, "一格")
    assert made.rows[1] == ("", SpanningCell(text="一格", columns=2, rows=2))


def test_a_place_that_a_short_row_leaves_out_can_be_filled() -> None:
    table = SectionTable(widths=(1, 1), rows=(("a",), ("b", "c")))
    assert table_edit.with_text(table, 0, 1, "新").rows == (("a", "新"), ("b", "c"))
    assert table_edit.grid_texts(table) == [["a", ""], ["b", "c"]]


def test_inserting_above_the_header_belongs_to_it() -> None:
    table = table_edit.new_table(3, 2, ["指标", "单位"])
    assert table_edit.insert_rows(table, 0).header_rows == 2
    assert table_edit.insert_rows(table, 1).header_rows == 1
    assert table_edit.delete_rows(table, 0).header_rows == 0


def test_what_cannot_be_is_said() -> None:
    table = table_edit.merge_cells(table_edit.new_table(4, 4), Area(1, 1, 2, 2))
    with pytest.raises(ValueError, match="已经合并的格"):
        table_edit.merge_cells(table, Area(2, 0, 1, 2))
    with pytest.raises(ValueError, match="表头行"):
        table_edit.merge_cells(table, Area(0, 0, 3, 4))
    with pytest.raises(ValueError, match=f"最多 {MOST_COLUMNS} 列"):
        table_edit.with_texts(table, 0, 0, [["x"] * 300])
