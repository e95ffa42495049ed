"""A section in hand on the page of its task book, for tests that go through keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from jbgs_desktop.forms.section import (
    Items,
    SectionTable,
    SectionValue,
    SubHeading,
    TableItem,
    items_of,
)
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import focused, named
from tests.ui.form.open_page import FigureFolder
from tests.ui.keystrokes import wait_until

Key, Mods = Qt.Key, Qt.KeyboardModifier
PATH = "taskbooks.2.goals"
TABLE = SectionTable(
    caption="主要技术指标",
    rows=(("指标", "单位", "目标"), ("效率", "%", "≥95"), ("重量", "g", "<210")),
)
SECTION: SectionValue = (
    "前文",
    TableItem(table=TABLE),
    "中间\n两段",
    SubHeading(heading="（1）"),
    "后文",
)


class Editing:
    """The page of a task book with its section 预期目标 in hand."""

    def __init__(
        self, page: Page, session: Session, figures: FigureFolder, editor: SectionEditor
    ) -> None:
        self.page, self.session, self.figures, self.editor = page, session, figures, editor

    @property
    def section(self) -> SectionValue:
        value: SectionValue = self.session.value.get(PATH)
        assert value == self.editor.value()
        return value

    @property
    def items(self) -> Items:
        return items_of(self.section)

    @property
    def table(self) -> SectionTable:
        (item,) = [item for item in self.section if isinstance(item, TableItem)]
        return item.table

    def go(self, path: str = "") -> QWidget:
        assert self.page.reveal(f"{PATH}{path}")
        QApplication.processEvents()
        return focused()

    def tool(self, name: str) -> None:
        button = named(self.page, name)
        assert isinstance(button, QToolButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, title: str) -> None:
        """Choose a line of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = [each for each in menu.actions() if each.text() == title]
        menu.close()
        self.page.window().activateWindow()
        wait_until(self.page.window().isActiveWindow)
        action.trigger()


def press(*keys: str) -> None:
    """Press each of ``keys``, written as a shortcut, where the focus is."""
    for each in keys:
        QTest.keySequence(focused(), QKeySequence(each))
    QApplication.processEvents()


# Offscreen a menu cannot come to the front.
opens_menu = pytest.mark.qt_log_ignore("This plugin does not support")


def begun_with(section: SectionValue) -> pytest.MarkDecorator:
    """The test begins with this section."""
    return pytest.mark.parametrize("section", [section], ids=[""])
