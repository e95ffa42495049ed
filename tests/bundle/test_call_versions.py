"""A bundle is checked by the version of the call pack that it was made by, or the nearest here."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from jbgs_desktop.bundle.bagit_profile import CALL_VERSION, INFO
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.forms.calls.call_file import install_call, read_call_file, write_call_file
from jbgs_desktop.office.intake import receive_bundles
from jbgs_desktop.office.registration import received_entry
from tests.bundle.small_bundles import CALL, an_application, write_bundle
from tests.forms.calls.test_call_file import ORIGIN, edited, pack_of

_OLDER, _STRICT, _NEWEST = "2000.1", "2098.1", "2099.1"


@pytest.fixture(autouse=True)
def packs(tmp_path: Path) -> None:
    """Beside the built-in version a strict newer one, and a newest one like the built-in."""
    for version, words in ((_STRICT, 5), (_NEWEST, 5000)):
        folder = pack_of(tmp_path, version)
        limit = {"words": words, "hard": True}
        edited(folder, "call.json", partial(_limited, limit))
        write_call_file(folder, ORIGIN, tmp_path / "new.jbgscall")
        install_call(read_call_file(tmp_path / "new.jbgscall"))


def _limited(limit: dict[str, Any], tree: dict[str, Any]) -> None:
    tree["limits"]["unit.profile"] = limit


def bundle(tmp_path: Path, version: str) -> Path:
    """A good bundle that says it was made by ``version``; one of an older program with ""."""
    return write_bundle(tmp_path / f"包{version}", an_application(), info={"call_version": version})


def is_strict(verdict: Verdict) -> bool:
    return any(each.path == "unit.profile" for each in verdict.findings)


def messages(verdict: Verdict) -> list[str]:
    return [each.message for each in verdict.findings if each.code == "bundle.call.version"]


@pytest.mark.parametrize(
    ("version", "strict"),
    [(CALL.version, False), (_STRICT, True), (_NEWEST, False), ("", False)],
)
def test_the_version_that_it_names_is_taken(tmp_path: Path, version: str, strict: bool) -> None:
    verdict = verify(bundle(tmp_path, version))
    assert (verdict.ok, verdict.call_version) == (True, version)
    assert (is_strict(verdict), messages(verdict)) == (strict, [])


@pytest.mark.parametrize(
    ("version", "used"),
    [(_OLDER, CALL.version), ("2098.0.9", _STRICT), ("2100.1", _NEWEST), ("新版", CALL.version)],
)
def test_the_nearest_version_stands_in_and_that_is_told(
    tmp_path: Path, version: str, used: str
) -> None:
    verdict = verify(bundle(tmp_path, version))
    assert verdict.ok
    (sentence,) = messages(verdict)
    assert f"按通知数据 {version} 版填写" in sentence
    assert f"按 {used} 版检查" in sentence
    assert is_strict(verdict) == (used == _STRICT)


def test_a_bundle_of_an_older_program_has_no_such_line(tmp_path: Path) -> None:
    assert CALL_VERSION not in (bundle(tmp_path, "") / INFO).read_text()


def test_the_register_holds_a_bundle_against_its_own_version(tmp_path: Path) -> None:
    places = [bundle(tmp_path, version) for version in (CALL.version, _STRICT, _OLDER)]
    entries = {
        entry.call_version: entry
        for entry in map(received_entry, receive_bundles(places, tmp_path / "in"))
        if not entry.reason
    }
    assert set(entries) == {CALL.version, _STRICT, _OLDER}
    for version, entry in entries.items():
        codes = {problem.code for problem in entry.problems}
        paths = {problem.path for problem in entry.problems}
        assert ("unit.profile" in paths) == (version == _STRICT)
        assert ("bundle.call.version" in codes) == (version == _OLDER)
