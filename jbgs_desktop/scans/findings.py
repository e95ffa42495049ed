"""What a scan report says to the user: what is wrong with which page, and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.finalise.record import Fault, ScannedPage
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.scans.matcher import BookPage, BookPageKey, PageState, ScanKind, ScanReport
from jbgs_desktop.scans.reader import UnreadableScan

_ADVICE = {
    Fault.LOW_DPI: "分辨率只有 {dpi} dpi，低于 200 dpi，字迹可能不清，建议重新扫描这一页",
    Fault.BLURRED: "画面模糊，字迹可能不清，建议清洁扫描仪玻璃后重新扫描这一页",
    Fault.CUT_OFF: "页边被裁切，内容可能不全，请放正纸张后重新扫描这一页",
    Fault.SKEWED: "画面歪斜，建议放正纸张后重新扫描这一页",
}
_NAMED = 5  # scans that a sentence names; the others are counted


@dataclass(frozen=True, slots=True)
class ScanFinding:
    """``title`` is what is wrong in a few words, ``advice`` the rest of the sentence.

    With an error the bundle cannot be written like this, at a warning somebody should look, about
    a notice nothing needs to be done. ``page`` is the page of the book, None when it is about
    several or none; ``scans`` are those it is about.
    """

    severity: Severity
    title: str
    advice: str
    page: int | None = None
    scans: tuple[BookPageKey, ...] = ()

    @property
    def sentence(self) -> str:
        return f"{self.title}{self.advice}"


def findings(report: ScanReport, unread: Iterable[UnreadableScan] = ()) -> tuple[ScanFinding, ...]:
    """Everything to be told, the worst first and then in the book's order."""
    found = [
        *_of_pages(report),
        *_of_scans(report),
        *(ScanFinding(Severity.WARNING, each.sentence, "") for each in unread),
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _of_pages(report: ScanReport) -> Iterator[ScanFinding]:
    total = len(report.pages)
    if total > 1 and report.count(PageState.MISSING) == total:
        advice = "请扫描盖章、签字后的整册材料。"
        yield ScanFinding(Severity.ERROR, f"{total} 页都没有扫描件。", advice)
        return
    for page in report.pages:
        yield from _of_page(page)


def _of_page(page: BookPage) -> Iterator[ScanFinding]:
    if page.state == PageState.MISSING:
        yield ScanFinding(
            Severity.ERROR, f"第 {page.page} 页缺失。", f"请补扫{page.where}。", page.page
        )
    elif page.state == PageState.OTHER_VERSION:
        version = f"第 {page.version} 版" if page.version else "另一个版本"
        yield ScanFinding(
            Severity.ERROR,
            f"第 {page.page} 页（{page.where}）是{version}。",
            "定稿后内容改过，请重新打印这一页，盖章、签字后再扫描。",
            page.page,
            _keys(page.outdated),
        )
    if page.taken is None:
        return
    if page.outdated:
        yield ScanFinding(
            Severity.NOTICE,
            f"第 {page.page} 页另有其他版本的扫描，没有采用。",
            "纸质件里如果还夹着这一页旧版，请换成新版。",
            page.page,
            _keys(page.outdated),
        )
    for fault in page.taken.faults:
        if fault is Fault.BLANK:  # not for the person who has assigned it
            continue
        advice = _ADVICE[fault].format(dpi=page.taken.dpi)
        title = f"第 {page.page} 页（{page.where}）"
        yield ScanFinding(Severity.WARNING, title, f"{advice}。", page.page, (page.taken.key,))


def _of_scans(report: ScanReport) -> Iterator[ScanFinding]:
    for scan in report.of_kind(ScanKind.WITHOUT_CODE):
        yield _without_code(report, scan)
    foreign = report.of_kind(ScanKind.FOREIGN)
    if foreign:
        yield ScanFinding(
            Severity.WARNING,
            f"有 {len(foreign)} 页是另一份申报的材料：{_places(foreign)}。",
            "没有采用，请检查是否混入了其他项目的纸张。",
            scans=_keys(foreign),
        )
    beyond = [s for s in report.of_kind(ScanKind.OTHER_VERSION) if not _is_in_book(s, report)]
    if beyond:
        yield ScanFinding(
            Severity.NOTICE,
            f"有 {len(beyond)} 页是其他版本里多出来的页：{_places(beyond)}。",
            "本版没有这些页，没有采用。",
            scans=_keys(beyond),
        )
    yield from _doubles(report)
    blank = report.of_kind(ScanKind.BLANK)
    if blank:
        title = f"有 {len(blank)} 页空白页，按双面扫描的背面处理，没有采用。"
        yield ScanFinding(Severity.NOTICE, title, "", scans=_keys(blank))


def _without_code(report: ScanReport, scan: ScannedPage) -> ScanFinding:
    suggestion = report.suggested.get(scan.key)
    advice = "请对照应有的页面人工指定是第几页，或者选择不采用。"
    if suggestion:
        advice += f"按前后顺序推测可能是第 {suggestion} 页，须由人核对。"
    title = f"{scan_label(scan)}没有读出页脚的二维码。"
    return ScanFinding(Severity.WARNING, title, advice, scans=(scan.key,))


def _doubles(report: ScanReport) -> Iterator[ScanFinding]:
    doubles = report.of_kind(ScanKind.DOUBLE)
    if not doubles:
        return
    pages = [page.page for page in report.pages if page.others]
    yield ScanFinding(
        Severity.NOTICE,
        f"有 {len(pages)} 页扫描了不止一次（第 {page_ranges(pages)} 页）。",
        "两份盖章件内容相同，只能按扫描的先后顺序区分；程序采用先扫完整的一份，"
        "重扫的页面比原来清楚时采用重扫的。要换用另一张，请把不要的一张设为不采用。",
        scans=_keys(doubles),
    )


def scan_label(scan: ScannedPage) -> str:
    """Where the scan lies: “扫描_001.pdf”第 3 页."""
    name = Path(scan.file).name
    is_single = Path(name).suffix.lower() in (".jpg", ".jpeg", ".png")
    return f"“{name}”" if is_single else f"“{name}”第 {scan.index + 1} 页"


def _places(scans: Iterable[ScannedPage]) -> str:
    places = [scan_label(scan) for scan in scans]
    return "、".join(places[:_NAMED]) + ("等" if len(places) > _NAMED else "")


def page_ranges(pages: Iterable[int]) -> str:
    """1–3、7 for 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] + 1 == page:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs)


def _is_in_book(scan: ScannedPage, report: ScanReport) -> bool:
    return scan.page is not None and scan.page <= report.expected.total


def _keys(scans: Iterable[ScannedPage]) -> tuple[BookPageKey, ...]:
    return tuple(scan.key for scan in scans)
