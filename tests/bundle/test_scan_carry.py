"""Scans that came as PDFs of any kind stand in the finished PDF as they are seen, or not at all."""

import io
import subprocess
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.scan_pdfs import QUALITIES, ScanPdfs, make_scans
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.scans.matcher import Expected, ScanReport, match_pages
from jbgs_desktop.scans.page_qr import code_in_corner
from jbgs_desktop.scans.reader import UnreadableScan, read_scans
from tests.documents import odd_pdfs
from tests.libreoffice import require
from tests.scans.scanner import APPLICATION, CODE, Way, printed, scanned

_TOTAL = 3
_MIDDLE = (0.44, 0.46, 0.56, 0.54)  # of a page, within the seal


@lru_cache(maxsize=16)
def jpeg(page: int, seed: int = 0) -> bytes:
    """A page of the book as a scanner gives it."""
    code = PageCode(APPLICATION, CODE, page, _TOTAL)
    picture = scanned(printed(code, 200), Way(mode="L", noise=4), Random(seed))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=70, dpi=(200, 200))
    return buffer.getvalue()


def report_of(paths: Sequence[Path]) -> ScanReport:
    found = [each for each in read_scans(paths) if isinstance(each, ScannedPage)]
    return match_pages(found, Expected(APPLICATION, CODE, _TOTAL))


def codes(pdf: bytes) -> list[int | None]:
    """The page that each page of ``pdf`` says it is; None where it lies otherwise."""
    pages = PdfPages(pdf)
    try:
        found = [code_in_corner(pages.picture(index, 200)) for index in range(pages.count)]
    finally:
        pages.close()
    return [each.code.page if each and each.turn == 0 else None for each in found]


def has_seal(page: Image.Image) -> bool:
    across, down = page.size
    middle = page.convert("RGB").crop(
        (
            round(_MIDDLE[0] * across),
            round(_MIDDLE[1] * down),
            round(_MIDDLE[2] * across),
            round(_MIDDLE[3] * down),
        )
    )
    red, green, _ = (band.resize((1, 1), Image.Resampling.BOX) for band in middle.split())
    return int(red.getpixel((0, 0))) - int(green.getpixel((0, 0))) > 150  # type: ignore[arg-type]


def by_poppler(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages as another program than ours draws them."""
    require("pdftoppm")
    file = folder / "made.pdf"
    file.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-png", file, folder / "page"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("kind", odd_pdfs.ODD)
def test_a_pdf_comes_whole_in_order_and_with_its_seals(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(odd_pdfs.ODD[kind]([jpeg(page) for page in range(1, _TOTAL + 1)]))
    report = report_of([file])
    assert report.is_complete
    made = make_scans(report, Path)
    whole = made.files[layout.WHOLE_SCAN]
    assert codes(whole) == list(range(1, _TOTAL + 1))
    shown = [has_seal(page) for page in by_poppler(whole, tmp_path)]
    assert shown == [kind in odd_pdfs.SEALED, *[False] * (_TOTAL - 1)]
    assert make_scans(report, Path) == made


def test_smaller_files_keep_the_seal(tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(odd_pdfs.ODD["signed"]([jpeg(page) for page in range(1, _TOTAL + 1)]))
    made = make_scans(report_of([file]), Path, quality=QUALITIES[-1])
    shown = by_poppler(made.files[layout.WHOLE_SCAN], tmp_path)
    assert [has_seal(page) for page in shown] == [True, False, False]


@pytest.mark.parametrize("kind", ["with_hidden_layer", "with_words_in_no_font"])
def test_a_page_that_became_a_picture_is_told(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(odd_pdfs.ODD[kind]([jpeg(page) for page in (1, 2, 3)]))
    (notice,) = make_scans(report_of([file]), Path).notices
    assert "“扫描.pdf”第 1 页" in notice and "画成图片" in notice and "第 2 页" not in notice


def test_a_file_that_is_another_by_now_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(odd_pdfs.ODD["plain"]([jpeg(page) for page in (1, 2, 3)]))
    report = report_of([file])
    file.write_bytes(odd_pdfs.ODD["plain"]([jpeg(page) for page in (1, 3, 2)]))
    with pytest.raises(
        ScanError, match=r"“扫描\.pdf”第 [23] 页，“.*”第 [23] 页没有生成：.*不是这一页"
    ):
        make_scans(report, Path)
    file.write_bytes(b"%PDF-1.7\nbroken off")
    with pytest.raises(ScanError, match=r"“扫描\.pdf”.*打不开"):
        make_scans(report, Path)
    file.unlink()
    with pytest.raises(ScanError, match="无法打开"):
        make_scans(report, Path)


def test_a_file_that_broke_off_is_told_before_anything_is_made(tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(odd_pdfs.without_table([jpeg(page) for page in (1, 2, 3)]))
    (unread,) = read_scans([file])
    assert isinstance(unread, UnreadableScan) and "打不开" in unread.sentence


def _write_set(folder: Path, random: Random) -> list[Path]:
    """The pages in files of any kind, some twice, in any order."""
    pages = list(range(1, _TOTAL + 1))
    if random.random() < 0.3:
        pages.append(random.choice(pages))
    random.shuffle(pages)
    paths: list[Path] = []
    while pages:
        count = random.randint(1, len(pages))
        own, pages = [jpeg(page) for page in pages[:count]], pages[count:]
        kind = random.choice(("jpg", "tif", *odd_pdfs.ODD))
        path = folder / f"{len(paths)}_{kind}.{kind if kind in ('jpg', 'tif') else 'pdf'}"
        if kind == "jpg":
            path.write_bytes(own[0])
            pages = [*_pages_of(own[1:]), *pages]
        elif kind == "tif":
            first, *rest = (Image.open(io.BytesIO(each)) for each in own)
            first.save(path, save_all=True, append_images=rest, dpi=(200, 200))
        else:
            path.write_bytes(odd_pdfs.ODD[kind](own))
        paths.append(path)
    return paths


def _pages_of(jpegs: Sequence[bytes]) -> list[int]:
    return [next(page for page in range(1, _TOTAL + 1) if jpeg(page) == each) for each in jpegs]


def test_any_set_of_scans_is_whole_or_refused(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(pytestconfig.getoption("--scan-sets")):
        folder = tmp_path / str(seed)
        folder.mkdir()
        report = report_of(_write_set(folder, Random(seed)))
        try:
            made: ScanPdfs = make_scans(report, Path)
        except ScanError:
            outcomes["refused"] += 1
            continue
        whole = made.files[layout.WHOLE_SCAN]
        assert codes(whole) == list(range(1, _TOTAL + 1)), seed
        sealed = [
            scan.index == 0 and Path(scan.file).stem.partition("_")[2] in odd_pdfs.SEALED
            for scan in report.order
        ]
        assert [has_seal(page) for page in by_poppler(whole, folder)] == sealed, seed
        outcomes["whole"] += 1
    assert outcomes["whole"] > outcomes["refused"]
