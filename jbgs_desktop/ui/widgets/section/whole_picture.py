"""A picture in a window of its own: all of it, and a click shows its pixels one to one."""

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.attachments.figure_view import FigureView
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.style_helpers import label, named

_ROOM = 0.85  # of the screen
_FITTED, _WHOLE_SIZE = "看原大", "看全图"


class WholePicture(FittedDialog):
    """Esc closes it; a click, Space or the button changes between all of it and its own size."""

    def __init__(self, view: FigureView, title: str, parent: QWidget) -> None:
        super().__init__(parent, title or "图")
        self._pixmap = pixmap_of(view)
        self._is_fitted = True
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = named(QScrollArea(), "whole-picture")
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(title)
        self._facts = label("", "small", wrap=False)
        self._change = QPushButton(_FITTED)
        self._change.clicked.connect(lambda: self._turn_over(self._area.viewport().rect().center()))
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._facts, 1)
        foot.addWidget(self._change)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.addWidget(self._area, 1)
        box.addLayout(foot)
        room = self.screen().availableSize() * _ROOM
        around = QSize(24, 24 + foot.sizeHint().height())  # px
        self.resize((self._own_size + around + self._frame).boundedTo(room))
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._area.viewport().mapFrom(self, event.position().toPoint())
        if self._area.viewport().rect().contains(at):
            self._turn_over(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._turn_over(self._area.viewport().rect().center())
        else:
            super().keyPressEvent(event)

    @property
    def _own_size(self) -> QSize:
        """The size at which a pixel of the picture is one of the screen."""
        return self._pixmap.size() * (1 / self.devicePixelRatioF())

    @property
    def _frame(self) -> QSize:
        return QSize(2, 2) * self._area.frameWidth()

    def _turn_over(self, at: QPoint) -> None:
        """Show it the other way, with what lies under ``at`` of the viewport in the middle."""
        shown, whole = self._shown_size(), self._own_size
        if not self._is_fitted or shown == whole:
            self._is_fitted = True
            self._show()
            return
        view = self._area.viewport().size()
        left, top = (view.width() - shown.width()) // 2, (view.height() - shown.height()) // 2
        across = (at.x() - left) / max(1, shown.width())
        down = (at.y() - top) / max(1, shown.height())
        self._is_fitted = False
        self._show()

        def scroll() -> None:
            x, y = round(across * whole.width()), round(down * whole.height())
            self._area.ensureVisible(x, y, view.width() // 2, view.height() // 2)

        QTimer.singleShot(0, self, scroll)

    def _shown_size(self) -> QSize:
        room = self._area.maximumViewportSize()
        own = self._own_size
        if own.width() <= room.width() and own.height() <= room.height():
            return own
        return own.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def _show(self) -> None:
        size = self._shown_size() if self._is_fitted else self._own_size
        ratio = self.devicePixelRatioF()
        scaled = self._pixmap.scaled(
            size * ratio,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._picture.setPixmap(scaled)
        self._picture.setMinimumSize(QSize(1, 1) if self._is_fitted else size)
        share = round(100 * size.width() / max(1, self._own_size.width()))
        self._facts.setText(f"{self._pixmap.width()} × {self._pixmap.height()} 像素 · {share}%")
        self._change.setText(_FITTED if self._is_fitted else _WHOLE_SIZE)
        self._change.setEnabled(not self._is_fitted or share < 100)


def pixmap_of(view: FigureView) -> QPixmap:
    """What is seen of ``view``."""
    width, height = view.shown
    image = QImage(view.rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(image)
