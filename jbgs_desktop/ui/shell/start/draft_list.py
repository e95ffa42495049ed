"""本机的申报: the list of the start page; :mod:`.draft_overview` reads what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.ui.widgets.short_words import first_words

if TYPE_CHECKING:
    from jbgs_desktop.forms.application import Unit

_COLUMNS = (
    *("单位", "名称和备注", "", "方向", "状态", "最后修改", "下一截止"),
    *("大小", "位置"),
)
_NAME, _CHANGED, _TRACK = (_COLUMNS.index(each) for each in ("单位", "最后修改", ""))
_CALLED, _SIZE = _COLUMNS.index("名称和备注"), _COLUMNS.index("大小")
_CALLED_EMS = 20  # characters of what it is called that are seen; the rest is in the tool tip
_LINE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as the list shows it."""

    file: Path
    is_encrypted: bool
    is_here: bool  # in this computer's own folder
    cells: tuple[str, ...]
    problem: str = ""

    @property
    def name(self) -> str:
        return self.cells[_NAME]

    @property
    def changed(self) -> str:
        return self.cells[_CHANGED]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows: drafts, units that are known, and what could not be read."""

    lines: tuple[DraftLine, ...]
    units: "tuple[Unit, ...]"
    problem: str = ""


class DraftList(QTreeWidget):
    """``opened`` and ``removed`` carry a :class:`DraftLine`, ``copied`` and ``renamed`` too."""

    opened = Signal(object)
    copied = Signal(object)
    renamed = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drafts")
        self.setAccessibleName("本机的申报")
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_NAME, _LINE)))

    def head_tracks(self, word: str) -> None:
        """Head the column of tracks as the calls call them."""
        self.headerItem().setText(_TRACK, word)

    def show_lines(self, lines: Sequence[DraftLine]) -> None:
        """Show ``lines``, with the same one chosen as before where it is still there."""
        chosen = self.chosen
        self.clear()
        self.setColumnHidden(_CALLED, not any(line.cells[_CALLED] for line in lines))
        for line in lines:
            item = QTreeWidgetItem(list(line.cells))
            item.setToolTip(_NAME, line.problem)
            item.setToolTip(_CALLED, line.cells[_CALLED])
            item.setText(_CALLED, first_words(line.cells[_CALLED], _CALLED_EMS))
            item.setTextAlignment(_SIZE, _RIGHT)
            item.setData(_NAME, _LINE, line)
            self.addTopLevelItem(item)
        files = [line.file for line in lines]
        row = files.index(chosen.file) if chosen and chosen.file in files else 0
        self.setCurrentIndex(self.model().index(row, 0))

    @property
    def chosen(self) -> DraftLine | None:
        item = self.currentItem()
        line: DraftLine | None = item.data(_NAME, _LINE) if item else None
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen:
            self.opened.emit(self.chosen)
        elif event.key() == Qt.Key.Key_Delete and self.chosen:
            self.removed.emit(self.chosen)
        elif event.key() == Qt.Key.Key_F2 and self.chosen:
            self.renamed.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        line = self.chosen
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, wanted in self.acts(line):
            menu.addAction(words).triggered.connect(
                lambda _=False, wanted=wanted: wanted.emit(line)
            )
        menu.popup(event.globalPos())

    def acts(self, line: DraftLine) -> list[tuple[str, SignalInstance]]:
        """What can be done with ``line``: the words, and the signal that asks for it."""
        others = [("打开副本(&Y)", self.copied), ("名称和备注(&E)…", self.renamed)]
        return [
            ("打开(&P)", self.opened),
            *(others if line.is_encrypted else []),
            ("删除(&D)…", self.removed),
        ]
