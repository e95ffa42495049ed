"""The built-in sample: for every track and direction it can be handed in as it is."""

import shutil
import subprocess
import sys
from itertools import combinations, islice
from pathlib import Path

import pytest
from PySide6.QtGui import QImageIOHandler, QImageReader

from jbgs_desktop.errors import CallPackError, FileAccessError, JbgsError
from jbgs_desktop.files import resources
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import read_application
from jbgs_desktop.forms.checks import files_beside
from jbgs_desktop.forms.figure_resolution import too_coarse
from jbgs_desktop.forms.ready_tables import known_table
from jbgs_desktop.forms.sample import clauses, sample_application, write_sample
from jbgs_desktop.forms.section import SectionTable, TableItem, items_of, section_text
from jbgs_desktop.forms.target_figures import target_figures
from jbgs_desktop.forms.text.count import count
from tests.forms.applications import checked, national_call, second_call
from tests.libreoffice import require

CALL = national_call()
TRACKS = [track.id for track in CALL.tracks]
EVERY = [(track.id, direction.no) for track in CALL.tracks for direction in track.directions]
SOME = [
    (track.id, tuple(chosen))
    for track in CALL.tracks
    for size in (2, 3)
    for chosen in islice(combinations(range(1, len(track.directions) + 1), size), 0, None, 23)
]
# A rare name is on purpose: the clerk sees what the program says about it.
EXPECTED = {"rare-characters", "nearly-too-long"}
LARGEST = 2_500_000  # bytes of all evidence together
LARGEST_FIGURE = 150_000


def _unexpected(application: Application) -> list[str]:
    return [
        f"{finding.code}: {finding.message}"
        for finding in checked(application)
        if finding.code.rpartition(".")[2] not in EXPECTED
        and finding.code != "unit.participants.empty"
    ]


@pytest.mark.parametrize(("track", "no"), EVERY)
def test_any_direction_gives_an_application_without_a_finding(track: str, no: int) -> None:
    application = sample_application(CALL, track, (no,))
    assert application.directions == (no,)
    assert _unexpected(application) == []


@pytest.mark.parametrize(("track", "chosen"), SOME)
def test_directions_can_be_combined(track: str, chosen: tuple[int, ...]) -> None:
    application = sample_application(CALL, track, chosen)
    assert _unexpected(application) == []
    assert set(application.taskbooks) == set(map(str, chosen))


@pytest.mark.parametrize("track", TRACKS)
def test_all_directions_of_a_track_are_only_many(track: str) -> None:
    chosen = CALL.track(track)
    assert chosen
    everything = tuple(direction.no for direction in chosen.directions)
    findings = checked(sample_application(CALL, track, everything))
    warnings = {finding.code for finding in findings if finding.severity != "notice"}
    assert {code for code in warnings if not code.endswith("rare-characters")} == {
        "directions.many"
    }


@pytest.mark.parametrize(("track", "no"), EVERY)
def test_the_prose_has_the_length_that_applicants_write(track: str, no: int) -> None:
    application = sample_application(CALL, track, (no,))
    book = application.taskbook(no)
    assert 4200 <= sum(count(section_text(text)).words for _, text in book) <= 4900
    assert count(application.unit.profile).words >= 350
    assert count(application.product_overview).words >= 750


@pytest.mark.parametrize(("track", "no"), EVERY)
def test_the_goals_answer_the_target_clause_by_clause(track: str, no: int) -> None:
    chosen = CALL.track(track)
    direction = chosen.direction(no) if chosen else None
    assert direction
    items = items_of(sample_application(CALL, track, (no,)).taskbook(no).goals)
    goals = "\n".join(item for item in items if isinstance(item, str))
    places = [goals.find(clause) for clause in clauses(direction.target)]
    assert -1 not in places
    assert places == sorted(places)


def _tables(application: Application, no: int) -> list[SectionTable]:
    sections = (getattr(application.taskbook(no), key) for key in CALL.form.taskbook.sections)
    items = (item for section in sections for item in items_of(section))
    return [item.table for item in items if isinstance(item, TableItem)]


