"""One open application: top bar, rail, pages, help panel, status bar."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QMetaMethod, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from jbgs_desktop.drafts.keys.key_holders import HolderKey
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.finalise.evidence_check import look_at_file
from jbgs_desktop.finalise.record import Record, Stage
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, Direction
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.word_search import WordPlace
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.drafts.history import HistoryDialog
from jbgs_desktop.ui.finalise.book_preview import BookPreview
from jbgs_desktop.ui.finalise.finalise_actions import ReopenDialog
from jbgs_desktop.ui.finalise.print_book import BookPrint
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.shell.find_bar import FindBar, select_place
from jbgs_desktop.ui.shell.help_panel import HelpPanel
from jbgs_desktop.ui.shell.page_stack import PageStack
from jbgs_desktop.ui.shell.rail import Rail
from jbgs_desktop.ui.shell.save_notices import SaveNotices
from jbgs_desktop.ui.shell.side_folds import SideFolds, SidePart
from jbgs_desktop.ui.shell.workspace_bars import LockBar, PageFeet, StatusBar, TopBar
from jbgs_desktop.ui.widgets.ime_field import is_composing
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar
from jbgs_desktop.ui.widgets.outline import PageEntry, PageKey, outline, page_of, statuses
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.rows import path_around
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import show_if
from jbgs_desktop.ui.word.parts_desk import PartsDesk


class Workspace(QWidget):
    """Everything around one application. A page is made when it is first opened.

    ``holders`` opens other copies of the draft. ``elsewhere_wanted`` asks for another place to
    save in, when the draft cannot be saved where it is.
    """

    export_wanted = Signal()
    elsewhere_wanted = Signal()

    def __init__(
        self,
        application: Application,
        call: Call,
        draft: SealedDraft,
        menu: QMenu,
        holders: Callable[[], Iterable[HolderKey]] = tuple,
    ) -> None:
        super().__init__()
        self.draft = draft
        self.holders = holders
        look = partial(look_at_file, draft)
        self.session = Session(application, call, draft.evidence_size, look, self)
        self.saver = Autosave(self.session, draft, self)
        self.bar = NoticeBar()
        self.context = SubmissionContext(self.session, draft, self.saver, self.bar, self)
        self.standing = NoticeBar()  # of the draft as a whole, beside what happens meanwhile
        self.parts = PartsDesk(self.context, self)
        self._lock = LockBar(self.context)
        self._book_print = BookPrint(self.context, self)
        self._preview: BookPreview | None = None
        self._closed = False  # whether the pages are closed for writing
        self._entries: tuple[PageEntry, ...] = ()
        self._rail = Rail()
        self._stack = PageStack(self.context)
        self._help = HelpPanel(self.session)
        self._folds = SideFolds(self._rail, self._help)
        self._find = FindBar(self.context)
        self._found_in: tuple[QWidget, WordPlace] | None = None
        self._feet = PageFeet()
        self._status = StatusBar()
        self._lay_out(menu)
        self._connect()
        self._on_record()

    # -- what the window's actions call

    def show_findings(self) -> None:
        """F5: check everything and open the list."""
        self.settle_field()
        self.session.show_all()
        self.go_to_page(PageKey.CHECK)

    def go_to_page(self, key: str) -> None:
        self._rail.select(key)

    @property
    def place(self) -> str:
        """What is open: the key of its page, or the path of the section of a task book."""
        page = self._stack.currentWidget()
        return page.current_path if isinstance(page, TaskbookPage) else self.current_page

    def go_to_place(self, place: str) -> None:
        """Open what was :attr:`place` once, or the cover where that is gone."""
        self._rail.select(PageKey.COVER)
        if "." in place and page_of(place, self._entries).direction:
            self.go_to_field(place)
        else:
            self._rail.select(place)

    def show_preview(self, spot: str = "") -> None:
        """预览: the book, at the seal spot ``spot`` if given."""
        self.settle_field()
        if self._preview is None:
            self._preview = BookPreview(self.context, self._book_print)
            self._preview.closed.connect(self._leave_preview)
            self._stack.addWidget(self._preview)
        self._stack.setCurrentWidget(self._preview)
        self._folds.show_beside(None)
        self._feet.hide()
        self._preview.show_book(spot)
        self._preview.view.setFocus()

    def give_parts(self) -> None:
        """分给同事: sections of the task book that is open, else of any."""
        self.settle_field()
        page = self._stack.currentWidget()
        self.parts.give(page.current_path if isinstance(page, TaskbookPage) else "")

    def print_book(self) -> None:
        """打印: the book through the system's dialog."""
        self.settle_field()
        self._book_print.print_book()

    def step(self, by: int) -> None:
        """Go to the next page (1) or the one before (-1)."""
        self._rail.step(by)

    def go_to_field(self, path: str) -> None:
        """Open the page of the field at ``path``, focus and mark it."""
        entry = page_of(path, self._entries)
        self._rail.select(entry.key)
        self._stack.page(entry).reveal(path)

    @property
    def current_page(self) -> str:
        """The key of the page that is open."""
        return self._rail.current_key

    def open_find(self) -> None:
        self._find.open()

    def open_replace(self) -> None:
        self._find.open(replacing=True)

    def find_next(self) -> None:
        self._find.find_next()

    def show_help(self) -> None:
        """F1: what the form asks of the field that has the focus."""
        self._folds.bring_help()
        self._help.bring_forward(originals=False)

    def turn_side(self, part: SidePart) -> None:
        """F9, Ctrl+F9, Shift+F9: fold what stands beside the page, or bring it back."""
        self._folds.turn(part)

    def turn_wide(self) -> None:
        """F11: nothing but the section of a task book, or everything again."""
        self._folds.turn_wide()

    def show_history(self, path: str = "") -> None:
        """The kept versions of the whole application, or of the field at ``path``."""
        HistoryDialog(self.session, self.saver, self.draft, self, path).open()

    def show_history_here(self) -> None:
        """Alt+Shift+H: the history of the field that has the focus."""
        self.show_history(self._focused_path())

    def undo(self) -> None:
        self._follow(self.session.undo)

    def redo(self) -> None:
        self._follow(self.session.redo)

    def settle_field(self) -> None:
        """Have the field with the focus finish what is being typed in it."""
        focus = QApplication.focusWidget()
        if focus is not None and self._stack.isAncestorOf(focus):
            focus.clearFocus()

    def _focused_path(self) -> str:
        """The field that has the focus; nothing on a page without fields."""
        # The window's own focus: the menu that leads here may have the application's.
        return path_around(self.window().focusWidget())

    # -- parts

    def _lay_out(self, menu: QMenu) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self._lock)
        centre.addWidget(self.standing)
        centre.addWidget(self.bar)
        centre.addWidget(self._find)
        centre.addWidget(self._stack, 1)
        centre.addWidget(self._feet)
        middle.addLayout(centre, 1)
        middle.addWidget(self._folds.side)
        middle.addWidget(self._folds)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_top(menu))
        layout.addLayout(middle, 1)
        self._status.show_place(self.draft)
        layout.addWidget(self._status)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._folds.give_room(event.size().width())
        super().resizeEvent(event)

    def _make_top(self, menu: QMenu) -> TopBar:
        self._top = TopBar(menu)
        self._top.check_wanted.connect(self.show_findings)
        self._top.preview_wanted.connect(self.show_preview)
        self._top.export_wanted.connect(self.export_wanted)
        self._top.print_wanted.connect(self.print_book)
        self._top.bundle_wanted.connect(lambda: self.go_to_page(PageKey.BUNDLE))
        return self._top

    def _connect(self) -> None:
        self._rail.chosen.connect(self._open_page)
        self._stack.made.connect(self._add_side)
        self._stack.made.connect(self.parts.connect_page)
        self._stack.focused.connect(self._help.show_field)
        self._stack.go.connect(self.go_to_field)
        for part in (self._feet, self._stack):
            part.stepped.connect(self.step)
        self._help.wanted.connect(self.go_to_field)
        self._rail.itemClicked.connect(self._leave_preview)
        self.context.wanted.connect(self.go_to_page)
        self.context.preview_wanted.connect(self.show_preview)
        self.context.reopen_wanted.connect(lambda: ReopenDialog(self.context, self).open())
        self.context.changed.connect(self._on_record)
        self._find.found.connect(self._show_found)
        self._find.left.connect(self._return_to_writing)
        self._find.undo_wanted.connect(self.undo)
        self._stack.focused.connect(self._find.come_to)
        self.session.changed.connect(self._on_changed)
        self.session.checked.connect(self._on_checked)
        self.session.replacing.connect(self.saver.keep_point)
        SaveNotices(self.saver, self.bar, self._status, self._elsewhere)

    # -- pages

    def _entry(self, key: str) -> PageEntry:
        return next(entry for entry in self._entries if entry.key == key)

    def _add_side(self, page: Page) -> None:
        if page.side is not None:
            self._folds.side.addWidget(page.side)
        if isinstance(page, TaskbookPage):
            page.wide.clicked.connect(self.turn_wide)

    def _leave_preview(self) -> None:
        """Back to the page from which the preview was opened."""
        if self._preview is not None and self._stack.currentWidget() is self._preview:
            self._open_page(self.current_page)

    def _open_page(self, key: str) -> None:
        self.settle_field()
        self.saver.save_soon()
        entry = self._entry(key)
        page = self._stack.show_page(entry)
        show_if(self._feet, not page.has_steps)
        self._folds.show_page(page)
        self._folds.show_beside(page.side or self._help)
        self._help.show_field("")  # until a field has the focus
        self._help.show_directions(self._directions_of(entry))
        self._help.bring_forward(originals=bool(entry.direction))
        self._show_page_findings()
        self._feet.show_neighbours(self._rail.neighbour(-1), self._rail.neighbour(1))
        self._feet.come_after(page)
        first = next((field for field in page.first_fields() if field.isEnabled()), self._feet.next)
        (self._stack.place_on(page) or first).setFocus(Qt.FocusReason.OtherFocusReason)

    def _directions_of(self, entry: PageEntry) -> list[Direction]:
        track = self.session.track
        nos = [entry.direction] if entry.direction else self.session.value.directions
        found = [track.direction(no) if track else None for no in nos]
        return [direction for direction in found if direction]

    def _follow(self, move: Callable[[], str | None]) -> None:
        # A field that composes goes on showing what it has, and would bring back what was undone.
        if not is_composing() and (path := move()):
            self._on_checked()
            self.go_to_field(path)

    def _show_found(self, place: WordPlace) -> None:
        self.go_to_field(place.path)
        field = QApplication.focusWidget()
        self._found_in = (field, place) if field is not None else None
        select_place(field, place)

    def _return_to_writing(self) -> None:
        """Back to where words were found, or else to the page."""
        found, self._found_in = self._found_in, None
        if found is not None and isValid(found[0]) and found[0].isVisible():
            found[0].setFocus(Qt.FocusReason.OtherFocusReason)
            select_place(*found)
            return
        page = self._stack.currentWidget()
        if page is not None and (field := page.focusWidget()) is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what follows from a change

    @property
    def _record(self) -> Record:
        return Record() if self.context.problem else self.context.record

    def _unseen_seals(self) -> int | None:
        """How many seals nobody saw in the scans, once there is a scan of every page."""
        if not self._record.has(Stage.SCANNED):
            return None
        from jbgs_desktop.ui.scans.scan_seals import unseen_spots

        spots = self.context.seal_spots
        return None if spots is None else unseen_spots(spots, self._record)

    def _on_record(self) -> None:
        """The draft was finalised or reopened, or something else was done with it."""
        locked = self._lock.refresh()
        self.session.locked = locked
        self.session.parts = self._record.parts
        if locked is not self._closed:
            self._closed = locked
            has_preview = self._stack.currentWidget() is self._preview
            self._stack.forget_forms()
            if self.current_page and not has_preview:
                self._open_page(self.current_page)
        self._find.refresh()
        self._on_checked()

    def _on_changed(self, path: str) -> None:
        if path in ("directions", "track", "region", "call"):
            self._on_checked()

    def _on_checked(self) -> None:
        value, session = self.session.value, self.session
        self._entries = outline(value, session.call)
        looking = session.looks.is_busy
        states = statuses(
            self._entries,
            value,
            session.findings,
            self._record,
            looking=looking,
            unseen=self._unseen_seals(),
        )
        self._rail.show_entries(self._entries, states)
        self._show_page_findings()
        self._show_subject()

    def _show_page_findings(self) -> None:
        key = self._rail.current_key
        shown = [f for f in self.session.findings if page_of(f.path, self._entries).key == key]
        self._help.show_findings(shown)

    def _show_subject(self) -> None:
        value, track = self.session.value, self.session.track
        parts = [track.name if track else f"未选{self.session.words.track}"]
        parts += ["、".join(f"方向{no}" for no in value.directions)] if value.directions else []
        stage = self._record.stage
        if stage is Stage.SCANNED:
            from jbgs_desktop.ui.scans.scan_seals import stage_seen

            stage = stage_seen(self._record, self.context.seal_spots)
        parts += [stage.word] if stage is not Stage.DRAFT else []
        errors = sum(f.severity is Severity.ERROR for f in self.session.findings)
        self._top.show_subject(value.unit.name, parts, errors)
        self.setWindowTitle(" · ".join([value.unit.name or "未填单位名称", parts[0]]))
        self._status.show_deadline(self.session.region)

    def _elsewhere(self) -> Callable[[], object] | None:
        """What saves in another place, where somebody is there for it."""
        is_there = self.isSignalConnected(QMetaMethod.fromSignal(self.elsewhere_wanted))
        return self.elsewhere_wanted.emit if is_there else None
