"""A plain field takes words only, whatever else is offered, and nothing that goes is silent."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import named, show_rows, text_of, words_on
from tests.ui.form.section_editing import opens_menu

LINE, PROSE = "unit.address", "unit.profile"
WORDS_ONLY = "Ctrl+Shift+V"
QUOTED = '"第一行\r\n他说""好"""\r\n'
CELL = "<table><tr><td>第一行<br>他说&quot;好&quot;</td></tr></table>"


def offer(text: str, html: str = "", **forms: bytes) -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    for name, content in forms.items():
        data.setData(name.replace("_", " "), content)
    QGuiApplication.clipboard().setMimeData(data)


@pytest.fixture
def session(qtbot: QtBot, empty: Application, call: Call) -> Session:
    return Session(empty, call, lambda _: None)


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> QWidget:
    return show_rows(qtbot, session, LINE, PROSE)


def into(page: QWidget, session: Session, path: str, keys: str = "Ctrl+V") -> QWidget:
    field = named(page, session.field(path).name)
    field.setFocus()
    QTest.keySequence(field, "Ctrl+A")
    QTest.keySequence(field, keys)
    QGuiApplication.clipboard().clear()
    return field


@pytest.mark.parametrize("keys", ["Ctrl+V", WORDS_ONLY])
@pytest.mark.parametrize(
    ("path", "stored"), [(LINE, '第一行 他说"好"'), (PROSE, '第一行\n他说"好"')]
)
def test_a_cell_of_two_lines_comes_without_the_quotes_of_the_spreadsheet(
    page: QWidget, session: Session, path: str, stored: str, keys: str
) -> None:
    offer(QUOTED, CELL)
    field = into(page, session, path, keys)
    assert text_of(field) == stored
    assert session.value.get(path) == stored


@pytest.mark.parametrize("path", [LINE, PROSE])
@pytest.mark.parametrize("tag", ["", "p", "td"])
def test_quotes_that_somebody_wrote_stay(
    page: QWidget, session: Session, path: str, tag: str
) -> None:
    offer('"引文"', f"<{tag}>&quot;引文&quot;</{tag}>" if tag else "")
    assert text_of(into(page, session, path)) == '"引文"'


@opens_menu
@pytest.mark.parametrize("path", [LINE, PROSE])
def test_the_menu_of_a_field_pastes_the_same_words(
    page: QWidget, session: Session, path: str
) -> None:
    field = named(page, session.field(path).name)
    field.setFocus()
    offer(QUOTED, CELL)
    place = QPoint(5, 5)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(field, QContextMenuEvent(reason, place, field.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    actions = {action.objectName(): action for action in menu.actions()}
    assert "只粘贴文字" not in [action.text() for action in menu.actions()]
    menu.close()
    actions["edit-paste"].trigger()
    assert text_of(field).split() == ["第一行", '他说"好"']
    QGuiApplication.clipboard().clear()


def test_several_cells_come_as_words(page: QWidget, session: Session) -> None:
    html = "<table><tr><td>甲<td>乙<br>丙<tr><td>丁<td>戊</table>"
    text = '甲\t"乙\n丙"\n丁\t戊\n'
    offer(text, html)
    assert text_of(into(page, session, LINE)) == "甲 乙 丙 丁 戊"
    offer(text, html)
    assert text_of(into(page, session, PROSE)) == "甲\t乙\n丙\n丁\t戊"


@pytest.mark.parametrize("path", [LINE, PROSE])
def test_of_a_rich_text_the_words_come_and_its_pictures_are_told(
    page: QWidget, session: Session, path: str
) -> None:
    html = '<p>一段</p><table><tr><td>格</table><img src="file:///a.png"><img src="b.png">'
    offer("一段\n格", html, Kingsoft_WPS_9_0_Format=b"PK")
    field = into(page, session, path)
    assert text_of(field).split() == ["一段", "格"]
    assert "2 幅图片没有带入" in words_on(page)


@pytest.mark.parametrize("path", [LINE, PROSE])
@pytest.mark.parametrize("keys", ["Ctrl+V", WORDS_ONLY])
def test_the_address_of_a_file_is_no_text(
    page: QWidget, session: Session, path: str, keys: str
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/营业执照.pdf")])
    QGuiApplication.clipboard().setMimeData(data)
    assert text_of(into(page, session, path, keys)) == ""
    assert "复制的是文件" in words_on(page)


@pytest.mark.parametrize("path", [LINE, PROSE])
def test_words_alone_beyond_all_measure_are_refused(
    page: QWidget, session: Session, path: str
) -> None:
    offer("长" * 200_001)
    assert text_of(into(page, session, path, WORDS_ONLY)) == ""
    assert "没有粘贴：内容有 200,001 个字符" in words_on(page)


@pytest.mark.parametrize("path", [LINE, PROSE])
def test_a_field_that_is_only_read_takes_nothing(
    page: QWidget, session: Session, path: str
) -> None:
    field = named(page, session.field(path).name)
    field.setReadOnly(True)  # type: ignore[attr-defined]
    for keys in ("Ctrl+V", WORDS_ONLY):
        offer("字")
        assert text_of(into(page, session, path, keys)) == ""


@pytest.mark.parametrize("keys", ["Ctrl+V", WORDS_ONLY])
@pytest.mark.parametrize("path", [LINE, PROSE])
@pytest.mark.parametrize("text", ["10-9 mol，H2O", ""], ids=["both", "html"])
def test_what_is_raised_comes_so_as_words(
    page: QWidget, session: Session, path: str, keys: str, text: str
) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    data.setHtml("<p>10<sup>-9</sup> mol，H<sub>2</sub>O</p>")
    QGuiApplication.clipboard().setMimeData(data)
    assert text_of(into(page, session, path, keys)) == "10⁻⁹ mol，H₂O"


@pytest.mark.parametrize("path", [LINE, PROSE])
def test_what_cannot_be_raised_is_told(page: QWidget, session: Session, path: str) -> None:
    offer("甲国", "<p>甲<sup>国</sup></p>")
    assert text_of(into(page, session, path)) == "甲国"
    assert "1 处上下标没有带入" in words_on(page)


def test_what_is_raised_comes_so_where_it_is_dropped(page: QWidget, session: Session) -> None:
    data = QMimeData()
    data.setText("cm3")
    data.setHtml("cm<sup>3</sup>")
    field = named(page, session.field(LINE).name)
    copy, left, held = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(field, QDragEnterEvent(QPoint(5, 5), copy, data, left, held))
    QApplication.sendEvent(field, QDropEvent(QPointF(5, 5), copy, data, left, held))
    assert text_of(field) == "cm³"
