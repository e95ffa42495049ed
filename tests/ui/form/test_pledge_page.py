"""承诺书: the fixed text with its blank filled, and the three fields."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Contact
from jbgs_desktop.forms.calls.call import Call
from tests.ui.fields import named, text_of, words_on
from tests.ui.form.open_page import open_page


def test_the_text_of_the_notice_stands_there_with_the_tasks(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    page, session = open_page(qtbot, empty.set("directions", (8, 2)), call, "pledge")
    assert "我单位提交了电机驱动器、机械臂与灵巧手任务参评。" in words_on(page)
    for paragraph in (*call.form.pledge.commitments, *call.form.pledge.closing):
        assert paragraph in words_on(page)
    session.set("directions", (2,))
    assert "我单位提交了电机驱动器任务参评。" in words_on(page)
    session.set("directions", ())
    assert "我单位提交了＿＿＿＿任务参评。" in words_on(page)


def test_the_contact_of_the_application_is_taken_over_in_one_step(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    contact = Contact(name="李昇", mobile="13900000000")
    page, session = open_page(qtbot, empty.set("unit.contact", contact), call, "pledge")
    QTest.keyClick(named(page, "联系人和联系电话同申报联系人"), Qt.Key.Key_Space)
    assert text_of(named(page, "承诺书联系人")) == "李昇"
    assert text_of(named(page, "承诺书联系电话")) == "13900000000"
    assert session.value.pledge.contact == "李昇"
    session.undo()
    assert session.value.pledge == empty.pledge
    assert text_of(named(page, "承诺书联系人")) == ""
