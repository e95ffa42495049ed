"""What the pages share: findings come when a field was left, and go when it is mended."""

import pytest
from pytestqt.qtbot import QtBot

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call
from jbgs_desktop.ui.session import Session


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
