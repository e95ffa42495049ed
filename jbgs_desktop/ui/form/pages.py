"""The pages of the rail, one for each part of the paper."""

from collections.abc import Callable
from pathlib import Path

from jbgs_desktop.ui.form.cover_page import CoverPage
from jbgs_desktop.ui.form.directions_page import DirectionsPage
from jbgs_desktop.ui.form.evidence_page import EvidencePage
from jbgs_desktop.ui.form.instructions_page import InstructionsPage
from jbgs_desktop.ui.form.overview_page import OverviewPage
from jbgs_desktop.ui.form.pledge_page import PledgePage
from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.form.taskbooks_page import TaskbooksPage
from jbgs_desktop.ui.form.unit_page import UnitPage
from jbgs_desktop.ui.widgets.outline import PageEntry
from jbgs_desktop.ui.widgets.page import Page
from jbgs_desktop.ui.widgets.session import Session

_TASKBOOK = "taskbook."
_PAGES: dict[str, Callable[[Session], Page]] = {
    "cover": CoverPage,
    "instructions": InstructionsPage,
    "unit": UnitPage,
    "directions": DirectionsPage,
    "overview": OverviewPage,
    "taskbooks": TaskbooksPage,
    "pledge": PledgePage,
}


def make_page(
    entry: PageEntry,
    session: Session,
    attach: Callable[[Path], str],
    locate: Callable[[str], Path],
) -> Page:
    """The page of ``entry``.

    ``attach`` takes a copy of a file into the draft and returns how the application names it
    (raises JbgsError); ``locate`` tells where such a file can be opened (raises JbgsError).
    """
    if entry.key.startswith(_TASKBOOK):
        return TaskbookPage(session, int(entry.key.removeprefix(_TASKBOOK)))
    if entry.key == "evidence":
        return EvidencePage(session, attach, locate)
    return _PAGES[entry.key](session)
