"""What every released version made opens, verifies and is taken in, with the same code as then."""

import json
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.errors import BookChangedError
from jbgs_desktop.finalise.finalise import finalise, opener, version_book
from jbgs_desktop.finalise.kept_book import kept_book
from jbgs_desktop.finalise.record import Fault, Record, ScannedPage, keep_record, read_record
from jbgs_desktop.finalise.version_code import version_of
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import find_call
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.edit_history import EditHistory
from jbgs_desktop.office.intake import receive_bundles
from jbgs_desktop.office.paper_check import Match, check_typed
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.scans.matcher import Expected, match_pages
from jbgs_desktop.scans.reader import read_scans
from jbgs_desktop.scans.storage import expected_book
from tests.drafts.cheap_drafts import new_draft
from tests.finalise.other_layout import lay_out_otherwise
from tests.frozen.samples import VERSIONS, Frozen, codes

TRACKS = [(version, track) for version in VERSIONS for track in Frozen(version, Path()).tracks]
each_version = pytest.mark.parametrize("version", VERSIONS)
each_track = pytest.mark.parametrize(("version", "track"), TRACKS)


@pytest.fixture
def frozen(version: str, tmp_path: Path) -> Frozen:
    return Frozen(version, tmp_path)


def sum_of(application: Application) -> str:
    return sha256(application.to_json().encode()).hexdigest()


def found_in(application: Application, frozen: Frozen, draft: Any) -> list[list[str]]:
    call = find_call(application.call)
    assert call
    return codes(check(application, call, now=frozen.checked_at, evidence_size=draft.evidence_size))


@each_track
def test_an_application_has_its_code_and_its_findings(frozen: Frozen, track: str) -> None:
    draft, expected = frozen.plain(track), frozen.tracks[track]
    application = draft.load().application
    assert draft.file.read_bytes() == application.to_json().encode()
    assert sum_of(application) == expected["sum"]
    version = version_of(application, opener(draft))
    made = {"application": version.application, "code": version.code, "digest": version.digest}
    assert made == {key: expected[key] for key in made}
    assert found_in(application, frozen, draft) == expected["check"]


@each_track
def test_a_bundle_is_whole_and_unchanged(frozen: Frozen, track: str) -> None:
    expected = dict(frozen.tracks[track]["verify"])
    of_the_bundle = expected.pop("findings")
    verdict = verify(frozen.bundle(track))
    assert {key: getattr(verdict, key) for key in expected} == expected
    found = [f for f in verdict.findings if f.code.startswith("bundle.")]
    assert [[each.severity.value, each.code] for each in found] == of_the_bundle


@each_version
def test_bundles_are_taken_in(frozen: Frozen) -> None:
    bundles = {frozen.bundle(track): track for track in frozen.tracks}
    taken = {
        bundles[each.place]: each for each in receive_bundles(list(bundles), frozen.work / "kept")
    }
    for track, expected in frozen.tracks.items():
        received = taken[track]
        assert received.is_accepted == expected["intake"]["accepted"]
        assert received.reason == expected["intake"]["reason"]
        assert received.verdict and received.verdict.version_code == expected["code"]


@each_track
def test_a_draft_opens_with_its_code_and_its_evidence(frozen: Frozen, track: str) -> None:
    plain = frozen.plain(track)
    with closing(frozen.draft(track)) as draft:
        application, source = draft.load().application, plain.load().application
        assert version_of(application, opener(draft)).code == frozen.tracks[track]["code"]
        # A draft may call a file otherwise than the plain application did.
        assert application.set("evidence", ()) == source.set("evidence", ())
        for kept, item in zip(application.evidence, source.evidence, strict=True):
            assert (kept.category, kept.title) == (item.category, item.title)
            if item.file:
                with draft.open_evidence(kept.file) as sealed, plain.open_evidence(item.file) as it:
                    assert sealed.read() == it.read()
        assert draft.examine() == []


@each_version
def test_a_draft_opens_by_its_passphrase(frozen: Frozen) -> None:
    track = next(iter(frozen.tracks))
    with closing(frozen.draft(track, frozen.by_passphrase)) as draft:
        version = version_of(draft.load().application, opener(draft))
    assert version.code == frozen.tracks[track]["code"]


@each_version
def test_a_draft_in_progress_has_its_versions(frozen: Frozen) -> None:
    expected = frozen.expected["in_progress"]
    with closing(frozen.draft("in-progress")) as draft:
        assert [[point.number, point.name] for point in draft.points] == expected["points"]
        kept = [draft.read(point.number).application for point in draft.points]
        assert [sum_of(application) for application in kept] == expected["sums"]
        found = [version_of(application, opener(draft)).code for application in kept]
        assert found == expected["codes"]
        assert found_in(kept[-1], frozen, draft) == expected["check"]
        record = read_record(draft)
    assert record.current is None
    (first,) = record.finalised
    assert (first.code, first.reason) == (found[1], "领导审阅后要改联系人电话")
    assert [each.code for each in record.prints] == [found[1]] * 2


def expected_of(draft: SealedDraft, record: Record) -> Expected:
    assert record.current
    version = version_of(draft.read(record.current.point).application, opener(draft))
    assert version.code == record.current.code
    return expected_book(record, record.current, version.application)


@each_version
def test_scans_of_a_finalised_draft_are_those_of_its_version(frozen: Frozen) -> None:
    expected = frozen.expected["finalised"]
    with closing(frozen.draft("finalised")) as draft:
        record = read_record(draft)
        assert record.stage.name.lower() == expected["stage"]
        assert all(record.is_ticked(spot) for spot in expected["ticks"])
        book = expected_of(draft, record)
    pages = [
        each
        for each in read_scans([frozen.folder / expected["scans"]])
        if isinstance(each, ScannedPage)
    ]
    report = match_pages(pages, book)
    assert len(report.pages) == expected["pages"]
    assert report.is_complete


