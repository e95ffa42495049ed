"""The book as it is really printed goes through the simulated scanner and comes back whole."""

import io
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from jbgs_desktop.bundle import layout
from jbgs_desktop.bundle.scan_pdfs import QUALITIES, estimate_size, make_scans
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.documents.page_geometry import QR_SIDE, qr_place
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import ScanError
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.scans.matcher import Expected, ScanReport, leave_out, match_pages
from jbgs_desktop.scans.page_qr import code_in_corner
from jbgs_desktop.scans.reader import read_scans
from jbgs_desktop.scans.seal_crops import spot_images
from tests.forms.applications import paragraphs_only
from tests.scans.scanner import APPLICATION, CODE, Way, save, scanned

WAYS = (
    Way(skew=1.2, noise=6),
    Way(turn=180, mode="L"),
    Way(turn=90, quality=60),
    Way(mode="1"),
)


@pytest.fixture(scope="module")
def book() -> Book:
    call = installed_calls()[0]
    track = call.tracks[0]
    application = paragraphs_only(sample_application(call, track.id, (track.directions[0].no,)))
    mark = BookStamp(APPLICATION, CODE)
    return make_book(application, call, evidence=lambda name: None, mark=mark)


def drawn(pages: PdfPages, index: int, dpi: int) -> Image.Image:
    page = pages.image(index, dpi)
    return Image.frombytes("RGB", (page.width, page.height), page.rgb)


@pytest.fixture(scope="module")
def scans(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole book scanned, the last page first."""
    folder = tmp_path_factory.mktemp("scans")
    random = Random(2)
    with closing(PdfPages(book.pdf)) as pages:
        for index in range(book.pages):
            way = WAYS[index % len(WAYS)]
            ending = "png" if way.mode == "1" else "jpg"
            path = folder / f"扫描{book.pages - index}.{ending}"
            save(scanned(drawn(pages, index, way.dpi).convert("L"), way, random), way, path)
    return folder


@pytest.fixture(scope="module")
def report(book: Book, scans: Path) -> ScanReport:
    found = [each for each in read_scans([scans]) if isinstance(each, ScannedPage)]
    return match_pages(found, Expected(APPLICATION, CODE, book.pages, book.parts))


def test_the_code_stands_where_every_page_of_the_book_has_it(book: Book) -> None:
    with closing(PdfPages(book.pdf)) as pages:
        for index in range(book.pages):
            found = code_in_corner(drawn(pages, index, 200))
            assert found is not None and found.code.page == index + 1
            left, top = qr_place(found.code.page)
            x, y = found.corners[0]
            assert (x * 25.4 / 200, y * 25.4 / 200) == pytest.approx((left, top), abs=0.5)
            assert found.side * 25.4 / 200 == pytest.approx(QR_SIDE, rel=0.03)


def test_the_whole_book_is_found_again(book: Book, report: ScanReport) -> None:
    assert report.is_complete
    assert [page.state.name for page in report.pages] == ["MATCHED"] * book.pages


def test_there_is_a_pdf_of_every_part_and_one_of_the_whole(book: Book, report: ScanReport) -> None:
    made = make_scans(report, Path).files
    names = [path.removeprefix(f"{layout.SCANNED}/") for path in made]
    assert names == [
        "01_封面至申报表.pdf",
        "02_任务书_方向1.pdf",
        "03_承诺书.pdf",
        "04_证明材料.pdf",
        "全册扫描件.pdf",
    ]
    with closing(PdfPages(made[layout.WHOLE_SCAN])) as pages:
        assert pages.count == book.pages
        for index in range(pages.count):
            found = code_in_corner(drawn(pages, index, 200))
            assert found is not None and (found.code.page, found.turn) == (index + 1, 0)
    lengths = []
    for data in list(made.values())[:-1]:
        with closing(PdfPages(data)) as pages:
            lengths.append(pages.count)
    assert sum(lengths) == book.pages
    assert make_scans(report, Path).files == made


def test_pages_are_passed_on_as_they_were_scanned(report: ScanReport) -> None:
    whole = make_scans(report, Path).files[layout.WHOLE_SCAN]
    jpegs = [Path(scan.file) for scan in report.order if scan.file.endswith(".jpg")]
    assert jpegs and all(path.read_bytes() in whole for path in jpegs)


def test_smaller_files_keep_their_pages_and_are_as_small_as_was_said(report: ScanReport) -> None:
    whole = sum(map(len, make_scans(report, Path).files.values()))
    assert estimate_size(report, Path, None) == pytest.approx(whole, rel=0.5)
    smallest = QUALITIES[-1]
    made = make_scans(report, Path, quality=smallest).files
    assert sum(map(len, made.values())) < whole
    with closing(PdfPages(made[layout.WHOLE_SCAN])) as pages:
        assert pages.size(0) == pytest.approx((210, 297), abs=2)
        found = code_in_corner(drawn(pages, 2, 200))
        assert found is not None and (found.code.page, found.turn) == (3, 0)


def test_pages_in_the_making_lie_where_the_next_start_removes_them(
    report: ScanReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    seen: set[str] = set()

    def look(done: int, total: int) -> None:
        seen.update(path.name for path in tmp_path.rglob("*.jpg"))

    make_scans(report, Path, quality=QUALITIES[-1], progress=look)
    assert len(seen) == len(report.pages)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_made_while_a_page_is_missing_or_once_it_is_cancelled(
    report: ScanReport,
) -> None:
    fewer = match_pages(leave_out(report.found, report.order[3].key), report.expected)
    with pytest.raises(ScanError, match="缺页"):
        make_scans(fewer, Path)
    with pytest.raises(ScanError, match="取消"):
        make_scans(report, Path, cancelled=lambda: True)


def test_a_spot_shows_the_same_place_of_print_and_scan(book: Book, tmp_path: Path) -> None:
    spot = next(spot for spot in book.spots if spot.id == "pledge/unit")
    way = Way(turn=90, skew=2.0)
    with closing(PdfPages(book.pdf)) as pages:
        page = drawn(pages, spot.page - 1, 200)
        mark = (spot.x + spot.width / 2, spot.y + spot.height / 2)
        at = [value * 200 / 25.4 for value in mark]
        page.paste(
            (220, 30, 30), (int(at[0]) - 20, int(at[1]) - 20, int(at[0]) + 20, int(at[1]) + 20)
        )
        picture = page.rotate(-way.skew, Image.Resampling.BILINEAR, fillcolor="white")
        path = tmp_path / "扫描.jpg"
        save(picture.rotate(-way.turn, expand=True), way, path)
        (scan,) = read_scans([path])
        assert isinstance(scan, ScannedPage)
        images = spot_images(pages, spot, path, scan)
    with (
        Image.open(io.BytesIO(images.printed)) as print_,
        Image.open(io.BytesIO(images.scanned)) as cut,
    ):
        assert max(abs(a - b) for a, b in zip(print_.size, cut.size, strict=True)) <= 2
        red, green, _ = cut.split()
        box = red.point([0] * 150 + [255] * 106)
        ink = Image.composite(green.point([255] * 100 + [0] * 156), Image.new("L", cut.size), box)
        left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
        millimetre = 120 / 25.4
        middle = ((left + right) / 2 / millimetre, (top + bottom) / 2 / millimetre)
        assert middle == pytest.approx((spot.width / 2 + 12, spot.height / 2 + 12), abs=3)
    assert 0 < images.red < 0.1
