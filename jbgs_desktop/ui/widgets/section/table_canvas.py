"""A table as it is seen: every cell drawn, and one plain field to type in over the current one."""

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.table_edit import Area
from jbgs_desktop.ui.widgets.section.cell_input import CellInput
from jbgs_desktop.ui.widgets.section.section_text import text_height
from jbgs_desktop.ui.widgets.section.table_layout import (
    PADDING_X,
    PADDING_Y,
    DrawnTexts,
    TableLayout,
)
from jbgs_desktop.ui.widgets.style_helpers import named
from jbgs_desktop.ui.widgets.theme import current_tokens

_FIRST_WIDTH = 400  # px, before it is laid out


class TableCanvas(QWidget):
    """Shows ``table`` with a current cell, which ``input`` stands over, and selected cells.

    ``grown``: it has another height.
    """

    grown = Signal()

    def __init__(self, table: SectionTable, cell_input: CellInput) -> None:
        super().__init__()
        self._name = ""
        self._drag_x: int | None = None
        self.input = named(cell_input, "cell")
        self.input.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._texts = DrawnTexts(self.input.font())
        self._layout = TableLayout(table, _FIRST_WIDTH, self._texts)
        self._cell = self._layout.cell(0, 0)
        self._end = (0, 0)  # where the selection ends that begins in the current cell
        self.input.document().documentLayout().documentSizeChanged.connect(self._on_text_grown)
        self.input.focus_changed.connect(self.update)  # the frame of the current cell is ours
        self._has_width = False
        self.setMinimumWidth(self._layout.least_width)
        self._go_to(0, 0)

    @property
    def table(self) -> SectionTable:
        return self._layout.table

    @property
    def selected(self) -> Area:
        """The selected cells, with all of those that reach over the edge."""
        (row, column), (last, right) = (self._cell.row, self._cell.column), self._end
        top, left = min(row, last), min(column, right)
        area = Area(top, left, max(row, last) - top + 1, max(column, right) - left + 1)
        return self._layout.whole(area)

    @property
    def current_rect(self) -> QRect:
        """Where the current cell is."""
        return self._layout.rect(self._cell)

    def name(self, name: str) -> None:
        """What a screen reader calls the table."""
        self._name = name
        self._name_cell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._has_width or event.size().width() != self._layout.width:
            self._has_width = True
            self._layout.set_width(self.width())
            self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.input.ensurePolished()
            if self.input.font() != self._texts.font:
                self._texts = DrawnTexts(self.input.font())
                self._layout.set_texts(self._texts)
                self._settle()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = {name: QColor(colour) for name, colour in current_tokens().items()}
        painter = QPainter(self)
        painter.setFont(self.input.font())
        selected = self.selected
        several = self.input.stands_for_several
        for cell in self._layout.cells_in(event.rect()):
            rect = self._layout.rect(cell)
            ground = "rail" if cell.row < self.table.header_rows else "panel"
            is_selected = several and selected.touches(cell)
            painter.fillRect(rect, colours["accent-soft" if is_selected else ground])
            painter.setPen(colours["line"])
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            if (cell.row, cell.column) != (self._cell.row, self._cell.column):
                painter.setPen(colours["text"])
                self._texts.draw(painter, _inner(rect), cell.text)
        if self.input.hasFocus():
            painter.fillRect(self._layout.rect(self._cell), colours["accent-soft"])
            painter.setPen(QPen(colours["accent"], 2))
            painter.drawRect(self._layout.area_rect(selected).adjusted(1, 1, -1, -1))
        if self._drag_x is not None:
            painter.setPen(QPen(colours["accent"], 1))
            painter.drawLine(self._drag_x, 0, self._drag_x, self.height())

    def _lay_out(self, table: SectionTable) -> None:
        self._layout = TableLayout(table, self.width(), self._texts)
        self.setMinimumWidth(self._layout.least_width)
        self._cell = self._layout.cell(self._cell.row, self._cell.column)

    def _go_to(self, row: int, column: int) -> None:
        self._cell = self._layout.cell(row, column)
        self._end = (self._cell.row, self._cell.column)
        self.input.show_content(self._cell.text)
        self._settle()
        self._name_cell()

    def _settle(self, *, grown: bool = True) -> None:
        """Bring the field over its cell, and everything else to what it stands for."""
        area, cell = self.selected, self._cell
        self.input.stands_for_several = (area.rows, area.columns) != (cell.rows, cell.columns)
        if not self._has_width:
            return  # nothing is measured before it is known how wide the columns are
        self.input.setGeometry(self._input_rect())
        if grown and self.height() != self._layout.height:
            self.setFixedHeight(self._layout.height)
            self.grown.emit()
        self.update()

    def _input_rect(self) -> QRect:
        return _inner(self._layout.rect(self._cell)).adjusted(0, 0, 0, 1)

    def _name_cell(self) -> None:
        cell = self._cell
        place = f"第{cell.row + 1}行第{cell.column + 1}列"
        above = range(min(self.table.header_rows, cell.row))
        head = "\n".join(dict.fromkeys(self._layout.cell(row, cell.column).text for row in above))
        side = self._layout.cell(cell.row, 0).text if cell.column else ""
        heads = "，".join(first for text in (head, side) if (first := " ".join(text.split())))
        self.input.setAccessibleName("，".join(filter(None, (self._name, place, heads))))

    def _show_typed(self, table: SectionTable, text: str) -> None:
        """Show ``table``, in which only the current cell has another text: that of the field."""
        cell, before = self._cell, self._layout.height
        width = self._input_rect().width()
        self._texts.remember(text, width, text_height(self.input))
        self._layout = self._layout.with_text(table, cell, text)
        self._cell = self._layout.cell(cell.row, cell.column)
        self._settle(grown=self._layout.height != before)

    def _show_drag(self, x: int | None) -> None:
        """Show where the edge of a column would come to be."""
        self._drag_x = x
        self.update()

    def _on_text_grown(self) -> None:
        """What an input method composes may take another line."""
        if self.input.is_composing:
            rect = self._input_rect()
            rect.setHeight(max(rect.height(), text_height(self.input)))
            self.input.setGeometry(rect)


def _inner(rect: QRect) -> QRect:
    return rect.adjusted(PADDING_X, PADDING_Y, -PADDING_X, -PADDING_Y)
