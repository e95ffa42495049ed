"""What stands under the small pictures of 盖章与扫描, and in the line above them."""

from collections.abc import Mapping

from jbgs_desktop.finalise.record import Fault, ScannedPage
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.findings import scan_label
from jbgs_desktop.scans.matcher import BookPage, PageState, ScanKind, ScanReport
from jbgs_desktop.ui.preview.page_grid import Tile
from jbgs_desktop.ui.widgets.signs import DONE, signed

_STATES = {
    PageState.MATCHED: DONE,
    PageState.POOR: Severity.WARNING,
    PageState.MISSING: Severity.ERROR,
    PageState.OTHER_VERSION: Severity.ERROR,
}
_KINDS = {
    ScanKind.DOUBLE: Severity.NOTICE,
    ScanKind.OTHER_VERSION: Severity.ERROR,
    ScanKind.FOREIGN: Severity.ERROR,
    ScanKind.WITHOUT_CODE: Severity.WARNING,
    ScanKind.BLANK: Severity.NOTICE,
    ScanKind.LEFT_OUT: Severity.NOTICE,
}


def page_tiles(report: ScanReport, seals: Mapping[int, tuple[int, int]]) -> list[Tile]:
    """A tile for each page of the book; ``seals`` says how many spots of a page were seen."""
    if not report.found:  # nothing is missing before the first scan
        return [
            Tile(page.page, f"第 {page.page} 页", "未扫描", Severity.NOTICE, ghost=True)
            for page in report.pages
        ]
    tiles = []
    for page in report.pages:
        words = _words(page)
        if page.taken and page.page in seals:
            words += " · 章签 {}/{}".format(*seals[page.page])
        ghost = page.taken is None and not page.outdated
        tiles.append(Tile(page.page, f"第 {page.page} 页", words, _STATES[page.state], ghost))
    return tiles


def _words(page: BookPage) -> str:
    if page.state == PageState.OTHER_VERSION:
        return f"旧版（第 {page.version} 版）" if page.version else page.state.word
    if page.state == PageState.POOR and page.taken:
        return _fault(page.taken)
    by_hand = page.taken is not None and page.taken.by_hand
    return "人工指定" if by_hand else page.state.word


def _fault(scan: ScannedPage) -> str:
    if Fault.LOW_DPI in scan.faults:
        return f"{scan.dpi} dpi"
    return "、".join(fault.word for fault in scan.faults if fault is not Fault.BLANK)


def loose_tiles(report: ScanReport) -> list[Tile]:
    """A tile for each scan that stands for no page of the book."""
    shown = {page.outdated[0].key for page in report.pages if page.outdated and not page.taken}
    tiles = []
    for scan in report.found:
        kind = report.kinds[scan.key]
        if kind is ScanKind.TAKEN or scan.key in shown:
            continue
        words = kind.word
        if kind in (ScanKind.DOUBLE, ScanKind.OTHER_VERSION, ScanKind.LEFT_OUT) and (
            page := scan.page
        ):
            words += f"（第 {page} 页）"
        tiles.append(
            Tile(scan.key, scan_label(scan).replace("“", "").replace("”", " "), words, _KINDS[kind])
        )
    return tiles


def summary(report: ScanReport) -> list[tuple[Severity | None, str]]:
    """Each count behind the sign of its severity."""
    loose = {kind: len(report.of_kind(kind)) for kind in _KINDS}
    pages = (PageState.MATCHED, PageState.MISSING, PageState.OTHER_VERSION, PageState.POOR)
    counts = [
        *((_STATES[state], state.word, report.count(state)) for state in pages),
        (_KINDS[ScanKind.WITHOUT_CODE], "无码", loose[ScanKind.WITHOUT_CODE]),
        (_KINDS[ScanKind.FOREIGN], "其他申报", loose[ScanKind.FOREIGN]),
        (_KINDS[ScanKind.DOUBLE], "重复", loose[ScanKind.DOUBLE]),
        (_KINDS[ScanKind.BLANK], "空白", loose[ScanKind.BLANK]),
        (_KINDS[ScanKind.LEFT_OUT], "不采用", loose[ScanKind.LEFT_OUT]),
    ]
    return [(found, signed(found, f"{word} {number}")) for found, word, number in counts if number]
