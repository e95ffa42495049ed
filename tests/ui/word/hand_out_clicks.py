"""Giving sections to a colleague as a user does, with clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import (
    LONG,
    buttons,
    no_dialog,
    pick,
    says,
)
from tests.ui.fields import named

PLAN, RISKS = "taskbooks.2.plan", "taskbooks.2.risks"
NAMES = {PLAN: "三、（二）重点任务攻关计划", RISKS: "三、（四）潜在问题及应对举措"}


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def click_on(widget: QWidget, title: str) -> None:
    """Click the button ``title``, which is in sight."""
    button = buttons(widget)[title]
    assert button.isEnabled()
    click(button)


def tree(inside: QWidget, name: str) -> QTreeWidget:
    found = named(inside, name)
    assert isinstance(found, QTreeWidget)
    return found


def rows(found: QTreeWidget) -> list[list[str]]:
    items = [found.topLevelItem(at) for at in range(found.topLevelItemCount())]
    return [[item.text(at) for at in range(found.columnCount())] for item in items if item]


def tick(dialog: QDialog, name: str) -> None:
    """Click the box of the section ``name``."""
    sections = tree(dialog, "分给同事的节")
    (item,) = sections.findItems(name, Qt.MatchFlag.MatchExactly)
    sections.scrollToItem(item)
    box = sections.visualItemRect(item)
    at = QPoint(box.left() + 18, box.center().y())
    before = item.checkState(0)
    QTest.mouseClick(sections.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert item.checkState(0) != before


def ticked(dialog: QDialog) -> list[str]:
    sections = tree(dialog, "分给同事的节")
    items = [sections.topLevelItem(at) for at in range(sections.topLevelItemCount())]
    return [i.text(0) for i in items if i and i.checkState(0) == Qt.CheckState.Checked]


def name_field(dialog: QDialog) -> QLineEdit:
    (field,) = dialog.findChildren(QLineEdit)
    return field


def marks(workspace: Workspace) -> dict[str, str]:
    """What the list of sections says of those that are out."""
    return {row[0]: row[2] for row in rows(tree(workspace, "任务书各节")) if row[2]}


def give(
    qtbot: QtBot,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    to: str = "张三",
    choose: Callable[[QDialog], object] = lambda _: None,
) -> tuple[GivenPart, ...]:
    """Give what ``choose`` ticks beside the section that is open; the parts that are new."""
    before = len(workspace.session.parts)
    folder.mkdir(exist_ok=True)
    pick(monkeypatch, folder)
    click_on(workspace, "分给同事…")
    dialog = says(qtbot, workspace, "勾选要分出去的节")
    name_field(dialog).setText(to)
    choose(dialog)
    click_on(dialog, "选择文件夹(&F)…")
    qtbot.waitUntil(lambda: len(workspace.session.parts) > before, timeout=LONG)
    no_dialog(qtbot, workspace)
    return workspace.session.parts[before:]
