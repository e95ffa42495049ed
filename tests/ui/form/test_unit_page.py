"""单位情况: the choice of the nature, the share of the staff, and the list of participants."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Participant
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.widgets.page import Page
from tests.ui.fields import commit, fill, focused, leave, named, text_of, words_on
from tests.ui.form.open_page import open_page


def press(page: QWidget, name: str) -> None:
    QTest.keyClick(named(page, name), Qt.Key.Key_Space)


def add(page: Page) -> None:
    button = next(button for button in buttons(page) if button.text() == "添加参与单位")
    QTest.keyClick(button, Qt.Key.Key_Space)


def buttons(page: Page) -> list[QPushButton]:
    return page.findChildren(QPushButton)


def test_a_file_dropped_on_a_text_is_refused(qtbot: QtBot, empty: Application, call: Call) -> None:
    page, session = open_page(qtbot, empty, call, "unit")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.pdf")])
    data.setText("file:///tmp/a.pdf")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    for path in ("unit.name", "unit.profile"):
        field = named(page, session.field(path).name)
        target = field.viewport() if isinstance(field, QPlainTextEdit) else field
        enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, held)
        QApplication.sendEvent(target, enter)
        assert not enter.isAccepted(), path
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, held))
        assert session.value.get(path) == ""
    QApplication.clipboard().setMimeData(data)
    profile = named(page, session.field("unit.profile").name)
    assert isinstance(profile, QPlainTextEdit)
    profile.paste()
    assert session.value.unit.profile == ""
    assert "复制的是文件" in words_on(page)
    QApplication.clipboard().clear()


def test_the_nature_that_the_form_has_no_box_for_is_written_beside_its_box(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    page, session = open_page(qtbot, empty, call, "unit")
    field = named(page, session.field("unit.nature_other").name)
    assert not field.isEnabled()
    press(page, "单位性质 其他（请注明）")
    assert session.value.unit.nature == "other"
    assert field.isEnabled()
    fill(field, "社会团体")
    leave(field)
    assert session.value.unit.nature_other == "社会团体"


def test_the_share_of_the_research_staff_follows_both_numbers(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    page, session = open_page(qtbot, empty, call, "unit")
    fill(named(page, "研发人员人数"), "213")
    assert "%" not in words_on(page)
    fill(named(page, "单位人数"), "486")
    assert "人 · 44%" in words_on(page)
    session.set("unit.staff", "100")
    assert "%" not in words_on(page)


def test_participants_are_added_filled_in_and_taken_away_with_the_keyboard(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    page, session = open_page(qtbot, empty, call, "unit")
    assert "纸面上印“无”" in words_on(page)
    add(page)
    assert focused().accessibleName() == "第1家参与单位名称"
    for text in ("郑州示例大学", "12410000415800122Q", "算法验证"):
        commit(focused(), text)
        leave(focused())
    add(page)
    commit(focused(), "示例研究院")
    assert session.value.unit.participants == (
        Participant(name="郑州示例大学", code="12410000415800122Q", role="算法验证"),
        Participant(name="示例研究院"),
    )
    press(page, "参与单位1 移除")
    assert [each.name for each in session.value.unit.participants] == ["示例研究院"]
    assert text_of(focused()) == "示例研究院"
    press(page, "参与单位1 移除")
    assert not session.value.unit.participants
    assert focused() in buttons(page)


def test_participants_change_places(qtbot: QtBot, empty: Application, call: Call) -> None:
    names = ("甲大学", "乙公司", "丙研究院")
    begun = empty.set("unit.participants", tuple(Participant(name=name) for name in names))
    page, session = open_page(qtbot, begun, call, "unit")
    press(page, "参与单位3 上移")
    assert [each.name for each in session.value.unit.participants] == [
        "甲大学",
        "丙研究院",
        "乙公司",
    ]
    assert text_of(named(page, "第2家参与单位名称")) == "丙研究院"
    assert focused() is named(page, "第2家参与单位名称")
    session.undo()
    assert text_of(named(page, "第2家参与单位名称")) == "乙公司"


def test_undo_brings_a_participant_back(qtbot: QtBot, empty: Application, call: Call) -> None:
    begun = empty.set("unit.participants", (Participant(name="甲大学"),))
    page, session = open_page(qtbot, begun, call, "unit")
    press(page, "参与单位1 移除")
    session.undo()
    assert text_of(named(page, "第1家参与单位名称")) == "甲大学"


def test_more_participants_than_the_call_allows_are_told_not_refused(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    page, session = open_page(qtbot, empty, call, "unit")
    for number in range(call.max_participants + 1):
        add(page)
        commit(focused(), f"示例单位{number}")
    leave(focused())
    session.leave("unit.participants")
    assert len(session.value.unit.participants) == call.max_participants + 1
    assert f"最多 {call.max_participants} 家" in words_on(page)
    assert "错误：" in words_on(page)
