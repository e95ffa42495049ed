"""网上填报对照: copying field by field, ticks that are kept and know when a field changed."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.finalise.online_panel import OnlinePanel
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.session import Session
from tests.forms.applications import paragraphs_only
from tests.ui.boxes import next_dialog, opened, press
from tests.ui.fields import named, words_on


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, keys: UserKeys, call: Call) -> Workspace:
    application = paragraphs_only(sample_application(call, call.tracks[1].id, (2,)))
    with closing(create_draft(application, keys.holders())) as draft:
        draft.save(application)
    window.open_file(draft.file)
    return opened(qtbot, window)


@pytest.fixture
def panel(qtbot: QtBot, workspace: Workspace) -> QWidget:
    OnlinePanel(workspace.context, workspace).show()
    return next_dialog(qtbot, workspace)


def lines(panel: QWidget) -> QTreeWidget:
    found = named(panel, "网上填报的栏目")
    assert isinstance(found, QTreeWidget)
    return found


def go_to(panel: QWidget, name: str) -> None:
    tree = lines(panel)
    (item,) = tree.findItems(name, Qt.MatchFlag.MatchExactly)
    tree.setCurrentItem(item)


def states(panel: QWidget) -> dict[str, str]:
    tree = lines(panel)
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {item.text(0): item.text(2) for item in items if item}


def test_the_fields_come_in_the_papers_order_with_what_is_printed(
    panel: QWidget, workspace: Workspace
) -> None:
    names = list(states(panel))
    order = ("揭榜任务方向", "推荐单位", "单位名称", "单位地址")
    assert sorted(order, key=names.index) == list(order)
    go_to(panel, "单位性质")
    content = named(panel, "单位性质的内容")
    assert isinstance(content, QPlainTextEdit)
    assert content.toPlainText() == "民营企业"


def test_enter_copies_the_field_and_ticks_it_for_good(panel: QWidget, workspace: Workspace) -> None:
    go_to(panel, "单位名称")
    QTest.keyClick(lines(panel), Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == workspace.session.value.unit.name
    assert states(panel)["单位名称"] == "✓ 已复制"
    assert "已复制 1 栏" in words_on(panel)
    assert [entry.path for entry in workspace.context.record.online] == ["unit.name"]


def test_one_key_copies_field_after_field(panel: QWidget, workspace: Workspace) -> None:
    go_to(panel, "单位名称")
    QTest.keyClick(lines(panel), Qt.Key.Key_Return)
    current = lines(panel).currentItem()
    assert current is not None and current.text(0) == "揭榜负责人姓名"
    assert "已复制“单位名称”" in words_on(panel) and "就复制“揭榜负责人姓名”" in words_on(panel)
    press(panel, "复制并到下一个(&G)")
    assert QGuiApplication.clipboard().text() == workspace.session.value.unit.leader.name
    assert "已复制 2 栏" in words_on(panel)
    for _ in range(len(states(panel)) - 2):
        QTest.keyClick(lines(panel), Qt.Key.Key_Return)
    assert set(states(panel).values()) == {"✓ 已复制"}
    assert "各栏都复制过了" in words_on(panel)


def test_a_field_that_changed_after_copying_is_to_be_copied_again(
    panel: QWidget, workspace: Workspace
) -> None:
    go_to(panel, "单位名称")
    press(panel, "复制(&C)")
    workspace.session.set("unit.name", "改名后的公司")
    assert states(panel)["单位名称"] == "! 复制后改过"
    assert "请重新复制" in words_on(panel)
    press(panel, "复制(&C)")
    assert QGuiApplication.clipboard().text() == "改名后的公司"
    assert states(panel)["单位名称"] == "✓ 已复制"


def test_the_tick_can_be_taken_away_and_copied_ones_be_hidden(
    panel: QWidget, workspace: Workspace
) -> None:
    go_to(panel, "单位名称")
    QTest.keyClick(lines(panel), Qt.Key.Key_Space)
    assert states(panel)["单位名称"] == "✓ 已复制"
    press(panel, "下一个未复制的(&N)")
    box = next(b for b in panel.findChildren(QCheckBox) if b.text() == "只看未复制的(&U)")
    box.click()
    (item,) = lines(panel).findItems("单位名称", Qt.MatchFlag.MatchExactly)
    assert item.isHidden()
    box.click()
    go_to(panel, "单位名称")
    QTest.keyClick(lines(panel), Qt.Key.Key_Space)
    assert states(panel)["单位名称"] == "· 未复制"
    assert workspace.context.record.online == ()


@pytest.fixture
def rich_panel(qtbot: QtBot, keys: UserKeys, call: Call) -> Iterator[OnlinePanel]:
    """The panel of an application with a table and a figure, whose picture is a JPEG."""
    application = paragraphs_only(sample_application(call, call.tracks[1].id, (2,)))
    with closing(create_draft(application, keys.holders())) as draft:
        file = draft.attach("样机.jpg", io.BytesIO(picture()), "figures")
        application = application.set("taskbooks.2.goals", section_with(file))
        draft.save(application)
        window = QWidget()
        qtbot.addWidget(window)
        session = Session(application, call, draft.evidence_size, parent=window)
        saver = Autosave(session, draft, window)
        bar = NoticeBar()
        bar.setParent(window)
        context = SubmissionContext(session, draft, saver, bar, window)
        made = OnlinePanel(context, window)
        made.show()
        yield made
        window.close()


def picture() -> bytes:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x1F5FD0)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def section_with(file: str) -> list[object]:
    rows = [["指标", "值"], ["最高效率", "≥95"]]
    table = {"table": {"caption": "主要指标", "rows": rows}}
    return ["见表1、图1。", table, {"figure": {"caption": "样机", "file": file}}]


def test_a_table_is_copied_as_a_table_and_as_text(rich_panel: OnlinePanel) -> None:
    go_to(rich_panel, "方向2·表1　主要指标")
    press(rich_panel, "复制(&C)")
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "表1　主要指标\n指标\t值\n最高效率\t≥95"
    assert "<td>≥95</td>" in copied.html()
    assert states(rich_panel)["方向2·表1　主要指标"] == "✓ 已复制"


def test_a_section_is_copied_with_its_tables_and_the_names_of_its_figures(
    rich_panel: OnlinePanel,
) -> None:
    (name,) = (each for each in states(rich_panel) if "预期目标" in each)
    go_to(rich_panel, name)
    press(rich_panel, "复制(&C)")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines == ["见表1、图1。", "表1　主要指标", "指标\t值", "最高效率\t≥95", "〔图1 样机〕"]


def test_a_figure_is_saved_as_a_numbered_picture_and_gone_with_the_panel(
    qtbot: QtBot, rich_panel: OnlinePanel
) -> None:
    go_to(rich_panel, "方向2·图1　样机")
    press(rich_panel, "存成图片(&C)")
    qtbot.waitUntil(lambda: "图片已存为" in words_on(rich_panel), timeout=20_000)
    saved = Path(QGuiApplication.clipboard().text())
    assert saved.name == "方向2·图1　样机.png"
    assert QImage(str(saved)).size() == QSize(40, 30)
    assert saved.read_bytes().startswith(b"\x89PNG")
    assert states(rich_panel)["方向2·图1　样机"] == "✓ 已复制"
    rich_panel.close()
    qtbot.waitUntil(lambda: not saved.exists())
