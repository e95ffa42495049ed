"""揭榜任务书 of one direction: ten sections under one total."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.pasted_section import TaskbookPlace
from jbgs_desktop.forms.calls.call import Limit
from jbgs_desktop.forms.ready_tables import ready_tables
from jbgs_desktop.forms.section import SectionValue, is_empty
from jbgs_desktop.forms.section_numbers import section_numbers
from jbgs_desktop.forms.text.count import Counts
from jbgs_desktop.ui.form.figure_drops import FigureDrops
from jbgs_desktop.ui.form.given_lines import GivenLines
from jbgs_desktop.ui.form.number_offer import NumberOffer
from jbgs_desktop.ui.form.page_count import PageCount
from jbgs_desktop.ui.form.parted_paste import ask_where
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.messages import Messages, Way
from jbgs_desktop.ui.widgets.page import COLUMN
from jbgs_desktop.ui.widgets.prose import limit_state, rest_sentence
from jbgs_desktop.ui.widgets.rows import FieldRow, LabelPlace
from jbgs_desktop.ui.widgets.section.figure_files import FigureFiles, FigureViews
from jbgs_desktop.ui.widgets.section.number_words import pasted_numbers_words
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.section.section_toolbar import ReadyTables
from jbgs_desktop.ui.widgets.section.text_zoom import TextZoom
from jbgs_desktop.ui.widgets.section_list import SectionList
from jbgs_desktop.ui.widgets.selected_directions import direction_name
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import (
    SteadyLabel,
    ems,
    link,
    set_state,
    show_if,
)

_LINES = 6
_LIST_ROOM = 54  # em of the page's width that the list and a section need beside each other
PAPER_LINE = 28  # characters of a line on paper, as GB/T 9704 has it


class TaskbookPage(FormPage):
    """The list of the sections, and the editor of one of them at a time.

    Alt+Up and Alt+Down go to the section before and after from anywhere on the page.
    ``give_wanted`` carries the path of the section that is open, which is to be given to a
    colleague; what :attr:`given_lines` wishes is about what was given.
    """

    give_wanted = Signal(str)
    has_steps = True

    def __init__(self, session: Session, no: int, figures: FigureFiles) -> None:
        text = session.call.form.taskbook
        super().__init__(session, f"{session.words.taskbook} · {direction_name(session, no)}")
        self._no = no
        self._book = f"taskbooks.{no}"
        self._views = FigureViews(figures, self)
        self._numbers: dict[str, str] = {}
        self._sections = text.sections
        self._words = dict.fromkeys(self._sections, 0)
        self._total = TotalBar(session.call.limits.get("taskbooks.*"), len(self._sections))
        self._list = SectionList(session, self._book)
        self._choice = QComboBox()  # in its place where it is folded
        self._choice.setAccessibleName(f"{session.words.taskbook}的节")
        self._choice.addItems([session.field(f"{self._book}.{s}").label for s in self._sections])
        self._is_folded = False  # as the user wished
        self._is_wide = False
        self._zoom = TextZoom(self)
        self._pages = PageCount(session, no, self)
        self._pages.counted.connect(self._total.show_pages)
        self._stack = QStackedWidget()
        self._editors = {section: self._make_editor(section) for section in self._sections}
        self._add_give()
        self.rows.addWidget(self._total)
        self.rows.addWidget(Messages(session, self._book, folds=True))
        self._offer = NumberOffer(session, no, self._show_offer)
        self._lay_out()
        FigureDrops(self, lambda: self._editors[self._list.current])
        self._list.chosen.connect(self._open)
        self._choice.activated.connect(lambda at: self._open(self._sections[at]))
        self._zoom.changed.connect(self._show_zoom)
        self._list.entered.connect(lambda: self._editors[self._list.current].take_focus())
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, lambda by=by: self._step(by), context=within)
        self._open(self._sections[0])
        session.changed.connect(self._on_changed)
        self._show_numbers()

    @property
    def current_path(self) -> str:
        """The section that is open."""
        return f"{self._book}.{self._list.current}"

    def field_rows(self) -> list[FieldRow]:
        return [self._editors[self._list.current]]

    def reveal(self, path: str) -> bool:
        if path != self._book and not path.startswith(self._book + "."):
            return False
        section, *inside = path.removeprefix(self._book).removeprefix(".").split(".")
        if section in self._editors:
            self._open(section)
        revealed = super().reveal(self.current_path)
        if inside:
            self._editor().reveal(inside)
        return revealed

    def fold_list(self, is_folded: bool) -> None:
        """Have the list in one line above the section, or beside it where there is room."""
        self._is_folded = is_folded
        self._arrange()

    def set_wide(self, is_wide: bool) -> None:
        """Have nothing but the section, its lines as long as on paper."""
        self._is_wide = is_wide
        self.wide.setText("恢复" if is_wide else "更宽")
        self._zoom.set_wide(is_wide)
        self._arrange()

    @property
    def is_list_folded(self) -> bool:
        """Whether the list stands in one line above the section."""
        return self._is_wide or self._is_folded or self.width() < ems(self, _LIST_ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_list_folded is self._list.isVisibleTo(self):
            self._arrange()

    def _arrange(self) -> None:
        is_folded, directions = self.is_list_folded, QBoxLayout.Direction
        self._both.setDirection(directions.TopToBottom if is_folded else directions.LeftToRight)
        self._both.setSpacing(8 if is_folded else 20)
        show_if(self._list, not is_folded)
        show_if(self._choice, is_folded)
        for row in self._editors.values():
            row.show_label(not is_folded)  # which would say again what is chosen
        show_if(self._total, not self._is_wide)
        self._show_width()

    def _editor(self) -> SectionEditor:
        """The one that is open."""
        editor = self._editors[self._list.current].editor
        assert isinstance(editor, SectionEditor)
        return editor

    def _show_zoom(self) -> None:
        for row in self._editors.values():
            if isinstance(row.editor, SectionEditor):
                row.editor.show_zoom(self._zoom.percent)
        show_if(self._usual, not self._zoom.is_usual)
        self._usual.setText(f"字号 {self._zoom.percent}%")
        self._show_width()

    def _show_width(self) -> None:
        """In the wide view a line has as many characters as one on paper."""
        width = self._editor().column_width(PAPER_LINE) if self._is_wide else COLUMN
        self.show_column(width, in_middle=self._is_wide)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_zoom()
        self.given_lines.refresh()
        self._pages.want()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pages.stop()
        if not self._list.is_empty:  # what concerns the whole task book is said once it is left
            self.session.leave(self._book)

    def _make_editor(self, section: str) -> FieldRow:
        path = f"{self._book}.{section}"
        ready = partial(self._ready_tables, path)
        editor = SectionEditor(_LINES, self._views, ready, self._place)
        row = self.adopt(FieldRow(self.session, path, LabelPlace.ABOVE, editor=editor))
        assert row.counter is not None
        editor.offered.connect(lambda text, way: row.messages.notify(text, "notice", way))
        editor.parted.connect(
            lambda pasted, put: ask_where(
                self, self.session, path, pasted, put, row.messages.notify
            )
        )
        editor.arrived.connect(partial(self._on_arrived, row))
        editor.restructured.connect(lambda: self._offer.on_restructured())
        row.counter.counted.connect(lambda counts: self._on_counted(section, counts))
        self._stack.addWidget(row)
        row.refresh()
        return row

    def _on_arrived(self, row: FieldRow, section: SectionValue, sentence: str) -> None:
        pasted = {row.path.rpartition(".")[2]: section}
        if words := pasted_numbers_words(self.session, self._no, pasted):
            row.messages.notify(sentence + words)

    def _place(self) -> TaskbookPlace:
        return TaskbookPlace(FormWords(self.session.call, self.session.value.track), self._no)

    def _ready_tables(self, path: str) -> ReadyTables:
        track = self.session.track
        direction = track.direction(self._no) if track else None
        ready = ready_tables(self.session.call, path, direction)
        return [(each.title, each.table) for each in ready]

    def _add_give(self) -> None:
        self._usual = link("", "文字恢复通常的大小")
        self._usual.clicked.connect(self._zoom.reset)
        self._usual.hide()
        self.head.addWidget(self._usual, 0, Qt.AlignmentFlag.AlignTop)
        self.wide = QPushButton("更宽")
        self.wide.setToolTip("只看这一节，每行的字数与打印出来的一样（F11）。")
        self.wide.setProperty("reads", True)
        self.head.addWidget(self.wide, 0, Qt.AlignmentFlag.AlignTop)
        give = QPushButton("分给同事…")
        give.clicked.connect(lambda: self.give_wanted.emit(self.current_path))
        self.head.addWidget(give, 0, Qt.AlignmentFlag.AlignTop)

    def _lay_out(self) -> None:
        self._back, self._next = QPushButton(), QPushButton()
        self.given_lines = GivenLines(self.session, self._next)
        steps = QHBoxLayout()
        steps.setSpacing(8)
        steps.addWidget(self._choice, 1)
        for button, by in ((self._back, -1), (self._next, 1)):
            button.clicked.connect(lambda _=False, by=by: self._step(by, leads_on=True))
            steps.addWidget(button)
        steps.addStretch()
        left = QVBoxLayout()  # so that the section has all the height
        left.setSpacing(8)
        left.addWidget(self._list, 1)
        left.addLayout(steps)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(20)
        self._both.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.given_lines)
        right.addWidget(self._stack, 1)
        self._both.addLayout(right, 1)
        self.rows.addLayout(self._both, 1)
        self._arrange()

    def _open(self, section: str) -> None:
        self._list.current = section
        self._choice.setCurrentIndex(self._sections.index(section))
        self._stack.setCurrentWidget(self._editors[section])
        self.given_lines.show_section(self.current_path)
        self._back.setText("‹ 上一页" if section == self._sections[0] else "‹ 上一节")
        self._next.setText("下一页 ›" if section == self._sections[-1] else "下一节 ›")

    def _step(self, by: int, *, leads_on: bool = False) -> None:
        """Go to the next section (1) or the one before (-1); a button leads on to other pages."""
        place = self._sections.index(self._list.current) + by
        if 0 <= place < len(self._sections):
            self._open(self._sections[place])
            self._editors[self._sections[place]].take_focus()
        elif leads_on:
            self.stepped.emit(by)

    def _on_changed(self, path: str) -> None:
        if f"{path}.".startswith(f"{self._book}.") or self._book.startswith(f"{path}."):
            self._show_numbers()
            if self.isVisible():
                self._pages.want()
        self._offer.on_changed()

    def _show_offer(self, sentence: str, *ways: Way) -> None:
        """Say something of the whole task book under the section that is open."""
        for section, row in self._editors.items():
            row.messages.offer(sentence if section == self._list.current else "", *ways)

    def _show_numbers(self) -> None:
        """Tell the editors what 表N and 图N their tables and figures are."""
        numbers = dict(section_numbers(self.session.value.taskbook(self._no), self._sections))
        if numbers == self._numbers:
            return
        self._numbers = numbers
        for section, row in self._editors.items():
            stem = f"{section}."
            own = {
                int(key.removeprefix(stem)): n for key, n in numbers.items() if key.startswith(stem)
            }
            if isinstance(row.editor, SectionEditor):
                row.editor.show_numbers(own)

    def _on_counted(self, section: str, counts: Counts) -> None:
        self._words[section] = counts.words
        self._list.show_words(section, counts.words)
        book = self.session.value.taskbook(self._no)
        filled = sum(not is_empty(getattr(book, each)) for each in self._sections)
        self._total.show_words(sum(self._words.values()), filled)


class TotalBar(QWidget):
    """字数 of all sections against the limit of the whole, and how many sections are filled."""

    def __init__(self, limit: Limit | None, sections: int) -> None:
        super().__init__()
        self._limit = limit
        self._sections = sections
        self._allowed = ""
        if limit is not None:
            self._allowed = f" / {limit.words:,}" + ("" if limit.hard else "（原则上）")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("全文字数")
        show_if(self._bar, limit is not None)
        self._total = SteadyLabel("counter")
        self._pages = SteadyLabel("small")
        self._filled = SteadyLabel("small")
        self._rest = SteadyLabel("small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(5)
        box.addWidget(self._bar)
        box.addLayout(self._make_line())

    def show_words(self, words: int, filled: int) -> None:
        """Show ``words`` in all, ``filled`` sections not being empty."""
        self._total.setText(f"全文 {words:,} 字{self._allowed}")
        self._filled.setText(f"{self._sections} 节已填 {filled} 节")
        if self._limit:
            state = limit_state(words, self._limit)
            self._bar.setMaximum(self._limit.words)
            self._bar.setValue(min(words, self._limit.words))
            self._rest.setText(rest_sentence(words, self._limit))
            for part in (self._bar, self._total, self._rest):
                set_state(part, state)

    def show_pages(self, pages: int) -> None:
        """Show how many pages the paper has, nothing where that is not known."""
        self._pages.setText(f"约 {pages} 页" if pages else "")

    def _make_line(self) -> QHBoxLayout:
        parts: tuple[tuple[QLabel, int], ...] = (
            (self._total, 20),
            (self._pages, 20),
            (self._filled, 20),
            (self._rest, 0),
        )
        line = QHBoxLayout()
        line.setSpacing(0)
        for part, gap in parts:
            line.addWidget(part)
            line.addSpacing(gap)
        line.addStretch(1)
        return line
