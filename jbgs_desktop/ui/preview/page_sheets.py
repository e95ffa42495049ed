"""Pages below each other or one at a time, at any size, with marks on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from jbgs_desktop.documents.pdf.images import Rect
from jbgs_desktop.ui.preview.page_pictures import PageImages, Wanted
from jbgs_desktop.ui.widgets.theme import current_tokens

FIT_WIDTH, FIT_PAGE = 0, -1  # zooms that follow the window; others are percent
LEAST, MOST = 50, 300  # percent
_SCREEN = 96  # dots per inch of 100 %
_INCH = 25.4  # mm
_GAP = 12  # px around a page
_STEP = 60  # px of an arrow key


@dataclass(frozen=True, slots=True)
class SheetMark:
    """A place on a page (from 1) that is shown; ``state`` is "", "done" or "muted"."""

    id: str
    page: int
    rect: Rect
    label: str
    state: str = ""


class Sheets(QAbstractScrollArea):
    """``turned`` carries the page in sight (from 1), ``pressed`` the id of a mark."""

    turned = Signal(int)
    pressed = Signal(str)
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheets")
        self.setAccessibleName("页面预览")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._images: PageImages | None = None
        self._sizes: list[tuple[float, float]] = []
        self._places: dict[int, QRect] = {}
        self._zoom = FIT_WIDTH
        self._single = False
        self._page = 1
        self._marks: tuple[SheetMark, ...] = ()
        self._chosen = ""
        self._found: Mapping[int, Sequence[Rect]] = {}
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- what is shown

    def show_pages(self, images: PageImages | None, sizes: Sequence[tuple[float, float]]) -> None:
        """Show pages of these ``sizes`` (mm); the page in sight stays where it can."""
        self._images, self._sizes = images, list(sizes)
        if images is not None:
            images.arrived.connect(lambda _: self.viewport().update())
        self._found = {}
        self._page = max(1, min(self._page, len(self._sizes)))
        self._lay_out()

    def show_marks(self, marks: Sequence[SheetMark], chosen: str = "") -> None:
        self._marks, self._chosen = tuple(marks), chosen
        self.viewport().update()

    def show_found(self, found: Mapping[int, Sequence[Rect]]) -> None:
        """Mark the places where a text stands, by pages from 1."""
        self._found = found
        self.viewport().update()

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self._page

    @property
    def count(self) -> int:
        return len(self._sizes)

    @property
    def zoom(self) -> int:
        """FIT_WIDTH, FIT_PAGE or percent."""
        return self._zoom

    @property
    def percent(self) -> int:
        """How large the page in sight is shown."""
        return round(100 * self._scale(self._page) * _INCH / _SCREEN) if self._sizes else 100

    def set_zoom(self, zoom: int) -> None:
        self._zoom = zoom if zoom <= 0 else max(LEAST, min(MOST, zoom))
        self._lay_out()
        self.zoomed.emit()

    def set_single(self, single: bool) -> None:
        """Show one page at a time, or all below each other."""
        self._single = single
        self._lay_out()

    def go_to(self, page: int, rect: Rect | None = None) -> None:
        """Bring a page into sight, or the place ``rect`` on it."""
        if not self._sizes:
            return
        self._turn(max(1, min(page, self.count)))
        if self._single:
            self._lay_out()
        place = self._places[self._page]
        top = place.top() - _GAP
        if rect is not None:
            y = place.top() + rect.y * self._scale(self._page)
            top = round(y - self.viewport().height() / 3)
        # The bar must not tell another page while it moves.
        wanted, self._held = self._page, True
        self.verticalScrollBar().setValue(top)
        self._held = False
        self._turn(wanted)
        self.viewport().update()

    _held = False

    # -- geometry

    def _scale(self, page: int) -> float:
        """Pixels (of the window) for each mm of ``page``."""
        width, height = self._sizes[page - 1]
        room = self.viewport().size()
        wide = max(80, room.width() - 2 * _GAP) / width
        if self._zoom == FIT_WIDTH:
            return wide
        if self._zoom == FIT_PAGE:
            return min(wide, max(80, room.height() - 2 * _GAP) / height)
        return self._zoom / 100 * _SCREEN / _INCH

    def _lay_out(self) -> None:
        shown = [self._page] if self._single else range(1, self.count + 1)
        places: dict[int, QRect] = {}
        top, widest = _GAP, 0
        for page in shown if self._sizes else ():
            scale = self._scale(page)
            width, height = (round(side * scale) for side in self._sizes[page - 1])
            left = max(_GAP, (self.viewport().width() - width) // 2)
            places[page] = QRect(left, top, width, height)
            top += height + _GAP
            widest = max(widest, width + 2 * _GAP)
        self._places = places
        held, self._held = self._page, True
        for bar, whole, room in (
            (self.verticalScrollBar(), top, self.viewport().height()),
            (self.horizontalScrollBar(), widest, self.viewport().width()),
        ):
            bar.setRange(0, max(0, whole - room))
            bar.setPageStep(room)
            bar.setSingleStep(_STEP)
        if places and not self._single:
            self.verticalScrollBar().setValue(places[held].top() - _GAP)
        self._held = False
        self.viewport().update()

    def _in_sight(self) -> Iterator[tuple[int, QRect]]:
        offset = self._offset()
        room = self.viewport().rect()
        for page, place in self._places.items():
            shown = place.translated(offset.toPoint())
            if shown.intersects(room):
                yield page, shown

    def _offset(self) -> QPointF:
        return QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if self._held or self._single:
            return
        middle = self.viewport().height() / 2
        near = min(
            self._in_sight(), key=lambda each: abs(each[1].center().y() - middle), default=None
        )
        if near is not None:
            self._turn(near[0])

    def _turn(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.turned.emit(page)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wanted: list[Wanted] = []
        shown = list(self._in_sight())
        for page, place in shown:
            wanted.append(self._paint_page(painter, page, place))
        painter.end()
        if self._images is not None:
            if shown and shown[-1][0] < self.count and not self._single:
                wanted.append((shown[-1][0], wanted[-1][1]))  # the one that comes next
            self._images.ask("a sheets", wanted)

    def _paint_page(self, painter: QPainter, page: int, place: QRect) -> Wanted:
        assert self._images is not None
        scale, ratio = self._scale(page), self.devicePixelRatioF()
        wanted = (page - 1, round(scale * ratio * _INCH))
        painter.fillRect(place, QColor(Qt.GlobalColor.white))
        image = self._images.get(wanted)
        if image is not None:
            painter.drawImage(place, image)
        elif near := self._images.nearest(page - 1):
            painter.drawImage(place, near)
        colours = current_tokens()
        for rect in self._found.get(page, ()):
            glow = QColor(colours["warning"])
            glow.setAlpha(90)
            painter.fillRect(_on(place, scale, rect), glow)
        for mark in self._marks:
            if mark.page == page:
                self._paint_mark(painter, mark, _on(place, scale, mark.rect))
        painter.setPen(QColor(colours["line"]))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        return wanted

    def _paint_mark(self, painter: QPainter, mark: SheetMark, area: QRectF) -> None:
        # Paper is white in the dark as well.
        colour = QColor(current_tokens()[_COLOUR_OF[mark.state]])
        fill = QColor(colour)
        fill.setAlpha(60 if mark.id == self._chosen else 25)
        painter.setBrush(fill)
        dashes = Qt.PenStyle.SolidLine if mark.id == self._chosen else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 2 if mark.id == self._chosen else 1.5, dashes))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(colour.darker(130))
        inner = area.adjusted(4, 2, -4, -2)
        painter.drawText(
            inner,
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap,
            mark.label,
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and steps:
            self.set_zoom(round(self.percent * 1.1**steps))
        elif self._single and self.verticalScrollBar().maximum() == 0 and steps:
            self.go_to(self._page + (-1 if steps > 0 else 1))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        to = {
            keys.Key_PageDown: self._page + 1,
            keys.Key_PageUp: self._page - 1,
            keys.Key_Home: 1,
            keys.Key_End: self.count,
        }.get(keys(event.key()))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif to is not None:
            self.go_to(to)
        elif event.key() in (keys.Key_Plus, keys.Key_Equal):
            self.set_zoom(self.percent + 10)
        elif event.key() == keys.Key_Minus:
            self.set_zoom(self.percent - 10)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for page, place in self._in_sight():
            scale = self._scale(page)
            for mark in self._marks:
                area = _on(place, scale, mark.rect)
                if mark.page == page and area.contains(event.position()):
                    self.pressed.emit(mark.id)
                    return
        super().mousePressEvent(event)


_COLOUR_OF = {"": "accent", "done": "done", "muted": "muted"}


def _on(place: QRect, scale: float, rect: Rect) -> QRectF:
    left, top = place.left() + rect.x * scale, place.top() + rect.y * scale
    return QRectF(left, top, rect.width * scale, rect.height * scale)
