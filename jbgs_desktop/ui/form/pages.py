"""The pages of the rail, one for each part of the paper."""

from collections.abc import Callable
from pathlib import Path

from jbgs_desktop.ui.form.cover_page import CoverPage
from jbgs_desktop.ui.form.directions_page import DirectionsPage
from jbgs_desktop.ui.form.evidence_page import EvidencePage
from jbgs_desktop.ui.form.pledge_page import PledgePage
from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.form.taskbooks_page import TaskbooksPage
from jbgs_desktop.ui.form.unit_page import UnitPage
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.outline import PageEntry, PageKey
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.rows import FieldRow, LabelPlace
from jbgs_desktop.ui.widgets.section.figure_files import FigureFiles
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label

_LINES = 12  # of the overview


class InstructionsPage(FormPage):
    """填报须知: the form's instructions as they are printed."""

    def __init__(self, session: Session) -> None:
        text = session.call.form.instructions
        super().__init__(
            session, text.title.replace(" ", ""), "这一页由通知规定，原样打印，不需要填写。"
        )
        for item in text.items:
            self.rows.addWidget(label(item, "fixed"))
        self.rows.addStretch(1)


class OverviewPage(FormPage):
    """揭榜产品概述: one long text that takes the whole page."""

    def __init__(self, session: Session) -> None:
        table = session.call.form.table
        super().__init__(session, table.task_heading)
        row = FieldRow(session, "product_overview", LabelPlace.ABOVE, lines=_LINES)
        self.rows.addWidget(self.adopt(row), 1)


_PAGES: dict[str, Callable[[Session], Page]] = {
    PageKey.COVER: CoverPage,
    PageKey.INSTRUCTIONS: InstructionsPage,
    PageKey.UNIT: UnitPage,
    PageKey.DIRECTIONS: DirectionsPage,
    PageKey.OVERVIEW: OverviewPage,
    PageKey.TASKBOOKS: TaskbooksPage,
    PageKey.PLEDGE: PledgePage,
}


def make_page(
    entry: PageEntry,
    session: Session,
    attach: Callable[[Path], str],
    locate: Callable[[str], Path],
    figures: FigureFiles,
) -> Page:
    """The page of ``entry``.

    ``attach`` takes a copy of a file into the draft and returns how the application names it
    (raises JbgsError); ``locate`` tells where such a file can be opened (raises JbgsError).
    ``figures`` keeps the pictures of figures.
    """
    if entry.direction:
        return TaskbookPage(session, entry.direction, figures)
    if entry.key == PageKey.EVIDENCE:
        return EvidencePage(session, attach, locate)
    return _PAGES[entry.key](session)
