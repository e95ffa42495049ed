"""定稿与打印: locking, what a locked draft refuses, 退回修改, versions."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTreeWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.drafts.draft import attach_file
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.finalise.record import Stage
from jbgs_desktop.forms.application import Evidence
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.merge_action import choose_and_merge
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.outline import outline, page_of
from tests.finalise.finalised_drafts import sample_draft
from tests.ui.boxes import buttons, next_dialog, opened, press, says
from tests.ui.fields import fill, named, words_on
from tests.ui.finalise.finalised_window import finalise, open_sample, row_of, wait


@pytest.fixture
def workspace(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, call: Call, tmp_path: Path
) -> Workspace:
    return open_sample(qtbot, window, keys, call, tmp_path)


def reopen(qtbot: QtBot, workspace: Workspace, reason: str) -> None:
    buttons(workspace)["退回修改…"].click()
    dialog = next_dialog(qtbot, workspace)
    fill(named(dialog, "退回修改的原因"), reason)
    press(dialog, "退回修改")
    wait(qtbot, lambda: not workspace.session.locked)


def test_an_error_closes_the_way_and_leads_to_its_field(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.session.set("unit.address", "")
    workspace.session.check_now()
    assert not buttons(workspace)["定稿"].isEnabled()
    press(workspace, "去改正")
    assert workspace.current_page == "unit"


def test_a_damaged_file_is_told_though_nobody_opened_its_page(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, call: Call, tmp_path: Path
) -> None:
    damaged = tmp_path / "合同.pdf"
    damaged.write_bytes(b"%PDF-1.4 example")
    with closing(sample_draft(call, tmp_path, list(keys.holders()))) as draft:
        application = draft.load().application
        entry = Evidence(category=5, title="合同", file=attach_file(draft, damaged))
        draft.save(application.set("evidence", (*application.evidence, entry)))
    window.open_file(draft.file)
    workspace = opened(qtbot, window)
    workspace.go_to_page("finalise")
    wait(qtbot, lambda: "可能已损坏" in words_on(workspace))
    assert not buttons(workspace)["定稿"].isEnabled()
    assert any("证明材料，1 个错误" in entry for entry in rail(workspace))
    press(workspace, "去改正")
    assert workspace.current_page == "evidence"
    press_named(workspace, f"材料{len(application.evidence) + 1} 移除")
    assert any("证明材料，已完成" in entry for entry in rail(workspace))
    workspace.go_to_page("finalise")
    assert buttons(workspace)["定稿"].isEnabled()


def test_open_warnings_are_listed_and_asked_about(qtbot: QtBot, workspace: Workspace) -> None:
    warnings = [f for f in workspace.session.findings if f.severity is Severity.WARNING]
    entries = outline(workspace.session.value, workspace.session.call)
    there = f"还有 {len(warnings)} 处提醒"
    assert any("，已完成，" in entry and entry.endswith(" 个提醒") for entry in rail(workspace))
    assert warnings[0].message in words_on(workspace)
    press(workspace, "定稿")
    press(says(qtbot, workspace, there, warnings[0].message), "回去看看")
    assert workspace.context.record.current is None
    press(workspace, "去查看")
    assert workspace.current_page == page_of(warnings[0].path, entries).key
    workspace.go_to_page("finalise")
    press(workspace, "定稿")
    press(says(qtbot, workspace, there), "仍然定稿")
    wait(qtbot, lambda: workspace.session.locked and workspace.context.record.current is not None)


def test_sections_that_are_with_colleagues_are_told_and_asked_about(
    qtbot: QtBot, workspace: Workspace
) -> None:
    session = workspace.session
    path = f"taskbooks.{session.value.directions[0]}.risks"
    part = GivenPart(
        fields=(path,), to="张三", when=datetime.now().astimezone(), token="t", file="a.docx"
    )
    workspace.context.keep(workspace.context.record.with_part(part))
    qtbot.waitUntil(lambda: session.parts == (part,))
    there = "还在张三那里"
    assert there in words_on(workspace)
    assert (session.field(path).text.name or "") in words_on(workspace)
    press(workspace, "定稿")
    press(says(qtbot, workspace, "还有 1 份分给同事的没有收回", there), "回去看看")
    assert workspace.context.record.current is None
    back = workspace.context.record.with_part_returned(part, datetime.now().astimezone())
    workspace.context.keep(back)
    qtbot.waitUntil(lambda: there not in words_on(workspace))


def rail(workspace: Workspace) -> list[str]:
    """What a screen reader says of each page."""
    list_ = named(workspace, "页面")
    assert isinstance(list_, QListWidget)
    role = Qt.ItemDataRole.AccessibleTextRole
    return [list_.item(row).data(role) for row in range(list_.count())]


def press_named(workspace: Workspace, name: str) -> None:
    QTest.keyClick(named(workspace, name), Qt.Key.Key_Space)
    QApplication.processEvents()


def test_finalising_locks_every_page_and_reopening_unlocks_it(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    workspace.go_to_page("unit")
    before = workspace.session.value
    code = finalise(qtbot, workspace)
    assert format_code(code) in words_on(workspace)
    for page in ("cover", "unit", "evidence", "pledge", "taskbook.2", "overview"):
        workspace.go_to_page(page)
        shown = workspace.findChildren(QLineEdit) + workspace.findChildren(QPlainTextEdit)
        fields = [f for f in shown if f.isVisible() and f.parent().objectName() != "find"]
        assert all(field.isReadOnly() for field in fields), page
    workspace.go_to_page("evidence")
    adders = [b for b in workspace.findChildren(QAbstractButton) if "添加" in b.text()]
    assert adders
    assert not any(button.isEnabled() for button in adders if button.isVisible())
    workspace.session.set("unit.address", "别处")
    workspace.session.set_all({"unit.address": "别处"})
    workspace.undo()
    workspace.redo()
    assert workspace.session.value == before
    choose_and_merge(workspace)
    assert "已经定稿" in workspace.bar.text

    reopen(qtbot, workspace, "要改地址")
    workspace.go_to_field("unit.address")
    field = workspace.window().focusWidget()
    assert isinstance(field, QPlainTextEdit | QLineEdit)
    assert not field.isReadOnly()
    workspace.session.set("unit.address", "河南省郑州市别处1号")
    assert workspace.session.value != before


def test_reopening_without_a_reason_is_refused(qtbot: QtBot, workspace: Workspace) -> None:
    finalise(qtbot, workspace)
    buttons(workspace)["退回修改…"].click()
    dialog = next_dialog(qtbot, workspace)
    press(dialog, "退回修改")
    says(qtbot, workspace, "请写明退回修改的原因")
    assert workspace.session.locked
    press(dialog, "取消")


def test_it_is_locked_when_it_is_opened_again(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    code = finalise(qtbot, workspace)
    file = Path(workspace.draft.place)
    window.close_workspace()
    window.wait_for_files()
    window.open_file(file)
    again = opened(qtbot, window)
    assert again.session.locked
    assert format_code(code) in words_on(again)
    assert Stage.FINALISED.word in words_on(again)


def test_the_versions_are_listed_with_what_changed(qtbot: QtBot, workspace: Workspace) -> None:
    first = finalise(qtbot, workspace)
    reopen(qtbot, workspace, "只是看看")
    assert finalise(qtbot, workspace) == first
    wait(qtbot, lambda: "完全相同" in workspace.bar.text)
    reopen(qtbot, workspace, "要改传真")
    workspace.session.set("unit.contact.fax", "无")
    second = finalise(qtbot, workspace)
    assert second != first
    listed = named(workspace, "定稿的版本")
    QTest.keyClick(listed, Qt.Key.Key_Home)
    press(workspace, "与上一版的差别…")
    dialog = next_dialog(qtbot, workspace)
    (changed,) = dialog.findChildren(QTreeWidget)
    wait(qtbot, lambda: changed.topLevelItemCount() == 1)
    assert "传真" in row_of(changed, 0).text(0)
    assert "第 2 版" in words_on(dialog)
    dialog.close()
