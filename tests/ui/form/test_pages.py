"""What holds for every page: it opens, Tab reads it, each field of the form is on one."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.widgets.outline import outline, page_of
from jbgs_desktop.ui.widgets.session import Session
from tests.ui.fields import focused, words_on
from tests.ui.form.open_page import is_read_after, open_page, walk

KEYS = [
    "cover",
    "instructions",
    "unit",
    "directions",
    "overview",
    "taskbooks",
    "taskbook.2",
    "evidence",
    "pledge",
]


@pytest.fixture
def sample(call: Call) -> Application:
    return sample_application(call, call.tracks[1].id, (2, 8))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("content", ["empty", "sample"])
def test_tab_follows_the_reading_order_and_reaches_everything(
    qtbot: QtBot, request: pytest.FixtureRequest, call: Call, key: str, content: str
) -> None:
    application: Application = request.getfixturevalue(content)
    if content == "empty":
        application = application.set("directions", (2,))
    page, _ = open_page(qtbot, application, call, key)
    reached = walk(page)
    inside = page.widget()
    for one, other in pairwise(reached):
        assert is_read_after(one, other, inside), (
            f"{name_of(other)} {other.geometry()} comes after {name_of(one)} {one.geometry()}"
        )
    assert [name_of(widget) for widget in missed(page, reached)] == []


def missed(page: QWidget, reached: list[QWidget]) -> list[QWidget]:
    """What could take the focus but was not reached; of radio buttons Tab reaches one."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QRadioButton | QScrollBar)
        and widget not in reached
        and widget.focusProxy() not in reached
    ]


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_takes_the_focus_has_a_name(
    qtbot: QtBot, sample: Application, call: Call, key: str
) -> None:
    page, _ = open_page(qtbot, sample, call, key)
    for widget in walk(page):
        assert name_of(widget), repr(widget)


@pytest.mark.parametrize("key", KEYS)
def test_no_text_is_cut_off(qtbot: QtBot, sample: Application, call: Call, key: str) -> None:
    page, session = open_page(qtbot, sample, call, key)
    session.show_all()
    words_on(page)
    for label in page.findChildren(QLabel):
        if label.isVisibleTo(page) and label.text():
            needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
            assert label.height() >= needed, label.text()
            assert label.width() >= label.minimumSizeHint().width(), label.text()
    assert page.widget().width() <= page.viewport().width()


def test_every_finding_of_an_empty_application_can_be_jumped_to(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    application = empty.set("directions", (2,)).set("region", "")
    session = Session(application, call, lambda _: None)
    assert len(session.findings) > 30
    entries = outline(application, call)
    pages = {}
    for finding in session.findings:
        key = page_of(finding.path, entries).key
        if key not in pages:
            pages[key], _ = open_page(qtbot, application, call, key)
        assert pages[key].reveal(finding.path), finding.path


def test_a_field_that_is_jumped_to_has_the_focus(
    qtbot: QtBot, sample: Application, call: Call
) -> None:
    page, session = open_page(qtbot, sample, call, "unit")
    for path in ("unit.participants.0.role", "unit.rd_staff", "unit.contact.fax", "unit.name"):
        assert page.reveal(path)
        assert focused().accessibleName() == session.field(path).name


def test_a_page_shows_the_sample_as_it_is(qtbot: QtBot, sample: Application, call: Call) -> None:
    session = Session(sample, call, lambda _: None)
    for key in KEYS:
        open_page(qtbot, sample, call, key)
    assert session.value == sample
    assert not session.can_undo


def test_opening_and_leaving_every_field_changes_nothing(
    qtbot: QtBot, sample: Application, call: Call
) -> None:
    for key in KEYS:
        page, session = open_page(qtbot, sample, call, key)
        walk(page)
        assert session.value == sample
        assert not session.can_undo
