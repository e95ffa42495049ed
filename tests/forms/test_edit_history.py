"""One history across the whole application, and everybody who listens is told."""

from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.edit_history import EditHistory


def _name(editing: EditHistory) -> str:
    return editing.value.unit.name


def test_changes_of_one_field_that_follow_each_other_are_one_step() -> None:
    editing = EditHistory(Application())
    for text in ("郑", "郑州", "郑州某"):
        editing.set("unit.name", text)
    assert editing.undo() == "unit.name"
    assert _name(editing) == ""
    assert not editing.can_undo


def test_leaving_a_field_ends_the_step() -> None:
    editing = EditHistory(Application())
    editing.set("unit.name", "郑州")
    editing.pause()
    editing.set("unit.name", "郑州某")
    editing.undo()
    assert _name(editing) == "郑州"
    editing.undo()
    assert _name(editing) == ""


def test_another_field_begins_a_step_of_its_own() -> None:
    editing = EditHistory(Application())
    editing.set("unit.name", "甲")
    editing.set("unit.address", "乙")
    editing.set("unit.name", "丙")
    assert [editing.undo(), editing.undo(), editing.undo()] == [
        *("unit.name", "unit.address", "unit.name")
    ]
    assert editing.value == Application()
    assert editing.undo() is None


def test_redo_goes_forward_again() -> None:
    editing = EditHistory(Application())
    editing.set("unit.name", "甲")
    editing.set("unit.address", "乙")
    editing.undo()
    assert editing.can_redo
    assert editing.redo() == "unit.address"
    assert editing.value.unit.address == "乙"
    assert editing.redo() is None


def test_a_new_change_forgets_what_could_be_redone() -> None:
    editing = EditHistory(Application())
    editing.set("unit.name", "甲")
    editing.undo()
    editing.set("unit.address", "乙")
    assert not editing.can_redo
    assert _name(editing) == ""


def test_typing_after_undo_is_a_new_step() -> None:
    editing = EditHistory(Application())
    editing.set("unit.name", "甲")
    editing.pause()
    editing.set("unit.name", "甲乙")
    editing.undo()
    editing.set("unit.name", "甲丙")
    editing.undo()
    assert _name(editing) == "甲"


def test_the_same_value_is_no_change() -> None:
    paths: list[str] = []
    editing = EditHistory(Application())
    editing.listen(paths.append)
    editing.set("unit.name", "")
    assert paths == []
    assert not editing.can_undo


def test_whoever_listens_is_told_of_every_change_undo_and_redo() -> None:
    first: list[str] = []
    second: list[tuple[str, str]] = []
    editing = EditHistory(Application())
    editing.listen(first.append)
    editing.listen(lambda path: second.append((path, _name(editing))))
    editing.set("unit.name", "甲")
    editing.set("unit.name", "甲乙")
    editing.undo()
    editing.redo()
    editing.undo()
    editing.undo()
    assert first == ["unit.name"] * 5
    assert [name for _, name in second] == ["甲", "甲乙", "", "甲乙", ""]


def test_the_history_has_an_end() -> None:
    editing = EditHistory(Application())
    for no in range(3000):
        editing.set("unit.name", str(no))
        editing.pause()
    steps = 0
    while editing.undo():
        steps += 1
    assert 1000 <= steps < 3000
    assert _name(editing) == str(2999 - steps)


_PATHS = st.sampled_from(["unit.name", "cover.date", "taskbooks.2.goals", "taskbooks.5.plan"])
_EDITS = st.lists(
    st.one_of(st.tuples(_PATHS, st.text(max_size=3)), st.sampled_from(["pause", "undo", "redo"])),
    max_size=40,
)


@given(_EDITS)
def test_undoing_all_gives_the_beginning_and_redoing_all_the_end(
    edits: list[tuple[str, str] | str],
) -> None:
    editing = EditHistory(Application())
    for edit in edits:
        if isinstance(edit, tuple):
            editing.set(*edit)
        else:
            getattr(editing, edit)()
    while editing.redo():
        pass
    end = editing.value
    while editing.undo():
        pass
    assert editing.value == Application()
    while editing.redo():
        pass
    assert editing.value == end


def test_a_step_is_known_to_stand_or_to_be_taken_back() -> None:
    history = EditHistory(Application())
    history.set_all({"unit.name": "甲", "unit.address": "乙"})
    step = history.last_step
    history.set("unit.name", "丙")
    assert history.is_step_done(step) is True
    history.undo()
    history.undo()
    assert (history.is_step_done(step), history.last_step) == (False, 0)
    history.redo()
    assert history.is_step_done(step) is True
    assert history.last_step == step
    history.undo()
    history.set("unit.name", "丁")  # there is no way back to it
    assert history.is_step_done(step) is None
