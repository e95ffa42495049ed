"""What rows and pages need so that a widget looks and moves as it should."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QWidget

W = TypeVar("W", bound=QWidget)
WIDEST = 16_777_215  # px, Qt's own QWIDGETSIZE_MAX
_RELEASE = 20  # ms between two looks at the mouse


def set_state(widget: QWidget, state: str) -> None:
    """Give ``widget`` the look that the style sheet has for ``[state="…"]``."""
    if (widget.property("state") or "") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def when_released(owner: QObject, action: Callable[[], None]) -> None:
    """Do ``action`` now, or when no mouse button is down any more.

    Leaving a field shows and hides lines; were the page to move then, the press that left the
    field would not end on the button on which it began.
    """
    if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
        action()
    else:
        QTimer.singleShot(_RELEASE, owner, lambda: when_released(owner, action))


def label(text: str, role: str, *, wrap: bool = True) -> QLabel:
    """A text in the role that the style sheet dresses. Never markup, whatever it holds."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setIndent(0)
    upright = Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter
    made.setAlignment(upright | Qt.AlignmentFlag.AlignLeft)
    return made


class SteadyLabel(QLabel):
    """A label for a number that changes with every key.

    It asks for a new layout only when its text takes another width, since a layout of the whole
    page for each key would be felt.
    """

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setIndent(0)
        self.setFixedSize(0, 0)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        if self.sizeHint() != self.maximumSize():
            self.setFixedSize(self.sizeHint())


class ShrinkingLabel(QLabel):
    """One line of text that ends in … where it has too little room; the tool tip has all of it."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setIndent(0)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), ems(self, 3)), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        elided = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, elided, self.width())
        if shown != super().text():
            super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def link(text: str, name: str = "", *, tall: bool = True) -> QPushButton:
    """A button that looks like a link, as tall as a field; ``name`` says what it acts on."""
    made = QPushButton(text)
    made.setProperty("link", True)
    made.setProperty("tall", tall)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def panel() -> QFrame:
    """A frame around what belongs together."""
    frame = QFrame()
    frame.setObjectName("panel")
    return frame


def dialog_foot(*buttons: QPushButton, by_enter: bool = True) -> QHBoxLayout:
    """A dialog's buttons, at the right end; the last one is what the dialog is for.

    ``by_enter`` lets the Enter key press it from every field of the dialog; on another button the
    key presses that one.
    """
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        is_main = button is buttons[-1]
        button.setProperty("primary", is_main)
        button.setAutoDefault(by_enter)
        button.setDefault(by_enter and is_main)
        row.addWidget(button)
    return row


def ems(widget: QWidget, number: float) -> int:
    """The width of ``number`` Han characters in the font of ``widget``, in px."""
    widget.ensurePolished()
    return round(number * widget.fontMetrics().horizontalAdvance("中"))


def empty(layout: QLayout) -> None:
    """Remove everything from ``layout``; the widgets go once the event in hand is done with."""
    while item := layout.takeAt(0):
        if inner := item.widget():
            inner.hide()
            inner.deleteLater()


def add_shown(layout: QBoxLayout, widget: QWidget) -> None:
    """Add ``widget`` to a layout that may be in sight, so that it can take the focus at once."""
    layout.addWidget(widget)
    show_if(widget, True)


def named(widget: W, name: str) -> W:
    """``widget`` under the name by which the style sheet knows it."""
    widget.setObjectName(name)
    return widget


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide ``widget``.

    A widget without a parent is only ever hidden here: shown, it would flash up as a window of
    its own and take the focus, and in its parent it is seen without being told.
    """
    if not wanted or widget.parentWidget() is not None:
        widget.setVisible(wanted)
