"""Figures in a section: pasted, shown, turned, refused."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.attachments.figure_view import FigureView
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    TableItem,
)
from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.widgets.section.figure_block import FigureBlock
from jbgs_desktop.ui.widgets.section.section_stack import SectionStack
from jbgs_desktop.ui.widgets.section.section_text import GrowingText
from jbgs_desktop.ui.widgets.section.whole_picture import WholePicture
from tests.ui.fields import named, words_on
from tests.ui.form.section_editing import (
    PATH,
    SECTION,
    TABLE,
    Editing,
    begun_with,
    press,
)


def picture(width: int = 600, height: int = 300) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, "PNG")
    return buffer.getvalue()


def wait_for_figures(qtbot: QtBot, editing: Editing, number: int) -> list[SectionFigure]:
    def found() -> list[SectionFigure]:
        section = editing.session.value.get(PATH)
        return [item.figure for item in section if isinstance(item, FigureItem)]

    qtbot.waitUntil(lambda: len(found()) == number, timeout=20_000)
    return found()


@begun_with("前后")
def test_a_screenshot_is_pasted_as_a_figure(qtbot: QtBot, editing: Editing) -> None:
    editing.go()
    press("Right")
    image = QImage(40, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(image)
    press("Ctrl+V")
    (figure,) = wait_for_figures(qtbot, editing, 1)
    assert editing.section[0] == "前"
    with Image.open(io.BytesIO(editing.figures.files[figure.file])) as kept:
        assert (kept.size, kept.mode) == ((40, 20), "RGB")
    QApplication.clipboard().clear()


@begun_with("前后")
def test_a_picture_beside_a_text_is_left(editing: Editing) -> None:
    editing.go()
    data = QMimeData()
    data.setImageData(QImage(4, 2, QImage.Format.Format_RGB32))
    data.setText("字")
    QGuiApplication.clipboard().setMimeData(data)
    press("Ctrl+V")
    assert editing.section == "字前后"
    QApplication.clipboard().clear()


FIGURE = FigureItem(figure=SectionFigure(caption="架构", file="figures/a.png"))


@begun_with(("甲乙", TableItem(table=TABLE), "后文"))
def test_a_picture_is_dropped_where_the_mouse_is(
    qtbot: QtBot, editing: Editing, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    editing.go(".2")
    first = editing.editor.findChildren(GrowingText)[0]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    between = first.cursorRect().right() + first.fontMetrics().horizontalAdvance("甲") + 2
    place = QPointF(between, first.cursorRect().center().y())
    copy, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    viewport = first.viewport()
    at = place.toPoint()
    QApplication.sendEvent(viewport, QDragEnterEvent(at, copy, data, buttons, held))
    QApplication.sendEvent(viewport, QDropEvent(place, copy, data, buttons, held))
    wait_for_figures(qtbot, editing, 1)
    assert editing.section[0] == "甲"
    assert editing.section[2:] == ("乙", TableItem(table=TABLE), "后文")


@begun_with(("前", FIGURE, "后"))
def test_behind_which_figure_a_picture_would_come_is_shown(
    qtbot: QtBot, editing: Editing, tmp_path: Path
) -> None:
    (tmp_path / "b.png").write_bytes(picture())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "b.png"))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    (block,) = editing.editor.findChildren(FigureBlock)
    size, at = block.size(), QPoint(9, 9)
    QApplication.sendEvent(block, QDragEnterEvent(at, copy, data, left, held))
    move = QDragMoveEvent(at, copy, data, left, held)
    QApplication.sendEvent(block, move)
    assert move.isAccepted() and block.property("state") == "drop"
    assert block.size() == size, "nothing moves under the pointer"
    QApplication.sendEvent(editing.editor, QDragLeaveEvent())
    assert block.property("state") == ""
    QApplication.sendEvent(block, QDragEnterEvent(at, copy, data, left, held))
    QApplication.sendEvent(block, QDragMoveEvent(at, copy, data, left, held))
    QApplication.sendEvent(block, QDropEvent(QPointF(at), copy, data, left, held))
    assert block.property("state") == ""
    wait_for_figures(qtbot, editing, 2)
    assert [type(item) for item in editing.section] == [str, FigureItem, FigureItem, str]


@begun_with("前文")
def test_a_picture_dropped_beside_the_text_goes_into_the_section_that_is_open(
    qtbot: QtBot, editing: Editing, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    editing.go()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held, at = Qt.KeyboardModifier.NoModifier, QPoint(5, 5)
    assert isinstance(editing.page, TaskbookPage)
    around, text = editing.page.viewport(), editing.editor.target()
    enter = QDragEnterEvent(at, copy, data, left, held)
    QApplication.sendEvent(around, enter)
    assert enter.isAccepted() and text.property("state") == "drop"
    QApplication.sendEvent(around, QDragLeaveEvent())
    assert not text.property("state")
    QApplication.sendEvent(around, QDragEnterEvent(at, copy, data, left, held))
    QApplication.sendEvent(around, QDropEvent(QPointF(at), copy, data, left, held))
    wait_for_figures(qtbot, editing, 1)
    assert not text.property("state")


@begun_with(("前", FIGURE))
def test_a_figure_is_shown_turned_and_made_narrower(qtbot: QtBot, editing: Editing) -> None:
    qtbot.waitUntil(lambda: "没有figures/a.png" not in words_on(editing.page))
    editing.figures.files["figures/b.png"] = picture()
    figure = SectionFigure(caption="架构", file="figures/b.png")
    editing.session.set(PATH, ("前", FigureItem(figure=figure)))
    qtbot.waitUntil(lambda: "600 × 300 · 98 dpi，印出来会模糊" in words_on(editing.page))
    spin = editing.page.findChildren(QSpinBox)[0]
    spin.setFocus()
    press("Down", "Down")
    assert editing.section[1].figure.width == pytest.approx(0.9)  # type: ignore[union-attr]
    QTest.keyClick(named(editing.page, "图 转动"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "300 × 600" in words_on(editing.page), timeout=20_000)
    assert len(editing.figures.files) == 2
    QTest.keyClick(named(editing.page, "图 移除"), Qt.Key.Key_Space)
    assert editing.section == "前"


@begun_with(("前", FIGURE))
def test_what_is_said_of_a_coarse_picture_hides_no_button(qtbot: QtBot, editing: Editing) -> None:
    qtbot.waitUntil(lambda: "没有figures/a.png" not in words_on(editing.page))
    editing.figures.files["figures/b.png"] = picture(320, 200)
    figure = SectionFigure(caption="架构", file="figures/b.png")
    editing.session.set(PATH, ("前", FigureItem(figure=figure)))
    qtbot.waitUntil(lambda: "320 × 200" in words_on(editing.page))
    QApplication.processEvents()
    (area,) = editing.editor.findChildren(SectionStack)
    for width in (760, 520):
        editing.editor.setFixedWidth(width)
        QApplication.processEvents()
        assert area.horizontalScrollBar().maximum() == 0


@begun_with("前")
def test_what_is_no_picture_is_refused_with_a_sentence(
    qtbot: QtBot, editing: Editing, tmp_path: object
) -> None:
    editing.go()
    data = QMimeData()
    data.setData("image/png", b"nothing")
    data.setImageData(QImage(4, 2, QImage.Format.Format_RGB32))
    QGuiApplication.clipboard().setMimeData(data)
    press("Ctrl+V")
    qtbot.waitUntil(lambda: "没有插入“粘贴的图片”：" in words_on(editing.page), timeout=20_000)
    assert editing.section == "前"
    QApplication.clipboard().clear()


def test_what_is_read_only_is_read_and_copied_only(editing: Editing) -> None:
    editing.editor.set_read_only()
    QTest.keyClicks(editing.go(".1.rows.1.0"), "a")
    press("Ctrl+Return", "Ctrl+M", "Esc", "Delete")
    press("Alt+Shift+Up")
    QTest.keyClicks(editing.go(".0"), "b")
    assert editing.section == SECTION


def test_a_picture_is_seen_whole_and_at_its_own_size(qtbot: QtBot) -> None:
    width, height = 3000, 2000
    view = FigureView(width, height, (width, height), bytes(3 * width * height))
    parent = QWidget()
    qtbot.addWidget(parent)
    window = WholePicture(view, "图1 架构", parent)
    window.open()
    (area,) = window.findChildren(QScrollArea)
    QApplication.processEvents()
    bars = (area.horizontalScrollBar(), area.verticalScrollBar())
    assert [bar.maximum() for bar in bars] == [0, 0]
    right = QPoint(area.viewport().width() - 4, area.viewport().height() // 2)
    QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, pos=right)
    qtbot.waitUntil(lambda: bars[0].value() == bars[0].maximum() > 0)
    assert "3000 × 2000 像素 · 100%" in words_on(window)
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bars[0].maximum() == 0)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
