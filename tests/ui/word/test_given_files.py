"""Sections given to a colleague from the window: the dialog, the files, what is recorded."""

import threading
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QProgressDialog,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.finalise.record import read_record
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.word import given_files
from tests.ui.boxes import (
    LONG,
    next_dialog,
    no_dialog,
    open_dialogs,
    pick,
    press,
    says,
)
from tests.ui.fields import focused, words_on
from tests.ui.keystrokes import focus
from tests.ui.word.hand_out_clicks import (
    NAMES,
    PLAN,
    RISKS,
    click_on,
    give,
    marks,
    name_field,
    rows,
    tick,
    ticked,
    tree,
)


def test_a_section_is_given_in_a_file_of_its_own_and_shown_as_out(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    history = workspace.session.value
    both = give(
        qtbot, workspace, monkeypatch, tmp_path / "out", choose=lambda d: tick(d, NAMES[RISKS])
    )
    files = [
        "方向2-三（二）重点任务攻关计划-张三.docx",
        "方向2-三（四）潜在问题及应对举措-张三.docx",
    ]
    assert [(part.fields, part.to, part.file) for part in both] == [
        ((PLAN,), "张三", files[0]),
        ((RISKS,), "张三", files[1]),
    ]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(files)
    assert all(name in workspace.bar.text for name in files)
    labels = {workspace.session.field(path).label: "外" for path in (PLAN, RISKS)}
    assert marks(workspace) == labels
    assert "分给了张三，还没有收回。" in words_on(workspace)
    workspace.go_to_field("taskbooks.2.goals")
    assert "还没有收回" not in words_on(workspace)
    workspace.go_to_field("taskbooks.3.plan")
    assert marks(workspace) == {}
    draft = workspace.draft
    assert read_record(draft).parts == both
    assert both[0].token in [point.token for point in draft.points if point.name == "导出前"]
    assert workspace.session.value == history
    assert not workspace.session.can_undo


def test_the_bar_opens_the_folder_or_says_where_it_is(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def refuse(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    give(qtbot, workspace, monkeypatch, tmp_path / "out")
    press(workspace, "打开文件夹")
    assert asked == [str(tmp_path / "out")]
    assert f"文件在“{tmp_path / 'out'}”" in workspace.bar.text


def test_what_is_typed_last_goes_out_too(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    QTest.keyClicks(focused(), "typed")
    (part,) = give(qtbot, workspace, monkeypatch, tmp_path / "out", to="")
    paragraphs = docx.Document(str(tmp_path / "out" / part.file)).paragraphs
    assert any("typed" in each.text for each in paragraphs)
    number = next(p.number for p in workspace.draft.points if p.token == part.token)
    assert workspace.draft.read(number).application == workspace.session.value
    assert part.file == "方向2-三（二）重点任务攻关计划.docx"
    assert "分给了同事，还没有收回。" in words_on(workspace)
    workspace.window().activateWindow()
    workspace.go_to_field(PLAN)
    QTest.keyClicks(focus(), "more")  # who gave it may go on writing
    assert "more" in str(workspace.session.value.get(PLAN))
    assert "分给了同事" in words_on(workspace)


def test_several_sections_go_into_one_file_and_nothing_is_written_over_unasked(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    there = out / "方向2-三（二）重点任务攻关计划等2节-a_b.docx"
    there.write_bytes(b"somebody's")
    pick(monkeypatch, out)
    click_on(workspace, "分给同事…")
    dialog = next_dialog(qtbot, workspace)
    tick(dialog, NAMES[RISKS])
    click_on(dialog, "合成一个文件(&J)")
    name_field(dialog).setText("a/b")
    click_on(dialog, "选择文件夹(&F)…")
    (question,) = open_dialogs(dialog)
    assert there.name in words_on(question)
    click_on(question, "取消")
    assert there.read_bytes() == b"somebody's"
    assert not workspace.session.parts
    click_on(dialog, "选择文件夹(&F)…")
    (question,) = open_dialogs(dialog)
    click_on(question, "替换")
    qtbot.waitUntil(lambda: len(workspace.session.parts) == 1, timeout=LONG)
    (part,) = workspace.session.parts
    assert (part.fields, part.to, part.file) == ((PLAN, RISKS), "a/b", there.name)
    assert there.read_bytes() != b"somebody's"


def test_nothing_ticked_and_a_cancelled_folder_give_nothing(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch)
    click_on(workspace, "分给同事…")
    dialog = next_dialog(qtbot, workspace)
    assert ticked(dialog) == [NAMES[PLAN]]
    click_on(dialog, "选择文件夹(&F)…")
    assert dialog.isVisible()
    tick(dialog, NAMES[PLAN])
    click_on(dialog, "选择文件夹(&F)…")
    assert "请先勾选" in words_on(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    no_dialog(qtbot, workspace)
    assert workspace.session.parts == ()


def test_a_folder_that_takes_nothing_is_told_and_nothing_is_recorded(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pick(monkeypatch, tmp_path / "gone" / "x")
    (tmp_path / "gone").write_bytes(b"")
    click_on(workspace, "分给同事…")
    click_on(next_dialog(qtbot, workspace), "选择文件夹(&F)…")
    qtbot.waitUntil(lambda: "没有生成Word文件" in workspace.bar.text, timeout=LONG)
    assert workspace.session.parts == ()
    assert read_record(workspace.draft).parts == ()


@pytest.mark.parametrize("is_late", [False, True])
def test_who_cancels_is_told_what_has_happened(
    qtbot: QtBot,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    is_late: bool,
) -> None:
    """Before anything is written, or when all of it is."""
    reached, resumed = threading.Event(), threading.Event()
    slow = "write_atomic" if is_late else "write_part"
    at_once = getattr(given_files, slow)

    def waits(*arguments: object, **options: object) -> object:
        done = at_once(*arguments, **options)
        reached.set()
        resumed.wait(LONG / 1000)
        return done

    monkeypatch.setattr(given_files, slow, waits)
    pick(monkeypatch, tmp_path)
    click_on(workspace, "分给同事…")
    click_on(next_dialog(qtbot, workspace), "选择文件夹(&F)…")
    qtbot.waitUntil(reached.is_set, timeout=LONG)
    (box,) = workspace.findChildren(QProgressDialog)
    box.canceled.emit()
    resumed.set()
    expected = "请发给同事" if is_late else "已取消，没有生成Word文件"
    qtbot.waitUntil(lambda: expected in workspace.bar.text, timeout=LONG)
    assert len(workspace.session.parts) == is_late
    assert len(list(tmp_path.glob("*.docx"))) == is_late


def test_the_dialog_says_who_has_a_section_already(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give(qtbot, workspace, monkeypatch, tmp_path / "out")
    click_on(workspace, "分给同事…")
    dialog = says(qtbot, workspace, "还在同事那里")
    out = {row[0]: row[1] for row in rows(tree(dialog, "分给同事的节")) if row[1]}
    assert list(out) == [NAMES[PLAN]]
    assert "分给了张三" in out[NAMES[PLAN]]
    press(dialog, "取消")
