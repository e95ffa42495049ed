"""盖章与签字清单 in the window: every spot with its page, ticked off as it is done."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.documents.blocks import Signer
from jbgs_desktop.documents.book_model import Book, BookSpot
from jbgs_desktop.finalise.record import Record
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.ui.finalise.seal_checklist import CHECKLIST_TITLE, how, where, who

_COLUMNS = ("位置", "页", "由谁", "怎样办")
_SPOT = Qt.ItemDataRole.UserRole
_ROW = 34  # px of one line, with the frame of the list


class SealList(QTreeWidget):
    """``ticked`` carries a spot's id and whether it is done, ``wanted`` the id of one to look at.

    What the recommender seals is shown, and not for the applicant to tick.
    """

    ticked = Signal(str, bool)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("handed")
        self.setAccessibleName(CHECKLIST_TITLE)
        self.setHeaderLabels(_COLUMNS)
        self.setRootIsDecorated(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (0, len(_COLUMNS) - 1):  # which may be long, and are in the tool tip then
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_changed)
        self.itemActivated.connect(lambda item: self.wanted.emit(item.data(0, _SPOT)))

    def show_spots(self, book: Book, record: Record, words: Vocabulary) -> None:
        """Show the spots of ``book`` with the ticks of ``record``; the same row stays chosen.

        Rows stay while their spots do: a tick is told of while Qt still works on its row.
        """
        chosen, ids = self.current, [spot.id for spot in book.spots]
        self.blockSignals(True)
        if [item.data(0, _SPOT) for item in self._rows()] != ids:
            self.clear()
            self.addTopLevelItems([QTreeWidgetItem() for _ in ids])
        for item, spot in zip(self._rows(), book.spots, strict=True):
            _fill(item, spot, book, record, words)
        self.blockSignals(False)
        if self.current != chosen or not chosen:
            row = ids.index(chosen) if chosen in ids else 0
            self.setCurrentIndex(self.model().index(row, 0))
        self.setFixedHeight(self.header().sizeHint().height() + _ROW * len(ids) + 4)

    def _rows(self) -> list[QTreeWidgetItem]:
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [item for item in items if item is not None]

    @property
    def current(self) -> str:
        """The id of the spot that is chosen."""
        item = self.currentItem()
        return item.data(0, _SPOT) if item else ""

    def _on_changed(self, item: QTreeWidgetItem) -> None:
        self.ticked.emit(item.data(0, _SPOT), item.checkState(0) == Qt.CheckState.Checked)


def _fill(
    item: QTreeWidgetItem, spot: BookSpot, book: Book, record: Record, words: Vocabulary
) -> None:
    page = "各页" if spot.advice else str(spot.page)
    for column, text in enumerate((where(spot, book), page, who(spot, words), how(spot, words))):
        item.setText(column, text)
    item.setData(0, _SPOT, spot.id)
    item.setToolTip(0, where(spot, book))
    item.setToolTip(3, how(spot, words))
    if spot.who is Signer.RECOMMENDER:
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        return
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    is_done = record.is_ticked(spot.id)
    item.setCheckState(0, Qt.CheckState.Checked if is_done else Qt.CheckState.Unchecked)


def left_to_do(book: Book, record: Record) -> list[str]:
    """The labels of what the applicant still has to seal or sign; advice is none of it."""
    return [
        where(spot, book)
        for spot in book.spots
        if not (spot.advice or spot.who is Signer.RECOMMENDER or record.is_ticked(spot.id))
    ]


def ticked_now(record: Record, spot: str, done: bool) -> Record:
    return record.with_tick(spot, datetime.now().astimezone() if done else None)
