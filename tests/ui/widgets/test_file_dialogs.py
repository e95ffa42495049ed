"""Choosing files: what is chosen arrives later, and a target gets its ending."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.ui.widgets.file_dialogs import (
    choose_file,
    choose_files,
    choose_folder,
    choose_target,
)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """A window; without a screen the dialogs over it are Qt's own."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def the_dialog(parent: QWidget) -> QFileDialog:
    (dialog,) = parent.findChildren(QFileDialog)
    assert dialog.isVisible()
    return dialog


def choose(dialog: QFileDialog, *files: Path) -> None:
    dialog.selectFile(str(files[0]))
    dialog.done(QDialog.DialogCode.Accepted)


def test_nothing_waits_for_the_dialog_and_the_file_arrives_later(
    parent: QWidget, tmp_path: Path
) -> None:
    file = tmp_path / "申报.jbgs"
    file.write_bytes(b"")
    chosen: list[Path] = []
    choose_file(parent, "打开申报", "申报 (*.jbgs)", chosen.append, tmp_path)
    assert chosen == []
    dialog = the_dialog(parent)
    assert (dialog.windowTitle(), dialog.directory().path()) == ("打开申报", str(tmp_path))
    assert dialog.nameFilters() == ["申报 (*.jbgs)"]
    choose(dialog, file)
    assert chosen == [file]


def test_a_cancelled_dialog_calls_nothing_and_goes(qtbot: QtBot, parent: QWidget) -> None:
    chosen: list[Path] = []
    choose_folder(parent, "选择文件夹", chosen.append)
    the_dialog(parent).reject()
    qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog))
    assert chosen == []


def test_several_files_come_together(parent: QWidget, tmp_path: Path) -> None:
    names = [tmp_path / name for name in ("a.pdf", "b.pdf")]
    for file in names:
        file.write_bytes(b"")
    chosen: list[list[Path]] = []
    choose_files(parent, "添加扫描件", lambda files: chosen.append(list(files)))
    dialog = the_dialog(parent)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.setDirectory(str(tmp_path))
    choose(dialog, names[0])
    assert chosen == [[names[0]]]


@pytest.mark.parametrize(
    ("typed", "written"), [("副本", "副本.pdf"), ("副本.PDF", "副本.PDF"), ("v1.2", "v1.2.pdf")]
)
def test_a_target_has_its_ending(parent: QWidget, tmp_path: Path, typed: str, written: str) -> None:
    chosen: list[Path] = []
    choose_target(parent, "另存为 PDF", "清单.pdf", "PDF 文件 (*.pdf)", chosen.append)
    dialog = the_dialog(parent)
    assert Path(dialog.selectedFiles()[0]) == Path.home() / "清单.pdf"
    choose(dialog, tmp_path / typed)
    assert chosen == [tmp_path / written]
