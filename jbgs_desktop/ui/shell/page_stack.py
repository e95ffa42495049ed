"""The pages of one application, each made when it is first opened."""

import io
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from jbgs_desktop.drafts.draft import FIGURES, Draft, attach_file
from jbgs_desktop.errors import DraftError
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.form.pages import make_page
from jbgs_desktop.ui.widgets.findings_page import FindingsPage
from jbgs_desktop.ui.widgets.outline import PageEntry, PageKey
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from jbgs_desktop.ui.widgets.session import Session

_CLOSED = "已经定稿或只能查看，这里不能修改。定稿的要修改，请先点页面上方的“退回修改…”。"


def _finalise_page(context: SubmissionContext) -> Page:
    from jbgs_desktop.ui.finalise.finalise_page import FinalisePage

    return FinalisePage(context)


def _scans_page(context: SubmissionContext) -> Page:
    from jbgs_desktop.ui.scans.scans_page import ScansPage

    return ScansPage(context)


def _bundle_page(context: SubmissionContext) -> Page:
    from jbgs_desktop.ui.bundle.bundle_page import BundlePage

    return BundlePage(context)


# The pages after the form is filled in. Each is loaded when it is first opened: the first paint
# need not wait for a fifth of a second.
SUBMISSION_PAGES: dict[str, Callable[[SubmissionContext], Page]] = {
    PageKey.FINALISE: _finalise_page,
    PageKey.SCANS: _scans_page,
    PageKey.BUNDLE: _bundle_page,
}


class DraftFigures:
    """The pictures of figures in a draft, which takes none once it is finalised."""

    def __init__(self, draft: Draft, session: Session) -> None:
        self._draft, self._session = draft, session

    def attach(self, name: str, data: bytes) -> str:
        if self._session.locked or self._draft.is_read_only:
            raise DraftError("这份草稿已经定稿或只能查看，不能添加图。要添加请先退回修改。")
        return self._draft.attach(name, io.BytesIO(data), FIGURES)

    def read(self, file: str) -> bytes:
        try:
            with self._draft.open_evidence(file) as stream:
                return stream.read()
        except OSError as error:
            raise DraftError(f"读不出图片“{file}”，请替换这幅图。") from error


class PageStack(QStackedWidget):
    """``made`` carries a page that is new; the other signals are those of every page.

    The pages of a draft that is finalised or read-only are closed for writing.
    """

    made = Signal(object)
    focused = Signal(str)
    go = Signal(str)
    stepped = Signal(int)

    def __init__(self, context: SubmissionContext) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self._pages: dict[str, Page] = {}
        self._left_at: dict[Page, QWidget] = {}  # what had the focus there
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def page(self, entry: PageEntry) -> Page:
        if entry.key not in self._pages:
            page = self._make(entry)
            page.focused.connect(self.focused)
            page.go.connect(self.go)
            page.stepped.connect(self.stepped)
            self._pages[entry.key] = page
            self.addWidget(page)
            self.made.emit(page)
            self._close_for_writing(entry)
        return self._pages[entry.key]

    def show_page(self, entry: PageEntry) -> Page:
        page = self.page(entry)
        self.setCurrentWidget(page)
        self._close_for_writing(entry)  # also what the page has made on being shown
        return page

    def place_on(self, page: Page) -> QWidget | None:
        """What had the focus last on ``page``, where it can have it again."""
        place = self._left_at.get(page)
        if place is None or not isValid(place):
            return None
        return place if place.isVisibleTo(page) and place.isEnabled() else None

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        page = self.currentWidget()
        if now is not None and isinstance(page, Page) and page.isAncestorOf(now):
            self._left_at[page] = now

    def forget_forms(self) -> None:
        """Have the pages with fields made anew.

        Fields are closed for writing once and for all.
        """
        for key in [key for key in self._pages if key not in SUBMISSION_PAGES]:
            page = self._pages.pop(key)
            self._left_at.pop(page, None)
            self.removeWidget(page)
            page.deleteLater()

    def _make(self, entry: PageEntry) -> Page:
        if entry.key == PageKey.CHECK:
            page = FindingsPage(self._session)
            page.wanted.connect(self.go)
            return page
        if entry.key in SUBMISSION_PAGES:
            if problem := self._context.problem:
                return Page(self._session, entry.title, problem)
            return SUBMISSION_PAGES[entry.key](self._context)
        return make_page(
            entry,
            self._session,
            attach=self._attach,
            locate=self._context.draft.evidence_path,
            figures=DraftFigures(self._context.draft, self._session),
        )

    def _attach(self, source: Path) -> str:
        if self._session.locked:
            raise DraftError("这份草稿已经定稿，不能添加文件。要添加请先退回修改。")
        return attach_file(self._context.draft, source)

    def _close_for_writing(self, entry: PageEntry) -> None:
        locked = self._session.locked and entry.key not in SUBMISSION_PAGES
        if self._context.draft.is_read_only or locked:
            leads_on = entry.key in (PageKey.TASKBOOKS, PageKey.CHECK) or bool(entry.direction)
            make_read_only(self._pages[entry.key], keep_buttons=leads_on)


class _WhyClosed(QObject):
    """Has the fields of a page look closed, and says why when somebody types into one."""

    def watch(self, field: QWidget) -> None:
        if field.property("closed"):
            return
        field.setProperty("closed", True)
        field.style().unpolish(field)
        field.style().polish(field)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            types = event.text().isprintable() and bool(event.text())
            if types and isinstance(watched, QWidget):
                place = watched.mapToGlobal(watched.rect().bottomLeft())
                QToolTip.showText(place, _CLOSED, watched)
        return False


def make_read_only(page: Page, *, keep_buttons: bool) -> None:
    """Leave everything on ``page`` to be read and copied, and nothing to be changed.

    ``keep_buttons`` where they only lead to other places; elsewhere those stay that only read.
    """
    why = page.findChild(_WhyClosed) or _WhyClosed(page)
    fields: list[QLineEdit | QPlainTextEdit] = page.findChildren(QLineEdit)
    fields += page.findChildren(QPlainTextEdit)
    for field in fields:
        field.setReadOnly(True)
        why.watch(field)
    for button in page.findChildren(QAbstractButton):
        only_reads = isinstance(button, QPushButton) and (keep_buttons or button.property("reads"))
        button.setEnabled(bool(only_reads))
    for editor in page.findChildren(SectionEditor):
        editor.set_read_only()
