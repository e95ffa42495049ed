"""Taking in many bundles: every hostile one among good ones, limits, what is left behind."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.office.intake import Received, bundles_below, take_in
from jbgs_desktop.office.intake_worker import receive
from tests.bundle.corpus import Spoiled, all_cases
from tests.bundle.opened import nothing_opened_in
from tests.bundle.small_bundles import PDF, an_application, write_bundle

_UNCOPIED = {"535-many", "537-huge-together"}  # nothing but slow here; test_verify has them


def test_hostile_bundles_cost_no_good_one(tmp_path: Path) -> None:
    outside, pile = tmp_path / "outside", tmp_path / "pile"
    good = {write_bundle(pile / f"{n:02} 好", an_application(n)) for n in range(50)}
    template = write_bundle(tmp_path / "template", an_application())
    bad = {}
    for case in all_cases():
        if str(case) in _UNCOPIED:
            continue
        below = outside / str(case.number)
        below.mkdir(parents=True)
        root = Path(shutil.copytree(template, pile / f"{case.number} 坏"))
        case.build(Spoiled(root, below))
        bad[root] = case.code
    with nothing_opened_in(outside):
        received = list(take_in([pile], tmp_path / "in"))
    assert {each.place for each in received if each.is_accepted} == good
    rejected = {each.place: each for each in received if not each.is_accepted}
    assert set(rejected) == set(bad)
    for place, code in bad.items():
        assert rejected[place].reason.rstrip("（另有0123456789 处问题）").endswith("。")
        assert code in {each.code for each in rejected[place].findings}
    assert sorted(os.listdir(tmp_path / "in")) == sorted(each.name for each in good)


def test_an_accepted_bundle_is_kept_as_it_came(tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "a", an_application(7))
    (received,) = take_in([source], tmp_path / "in")
    assert received.folder == tmp_path / "in" / "a"
    assert received.application == an_application(7)
    assert received.verdict == verify(received.folder, with_form=False)
    assert _files(received.folder) == _files(source)


def test_an_accepted_copy_has_arrived_before_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_bundle(tmp_path / "a", an_application())
    arrived: set[int] = set()
    flush = os.fsync

    def noted(descriptor: int) -> None:
        flush(descriptor)
        arrived.add(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", noted)
    (tmp_path / "in").mkdir()
    part, target = tmp_path / "in" / ".part", tmp_path / "in" / "a"
    receive({"source": str(source), "part": str(part), "target": str(target), "most": 2**30})
    assert arrived >= {each.stat().st_ino for each in (target.parent, target, *target.rglob("*"))}


def _files(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    (received,) = take_in([write_bundle(tmp_path / "a", an_application())])
    assert received.is_accepted
    assert received.folder is None
    assert os.listdir(tmp_path / "tmp") == []


def test_two_of_one_name_are_both_kept(tmp_path: Path) -> None:
    for number in (1, 2):
        write_bundle(tmp_path / f"优盘{number}" / "包", an_application(number))
    places = [tmp_path / "优盘1", tmp_path / "优盘2"]
    units = {
        received.folder: received.application.unit.name
        for received in take_in(places, tmp_path / "in")
        if received.folder and received.application
    }
    assert units == {
        tmp_path / "in" / "包": an_application(1).unit.name,
        tmp_path / "in" / "包-2": an_application(2).unit.name,
    }
    (again,) = take_in([places[0]], tmp_path / "in")
    assert again.folder == tmp_path / "in" / "包-3"


def test_places_that_hold_no_bundle_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "a" / "区县").mkdir(parents=True)
    bundle = write_bundle(tmp_path / "a" / "区县" / "包", an_application())
    (tmp_path / "a" / "link").symlink_to(bundle)
    (tmp_path / "a" / "System Volume Information").mkdir()
    names = ("empty", "file", "nowhere", "a")
    found = list(bundles_below([tmp_path / name for name in names]))
    assert [each for each in found if isinstance(each, Path)] == [bundle]
    reasons = {each.place.name: each.reason for each in found if isinstance(each, Received)}
    assert set(reasons) == {"empty", "file", "nowhere", "link"}
    assert all(reason.endswith("。") for reason in reasons.values())


def test_cancelling_leaves_no_half_copy(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    for number in range(10):
        write_bundle(pile / str(number), an_application(number))
    done: list[Received] = []
    for received in take_in([pile], tmp_path / "in", cancelled=lambda: len(done) >= 2):
        done.append(received)
    assert 2 <= len(done) < 10
    for name in os.listdir(tmp_path / "in"):
        assert verify(tmp_path / "in" / name).ok


def test_progress_counts_bundles(tmp_path: Path) -> None:
    for number in range(3):
        write_bundle(tmp_path / "pile" / str(number), an_application(number))
    told: list[tuple[int, int]] = []
    list(take_in([tmp_path / "pile"], progress=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


_KILLED = """
import sys
from pathlib import Path
from jbgs_desktop.office.intake import take_in
for received in take_in([Path(sys.argv[1])], Path(sys.argv[2])):
    print(received.place, flush=True)
"""


def test_what_a_killed_program_leaves_is_whole_or_removed(tmp_path: Path) -> None:
    pile, into = tmp_path / "pile", tmp_path / "in"
    for number in range(12):
        write_bundle(pile / str(number), an_application(number), evidence=PDF * 20_000)
    command = [sys.executable, "-c", _KILLED, str(pile), str(into)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGKILL)
    for folder in into.iterdir():
        assert folder.name.startswith(".jbgs-") or verify(folder).ok
    list(take_in([], into))
    assert not list(into.glob(".jbgs-*"))
