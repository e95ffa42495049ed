"""The drives that a bundle can be written to, noticed as they come and go."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.bundle.drives import Drive, list_drives
from jbgs_desktop.bundle.handover import shown_size
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.style_helpers import ems

_POLL = 2000  # ms from one look to the next
_PLACE = Qt.ItemDataRole.UserRole
_ROWS = 3
_ROW = 32  # px

ListDrives = Callable[[], list[Drive]]


class DriveList(QTreeWidget):
    """``chosen`` comes with every change of the chosen place. A folder may stand in it too."""

    chosen = Signal()

    def __init__(self, find: ListDrives = list_drives) -> None:
        super().__init__()
        self._find = find
        self._drives: list[Drive] = []
        self._folder: Path | None = None
        self._seen = False
        self.setObjectName("drives")
        self.setAccessibleName("写到哪里")
        self.setRootIsDecorated(False)
        self.setHeaderLabels(["位置", "可用空间", "文件系统", "类型"])
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 12.0), (2, 9.5), (3, 7.0)):
            header.resizeSection(column, ems(self, width))
        self.setFixedHeight(_ROW * (_ROWS + 1))
        self.currentItemChanged.connect(lambda *_: self.chosen.emit())
        # Asked off the window's thread: a drive that is going may let wait for an answer.
        self._pause = QTimer(self, singleShot=True, interval=_POLL)
        self._pause.timeout.connect(self.look)

    @property
    def place(self) -> Path | None:
        """The folder to write into."""
        item = self.currentItem()
        place: Path | None = item.data(0, _PLACE) if item else None
        return place

    @property
    def drive(self) -> Drive | None:
        """The chosen drive; None for a folder."""
        place = self.place
        return next((each for each in self._drives if each.mount == place), None)

    def choose_folder(self, folder: Path) -> None:
        """Offer ``folder`` beside the drives, and choose it."""
        self._folder = folder
        self._show(folder)

    def look(self) -> None:
        """Ask which drives there are, and go on asking while this is in sight."""
        self._pause.stop()
        run_in_background(self, self._find, self._take, lambda _: self._look_again())

    def _take(self, drives: list[Drive]) -> None:
        if drives != self._drives or not self._seen:
            new = [each for each in drives if each.removable and each not in self._drives]
            mounts = {each.mount for each in self._drives}
            fresh = [each for each in new if each.mount not in mounts and not each.read_only]
            self._drives = drives
            # A stick that was just put in is the one that is meant.
            self._show(fresh[0].mount if fresh and self._folder is None else self.place)
            self._seen = True
        self._look_again()

    def _look_again(self) -> None:
        if self.isVisible():
            self._pause.start()

    def _show(self, wanted: Path | None) -> None:
        self.blockSignals(True)
        self.clear()
        for drive in self._drives:
            self._add(drive.mount, _drive_words(drive))
        if self._folder is not None:
            self._add(self._folder, [str(self._folder), "", "", "文件夹"])
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and item.data(0, _PLACE) == wanted:
                self.setCurrentItem(item)
        self.blockSignals(False)
        self.chosen.emit()

    def _add(self, place: Path, words: list[str]) -> None:
        item = QTreeWidgetItem(self, words)
        item.setData(0, _PLACE, place)
        item.setToolTip(0, str(place))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()


def _drive_words(drive: Drive) -> list[str]:
    kinds = {True: "可移动磁盘", False: "本机磁盘", None: "不明"}
    kind = "只读" if drive.read_only else kinds[drive.removable]
    name = drive.name if drive.name == str(drive.mount) else f"{drive.name}　{drive.mount}"
    free = f"{shown_size(drive.free)} / {shown_size(drive.total)}"
    return [name, free, drive.filesystem, kind]
