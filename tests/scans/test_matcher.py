from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.documents.page_code import PageCode, short_code
from jbgs_desktop.finalise.record import Fault, ScannedPage
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.findings import findings
from jbgs_desktop.scans.matcher import (
    Expected,
    PageState,
    ScanKind,
    ScanReport,
    assign,
    leave_out,
    match_pages,
)
from jbgs_desktop.scans.reader import UnreadableScan

MINE, OTHER = "AAAA1111", "BBBB2222"
NOW, OLD, UNKNOWN = "K7QD28FMX4", "K7QD28FMX5", "K7QD28FMX6"
PARTS = (PartPages("cover", "封面", 1, 1), PartPages("form", "申 报 表", 2, 5))
EXPECTED = Expected(MINE, NOW, 5, PARTS, {OLD: 2, NOW: 3})


def scan(
    at: int,
    page: int | None,
    version: str = NOW,
    *,
    application: str = MINE,
    faults: tuple[Fault, ...] = (),
    total: int = 5,
    dpi: int = 200,
) -> ScannedPage:
    code = PageCode(application, version, page, total) if page else None
    qr = str(code) if code else ""
    return ScannedPage(file="扫描.pdf", index=at, dpi=dpi, faults=faults, qr=qr).by_its_code()


def scans(*pages: int | None) -> list[ScannedPage]:
    return [scan(at, page) for at, page in enumerate(pages)]


def sentences(report: ScanReport, unread: Sequence[UnreadableScan] = ()) -> list[str]:
    return [finding.sentence for finding in findings(report, unread)]


def test_pages_in_any_order_make_the_book() -> None:
    report = match_pages(scans(3, 5, 1, 2, 4), EXPECTED)
    assert report.is_complete
    assert [found.index for found in report.order] == [2, 3, 0, 4, 1]
    assert findings(report) == ()


def test_a_missing_page_is_named_by_its_place_in_its_part() -> None:
    report = match_pages(scans(1, 2, 4, 5), EXPECTED)
    assert not report.is_complete
    assert sentences(report) == ["第 3 页缺失。请补扫申报表第 2 页。"]
    assert report.pages[2].state == PageState.MISSING


def test_nothing_scanned_misses_every_page() -> None:
    report = match_pages([], EXPECTED)
    assert not report.is_complete
    assert report.count(PageState.MISSING) == 5
    assert sentences(report) == ["5 页都没有扫描件。请扫描盖章、签字后的整册材料。"]


@pytest.mark.parametrize(("version", "words"), [(OLD, "第 2 版"), (UNKNOWN, "另一个版本")])
def test_a_page_of_another_version_does_not_count(version: str, words: str) -> None:
    report = match_pages([*scans(1, 2, 3, 4), scan(9, 5, version)], EXPECTED)
    assert not report.is_complete
    assert report.pages[4].state == PageState.OTHER_VERSION
    (sentence,) = sentences(report)
    assert f"第 5 页（申报表第 4 页）是{words}。" in sentence
    assert "请重新打印这一页" in sentence


def test_a_page_of_another_version_beside_the_right_one_is_only_told() -> None:
    report = match_pages([scan(9, 5, OLD), *scans(1, 2, 3, 4, 5)], EXPECTED)
    assert report.is_complete
    assert [finding.severity for finding in findings(report)] == ["notice"]
    assert "第 5 页另有其他版本" in sentences(report)[0]


def test_a_page_that_proves_another_content_is_not_taken_for_its_short_code() -> None:
    proofs = ["K7QD28FMX" + filler * 17 for filler in "78"]
    now = short_code(proofs[0])
    codes = [PageCode(MINE, now, page, 2, proofs[page == 2]) for page in (1, 2)]
    found = [
        ScannedPage(file="扫描.pdf", index=at, dpi=200, qr=str(code)).by_its_code()
        for at, code in enumerate(codes)
    ]
    report = match_pages(found, Expected(MINE, now, 2, (), {now: 1}, proofs[0]))
    assert [report.kinds[each.key] for each in found] == [ScanKind.TAKEN, ScanKind.OTHER_VERSION]
    assert [page.version for page in report.pages] == [None, None]
    # Paper of an older program proves nothing, and counts as it did.
    assert match_pages(
        [scan(0, 1, now, total=1)], Expected(MINE, now, 1, proof=proofs[0])
    ).is_complete


def test_a_version_with_another_number_of_pages_is_another_version() -> None:
    report = match_pages([*scans(1, 2, 3, 4), scan(9, 6, OLD, total=6)], EXPECTED)
    assert report.pages[4].state == PageState.MISSING
    assert any("本版没有这些页" in sentence for sentence in sentences(report))


def test_a_page_of_another_application_is_never_taken() -> None:
    report = match_pages([*scans(1, 2, 3, 4), scan(9, 5, application=OTHER)], EXPECTED)
    assert report.pages[4].state == PageState.MISSING
    assert report.kinds["扫描.pdf", 9] == ScanKind.FOREIGN
    assert any("另一份申报" in sentence for sentence in sentences(report))


def test_of_two_copies_the_first_whole_one_is_taken() -> None:
    report = match_pages(scans(1, 2, 4, 5, 1, 2, 3, 4, 5), EXPECTED)
    assert [found.index for found in report.order] == [4, 5, 6, 7, 8]
    assert len(report.of_kind(ScanKind.DOUBLE)) == 4
    assert report.copies == 2
    (sentence,) = sentences(report)
    assert "第 1–2、4–5 页" in sentence and "只能按扫描的先后顺序区分" in sentence


