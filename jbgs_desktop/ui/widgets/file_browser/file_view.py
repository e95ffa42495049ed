"""Qt's file dialog as a Chinese reader expects it: places, dates and sizes, nothing cut."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QFileInfo,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    QStandardPaths,
    QUrl,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFileSystemModel,
    QHeaderView,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from jbgs_desktop.bundle.drives import Drive, list_drives
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.screen_room import room_for
from jbgs_desktop.ui.widgets.short_words import size_words
from jbgs_desktop.ui.widgets.style_helpers import ems

_NAME, _SIZE, _KIND, _CHANGED = range(4)  # the columns of QFileSystemModel
_WIDTH, _HEIGHT, _SIDE = 58, 32, 11  # em
_Places = QStandardPaths.StandardLocation
_PLACES = (
    *(_Places.HomeLocation, _Places.DesktopLocation),
    *(_Places.DocumentsLocation, _Places.DownloadLocation),
)


def dress(dialog: QFileDialog) -> None:
    """Give ``dialog``, where it is Qt's own, its places, columns and words."""
    view = dialog.findChild(QTreeView, "treeView")
    if view is None:  # the desktop's
        return
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.setItemDelegate(_FileDelegate(dialog))
    header = view.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
    header.setStretchLastSection(False)
    view.setColumnHidden(_KIND, True)  # which the name's ending says already
    size = QSize(ems(dialog, _WIDTH), ems(dialog, _HEIGHT))
    dialog.resize(size.boundedTo(room_for(dialog)))
    if splitter := dialog.findChild(QSplitter):
        side = ems(dialog, _SIDE)
        splitter.setSizes([side, dialog.width() - side])
    _show_places(dialog, ())
    run_in_background(
        dialog, list_drives, lambda drives: _show_places(dialog, drives), lambda _: None
    )


def _show_places(dialog: QFileDialog, drives: Sequence[Drive]) -> None:
    folders = [QStandardPaths.writableLocation(place) for place in _PLACES]
    folders += [str(drive.mount) for drive in drives if drive.removable]
    there = dict.fromkeys(folder for folder in folders if folder and Path(folder).is_dir())
    dialog.setSidebarUrls([QUrl("file:"), *map(QUrl.fromLocalFile, there)])


class _FileDelegate(QStyledItemDelegate):
    """Writes dates and sizes the same on every system, whatever language that is in."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.column() not in (_SIZE, _CHANGED):
            return
        facts = index.data(QFileSystemModel.Roles.FileInfoRole)
        if not isinstance(facts, QFileInfo):
            return
        text = facts.lastModified().toString("yyyy-MM-dd HH:mm")
        if index.column() == _SIZE:
            text = "" if facts.isDir() else size_words(facts.size())
        option.text = text  # type: ignore[attr-defined]
