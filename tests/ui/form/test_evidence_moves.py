"""An entry of 证明材料 goes to another item by menu and by dragging; two pages are cut apart."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu

from jbgs_desktop.drafts.draft import attach_file
from jbgs_desktop.forms.application import Application, Evidence
from jbgs_desktop.ui.form.evidence_entry import EvidenceEntry
from jbgs_desktop.ui.form.evidence_item import ItemBox
from tests.documents import attached_files as make
from tests.ui.fields import named, words_on
from tests.ui.form.section_editing import opens_menu
from tests.ui.form.test_evidence_page import (
    Desk,
    Opened,
    context,
    drag,
    opened,
    targets,
    titles,
)
from tests.ui.keystrokes import wait_until

__all__ = ["context", "opened"]  # fixtures
_SOME = (
    Evidence(category=1, title="审计报告", file="evidence/a.pdf"),
    Evidence(category=1, title="奖状", file="evidence/b.pdf"),
    Evidence(category=4, title="无"),
)


def test_an_entry_has_the_number_that_messages_use(opened: Opened, empty: Application) -> None:
    page, session = opened(empty.set("evidence", _SOME))
    assert "第2份" in session.field("evidence.1.title").name
    assert all(f"第{number}份" in words_on(page).split("\n") for number in (1, 2, 3))


@opens_menu
def test_by_the_keyboard_an_entry_goes_to_another_item(opened: Opened, empty: Application) -> None:
    page, session = opened(empty.set("evidence", _SOME))
    QTest.keyClick(named(page, "材料2 移到…"), Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text()[:2] for action in menu.actions()] == ["&2", "&3", "&4", "&5"]
    QTest.keyClick(menu, Qt.Key.Key_4)
    assert titles(session) == [(1, "审计报告"), (4, "奖状")], "in place of the 无"
    focus = QApplication.focusWidget()
    assert focus is not None and focus.accessibleName() == session.field("evidence.1.title").name
    session.undo()
    assert titles(session) == [(1, "审计报告"), (1, "奖状"), (4, "无")]


def test_an_entry_is_dragged_to_another_item(
    opened: Opened, empty: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, session = opened(empty.set("evidence", _SOME))
    carried: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "setMimeData", lambda _, data: carried.append(data))
    monkeypatch.setattr(QDrag, "exec", lambda *_: Qt.DropAction.MoveAction)
    entry = page.findChildren(EvidenceEntry)[1]
    QTest.mousePress(entry, Qt.MouseButton.LeftButton, pos=QPoint(3, 60))
    QTest.mouseMove(entry, QPoint(60, 90))
    QTest.mouseRelease(entry, Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    (data,) = carried
    item = page.findChildren(ItemBox)[2]
    assert drag(QDragEnterEvent, item, QPoint(5, 5), data)
    assert targets(page) == [3]
    assert drag(QDropEvent, item, QPoint(5, 5), data)
    wait_until(lambda: titles(session) == [(1, "审计报告"), (3, "奖状"), (4, "无")])


def test_two_pages_beside_each_other_are_cut_by_a_tick_and_one_undo(
    opened: Opened, empty: Application, context: Desk, tmp_path: Path
) -> None:
    sheet = make.spread(tmp_path / "利润表.pdf", 9)
    file = attach_file(context.draft, sheet)
    page, session = opened(empty.set("evidence", (Evidence(category=1, title="表", file=file),)))
    (tick,) = page.findChildren(QCheckBox)
    wait_until(tick.isVisible)
    assert "1 页" in words_on(page) and not tick.isChecked()
    assert tick.text() == "这一页是两页并排的A3，印的时候裁成两页A4"
    wait_until(lambda: "最小的字只有5.1磅" in words_on(page))
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert session.value.evidence[0].cut and "2 页" in words_on(page)
    wait_until(lambda: "最小的字" not in words_on(page))
    session.undo()
    assert not session.value.evidence[0].cut
    assert not tick.isChecked() and "1 页" in words_on(page)


def test_a_sheet_that_is_no_two_pages_is_not_offered_to_be_cut(
    opened: Opened, empty: Application, context: Desk, tmp_path: Path
) -> None:
    sheet = make.lying_sheet(tmp_path / "a.pdf", 9, (595, 842))
    file = attach_file(context.draft, sheet)
    page, _ = opened(empty.set("evidence", (Evidence(category=1, title="表", file=file),)))
    wait_until(lambda: "1 页" in words_on(page))
    (tick,) = page.findChildren(QCheckBox)
    assert tick.isHidden()
