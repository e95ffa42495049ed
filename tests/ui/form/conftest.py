"""A section open in its editor."""

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application, Taskbook
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.section import (
    SectionValue,
)
from jbgs_desktop.ui.widgets.section.section_editor import SectionEditor
from tests.ui.form.open_page import FigureFolder, open_page
from tests.ui.form.section_editing import (
    PATH,
    SECTION,
    Editing,
)


@pytest.fixture
def section() -> SectionValue:
    """With what the test begins."""
    return SECTION


@pytest.fixture
def editing(qtbot: QtBot, empty: Application, call: Call, section: SectionValue) -> Editing:
    begun = empty.set("directions", (2,)).set("taskbooks", {"2": Taskbook(goals=section)})
    figures = FigureFolder()
    page, session = open_page(qtbot, begun, call, "taskbook.2", figures)
    page.reveal(PATH)
    (editor,) = [each for each in page.findChildren(SectionEditor) if each.isVisible()]
    return Editing(page, session, figures, editor)
