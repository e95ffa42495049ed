"""The grid of a table: what keys, mouse and clipboard do in it."""

from itertools import pairwise

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from jbgs_desktop.forms import table_edit
from jbgs_desktop.forms.section import SectionTable
from jbgs_desktop.forms.section_clipboard import lines_with_tabs, table_html
from jbgs_desktop.ui.widgets.pasted_words import cleaning_in, html_in
from jbgs_desktop.ui.widgets.section.cell_input import CellInput
from jbgs_desktop.ui.widgets.section.section_mime import cells_in, is_picture
from jbgs_desktop.ui.widgets.section.section_text import Offered
from jbgs_desktop.ui.widgets.section.table_actions import TableAction
from jbgs_desktop.ui.widgets.section.table_canvas import TableCanvas

_REACH = 4  # px beside an edge between columns, in which it can be taken hold of
_LEAST = 16  # px, the narrowest column that can be dragged


class TableGrid(TableCanvas):
    """``edited`` carries the new table; ``stepped``: the cursor leaves above (-1) or below (1).

    ``take`` is offered what is pasted and is no text and no cells.
    """

    edited = Signal(object)
    stepped = Signal(int)
    escaped = Signal()
    whole_wanted = Signal()
    notified = Signal(str)
    paused = Signal()
    menu_wanted = Signal(object)

    def __init__(self, table: SectionTable, take: Offered) -> None:
        self._take = take
        self._dragged: int | None = None
        super().__init__(table, CellInput(self._paste, is_picture))
        self.setMouseTracking(True)
        self._connect()

    def set_table(self, table: SectionTable) -> None:
        """Show ``table``; what is being composed is left alone."""
        if self.input.is_composing or table == self.table:
            return
        changed = _changed_place(self.table, table)
        self._lay_out(table)
        self._go_to(*(changed or (self._cell.row, self._cell.column)))

    def go_to(self, row: int, column: int) -> None:
        """Have the cursor in the cell at the place."""
        self.paused.emit()
        self.input.end_composition()
        self._go_to(row, column)

    def go_to_cell(self, row: int, at: int) -> None:
        """Have the cursor in the cell that has the number ``at`` in its row of the JSON."""
        found = (c.column for c in self.table.cells() if (c.row, c.at) == (row, at))
        self.go_to(row, next(found, 0))

    def enter(self, by: int) -> None:
        """Take the focus that comes from above (1) or below (-1)."""
        if by < 0:
            self.go_to(len(self.table.rows) - 1, 0)
        else:
            self.go_to(0, 0)
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self, action: TableAction) -> None:
        """Do ``action`` with the selected cells, or say why that cannot be."""
        if self.input.isReadOnly():
            return
        try:
            table, place = action.run(self.table, self.selected)
        except ValueError as error:
            self.notified.emit(f"没有{action.title}：{error.args[0]}。")
            return
        self._change(table, place)

    def _change(self, table: SectionTable, place: tuple[int, int]) -> None:
        self.paused.emit()
        self.input.end_composition()
        self._lay_out(table)
        self._go_to(*place)
        self.edited.emit(table)
        self.paused.emit()

    # -- what the keys do

    def _connect(self) -> None:
        cell = self.input
        cell.typed.connect(self._on_typed)
        cell.notified.connect(self.notified)
        cell.paused.connect(self.paused)
        cell.tabbed.connect(self._on_tab)
        cell.edge_reached.connect(self._on_edge)
        cell.escaped.connect(self._on_escape)
        cell.stretched.connect(self._stretch)
        cell.action_wanted.connect(self.run)
        cell.cells_copied.connect(self.copy)
        cell.cells_deleted.connect(self._empty_selected)
        cell.whole_wanted.connect(self._select_all)
        cell.menu_wanted.connect(self.menu_wanted)

    def _on_typed(self) -> None:
        if self.input.stands_for_several:
            self._end = (self._cell.row, self._cell.column)
        cell, text = self._cell, self.input.content
        try:
            table = table_edit.with_cell_text(self.table, cell, text)
        except ValueError as error:
            self.notified.emit(f"{error.args[0]}。")
            return
        self._show_typed(table, text)
        self.edited.emit(table)

    def _on_tab(self, by: int) -> None:
        row, column = self._cell.row, self._cell.column
        if by > 0:
            column += self._cell.columns
        else:
            column -= 1
        area = self._layout.all_of_it
        if column >= area.columns:
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, area.columns - 1
        if row >= area.rows:
            if self.input.isReadOnly():
                return
            try:
                table = table_edit.insert_rows(self.table, area.rows)
            except ValueError as error:
                self.notified.emit(f"没有增加一行：{error.args[0]}。")
                return
            self._change(table, (row, 0))
        elif row >= 0:
            self.go_to(row, column)
            self.input.selectAll()

    def _on_edge(self, key: Qt.Key) -> None:
        if self.input.stands_for_several:
            self._end = (self._cell.row, self._cell.column)
            self._settle()
        row, column = self._cell.row, self._cell.column
        match key:
            case Qt.Key.Key_Up:
                row -= 1
            case Qt.Key.Key_Down:
                row += self._cell.rows
            case Qt.Key.Key_Left:
                column -= 1
            case Qt.Key.Key_Right:
                column += self._cell.columns
            case _:
                return
        area = self._layout.all_of_it
        if row < 0 or row >= area.rows:
            self.stepped.emit(-1 if row < 0 else 1)
        elif 0 <= column < area.columns:
            self.go_to(row, column)
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
                self.input.put_cursor(len(self.input.content))

    def _on_escape(self) -> None:
        if self.input.stands_for_several:
            self._end = (self._cell.row, self._cell.column)
            self._settle()
        else:
            self.escaped.emit()

    def _stretch(self, down: int, across: int) -> None:
        area = self._layout.all_of_it
        row = min(max(0, self._end[0] + down), area.rows - 1)
        column = min(max(0, self._end[1] + across), area.columns - 1)
        self._select_to(row, column)

    def _select_to(self, row: int, column: int) -> None:
        self._end = (row, column)
        self._settle()

    def _select_all(self) -> None:
        if self.selected == self._layout.all_of_it:
            self.whole_wanted.emit()
            return
        self.go_to(0, 0)
        area = self._layout.all_of_it
        self._select_to(area.rows - 1, area.columns - 1)

    # -- the clipboard

    def cut(self) -> None:
        """Put what is selected on the clipboard, and take it away."""
        if self._has_words_selected:
            self.input.cut()
        else:
            self.copy()
            self._empty_selected()

    @property
    def _has_words_selected(self) -> bool:
        return self.input.textCursor().hasSelection() and not self.input.stands_for_several

    def copy(self) -> None:
        """Put what is selected in the cell, or the selected cells, on the clipboard."""
        if self._has_words_selected:
            self.input.copy()
            return
        area = self.selected
        data = QMimeData()
        data.setText(lines_with_tabs(table_edit.grid_texts(self.table, area)))
        data.setHtml(table_html(self.table, area))
        QGuiApplication.clipboard().setMimeData(data)

    def _paste(self, source: QMimeData) -> bool:
        if is_picture(source):
            return self._take(source)
        area, html = self.selected, html_in(source)
        try:
            pasted = cells_in(source, html)
            if pasted is None or sum(map(len, pasted.rows)) == 1:
                return False
            table = table_edit.with_table(self.table, area.row, area.column, pasted)
        except ValueError as error:
            self.notified.emit(f"没有粘贴：{error.args[0]}。")
            return True
        self._change(table, (area.row, area.column))
        if sentence := html.lost + html.lost_scripts + cleaning_in(source):
            self.notified.emit(sentence)
        return True

    def _empty_selected(self) -> None:
        if not self.input.isReadOnly():
            area = self.selected
            texts = [[""] * area.columns for _ in range(area.rows)]
            end = (area.row + area.rows - 1, area.column + area.columns - 1)
            self._change(
                table_edit.with_texts(self.table, area.row, area.column, texts),
                (area.row, area.column),
            )
            self._select_to(*end)

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x, y = round(event.position().x()), round(event.position().y())
        self.input.setFocus(Qt.FocusReason.MouseFocusReason)
        edge = self._layout.edge_at(x, _REACH)
        if edge is not None and not self.input.isReadOnly():
            self._dragged = edge
            return
        cell = self._layout.cell_at(x, y)
        if event.button() is Qt.MouseButton.RightButton and self.selected.touches(cell):
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._select_to(cell.row, cell.column)
            return
        self.go_to(cell.row, cell.column)
        at = self.input.mapFrom(self, event.position().toPoint())
        self.input.setTextCursor(self.input.cursorForPosition(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = round(event.position().x()), round(event.position().y())
        if self._dragged is not None:
            self._show_drag(x)
        elif event.buttons() & Qt.MouseButton.LeftButton:
            cell = self._layout.cell_at(x, y)
            if (cell.row, cell.column) != self._end:
                self._select_to(cell.row, cell.column)
        else:
            is_edge = self._layout.edge_at(x, _REACH) is not None and not self.input.isReadOnly()
            shape = Qt.CursorShape.SplitHCursor if is_edge else Qt.CursorShape.IBeamCursor
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            column, self._dragged = self._dragged, None
            self._show_drag(None)
            self._drag_edge(column, round(event.position().x()))

    def _drag_edge(self, column: int, x: int) -> None:
        edges = self._layout.columns
        widths = [right - left for left, right in pairwise(edges)]
        wide = max(_LEAST, x - edges[column])
        if column + 1 < len(widths):
            both = widths[column] + widths[column + 1]
            wide = min(wide, both - _LEAST)
            widths[column + 1] = both - wide
        if wide == widths[column] or wide < 1:
            return
        widths[column] = wide
        total = sum(widths)
        shares = [round(max(0.1, 100 * each / total), 1) for each in widths]
        table = table_edit.with_widths(self.table, shares)
        self._change(table, (self._cell.row, self._cell.column))


def _changed_place(old: SectionTable, new: SectionTable) -> tuple[int, int] | None:
    """The first cell whose text is another, in tables that are alike otherwise."""
    if len(old.rows) != len(new.rows):
        return None
    rows = [row for row, (a, b) in enumerate(zip(old.rows, new.rows, strict=True)) if a != b]
    cells = [cell for cell in new.cells() if cell.row in rows[:1]]
    before = {(cell.row, cell.column): cell.text for cell in old.cells() if cell.row in rows[:1]}
    places = ((c.row, c.column) for c in cells if before.get((c.row, c.column)) != c.text)
    return next(places, None)
