"""The check box of one direction, with the notice's whole text below it on demand."""

import unicodedata

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.ui.widgets.style_helpers import ems, label, link, show_if

_CLOSED, _OPEN = "看全文", "收起"
_INDENT = 1.8  # em, so that the text stands under the title and not under the box


class TickBox(QCheckBox):
    """A check box whose tick is drawn here, because a style sheet can only fill the square."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        square = QRectF(
            self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        )
        corners = (QPointF(0.26, 0.52), QPointF(0.44, 0.70), QPointF(0.76, 0.32))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlightedText(), square.width() / 9))
        painter.drawPolyline(
            [
                QPointF(square.x() + at.x() * square.width(), square.y() + at.y() * square.height())
                for at in corners
            ]
        )


class DirectionBox(QWidget):
    """``box`` is the tick; the button beside it opens 揭榜任务 and 预期目标."""

    def __init__(self, direction: Direction, title: str, words: Vocabulary) -> None:
        super().__init__()
        self._words = words
        self.direction = direction
        self._searched = _folded("\n".join((title, direction.task, direction.target)))
        self.box = TickBox(title.replace("&", "&&"))
        self.box.setAccessibleName(title)
        self.box.setAccessibleDescription(direction.task)
        self._more = link(_CLOSED, f"{title} {_CLOSED}", tall=False)
        self._more.setProperty("reads", True)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._open)
        self._text = self._make_text()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.box)
        head.addWidget(self._more)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._text)

    def holds(self, words: str) -> bool:
        """Whether every one of ``words`` stands in the title or the text."""
        return all(word in self._searched for word in _folded(words).split())

    def _make_text(self) -> QWidget:
        text = QWidget()
        column = QVBoxLayout(text)
        column.setContentsMargins(ems(text, _INDENT), 0, 0, 8)
        column.setSpacing(4)
        for heading, content in (
            (self._words.task, self.direction.task),
            (self._words.target, self.direction.target),
        ):
            if not content:  # the notice has none
                continue
            column.addWidget(label(heading, "small-heading"))
            whole = label(content, "fixed")
            whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(whole)
        text.hide()
        return text

    def _open(self, is_open: bool) -> None:
        show_if(self._text, is_open)
        self._more.setText(_OPEN if is_open else _CLOSED)
        self._more.setAccessibleName(f"{self.box.accessibleName()} {self._more.text()}")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
