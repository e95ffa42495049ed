"""A page made of rows: finding a field on it, and moving to it."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.rows import FieldRow, LabelPlace, SharedLine
from jbgs_desktop.ui.widgets.style_helpers import ems, label

_NARROW = 46  # em, the width of the page's own window
_ROOM = 60  # px kept above and below a field that was jumped to


class FormPage(Page):
    """A page that knows where its fields are."""

    _is_narrow = False

    def add_heading(self, text: str) -> None:
        self.rows.addWidget(label(text, "heading"))

    def add_row(self, path: str, *, stretch: int = 0, lines: int = 6) -> FieldRow:
        row = self.adopt(FieldRow(self.session, path, lines=lines))
        self.rows.addWidget(row, stretch)
        return row

    def add_pair(self, first: str, second: str) -> tuple[FieldRow, FieldRow]:
        """Two short fields on one line."""
        pair = (
            self.adopt(FieldRow(self.session, first)),
            self.adopt(FieldRow(self.session, second, LabelPlace.CLOSE)),
        )
        self.rows.addWidget(SharedLine(*pair))
        return pair

    def adopt(self, row: FieldRow) -> FieldRow:
        """Pass on which field has the focus."""
        row.focused.connect(self.focused)
        row.set_narrow(self._is_narrow)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = event.size().width() < ems(self, _NARROW)
        if is_narrow != self._is_narrow:
            self.set_narrow(is_narrow)
        super().resizeEvent(event)

    def set_narrow(self, is_narrow: bool) -> None:
        """Arrange the rows for a page that is, or is not, too narrow for labels beside fields."""
        self._is_narrow = is_narrow
        for row in self.findChildren(FieldRow):
            row.set_narrow(is_narrow)
        for line in self.findChildren(SharedLine):
            line.set_narrow(is_narrow)

    def field_rows(self) -> list[FieldRow]:
        """The rows on the page in reading order."""
        return [row for row in self.findChildren(FieldRow) if not row.isHidden()]

    def order_tabs(self) -> None:
        """Have Tab follow the reading order, also after parts of the page were made anew."""
        reached = list(_in_reading_order(self.rows))
        if (before := self._reached_before()) is not None:
            reached.insert(0, before)  # what was made anew stands at the end of the window
        for one, other in pairwise(reached):
            QWidget.setTabOrder(one, other)

    def _reached_before(self) -> QWidget | None:
        """What Tab comes to before it comes to this page."""
        widget = self.previousInFocusChain()
        while widget is not None and widget is not self:
            can_be_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if can_be_reached and not self.isAncestorOf(widget):
                return widget
            widget = widget.previousInFocusChain()
        return None

    def reveal(self, path: str) -> bool:
        row = self._row_at(path)
        if row is None:
            return False
        self.point_at(row)
        row.mark()
        return True

    def first_fields(self) -> Iterable[QWidget]:
        return (row.editor.target() for row in self.field_rows())

    def point_at(self, widget: QWidget) -> None:
        """Focus ``widget`` and bring it into sight, also on a page that was never shown."""
        if isinstance(widget, FieldRow):
            widget.take_focus()
        else:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(widget, 0, _ROOM)
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, _ROOM))

    def _row_at(self, path: str) -> FieldRow | None:
        """The row of the field, else of its first part, else of what it is a part of."""
        rows = self.field_rows()
        for fits in (
            lambda own: own == path,
            lambda own: own.startswith(path + "."),
            lambda own: path.startswith(own + "."),
        ):
            for row in rows:
                if fits(row.path):
                    return row
        return None


def _in_reading_order(layout: QLayout) -> Iterator[QWidget]:
    """The widgets below ``layout`` that Tab can reach."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _in_reading_order(inner)
        if widget is None:
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        elif (inside := widget.layout()) is not None:
            yield from _in_reading_order(inside)
