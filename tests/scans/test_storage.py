"""Scans as the record keeps them: nothing is lost on the way there and back."""

from dataclasses import replace

import pytest

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.finalise.record import Fault, Record, ScannedPage, parse_record
from jbgs_desktop.scans.matcher import Expected, ScanKind, assign, match_pages

BOOK = Expected("APPLICA1", "VERSION001", 4)
NEXT = replace(BOOK, code="VERSION002")
SCAN = ScannedPage(
    file="scans/a.jpg",
    index=0,
    turn=90,
    dpi=200,
    faults=(Fault.BLURRED,),
    qr=str(PageCode(BOOK.application, BOOK.code, 2, 4)),
    width=1654,
    height=2339,
    corners=((1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0)),
).by_its_code()
UNKNOWN = ScannedPage(file="scans/a.jpg", index=0, dpi=200)
(BY_HAND,) = assign([UNKNOWN], UNKNOWN.key, 3, BOOK)


def kept(scan: ScannedPage) -> ScannedPage:
    """``scan`` as it comes back from a record."""
    (again,) = parse_record(Record().thorough((scan,)).model_dump_json(), "草稿").scans
    return again


@pytest.mark.parametrize("scan", [SCAN, UNKNOWN, BY_HAND, SCAN.without()])
def test_a_scan_comes_back_as_it_was(scan: ScannedPage) -> None:
    assert kept(scan) == scan


def test_the_small_picture_of_a_scan_is_not_kept() -> None:
    assert kept(SCAN.with_picture(b"JPEG")) == SCAN


def test_what_a_person_assigned_counts_for_that_version_only() -> None:
    assert match_pages([BY_HAND], BOOK).pages[2].taken == BY_HAND
    report = match_pages([BY_HAND], NEXT)
    assert report.kinds[BY_HAND.key] is ScanKind.OTHER_VERSION
    assert not any(page.taken for page in report.pages)