def test_a_page_scanned_again_because_it_was_poor_replaces_the_first_scan() -> None:
    poor = scan(0, 1, faults=(Fault.BLURRED,))
    report = match_pages([poor, *scans(1, 2, 3, 4, 5)[1:], scan(9, 1)], EXPECTED)
    assert report.order[0].index == 9
    assert report.pages[0].state == PageState.MATCHED


WORDS = {
    Fault.LOW_DPI: "只有 150 dpi，低于 200 dpi",
    Fault.BLURRED: "模糊",
    Fault.CUT_OFF: "被裁切",
    Fault.SKEWED: "歪斜",
}


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.BLANK])
def test_a_poor_page_counts_and_is_told(fault: Fault) -> None:
    poor = scan(9, 2, faults=(fault,), dpi=150)
    report = match_pages([poor, *scans(1, 3, 4, 5)], EXPECTED)
    assert report.is_complete
    assert report.pages[1].state == PageState.POOR
    (finding,) = findings(report)
    assert (
        finding.severity is Severity.WARNING
        and finding.page == 2
        and WORDS[fault] in finding.sentence
    )


def test_blank_backs_are_counted_and_passed_over() -> None:
    back = scan(9, None, faults=(Fault.BLANK,))
    report = match_pages([*scans(1, 2, 3), back, *(scan(7 + p, p) for p in (4, 5))], EXPECTED)
    assert report.is_complete
    assert sentences(report) == ["有 1 页空白页，按双面扫描的背面处理，没有采用。"]


@pytest.mark.parametrize(
    ("order", "suggested"),
    [
        ((1, 2, None, 4, 5), {2: 3}),
        ((5, 4, None, 2, 1), {2: 3}),
        ((1, None, None, 4, 5), {1: 2, 2: 3}),
        ((None, 2, 3, 4, 5), {0: 1}),
        ((1, 2, 3, 4, None), {4: 5}),
        ((1, 2, None, 5), {}),  # one scan in a gap of two
        ((1, 2, 3, None, 4, 5), {}),
        ((None,), {}),
        ((1, 2, None, 4, 5, 3), {}),  # the page has come elsewhere
    ],
)
def test_a_page_without_a_code_is_suggested_but_never_assigned(
    order: tuple[int | None, ...], suggested: dict[int, int]
) -> None:
    report = match_pages(scans(*order), EXPECTED)
    assert {index: page for (_, index), page in report.suggested.items()} == suggested
    assert all(found.page_code is not None for found in report.order)


def test_a_person_assigns_a_page_and_takes_it_back() -> None:
    found = scans(1, 2, None, 4, 5)
    key = found[2].key
    by_hand = assign(found, key, 3, EXPECTED)
    assert match_pages(by_hand, EXPECTED).is_complete
    again = match_pages(assign(by_hand, key, None, EXPECTED), EXPECTED)
    assert again.kinds[key] == ScanKind.WITHOUT_CODE
    assert "没有读出页脚的二维码" in sentences(again)[-1]


def test_what_is_left_out_counts_for_nothing_until_it_is_taken_in_again() -> None:
    found = scans(1, 2, 3, 4, 5)
    out = leave_out(found, found[0].key)
    assert match_pages(out, EXPECTED).pages[0].state == PageState.MISSING
    assert match_pages(leave_out(out, found[0].key, False), EXPECTED).is_complete


def test_a_file_that_could_not_be_read_is_among_the_findings() -> None:
    report = match_pages(scans(1, 2, 3, 4, 5), EXPECTED)
    assert sentences(report, [UnreadableScan("x.pdf", None, "无法读取“x.pdf”：坏了。")]) == [
        "无法读取“x.pdf”：坏了。"
    ]


ANY_SCAN = st.tuples(
    st.integers(1, 5) | st.none(),
    st.sampled_from([NOW, NOW, OLD, UNKNOWN]),
    st.sampled_from([MINE, MINE, MINE, OTHER]),
    st.sampled_from([(), (), (Fault.SKEWED,), (Fault.BLANK,)]),
)


@given(st.lists(ANY_SCAN, max_size=14))
def test_only_scans_of_this_version_stand_for_pages(
    drawn: list[tuple[int | None, str, str, tuple[Fault, ...]]],
) -> None:
    found = [
        scan(at, page, version, application=application, faults=faults)
        for at, (page, version, application, faults) in enumerate(drawn)
    ]
    report = match_pages(found, EXPECTED)
    right = {
        page for page, version, application, _ in drawn if (version, application) == (NOW, MINE)
    }
    assert {page.page for page in report.pages if page.taken} == right - {None}
    assert report.is_complete == (right >= {1, 2, 3, 4, 5})
    for page in report.pages:
        if page.taken is not None:
            assert page.taken.page_code == PageCode(MINE, NOW, page.page, 5)
    assert set(report.kinds) == {each.key for each in found}
    taken = report.of_kind(ScanKind.TAKEN)
    assert sorted(each.key for each in taken) == sorted(each.key for each in report.order)
    errors = [finding for finding in findings(report) if finding.severity is Severity.ERROR]
    assert bool(errors) != report.is_complete
