"""从Excel读取单位资料: looked at like a known unit, with what was not read, and undone at once."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.xlsx.writer import write_xlsx
from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.documents.evidence_corpus import ole2
from tests.documents.xlsx_reader.made_workbooks import Rows, workbook_of
from tests.ui.boxes import buttons, no_dialog, opened, pick, press, says
from tests.ui.drafts.test_unit_profile import changes
from tests.ui.fields import words_on
from tests.ui.shell.test_draft_transfer import menu

ITEM = "从Excel读取单位资料…"


@pytest.fixture
def workspace(qtbot: QtBot, window: MainWindow, empty: Application) -> Workspace:
    """An open application with a staff of 7 and an address."""
    window.begin(empty.set("unit.staff", "7").set("unit.address", "某地"))
    return opened(qtbot, window)


@pytest.fixture
def sheet_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "type[Chosen]":
    Chosen.place, Chosen.monkeypatch = tmp_path / "单位资料.xlsx", monkeypatch
    return Chosen


class Chosen:
    """A file that the user chooses in every dialog about files from now on."""

    place: Path
    monkeypatch: pytest.MonkeyPatch

    def __init__(self, content: bytes | Rows) -> None:
        self.place.write_bytes(content if isinstance(content, bytes) else workbook_of(content))
        pick(self.monkeypatch, self.place)


def test_what_would_change_is_shown_and_taken_over_in_one_step(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, sheet_of: type[Chosen]
) -> None:
    sheet_of([["单位名称", "甲公司"], ["单位人数", 120], ["注册资本（元）", 50_000_000]])
    before = workspace.session.value
    menu(window, ITEM)
    dialog = says(qtbot, window, "沿用“甲公司”的资料会改变下面 2 项", "表格里有 1 处请看一下")
    assert sorted(changes(dialog).values()) == [("7", "120"), ("（空）", "甲公司")]
    box = dialog.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert "工作表“单位”B3：“注册资本”以元为单位，表格以万元为单位" in box.toPlainText()
    press(dialog, "沿用")
    unit = workspace.session.value.unit
    assert (unit.name, unit.staff, unit.address) == ("甲公司", "120", "某地")
    workspace.undo()
    assert workspace.session.value == before


def test_several_units_are_chosen_by_name(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, sheet_of: type[Chosen]
) -> None:
    sheet_of([["单位名称", "单位人数"], ["甲公司", 1], ["乙公司", 2]])
    menu(window, ITEM)
    dialog = says(qtbot, window, "沿用“甲公司”")
    assert dialog.findChild(QPlainTextEdit) is None
    box = dialog.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentText("乙公司")
    press(dialog, "沿用")
    unit = workspace.session.value.unit
    assert (unit.name, unit.staff) == ("乙公司", "2")


def test_our_own_sheet_changes_nothing(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, call: Call, sheet_of: type[Chosen]
) -> None:
    ours = sample_application(call, call.tracks[1].id, (2,))
    sheet_of(write_xlsx(ours, call, draft=True))
    workspace.session.set("unit", ours.unit)
    menu(window, ITEM)
    dialog = says(qtbot, window, "没有要改的")
    assert not buttons(dialog)["沿用"].isEnabled()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([["产品", "数量"]], "没有读到单位资料"),
        (ole2("Workbook"), "旧格式的Excel或WPS表格"),
        (b"", "0字节"),
        (b"PK\3\4 damaged", "损坏"),
    ],
)
def test_what_gives_no_unit_is_told(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    sheet_of: type[Chosen],
    content: bytes | Rows,
    words: str,
) -> None:
    sheet_of(content)
    before = workspace.session.value
    menu(window, ITEM)
    box = says(qtbot, window, words, "单位资料.xlsx")
    assert isinstance(box, QMessageBox)
    press(box, "知道了")
    no_dialog(qtbot, window)
    assert workspace.session.value == before


def test_a_file_that_is_gone_is_told(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch, Path("/nowhere/单位.xlsx"))
    menu(window, ITEM)
    says(qtbot, window, "不存在")


def test_a_finalised_draft_is_not_changed(
    qtbot: QtBot, window: MainWindow, locked: Workspace, sheet_of: type[Chosen]
) -> None:
    sheet_of([["单位名称", "甲公司"]])
    menu(window, ITEM)
    no_dialog(qtbot, window)
    assert "已经定稿" in locked.bar.text


def test_a_draft_to_look_at_is_not_changed(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, empty: Application, sheet_of: type[Chosen]
) -> None:
    sheet_of([["单位名称", "甲公司"]])
    with closing(create_draft(empty, keys.holders())) as held:
        window.open_file(held.file)
        press(says(qtbot, window, "打开"), "只读打开")
        workspace = opened(qtbot, window)
        for item in (ITEM, "沿用单位资料…"):
            workspace.bar.hide()
            menu(window, item)
            assert "只读方式打开" in workspace.bar.text
        assert "甲公司" not in words_on(window)
