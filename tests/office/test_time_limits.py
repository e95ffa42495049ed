"""Late, due back, overdue; the receipt that is printed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.office.receipt import Receipt, intake_receipt_pdf
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.entry_changes import return_entry
from jbgs_desktop.office.register.parts import PaperCheck, Recommended
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.return_notice import EntryCalls
from jbgs_desktop.office.time_limits import LimitState, TimeLimit, time_limit
from tests.office.registers import WHEN, application, new_register, receive

BEIJING = timezone(timedelta(hours=8))
LATE = datetime(2023, 11, 3, 18, 1, tzinfo=BEIJING)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


def limit(register: Register, entry: RegisterEntry, now: datetime = LATE) -> TimeLimit:
    entry = register.entry(entry.number)
    return time_limit(entry, register.state(entry), EntryCalls().call(entry), now)


def test_late_is_what_the_officer_says_it_is(register: Register) -> None:
    entry = receive(register, application(1))
    assert limit(register, entry).state is LimitState.IN_TIME
    register.keep([entry.model_copy(update={"arrived": LATE})])
    assert limit(register, entry).words == "逾期收到"
    late = receive(register, application(2), when=LATE)
    assert limit(register, late).state is LimitState.LATE
    register.keep([late.model_copy(update={"arrived": WHEN})])  # on paper first
    assert limit(register, late).state is LimitState.IN_TIME


def test_the_county_is_where_a_unit_is_late(register: Register) -> None:
    entry = receive(register, application(1), when=LATE)
    below = Recommended(recommender="某县", made=LATE, received=WHEN)
    register.keep([entry.model_copy(update={"recommended": (below,)})])
    assert limit(register, entry).state is LimitState.IN_TIME


def test_what_was_returned_is_due_back(register: Register) -> None:
    entry = receive(register, application(1))
    register.keep([return_entry(entry, ["缺章"], "2023-11-05 18:00", WHEN, date(2023, 11, 5))])
    assert limit(register, entry).words == "待补正 11-05"
    after = datetime(2023, 11, 6, 12, tzinfo=BEIJING)
    assert limit(register, entry, after).state is LimitState.OVERDUE
    again = receive(register, application(1), "再", scan=b"new", when=LATE)
    assert limit(register, again).state is LimitState.LATE


def test_the_receipt_says_what_was_received(register: Register) -> None:
    entry = receive(register, application(1))
    paper = PaperCheck(when=WHEN, copies=3)
    entry = entry.model_copy(update={"paper": paper})
    pdf = intake_receipt_pdf(Receipt(entry, "某赛道", "某局", date(2023, 11, 3)))
    with closing(PdfPages(pdf)) as pages:
        for words in ("收件回执", entry.unit, "某赛道", "3 份", "某局"):
            assert pages.find(words), words
