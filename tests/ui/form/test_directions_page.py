"""任务方向: ticking, searching, reading the whole text, and giving a direction up."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.form.directions_page import DirectionsPage
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.boxes import next_dialog, press, says
from tests.ui.fields import fill, focused, named, words_on
from tests.ui.form.open_page import show_between

WRITTEN = {"2": Taskbook(goals="到2025年完成三个系列。")}


Opened = Callable[[Application], tuple[DirectionsPage, Session]]


@pytest.fixture
def opened(qtbot: QtBot, call: Call) -> Opened:
    def open_(application: Application) -> tuple[DirectionsPage, Session]:
        session = Session(application, call, lambda _: None)
        page = DirectionsPage(session)
        show_between(qtbot, page)
        return page, session

    return open_


def box(page: DirectionsPage, no: int) -> QCheckBox:
    found = [each for each in page.findChildren(QCheckBox) if each.text().startswith(f"方向{no}：")]
    return found[0]


def in_sight(page: DirectionsPage) -> list[str]:
    return [each.text() for each in page.findChildren(QCheckBox) if each.isVisibleTo(page)]


def test_every_direction_stands_under_its_category(
    opened: Opened, empty: Application, call: Call
) -> None:
    page, _ = opened(empty)
    track = call.track(empty.track)
    assert track is not None
    assert len(in_sight(page)) == len(track.directions)
    for category in track.categories:
        assert category in words_on(page).split("\n")


def test_ticks_are_kept_in_the_order_of_the_notice(opened: Opened, empty: Application) -> None:
    page, session = opened(empty)
    for no in (8, 2):
        QTest.keyClick(box(page, no), Qt.Key.Key_Space)
    assert session.value.directions == (2, 8)
    session.undo()
    assert not box(page, 2).isChecked()
    QTest.keyClick(box(page, 8), Qt.Key.Key_Space)
    assert not session.value.directions


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("灵巧手", ["方向8：机械臂与灵巧手"]),
        ("ｍｅｍｓ", ["方向4：MEMS姿态传感器"]),
        ("伺服驱动 高功率密度", ["方向2：电机驱动器"]),
        ("没有这样的词", []),
    ],
)
def test_the_search_looks_at_titles_and_texts(
    opened: Opened, empty: Application, words: str, titles: list[str]
) -> None:
    page, _ = opened(empty)
    fill(named(page, "查找方向"), words)
    assert set(titles) <= set(in_sight(page))
    assert len(in_sight(page)) < 5
    assert (f"找到 {len(in_sight(page))} 个方向" if titles else "没有找到") in words_on(page)
    QTest.keySequence(focused(), "Ctrl+A")
    QTest.keyClick(focused(), Qt.Key.Key_Delete)
    assert len(in_sight(page)) == 19


def test_the_whole_text_opens_under_its_direction(
    opened: Opened, empty: Application, call: Call
) -> None:
    page, _ = opened(empty)
    track = call.track(empty.track)
    assert track is not None
    direction = track.directions[1]
    assert direction.target not in words_on(page)
    QTest.keyClick(named(page, "方向2：电机驱动器 看全文"), Qt.Key.Key_Space)
    assert direction.task in words_on(page)
    assert direction.target in words_on(page)
    QTest.keyClick(named(page, "方向2：电机驱动器 收起"), Qt.Key.Key_Space)
    assert direction.target not in words_on(page)


def test_a_direction_with_text_is_given_up_only_after_asking(
    qtbot: QtBot, opened: Opened, empty: Application
) -> None:
    page, session = opened(empty.set("directions", (2, 8)).set("taskbooks", WRITTEN))
    QTest.keyClick(box(page, 8), Qt.Key.Key_Space)
    assert session.value.directions == (2,), "nothing is written for it"
    QTest.keyClick(box(page, 2), Qt.Key.Key_Space)
    press(says(qtbot, page, "电机驱动器", "保留"), "取消")
    assert session.value.directions == (2,)
    assert box(page, 2).isChecked()
    QTest.keyClick(box(page, 2), Qt.Key.Key_Space)
    press(next_dialog(qtbot, page), "不再申报")
    assert not box(page, 2).isChecked()
    assert not session.value.directions
    assert session.value.taskbook(2).goals == WRITTEN["2"].goals, "the text is kept"


def test_what_is_left_of_a_direction_given_up_can_be_deleted_and_brought_back(
    qtbot: QtBot, opened: Opened, empty: Application
) -> None:
    page, session = opened(empty.set("directions", (8,)).set("taskbooks", WRITTEN))
    assert "方向2 电机驱动器没有选，但留有" in words_on(page)
    finding = next(each for each in session.findings if each.path.startswith("taskbooks.2"))
    assert finding.severity is Severity.ERROR
    assert page.reveal(finding.path)
    way_out = focused()
    QTest.keyClick(way_out, Qt.Key.Key_Space)
    press(says(qtbot, page, "各节内容一起删除"), "取消")
    assert session.value.taskbooks == WRITTEN
    QTest.keyClick(way_out, Qt.Key.Key_Space)
    press(next_dialog(qtbot, page), "删除")
    assert session.value.taskbooks == {}
    assert "没有选，但留有" not in words_on(page)
    assert not [each for each in session.findings if each.path.startswith("taskbooks.2")]
    session.undo()
    assert session.value.taskbooks == WRITTEN
    assert "没有选，但留有" in words_on(page)


def test_ticking_the_direction_again_is_the_other_way_out(
    opened: Opened, empty: Application
) -> None:
    page, session = opened(empty.set("taskbooks", WRITTEN))
    QTest.keyClick(box(page, 2), Qt.Key.Key_Space)
    assert "没有选，但留有" not in words_on(page)
    assert session.value.taskbook(2).goals == WRITTEN["2"].goals


def test_a_direction_that_the_track_does_not_have_can_be_taken_away(
    opened: Opened, empty: Application
) -> None:
    page, session = opened(empty.set("directions", (2, 99)))
    assert "已选的方向99不在本赛道中" in words_on(page)
    QTest.keyClick(named(page, "去掉：已选的方向99不在本赛道中，不能申报。"), Qt.Key.Key_Space)
    assert session.value.directions == (2,)
    assert "方向99" not in words_on(page)
