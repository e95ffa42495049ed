"""The scanned book as PDFs, one for each part and one whole, in the book's order and upright.

Unless smaller files are asked for, every page is passed on as it was scanned.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jbgs_desktop.bundle import layout
from jbgs_desktop.documents.book_model import PartPages
from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans
from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.private_folders import private_folder
from jbgs_desktop.sandbox import run_in_workers
from jbgs_desktop.scans.matcher import ScanReport
from jbgs_desktop.scans.reader import SCAN_FAILURES

_WORKERS = 2
_SECONDS = 30.0  # for one page
_MEMORY = 2**31  # bytes
_SAMPLE = 4  # pages that an estimate tries
_TASKBOOK, _PLEDGE, _EVIDENCE = "taskbook-", "pledge", "evidence"


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
class _File:
    """One PDF to be made: its path in the bundle and its pages of the book."""

    path: str
    pages: tuple[int, ...]


def make_scans(
    report: ScanReport,
    source: Callable[[str], Path],
    *,
    quality: Quality | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, bytes]:
    """The PDFs of a complete ``report`` by their paths in the bundle; the same scans, same bytes.

    ``source`` gives the file on disk for the name that a scan's file has. ``progress(done,
    total)`` counts steps. Raises ScanError while a page is missing or when it was cancelled,
    DocumentError for a file that cannot be used.
    """
    if not report.is_complete:
        raise ScanError("还不能生成扫描件：全册还有缺页或旧版本的页。请先补扫这些页。")
    files = _files(report)
    total = len(files) + (len(report.pages) if quality else 0)
    done = 0
    made: dict[str, bytes] = {}
    with private_folder() as folder:
        pages: dict[int, ScanSource] = {}
        for at, page in _pages(report.order, source, quality, folder, cancelled):
            pages[at + 1] = page
            if quality:
                progress(done := done + 1, total)
        for file in files:
            _raise_if_cancelled(cancelled)
            made[file.path] = pdf_of_scans([pages[page] for page in file.pages])
            progress(done := done + 1, total)
    _raise_if_cancelled(cancelled)
    return made


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
    with private_folder() as folder:
        pages = [page for _, page in _pages(sample, source, quality, folder, cancelled)]
        _raise_if_cancelled(cancelled)
        size = len(pdf_of_scans(pages))
    return round(2 * size * len(order) / len(sample))


def _files(report: ScanReport) -> list[_File]:
    """The PDFs in the order of the bundle's tree (docs/developer/bundle.md)."""
    parts = report.expected.parts
    books = [part for part in parts if part.id.startswith(_TASKBOOK)]
    last = [part for wanted in (_PLEDGE, _EVIDENCE) for part in parts if part.id == wanted]
    front = [part for part in parts if part not in books and part not in last]
    groups = [("封面至申报表", front)] if front else []
    groups += [(f"任务书_方向{part.id.removeprefix(_TASKBOOK)}", [part]) for part in books]
    groups += [("承诺书" if part.id == _PLEDGE else "证明材料", [part]) for part in last]
    files = [
        _File(layout.scan_name(number, title), _numbers(group))
        for number, (title, group) in enumerate(groups, 1)
    ]
    return [*files, _File(layout.WHOLE_SCAN, tuple(page.page for page in report.pages))]


def _numbers(parts: Iterable[PartPages]) -> tuple[int, ...]:
    return tuple(page for part in parts for page in range(part.first, part.last + 1))


def _pages(
    order: Sequence[ScannedPage],
    source: Callable[[str], Path],
    quality: Quality | None,
    folder: Path,
    cancelled: Callable[[], bool],
) -> Iterator[tuple[int, ScanSource]]:
    """What becomes each page of ``order``, with its place there."""
    if quality is None:
        for at, scan in enumerate(order):
            yield at, ScanSource(source(scan.file), scan.index, scan.turn)
        return
    files = [folder / f"{at}.jpg" for at in range(len(order))]
    items: list[list[Any]] = [
        [str(source(scan.file)), scan.index, scan.dpi, quality.dpi, quality.jpeg, str(file)]
        for scan, file in zip(order, files, strict=True)
    ]
    task = "jbgs_desktop.bundle.scan_pdfs:shrink"
    for outcome in run_in_workers(
        task, items, seconds=_SECONDS, memory=_MEMORY, cancelled=cancelled, workers=_WORKERS
    ):
        if outcome.failure or outcome.result:
            name = Path(items[outcome.index][0]).name
            reason = SCAN_FAILURES[outcome.failure] if outcome.failure else outcome.result
            raise ScanError(f"无法压缩扫描件“{name}”：{reason}")
        yield outcome.index, ScanSource(files[outcome.index], 0, order[outcome.index].turn)
    _raise_if_cancelled(cancelled)


def shrink(item: Sequence[Any]) -> str:
    """What a child does for one page: write it smaller. The answer is the problem, or nothing."""
    from contextlib import closing

    from PIL import Image

    from jbgs_desktop.scans.image_files import open_scan

    path, index, dpi, wanted, jpeg, target = item
    try:
        with closing(open_scan(Path(path))) as file:
            picture = file.picture(index)
    except ScanError as error:
        return str(error)
    image, now = picture.image, dpi or picture.dpi
    if now > wanted:
        size = (round(image.width * wanted / now), round(image.height * wanted / now))
        image, now = image.resize(size, Image.Resampling.LANCZOS), wanted
    told = {"dpi": (now, now)} if now else {}
    image.save(target, "JPEG", quality=jpeg, optimize=True, **told)
    return ""


def _raise_if_cancelled(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ScanError("已经取消，没有生成扫描件。")
