"""The office of the next level takes in a forward package, through the window."""

from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from jbgs_desktop.office.ranking_order import with_proposal
from jbgs_desktop.office.register.parts import Settings
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.ui.office.office_view import OfficeView
from tests.office.registers import TRACK, application, new_register, package, receive
from tests.ui.boxes import LONG, press
from tests.ui.fields import words_on
from tests.ui.office.test_office import go_to, named, ranking, row


def test_what_the_county_wrote_stands_beside(
    qtbot: QtBot, register: Register, view: OfficeView, tmp_path: Path
) -> None:
    with closing(new_register(tmp_path / "county")) as county:
        county.keep_settings(Settings(recommender="某县", quota="各开发区、区县（市）工信部门"))
        entry = receive(county, application(1))
        (proposal,) = entry.proposals
        county.keep([with_proposal(entry, proposal.model_copy(update={"reason": "全县第一"}))])
        up = package(county, tmp_path / "up")
    view.take([up])
    qtbot.waitUntil(lambda: "收件完成" in view.bar.text, timeout=LONG)
    assert "其中 1 份带着下级的名次和推荐理由" in view.bar.text
    assert "“某县”推荐：方向2 第1名" in words_on(view.details)
    go_to(view, TRACK.name)
    assert row(view, 0).text(ranking(view).columnCount() - 1) == "某县 第1名"
    assert "某县 第1名：全县第一" in words_on(view)
    reason = named(view, QPlainTextEdit, "推荐理由")
    assert reason.toPlainText() == ""
    press(view, "采用下级的理由(&L)")
    assert reason.toPlainText() == "全县第一"
    view.rankings[1].settle()
    assert register.entries[0].proposals[0].reason == "全县第一"
