"""Taking in many bundles: every hostile one among good ones, limits, what is left behind."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.bundle.layout import CHECKER
from jbgs_desktop.bundle.layout import PDF as PDF_PATH
from jbgs_desktop.bundle.medium import flush_file_system
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.office.bundle_search import FoundKind, bundles_below
from jbgs_desktop.office.intake import Received, receive_bundles
from jbgs_desktop.office.intake_worker import receive
from jbgs_desktop.office.registration import register_bundles
from tests.bundle.corpus import Spoiled, all_cases
from tests.bundle.opened import nothing_opened_in
from tests.bundle.small_bundles import PDF, an_application, write_bundle
from tests.office.registers import application, new_register

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
        received = list(receive_bundles([pile], tmp_path / "in"))
    assert {each.place for each in received if each.is_accepted} == good
    rejected = {each.place: each for each in received if not each.is_accepted}
    assert set(rejected) == set(bad)
    for place, code in bad.items():
        assert rejected[place].reason.rstrip("（另有0123456789 处问题）").endswith("。")
        assert code in {each.code for each in rejected[place].findings}
    assert sorted(os.listdir(tmp_path / "in")) == sorted(each.name for each in good)


def test_an_accepted_bundle_is_kept_as_it_came(tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "a", an_application(7))
    (received,) = receive_bundles([source], tmp_path / "in")
    assert received.folder == tmp_path / "in" / "a"
    assert received.application == an_application(7)
    assert received.verdict == verify(received.folder, with_form=False)
    assert _files(received.folder) == _files(source)


def test_an_accepted_copy_has_arrived_before_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_bundle(tmp_path / "a", an_application())
    arrived: set[int] = set()
    flush, flush_all = os.fsync, flush_file_system

    def noted(descriptor: int) -> None:
        flush(descriptor)
        arrived.add(os.fstat(descriptor).st_ino)

    def noted_all(folder: Path) -> bool:
        there = {each.stat().st_ino for each in (folder, *folder.rglob("*"))}
        has_arrived = flush_all(folder)
        arrived.update(there if has_arrived else ())
        return has_arrived

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr("jbgs_desktop.office.bundle_copy.flush_file_system", noted_all)
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
    (received,) = receive_bundles([write_bundle(tmp_path / "a", an_application())])
    assert received.is_accepted
    assert received.folder is None
    assert os.listdir(tmp_path / "tmp") == []


def test_two_of_one_name_are_both_kept(tmp_path: Path) -> None:
    for number in (1, 2):
        write_bundle(tmp_path / f"优盘{number}" / "包", an_application(number))
    places = [tmp_path / "优盘1", tmp_path / "优盘2"]
    units = {
        received.folder: received.application.unit.name
        for received in receive_bundles(places, tmp_path / "in")
        if received.folder and received.application
    }
    assert units == {
        tmp_path / "in" / "包": an_application(1).unit.name,
        tmp_path / "in" / "包-2": an_application(2).unit.name,
    }
    (again,) = receive_bundles([places[0]], tmp_path / "in")
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
    assert [each.place for each in found if each.kind is FoundKind.BUNDLE] == [bundle]
    reasons = {each.place.name: each.reason for each in found if each.kind is FoundKind.REFUSED}
    assert set(reasons) == {"empty", "file", "nowhere", "link"}
    assert all(reason.endswith("。") for reason in reasons.values())


def test_cancelling_leaves_no_half_copy(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    for number in range(10):
        write_bundle(pile / str(number), an_application(number))
    done: list[Received] = []
    for received in receive_bundles([pile], tmp_path / "in", cancelled=lambda: len(done) >= 2):
        done.append(received)
    assert 2 <= len(done) < 10
    for name in os.listdir(tmp_path / "in"):
        assert verify(tmp_path / "in" / name).ok


def test_progress_counts_bundles(tmp_path: Path) -> None:
    for number in range(3):
        write_bundle(tmp_path / "pile" / str(number), an_application(number))
    steps: list[tuple[int, int]] = []
    list(
        receive_bundles(
            [tmp_path / "pile"], progress=lambda done, total: steps.append((done, total))
        )
    )
    assert steps == [(1, 3), (2, 3), (3, 3)]


_KILLED = """
import sys
from pathlib import Path
from jbgs_desktop.office.intake import receive_bundles
for received in receive_bundles([Path(sys.argv[1])], Path(sys.argv[2])):
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
    list(receive_bundles([], into))
    assert not list(into.glob(".jbgs-*"))


