"""The window with a call like that of 2025: no page of it speaks of the call of 2023."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.office.hand_registration import HandForm, register_by_hand
from jbgs_desktop.office.receipt import Receipt, intake_receipt
from jbgs_desktop.office.return_notice import notice_blocks, notice_of
from jbgs_desktop.ui.office.office_view import OfficeView
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.forms.sea_call import SEA, sea_application, sea_call
from tests.of_2023 import OF_2023
from tests.office.registers import new_register
from tests.ui.boxes import opened
from tests.ui.conftest import close_quietly
from tests.ui.office.conftest import close_view

_DAY = date(2032, 3, 3)


@pytest.fixture(autouse=True)
def installed(data_folder: Path) -> None:
    shutil.copytree(SEA, data_folder / "calls" / "sea-2032" / "2032.1")


def _texts(root: QWidget) -> Iterator[str]:
    """Everything in ``root`` that is read by eye, or aloud."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QTextBrowser):
            yield widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(at) for at in range(widget.count()))
        elif isinstance(widget, QListWidget):
            yield from (widget.item(at).text() for at in range(widget.count()))
        elif isinstance(widget, QTreeView) and (model := widget.model()) is not None:
            for column in range(model.columnCount()):
                yield str(model.headerData(column, widget.header().orientation()) or "")
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def _of_2023(root: QWidget) -> set[str]:
    said = {text.replace(PROGRAM_NAME, "") for text in _texts(root)}
    assert len(said) > 5
    return {text for text in said if OF_2023.search(text)}


def test_the_start_page_and_every_page_of_an_application(qtbot: QtBot, keys: UserKeys) -> None:
    window = MainWindow()
    window.complete([sea_call()], keys)
    qtbot.addWidget(window, before_close_func=close_quietly)
    with qtbot.waitExposed(window):
        window.show()
    assert _of_2023(window) == set()
    (sample,) = (b for b in window.findChildren(QAbstractButton) if "示例" in b.text())
    assert sample.text() == "这份通知没有示例" and not sample.isEnabled()
    with closing(create_draft(sea_application(), keys.holders())) as draft:
        file = draft.file
    window.open_file(file)
    workspace = opened(qtbot, window)
    titles = [entry.title for entry in workspace._entries]
    assert {"攻关方案", "附件清单", "诚信书", "光盘报送"} <= {*titles}
    assert "方向16 养殖水质智能预报" in titles
    for entry in workspace._entries:
        workspace.go_to_page(entry.key)
        assert _of_2023(window) == set(), entry.title


def test_the_office_and_its_slips(qtbot: QtBot, tmp_path: Path) -> None:
    track = sea_call().tracks[1]
    form = HandForm(
        call=sea_call(),
        track=track,
        unit="海港船厂",
        unit_code="",
        directions=(16, 21),
        product="",
        contact="",
        mobile="",
        came=datetime(2032, 3, 1, 9).astimezone(),
    )
    with closing(new_register(tmp_path)) as register:
        entry = register_by_hand(register, form)
        view = OfficeView(register, [sea_call()])
        qtbot.addWidget(view, before_close_func=close_view)
        with qtbot.waitExposed(view):
            view.show()
        for page in range(view._rail.count()):
            view.open_page(page)
            assert _of_2023(view) == set()
    receipt = str(intake_receipt(Receipt(entry, track.name, "某局", _DAY, sea_call())))
    slip = notice_of(
        entry,
        ["缺页。"],
        track=track.name,
        until="",
        recommender="某局",
        made=_DAY,
        call=sea_call(),
    )
    for printed in (receipt, str(notice_blocks(slip))):
        assert "光盘" in printed and "申请方" in printed and "方向16、方向21" in printed
        assert OF_2023.search(printed) is None
