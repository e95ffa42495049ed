"""Looking at pages: going to one, zoom, thumbnails, search, marks; nothing waits."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.pdf.images import Found, PageImage, Rect
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.ui.preview.pages_view import PreviewView, SheetMark
from tests.ui.boxes import LONG
from tests.ui.fields import named, show, words_on

A4 = (210.0, 297.0)
WORD_AT = Rect(20, 200, 30, 8)


class Painted:
    """Pages of one grey each; the word 电机 stands on page 3 and 7."""

    def __init__(self, count: int = 9) -> None:
        self.count = count
        self.made: list[tuple[int, float]] = []
        self.closed = 0

    def size(self, index: int) -> tuple[float, float]:
        return A4

    def image(self, index: int, dpi: float) -> PageImage:
        self.made.append((index, dpi))
        width, height = round(A4[0] / 25.4 * dpi), round(A4[1] / 25.4 * dpi)
        return PageImage(width, height, bytes([20 * index]) * (3 * width * height))

    def find(self, text: str) -> list[Found]:
        return [Found(page, (WORD_AT,)) for page in (2, 6)] if text == "电机" else []

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def pages() -> Painted:
    return Painted()


@pytest.fixture
def view(qtbot: QtBot, pages: Painted) -> PreviewView:
    view = PreviewView()
    view.resize(900, 600)
    show(qtbot, view, view)  # as the window does, before there are pages
    with qtbot.waitSignal(view.shown, timeout=LONG):
        view.show_pages(pages)
    return view


def sheets(view: PreviewView) -> QAbstractScrollArea:
    found = named(view, "页面预览")
    assert isinstance(found, QAbstractScrollArea)
    return found


def choose(view: PreviewView, zoom: str) -> None:
    box = named(view, "显示比例")
    assert isinstance(box, QComboBox)
    row = next(row for row in range(box.count()) if box.itemText(row).startswith(zoom))
    box.setCurrentIndex(row)
    box.activated.emit(row)


def grey_at_the_middle(view: PreviewView) -> int:
    area = sheets(view).viewport()
    picture = area.grab().toImage()
    return picture.pixelColor(picture.width() // 2, picture.height() // 2).red()


def test_only_what_is_in_sight_is_made_and_it_is_shown(
    qtbot: QtBot, view: PreviewView, pages: Painted
) -> None:
    view.go_to(5)
    qtbot.waitUntil(lambda: grey_at_the_middle(view) == 80, timeout=LONG)
    sharp = {index for index, dpi in pages.made if dpi > 50}
    assert sharp <= {0, 1, 4, 5}
    number = named(view, "转到第几页")
    assert isinstance(number, QSpinBox)
    assert (view.page, number.value()) == (5, 5)


def test_keys_numbers_and_thumbnails_lead_to_a_page(qtbot: QtBot, view: PreviewView) -> None:
    turned: list[int] = []
    view.turned.connect(turned.append)
    assert sheets(view).hasFocus()  # without a click
    QTest.keyClick(sheets(view), Qt.Key.Key_PageDown)
    assert view.page == 2
    QTest.keyClick(sheets(view), Qt.Key.Key_End)
    assert view.page == 9
    number = named(view, "转到第几页")
    assert isinstance(number, QSpinBox)
    number.setValue(4)
    assert view.page == 4
    small = named(view, "缩略图")
    assert isinstance(small, QListWidget)
    assert small.count() == 9
    small.setCurrentRow(6)
    assert view.page == 7
    assert turned == [2, 9, 4, 7]


def test_zoom_is_kept_within_its_limits_and_follows_the_window(
    qtbot: QtBot, view: PreviewView
) -> None:
    def height() -> int:
        bar = sheets(view).verticalScrollBar()
        return bar.maximum() + bar.pageStep()

    choose(view, "100%")
    whole = height()
    choose(view, "300%")
    assert 2.8 < height() / whole < 3
    for _ in range(40):
        QTest.keyClick(sheets(view), Qt.Key.Key_Plus)
    assert height() / whole < 3
    for _ in range(60):
        QTest.keyClick(sheets(view), Qt.Key.Key_Minus)
    assert 0.5 <= height() / whole < 0.6
    choose(view, "适合宽度")
    assert sheets(view).horizontalScrollBar().maximum() == 0
    choose(view, "整页")
    single = view.findChild(QCheckBox, "")
    assert single is not None
    single.setChecked(True)
    assert sheets(view).verticalScrollBar().maximum() <= 1


def test_a_word_is_found_and_the_places_are_gone_through(qtbot: QtBot, view: PreviewView) -> None:
    field = named(view, "在页面里查找")
    assert isinstance(field, QLineEdit)
    field.setText("电机")
    qtbot.waitUntil(lambda: view.found == 2, timeout=LONG)
    assert view.page == 3
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert view.page == 7
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert view.page == 3
    field.setText("没有的词")
    qtbot.waitUntil(lambda: "没有找到" in words_on(view), timeout=LONG)


def test_a_mark_is_brought_into_sight_and_can_be_pressed(qtbot: QtBot, view: PreviewView) -> None:
    view.show_marks([SheetMark("seal", 6, WORD_AT, "盖章")])
    view.go_to(6, WORD_AT)
    choose(view, "适合宽度")
    view.go_to(6, WORD_AT)
    pressed: list[str] = []
    view.pressed.connect(pressed.append)
    area = sheets(view).viewport()
    for y in range(0, area.height(), 10):
        QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=QPoint(150, y))
    assert set(pressed) == {"seal"}


def test_pages_are_let_go_when_others_come(qtbot: QtBot, view: PreviewView, pages: Painted) -> None:
    with qtbot.waitSignal(view.shown, timeout=LONG):
        view.show_pages(Painted(2))
    assert view.count == 2
    qtbot.waitUntil(lambda: pages.closed == 1, timeout=LONG)


def test_pages_that_cannot_be_drawn_are_told(qtbot: QtBot, view: PreviewView) -> None:
    class Broken(Painted):
        def image(self, index: int, dpi: float) -> PageImage:
            raise DocumentError("这份PDF打不开。")

    view.show_pages(Broken())
    qtbot.waitUntil(lambda: "这份PDF打不开。" in words_on(view), timeout=LONG)
