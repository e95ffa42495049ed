"""What the pages share: findings come when a field was left, and go when it is mended."""

import random
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.attachments.inspect import Inspection
from jbgs_desktop.forms.application import Application, Evidence, Taskbook
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.checks import check, takes_long
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.section import SectionTable, TableItem
from jbgs_desktop.ui.widgets.session import Session


@pytest.fixture
def session(qtbot: QtBot, empty: Application, call: Call) -> Session:
    return Session(empty, call, lambda _: None)


def test_a_field_speaks_only_after_it_was_left_or_all_was_asked(session: Session) -> None:
    assert session.findings_at("unit.address") == []
    session.leave("unit.address")
    assert [finding.code for finding in session.findings_at("unit.address")] == [
        "unit.address.empty"
    ]
    assert session.findings_at("unit.code") == []
    session.show_all()
    assert session.findings_at("unit.code") != []


def test_a_message_goes_while_one_is_still_typing(qtbot: QtBot, session: Session) -> None:
    session.leave("unit.address")
    assert session.findings_at("unit.address") != []
    for number in range(40):  # a key every 100 ms never leaves a moment of quiet
        session.set("unit.address", "河南省郑州市" + "甲" * number)
        qtbot.wait(100)
        if not session.findings_at("unit.address"):
            return
    pytest.fail("the message stayed")


def test_a_long_application_is_checked_between_the_keys_and_all_the_same(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    session = Session(_long(empty), call, lambda _: None)
    numbers = random.Random(13)
    for _ in range(5):
        for _ in range(numbers.randrange(1, 4)):
            row, column = numbers.randrange(1, 100), numbers.randrange(4)
            text = numbers.choice(["", "≥95%", "见表3", "2023.13"])
            session.set(f"taskbooks.1.goals.1.rows.{row}.{column}", text)
        with qtbot.waitSignal(session.checked):
            session.leave("taskbooks.1.goals")
        now = datetime.now().astimezone()
        whole = check(session.value, call, now=now, evidence_size=lambda _: None)
        assert session.findings == whole


def test_what_is_asked_for_at_once_does_not_wait_for_a_long_check(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    session = Session(_long(empty), call, lambda _: None)
    session.set("unit.address", "河南省郑州市高新区示例路1号")
    session.leave("unit.address")
    checks: list[bool] = []
    session.checked.connect(lambda: checks.append(True))
    assert checks == []
    session.check_now()
    assert checks == [True]
    assert not session.findings_at("unit.address")
    qtbot.wait(50)
    assert checks == [True]  # the check that was begun is over


def _long(application: Application) -> Application:
    head = ("指标", "单位", "榜单要求", "2025年目标")
    rows = tuple((f"指标{at}", "%", f"≥{at}", f"≥{at}") for at in range(400))
    table = TableItem(table=SectionTable(caption="某表", rows=(head, *rows)))
    book = Taskbook(goals=("见表1。\n" * 200, table))
    long = application.set("directions", (1,)).set("taskbooks", {"1": book})
    assert takes_long(long)
    return long


def test_a_file_that_the_computer_was_too_busy_for_is_looked_at_again(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    slow = Inspection("unknown", 0, False, "文件打开太慢", (), "too-slow")
    looks = [slow, Inspection("pdf", 3, True, "", ())]
    application = empty.set("evidence", (Evidence(category=1, title="甲", file="a.pdf"),))
    session = Session(application, call, lambda _: 1000, lambda _: looks.pop(0))
    qtbot.waitUntil(lambda: session.findings_at("evidence.0.file") != [])
    (finding,) = session.findings_at("evidence.0.file")
    assert (finding.severity, finding.message) == (Severity.WARNING, "文件打开太慢")
    session.check_now()
    assert session.findings_at("evidence.0.file") == [finding]
    session.show_all()
    qtbot.waitUntil(lambda: session.findings_at("evidence.0.file") == [])


def test_the_files_of_a_finalised_draft_are_left_alone(
    qtbot: QtBot, empty: Application, call: Call
) -> None:
    looked: list[str] = []
    entries = (Evidence(category=1, title="甲", file="a.pdf"),)

    def look(file: str) -> Inspection:
        looked.append(file)
        return Inspection("pdf", 3, True, "", ())

    session = Session(empty.set("evidence", entries), call, lambda _: 1000, look)
    session.locked = True
    session.check_now()
    qtbot.wait(50)
    assert looked == []
    session.locked = False
    session.check_now()
    qtbot.waitUntil(lambda: looked == ["a.pdf"])
