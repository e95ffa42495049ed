"""``jbgs verify`` as a script calls it (docs/developer/interface.md)."""

import shutil
from pathlib import Path

import pytest

from jbgs_desktop.bundle.layout import README
from tests.bundle.small_bundles import an_application, write_bundle
from tests.cli.test_commands import as_json, error_output, jbgs


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    write_bundle(tmp_path / "优盘" / "包", an_application())
    return tmp_path / "优盘"


def test_a_good_bundle(stick: Path) -> None:
    application = an_application()
    for folder in (stick, stick / "包"):
        result = jbgs("verify", folder, "--json")
        verdict = as_json(result)
        assert result.returncode == 0
        assert set(verdict) == {"ok", "applicant", "track", "version_code", "findings"}
        assert verdict["ok"] is True
        assert verdict["applicant"] == application.unit.name
        assert verdict["track"] == application.track
        assert len(verdict["version_code"]) == 10
        # Its scans and documents are none that the program makes, and it claims no release.
        codes = [e["code"] for e in verdict["findings"] if e["severity"] != "notice"]
        made = {f"bundle.made.{rule}" for rule in ("older", "unreadable")}
        assert set(codes) == {"bundle.scan.unread", *made}


def test_a_changed_bundle(stick: Path) -> None:
    (stick / "包" / README).write_text("changed")
    result = jbgs("verify", stick, "--json")
    verdict = as_json(result)
    assert (result.returncode, verdict["ok"]) == (1, False)
    (error,) = (each for each in verdict["findings"] if each["severity"] == "error")
    assert error["code"] == "bundle.changed"
    assert error["path"] == README


def test_the_outcome_comes_first(stick: Path) -> None:
    good = jbgs("verify", stick)
    assert (good.returncode, error_output(good)) == (0, "")
    assert good.stdout.decode().startswith(
        "结论：报送包完整，没有改动。扫描件的内容、盖章和签字要对照纸质件。\n"
    )
    (stick / "包" / README).unlink()
    bad = jbgs("verify", stick, environment={"LC_ALL": "C"})
    assert bad.returncode == 1
    assert bad.stdout.decode().startswith("结论：报送包不能接收，有 1 处问题。\n")
    assert "[bundle.missing]" in bad.stdout.decode()


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_what_is_no_folder_cannot_be_verified(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").touch()
    result = jbgs("verify", tmp_path / name, "--json")
    assert (result.returncode, result.stdout) == (2, b"")
    assert error_output(result).count("\n") == 1


def test_one_of_several_has_to_be_named(stick: Path) -> None:
    shutil.copytree(stick / "包", stick / "另一包")
    result = jbgs("verify", stick, "--json")
    assert (result.returncode, result.stdout) == (2, b"")
    assert "“包”、“另一包”" in error_output(result)
