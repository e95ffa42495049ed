"""The sheet that we export comes back as it is."""

import base64

import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter

from jbgs_desktop.documents.field_list import field_list
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.documents.xlsx.writer import write_xlsx
from jbgs_desktop.documents.xlsx_reader.sheet_model import ReadSheet
from jbgs_desktop.documents.xlsx_reader.xlsx_file import read_workbook
from jbgs_desktop.documents.xlsx_reader.xlsx_worker import answer_xlsx
from jbgs_desktop.forms.application import Application, Unit
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.forms.stored_form import normalised
from tests.documents.xlsx_reader.read_units import CALL, EMPTY, TRACK, read
from tests.forms.strategies import applications


@pytest.mark.parametrize("track", [track.id for track in CALL.tracks])
def test_our_own_sheet_comes_back_the_same(track: str) -> None:
    ours = sample_application(CALL, track, (2,))
    sheets = read_workbook(write_xlsx(ours, CALL, draft=True))
    for base in (ours, Application(call=CALL.id, track=track)):
        found = read(*sheets, base=base)
        assert (found.units, found.sentences) == ((ours.unit,), ())


def test_an_empty_one_of_ours_changes_nothing() -> None:
    sheets = read_workbook(write_xlsx(EMPTY, CALL, draft=True))
    assert all(unit == Unit() for unit in read(*sheets).units)
    assert read(*sheets).sentences == ()


def test_a_long_profile_and_an_odd_nature_of_ours_come_back() -> None:
    ours = (
        sample_application(CALL, TRACK.id, (2,))
        .set("unit.profile", "很长的简介。\n" * 8000 + "完")
        .set("unit.nature", "other")
        .set("unit.nature_other", "社会团体")
    )
    sheets = read_workbook(write_xlsx(ours, CALL, draft=True))
    assert read(*sheets, base=ours).units == (ours.unit,)


@settings(max_examples=20, deadline=None)
@given(applications().map(lambda any_: EMPTY.set("unit", any_.unit)))
def test_whatever_we_export_comes_back_the_same(ours: Application) -> None:
    ours = normalised(ours, CALL)
    data = base64.b64encode(write_xlsx(ours, CALL, draft=False)).decode()
    sheets = TypeAdapter(tuple[ReadSheet, ...]).validate_python(
        answer_xlsx({"data": data})["sheets"]
    )
    for unit in read(*sheets, base=ours).units:
        paper = PrintedForm.of(ours, CALL)
        again = PrintedForm.of(ours.set("unit", unit), CALL)
        assert list(field_list(again)) == list(field_list(paper))