@pytest.mark.parametrize(("track", "no"), EVERY)
def test_the_tables_are_the_calls_and_answer_every_figure(track: str, no: int) -> None:
    chosen = CALL.track(track)
    direction = chosen.direction(no) if chosen else None
    assert direction
    tables = _tables(sample_application(CALL, track, (no,)), no)
    known = [known_table(CALL, table) for table in tables]
    titles = [each.text.title if each else "" for each in known]
    assert titles == ["主要指标", "进度安排", "攻关团队", "经费安排"]
    first = known[0]
    assert first and all(first.text_at(row, "target") for row in first.body)
    required = [first.text_at(row, "required") for row in first.body]
    figures = target_figures(direction, CALL.target_year)
    assert required[: len(figures)] == [figure.text for figure in figures]
    assert required


@pytest.mark.parametrize("track", TRACKS)
def test_every_task_book_has_a_diagram_and_a_photo_fine_enough_to_print(
    track: str, tmp_path: Path
) -> None:
    application = sample_application(CALL, track)
    write_sample(application, CALL, tmp_path / "sample.json")
    for no in application.directions:
        figures = [each for path, each in application.figures() if path.split(".")[1] == str(no)]
        assert [Path(figure.file).suffix for figure in figures] == [".png", ".jpg"]
        for figure in figures:
            file = tmp_path / figure.file
            assert file.stat().st_size <= LARGEST_FIGURE
            reader = QImageReader(str(file))
            assert too_coarse(figure.caption, figure.width, reader.size().width()) == ""
            assert not reader.read().isNull()


def test_raised_figures_occur_in_every_track() -> None:
    for track in TRACKS:
        texts = [text for _, text in sample_application(CALL, track).texts()]
        assert any("10⁻" in text for text in texts)


@pytest.mark.parametrize("track", TRACKS)
def test_no_placeholder_is_left(track: str) -> None:
    application = sample_application(CALL, track)
    assert [path for path, text in application.texts() if "{" in text or "}" in text] == []


@pytest.mark.parametrize("track", TRACKS)
def test_task_books_of_one_application_differ(track: str) -> None:
    application = sample_application(CALL, track, (1, 2, 3))
    books = [application.taskbook(no) for no in application.directions]
    for section in ("introduction", "scope", "value", "progress", "goals", "plan", "risks"):
        assert len({getattr(book, section) for book in books}) == 3


def test_the_units_are_of_different_kinds() -> None:
    units = [sample_application(CALL, track).unit for track in TRACKS]
    assert len({unit.nature for unit in units}) == len(TRACKS)
    assert {unit.listed for unit in units} == {True, False}
    assert {bool(unit.participants) for unit in units} == {True, False}
    assert "无" in {unit.contact.fax for unit in units}


def test_names_that_few_fonts_have_occur() -> None:
    text = "".join(
        value for track in TRACKS for _, value in sample_application(CALL, track).texts()
    )
    assert set("喆堃昇玥珺䶮𠮷") <= set(text)


@pytest.mark.parametrize("track", TRACKS)
def test_it_is_written_with_its_evidence_and_reads_back(track: str, tmp_path: Path) -> None:
    application = sample_application(CALL, track)
    out = tmp_path / "new" / "sample.json"
    written = write_sample(application, CALL, out)
    assert written[0] == out
    assert sorted(written) == sorted(path for path in out.parent.rglob("*") if path.is_file())
    assert read_application(out.read_bytes(), out.name).application == application
    size = files_beside(out.parent)
    assert [item.title for item in application.evidence if not size(item.file)] == []
    assert {item.category for item in application.evidence} == {1, 2, 3, 4, 5}


def test_samples_of_two_tracks_share_a_folder(tmp_path: Path) -> None:
    first = write_sample(sample_application(CALL, TRACKS[0]), CALL, tmp_path / "first.json")
    second = write_sample(sample_application(CALL, TRACKS[1]), CALL, tmp_path / "second.json")
    assert set(first).isdisjoint(second)


