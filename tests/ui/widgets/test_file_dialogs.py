"""Choosing files: what is chosen arrives later, and a target gets its ending."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jbgs_desktop.bundle.drives import Drive
from jbgs_desktop.ui.widgets.file_browser import file_view
from jbgs_desktop.ui.widgets.file_dialogs import (
    choose_file,
    choose_files,
    choose_folder,
    choose_target,
)
from tests.ui.boxes import LONG


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


def test_each_kind_begins_where_it_was_last_used(
    qtbot: QtBot, parent: QWidget, tmp_path: Path
) -> None:
    def shown() -> Path:
        return Path(the_dialog(parent).directory().path())

    def end() -> None:
        for dialog in parent.findChildren(QFileDialog):
            dialog.reject()
        qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog))

    for folder in ("扫描", "导出"):
        (tmp_path / folder).mkdir()
    (tmp_path / "扫描" / "a.pdf").write_bytes(b"")
    choose_files(parent, "添加扫描件", lambda _: None, "扫描件 (*.pdf)")
    assert shown() == Path.home()
    choose(the_dialog(parent), tmp_path / "扫描" / "a.pdf")
    end()
    choose_target(parent, "导出清单", "清单.pdf", "PDF 文件 (*.pdf)", lambda _: None)
    assert shown() == Path.home()
    choose(the_dialog(parent), tmp_path / "导出" / "清单.pdf")
    end()
    choose_files(parent, "添加扫描件", lambda _: None, "扫描件 (*.pdf)")
    assert shown() == tmp_path / "扫描"
    end()
    choose_target(parent, "导出清单", "清单.pdf", "PDF 文件 (*.pdf)", lambda _: None)
    assert shown() == tmp_path / "导出"
    assert Path(the_dialog(parent).selectedFiles()[0]) == tmp_path / "导出" / "清单.pdf"
    end()
    (tmp_path / "导出").rmdir()
    choose_target(parent, "导出清单", "清单.pdf", "PDF 文件 (*.pdf)", lambda _: None)
    assert shown() == tmp_path, "the folder above one that is gone"


def test_dates_and_sizes_are_the_same_on_every_system_and_not_cut(
    qtbot: QtBot, parent: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "审计报告.pdf").write_bytes(bytes(2048))
    os.utime(tmp_path / "审计报告.pdf", (0, datetime(2023, 10, 30, 9, 5).timestamp()))
    choose_files(parent, "添加扫描件", lambda _: None)
    dialog = the_dialog(parent)
    dialog.setDirectory(str(tmp_path))
    view = dialog.findChild(QTreeView, "treeView")
    assert view is not None
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) == 1)
    shown: list[str] = []
    widths: list[tuple[int, int]] = []
    for column in (1, 3):
        index = view.model().index(0, column, view.rootIndex())
        option = QStyleOptionViewItem()
        delegate = view.itemDelegate()
        assert isinstance(delegate, QStyledItemDelegate)
        delegate.initStyleOption(option, index)
        shown.append(option.text)  # type: ignore[attr-defined]
        widths.append((view.columnWidth(column), view.sizeHintForIndex(index).width()))
    assert shown == ["2.0 kB", "2023-10-30 09:05"]
    assert all(width >= wanted for width, wanted in widths)


def test_the_desktop_and_a_stick_are_among_the_places(
    qtbot: QtBot, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("桌面", "优盘"):
        (tmp_path / name).mkdir()
    stick = Drive("优盘", tmp_path / "优盘", 1, 2, "FAT32", removable=True, read_only=False)
    monkeypatch.setattr(file_view, "list_drives", lambda: [stick])
    wanted = QStandardPaths.StandardLocation.DesktopLocation
    places = {wanted: str(tmp_path / "桌面")}
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place: places.get(place, ""))
    choose_folder(parent, "选择文件夹", lambda _: None)
    dialog = the_dialog(parent)
    there = [str(tmp_path / "桌面"), str(tmp_path / "优盘")]
    qtbot.waitUntil(
        lambda: [url.toLocalFile() for url in dialog.sidebarUrls() if url.toLocalFile()] == there,
        timeout=LONG,
    )