@each_version
def test_a_packed_draft_has_its_scans_and_what_was_found_of_them(frozen: Frozen) -> None:
    expected = frozen.expected["packed"]
    with closing(frozen.draft("packed")) as draft:
        record = read_record(draft)
        assert record.stage.name.lower() == expected["stage"]
        scans = record.scans
        for scan in scans:
            with draft.open_evidence(scan.file) as stream:
                assert stream.read(4) == b"\x89PNG"
        report = match_pages(scans, expected_of(draft, record))
    assert [page.state.name for page in report.pages] == expected["states"]
    assert [scan.faults for scan in scans if scan.faults] == [
        (Fault.LOW_DPI,),
        (Fault.SKEWED,),
        (Fault.BLANK,),
    ]
    assert (scans[1].page, scans[1].by_hand, scans[-1].left_out) == (2, True, True)


@each_version
def test_a_record_goes_on_in_the_words_of_the_program_that_began_it(frozen: Frozen) -> None:
    with closing(frozen.draft("packed")) as draft:
        stored, record = draft.record, read_record(draft)
        keep_record(draft, record)
        assert draft.record == stored
        keep_record(
            draft, record.with_scans(record.scans[::-1]).with_tick("edge", frozen.checked_at)
        )
        before, after = json.loads(stored), json.loads(draft.record)
    assert after["version"] == before["version"]
    assert after["scans"] == before["scans"][::-1]


@each_version
def test_a_version_that_kept_no_book_has_it_made_again(
    frozen: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(frozen.draft("finalised")) as draft:
        application, current = draft.load().application, read_record(draft).current
        call = find_call(application.call, draft.call_version)
        assert call and current
        assert kept_book(draft, current.code) is None
        book = version_book(draft, application, call, current)
        assert book.pages == current.pages == frozen.expected["finalised"]["pages"]
        assert set(frozen.expected["finalised"]["ticks"]) <= {spot.id for spot in book.spots}
        lay_out_otherwise(monkeypatch)
        with pytest.raises(BookChangedError):
            version_book(draft, application, call, current)
        again = finalise(draft, call, frozen.checked_at, again=True)
        assert (again.code, again.pages) == (current.code, current.pages + 1)


@pytest.fixture
def register(frozen: Frozen) -> Iterator[Register]:
    with closing(frozen.register()) as register:
        yield register


def row(register: Register, entry: RegisterEntry) -> dict[str, Any]:
    return {
        **entry.model_dump(mode="json", exclude={"when", "source", "problems", "reason"}),
        "state": register.state(entry).name,
        "refused": bool(entry.reason),
        "problems": sorted({problem.code for problem in entry.problems}),
    }


@each_version
def test_a_register_has_its_rows(frozen: Frozen, register: Register) -> None:
    expected = frozen.expected["register"]
    assert [row(register, entry) for entry in register.entries] == expected["rows"]
    sums = {
        str(entry.number): sum_of(register.application(entry.number))
        for entry in register.entries
        if not entry.reason
    }
    assert sums == expected["sums"]
    assert (register.settings.recommender, register.settings.quota) == ("示例区工信局", "某某")
    assert register.notices == ()


@each_version
def test_a_register_knows_its_paper_and_what_comes_again(
    frozen: Frozen, register: Register
) -> None:
    for track, expected in frozen.tracks.items():
        answer = check_typed(register, expected["code"])
        assert answer.match is Match.SAME
        assert answer.entry and answer.entry.track == track
    older = next(e for e in register.entries if register.state(e).name == "REPLACED")
    answer = check_typed(register, older.code)
    assert answer.match is Match.OTHER_VERSION
    assert answer.fields == ("申报联系人手机",)


@each_version
def test_a_call_file_is_put_in(frozen: Frozen) -> None:
    expected = frozen.expected["call"]
    found = read_call_file(frozen.folder / "call.jbgscall")
    assert {**found.origin.model_dump(), "title": found.call.title} == {
        key: expected[key] for key in ("issued_by", "issued", "source", "title")
    }
    install_call(found)
    call = find_call(expected["id"], expected["version"])
    assert call and call.version == expected["version"]


@each_version
def test_the_unit_profiles_are_remembered(frozen: Frozen, data_folder: Path) -> None:
    data_folder.mkdir()
    frozen.copy("remembered").rename(data_folder / "remembered")
    assert isinstance(frozen.by_code, UserSecret)
    units = UserData(frozen.by_code).units()
    assert [unit.model_dump(mode="json") for unit in units] == frozen.expected["remembered"][
        "units"
    ]


@each_track
def test_the_editor_and_a_draft_change_no_byte_of_what_is_not_edited(
    frozen: Frozen, track: str
) -> None:
    plain = frozen.plain(track)
    value = plain.load().application
    history = EditHistory(value)
    history.set("unit.name", "别家公司")
    history.set("unit.name", value.unit.name)
    assert history.value.to_json().encode() == plain.file.read_bytes()
    with closing(new_draft(frozen.work / "new.jbgs", history.value)) as draft:
        assert draft.load().application.to_json().encode() == plain.file.read_bytes()
        draft.save(value.set("unit.name", "别家公司"))
        draft.save(value)
        assert draft.load().application.to_json().encode() == plain.file.read_bytes()
