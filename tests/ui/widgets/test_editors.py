"""Each kind of field takes what clerks type and paste, and gives it back as it is stored."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.widgets.pasted_words import LARGEST_PASTE
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import (
    commit,
    compose,
    fill,
    focused,
    leave,
    named,
    paste,
    show_rows,
    text_of,
    words_on,
)


@pytest.fixture
def session(qtbot: QtBot, empty: Application, call: Call) -> Session:
    return Session(empty, call, lambda _: None)


def row_of(qtbot: QtBot, session: Session, path: str) -> tuple[QWidget, QWidget]:
    """The row of a field in a window, and the field in it."""
    window = show_rows(qtbot, session, path)
    return window, named(window, session.field(path).name)


@pytest.mark.parametrize(
    ("path", "typed", "stored"),
    [
        ("unit.name", " 示例 科技有限公司 ", "示例 科技有限公司"),
        ("unit.leader.name", "王  珺", "王 珺"),
        ("unit.leader.email", "ｌｉ＠example.com ", "li@example.com"),
        ("unit.leader.mobile", "+86 138-0000-0000", "13800000000"),
        ("unit.contact.fax", "（0371）6000 0000", "0371-60000000"),
        ("unit.contact.fax", "无", "无"),
        ("unit.code", "9144 0300 1922 0382 16", "914403001922038216"),
        ("unit.code", "19220382 1", "192203821"),
        ("unit.revenue", "３８，６５２．１７", "38652.17"),
        ("unit.revenue", "38,652.17万元", "38652.17"),
        ("unit.revenue", "约三千万", "约三千万"),
        ("unit.staff", "1,486人", "1486"),
        ("cover.date", "2023年10月30日", "2023-10-30"),
        ("cover.date", "2023.10.3", "2023-10-03"),
        ("cover.date", "２０２３／１０／３０", "2023-10-30"),
        ("cover.date", "20231030", "2023-10-30"),
        ("cover.date", "2023-02-30", "2023-02-30"),
        ("cover.date", "十月底", "十月底"),
    ],
)
def test_a_field_is_put_right_when_it_is_left(
    qtbot: QtBot, session: Session, path: str, typed: str, stored: str
) -> None:
    _, field = row_of(qtbot, session, path)
    fill(field, typed)
    assert session.value.get(path) == typed, "while it is typed nothing is put right"
    leave(field)
    assert session.value.get(path) == stored


def test_what_was_not_touched_stays_as_it_is(qtbot: QtBot, session: Session) -> None:
    session.set("unit.revenue", "３８，６５２．１７")
    _, field = row_of(qtbot, session, "unit.revenue")
    field.setFocus()
    leave(field)
    assert session.value.unit.revenue == "３８，６５２．１７"


def test_an_amount_shows_its_thousands_while_it_is_not_edited(
    qtbot: QtBot, session: Session
) -> None:
    row, field = row_of(qtbot, session, "unit.revenue")
    fill(field, "38652.17")
    assert text_of(field) == "38652.17"
    leave(field)
    field.clearFocus()
    assert text_of(field) == "38,652.17"
    assert session.value.unit.revenue == "38652.17"
    assert "= 3.87 亿元" in words_on(row)


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("5000", "= 5,000 万元（0.5 亿元）"),
        ("0.5", "= 5,000 元"),
        ("0", "= 0 元"),
        ("386521700", "= 3.87 万亿元"),
        ("38,652.17", "= 3.87 亿元"),
        ("三千", ""),
        ("1" * 40, "万亿元"),
    ],
)
def test_the_reading_follows_the_amount(
    qtbot: QtBot, session: Session, typed: str, reading: str
) -> None:
    row, field = row_of(qtbot, session, "unit.registered_capital")
    fill(field, typed)
    assert reading in words_on(row)
    assert ("=" in words_on(row)) == bool(reading)


def test_a_line_takes_a_paste_of_several_lines_as_one(qtbot: QtBot, session: Session) -> None:
    _, field = row_of(qtbot, session, "unit.address")
    paste(field, "河南省郑州市\r\n\r\n高新区\t科学大道\u2028100号\n")
    assert session.value.unit.address == "河南省郑州市 高新区 科学大道 100号 "
    leave(field)
    assert session.value.unit.address == "河南省郑州市 高新区 科学大道 100号"


def test_a_long_line_is_not_cut(qtbot: QtBot, session: Session) -> None:
    _, field = row_of(qtbot, session, "unit.address")
    paste(field, "郑" * 100_000)
    assert len(session.value.unit.address) == 100_000


@pytest.mark.parametrize("path", ["unit.address", "unit.profile"])
def test_what_cannot_be_printed_is_removed_and_told(
    qtbot: QtBot, session: Session, path: str
) -> None:
    row, field = row_of(qtbot, session, path)
    fill(field, "前后")
    QTest.keyClick(field, Qt.Key.Key_Left)
    paste(field, "甲\x07乙\u202e丙\u200b\ufeff")
    assert session.value.get(path) == "前甲乙丙后"
    assert text_of(field) == "前甲乙丙后"
    assert "已去掉 4 个无法打印的字符" in words_on(row)
    commit(field, "丁")
    assert session.value.get(path) == "前甲乙丙丁后", "the cursor stands behind the paste"


@pytest.mark.parametrize("path", ["unit.address", "unit.profile"])
def test_what_only_looks_like_a_character_is_exchanged_and_told(
    qtbot: QtBot, session: Session, path: str
) -> None:
    row, field = row_of(qtbot, session, path)
    fill(field, "前后")
    QTest.keyClick(field, Qt.Key.Key_Left)
    paste(field, "⽂⺠ﾃﾞ")
    assert session.value.get(path) == text_of(field) == "前文民デ后"
    assert "已把 4 个只是看起来像的字符" in words_on(row)
    commit(field, "丁")
    assert session.value.get(path) == "前文民デ丁后", "the cursor stands behind the paste"


def test_full_width_letters_in_a_name_become_half_width_when_it_is_left(
    qtbot: QtBot, session: Session
) -> None:
    _, field = row_of(qtbot, session, "unit.name")
    fill(field, "ＡＢ元境（郑州）有限公司")
    leave(field)
    assert session.value.unit.name == "AB元境（郑州）有限公司"


def test_an_input_method_cannot_bring_in_what_cannot_be_printed(
    qtbot: QtBot, session: Session
) -> None:
    _, field = row_of(qtbot, session, "unit.profile")
    commit(field, "甲\u2066乙")
    assert session.value.unit.profile == "甲乙"


@pytest.mark.parametrize("path", ["unit.address", "unit.profile"])
def test_rare_names_and_emoji_survive(qtbot: QtBot, session: Session, path: str) -> None:
    _, field = row_of(qtbot, session, path)
    fill(field, "堃喆昇")
    QTest.keyClick(field, Qt.Key.Key_Home)
    paste(field, "𠮷\u200b😀䶮")
    commit(field, "中")
    assert session.value.get(path) == "𠮷😀䶮中堃喆昇"


def test_a_no_break_space_survives_editing(qtbot: QtBot, session: Session) -> None:
    session.set("unit.profile", "10\xa0kW")
    _, field = row_of(qtbot, session, "unit.profile")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_End)
    commit(field, "。")
    assert session.value.unit.profile == "10\xa0kW。"


@pytest.mark.parametrize("path", ["unit.address", "unit.profile"])
def test_a_paste_beyond_all_measure_is_refused_whole(
    qtbot: QtBot, session: Session, path: str
) -> None:
    row, field = row_of(qtbot, session, path)
    fill(field, "原文")
    paste(field, "长" * 1_000_000)
    assert session.value.get(path) == "原文"
    assert text_of(field) == "原文"
    assert "没有粘贴：内容有 1,000,000 个字符" in words_on(row)


def test_the_largest_paste_is_taken_whole_and_counted_after_a_moment(
    qtbot: QtBot, session: Session
) -> None:
    row, field = row_of(qtbot, session, "unit.profile")
    paste(field, ("长" * 999 + "\n") * (LARGEST_PASTE // 1000))
    assert len(session.value.unit.profile) == LARGEST_PASTE
    qtbot.waitUntil(lambda: "字数 199,800" in words_on(row), timeout=5000)


def test_a_value_of_a_million_characters_from_a_file_is_shown(
    qtbot: QtBot, session: Session
) -> None:
    text = ("长" * 99 + "\n") * 10_000
    session.set("unit.profile", text)
    _, field = row_of(qtbot, session, "unit.profile")
    assert text_of(field) == text


@pytest.mark.parametrize("path", ["unit.address", "unit.profile"])
def test_nothing_is_written_or_counted_while_composing(
    qtbot: QtBot, session: Session, path: str
) -> None:
    row, field = row_of(qtbot, session, path)
    field.setFocus()
    before = words_on(row)
    compose(field, "ni'hao")
    compose(field, "ni'haoma")
    assert session.value.get(path) == ""
    assert words_on(row) == before
    commit(field, "你好吗")
    assert session.value.get(path) == "你好吗"


def test_a_composition_that_is_given_up_leaves_the_value(qtbot: QtBot, session: Session) -> None:
    session.set("unit.profile", "甲乙")
    _, field = row_of(qtbot, session, "unit.profile")
    field.setFocus()
    compose(field, "ni")
    compose(field, "")
    assert session.value.unit.profile == "甲乙"
    assert not session.can_redo


def test_a_commit_that_goes_on_composing_is_written_with_the_next(
    qtbot: QtBot, session: Session
) -> None:
    _, field = row_of(qtbot, session, "unit.name")
    field.setFocus()
    event = QInputMethodEvent("hao", [])
    event.setCommitString("你")
    QApplication.sendEvent(field, event)
    assert session.value.unit.name == ""
    commit(field, "好")
    assert session.value.unit.name == "你好"


@pytest.mark.parametrize("path", ["unit.address", "unit.profile"])
def test_a_change_from_elsewhere_does_not_end_a_composition(
    qtbot: QtBot, session: Session, path: str
) -> None:
    _, field = row_of(qtbot, session, path)
    field.setFocus()
    commit(field, "甲")
    compose(field, "yi")
    session.undo()
    commit(field, "乙")
    assert text_of(field) == "甲乙"
    assert session.value.get(path) == "甲乙"


def test_the_cursor_stays_when_the_text_changes_elsewhere(qtbot: QtBot, session: Session) -> None:
    session.set("unit.profile", "甲乙丙丁")
    _, field = row_of(qtbot, session, "unit.profile")
    field.setFocus()
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Right)
    session.set("unit.profile", "甲乙丙丁戊")
    commit(field, "中")
    assert session.value.unit.profile == "甲乙中丙丁戊"


def test_tab_leaves_a_text_of_several_lines(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.profile", "unit.address")
    field = named(window, session.field("unit.profile").name)
    field.setFocus()
    leave(field)
    assert focused() is named(window, session.field("unit.address").name)
    assert session.value.unit.profile == ""


def choice_names(session: Session, path: str) -> list[str]:
    field = session.field(path)
    return [f"{field.name} {choice.word}" for choice in field.choices]


def test_a_choice_is_made_with_the_arrows_and_can_be_taken_back(
    qtbot: QtBot, session: Session
) -> None:
    window = show_rows(qtbot, session, "unit.nature")
    buttons = [named(window, name) for name in choice_names(session, "unit.nature")]
    values = [choice.value for choice in session.field("unit.nature").choices]
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Space)
    assert session.value.unit.nature == values[0]
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert session.value.unit.nature == values[1]
    session.undo()
    assert session.value.unit.nature == ""
    assert not any(button.isChecked() for button in window.findChildren(QRadioButton))


def test_no_stands_before_yes(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.listed")
    names = [button.accessibleName() for button in window.findChildren(QRadioButton)]
    assert names == ["是否上市公司 否", "是否上市公司 是"]
    assert session.value.unit.listed is None
    QTest.keyClick(named(window, names[0]), Qt.Key.Key_Space)
    assert session.value.unit.listed is False


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen
def test_a_date_can_be_picked_with_the_keyboard(qtbot: QtBot, session: Session) -> None:
    session.set("cover.date", "2023-10-30")
    row, field = row_of(qtbot, session, "cover.date")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    button = focused()
    assert button.accessibleName() == "申报日期 日历"
    QTest.keyClick(button, Qt.Key.Key_Space)
    calendar = row.findChild(QCalendarWidget)
    assert calendar is not None
    qtbot.waitUntil(calendar.isVisible)
    days = focused()
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    assert session.value.cover.date == "2023-10-31"
    assert "2023年10月31日 星期二" in words_on(row)


def test_a_date_can_be_emptied(qtbot: QtBot, session: Session) -> None:
    session.set("cover.date", "2023-10-30")
    row, field = row_of(qtbot, session, "cover.date")
    field.setFocus()
    QTest.keySequence(field, "Ctrl+A")
    QTest.keyClick(field, Qt.Key.Key_Delete)
    leave(field)
    assert session.value.cover.date == ""
    assert "星期" not in words_on(row)
