"""见表2 in the text is offered to follow when a table is put in, moved or deleted before it."""

from PySide6.QtWidgets import QLabel, QPushButton

from jbgs_desktop.forms.section import SectionTable, SectionValue, TableItem
from tests.ui.form.section_editing import PATH, TABLE, Editing, begun_with, press

_OTHER = SectionTable(caption="进度", rows=(("时间", "任务"), ("2024年", "研制")))
_SECTION: SectionValue = (
    "见表1，再见表2。",
    TableItem(table=TABLE),
    "中间",
    TableItem(table=_OTHER),
    "如表2所示。",
)


def _offered(editing: Editing) -> str:
    shown = [each.text() for each in editing.page.findChildren(QLabel) if each.isVisible()]
    return "".join(text for text in shown if "正文" in text and "处提到" in text)


def _take(editing: Editing, title: str) -> None:
    buttons = editing.page.findChildren(QPushButton)
    (button,) = [each for each in buttons if each.isVisible() and each.text() == title]
    button.click()


def _put_in_before(editing: Editing) -> None:
    editing.go(".0")
    press("Ctrl+Home")
    editing.editor.insert_table(_OTHER.model_copy(update={"caption": "新"}))


@begun_with(_SECTION)
def test_mentions_follow_when_asked_to_and_one_undo_takes_it_back(editing: Editing) -> None:
    _put_in_before(editing)
    assert _offered(editing) == "表1现在是表2，表2现在是表3，正文有3处提到。"
    _take(editing, "一并改")
    assert editing.items[1:2] + editing.items[-1:] == ("见表2，再见表3。", "如表3所示。")
    assert _offered(editing) == ""
    editing.session.undo()
    assert editing.items[1:2] + editing.items[-1:] == ("见表1，再见表2。", "如表2所示。")
    assert "正文有3处提到" in _offered(editing)
    editing.session.undo()
    assert editing.section == _SECTION
    assert _offered(editing) == ""


@begun_with(_SECTION)
def test_what_was_said_adds_up_and_what_is_written_later_is_left_alone(editing: Editing) -> None:
    _put_in_before(editing)
    _put_in_before(editing)
    assert _offered(editing) == "表1现在是表3，表2现在是表4，正文有3处提到。"
    editing.session.set(f"{PATH}.4", "新写的见表1")
    _take(editing, "一并改")
    assert editing.section[-1] == "如表4所示。"
    assert "新写的见表1" in editing.section


@begun_with(("先见表1，后面再说。", TableItem(table=TABLE)))
def test_a_line_that_the_table_parts_is_followed_too(editing: Editing) -> None:
    editing.go(".0")
    press("Ctrl+Home", *["Right"] * 6)
    editing.editor.insert_table(_OTHER)
    assert _offered(editing) == "表1现在是表2，正文有1处提到。"
    _take(editing, "一并改")
    assert editing.section[0] == "先见表2，后"


@begun_with(_SECTION)
def test_a_table_that_moves_or_goes(editing: Editing) -> None:
    editing.go(".3")
    press("Escape", "Alt+Shift+Up", "Alt+Shift+Up")
    assert _offered(editing) == "表1现在是表2，表2现在是表1，正文有3处提到。"
    _take(editing, "不用改")
    assert _offered(editing) == ""
    press("Escape", "Delete")
    offered = _offered(editing)
    assert offered.startswith("表2现在是表1，正文有2处提到。表1已经删除，正文还有1处提到：")
    assert "见表1，再见表2" in offered
    _take(editing, "一并改")
    assert "如表1所示。" in str(editing.section)
    assert _offered(editing).startswith("表1已经删除，正文还有")
    _take(editing, "知道了")
    assert _offered(editing) == ""


@begun_with(("见表1。", TableItem(table=TABLE)))
def test_nothing_is_said_where_no_number_moves(editing: Editing) -> None:
    editing.go(".1")
    press("Escape", "Down")
    editing.editor.insert_table(_OTHER)
    assert _offered(editing) == ""
