"""任务书: ten sections, one at a time, under one total."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.section import SectionTable, TableItem
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import commit, compose, fill, focused, leave, named, words_on
from tests.ui.form.open_page import open_page


@pytest.fixture
def begun(empty: Application) -> Application:
    book = Taskbook(introduction="介" * 300, goals="标" * 500)
    return empty.set("directions", (2,)).set("taskbooks", {"2": book})


def open_book(qtbot: QtBot, application: Application, call: Call) -> tuple[Page, Session]:
    return open_page(qtbot, application, call, "taskbook.2")


def sections(page: Page) -> QTreeWidget:
    found = named(page, "任务书各节")
    assert isinstance(found, QTreeWidget)
    return found


def lines(page: Page) -> dict[str, str]:
    """The sections in the list with what is said of them."""
    tree = sections(page)
    items = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return {item.text(0): item.text(1) for item in items if item and not item.isDisabled()}


def test_the_list_and_the_total_know_every_section(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    assert [*lines(page)] == [
        session.field(f"taskbooks.2.{section}").label for section in call.form.taskbook.sections
    ]
    assert list(lines(page).values()) == ["300", "·", "·", "·", "·", "500", "·", "·", "·", "·"]
    assert "全文 800 字 / 5,000（原则上）" in words_on(page)
    assert "10 节已填 2 节" in words_on(page)


def test_the_total_is_live(qtbot: QtBot, begun: Application, call: Call) -> None:
    page, session = open_book(qtbot, begun, call)
    assert page.reveal("taskbooks.2.plan")
    fill(focused(), "计划" * 50)
    assert "全文 900 字" in words_on(page)
    assert "10 节已填 3 节" in words_on(page)
    session.undo()
    assert "全文 800 字" in words_on(page)


def test_the_total_waits_for_the_input_method(qtbot: QtBot, begun: Application, call: Call) -> None:
    page, session = open_book(qtbot, begun, call)
    page.reveal("taskbooks.2.plan")
    compose(focused(), "jihua")
    assert "全文 800 字" in words_on(page)
    assert session.value.taskbook(2).plan == ""


@pytest.mark.parametrize(
    ("words", "rest", "state"),
    [
        (3000, "还可写 1,200 字", None),
        (3700, "还可写 500 字", "warning"),
        (4201, "超出 1 字", "warning"),
    ],
)
def test_a_total_over_what_is_advised_is_told_not_refused(
    qtbot: QtBot,
    begun: Application,
    call: Call,
    words: int,
    rest: str,
    state: str | None,
) -> None:
    page, _ = open_book(qtbot, begun.set("taskbooks.2.plan", "计" * words), call)
    assert rest in words_on(page)
    bar = page.findChild(QProgressBar)
    assert bar is not None
    assert (bar.property("state") or None) == state
    assert bar.value() == min(800 + words, 5000) or words < 4200


def test_alt_and_the_arrows_go_from_section_to_section(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    assert page.reveal("taskbooks.2")
    for section in call.form.taskbook.sections:
        assert focused().accessibleName() == session.field(f"taskbooks.2.{section}").name
        QTest.keyClick(focused(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(focused(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert focused().accessibleName() == session.field("taskbooks.2.risks").name


def test_the_buttons_go_to_the_next_section_and_from_the_last_to_the_next_page(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    back, forward = (
        next(each for each in page.findChildren(QPushButton) if each.text() == text)
        for text in ("‹ 上一页", "下一节 ›")
    )
    for _ in range(9):
        assert forward.text() == "下一节 ›"
        QTest.keyClick(forward, Qt.Key.Key_Space)
    assert (back.text(), forward.text()) == ("‹ 上一节", "下一页 ›")
    assert focused().accessibleName() == session.field("taskbooks.2.other").name
    with qtbot.waitSignal(page.stepped) as stepped:
        QTest.keyClick(forward, Qt.Key.Key_Space)
    assert stepped.args == [1]


@pytest.mark.parametrize("size", [13, 26])
def test_the_count_of_each_section_is_shown_whole(
    qtbot: QtBot, begun: Application, call: Call, size: int
) -> None:
    """As "1,…" it would say nothing."""
    page, _ = open_book(qtbot, begun, call)
    tree = sections(page)
    tree.setStyleSheet(f"font-size: {size}px")
    page.reveal("taskbooks.2.scope")
    fill(focused(), "字" * 1234)
    page.reveal("taskbooks.2.goals")
    QTest.qWait(50)
    assert "✕ ·" in lines(page).values() or "1,234" in lines(page).values()
    texts = lines(page).values()
    widest = max(tree.fontMetrics().horizontalAdvance(text) for text in texts)
    assert tree.columnWidth(1) >= widest + 8


def test_the_arrows_in_the_list_choose_and_enter_begins_to_write(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    tree = sections(page)
    tree.setFocus()
    for _ in range(3):  # over the heading of the second part
        QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert focused().accessibleName() == session.field("taskbooks.2.foundation").name
    commit(focused(), "行业地位")
    assert session.value.taskbook(2).foundation == "行业地位"


def test_a_section_with_an_error_is_marked_once_it_was_left(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    label = session.field("taskbooks.2.scope").label
    page.reveal("taskbooks.2.scope")
    assert lines(page)[label] == "·"
    leave(focused())
    assert lines(page)[label] == "✕ ·"
    assert "错误：" in words_on(page)


def test_the_hint_of_the_section_is_always_in_sight(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    page.reveal("taskbooks.2.goals")
    assert session.field("taskbooks.2.goals").hint in words_on(page)


def test_none_is_offered_where_the_form_allows_it(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun, call)
    page.reveal("taskbooks.2.other")
    QTest.keyClick(
        named(page, f"{session.field('taskbooks.2.other').name} 填“无”"), Qt.Key.Key_Space
    )
    assert session.value.taskbook(2).other == "无"


def test_none_in_the_place_of_a_text_can_be_taken_back(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_book(qtbot, begun.set("taskbooks.2.other", "已写的"), call)
    page.reveal("taskbooks.2.other")
    name = session.field("taskbooks.2.other").name
    QTest.keyClick(named(page, f"{name} 填“无”"), Qt.Key.Key_Space)
    assert session.value.taskbook(2).other == "无"
    QTest.keyClick(named(page, "恢复原来的内容：原来的内容换成了“无”。"), Qt.Key.Key_Space)
    assert session.value.taskbook(2).other == "已写的"
    assert "换成了" not in words_on(page)


def test_many_findings_of_a_section_take_one_line_until_they_are_asked_for(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    head = ("指标", "单位", "榜单要求", "现状", "2025年目标", "测试方法")
    table = SectionTable(caption="某表", rows=(head, *(("甲", "", "", "", "", ""),) * 30))
    full = begun.set("taskbooks.2.goals", ("见表1。", TableItem(table=table)))
    page, session = open_book(qtbot, full, call)
    page.reveal("taskbooks.2.goals")
    (editor,) = [each for each in page.findChildren(SectionEditor) if each.isVisible()]
    session.set("taskbooks.2.goals", "甲")
    session.leave("taskbooks.2.goals")
    QTest.qWait(50)
    room = editor.height()
    session.set("taskbooks.2.goals", full.taskbook(2).goals)
    session.leave("taskbooks.2.goals")
    QTest.qWait(50)
    assert re.search(r"（提醒3\d条）", words_on(page))
    assert editor.height() >= room - 40
    QTest.keyClick(named(page, _unfold(page)), Qt.Key.Key_Space)
    assert "表1第31行" in words_on(page)


def _unfold(page: QWidget) -> str:
    names = [each.accessibleName() for each in page.findChildren(QPushButton) if each.isVisible()]
    return next(name for name in names if name.startswith("展开"))


def test_the_page_of_all_task_books_leads_to_each(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_page(qtbot, begun, call, "taskbooks")
    assert "10 节已填 2 节" in words_on(page)
    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(named(page, "填写 方向2 电机驱动器"), Qt.Key.Key_Space)
    assert asked.args == ["taskbooks.2"]
    session.set("directions", ())
    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(named(page, "去选方向"), Qt.Key.Key_Space)
    assert asked.args == ["directions"]