def test_bundles_lie_eight_folders_deep_and_no_deeper(tmp_path: Path) -> None:
    deep = tmp_path / "pile" / "/".join("12345678")
    bundle = write_bundle(deep, an_application(1))
    found = list(bundles_below([tmp_path / "pile"]))
    assert [each.place for each in found] == [bundle]
    deeper = write_bundle(tmp_path / "other" / "/".join("123456789"), an_application(2))
    (refused,) = bundles_below([tmp_path / "other"])
    assert refused.kind is FoundKind.REFUSED
    assert refused.place in deeper.parents
    assert "8 层" in refused.reason


def test_only_the_topmost_folder_without_a_bundle_is_named(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    bundle = write_bundle(pile / "区" / "包", an_application())
    (pile / "照片" / "2023" / "一").mkdir(parents=True)
    (pile / "照片" / "说明.txt").write_bytes(b"x")
    (pile / "名单.xlsx").write_bytes(b"x")
    (pile / "旧的.rar").write_bytes(b"x")
    for name in ("desktop.ini", "Thumbs.db", "~$名单.xlsx"):
        (pile / name).write_bytes(b"x")
    (pile / "$RECYCLE.BIN" / "S-1").mkdir(parents=True)
    found = {each.place.name: each.kind for each in bundles_below([pile])}
    assert found == {
        bundle.name: FoundKind.BUNDLE,
        "照片": FoundKind.REFUSED,
        "名单.xlsx": FoundKind.NOTICE,
        "旧的.rar": FoundKind.NOTICE,
    }


def test_a_stick_with_only_an_unfinished_bundle_says_so(tmp_path: Path) -> None:
    write_bundle(tmp_path / "stick" / ".包.abcd.未完成", an_application())
    (received,) = receive_bundles([tmp_path / "stick"], tmp_path / "in")
    assert "没有写完" in received.reason
    assert not received.is_bundle


def test_a_checking_page_beside_bundles_makes_no_bundle_of_the_stick(tmp_path: Path) -> None:
    write_bundle(tmp_path / "stick" / "包", an_application())
    (tmp_path / "stick" / CHECKER).write_bytes(b"<!doctype html>")
    accepted = [each for each in receive_bundles([tmp_path / "stick"]) if each.is_accepted]
    assert [each.place.name for each in accepted] == ["包"]


def test_what_the_system_left_is_not_copied_on(tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "包", an_application())
    (source / "data" / "Thumbs.db").write_bytes(b"MZ")
    (source / "System Volume Information").mkdir()
    (received,) = receive_bundles([source], tmp_path / "in")
    assert received.is_accepted and received.folder
    assert not (received.folder / "data" / "Thumbs.db").exists()
    assert not (received.folder / "System Volume Information").exists()
    assert verify(received.folder, with_form=False).findings == ()


def test_entries_keep_the_order_of_the_folder(tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    for number in range(1, 7):
        data = PDF * (40_000 if number in (1, 4) else 1)  # the slow ones are done last
        write_bundle(pile / f"{number}", application(number), evidence=data)
    (pile / "3" / PDF_PATH).write_bytes(b"changed")
    with closing(new_register(tmp_path)) as register:
        list(register_bundles(register, [pile]))
        sources = [Path(entry.source).name for entry in register.entries]
        assert sources == ["1", "2", "3", "4", "5", "6"]
        assert len(register.undo()) == 6


def test_an_office_without_the_call_is_told_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_bundle(tmp_path / "包", an_application().set("call", "another-call"))
    (received,) = receive_bundles([source])
    assert ".jbgscall" in received.reason
    assert "索取" in received.reason
    assert "最新的程序" not in received.reason
