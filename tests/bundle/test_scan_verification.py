"""The scanned book of a bundle is read page by page when it is verified."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jbgs_desktop.bundle.bagit_profile import PageFacts
from jbgs_desktop.bundle.verdict import Verdict
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.documents.page_code import PageCode, proof_of, short_code
from tests.bundle.small_bundles import an_application, info_of, payload_of, write_bundle
from tests.scans.scanner import Way, printed, save_pdf

WAY = Way(dpi=200)
TOTAL = 4
Codes = list[PageCode | None]
Wrote = Callable[..., Verdict]


@pytest.fixture
def right() -> list[PageCode]:
    """The codes on the pages of the book that the bundle is of."""
    application = an_application()
    info = info_of(application, payload_of(application))
    return [
        PageCode(info.application, info.code, page, TOTAL, proof_of(info.digest))
        for page in range(1, TOTAL + 1)
    ]


@pytest.fixture
def wrote(tmp_path: Path) -> Wrote:
    """The verdict on a bundle whose scans have these codes."""

    def write(codes: Codes, *, proves: bool = True, by_hand: tuple[int, ...] = ()) -> Verdict:
        file = tmp_path / "全册.pdf"
        save_pdf([printed(code, WAY.dpi) for code in codes], [WAY] * len(codes), file)
        folder = tmp_path / f"包{len(list(tmp_path.iterdir()))}"
        write_bundle(
            folder,
            an_application(),
            whole=file.read_bytes(),
            info={"pages": PageFacts(proves, by_hand)},
        )
        return verify(folder, with_form=False, thorough=True)

    return write


def found(verdict: Verdict) -> list[tuple[str, str]]:
    """Severity and code of what is said of the scans."""
    return [
        (each.severity.value, each.code.removeprefix("bundle.scan."))
        for each in verdict.findings
        if each.code.startswith("bundle.scan.")
    ]


def test_the_pages_of_this_content_are_right(right: Codes, wrote: Wrote) -> None:
    verdict = wrote(right)
    assert found(verdict) == []
    assert verdict.ok


def test_a_page_that_proves_another_content_refuses(right: list[PageCode], wrote: Wrote) -> None:
    code = right[1]
    forged = PageCode(code.application, code.version, 2, TOTAL, code.proof[:9] + "7" * 17)
    verdict = wrote([right[0], forged, *right[2:]])
    assert ("error", "content") in found(verdict)
    assert not verdict.ok
    (message,) = (each.message for each in verdict.findings if each.code == "bundle.scan.content")
    assert "第 2 页的核验码和申报数据相同" in message


def test_pages_of_others_and_missing_ones_refuse(right: list[PageCode], wrote: Wrote) -> None:
    other = PageCode("ZZZZ2222", right[3].version, 4, TOTAL, right[3].proof)
    assert found(wrote([*right[:3], other])) == [("error", "foreign"), ("error", "missing")]


def test_a_page_without_a_code_has_to_be_assigned(right: Codes, wrote: Wrote) -> None:
    assert found(wrote([*right[:3], None])) == [("error", "missing")]


def test_a_page_that_a_person_has_assigned_is_told(right: Codes, wrote: Wrote) -> None:
    verdict = wrote([*right[:3], None], by_hand=(4,))
    assert found(verdict) == [("warning", "by-hand")]
    assert verdict.ok


def test_an_older_bundle_is_told_as_such(right: list[PageCode], wrote: Wrote) -> None:
    old = [PageCode(each.application, each.version, each.page, TOTAL) for each in right]
    verdict = wrote([*old[:3], None], proves=False)
    assert found(verdict) == [("warning", "unread-pages"), ("notice", "first-kind")]
    assert verdict.ok


def test_a_bundle_that_says_its_pages_prove_it_has_no_older_pages(
    right: list[PageCode], wrote: Wrote
) -> None:
    old = PageCode(right[0].application, right[0].version, 1, TOTAL)
    assert found(wrote([old, *right[1:]])) == [("error", "wrong-kind")]


def test_a_book_without_any_code_is_refused_where_it_ought_to_have_them(wrote: Wrote) -> None:
    assert found(wrote([None, None])) == [("error", "no-code")]


def test_a_page_of_another_version_refuses(right: list[PageCode], wrote: Wrote) -> None:
    proof = "Z" * 26
    old = PageCode(right[0].application, short_code(proof), 1, TOTAL, proof)
    assert found(wrote([old, *right[1:]])) == [("error", "version"), ("error", "missing")]


def test_scans_that_nobody_can_read_are_told(right: Codes, tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "包", an_application(), info={"pages": PageFacts(proves=True)})
    verdict = verify(folder, with_form=False, thorough=True)
    assert found(verdict) == [("error", "broken")]
    assert found(verify(folder, with_form=False)) == []
    old = verify(write_bundle(tmp_path / "旧", an_application()), with_form=False, thorough=True)
    assert found(old) == [("warning", "unread")]


def test_pages_in_another_order_or_twice_are_told(right: Codes, wrote: Wrote) -> None:
    assert found(wrote([*right, right[1]])) == [("error", "displaced")]
    (said,) = found(wrote([right[1], right[0], *right[2:]]))
    assert said == ("error", "displaced")
    assert found(wrote([*right, None], proves=False))[0] == ("warning", "displaced")