def test_nothing_is_written_when_the_evidence_has_no_place(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("in the way")
    with pytest.raises(FileAccessError):
        write_sample(sample_application(CALL, TRACKS[0]), CALL, tmp_path / "sample.json")
    assert [path.name for path in tmp_path.iterdir()] == ["evidence"]


@pytest.mark.parametrize("track", TRACKS)
def test_the_papers_open_and_say_what_the_form_says(track: str, tmp_path: Path) -> None:
    require("pdftotext")
    application = sample_application(CALL, track)
    texts = {}
    for path in write_sample(application, CALL, tmp_path / "sample.json"):
        if path.suffix == ".pdf":
            command = ["pdftotext", str(path), "-"]
            result = subprocess.run(command, capture_output=True, check=True)
            texts[path.stem] = "".join(result.stdout.decode().split())
            assert application.unit.name in texts[path.stem]
            assert "示例材料" in texts[path.stem]
    unit = application.unit
    assert f"{unit.revenue}万元" in texts["audit-2022"]
    assert f"{unit.rd_spending}万元" in texts["rd-audit-2022"]
    assert texts["test-report"].count("示例材料") >= 8  # once on each page
    for member in unit.participants:
        assert member.name in texts["agreement"]
        assert member.code in texts["agreement"]


@pytest.mark.parametrize("track", TRACKS)
def test_the_photo_lies_on_its_side_as_a_phone_leaves_it(track: str, tmp_path: Path) -> None:
    photos = [
        path
        for path in write_sample(sample_application(CALL, track), CALL, tmp_path / "sample.json")
        if path.suffix == ".jpg" and "evidence" in path.parts
    ]
    for photo in photos:
        reader = QImageReader(str(photo))
        assert reader.transformation() == QImageIOHandler.Transformation.TransformationRotate90
        assert reader.size().height() > reader.size().width()
        assert not reader.read().isNull()
    assert len(photos) == 1


def test_all_evidence_stays_small() -> None:
    folder = resources() / "calls" / CALL.id / "samples" / "evidence"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= LARGEST


def test_an_unknown_track_is_told_with_those_there_are() -> None:
    with pytest.raises(JbgsError) as caught:
        sample_application(CALL, "metavers")
    assert "metavers" in str(caught.value)
    assert all(track in str(caught.value) for track in TRACKS)


@pytest.mark.parametrize("no", [0, -1, 12])
def test_an_unknown_direction_is_told_with_those_there_are(no: int) -> None:
    with pytest.raises(JbgsError) as caught:
        sample_application(CALL, "metaverse", (1, no))
    assert str(caught.value) == f"“元宇宙”赛道没有方向{no}，可以选的是1至11。"


def test_directions_are_taken_once_and_in_order() -> None:
    assert sample_application(CALL, "metaverse", (5, 2, 5)).directions == (2, 5)


def test_a_call_without_a_sample_says_so() -> None:
    call = second_call()
    with pytest.raises(CallPackError) as caught:
        sample_application(call, call.tracks[0].id)
    assert call.title in str(caught.value)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("{own.product}", "{own.produkt}"),
        ("{direction.title}", "{direction.title"),
        ('"answers": [', '"answers": ["多出的一条。",'),
        ('"1": {', '"21": {'),
        ('"risk": "', '"peril": "'),
    ],
)
def test_a_broken_sample_names_its_file(
    good: str, bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(resources() / "calls" / CALL.id, tmp_path / "resources" / "calls" / CALL.id)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    file = resources() / "calls" / CALL.id / "samples" / "metaverse.json"
    file.write_text(file.read_text("utf-8").replace(good, bad, 1), "utf-8")
    with pytest.raises(CallPackError) as caught:
        sample_application(CALL, "metaverse", (1,))
    assert "metaverse.json" in str(caught.value)
