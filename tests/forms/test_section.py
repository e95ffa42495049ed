"""A section of a task book: text, or text with sub-headings, tables and figures."""

import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.section import (
    FigureItem,
    Section,
    SectionFigure,
    SectionValue,
    SubHeading,
    is_empty,
    items_of,
    section_text,
)
from jbgs_desktop.forms.section_numbers import section_numbers
from jbgs_desktop.forms.text.count import count
from tests.forms.applications import changed, national_call
from tests.forms.strategies import SECTIONS

_GOALS = "taskbooks.2.goals"
_TABLE = {
    "caption": "主要技术指标",
    "widths": [3, 2, 2.5],
    "header_rows": 1,
    "rows": [
        ["指标", "单位", {"text": "测试\n方法", "columns": 1, "rows": 2}],
        ["效率", "%"],
    ],
}
_SECTION = [
    "到2025年，",
    "指标见表1。",
    {"heading": "（1）主要指标"},
    {"table": _TABLE},
    {"figure": {"caption": "系统架构", "file": "figures/a.png", "width": 0.62}},
]
_ADAPTER: TypeAdapter[SectionValue] = TypeAdapter(Section)


def section(value: Any) -> SectionValue:
    return _ADAPTER.validate_python(value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([], ""),
        ([""], ""),
        (["甲", "乙"], "甲\n乙"),
        (["甲", {"heading": "一"}, "", "乙"], ("甲", SubHeading(heading="一"), "乙")),
        ([{"figure": {"file": "a.png"}}], (FigureItem(figure=SectionFigure(file="a.png")),)),
    ],
)
def test_the_same_content_is_written_in_one_way(given: Any, kept: SectionValue) -> None:
    assert section(given) == kept


@given(SECTIONS)
def test_what_is_written_is_the_same_section(value: Any) -> None:
    once = section(value)
    assert section(json.loads(_ADAPTER.dump_json(once))) == once
    assert section(list(items_of(once))) == once


def test_a_cell_that_spans_nothing_is_a_text() -> None:
    plain = section([{"table": {"rows": [["甲"]]}}])
    assert section([{"table": {"rows": [[{"text": "甲", "columns": 1, "rows": 1}]]}}]) == plain


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"rows": [[{"text": "甲", "rows": 2}]]}, "跨到了表格下面"),
        ({"widths": [1], "rows": [["甲", "乙"]]}, "表格有 2 列，最多 1 列"),
        ({"rows": [["甲"] * 64]}, "最多 63 列"),
        (
            {"rows": [["甲", {"text": "乙", "rows": 2}], [{"text": "丙", "columns": 2}]]},
            "重叠",
        ),
    ],
)
def test_a_table_whose_cells_do_not_fit_is_refused(table: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        section([{"table": table}])


def test_a_path_leads_to_a_cell_and_changes_it() -> None:
    application = changed((_GOALS, _SECTION))
    assert application.get(f"{_GOALS}.2.rows.0.2.text") == "测试\n方法"
    after = application.set(f"{_GOALS}.2.rows.1.0", "最高效率").set(f"{_GOALS}.3.width", 1)
    assert after.get(f"{_GOALS}.2.rows.1.0") == "最高效率"
    assert after.get(f"{_GOALS}.0") == "到2025年，\n指标见表1。"
    assert dict(after.figures())[f"{_GOALS}.3"].width == 1
    assert application.get(f"{_GOALS}.2.rows.1.0") == "效率"


def test_words_are_counted_as_word_does_and_figures_not() -> None:
    # 2025 and % are one word each; a line end within a cell parts no Han characters.
    text = section_text(changed((_GOALS, _SECTION)).taskbook(2).goals)
    assert count(text).words == sum(
        count(part).words
        for part in (
            *("到2025年，", "指标见表1。", "（1）主要指标", "主要技术指标", "指标", "单位"),
            *("测试\n方法", "效率", "%", "系统架构"),
        )
    )


def test_tables_and_figures_are_numbered_through_the_sections() -> None:
    table, figure = {"table": _TABLE}, {"figure": {"file": "a.png"}}
    application = changed(
        ("taskbooks.2.introduction", [figure]),
        (_GOALS, [figure, table]),
        ("taskbooks.2.plan", [table]),
    )
    sections = national_call().form.taskbook.sections
    assert section_numbers(application.taskbook(2), sections) == {
        "introduction.0": "图1",
        "goals.0": "图2",
        "goals.1": "表1",
        "plan.0": "表2",
    }


def test_only_an_application_with_a_list_is_of_version_2() -> None:
    plain, rich = changed(), changed((_GOALS, _SECTION))
    versions = [json.loads(each.to_json())["schema_version"] for each in (plain, rich)]
    assert versions == [1, 2]
    back = rich.set(_GOALS, "到2025年，")
    assert json.loads(back.to_json())["schema_version"] == 1


@pytest.mark.parametrize(
    ("value", "empty"),
    [("", True), (" \n", True), ([{"heading": " "}], True), ([{"figure": {"file": ""}}], False)],
)
def test_a_section_with_a_figure_is_not_empty(value: Any, empty: bool) -> None:
    assert is_empty(section(value)) is empty


def test_files_are_named_anew_where_they_stand() -> None:
    application = changed((_GOALS, _SECTION), ("taskbooks.5.plan", [_SECTION[-1]]))
    assert "figures/a.png" in application.files()
    everywhere = application.with_files({"figures/a.png": "figures/b.png"})
    assert {each.file for _, each in everywhere.figures()} == {"figures/b.png"}
    one = application.with_files({"figures/a.png": "figures/b.png"}, _GOALS)
    assert [each.file for _, each in one.figures()] == ["figures/b.png", "figures/a.png"]
    assert Application().files() == ()
