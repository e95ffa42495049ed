"""Words found anywhere in an application, and others put in their place."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.edit_history import EditHistory
from jbgs_desktop.forms.stored_form import normalised
from jbgs_desktop.forms.word_search import SoughtWords, reworded, word_places
from tests.forms.strategies import applications

_GOALS = (
    "第一段，灵巧手",
    {"heading": "1. 灵巧手"},
    {"table": {"caption": "灵巧手指标", "rows": [["灵巧手", {"text": "灵巧手", "columns": 2}]]}},
    {"figure": {"caption": "灵巧手照片", "file": "figures/灵巧手.png"}},
)


@pytest.fixture
def application() -> Application:
    return Application().set("taskbooks", {"1": {"goals": _GOALS}}).set("unit.name", "灵巧手公司")


def _paths(application: Application, sought: SoughtWords) -> list[str]:
    return [place.path for place in word_places(application, sought)]


def test_cells_captions_and_headings_are_found_but_no_name_of_a_picture(
    application: Application,
) -> None:
    assert _paths(application, SoughtWords("灵巧手")) == [
        "unit.name",
        "taskbooks.1.goals.0",
        "taskbooks.1.goals.1.heading",
        "taskbooks.1.goals.2.caption",
        "taskbooks.1.goals.2.rows.0.0",
        "taskbooks.1.goals.2.rows.0.1.text",
        "taskbooks.1.goals.3.caption",
    ]


def test_case_and_width_make_a_difference_only_when_asked() -> None:
    application = Application().set("product_overview", "VR１００ vr100 ＶＲ100，1,000")
    assert len(word_places(application, SoughtWords("Vr100"))) == 3
    assert len(word_places(application, SoughtWords("vr100", exactly=True))) == 1
    assert len(word_places(application, SoughtWords("，"))) == 1  # not the comma of a number


def test_letters_that_grow_when_they_are_lowered_move_no_place() -> None:
    application = Application().set("product_overview", "İİ甲ΟΔΟΣ")
    (place,) = word_places(application, SoughtWords("甲οδοσ"))
    assert (place.start, place.end) == (2, 7)


def test_only_one_field_or_one_task_book_is_searched(application: Application) -> None:
    application = application.set("taskbooks.12", application.taskbook(1))
    assert len(_paths(application, SoughtWords("灵巧手", within="taskbooks.1"))) == 6
    assert _paths(application, SoughtWords("灵巧手", within="unit.name")) == ["unit.name"]
    assert len(_paths(application, SoughtWords("灵巧手"))) == 13


def test_a_date_a_code_and_a_choice_are_never_changed() -> None:
    application = (
        Application()
        .set("cover.date", "2023-11-20")
        .set("unit.code", "91410100MA9K2023Q0")
        .set("unit.nature", "private")
        .set("product_overview", "2023年")
    )
    made = reworded(application, word_places(application, SoughtWords("2023")), "2024")
    assert made.changes == {"product_overview": "2024年"}
    assert [place.path for place in made.left] == ["cover.date", "unit.code"]
    assert not word_places(application, SoughtWords("private"))  # no page shows it


def test_a_text_between_tables_that_is_emptied_moves_no_other() -> None:
    goals = ("甲", {"table": {"rows": [["甲"]]}}, "甲", {"table": {"rows": [["甲乙"]]}})
    application = Application().set("taskbooks", {"1": {"goals": goals}})
    history = EditHistory(application)
    history.set_all(reworded(application, word_places(application, SoughtWords("甲")), "").changes)
    assert history.value.text("taskbooks.1.goals").split() == ["乙"]
    history.undo()
    assert history.value == application


_NEEDLES = st.sampled_from(
    ["公司", "示例", "1", "１", "年", "a", "A", "K", "2023", "😀", "万元", " "]
)


@given(applications(), _NEEDLES, st.sampled_from(["", "〇", "〇〇"]), st.booleans())
def test_all_is_replaced_and_nothing_else(
    application: Application, needle: str, words: str, exactly: bool
) -> None:
    assume(needle != " " or words)
    application = normalised(application, None)
    sought = SoughtWords(needle, exactly)
    places = word_places(application, sought)
    made = reworded(application, places, words)
    assert len(made.done) + len(made.left) == len(places)
    assert {place.field for place in made.done} == set(made.changes)
    history = EditHistory(application)
    history.set_all(made.changes)
    if words:  # what was on either side of words that are gone may be these words again
        assert len(word_places(history.value, sought)) == len(made.left)
    for field in dict(application.texts()):
        if not any(f"{field}.".startswith(f"{changed}.") for changed in made.changes):
            assert history.value.get(field) == application.get(field)
    for field, value in made.changes.items():
        before = application.text(field)
        cut = [before[i] for i in range(len(before))]
        for start, end in sought.places_in(before):
            cut[start:end] = [words, *[""] * (end - start - 1)]
        after = history.value.text(field) if isinstance(value, tuple) else str(value)
        assert "".join("".join(cut).split()) == "".join(after.split())
