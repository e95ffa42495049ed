"""The scanned book as PDFs, one for each part and one whole, in the book's order and upright.

Unless smaller files are asked for, every page is passed on as it was scanned. Children with limits
do all work on the scans; what they have written is read again and held against the report.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.scan_binder import BoundPdf, ScanBinder, SourcePage, StepCount
from jbgs_desktop.bundle.seal_places import SealLook, SealPlace, look_for_seals
from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.private_folders import made_in_clear
from jbgs_desktop.scans.findings import page_ranges, scan_label
from jbgs_desktop.scans.matcher import ScanReport

_SAMPLE = 4  # pages that an estimate tries
_NAMED = 5  # scans that a sentence names; the others are counted


@dataclass(frozen=True, slots=True)
class Quality:
    """Pages made smaller: at most ``dpi``, as JPEG of the quality ``jpeg`` (of 100)."""

    label: str
    dpi: int
    jpeg: int


# From the largest files to the smallest; None passes the scans on. None is below 200 dpi.
QUALITIES: tuple[Quality | None, ...] = (
    None,
    Quality("300 dpi，清晰", 300, 80),
    Quality("200 dpi，清晰", 200, 75),
    Quality("200 dpi，较小", 200, 50),
)


@dataclass(frozen=True, slots=True)
class ScanPdfs:
    """The PDFs by their paths in the bundle.

    ``doubts`` are sentences about what somebody should look at before it is handed in, and
    ``notices`` about the rest that there is to know.
    """

    files: Mapping[str, bytes]
    doubts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """One PDF to be made: its path in the bundle and its pages of the book."""

    path: str
    pages: tuple[int, ...]


def make_scans(
    report: ScanReport,
    source: Callable[[str], Path],
    *,
    seals: Sequence[SealPlace] = (),
    quality: Quality | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ScanPdfs:
    """The PDFs of a complete ``report``; the same scans, same bytes.

    ``seals`` are the places where it is looked whether there is one.

    ``source`` gives the file on disk for the name that a scan's file has. ``progress(done,
    total)`` counts steps. Raises ScanError while a page is missing, when it was cancelled, and for
    a page that cannot be carried over as it is.
    """
    if not report.is_complete:
        raise ScanError("还不能生成扫描件：全册还有缺页或旧版本的页。请先补扫这些页。")
    files = _files(report)
    steps = sum(1 + len(file.pages) for file in files)

    def make(folder: Path) -> ScanPdfs:
        count = StepCount(steps + (len(report.pages) if quality else 0), progress)
        binder = ScanBinder(source, folder, cancelled, count)
        pages = _source_pages(binder, report.order, quality)
        wanted = _bound(files, pages, report.order, folder)
        binder.bind(wanted)
        binder.compare(wanted)
        made = {file.path: pdf.target.read_bytes() for file, pdf in zip(files, wanted, strict=True)}
        look = look_for_seals(wanted[-1].target, seals, cancelled)
        return ScanPdfs(made, _doubts(look), _notices(report, pages))

    with made_in_clear(make) as pdfs:
        return pdfs


def _bound(
    files: Sequence[_File], pages: Sequence[SourcePage], order: Sequence[ScannedPage], folder: Path
) -> list[BoundPdf]:
    return [
        BoundPdf(
            folder / f"{number}.pdf",
            file.path.rpartition("/")[2],
            tuple((pages[page - 1], order[page - 1]) for page in file.pages),
        )
        for number, file in enumerate(files)
    ]


def estimate_size(
    report: ScanReport,
    source: Callable[[str], Path],
    quality: Quality | None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """About how many bytes all PDFs of ``report`` will have together: each page is in two.

    Some pages are tried and the others taken to be like them. Raises as :func:`make_scans`.
    """
    order = report.order
    step = max(1, len(order) // _SAMPLE)
    sample = order[step // 2 :: step][:_SAMPLE]
    if not sample:
        return 0

    def make(folder: Path) -> int:
        binder = ScanBinder(source, folder, cancelled, StepCount(0, lambda done, total: None))
        pages = _source_pages(binder, sample, quality)
        target = folder / "sample.pdf"
        binder.bind([BoundPdf(target, "", tuple(zip(pages, sample, strict=True)))])
        return target.stat().st_size

    with made_in_clear(make) as size:
        return round(2 * size * len(order) / len(sample))


def _source_pages(
    binder: ScanBinder, order: Sequence[ScannedPage], quality: Quality | None
) -> list[SourcePage]:
    if quality is None:
        return binder.as_scanned(order)
    return binder.shrunk(order, quality.dpi, quality.jpeg)


def _files(report: ScanReport) -> list[_File]:
    """The PDFs in the order of the bundle's tree (docs/developer/bundle.md)."""
    files = [_File(path, pages) for path, pages in layout.part_scans(report.expected.parts).items()]
    return [*files, _File(layout.WHOLE_SCAN, tuple(page.page for page in report.pages))]


def _doubts(look: SealLook | None) -> tuple[str, ...]:
    if look is None:
        return ()
    doubts = []
    if look.plain:
        doubts.append(
            f"有 {len(look.plain)} 页不是扫描的图像（第 {page_ranges(look.plain)} 页），"
            "像是没有盖章、直接导出的电子文件。请确认放入的是盖章、签字以后扫描的页。"
        )
    if look.unsealed:
        doubts.append(
            f"第 {page_ranges(look.unsealed)} 页应当盖章的地方没有看到红色，可能没有盖章，"
            "也可能是黑白扫描。请对照纸质件核对，缺章的盖章后重新扫描；已经盖章的建议改用彩色扫描。"
        )
    return tuple(doubts)


def _notices(report: ScanReport, pages: Sequence[SourcePage]) -> tuple[str, ...]:
    drawn = [at for at, page in enumerate(pages) if page.is_drawn]
    if not drawn:
        return ()
    names = "、".join(scan_label(report.order[at]) for at in drawn[:_NAMED])
    more = f"等 {len(drawn)} 页" if len(drawn) > _NAMED else ""
    return (
        f"{names}{more}带有图层、没有嵌入的字体等不能原样搬进扫描件PDF的内容，已按看到的样子画成图片放入，"
        "请打开核对。",
    )
