"""导出 says what it writes, and names 未定稿, 草稿 or the version in every file."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.shell.main_window import MainWindow
from tests.ui.boxes import pick, press
from tests.ui.finalise.finalised_window import finalise, open_sample, wait


def test_no_two_versions_have_the_same_names(
    qtbot: QtBot,
    window: MainWindow,
    keys: UserKeys,
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = open_sample(qtbot, window, keys, call, tmp_path)
    out, titles = tmp_path / "out", []
    out.mkdir()
    pick(monkeypatch, out)
    picked = QFileDialog.open

    def keep_title(dialog: QFileDialog) -> None:
        titles.append(dialog.windowTitle())
        picked(dialog)

    monkeypatch.setattr(QFileDialog, "open", keep_title)

    def export() -> set[str]:
        before = {file.name for file in out.iterdir()}
        workspace.bar.hide()
        press(window, "导出")
        wait(qtbot, lambda: workspace.bar.isVisible() and "已导出" in workspace.bar.text)
        return {file.name.split("申报材料")[1] for file in out.iterdir() if file.name not in before}

    assert export() == {"_未定稿.docx", "_未定稿.xlsx", "_草稿.pdf"}
    assert "Word、Excel、PDF三个文件（未定稿）" in titles[0]
    finalise(qtbot, workspace)
    assert export() == {"_第1版.docx", "_第1版.xlsx", "_第1版.pdf"}
    assert "（第1版）" in titles[1]
    press(workspace, "另存为 PDF…")
    wait(qtbot, lambda: len(titles) == 3 and "已另存为" in workspace.bar.text)
