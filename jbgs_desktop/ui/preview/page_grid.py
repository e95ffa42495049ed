"""Pages as small pictures in rows, each with its number and a word on its state below it."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.signs import colour_of, signed
from jbgs_desktop.ui.widgets.theme import current_tokens

TILE_PICTURE = QSize(88, 124)  # px, an A4 page
_GAP = 8  # px
_TILE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tile:
    """``severity`` is that of the ``words``; a ghost is a page that is not there."""

    key: Hashable
    title: str
    words: str
    severity: Severity | None
    ghost: bool = False


class PageGrid(QListWidget):
    """As high as its rows. ``opened`` carries the key of a tile that was clicked or entered."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("page-grid")
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._painter = _TilePainter(self)
        self.setItemDelegate(self._painter)
        self.itemClicked.connect(self._open)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show ``tiles``; the current one stays current."""
        before = self.current
        if [self._tile(row) for row in range(self.count())] == list(tiles):
            return
        self.clear()
        for tile in tiles:
            item = QListWidgetItem(self)
            item.setData(_TILE, tile)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{tile.title}，{tile.words}")
            item.setToolTip(f"{tile.title}：{tile.words}")
            if tile.key == before:
                self.setCurrentItem(item)
        if self.currentRow() < 0 and tiles:
            self.setCurrentRow(0)
        self._fit()

    def show_pictures(
        self, pictures: Mapping[Hashable, QPixmap], printed: Mapping[Hashable, QPixmap]
    ) -> None:
        """The pictures by the keys of their tiles; ``printed`` stands pale where one is missing."""
        self._painter.pictures, self._painter.printed = pictures, printed
        self.viewport().update()

    @property
    def current(self) -> Hashable | None:
        row = self.currentRow()
        return self._tile(row).key if row >= 0 else None

    def keys(self) -> Iterable[Hashable]:
        return (self._tile(row).key for row in range(self.count()))

    def _tile(self, row: int) -> Tile:
        tile: Tile = self.item(row).data(_TILE)
        return tile

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_TILE).key)

    def _fit(self) -> None:
        size = self._painter.size_of(self.fontMetrics())
        self.setGridSize(size)
        across = max(1, self.viewport().width() // size.width())
        rows = -(-self.count() // across)
        self.setFixedHeight(max(1, rows * size.height() + 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentItem():
            self._open(self.currentItem())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _TilePainter(QStyledItemDelegate):
    def __init__(self, parent: PageGrid) -> None:
        super().__init__(parent)
        self.pictures: Mapping[Hashable, QPixmap] = {}
        self.printed: Mapping[Hashable, QPixmap] = {}

    def size_of(self, metrics: QFontMetrics) -> QSize:
        width = max(TILE_PICTURE.width() + 2 * _GAP, 8 * metrics.horizontalAdvance("中"))
        return QSize(width, TILE_PICTURE.height() + 2 * metrics.height() + 2 * _GAP)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        given: Any = option  # its stub leaves out what Qt fills in
        return self.size_of(given.fontMetrics)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tile: Tile = index.data(_TILE)
        colours = current_tokens()
        given: Any = option
        area: QRect = given.rect
        has_focus = bool(given.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = area.left() + (area.width() - TILE_PICTURE.width()) // 2
        frame = QRect(left, area.top() + _GAP // 2, TILE_PICTURE.width(), TILE_PICTURE.height())
        self._paint_picture(painter, tile, frame)
        is_poor = tile.severity in (Severity.ERROR, Severity.WARNING)
        edge = colour_of(tile.severity) if is_poor else "line"
        dashes = Qt.PenStyle.DashLine if tile.ghost else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours[edge]), 1.4, dashes))
        painter.drawRoundedRect(frame, 3, 3)
        if has_focus:
            painter.setPen(QPen(QColor(colours["accent"]), 2))
            painter.drawRoundedRect(frame.adjusted(-3, -3, 3, 3), 5, 5)
        line = given.fontMetrics.height()
        title = QRect(area.left(), frame.bottom() + 4, area.width(), line)
        words = signed(tile.severity, tile.words)
        self._write(painter, title, tile.title, colours["text"])
        self._write(painter, title.translated(0, line), words, colours[colour_of(tile.severity)])
        painter.restore()

    def _paint_picture(self, painter: QPainter, tile: Tile, frame: QRect) -> None:
        painter.fillRect(frame, QColor(Qt.GlobalColor.white))
        picture = self.printed.get(tile.key) if tile.ghost else self.pictures.get(tile.key)
        if picture is None or picture.isNull():
            return
        size = picture.deviceIndependentSize().toSize()
        size.scale(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(frame.topLeft(), size)
        place.moveCenter(frame.center())
        painter.setOpacity(0.25 if tile.ghost else 1)
        painter.drawPixmap(place, picture)
        painter.setOpacity(1)

    def _write(self, painter: QPainter, place: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, place.width() - 2
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
