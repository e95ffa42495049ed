"""与另一份合并: a 冲突副本 beside the draft, and what the user makes of it."""

import io
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.key_holders import Passphrase
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.drafts.transfer import save_copy
from jbgs_desktop.forms.application import Application, Evidence
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.merge_action import merge_with
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.drafts.cheap_drafts import CHEAP
from tests.ui.boxes import LONG, buttons, next_dialog, no_dialog, opened, press, says
from tests.ui.drafts.test_history import go_to_line, lines, marked
from tests.ui.fields import words_on

GOALS = "taskbooks.2.goals"


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, other: Path) -> Workspace:
    """The draft of which ``other`` is a copy, with changes of its own."""
    file = other.with_name("mine.jbgs")
    window.open_file(file)
    workspace = opened(qtbot, window)
    workspace.session.set("unit.address", "一号路")
    workspace.session.set(GOALS, "精度达到95%。")
    return workspace


@pytest.fixture
def other(tmp_path: Path, keys: UserKeys, empty: Application) -> Path:
    """A conflict copy with changes of its own, among them an evidence file."""
    start = empty.set("directions", (2,)).set(GOALS, "精度达到90%。").set("unit.name", "甲公司")
    copy = tmp_path / "mine-冲突副本.jbgs"
    with closing(create_draft(start, keys.holders())) as draft:
        draft.copy_file(tmp_path / "mine.jbgs")
        draft.copy_file(copy)
    with closing(open_draft(copy, keys.holders)) as theirs:
        name = theirs.attach("执照.pdf", io.BytesIO(b"%PDF their licence"))
        value = start.set("evidence", (Evidence(category=1, title="执照", file=name),))
        theirs.save(value.set(GOALS, "精度达到99%。").set("unit.revenue", "300"))
    return copy


def merging(qtbot: QtBot, workspace: Workspace, other: Path) -> QDialog:
    merge_with(workspace, other)
    return next_dialog(qtbot, workspace)


def test_what_differs_is_listed_with_conflicts_first_and_both_texts(
    qtbot: QtBot, workspace: Workspace, other: Path
) -> None:
    dialog = merging(qtbot, workspace, other)
    field = workspace.session.field
    assert [line[:2] for line in lines(dialog, "不同的栏目")] == [
        [field(GOALS).name, "两边都改过"],
        [field("unit.revenue").name, "只有另一份改过"],
        [field("evidence").name, "只有另一份改过"],
        [field("unit.address").name, "只有本机改过"],
    ]
    assert [line[2].partition("：")[0] for line in lines(dialog, "不同的栏目")] == [
        "本机的",
        "另一份的",
        "另一份的",
        "本机的",
    ]
    assert "其中 1 个要由您决定" in words_on(dialog)
    mine = [("plain", "精度达到"), ("underlined", "95%"), ("plain", "。")]
    theirs = [("plain", "精度达到"), ("underlined", "99%"), ("plain", "。")]
    qtbot.waitUntil(lambda: marked(dialog, "本机的内容") == mine, timeout=LONG)
    assert marked(dialog, "另一份的内容") == theirs
    press(dialog, "取消")


def test_the_choices_are_applied_with_evidence_and_one_undo_takes_them_back(
    qtbot: QtBot, workspace: Workspace, other: Path
) -> None:
    before = workspace.session.value
    dialog = merging(qtbot, workspace, other)
    press(dialog, "保留另一份的")
    press(dialog, "合并(&M)")
    no_dialog(qtbot, workspace)
    qtbot.waitUntil(lambda: "已从另一份取来 3 个栏目" in workspace.bar.text, timeout=LONG)
    value = workspace.session.value
    assert value.get(GOALS) == "精度达到99%。"
    assert (value.unit.revenue, value.unit.address) == ("300", "一号路")
    with workspace.draft.open_evidence(value.evidence[0].file) as stream:
        assert stream.read() == b"%PDF their licence"
    draft = workspace.draft
    qtbot.waitUntil(lambda: "合并以前" in [p.name for p in draft.points], timeout=LONG)
    workspace.undo()
    assert workspace.session.value == before


def test_both_texts_can_be_kept(qtbot: QtBot, workspace: Workspace, other: Path) -> None:
    dialog = merging(qtbot, workspace, other)
    press(dialog, "两份都保留")
    go_to_line(dialog, "不同的栏目", 1)
    assert "两份都保留" not in buttons(dialog)
    press(dialog, "合并(&M)")
    qtbot.waitUntil(lambda: "取来" in workspace.bar.text, timeout=LONG)
    assert workspace.session.value.get(GOALS) == "精度达到95%。\n精度达到99%。"


def test_cancelling_changes_nothing_and_lets_go_of_the_copy(
    qtbot: QtBot, workspace: Workspace, other: Path
) -> None:
    before = workspace.session.value
    press(merging(qtbot, workspace, other), "取消")
    no_dialog(qtbot, workspace)
    assert workspace.session.value == before
    assert not list(other.parent.glob("*冲突副本.jbgs-*"))


def test_a_colleagues_encrypted_copy_asks_its_passphrase_and_is_merged(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    words, sent = Passphrase("给同事的口令"), tmp_path / "sent.jbgs"
    save_copy(workspace.draft, sent, [words], CHEAP)
    with closing(open_draft(sent, lambda: [words])) as theirs:
        theirs.save(theirs.load().application.set("unit.revenue", "300"))
    merge_with(workspace, sent)
    dialog = says(qtbot, workspace, "请输入口令")
    (field,) = [f for f in dialog.findChildren(QLineEdit) if f.isVisibleTo(dialog)]
    QTest.keyClicks(field, "wrong")
    press(dialog, "打开")
    qtbot.waitUntil(lambda: "口令不对" in words_on(dialog), timeout=LONG)
    field.setText(words.text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "合并(&M)" in buttons(next_dialog(qtbot, workspace)), timeout=LONG)
    dialog = next_dialog(qtbot, workspace)
    assert "要由您决定" not in words_on(dialog)  # what changed on one side only asks nothing
    press(dialog, "合并(&M)")
    qtbot.waitUntil(lambda: workspace.session.value.unit.revenue == "300", timeout=LONG)
    assert workspace.session.value.unit.address == "一号路"


def test_what_cannot_be_merged_is_told(
    qtbot: QtBot, workspace: Workspace, keys: UserKeys, other: Path, tmp_path: Path
) -> None:
    merge_with(workspace, Path(workspace.draft.place))
    assert "就是现在打开的这一份" in workspace.bar.text
    (tmp_path / "x.jbgs").write_bytes(b"no draft")
    merge_with(workspace, tmp_path / "x.jbgs")
    qtbot.waitUntil(lambda: "x.jbgs" in workspace.bar.text, timeout=LONG)
    foreign = create_draft(workspace.session.value.set("call", "another"), keys.holders())
    foreign.close()
    merge_with(workspace, foreign.file)
    qtbot.waitUntil(lambda: "属于另一份通知" in workspace.bar.text, timeout=LONG)
