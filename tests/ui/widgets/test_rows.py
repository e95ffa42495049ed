"""A row says what is wrong when its field was left, counts as one types, and knows its name."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Participant
from jbgs_desktop.forms.calls.call import Call, Limit
from jbgs_desktop.forms.field_patterns import pattern_of
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import (
    commit,
    fill,
    focused,
    leave,
    named,
    paste,
    show,
    show_rows,
    text_of,
    words_on,
)


@pytest.fixture
def session(qtbot: QtBot, empty: Application, call: Call) -> Session:
    return Session(empty, call, lambda _: None)


def test_a_field_is_checked_when_it_is_left(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.code")
    field = named(window, session.field("unit.code").name)
    fill(field, "91410100MA9K7QW471")
    session.check_now()
    assert "错误" not in words_on(window), "not while it is typed"
    leave(field)
    assert "错误：" in words_on(window)
    assert field.property("state") == "error"
    assert "错误：" in field.accessibleDescription()
    fill(field, "91410100MA9K7QW470")
    leave(field)
    assert "错误" not in words_on(window)
    assert not field.property("state")
    assert "✓ 校验码相符" in words_on(window)


def test_a_field_never_visited_says_nothing_until_all_is_shown(
    qtbot: QtBot, session: Session
) -> None:
    window = show_rows(qtbot, session, "unit.name")
    assert "错误" not in words_on(window)
    session.show_all()
    assert "错误：" in words_on(window)


def test_findings_that_an_application_brings_along_are_shown(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    session = Session(empty.set("unit.code", "123"), call, lambda _: None)
    assert "错误：" in words_on(show_rows(qtbot, session, "unit.code"))


def test_several_findings_stand_below_each_other(qtbot: QtBot, session: Session) -> None:
    session.set("unit.profile", "公司" * 40)
    session.leave("unit.profile")
    found = session.findings_at("unit.profile")
    assert len(found) > 1
    window = show_rows(qtbot, session, "unit.profile")
    for finding in found:
        assert f"{finding.severity.word}：{finding.message}" in words_on(window)


@pytest.mark.parametrize(
    ("words", "rest", "state"),
    [
        (0, "还可写 500 字", None),
        (449, "还可写 51 字", None),
        (450, "还可写 50 字", "warning"),
        (500, "还可写 0 字", "warning"),
        (501, "超出 1 字", "error"),
    ],
)
def test_the_counter_tells_how_much_is_left(
    qtbot: QtBot, session: Session, words: int, rest: str, state: str | None
) -> None:
    window = show_rows(qtbot, session, "unit.profile")
    fill(named(window, session.field("unit.profile").name), "字" * words)
    assert f"字数 {words}" in words_on(window)
    assert f"字符 {words}" in words_on(window)
    label = next(label for label in window.findChildren(QLabel) if label.text() == rest)
    assert (label.property("state") or None) == state


@pytest.mark.parametrize("path", ["unit.address", "unit.participants.0.role", "pledge.contact"])
def test_a_short_text_with_a_limit_has_a_counter_too(
    qtbot: QtBot, empty: Application, call: Call, path: str
) -> None:
    limits = {pattern_of(path): Limit(words=6, hard=True)}
    session = Session(
        empty.set("unit.participants", (Participant(),)),
        call.model_copy(update={"limits": limits}),
        lambda _: None,
    )
    window = show_rows(qtbot, session, path, "unit.name")
    fill(named(window, session.field(path).name), "七个字的一段话")
    label = next(label for label in window.findChildren(QLabel) if label.text() == "超出 1 字")
    assert label.property("state") == "error"
    assert words_on(window).count("字数") == 1


def test_the_counter_is_live(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.profile")
    field = named(window, session.field("unit.profile").name)
    fill(field, "人形")
    commit(field, "机器人 robot")
    assert "字数 6" in words_on(window)
    assert "字符 10" in words_on(window)


def test_what_the_form_prints_as_a_hint_is_in_sight_while_one_writes(
    qtbot: QtBot, session: Session
) -> None:
    window = show_rows(qtbot, session, "unit.revenue")
    field = named(window, session.field("unit.revenue").name)
    hint = session.field("unit.revenue").hint
    assert hint not in words_on(window)
    assert hint in field.accessibleDescription()
    field.setFocus()
    assert hint in words_on(window)
    leave(field)
    assert hint not in words_on(window)


def test_the_focus_is_told_with_the_path(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.revenue", "unit.nature")
    paths: list[str] = []
    for row in window.findChildren(FieldRow):
        row.focused.connect(paths.append)
    named(window, session.field("unit.revenue").name).setFocus()
    for _ in range(2):
        leave(focused())
    assert paths == ["unit.revenue", "unit.nature"]


def test_every_label_is_the_buddy_of_its_field(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.name", "unit.profile", "cover.date")
    buddies = {
        label.text(): label.buddy().accessibleName()
        for label in window.findChildren(QLabel)
        if label.buddy()
    }
    fields = [session.field(path) for path in ("unit.name", "unit.profile", "cover.date")]
    assert buddies == {field.label: field.name for field in fields}


def test_none_can_be_filled_in_with_the_keyboard(qtbot: QtBot, session: Session) -> None:
    window = show_rows(qtbot, session, "unit.contact.fax")
    named(window, session.field("unit.contact.fax").name).setFocus()
    leave(focused())
    button = focused()
    assert button.accessibleName() == "申报联系人传真 填“无”"
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert session.value.unit.contact.fax == "无"
    assert text_of(named(window, session.field("unit.contact.fax").name)) == "无"


def test_no_field_offers_a_none_that_the_form_does_not_allow(
    qtbot: QtBot, session: Session
) -> None:
    window = show_rows(qtbot, session, "unit.name")
    assert not [name for name in names_in(window) if "填“无”" in name]


def names_in(window: QWidget) -> list[str]:
    return [widget.accessibleName() for widget in window.findChildren(QWidget)]


@pytest.mark.parametrize("path", ["unit.name", "unit.profile", "cover.date", "unit.revenue"])
@pytest.mark.parametrize("keys", ["Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"])
def test_undo_and_redo_are_the_windows(
    qtbot: QtBot, session: Session, path: str, keys: str
) -> None:
    holder = show_rows(qtbot, session, path)
    pressed: list[str] = []
    action = QAction(holder)
    action.setShortcut(keys)
    action.triggered.connect(lambda: pressed.append(keys))
    holder.window().addAction(action)
    field = named(holder, session.field(path).name)
    fill(field, "12")
    QTest.keySequence(field, keys)
    assert pressed == [keys]
    assert session.value.get(path) == "12"


@pytest.mark.parametrize("path", ["unit.name", "unit.profile"])
def test_without_such_an_action_the_keys_do_nothing(
    qtbot: QtBot, session: Session, path: str
) -> None:
    field = named(show_rows(qtbot, session, path), session.field(path).name)
    fill(field, "12")
    QTest.keySequence(field, "Ctrl+Z")
    assert text_of(field) == "12"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("path", ["unit.name", "unit.profile"])
def test_the_menu_of_a_field_offers_no_undo_of_its_own(
    qtbot: QtBot, session: Session, path: str
) -> None:
    field = named(show_rows(qtbot, session, path), session.field(path).name)
    fill(field, "12")
    at = QPoint(5, 5)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(field, QContextMenuEvent(reason, at, field.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = {action.objectName() for action in menu.actions()}
    menu.close()
    assert "edit-paste" in names
    assert not names & {"edit-undo", "edit-redo"}


def test_undo_shows_the_text_before(qtbot: QtBot, session: Session) -> None:
    field = named(show_rows(qtbot, session, "unit.profile"), session.field("unit.profile").name)
    fill(field, "第一句。")
    paste(field, "贴进来的一段。")
    session.undo()
    assert text_of(field) == "第一句。", "a paste is a step of its own"
    session.undo()
    assert text_of(field) == ""
    session.redo()
    session.redo()
    assert text_of(field) == "第一句。贴进来的一段。"


def test_what_was_typed_before_a_pause_stays_when_the_rest_is_undone(
    qtbot: QtBot, session: Session
) -> None:
    field = named(show_rows(qtbot, session, "unit.profile"), session.field("unit.profile").name)
    fill(field, "第一句。")
    with qtbot.waitSignal(session.checked, timeout=5000):
        pass
    commit(field, "第二句。")
    session.undo()
    assert text_of(field) == "第一句。"


def test_a_row_that_is_jumped_to_stands_out_for_a_moment(qtbot: QtBot, session: Session) -> None:
    page = FormPage(session, "单位情况")
    page.add_row("unit.name")
    row = page.add_row("unit.address")
    show(qtbot, page)
    assert page.reveal("unit.address")
    assert focused().accessibleName() == session.field("unit.address").name
    assert row.property("state") == "marked"
    qtbot.waitUntil(lambda: not row.property("state"), timeout=5000)
    assert not page.reveal("pledge.date")


def test_on_a_narrow_page_the_label_stands_above_its_field(qtbot: QtBot, session: Session) -> None:
    page = FormPage(session, "单位情况")
    page.add_pair("unit.leader.name", "unit.leader.title")
    page.rows.addStretch(1)
    show(qtbot, page)
    first, second = (
        named(page, session.field(f"unit.leader.{key}").name) for key in ("name", "title")
    )

    def left_and_top(widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(page, QPoint(0, 0))
        return at.x(), at.y()

    assert left_and_top(first)[1] == left_and_top(second)[1]
    page.setMaximumWidth(500)
    QApplication.processEvents()
    assert left_and_top(first)[0] == left_and_top(second)[0]
    assert left_and_top(first)[1] < left_and_top(second)[1]
    assert page.widget().width() <= page.viewport().width()


def test_the_page_does_not_move_under_a_pressed_mouse(qtbot: QtBot, session: Session) -> None:
    page = FormPage(session, "单位情况")
    for path in ("unit.name", "unit.contact.fax"):
        page.add_row(path)
    page.rows.addStretch(1)
    show(qtbot, page)
    named(page, session.field("unit.name").name).setFocus()
    button, window = named(page, "申报联系人传真 填“无”"), page.window()
    target = button.mapTo(window, button.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(window.windowHandle(), left, none, target)
    qtbot.wait(50)
    QTest.mouseRelease(window.windowHandle(), left, none, target)
    assert session.value.unit.contact.fax == "无"
    qtbot.waitUntil(lambda: button.mapTo(window, button.rect().center()) != target)


@pytest.mark.parametrize(
    ("path", "typed", "stored"),
    [
        ("unit.revenue", "００５，０００万元", "5000"),
        ("unit.staff", "1,200人", "1200"),
        ("unit.leader.mobile", "+86 138-0000-0001", "13800000001"),
        ("unit.leader.email", "a＠shili。cn", "a@shili.cn"),
        ("unit.code", "91410100ma9k7qw470", "91410100MA9K7QW470"),
        ("pledge.phone", "+86 138-0000-0001", "13800000001"),
        ("unit.address", " 郑州市\t1号 ", "郑州市 1号"),
    ],
)
def test_a_field_that_is_left_holds_the_stored_form(
    qtbot: QtBot, session: Session, path: str, typed: str, stored: str
) -> None:
    window = show_rows(qtbot, session, path)
    field = named(window, session.field(path).name)
    fill(field, typed)
    leave(field)
    assert session.value.get(path) == stored
