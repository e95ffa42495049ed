"""The sections of a task book under the headings of its parts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from jbgs_desktop.finalise.given_parts import given_out
from jbgs_desktop.forms.calls.form import TaskbookPart
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.part_words import given_words
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import sign_of, signed
from jbgs_desktop.ui.widgets.style_helpers import ems

_NAME, _COUNT, _OUT = range(3)
_WIDTH = 16.8  # em
_COUNT_WIDTH = 3.2  # em
_OUT_WIDTH = 1.6  # em, more while a section is with a colleague
_IS_OUT = "外"
_NOTHING = sign_of(Severity.NOTICE)


class SectionList(QTreeWidget):
    """One line for each section with its 字数, and a mark while it is with a colleague.

    ``chosen`` carries the section's key.
    ``entered``: Enter was pressed, the user wants to write.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, session: Session, book: str) -> None:
        super().__init__()
        self._session = session
        self._book = book
        self._items: dict[str, QTreeWidgetItem] = {}
        self._words: dict[str, int] = {}
        self.setObjectName("sections")
        self.setAccessibleName(f"{session.words.taskbook}各节")
        self._set_up()
        for part in session.call.form.taskbook.parts:
            self._add_part(part)
        self.currentItemChanged.connect(self._on_current)
        session.checked.connect(self._show_counts)
        session.given.connect(self._show_given)
        self._show_given()

    @property
    def current(self) -> str:
        """The key of the section that is open."""
        return str(self.currentItem().data(_NAME, Qt.ItemDataRole.UserRole))

    @current.setter
    def current(self, section: str) -> None:
        self.setCurrentItem(self._items[section])

    @property
    def is_empty(self) -> bool:
        return not any(self._words.values())

    def show_words(self, section: str, words: int) -> None:
        self._words[section] = words
        self._show_count(section)

    def _fit_width(self) -> None:
        """Be as wide as the headings need."""
        needed = _WIDTH + (0 if self.isColumnHidden(_OUT) else _OUT_WIDTH)
        self.setFixedWidth(ems(self, needed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _set_up(self) -> None:
        self.setColumnCount(3)
        self.hideColumn(_OUT)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self._fit_width()
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_COUNT, _COUNT_WIDTH), (_OUT, _OUT_WIDTH)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, ems(self, width))

    def _add_part(self, part: TaskbookPart) -> None:
        if part.heading:
            # Flat, because what stands below a disabled item is disabled too.
            heading = QTreeWidgetItem(self, [part.heading])
            heading.setFlags(Qt.ItemFlag.NoItemFlags)  # the arrows pass over it
            heading.setFirstColumnSpanned(True)
            font = heading.font(_NAME)
            font.setWeight(QFont.Weight.Medium)
            heading.setFont(_NAME, font)
        for section in part.sections:
            field = self._session.field(f"{self._book}.{section}")
            item = QTreeWidgetItem(self, [field.label, _NOTHING])
            item.setData(_NAME, Qt.ItemDataRole.UserRole, section)
            item.setTextAlignment(
                _COUNT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
            self._items[section] = item

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and (section := item.data(_NAME, Qt.ItemDataRole.UserRole)):
            self.chosen.emit(section)

    def _show_given(self) -> None:
        """Mark the sections that are with colleagues; without any the mark takes no room."""
        is_any = False
        for section, item in self._items.items():
            out = given_out(self._session.parts, f"{self._book}.{section}")
            is_any = is_any or bool(out)
            words = "，".join(map(given_words, out))
            item.setText(_OUT, _IS_OUT if out else "")
            for column in (_NAME, _OUT):
                item.setToolTip(column, f"{words}，还没有收回。" if words else "")
            item.setData(_OUT, Qt.ItemDataRole.AccessibleTextRole, words or None)
        self.setColumnHidden(_OUT, not is_any)
        self._fit_width()

    def _show_counts(self) -> None:
        for section in self._items:
            self._show_count(section)

    def _show_count(self, section: str) -> None:
        findings = self._session.findings_at(f"{self._book}.{section}")
        words = self._words.get(section, 0)
        counted = f"{words:,}" if words else _NOTHING
        if any(finding.severity is Severity.ERROR for finding in findings):
            counted = signed(Severity.ERROR, counted)
        if counted != self._items[section].text(_COUNT):
            self._items[section].setText(_COUNT, counted)
            self._fit_counts()

    def _fit_counts(self) -> None:
        """Have every count in sight, whatever the letters' size and the sign before it."""
        needed = max(self.sizeHintForColumn(_COUNT), ems(self, _COUNT_WIDTH))
        if needed != self.header().sectionSize(_COUNT):
            self.header().resizeSection(_COUNT, needed)
