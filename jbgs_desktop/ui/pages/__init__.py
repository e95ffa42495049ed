"""The pages of the rail, one for each part of the paper."""

from collections.abc import Callable
from pathlib import Path

from jbgs_desktop.ui.outline import Entry
from jbgs_desktop.ui.page import Page
from jbgs_desktop.ui.pages.cover import CoverPage
from jbgs_desktop.ui.pages.directions import DirectionsPage
from jbgs_desktop.ui.pages.evidence import EvidencePage
from jbgs_desktop.ui.pages.instructions import InstructionsPage
from jbgs_desktop.ui.pages.overview import OverviewPage
from jbgs_desktop.ui.pages.pledge import PledgePage
from jbgs_desktop.ui.pages.taskbook import TaskbookPage
from jbgs_desktop.ui.pages.taskbooks import TaskbooksPage
from jbgs_desktop.ui.pages.unit import UnitPage
from jbgs_desktop.ui.session import Session

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
    entry: Entry,
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
