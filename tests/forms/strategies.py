"""Applications of any content, built from the model itself, so that a new field is in them."""

from contextlib import suppress
from typing import Annotated, Any, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionTable,
    SubHeading,
    TableItem,
)
from jbgs_desktop.forms.table_edit import Area, merge_cells

# Words that the rules look for, so that they are reached, and what breaks careless programs.
_WORDS = st.sampled_from(
    [
        *(
            "",
            "无",
            "—",
            "郑州示例元境科技有限公司",
            "郑州示例元境 科技有限公司",
            "公司",
            "员工",
            "研发人员",
        ),
        *(
            "2022年",
            "2024年",
            "第一阶段",
            "（2023.11-2024.6）",
            "营业收入",
            "3.87亿元",
            "168人",
            "500万元",
        ),
        *("2023-10-30", "9999-12-31", "0001-01-01", "13800000001", "a@shili.cn", "0371-60000000"),
        *(
            "91410100MA9K7QW470",
            "12.345",
            "-1",
            "1E+400",
            "nan",
            "²",
            "٣",
            "１００％",
            "50毫秒",
            "8K",
        ),
        *(
            "{{}}",
            "%s",
            "#set",
            "=1+1",
            "\u2028",
            "\u202e",
            "😀",
            "𠮷",
            "\x00",
            "../x",
            "C:\\x",
            "a.exe",
        ),
        *("miit-2023-weilai-chanye", "zhengzhou", "metaverse", "general-ai", "private", "other"),
    ]
)
TEXTS = st.one_of(
    _WORDS,
    st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=12).map("，".join),
    st.lists(_WORDS, max_size=8).map("".join),
)
_NUMBERS = st.one_of(st.integers(0, 13), st.integers())


_SECTION = Taskbook.model_fields["goals"].annotation


@st.composite
def tables(draw: st.DrawFn) -> SectionTable:
    """Any table that is made in the window: ragged rows, spans, widths."""
    lines = draw(st.lists(st.lists(TEXTS, max_size=4), max_size=4))
    rows = tuple(map(tuple, lines))
    table = SectionTable(rows=rows, header_rows=draw(st.integers(0, 2)), caption=draw(TEXTS))
    wide = table.column_count
    if draw(st.booleans()):
        widths = st.lists(st.sampled_from([0.5, 1, 3]), min_size=wide, max_size=wide + 1)
        table = table.model_copy(update={"widths": tuple(draw(widths))})
    if rows and wide and draw(st.booleans()):
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, wide - 1))
        down, across = draw(st.integers(1, len(rows) - row)), draw(st.integers(1, wide - column))
        with suppress(ValueError):  # over the edge of the header
            table = merge_cells(table, Area(row, column, down, across))
    return SectionTable.model_validate(table.model_dump())


FIGURES = st.builds(
    SectionFigure,
    caption=TEXTS,
    file=st.sampled_from(["", "figures/a.png", "../x.png", "evidence/a.pdf", "a.exe"]),
    width=st.sampled_from([0.1, 0.62, 1]),
)
SECTIONS = st.one_of(
    TEXTS,
    st.lists(
        st.one_of(
            TEXTS,
            st.builds(SubHeading, heading=TEXTS),
            st.builds(TableItem, table=tables()),
            st.builds(FigureItem, figure=FIGURES),
        ),
        max_size=5,
    ),
)


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation == _SECTION:
        return SECTIONS
    if get_origin(annotation) is Annotated:
        return _of(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        return st.lists(_of(get_args(annotation)[0]), max_size=6)
    if get_origin(annotation) is dict:
        keys = st.one_of(_NUMBERS.map(str), st.text(max_size=4))
        return st.dictionaries(keys, _of(get_args(annotation)[1]), max_size=4)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {name: _of(info.annotation) for name, info in annotation.model_fields.items()}
        return st.fixed_dictionaries({}, optional=fields)
    if annotation is str:
        return TEXTS
    if annotation is int:
        return _NUMBERS
    if annotation is bool:
        return st.booleans()
    if bool in get_args(annotation):
        return st.sampled_from([None, False, True])
    return st.just(get_args(annotation)[0])  # the schema version


_TREES = _of(Application)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Any application that loads. (A composite, since the tree of strategies has no short name.)"""
    return Application.model_validate(draw(_TREES))
