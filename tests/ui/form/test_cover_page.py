"""封面: what comes from other pages is shown and led to; the place decides the facts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from tests.ui.fields import fill, leave, named, words_on
from tests.ui.form.open_page import open_page


@pytest.fixture
def begun(empty: Application) -> Application:
    return empty.set("directions", (8, 2)).set("unit.name", "示例公司")


def test_directions_and_unit_are_shown_as_they_will_be_printed(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_page(qtbot, begun, call, "cover")
    assert "人形机器人—方向2：电机驱动器；人形机器人—方向8：机械臂与灵巧手" in words_on(page).split(
        "\n"
    )
    assert "示例公司" in words_on(page)
    session.set("unit.name", "另一个公司")
    session.set("directions", ())
    assert "另一个公司" in words_on(page)
    assert "还没有选方向" in words_on(page)


@pytest.mark.parametrize(
    ("link", "path"), [("去选方向", "directions"), ("去填单位情况", "unit.name")]
)
def test_the_way_to_what_is_derived(
    qtbot: QtBot, begun: Application, call: Call, link: str, path: str
) -> None:
    page, _ = open_page(qtbot, begun, call, "cover")
    with qtbot.waitSignal(page.go) as asked:
        QTest.keyClick(named(page, link), Qt.Key.Key_Space)
    assert asked.args == [path]


def test_another_place_has_other_facts_and_undo_brings_the_first_back(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_page(qtbot, begun, call, "cover")
    first, other = call.regions
    for deadline in first.next_deadlines:
        assert deadline.printed in words_on(page)
    QTest.keyClick(named(page, f"报送地区的要求 {other.name}"), Qt.Key.Key_Space)
    assert session.value.region == other.id
    assert other.document_no in words_on(page)
    assert first.document_no not in words_on(page)
    session.undo()
    assert first.document_no in words_on(page)
    assert [
        button.accessibleName() for button in page.findChildren(QRadioButton) if button.isChecked()
    ] == [f"报送地区的要求 {first.name}"]


def test_an_unknown_place_leaves_the_choice_open(
    qtbot: QtBot, begun: Application, call: Call
) -> None:
    page, session = open_page(qtbot, begun.set("region", "nowhere"), call, "cover")
    assert not any(button.isChecked() for button in page.findChildren(QRadioButton))
    assert page.reveal("region")
    session.show_all()
    assert "错误：" in words_on(page)


def test_recommender_and_date_are_written(qtbot: QtBot, begun: Application, call: Call) -> None:
    page, session = open_page(qtbot, begun, call, "cover")
    field = named(page, "推荐单位")
    fill(field, "示例区工信局")
    leave(field)
    date = named(page, "申报日期")
    fill(date, "2023/10/30")
    leave(date)
    assert session.value.cover.recommender == "示例区工信局"
    assert session.value.cover.date == "2023-10-30"
    assert "2023年10月30日 星期一" in words_on(page)
