"""Two pictures of a page side by side: the scan and the print, at one size, scrolled together."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from jbgs_desktop.ui.widgets.style_helpers import label, named
from jbgs_desktop.ui.widgets.theme import current_tokens

_ZOOMS = (1.0, 1.4, 2.0, 3.0)  # of the size at which the whole page is in sight
_PALE = 0.35
_MARGIN = 8  # px


class _Canvas(QWidget):
    """Paints one picture as large as itself, or a sentence where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QPixmap()
        self.pale = False
        self.words = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = current_tokens()
        area = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if not self.picture.isNull():
            size = self.picture.size()
            size.scale(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(area.topLeft(), size)
            place.moveCenter(area.center())
            painter.fillRect(place, QColor(Qt.GlobalColor.white))
            painter.setOpacity(_PALE if self.pale else 1)
            painter.drawPixmap(place, self.picture)
            painter.setOpacity(1)
            painter.setPen(QColor(colours["line"]))
            painter.drawRect(place)
        if self.words:
            painter.setPen(QColor(colours["muted"]))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, flags, self.words)


class PictureView(QScrollArea):
    """One page at a size that the user chooses; ``zoom_wanted`` carries 1 or -1."""

    zoom_wanted = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("picture")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._canvas = named(_Canvas(), "picture-canvas")
        self._zoom = 1.0
        self.setWidget(self._canvas)

    def show_picture(self, picture: QPixmap | None, words: str = "", *, pale: bool = False) -> None:
        """Show ``picture``, or ``words`` in its place."""
        self._canvas.picture = picture or QPixmap()
        self._canvas.words, self._canvas.pale = words, pale
        self._canvas.setAccessibleName(words)
        self._fit()
        self._canvas.update()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._fit()

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        size = QSize(room)
        if self._zoom > 1 and not self._canvas.picture.isNull():
            size = self._canvas.picture.size()
            size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
            size *= self._zoom
        self._canvas.resize(size)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if event.key() in (keys.Key_Plus, keys.Key_Equal):
            self.zoom_wanted.emit(1)
        elif event.key() == keys.Key_Minus:
            self.zoom_wanted.emit(-1)
        else:
            super().keyPressEvent(event)


class SideBySide(QWidget):
    """The scan on the left and the print on the right, each under a line that says what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.scan, self.printed = PictureView("扫描件"), PictureView("打印稿")
        self._scan_line, self._printed_line = label("", "heading"), label("", "heading")
        self._at = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for view, line in ((self.scan, self._scan_line), (self.printed, self._printed_line)):
            box = QVBoxLayout()
            box.setSpacing(4)
            box.addWidget(line)
            box.addWidget(view, 1)
            row.addLayout(box, 1)
            view.zoom_wanted.connect(self.zoom)
            view.viewport().installEventFilter(self)
        self._link(self.scan.verticalScrollBar(), self.printed.verticalScrollBar())
        self._link(self.scan.horizontalScrollBar(), self.printed.horizontalScrollBar())

    def name(self, scan: str, printed: str) -> None:
        """What stands above the two pictures."""
        self._scan_line.setText(scan)
        self._printed_line.setText(printed)

    def zoom(self, by: int) -> None:
        """Show both larger (1) or smaller (-1); 0 shows the whole page."""
        self._at = max(0, min(len(_ZOOMS) - 1, self._at + by)) if by else 0
        for view in (self.scan, self.printed):
            view.set_zoom(_ZOOMS[self._at])

    @property
    def can_grow(self) -> bool:
        return self._at < len(_ZOOMS) - 1

    @property
    def can_shrink(self) -> bool:
        return self._at > 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.zoom(0 if self._at else 2)
            return True
        return False

    def _link(self, one: QScrollBar, other: QScrollBar) -> None:
        one.valueChanged.connect(lambda: _follow(one, other))
        other.valueChanged.connect(lambda: _follow(other, one))


def _follow(leader: QScrollBar, follower: QScrollBar) -> None:
    if leader.maximum() <= 0 or follower.maximum() <= 0:
        return
    wanted = round(follower.maximum() * leader.value() / leader.maximum())
    if abs(wanted - follower.value()) > 1:  # or the two would push each other for ever
        follower.setValue(wanted)
