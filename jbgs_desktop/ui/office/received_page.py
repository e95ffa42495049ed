"""收件登记: the table of what came in, with its filters, and the details of the chosen one."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.office.paper_state import PaperState
from jbgs_desktop.office.register.entry import EntryState, RegisterEntry
from jbgs_desktop.ui.office.details import Details
from jbgs_desktop.ui.office.office_context import OfficeContext
from jbgs_desktop.ui.office.received_model import (
    ENTRY,
    RECEIVED_COLUMNS,
    WHEN,
    ReceivedFilter,
    ReceivedModel,
)
from jbgs_desktop.ui.widgets.style_helpers import ems, label, named, show_if

_TABLE, _DETAILS = 360, 260  # px; the user may draw the line between them elsewhere
_NOTHING = "还没有收件。插好报送盘后点“收报送盘”，或者把多个报送包放进一个文件夹，点“收文件夹”。"


class ReceivedPage(QWidget):
    """``chosen`` carries the number of the chosen entry, 0 for none."""

    chosen = Signal(int)

    def __init__(self, context: OfficeContext, details: Details) -> None:
        super().__init__()
        self._context = context
        self._details = details
        self._model = ReceivedModel(context, self)
        self._filter = ReceivedFilter(self._model, context)
        self._table = self._make_table()
        self._empty = named(QLabel(_NOTHING), "drafts-empty")
        self._empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._make_filters())
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setObjectName("history-halves")
        halves.addWidget(self._table)
        halves.addWidget(details)
        halves.setSizes([_TABLE, _DETAILS])
        halves.setChildrenCollapsible(False)
        layout.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(halves, 1)
        self._halves = halves
        context.changed.connect(self._on_register)

    @property
    def entry(self) -> RegisterEntry | None:
        """The chosen entry."""
        index = self._table.currentIndex()
        number = index.data(ENTRY) if index.isValid() else None
        return self._context.register.entry(number) if number else None

    def choose(self, number: int) -> None:
        """Choose the entry ``number``, taking the filters away when they hide it."""
        if self._row_of(number) < 0:
            self._words.clear()
            self._track.setCurrentIndex(0)
            self._state.setCurrentIndex(0)
            self._paper.setCurrentIndex(0)
        if (row := self._row_of(number)) >= 0:
            index = self._filter.index(row, 0)
            flags = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
            self._table.selectionModel().setCurrentIndex(index, flags)
            self._table.scrollTo(index)

    def refresh(self) -> None:
        """Show the register as it is now."""
        self._model.refresh()
        self._filter.invalidateFilter()  # what was deleted or put back, and other states
        there = self._model.rowCount() > 0
        show_if(self._empty, not there)
        show_if(self._halves, there)
        if there and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._filter.index(0, 0))
        self._count()
        self._details.show_entry(self.entry)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._model.dress()
            self._details.show_entry(self.entry)

    def _on_register(self) -> None:
        if self.isVisible():  # what nobody sees is read when the page is opened
            self.refresh()

    def look_for(self) -> None:
        """Put the cursor into the filter."""
        self._words.setFocus()
        self._words.selectAll()

    def _row_of(self, number: int) -> int:
        rows = range(self._filter.rowCount())
        return next((r for r in rows if self._filter.index(r, 0).data(ENTRY) == number), -1)

    def _make_filters(self) -> QHBoxLayout:
        self._words = QLineEdit()
        self._words.setPlaceholderText(
            "筛选：单位、代码、产品、联系人、核验码，或任何一列里的字，例如“待补正”"
        )
        self._words.setClearButtonEnabled(True)
        self._words.setAccessibleName("筛选收件")
        self._track = QComboBox()
        word = self._context.words.track
        self._track.setAccessibleName(word)
        self._track.addItem(f"全部{word}", "")
        for call in self._context.calls:
            for track in call.tracks:
                self._track.addItem(track.name, track.id)
        self._state = QComboBox()
        self._state.setAccessibleName("结论")
        self._state.addItem("全部结论", "")
        for state in EntryState:
            self._state.addItem(state.word, state.value)
        self._paper = QComboBox()
        self._paper.setAccessibleName("纸质件")
        self._paper.addItem("全部纸质件", "")
        for paper in PaperState:
            if paper is not PaperState.NONE:
                self._paper.addItem(paper.word, paper.value)
        self._counted = label("", "muted", wrap=False)
        self._words.textChanged.connect(self._on_filter)
        self._track.currentIndexChanged.connect(self._on_filter)
        self._state.currentIndexChanged.connect(self._on_filter)
        self._paper.currentIndexChanged.connect(self._on_filter)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self._track)
        row.addWidget(self._state)
        row.addWidget(self._paper)
        row.addWidget(self._counted)
        return row

    def _make_table(self) -> QTreeView:
        table = QTreeView()
        table.setObjectName("drafts")
        table.setAccessibleName("收到的报送包")
        table.setModel(self._filter)
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setSortingEnabled(True)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(ems(table, 3))
        for at, column in enumerate(RECEIVED_COLUMNS):
            table.setColumnWidth(at, ems(table, column.width))
        table.sortByColumn(RECEIVED_COLUMNS.index(WHEN), Qt.SortOrder.DescendingOrder)
        table.selectionModel().currentRowChanged.connect(self._on_chosen)
        return table

    def _on_chosen(self, index: QModelIndex) -> None:
        self._details.show_entry(self.entry)
        self.chosen.emit(index.data(ENTRY) or 0)

    def _on_filter(self) -> None:
        track, state = self._track.currentData(), self._state.currentData()
        self._filter.look_for(self._words.text(), track, state, self._paper.currentData())
        self._count()
        if not self._table.currentIndex().isValid() and self._filter.rowCount():
            self._table.setCurrentIndex(self._filter.index(0, 0))
        self._details.show_entry(self.entry)

    def _count(self) -> None:
        entries = self._context.register.entries
        shown, all_ = self._filter.rowCount(), sum(not entry.removed for entry in entries)
        self._counted.setText(f"{all_} 份" if shown == all_ else f"{shown} / {all_} 份")
