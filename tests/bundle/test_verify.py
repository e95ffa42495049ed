"""Verifying bundles: good ones, and every hostile one of the corpus."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.bundle.bagit_profile import INFO, MANIFEST, TAG_MANIFEST
from jbgs_desktop.bundle.layout import APPLICATION, ORIGINALS, PDF, SCANNED, WHOLE_SCAN
from jbgs_desktop.bundle.safe_names import REASONS
from jbgs_desktop.bundle.system_files import LARGEST_SYSTEM_FILE
from jbgs_desktop.bundle.tree import EntryKind, FolderTree, TreeEntry
from jbgs_desktop.bundle.verdict import FINDING_SENTENCES
from jbgs_desktop.bundle.verify import bundle_in, verify
from jbgs_desktop.errors import FileAccessError, JbgsError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.text import clean
from tests.bundle import small_bundles
from tests.bundle.corpus import Case, Spoiled, all_cases
from tests.bundle.opened import nothing_opened_in
from tests.libreoffice import require

CASES = list(all_cases())
_SOME = [case for case in CASES if 200 <= case.number < 300 or case.number % 10 == 0]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_bundles.write_bundle(
        tmp_path_factory.mktemp("good") / "包", small_bundles.an_application()
    )


@pytest.fixture
def spoiled(good: Path, tmp_path: Path) -> Spoiled:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    return Spoiled(Path(shutil.copytree(good, tmp_path / "包")), outside)


def codes(folder: Path) -> set[str]:
    return {each.code for each in verify(folder).errors}


def test_a_good_bundle_is_ok_and_tells_whose_it_is(good: Path) -> None:
    verdict = verify(good)
    application = small_bundles.an_application()
    assert (verdict.ok, verdict.errors) == (True, [])
    assert verdict.application == application
    assert (verdict.applicant, verdict.track) == (application.unit.name, application.track)
    assert verdict.version_code in (good / INFO).read_text()
    assert verdict.files[PDF] == small_bundles.hashed((good / PDF).read_bytes())
    assert verdict.lines()[0].startswith("结论：报送包完整")


@pytest.mark.parametrize("track", small_bundles.CALL.tracks, ids=lambda track: track.id)
def test_other_tools_agree_about_a_good_bundle(track: object, tmp_path: Path) -> None:
    require("sha256sum")
    root = small_bundles.write_bundle(tmp_path / "包", small_bundles.an_application(track=track.id))  # type: ignore[attr-defined]
    assert verify(root).ok
    assert bagit.Bag(str(root)).validate()
    for manifest in (MANIFEST, TAG_MANIFEST):
        subprocess.run(
            ["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=root, check=True
        )


def test_the_corpus_is_numbered_and_large() -> None:
    assert len(CASES) >= 150
    assert max(Counter(case.number for case in CASES).values()) == 1
    assert max(Counter(case.name for case in CASES).values()) == 1


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_bundle_is_refused_for_its_fault(case: Case, spoiled: Spoiled) -> None:
    case.build(spoiled)
    with nothing_opened_in(spoiled.outside):
        verdict = verify(spoiled.root)
    found = {each.code for each in verdict.errors}
    assert not verdict.ok
    assert case.code in found
    for finding in verdict.errors:
        assert finding.message.endswith("。")
        assert finding.message.isprintable()
        assert finding.path.isprintable()


@pytest.mark.parametrize("case", _SOME, ids=str)
def test_it_is_refused_where_no_folder_can_be_held_open_too(
    case: Case, spoiled: Spoiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.build(spoiled)
    monkeypatch.setattr(os, "supports_dir_fd", set())  # as on Windows
    with nothing_opened_in(spoiled.outside):
        assert case.code in codes(spoiled.root)


def test_a_good_bundle_is_ok_there(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "supports_dir_fd", set())
    assert verify(good).ok


def test_every_sentence_is_for_a_user() -> None:
    for code, sentence in FINDING_SENTENCES.items():
        assert sentence.endswith(("。", "：{reason}"))
        assert not {"!", "！"} & set(sentence), code
    assert {f"bundle.path.{rule}" for rule in REASONS} <= set(FINDING_SENTENCES)


READ_OF_SCANS = {
    f"bundle.scan.{rule}"
    for rule in (
        *("unread", "no-code", "foreign", "version", "content", "wrong-kind", "first-kind"),
        *("unread-pages", "missing", "by-hand", "displaced", "broken", "wrong-number"),
    )
}


def test_every_rule_has_a_case() -> None:
    elsewhere = {  # tried below, or beyond what a test can set up everywhere
        *("bundle.changing", "bundle.cancelled", "bundle.unreadable", "bundle.more"),
        *("bundle.link.mount", "bundle.path.nul", "bundle.unfinished", "bundle.garbled"),
        # Refuse nothing: see test_call_versions, below, and test_refused_files.
        *("bundle.call.version", "bundle.application.untidy", "bundle.macros"),
        # Refuse nothing: see test_seal_places.
        *("bundle.scan.plain", "bundle.scan.unsealed", "bundle.scan.unlooked"),
        *("bundle.system", "bundle.unverified"),  # see test_confined_verify
    }
    # Of what is only done thoroughly: see test_scan_verification, test_forgeries.
    elsewhere |= {code for code in FINDING_SENTENCES if code.startswith("bundle.made.")}
    elsewhere |= READ_OF_SCANS
    assert set(FINDING_SENTENCES) - {case.code for case in CASES} == elsewhere


def test_clean_up_that_came_later_is_told_and_changes_neither_code_nor_verdict(
    good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = verify(good)
    monkeypatch.setattr(clean, "UNPRINTABLE", re.compile(before.applicant[:2]))
    after = verify(good)
    assert (after.ok, after.errors) == (True, [])
    assert after.version_code == before.version_code
    assert after.application == before.application
    (notice,) = [each for each in after.findings if each.code == "bundle.application.untidy"]
    assert notice.severity is Severity.NOTICE
    assert "核验码不受影响" in notice.message


@pytest.mark.parametrize("at", range(1, 20, 2))
@pytest.mark.parametrize("folder", [SCANNED, "data", ORIGINALS])
def test_a_folder_swapped_for_a_link_meanwhile_leads_nowhere(
    spoiled: Spoiled, folder: str, at: int
) -> None:
    target = spoiled.outside / "swapped"
    shutil.copytree(spoiled.root / folder, target)
    calls = 0

    def swap() -> bool:
        nonlocal calls
        calls += 1
        if calls == at:
            (spoiled.root / folder).rename(spoiled.root.parent / "away")
            (spoiled.root / folder).symlink_to(target)
        return False

    with nothing_opened_in(spoiled.outside):
        verdict = verify(spoiled.root, cancelled=swap)
    assert {each.code for each in verdict.errors} & {"bundle.changing", "bundle.link.symbolic"}


@pytest.mark.parametrize("path", [WHOLE_SCAN, APPLICATION])
def test_a_file_that_changes_while_it_is_read_is_told(spoiled: Spoiled, path: str) -> None:
    spoiled.change(WHOLE_SCAN, small_bundles.PDF * 100_000)

    def grow() -> bool:
        with (spoiled.root / path).open("ab") as file:
            file.write(b"x")
        return False

    verdict = verify(spoiled.root, cancelled=grow)
    assert ("bundle.changing", path) in {(each.code, each.path) for each in verdict.errors}


def test_a_file_that_comes_meanwhile_is_told(spoiled: Spoiled) -> None:
    def drop() -> bool:
        (spoiled.root / SCANNED / "x.pdf").touch()
        return False

    assert not verify(spoiled.root, cancelled=drop).ok


def test_cancelling_says_that_nothing_is_known(good: Path) -> None:
    verdict = verify(good, cancelled=lambda: True)
    assert not verdict.ok
    assert "bundle.cancelled" in {each.code for each in verdict.errors}


def test_progress_ends_with_all_bytes(good: Path) -> None:
    steps: list[tuple[int, int]] = []
    verify(good, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 0


def test_many_faults_are_counted_not_listed(spoiled: Spoiled) -> None:
    for number in range(500):
        spoiled.put(f"{SCANNED}/{number}.pdf")
    findings = verify(spoiled.root).findings
    assert len(findings) < 250
    assert "bundle.more" in {each.code for each in findings}


def test_what_is_wrong_in_the_form_refuses_no_bundle(tmp_path: Path) -> None:
    application = small_bundles.an_application().set("unit.code", "1")
    verdict = verify(small_bundles.write_bundle(tmp_path / "包", application))
    assert verdict.ok
    notice = next(each for each in verdict.findings if each.path == "unit.code")
    assert notice.severity is Severity.NOTICE


@pytest.mark.parametrize("name", ["证书 50%.pdf", "e\u0301.PDF", "CON.pdf", "很" * 100 + ".jpg"])
def test_evidence_of_any_name_finds_a_safe_place(name: str, tmp_path: Path) -> None:
    application = small_bundles.an_application().set("evidence.0.file", f"evidence/{name}")
    root = small_bundles.write_bundle(tmp_path / "包", application)
    assert verify(root).ok
    assert bagit.Bag(str(root)).validate()


def test_a_stick_with_one_bundle_is_that_bundle(good: Path, tmp_path: Path) -> None:
    (tmp_path / "System Volume Information").mkdir()
    root = Path(shutil.copytree(good, tmp_path / "一"))
    assert bundle_in(tmp_path) == root
    assert bundle_in(root) == root
    shutil.copytree(good, tmp_path / "二")
    with pytest.raises(JbgsError, match="2 个报送包：“一”、“二”"):
        bundle_in(tmp_path)


def test_a_bundle_behind_a_link_is_not_taken_for_the_sticks_own(good: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(good)
    assert bundle_in(tmp_path) == tmp_path


def test_an_empty_folder_is_no_bundle(tmp_path: Path) -> None:
    assert "bundle.tag.missing" in codes(bundle_in(tmp_path))


@pytest.mark.parametrize("name", ["missing", "file", "nul\0"])
def test_what_is_no_folder_cannot_be_verified(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileAccessError, match="无法读取"):
        verify(tmp_path / name)
    with pytest.raises(FileAccessError, match="无法读取"):
        bundle_in(tmp_path / name)


@given(
    name=st.sampled_from([MANIFEST, TAG_MANIFEST, INFO, "bagit.txt", APPLICATION]),
    data=st.binary(max_size=300),
    keep=st.booleans(),
)
def test_any_bytes_in_a_tag_file_bring_a_verdict(
    name: str, data: bytes, keep: bool, good: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("fuzz") / "包"
    shutil.copytree(good, root)
    before = (root / name).read_bytes()
    after = before + data if keep else data
    (root / name).write_bytes(after)
    assert verify(root).ok == (before == after)
    shutil.rmtree(root)


SYSTEM = (
    *("Thumbs.db", "data/desktop.ini", f"{SCANNED}/.DS_Store", f"{SCANNED}/._1.pdf", "._data"),
    *("._校验.html", "System Volume Information/WPSettings.dat", "$RECYCLE.BIN/S-1-5/desktop.ini"),
    *("~$申报材料.docx", f"{SCANNED}/.~lock.申报.docx#", ".~申报.docx", ".Trash-1000/files/x"),
)


@pytest.mark.parametrize("path", SYSTEM)
def test_what_the_system_left_is_a_notice(path: str, spoiled: Spoiled) -> None:
    spoiled.put(path, b"MZ")
    verdict = verify(spoiled.root, with_form=False)
    (notice,) = verdict.findings
    assert verdict.ok
    assert (notice.severity, notice.code) == (Severity.NOTICE, "bundle.system")
    assert path not in verdict.files
    assert path.split("/")[0] in notice.message or path in notice.message


def test_what_the_system_left_is_told_in_one_sentence(spoiled: Spoiled) -> None:
    for number in range(12):
        spoiled.put(f"{SCANNED}/._{number}.pdf", b"")
    (notice,) = verify(spoiled.root, with_form=False).findings
    assert "等 12 个" in notice.message


@pytest.mark.parametrize(
    "path",
    [
        *("Thumbs.db.exe", "data/Thumbs.db/x.pdf", "desktop.ini.txt", "._x.exe", "~$x.exe"),
        *("$RECYCLE.BIN.pdf", ".~x.pdf", "x/.DS_Store2", "System Volume Information"),
    ],
)
def test_what_only_looks_like_it_is_refused(path: str, spoiled: Spoiled) -> None:
    spoiled.put(path)
    assert not verify(spoiled.root, with_form=False).ok


def test_a_large_one_is_refused(spoiled: Spoiled) -> None:
    spoiled.put("Thumbs.db", b"")
    os.truncate(spoiled.root / "Thumbs.db", LARGEST_SYSTEM_FILE + 1)
    assert codes(spoiled.root) == {"bundle.unlisted"}


def test_one_that_is_listed_is_held_to_its_hash(spoiled: Spoiled) -> None:
    spoiled.list_(f"{SCANNED}/Thumbs.db", b"listed")
    spoiled.put(f"{SCANNED}/Thumbs.db", b"changed")
    assert "bundle.changed" in codes(spoiled.root)


def test_a_link_of_such_a_name_is_refused(spoiled: Spoiled) -> None:
    (spoiled.root / "Thumbs.db").symlink_to(spoiled.outside)
    assert codes(spoiled.root) == {"bundle.link.symbolic"}


def test_a_folder_of_the_system_that_cannot_be_read_is_no_damage(
    spoiled: Spoiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    (spoiled.root / "System Volume Information").mkdir()
    listed = FolderTree.entries

    def barred(tree: FolderTree, cancelled: object = None) -> dict[str, TreeEntry]:
        found = listed(tree)
        name = "System Volume Information"
        found[name] = replace(found[name], kind=EntryKind.UNREADABLE)
        return found

    monkeypatch.setattr(FolderTree, "entries", barred)
    (notice,) = verify(spoiled.root, with_form=False).findings
    assert notice.code == "bundle.system"


def _renamed(root: Path, name_of: Callable[[str], str]) -> None:
    """Every name in ``root`` as a tool has written it that took it for another encoding."""
    for folder, folders, files in os.walk(root, topdown=False):
        for at, name in enumerate((*folders, *files)):
            old, new = Path(folder, name), Path(folder, name_of(name))
            old.rename(new.with_stem(f"{new.stem}{at}") if new != old and new.exists() else new)


GARBLED = {
    "gbk-as-cp437": lambda name: name.encode("gbk").decode("cp437"),
    "gbk-as-latin-1": lambda name: name.encode("gbk").decode("latin-1"),
    "utf-8-as-cp437": lambda name: name.encode().decode("cp437"),
    "utf-8-as-gbk": lambda name: name.encode().decode("gbk", errors="replace"),
    "raw-bytes": lambda name: os.fsdecode(name.encode("gbk")),
    "replaced": lambda name: "".join(c if c.isascii() else chr(0xC0 + ord(c) % 23) for c in name),
    "question-marks": lambda name: "".join(c if c.isascii() else "?" for c in name),
}


@pytest.mark.parametrize("way", GARBLED)
def test_garbled_names_are_one_sentence(way: str, spoiled: Spoiled) -> None:
    _renamed(spoiled.root, GARBLED[way])
    verdict = verify(spoiled.root)
    (finding,) = verdict.findings
    assert finding.code == "bundle.garbled"
    assert "文件名乱码" in finding.message
    assert "直接接收原来的压缩包，或重新解压" in finding.message
    assert verdict.applicant


def test_a_program_among_garbled_names_is_told(spoiled: Spoiled) -> None:
    _renamed(spoiled.root, GARBLED["gbk-as-cp437"])
    spoiled.put("setup.exe", b"MZ")
    assert codes(spoiled.root) == {"bundle.garbled", "bundle.program"}


def test_one_missing_evidence_file_is_one_finding(spoiled: Spoiled) -> None:
    next((spoiled.root / ORIGINALS).iterdir()).unlink()
    found = [each.code for each in verify(spoiled.root).findings if each.severity is Severity.ERROR]
    assert found == ["bundle.missing"]
    codes = [e.code for e in verify(spoiled.root).findings if e.path.startswith("evidence")]
    assert not [code for code in codes if "file" in code]
