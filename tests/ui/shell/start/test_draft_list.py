"""本机的申报: what a draft is called, where it is from, and what can be done with it."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.user_data import DraftName, UserData
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.start.draft_list import DraftList
from jbgs_desktop.ui.shell.start.draft_overview import refresh_start_page
from tests.drafts.cheap_drafts import application
from tests.ui.boxes import LONG, next_dialog, no_dialog, opened, press, says
from tests.ui.fields import named
from tests.ui.form.section_editing import opens_menu


@pytest.fixture
def listed(qtbot: QtBot, window: MainWindow, keys: UserKeys) -> DraftList:
    with closing(create_draft(application("甲"), keys.holders())):
        pass
    refresh_start_page(window._start, window.gate)
    (found,) = window.findChildren(DraftList)
    qtbot.waitUntil(lambda: found.topLevelItemCount() == 1, timeout=LONG)
    found.setFocus()
    return found


def columns(listed: DraftList) -> dict[str, list[str]]:
    """What stands in the columns that are seen, from above."""
    head, rows = listed.headerItem(), range(listed.topLevelItemCount())
    assert head is not None
    items = [item for row in rows if (item := listed.topLevelItem(row))]
    seen = [at for at in range(listed.columnCount()) if not listed.isColumnHidden(at)]
    return {head.text(at): [item.text(at) for item in items] for at in seen}


def test_a_draft_gets_a_name_and_a_note_by_the_keyboard(
    qtbot: QtBot, window: MainWindow, listed: DraftList
) -> None:
    assert "名称和备注" not in columns(listed)
    assert columns(listed)["大小"][0].endswith("kB")
    QTest.keyClick(listed, Qt.Key.Key_F2)
    dialog = says(qtbot, window, "不印在材料上")
    for field, text in zip(dialog.findChildren(QLineEdit), ("送审稿", "等财务的数"), strict=True):
        QTest.keyClicks(field, "x")
        field.setText(text)
    press(dialog, "确定")
    no_dialog(qtbot, window)
    qtbot.waitUntil(
        lambda: columns(listed).get("名称和备注") == ["送审稿；等财务的数"], timeout=LONG
    )
    press(window, "名称和备注(&E)…")
    assert next_dialog(qtbot, window).findChildren(QLineEdit)[0].text() == "送审稿"


def test_a_copy_says_what_it_is_a_copy_of(
    qtbot: QtBot, window: MainWindow, listed: DraftList, keys: UserKeys
) -> None:
    assert isinstance(keys.secret, UserSecret) and listed.chosen is not None
    named_ = DraftName(file=str(listed.chosen.file.absolute()), name="送审稿")
    UserData(keys.secret).keep_name(named_)
    press(window, "打开副本(&Y)")
    copy = opened(qtbot, window).draft.file
    assert copy != listed.chosen.file
    window.close_workspace()
    qtbot.waitUntil(lambda: len(columns(listed)["单位"]) == 2, timeout=LONG)
    assert any("“送审稿”的副本" in each for each in columns(listed)["名称和备注"])


@opens_menu
def test_the_same_can_be_done_by_the_menu_of_a_draft(
    qtbot: QtBot, window: MainWindow, listed: DraftList
) -> None:
    item = listed.topLevelItem(0)
    assert item is not None
    place = listed.visualItemRect(item).center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(listed, QContextMenuEvent(reason, place, listed.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert words == ["打开(&P)", "打开副本(&Y)", "名称和备注(&E)…", "删除(&D)…"]
    QTest.keyClick(menu, Qt.Key.Key_P)
    assert opened(qtbot, window).session.value == application("甲")


def test_track_and_place_are_offered_as_they_were_begun_with_last(
    qtbot: QtBot, window: MainWindow, call: Call
) -> None:
    for name, at in (("赛道", 2), ("报送地区", 1)):
        box = named(window, name)
        assert isinstance(box, QComboBox) and box.currentIndex() == 0
        box.setCurrentIndex(at)
    press(window, "开始填写(&B)")
    begun = opened(qtbot, window).session.value
    assert begun.track == call.tracks[2].id and begun.region == call.regions[1].id
    other = MainWindow()
    other.complete([call], window.gate.keys)
    qtbot.addWidget(other)
    shown = [named(other, name) for name in ("赛道", "报送地区")]
    assert [box.currentIndex() for box in shown if isinstance(box, QComboBox)] == [2, 1]


def test_what_has_no_name_is_remembered_as_before_there_were_names(
    keys: UserKeys, data_folder: Path
) -> None:
    assert isinstance(keys.secret, UserSecret)
    data = UserData(keys.secret)
    data.keep_place(data_folder / "a.jbgs")
    data.keep_name(DraftName(file="/a.jbgs", name="甲"))
    assert data.name_of(Path("/a.jbgs")).name == "甲"
    data.keep_name(DraftName(file="/a.jbgs"))
    assert data.names() == {} and data.places() == [data_folder / "a.jbgs"]
