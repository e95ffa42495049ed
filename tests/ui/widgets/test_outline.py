"""Navigation without a window."""

from datetime import UTC, datetime

from jbgs_desktop.finalise.record import Finalised, Packed, Print, Record, ScannedPage
from jbgs_desktop.forms.application import Application, Evidence
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.ui.widgets.outline import (
    PageEntry,
    PageProgress,
    Status,
    findings_by_page,
    outline,
    page_of,
    statuses,
    submission_status,
)
from jbgs_desktop.ui.widgets.outline import status as status_or_none

CALL = installed_calls()[0]
EMPTY = Application(call=CALL.id, track=CALL.tracks[0].id)
FILLED = EMPTY.set("directions", (2, 5)).set("taskbooks.2.goals", "到期完成").set("unit.name", "甲")


def _finding(path: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(severity, "code", path, "label", "message", "source")


def status(entry: PageEntry, application: Application, findings: list[Finding]) -> Status:
    state = status_or_none(entry, application, findings)
    assert state is not None
    return state


def test_the_rail_has_a_task_book_for_each_chosen_direction() -> None:
    keys = [entry.key for entry in outline(FILLED, CALL)]
    assert keys[5:8] == ["taskbooks", "taskbook.2", "taskbook.5"]
    assert [key for key in keys if key.startswith("taskbook.")] == ["taskbook.2", "taskbook.5"]


def test_an_unknown_track_or_direction_still_has_pages() -> None:
    for application in (EMPTY.set("track", "other"), EMPTY.set("directions", (99, 99))):
        assert outline(application, CALL)[0].key == "cover"


def test_every_field_has_a_page() -> None:
    entries = outline(FILLED, CALL)
    pages = {path: page_of(path, entries).key for path, _ in FILLED.texts()}
    assert pages["taskbooks.2.goals"] == "taskbook.2"
    assert pages["unit.leader.name"] == "unit"
    assert pages["track"] == "cover"
    # Text for a direction that is not chosen is settled where directions are chosen.
    assert page_of("taskbooks.9.goals", entries).key == "directions"


def test_findings_are_grouped_in_the_order_of_the_rail() -> None:
    findings = [_finding("pledge.phone"), _finding("unit.name"), _finding("taskbooks.5.plan")]
    groups = findings_by_page(findings, outline(FILLED, CALL))
    assert [entry.key for entry in groups] == ["unit", "taskbook.5", "pledge"]


def test_the_state_of_a_page_tells_how_far_it_is() -> None:
    entries = {entry.key: entry for entry in outline(FILLED, CALL)}
    unit = entries["unit"]
    assert status(unit, EMPTY, [_finding("unit.name")]).progress is PageProgress.UNTOUCHED
    begun = status(unit, FILLED, [_finding("unit.code"), _finding("unit.fax", Severity.NOTICE)])
    assert (begun.progress, begun.errors) == (PageProgress.BEGUN, 1)
    assert status(unit, FILLED, []).progress is PageProgress.COMPLETE
    assert status(entries["taskbook.2"], FILLED, []).share == 10
    assert status(entries["taskbook.5"], FILLED, []).progress is PageProgress.UNTOUCHED
    assert status(entries["directions"], FILLED, []).progress is PageProgress.COMPLETE
    assert status_or_none(entries["instructions"], FILLED, []) is None


def test_a_page_that_is_complete_tells_of_its_warnings() -> None:
    unit = next(entry for entry in outline(FILLED, CALL) if entry.key == "unit")
    warned = status(unit, FILLED, [_finding("unit.profile", Severity.WARNING)])
    assert (warned.progress, warned.warnings) == (PageProgress.COMPLETE, 1)
    assert warned != status(unit, FILLED, [_finding("unit.profile", Severity.NOTICE)])


def test_the_pages_after_the_form_follow_the_record() -> None:
    record = Record()
    keys = ("finalise", "scans", "bundle")
    assert [submission_status(key, record) for key in keys] == [
        Status(PageProgress.UNTOUCHED, 0)
    ] * 3
    assert submission_status("cover", record) is None
    when = datetime(2023, 10, 30, tzinfo=UTC)
    entry = Finalised(code="K7QD28FMX4", digest="", when=when, point=1, pages=1)
    record = record.with_finalised(entry)
    assert submission_status("finalise", record) == Status(PageProgress.BEGUN, 0, word="已定稿")
    record = record.with_print(Print(code=entry.code, when=when, printer="办公室", copies=2))
    assert submission_status("finalise", record) == Status(PageProgress.COMPLETE, 0, word="已打印")
    assert submission_status("scans", record) == Status(PageProgress.UNTOUCHED, 0)


def test_files_that_are_looked_at_are_not_called_complete() -> None:
    entries = outline(FILLED, CALL)
    at = [entry.key for entry in entries].index("evidence")
    evidence = (Evidence(category=1, title="甲", file="a.pdf"),)
    application = FILLED.set("evidence", evidence)
    known = statuses(entries, application, [], Record())
    assert known[at] == Status(PageProgress.COMPLETE, 0)
    unknown = statuses(entries, application, [], Record(), looking=True)
    assert unknown[at] == Status(PageProgress.BEGUN, 0, word="核对中")
    assert unknown[:at] + unknown[at + 1 :] == known[:at] + known[at + 1 :]
    wrong = [_finding("evidence.0.file")]
    assert statuses(entries, application, wrong, Record(), looking=True)[at] == Status(
        PageProgress.BEGUN, 1
    )


def test_what_was_printed_elsewhere_is_not_called_printed() -> None:
    when = datetime(2023, 10, 30, tzinfo=UTC)
    entry = Finalised(code="K7QD28FMX4", digest="", when=when, point=1, pages=1)
    scan = ScannedPage(file="a", index=0, page=1, code=entry.code)
    record = Record().with_finalised(entry).with_scans((scan,))
    assert submission_status("finalise", record) == Status(PageProgress.COMPLETE, 0, word="已定稿")
    assert submission_status("scans", record, 0) == Status(PageProgress.COMPLETE, 0, word="已扫描")
    packed = Packed(code=entry.code, when=when, name="报送包", place="U盘")
    record = record.with_packed(packed).with_scans(())
    assert submission_status("scans", record) == Status(PageProgress.UNTOUCHED, 0)
    assert submission_status("bundle", record) == Status(PageProgress.COMPLETE, 0, word="已打包")


def test_scans_are_done_only_when_their_seals_were_seen() -> None:
    when = datetime(2023, 10, 30, tzinfo=UTC)
    entry = Finalised(code="K7QD28FMX4", digest="", when=when, point=1, pages=1)
    scan = ScannedPage(file="a", index=0, page=1, code=entry.code)
    record = Record().with_finalised(entry).with_scans((scan,))
    assert submission_status("scans", record, 2) == Status(PageProgress.BEGUN, 0, word="2 处章未看")
    assert submission_status("scans", record, None) == Status(PageProgress.BEGUN, 0, word="已扫描")
