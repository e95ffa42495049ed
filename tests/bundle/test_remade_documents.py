"""The documents of a bundle are made again in children: what is said when that is not possible."""

from pathlib import Path

import pytest

from jbgs_desktop.bundle import layout, remade_documents
from jbgs_desktop.bundle.contents import checking_page
from jbgs_desktop.bundle.remade_documents import remade_findings
from jbgs_desktop.bundle.remade_worker import CHECKERS
from jbgs_desktop.documents.export import RENDERING
from tests.bundle.forged_bundles import (
    NO_RELEASE,
    GoodBundle,
    forge,
    good_bundle,
    with_part,
)
from tests.bundle.small_bundles import hashed


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> GoodBundle:
    return good_bundle(tmp_path_factory.mktemp("good"))


def test_what_the_program_wrote_is_the_same(good: GoodBundle) -> None:
    assert remade_findings(good.folder) == ()


def test_a_difference_of_another_release_is_told_in_the_words_of_both(
    good: GoodBundle, tmp_path: Path
) -> None:
    other = with_part("word/document.xml", "示例", "另例")
    folder = forge(good, tmp_path, {layout.DOCX: other}, NO_RELEASE)
    (finding,) = remade_findings(folder)
    assert "另例" in finding.message and "示例" in finding.message
    assert "未能逐字节核对" in finding.message


@pytest.mark.parametrize(
    ("is_ours", "said"), [(True, ("error", "refused")), (False, ("warning", "unmade"))]
)
def test_what_takes_too_long_is_refused_where_this_release_has_made_it(
    good: GoodBundle, monkeypatch: pytest.MonkeyPatch, is_ours: bool, said: tuple[str, str]
) -> None:
    monkeypatch.setattr(remade_documents, "_SECONDS", 0.01)
    found = remade_findings(good.folder, is_ours=is_ours)
    assert [(each.severity.value, each.code) for each in found] == [
        (said[0], f"bundle.made.{said[1]}")
    ] * 2
    assert {"用的时间太长" in each.message for each in found} == {True}


def test_children_that_do_not_start_refuse_nothing(
    good: GoodBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remade_documents, "_TASK", "tests.child_tasks:is_not_there")
    found = remade_findings(good.folder)
    assert {each.code for each in found} == {"bundle.made.unmade"}


def test_data_that_this_release_cannot_print_are_refused(good: GoodBundle, tmp_path: Path) -> None:
    """A forger may say that the book is ours, and let it be one that nobody can make."""
    unprinted = good.application.set("unit.profile", "公司有\U0001f600。")
    change = {layout.APPLICATION: unprinted.to_json().encode()}
    assert [each.code for each in remade_findings(forge(good, tmp_path, change, {}))][:1] == [
        "bundle.made.refused"
    ]


def test_nothing_is_said_once_it_was_cancelled(good: GoodBundle) -> None:
    assert remade_findings(good.folder, lambda: True) == ()


def test_a_child_says_only_what_there_are_sentences_for(
    good: GoodBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remade_documents, "_TASK", "tests.child_tasks:says_what_it_likes")
    found = remade_findings(good.folder)
    assert [each.code for each in found] == ["bundle.made.refused"] * 2


def test_the_checking_page_of_this_release_is_known_to_later_ones() -> None:
    digest = hashed(checking_page()).digest
    assert digest in CHECKERS[str(RENDERING)], (
        "校验.html has changed: raise RENDERING (documents/export.py), and add its digest under "
        f"the new number to CHECKERS (bundle/remade_worker.py): {digest}"
    )
