"""Scans as the record keeps them: nothing is lost on the way there and back."""

from dataclasses import replace

import pytest

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.finalise.record import Fault
from jbgs_desktop.scans.matcher import Expected, ScanKind, match_pages
from jbgs_desktop.scans.reader import ScannedPage
from jbgs_desktop.scans.storage import entries_of, scans_of

BOOK = Expected("APPLICA1", "VERSION001", 4)
NEXT = replace(BOOK, code="VERSION002")
CODE = PageCode(BOOK.application, BOOK.code, 2, 4)
SCAN = ScannedPage(
    "scans/a.jpg",
    0,
    CODE,
    90,
    200,
    (Fault.BLURRED,),
    1654,
    2339,
    ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0)),
)


@pytest.mark.parametrize(
    "scan",
    [
        SCAN,
        replace(SCAN, code=None, corners=None),
        replace(SCAN, code=None, corners=None, page=3),
        SCAN.without(),
    ],
)
def test_a_scan_comes_back_as_it_was(scan: ScannedPage) -> None:
    assert scans_of(entries_of([scan], BOOK), BOOK) == (scan,)


def test_what_a_person_assigned_counts_for_that_version_only() -> None:
    by_hand = replace(SCAN, code=None, corners=None, page=3)
    later = scans_of(entries_of([by_hand], BOOK), NEXT)
    report = match_pages(later, NEXT)
    assert report.kinds[by_hand.key] is ScanKind.OTHER_VERSION
    assert not any(page.taken for page in report.pages)
