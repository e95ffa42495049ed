"""A bundle is read in a child: the verdict is the same, what a child cannot bear is an error."""

from pathlib import Path

import pytest

from jbgs_desktop.bundle import confined_verify
from jbgs_desktop.bundle.confined_verify import verify_confined
from jbgs_desktop.bundle.layout import APPLICATION
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.errors import BundleError, FileAccessError
from tests.bundle.small_bundles import an_application, write_bundle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "包", an_application())


def codes(verdict: Verdict) -> list[tuple[str, str]]:
    return [(each.severity.value, each.code) for each in verdict.findings]


def test_the_verdict_is_that_of_the_program_itself(folder: Path) -> None:
    assert verify_confined(folder) == verify(folder)
    (folder / APPLICATION).write_bytes(b"{}")
    refused = verify_confined(folder)
    assert not refused.ok
    assert refused == verify(folder)


def test_how_far_it_is_comes_out_of_the_child(folder: Path) -> None:
    steps: list[tuple[int, int]] = []
    verdict = verify_confined(folder, progress=lambda done, total: steps.append((done, total)))
    size = sum(each.size for each in verdict.files.values())
    assert steps[-1][0] == steps[-1][1] >= size > 0


def test_what_takes_too_long_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined_verify, "_SECONDS", 0.001)
    verdict = verify_confined(folder)
    assert codes(verdict) == [("error", "bundle.unverified")]
    assert not verdict.ok and "用的时间太长" in verdict.findings[0].message


def test_a_child_that_does_not_start_says_nothing_of_the_bundle(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined_verify, "_TASK", "tests.child_tasks:is_not_there")
    with pytest.raises(BundleError, match="没有启动"):
        verify_confined(folder)


def test_a_child_that_answers_what_cannot_be_true_is_not_believed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined_verify, "_TASK", "tests.child_tasks:says_what_it_likes")
    verdict = verify_confined(folder, thorough=True)
    assert codes(verdict) == [("error", "bundle.unverified")]


def test_once_cancelled_there_is_no_verdict(folder: Path) -> None:
    assert codes(verify_confined(folder, cancelled=lambda: True)) == [("error", "bundle.cancelled")]


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError):
        verify_confined(tmp_path / "没有")
