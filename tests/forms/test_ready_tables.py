"""Ready tables: what a call offers for a section, and knowing them again after edits."""

from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.calls.call import Call, Direction
from jbgs_desktop.forms.ready_tables import KnownTable, ready_tables
from jbgs_desktop.forms.ready_tables import known_table as known_in
from jbgs_desktop.forms.section import SectionTable, SpanningCell
from jbgs_desktop.forms.table_edit import (
    Area,
    delete_rows,
    grid_texts,
    insert_columns,
    insert_rows,
    merge_cells,
    with_text,
)
from jbgs_desktop.forms.target_figures import target_figures
from tests.forms.applications import national_call, second_call

_CALLS = (national_call(), second_call())
_EVERY = [
    (call, direction) for call in _CALLS for track in call.tracks for direction in track.directions
]


def _direction(track: str, no: int) -> Direction:
    chosen = national_call().track(track)
    direction = chosen.direction(no) if chosen else None
    assert direction
    return direction


def _offered(call: Call) -> list[SectionTable]:
    return [
        ready.table
        for section in call.form.taskbook.sections
        for ready in ready_tables(call, section, None)
    ]


def _known(table: SectionTable, call: Call = _CALLS[0]) -> KnownTable:
    found = known_in(call, table)
    assert found
    return found


def test_the_notice_offers_its_tables_in_their_sections() -> None:
    offered = {
        section: [grid_texts(ready.table)[0] for ready in ready_tables(_CALLS[0], section, None)]
        for section in _CALLS[0].form.taskbook.sections
    }
    assert {section: heads for section, heads in offered.items() if heads} == {
        "goals": [["指标", "单位", "榜单要求", "现状", "2025年目标", "测试方法"]],
        "plan": [["起止时间", "阶段任务", "交付成果", "责任单位"]],
        "organisation": [
            ["姓名", "职称/职务", "所在单位", "专业", "分工"],
            ["科目", "金额（万元）", "来源"],
        ],
    }


def test_the_second_call_offers_its_own() -> None:
    titles = [table.caption for table in _offered(second_call())]
    assert titles == ["性能一览", "节点", "人手", "开支"]


def test_a_field_path_names_its_section() -> None:
    direction = _direction("humanoid-robot", 2)
    by_path = ready_tables(_CALLS[0], "taskbooks.2.goals", direction)
    assert by_path == ready_tables(_CALLS[0], "goals", direction)
    assert [ready.title for ready in by_path] == ["主要指标"]
    assert by_path[0].table.caption == "主要指标"


def test_what_has_no_ready_table_offers_none() -> None:
    assert ready_tables(_CALLS[0], "risks", None) == ()
    assert ready_tables(_CALLS[0], "nothing", None) == ()


def test_the_table_of_indicators_begins_with_the_figures_of_the_direction() -> None:
    (ready,) = ready_tables(_CALLS[0], "goals", _direction("humanoid-robot", 2))
    assert grid_texts(ready.table)[1:] == [
        ["最高效率", "%", "不低于95%", "", "", ""],
        ["重量", "g", "小于210g", "", "", ""],
        ["尺寸", "cm³", "小于170cm3", "", "", ""],
        ["最大连续功率", "kW", "达到6kW", "", "", ""],
    ]


def test_every_direction_has_one_row_for_each_of_its_figures() -> None:
    for call, direction in _EVERY:
        (ready,) = ready_tables(call, "goals", direction)
        known = _known(ready.table, call)
        figures = target_figures(direction, call.target_year)
        rows = [known.text_at(row, "required") for row in known.body]
        assert rows == [figure.text for figure in figures] or (not figures and rows == [""])
        assert all(known.text_at(row, "name") for row in known.body) or not figures


def test_an_indicator_is_what_stands_before_its_figure() -> None:
    def names(track: str, no: int) -> list[str]:
        (ready,) = ready_tables(_CALLS[0], "goals", _direction(track, no))
        return [row[0] for row in grid_texts(ready.table)[1:]]

    assert names("humanoid-robot", 8) == ["手指末端负载能力", "臂体重量", "灵巧手"]
    assert names("humanoid-robot", 17)[0] == "自主移动速度"
    assert names("humanoid-robot", 4)[0] == "俯仰角和横滚角静态精度"
    assert names("metaverse", 2)[0] == "最低支持8k分辨率"  # a clause that does not end with it


def test_every_offered_table_is_known_again_as_itself() -> None:
    for call in _CALLS:
        for table in _offered(call):
            assert _known(table, call).text.title == table.caption


def test_no_other_table_is_known() -> None:
    call = _CALLS[0]
    assert known_in(call, SectionTable()) is None
    assert known_in(call, SectionTable(rows=(("项目名称", "起止时间"),))) is None
    assert known_in(call, SectionTable(rows=(("科目", "数量"), ("金额", "1")))) is None


def test_other_words_for_a_column_and_another_order_are_known() -> None:
    known = _known(
        SectionTable(rows=(("测试", "目标值", "指标名称", "榜单要求"), ("a", "b", "c", "d")))
    )
    roles = [known.text_at(1, role) for role in ("name", "required", "target", "unit")]
    assert roles == ["c", "d", "b", ""]
    assert known.header("target") == "目标值"
    assert known.cell(1, "unit") is None


def test_a_header_of_two_rows_is_known() -> None:
    known = _known(
        SectionTable(
            header_rows=2,
            rows=(
                (SpanningCell(text="科目", rows=2), SpanningCell(text="金额", columns=2)),
                ("（万元）", "备注"),
                ("设备", "12", "无"),
            ),
        )
    )
    assert known.header("amount") == "金额（万元）"
    assert [known.text_at(row, "amount") for row in known.body] == ["12"]


def test_a_table_without_header_rows_is_known_by_its_first() -> None:
    table = SectionTable(header_rows=0, rows=(("科目", "金额"), ("设备", "12")))
    assert [*_known(table).body] == [1]


def test_a_cell_that_reaches_down_is_in_every_row_of_its_body() -> None:
    table = SectionTable(
        rows=(("科目", "金额"), ("设备", SpanningCell(text="12", rows=2)), ("材料",), ("其他",))
    )
    known = _known(table)
    assert [known.text_at(row, "amount") for row in known.body] == ["12", "12", ""]


_EDITS = st.tuples(
    st.sampled_from(["text", "insert", "delete", "column", "merge"]),
    *(st.integers(1, 12), st.integers(0, 6), st.text(max_size=12)),
)


@given(which=st.integers(0, 3), edits=st.lists(_EDITS, max_size=12))
def test_it_is_known_whatever_was_done_to_its_body(
    which: int, edits: list[tuple[str, int, int, str]]
) -> None:
    table = was = _offered(_CALLS[0])[which]
    for edit, row, column, text in edits:
        row, column = min(row, len(table.rows) - 1), min(column, table.column_count - 1)
        match edit:
            case "text" if row:
                table = with_text(table, row, column, text)
            case "insert":
                table = insert_rows(table, row + 1)
            case "delete" if row:
                table = delete_rows(table, row)
            case "column":
                table = insert_columns(table, column)
            case "merge" if row:
                try:
                    area = Area(row, 0, 1, column + 1)
                    table = merge_cells(table, area)
                except ValueError:
                    continue
    known = _known(table)
    assert known.text.title == was.caption
    assert [*known.columns] == [*known.text.columns]
    assert [*known.body] == [*range(1, len(table.rows))]
    for ready, place in known.columns.items():
        assert grid_texts(table)[0][place] == ready.title
