"""What keeps a window inside its screen, however small that is or large the letters are."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from jbgs_desktop.files import data_folder

_FRAME = QSize(8, 40)  # px; what a desktop draws around a window is known only once it is shown
_MESSAGE = "message"  # the name of the line above a dialog's buttons


def window_settings() -> QSettings:
    """What windows keep on this computer of how they were arranged."""
    return QSettings(str(data_folder() / "window.ini"), QSettings.Format.IniFormat)


def room_for(widget: QWidget) -> QSize:
    """What a window over the parent of ``widget`` may take inside its frame, in px."""
    over = (widget.parentWidget() or widget).window()
    # Not widget.screen(), of which PySide makes a child that goes with the widget.
    screen = QGuiApplication.screenAt(over.geometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableSize() - _FRAME


def scrolling(widget: QWidget) -> QScrollArea:
    """An area with no look of its own; its ``widget`` scrolls only where it cannot shrink."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    for part in (area.viewport(), widget):
        part.setAutoFillBackground(False)  # what is behind has the colour
    return area


class _Filled(QVBoxLayout):
    def hasHeightForWidth(self) -> bool:
        return False  # else Qt would give the widget all the height it wishes, and scroll


def window_body(widget: QWidget) -> QScrollArea:
    """``widget`` fills a window as far as it can shrink, and scrolls in one that is smaller."""
    holder = QWidget()
    box = _Filled(holder)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(widget)
    return scrolling(holder)


class FittedDialog(QDialog):
    """A dialog that goes when it is closed, never larger than its screen.

    ``size`` is what it wishes, in px. On a screen that is too small for what it needs, all of it
    scrolls but what it says and its buttons, the last row of its layout.
    """

    _upper: QScrollArea | None = None

    def __init__(
        self, parent: QWidget | None, title: str, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        if size is not None:
            self.resize(*size)

    @property
    def scrolls(self) -> bool:
        """Whether the screen was too small for it."""
        return self._upper is not None

    def setVisible(self, visible: bool) -> None:
        if visible:
            self.fit_screen()
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        # Something more is said now, or there is more to choose from.
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self.fit_screen()
        return handled

    def focusNextPrevChild(self, next_: bool) -> bool:
        has_moved = super().focusNextPrevChild(next_)
        focus = self.focusWidget()
        if self._upper and focus and self._upper.isAncestorOf(focus):  # it may come from the foot
            self._upper.ensureWidgetVisible(focus)
        return has_moved

    def fit_screen(self) -> None:
        """Be no larger than the screen, with what is too much for it scrolling."""
        layout, room = self.layout(), room_for(self)
        if layout is None:
            return
        is_sized = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        wished = (self.size() if is_sized else self.sizeHint()).boundedTo(room)
        if not self.scrolls and not _fits(layout, wished.width(), room):
            self._let_scroll(layout, room)
        self.setMinimumSize(self.minimumSize().boundedTo(room))
        if (is_sized and wished != self.size()) or self.scrolls:
            self.resize(wished)

    def _let_scroll(self, layout: QLayout, room: QSize) -> None:
        focus, chain = self.focusWidget(), list(_focus_chain(self))
        margins, spacing = layout.contentsMargins(), layout.spacing()
        body = QWidget()
        body.setLayout(layout)  # which takes it, and all that stands in it, from the dialog
        layout.setContentsMargins(0, 0, 8, 0)
        foot = _taken_foot(layout, room.width() - margins.left() - margins.right())
        self._upper = area = scrolling(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margins)
        outer.setSpacing(spacing)
        outer.addWidget(area, 1)
        for part in reversed(foot):
            if isinstance(part, QLayout):
                outer.addLayout(part)
            else:
                outer.addWidget(part)
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)
        if focus is not None:
            focus.setFocus()


def _fits(layout: QLayout, width: int, room: QSize) -> bool:
    layout.activate()
    least = layout.totalMinimumSize()
    height = max(least.height(), layout.totalMinimumHeightForWidth(max(width, least.width())))
    return least.width() <= room.width() and height <= room.height()


def _taken_foot(layout: QLayout, width: int) -> list[QWidget | QLayout]:
    """The rows at the end of ``layout`` that stay in sight, the last one first.

    None where they are wider than ``width``.
    """
    foot: list[QWidget | QLayout] = []
    while isinstance(layout, QVBoxLayout) and (item := layout.itemAt(layout.count() - 1)):
        row, widget = item.layout(), item.widget()
        stays = (row is not None and not foot) or (
            widget is not None and widget.objectName() == _MESSAGE
        )
        if not stays or item.minimumSize().width() > width:
            break
        # Not takeAt, with which Python would own the row and delete it.
        if row is not None:
            layout.removeItem(row)
            foot.append(row)
        elif widget is not None:
            layout.removeWidget(widget)
            foot.append(widget)
    return foot


def _focus_chain(window: QWidget) -> Iterator[QWidget]:
    follower = window.nextInFocusChain()
    while follower is not None and follower is not window:
        yield follower
        follower = follower.nextInFocusChain()
