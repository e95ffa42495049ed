"""分工 in the window: sections given to a colleague, shown, withdrawn, listed, taken back."""

import io
import json
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QProgressDialog,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.cli import main
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.new_draft import write_draft
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.finalise.given_parts import GivenPart, PartState
from jbgs_desktop.finalise.record import keep_record, read_record
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.word import given_files
from tests.drafts.cheap_drafts import CHEAP
from tests.ui.boxes import (
    LONG,
    buttons,
    next_dialog,
    no_dialog,
    open_dialogs,
    opened,
    pick,
    press,
    says,
)
from tests.ui.fields import focused, named, words_on
from tests.ui.finalise import sealed
from tests.ui.keystrokes import focus

PLAN, RISKS = "taskbooks.2.plan", "taskbooks.2.risks"
NAMES = {PLAN: "三、（二）重点任务攻关计划", RISKS: "三、（四）潜在问题及应对举措"}


@pytest.fixture
def begun(empty: Application) -> Application:
    begun = empty.set("directions", (2, 3)).set(PLAN, "计划甲。").set(RISKS, "风险甲。")
    return begun.set("unit.name", "甲公司")


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, keys: UserKeys, begun: Application) -> Workspace:
    """A task book open at its plan."""
    with closing(create_draft(begun, keys.holders())) as draft:
        file = draft.file
    window.open_file(file)
    workspace = opened(qtbot, window)
    workspace.go_to_field(PLAN)
    return workspace


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
    reached, go_on = threading.Event(), threading.Event()
    slow = "write_atomic" if is_late else "write_part"
    at_once = getattr(given_files, slow)

    def waits(*arguments: object, **options: object) -> object:
        done = at_once(*arguments, **options)
        reached.set()
        go_on.wait(LONG / 1000)
        return done

    monkeypatch.setattr(given_files, slow, waits)
    pick(monkeypatch, tmp_path)
    click_on(workspace, "分给同事…")
    click_on(next_dialog(qtbot, workspace), "选择文件夹(&F)…")
    qtbot.waitUntil(reached.is_set, timeout=LONG)
    (box,) = workspace.findChildren(QProgressDialog)
    box.canceled.emit()
    go_on.set()
    told = "请发给同事" if is_late else "已取消，没有生成Word文件"
    qtbot.waitUntil(lambda: told in workspace.bar.text, timeout=LONG)
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


