"""What was given to colleagues: shown, withdrawn, listed, taken back."""

import io
import json
import sys
from contextlib import closing
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QDialog
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
from jbgs_desktop.ui.shell.word_action import import_files
from jbgs_desktop.ui.shell.workspace import Workspace
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
from tests.ui.fields import words_on
from tests.ui.finalise import sealed
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
    changed(tmp_path / "out" / part.file, tmp_path / "back.docx", "计划甲", "计划乙")
    monkeypatch.setenv("JBGS_PASSPHRASE", words.text)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert main(["import-docx", str(tmp_path / "back.docx"), "--into", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fields"] == [{"path": PLAN, "state": "changed"}]
    with closing(open_draft(file, lambda: [words], read_only=True)) as draft:
        assert draft.load().application.get(PLAN) == "计划乙。"
        (returned,) = read_record(draft).parts
        assert (returned.code, returned.state) == (part.code, PartState.RETURNED)
        (original,) = returned.originals
        assert original in draft.kept


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


def changed(source: Path, target: Path, old: str, new: str) -> Path:
    document = docx.Document(str(source))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(str(target))
    return target


def test_what_comes_back_is_taken_and_no_longer_out_and_a_second_time_asks_first(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    plan, risks = give(qtbot, workspace, monkeypatch, out, choose=lambda d: tick(d, NAMES[RISKS]))
    back = changed(out / plan.file, tmp_path / "1.docx", "计划甲", "计划乙")
    pick(monkeypatch, back)
    click_on(workspace, "收回导入…")
    qtbot.waitUntil(lambda: "取用选中的 1 栏" in all_buttons(workspace), timeout=LONG)
    press(next_dialog(qtbot, workspace), "取用选中的 1 栏")
    qtbot.waitUntil(lambda: not workspace.session.parts[0].is_out, timeout=LONG)
    assert workspace.session.value.get(PLAN) == "计划乙。"
    states = [part.state for part in read_record(workspace.draft).parts]
    assert states == [PartState.RETURNED, PartState.OUT]
    assert marks(workspace) == {workspace.session.field(RISKS).label: "外"}
    workspace.undo()  # what is not there did not come back
    assert workspace.session.value.get(PLAN) == "计划甲。"
    assert [part.state for part in read_record(workspace.draft).parts] == [PartState.OUT] * 2
    assert len(marks(workspace)) == 2
    workspace.redo()
    states = [part.state for part in read_record(workspace.draft).parts]
    assert states == [PartState.RETURNED, PartState.OUT]
    assert marks(workspace) == {workspace.session.field(RISKS).label: "外"}

    workspace.context.keep(workspace.context.record.with_part_withdrawn(risks, sealed.WHEN))
    pick(monkeypatch, back, changed(out / risks.file, tmp_path / "2.docx", "风险甲", "风险乙"))
    workspace.parts.word_import_wanted.emit(RISKS)
    qtbot.waitUntil(lambda: "接着看" in all_buttons(workspace), timeout=LONG)
    question = says(qtbot, workspace, f"“{plan.file}”", "已经收回过一次", "已经撤销")
    press(question, "取消")
    no_dialog(qtbot, workspace)
    workspace.parts.word_import_wanted.emit(RISKS)
    qtbot.waitUntil(lambda: "接着看" in all_buttons(workspace), timeout=LONG)
    press(next_dialog(qtbot, workspace), "接着看")
    qtbot.waitUntil(lambda: "取用选中的 1 栏" in all_buttons(workspace), timeout=LONG)
    press(next_dialog(qtbot, workspace), "取用选中的 1 栏")
    qtbot.waitUntil(lambda: workspace.session.value.get(RISKS) == "风险乙。", timeout=LONG)
    states = [part.state for part in read_record(workspace.draft).parts]
    assert states == [PartState.RETURNED, PartState.RETURNED]


def test_a_file_that_came_back_before_can_be_skipped_among_others(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first, second = give(qtbot, workspace, monkeypatch, out, choose=lambda d: tick(d, NAMES[RISKS]))
    once = changed(out / first.file, tmp_path / "1.docx", "计划甲", "计划乙")
    take(qtbot, workspace, once)
    other = changed(out / second.file, tmp_path / "2.docx", "风险甲", "风险丙")
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"x")
    import_files(workspace, [once, other, broken])
    qtbot.waitUntil(lambda: "跳过这个文件" in all_buttons(workspace), timeout=LONG)
    question = says(qtbot, workspace, f"“1.docx”（发出去时叫“{first.file}”）", "已经收回过一次")
    press(question, "跳过这个文件")
    dialog = says(qtbot, workspace, "2.docx", "有 1 个文件没有导入")
    press(dialog, "取用选中的 1 栏")
    qtbot.waitUntil(lambda: workspace.session.value.get(RISKS) == "风险丙。", timeout=LONG)
    no_dialog(qtbot, workspace)
    assert workspace.session.value.get(PLAN) == "计划乙。"

    import_files(workspace, [once])  # nothing is left without it
    qtbot.waitUntil(lambda: "接着看" in all_buttons(workspace), timeout=LONG)
    assert "跳过这个文件" not in all_buttons(workspace)
    press(next_dialog(qtbot, workspace), "取消")


def test_of_two_with_the_same_section_it_is_known_who_sent_it_back(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (first,) = give(qtbot, workspace, monkeypatch, out, to="张三")
    (second,) = give(qtbot, workspace, monkeypatch, out, to="李四")
    assert (first.fields, first.token) == (second.fields, second.token)
    back = changed(out / second.file, tmp_path / "2.docx", "计划甲", "计划乙")
    take(qtbot, workspace, back)
    assert [(part.to, part.state) for part in read_record(workspace.draft).parts] == [
        ("张三", PartState.OUT),
        ("李四", PartState.RETURNED),
    ]


def test_a_second_return_asks_only_what_is_new_since_the_first(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    workspace.session.set(PLAN, "甲。\n乙。\n丙。\n丁。")
    out = tmp_path / "out"
    (part,) = give(qtbot, workspace, monkeypatch, out)
    workspace.session.set(PLAN, "甲这里。\n乙。\n丙。\n丁。")
    once = changed(out / part.file, tmp_path / "1.docx", "乙", "乙三")
    once = changed(once, tmp_path / "1.docx", "甲", "甲三")
    dialog = importing(qtbot, workspace, once)
    press(dialog, "逐段对照…")
    parts = next(each for each in open_dialogs(workspace) if each.windowTitle() == "逐段对照")
    press(parts, "就这样合在一起")  # 甲这里 stays, 乙三 comes
    press(dialog, "取用选中的 1 栏")
    qtbot.waitUntil(lambda: not workspace.session.parts[0].is_out, timeout=LONG)
    no_dialog(qtbot, workspace)
    assert workspace.session.value.get(PLAN) == "甲这里。\n乙三。\n丙。\n丁。"

    twice = changed(once, tmp_path / "2.docx", "丙", "丙三")
    import_files(workspace, [twice])
    qtbot.waitUntil(lambda: "接着看" in all_buttons(workspace), timeout=LONG)
    press(next_dialog(qtbot, workspace), "接着看")
    dialog = says(qtbot, workspace, "收回过的几节只列出那以后又改的")
    press(dialog, "逐段对照…")
    parts = next(each for each in open_dialogs(workspace) if each.windowTitle() == "逐段对照")
    assert [line[:2] for line in rows(tree(parts, "不同的段落"))] == [
        ["“甲这里。”", "只有这里改过"],
        ["“丙。”", "只有文件里改过"],
    ]
    press(parts, "就这样合在一起")
    press(dialog, "取用选中的 1 栏")
    qtbot.waitUntil(lambda: "丙三" in workspace.session.value.get(PLAN), timeout=LONG)
    assert workspace.session.value.get(PLAN) == "甲这里。\n乙三。\n丙三。\n丁。"


def test_the_file_of_another_who_began_anew_takes_nothing_out_that_came_before(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """张三 handed his part on: both write, each from what was given out."""
    workspace.session.set(PLAN, "甲。\n乙。\n丙。")
    out = tmp_path / "out"
    (part,) = give(qtbot, workspace, monkeypatch, out)
    take(qtbot, workspace, changed(out / part.file, tmp_path / "1.docx", "甲", "甲三"))
    other = changed(out / part.file, tmp_path / "2.docx", "丙", "丙四")
    import_files(workspace, [other])
    qtbot.waitUntil(lambda: "接着看" in all_buttons(workspace), timeout=LONG)
    press(next_dialog(qtbot, workspace), "接着看")
    dialog = says(qtbot, workspace, "发出去时的版本")
    press(dialog, "逐段对照…")
    parts = next(each for each in open_dialogs(workspace) if each.windowTitle() == "逐段对照")
    press(parts, "就这样合在一起")
    press(dialog, "取用选中的 1 栏")
    qtbot.waitUntil(lambda: "丙四" in workspace.session.value.get(PLAN), timeout=LONG)
    assert workspace.session.value.get(PLAN) == "甲三。\n乙。\n丙四。"


def importing(qtbot: QtBot, workspace: Workspace, *files: Path) -> QDialog:
    import_files(workspace, files)
    return says(qtbot, workspace, "认出 1 个栏目")


def take(qtbot: QtBot, workspace: Workspace, file: Path) -> None:
    """Take what only the file changed."""
    before = workspace.session.value
    press(importing(qtbot, workspace, file), "取用选中的 1 栏")
    qtbot.waitUntil(lambda: workspace.session.value != before, timeout=LONG)
    no_dialog(qtbot, workspace)


def all_buttons(workspace: Workspace) -> set[str]:
    return {title for dialog in open_dialogs(workspace) for title in buttons(dialog)}
