"""On the page of a task book: which sections are with colleagues."""

import pytest
from PySide6.QtWidgets import QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.session import Session
from tests.finalise.finalised_drafts import NOW
from tests.ui.fields import named, words_on
from tests.ui.form.open_page import open_page, walk

GOALS, PLAN = "taskbooks.2.goals", "taskbooks.2.plan"


def part(*fields: str, to: str) -> GivenPart:
    return GivenPart(fields=fields, to=to, when=NOW, token="a" * 32, file="a.docx")


@pytest.fixture
def opened(qtbot: QtBot, empty: Application, call: Call) -> tuple[Page, Session]:
    """The page at its plan."""
    page, session = open_page(qtbot, empty.set("directions", (2,)), call, "taskbook.2")
    page.reveal(PLAN)
    return page, session


def test_each_colleague_who_has_the_section_has_a_line(opened: tuple[Page, Session]) -> None:
    page, session = opened
    session.parts = (part(PLAN, to="张三"), part(GOALS, PLAN, to="李四"), part(GOALS, to=""))
    lines = [line for line in words_on(page).splitlines() if "还没有收回" in line]
    assert lines == [
        "这一节 2023年10月30日 分给了张三，还没有收回。",
        "这一节 2023年10月30日 分给了李四，还没有收回。",
    ]
    page.reveal(GOALS)
    assert "分给了同事" in words_on(page)
    session.parts = (part(PLAN, to="张三").model_copy(update={"returned": NOW}),)
    assert "还没有收回" not in words_on(page)


def test_a_part_is_withdrawn_by_the_keyboard_after_the_list_and_before_the_text(
    qtbot: QtBot, opened: tuple[Page, Session]
) -> None:
    page, session = opened
    session.parts = (part(PLAN, to="张三"),)
    session.parts = (part(PLAN, to="李四"),)
    reached = walk(page)
    names = [
        widget.text() if isinstance(widget, QPushButton) else widget.accessibleName()
        for widget in reached
    ]
    at = names.index("撤销分工…")
    assert names[at - 1] == "下一节 ›"
    assert names.count("撤销分工…") == 1
    assert "收回导入…" not in names  # nobody is there to do it
    assert names.index("分给同事…") < names.index("任务书各节") < at
    assert at < names.index(session.field(PLAN).name)
    assert "李四" in reached[at].accessibleName()


def test_nothing_hangs_out_of_the_smallest_page(opened: tuple[Page, Session]) -> None:
    page, session = opened
    page.window().setMinimumSize(0, 0)
    session.parts = (part(PLAN, to="长" * 20),)
    page.window().resize(520, 480)  # as in a window of 1024 by 600
    words_on(page)
    assert page.widget().width() <= page.viewport().width()
    found = named(page, "任务书各节")
    assert isinstance(found, QTreeWidget)
    assert found.columnViewportPosition(2) + found.columnWidth(2) <= found.viewport().width()