def test_a_part_is_withdrawn_from_its_section_once_the_user_agrees(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (part,) = give(qtbot, workspace, monkeypatch, tmp_path / "out")
    click_on(workspace, "撤销分工…")
    click_on(says(qtbot, workspace, part.file), "取消")
    assert workspace.session.parts == (part,)
    click_on(workspace, "撤销分工…")
    click_on(says(qtbot, workspace, part.file), "撤销分工")
    no_dialog(qtbot, workspace)
    (withdrawn,) = read_record(workspace.draft).parts
    assert withdrawn.state is PartState.WITHDRAWN
    assert marks(workspace) == {}
    assert "还没有收回" not in words_on(workspace)
    assert "撤销分工…" not in buttons(workspace)


def test_taking_back_is_offered_only_where_somebody_listens(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, keys: UserKeys, begun: Application
) -> None:
    part = GivenPart(fields=(PLAN,), to="张三", when=sealed.WHEN, token="a" * 32, file="a.docx")
    workspace.context.keep(workspace.context.record.with_part(part))
    assert "收回导入…" not in buttons(workspace)
    wanted: list[str] = []
    workspace.parts.word_import_wanted.connect(wanted.append)
    workspace.go_to_field("taskbooks.3.plan")  # a page that is made from now on
    other = part.model_copy(update={"fields": ("taskbooks.3.plan",)})
    workspace.context.keep(workspace.context.record.with_part(other))
    press(workspace, "收回导入…")
    assert wanted == ["taskbooks.3.plan"]


def test_the_list_of_parts_tells_all_and_makes_another_file(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    workspace.parts.show_parts()
    dialog = says(qtbot, workspace, "还没有分出去的节")
    assert not buttons(dialog)["再生成一份(&A)…"].isEnabled()
    press(dialog, "关闭(&C)")
    no_dialog(qtbot, workspace)
    (first,) = give(qtbot, workspace, monkeypatch, tmp_path / "out")
    record = workspace.context.record.with_part_returned(first, sealed.WHEN)
    workspace.context.keep(record.with_part(first.model_copy(update={"to": "李四"})))
    workspace.parts.show_parts()
    dialog = says(qtbot, workspace, "共分出去 2 次，其中 1 次还没有收回。")
    listed = rows(tree(dialog, "分出去的节"))
    assert [row[:2] for row in listed] == [[f"方向2：{NAMES[PLAN]}", to] for to in ("李四", "张三")]
    assert [row[3].partition("（")[0] for row in listed] == ["在外", "已收回"]
    press(dialog, "再生成一份(&A)…")
    dialog = says(qtbot, workspace, f"原来的“{first.file}”会记为已撤销")
    assert (ticked(dialog), name_field(dialog).text()) == ([NAMES[PLAN]], "李四")
    pick(monkeypatch, tmp_path / "out")
    press(dialog, "选择文件夹(&F)…")
    qtbot.waitUntil(lambda: len(workspace.session.parts) == 3, timeout=LONG)
    states = [part.state for part in read_record(workspace.draft).parts]
    assert states == [PartState.RETURNED, PartState.WITHDRAWN, PartState.OUT]
    no_dialog(qtbot, workspace)
    workspace.parts.show_parts()
    dialog = next_dialog(qtbot, workspace)
    press(dialog, "撤销分工(&W)…")
    qtbot.waitUntil(lambda: len(open_dialogs(workspace)) == 2, timeout=LONG)
    (box,) = [each for each in open_dialogs(workspace) if each is not dialog]
    press(box, "撤销分工")
    qtbot.waitUntil(lambda: rows(tree(dialog, "分出去的节"))[0][3].startswith("已撤销"))
    assert not buttons(dialog)["撤销分工(&W)…"].isEnabled()
    press(dialog, "关闭(&C)")


def test_the_menu_offers_all_task_books_where_none_is_open(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    menu = {action.text(): action for action in window.actions()}
    workspace.go_to_page("unit")
    menu["分给同事…"].trigger()
    dialog = next_dialog(qtbot, workspace)
    headings = [row[0] for row in rows(tree(dialog, "分给同事的节")) if row[0].startswith("方向")]
    assert len(headings) == 2
    assert ticked(dialog) == []
    press(dialog, "取消")
    no_dialog(qtbot, workspace)
    workspace.session.set("directions", ())
    menu["分给同事…"].trigger()
    assert "请先在“任务方向”里选好方向" in workspace.bar.text


def test_a_finalised_draft_gives_nothing_and_says_what_to_do(
    qtbot: QtBot, locked: Workspace
) -> None:
    locked.go_to_field(PLAN)
    press(locked, "分给同事…")
    assert "要分工请先退回修改" in locked.bar.text
    assert not open_dialogs(locked)


def test_a_draft_that_can_only_be_read_gives_and_withdraws_nothing(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, begun: Application, tmp_path: Path
) -> None:
    with closing(create_draft(begun, keys.holders())) as draft:
        part = GivenPart(fields=(PLAN,), to="", when=sealed.WHEN, token="", file="a.docx")
        keep_record(draft, read_record(draft).with_part(part))
    with closing(open_draft(draft.file, keys.holders)):
        window.open_file(draft.file)
        press(next_dialog(qtbot, window), "只读打开")
        workspace = opened(qtbot, window)
        workspace.go_to_field(PLAN)
        press(workspace, "分给同事…")
        assert "请先打开一份副本" in workspace.bar.text
        press(workspace, "撤销分工…")
        press(says(qtbot, workspace, "不能撤销分工"), "知道了")


def test_a_docx_that_the_window_gave_comes_back_by_the_command(
    qtbot: QtBot,
    window: MainWindow,
    begun: Application,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words, file = Passphrase("口令"), tmp_path / "d.jbgs"
    write_draft(file, begun, [words], cost=CHEAP)
    monkeypatch.setattr(window.gate, "holders", lambda: [words])
    window.open_file(file)
    workspace = opened(qtbot, window)
    workspace.go_to_field(PLAN)
    (part,) = give(qtbot, workspace, monkeypatch, tmp_path / "out")
    window.close_workspace()
    window.wait_for_files()
    document = docx.Document(str(tmp_path / "out" / part.file))
    (run,) = [run for each in document.paragraphs for run in each.runs if run.text == "计划甲。"]
    run.text = "计划乙。"
    document.save(str(tmp_path / "back.docx"))
    monkeypatch.setenv("JBGS_PASSPHRASE", words.text)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert main(["import-docx", str(tmp_path / "back.docx"), "--into", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fields"] == [{"path": PLAN, "state": "changed"}]
    with closing(open_draft(file, lambda: [words], read_only=True)) as draft:
        assert draft.load().application.get(PLAN) == "计划乙。"
        assert read_record(draft).parts == (part,)
