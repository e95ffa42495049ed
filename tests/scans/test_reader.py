"""Scans are read in children, so these tests see what comes out for what lies on the disk."""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.finalise.record import Fault, ScannedPage
from jbgs_desktop.scans import reader_worker
from jbgs_desktop.scans.image_files import open_scan
from jbgs_desktop.scans.matcher import Expected, match_pages
from jbgs_desktop.scans.reader import UnreadableScan, read_scans
from jbgs_desktop.scans.reader_worker import read_page
from tests.scans.scanner import (
    APPLICATION,
    CODE,
    OLD,
    ScanSet,
    Way,
    page_code,
    printed,
    random_set,
    save,
    save_pdf,
    scanned,
    write_set,
)

PAGE = page_code(APPLICATION, CODE, 3, 9)
USUAL = Way()


def read(*paths: Path) -> list[ScannedPage | UnreadableScan]:
    return list(read_scans(paths))


def one(path: Path) -> ScannedPage:
    (found,) = read(path)
    assert isinstance(found, ScannedPage), found
    return found


def picture(way: Way, code: PageCode | None = PAGE) -> Image.Image:
    return scanned(printed(code, way.dpi), way, Random(1), code)


def write(folder: Path, way: Way, code: PageCode | None = PAGE, *, with_dpi: bool = True) -> Path:
    path = folder / f"扫描.{'png' if way.mode == '1' else 'jpg'}"
    save(picture(way, code), way, path, with_dpi=with_dpi)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("mode", ["RGB", "1"])
def test_a_page_is_known_however_it_lay_on_the_glass(tmp_path: Path, turn: int, mode: str) -> None:
    found = one(write(tmp_path, Way(turn=turn, skew=1.5, mode=mode)))
    assert found.page_code == PAGE
    assert found.turn == (360 - turn) % 360
    assert (found.dpi, found.faults) == (200, ())
    with Image.open(io.BytesIO(found.picture)) as small:
        assert small.height > small.width


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_red_seal_over_the_code_does_not_hide_it(tmp_path: Path, mode: str) -> None:
    for seed in range(4):
        way = Way(mode=mode, seal=True, noise=8, quality=60)
        path = tmp_path / f"{seed}.jpg"
        save(scanned(printed(PAGE, 200), way, Random(seed), PAGE), way, path)
    codes = [found.page_code for found in read(tmp_path) if isinstance(found, ScannedPage)]
    assert codes == [PAGE] * 4


@pytest.mark.parametrize(
    ("way", "fault"),
    [
        (Way(dpi=150), Fault.LOW_DPI),
        (Way(blur=0.25), Fault.BLURRED),
        (Way(dpi=300, blur=0.25), Fault.BLURRED),
        (Way(skew=2.8), Fault.SKEWED),
    ],
)
def test_what_is_poor_is_told(tmp_path: Path, way: Way, fault: Fault) -> None:
    found = one(write(tmp_path, way))
    assert (found.page_code, found.faults) == (PAGE, (fault,))


def test_a_page_cut_off_at_its_edge_is_told(tmp_path: Path) -> None:
    way = Way()
    whole = picture(way)
    path = tmp_path / "扫描.jpg"
    save(whole.crop((250, 0, whole.width, whole.height)), way, path)
    found = one(path)
    assert (found.page_code, found.faults) == (PAGE, (Fault.CUT_OFF,))


@pytest.mark.parametrize("stated", [72, 96, 600])
def test_the_size_of_the_code_tells_the_resolution_when_the_file_lies(
    tmp_path: Path, stated: int
) -> None:
    path = tmp_path / "扫描.jpg"
    picture(Way(dpi=150)).save(path, dpi=(stated, stated))
    found = one(path)
    assert found.dpi == pytest.approx(150, rel=0.04)
    assert Fault.LOW_DPI in found.faults


def test_a_photo_that_says_nothing_of_its_size_is_measured(tmp_path: Path) -> None:
    found = one(write(tmp_path, Way(dpi=300), with_dpi=False))
    assert found.dpi == pytest.approx(300, rel=0.04)
    assert found.faults == ()


def test_a_photo_is_looked_at_as_its_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "IMG_1.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    picture(Way(turn=270)).save(path, exif=exif)
    found = one(path)
    assert (found.page_code, found.turn) == (PAGE, 0)
    assert found.height > found.width


@pytest.mark.parametrize("way", [Way(), Way(noise=16, border=4), Way(mode="1"), Way(shadow=True)])
def test_a_blank_back_is_blank(tmp_path: Path, way: Way) -> None:
    found = one(write(tmp_path, way, None))
    assert (found.page_code, found.faults) == (None, (Fault.BLANK,))


def test_a_page_without_a_code_is_not_blank(tmp_path: Path) -> None:
    way = Way()
    page = picture(way)
    page.paste((255, 255, 255), (0, 2000, page.width, page.height))
    path = tmp_path / "扫描.jpg"
    save(page, way, path)
    found = one(path)
    assert (found.page_code, found.faults) == (None, ())


def test_every_page_of_a_pdf_and_of_a_tiff_is_read(tmp_path: Path) -> None:
    codes = [page_code(APPLICATION, CODE, page, 3) for page in (1, 2, 3)]
    ways = [Way(), Way(mode="1", turn=90), Way(mode="L")]
    pictures = [picture(way, code) for way, code in zip(ways, codes, strict=True)]
    save_pdf(pictures, ways, tmp_path / "甲.pdf")
    # Copies, because a picture remembers how it was packed into the PDF.
    first, *rest = (each.copy() for each in pictures)
    first.save(tmp_path / "乙.tiff", save_all=True, append_images=rest, dpi=(200, 200))
    for name in ("甲.pdf", "乙.tiff"):
        found = read(tmp_path / name)
        assert [each.page_code for each in found if isinstance(each, ScannedPage)] == codes
        assert [each.index for each in found] == [0, 1, 2]
        assert [each.dpi for each in found if isinstance(each, ScannedPage)] == [200] * 3


def test_a_turned_pdf_page_is_taken_as_it_is_shown(tmp_path: Path) -> None:
    save_pdf([picture(Way(turn=90))], [Way()], tmp_path / "a.pdf")
    with PdfReader(tmp_path / "a.pdf") as reader, closing(PdfWriter(reader)) as writer:
        writer.pages[0].rotate(270)
        writer.write(tmp_path / "b.pdf")
    assert (one(tmp_path / "a.pdf").turn, one(tmp_path / "b.pdf").turn) == (270, 0)


def test_a_folder_is_read_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    for page in (10, 9, 1):
        code = page_code(APPLICATION, CODE, page, 10)
        save(picture(Way(mode="L"), code), Way(), tmp_path / f"扫描{page}.jpg")
    (tmp_path / "说明.txt").write_text("不是扫描件", encoding="utf-8")
    (tmp_path / ".隐藏.jpg").write_bytes(b"x")
    found = read(tmp_path)
    assert [
        each.page_code.page for each in found if isinstance(each, ScannedPage) and each.page_code
    ] == [
        1,
        9,
        10,
    ]


def broken_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files that are no scans, each with words of the sentence that says so."""
    whole = io.BytesIO()
    picture(Way(mode="L")).save(whole, "JPEG")
    huge = io.BytesIO()
    Image.new("1", (20000, 20000), 1).save(huge, "PNG")
    with closing(PdfWriter()) as writer:
        writer.add_blank_page(595, 842)
        writer.encrypt("secret", algorithm="RC4-128")
        locked = io.BytesIO()
        writer.write(locked)
    contents = {
        "空.pdf": (b"", "空的"),
        "断.jpg": (whole.getvalue()[: len(whole.getvalue()) // 2], "损坏"),
        "坏.pdf": (b"%PDF-1.7\n" + b"\0" * 500, "损坏或者加了密码"),
        "锁.pdf": (locked.getvalue(), "密码"),
        "文档.docx": (b"PK\x03\x04" + b"\0" * 100, "不是扫描件"),
        "假.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "损坏"),
        "假.tiff": (b"II*\0\xff\xff\xff\xff" + b"\0" * 20, "损坏"),
        "大.png": (huge.getvalue(), "像素太多"),
    }
    for name, (data, words) in contents.items():
        (folder / name).write_bytes(data)
        yield folder / name, words
    yield folder / "没有.pdf", "还在"


def test_a_file_that_is_no_scan_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    broken = list(broken_files(tmp_path))
    good = write(tmp_path, Way(mode="L"))
    *unread, last = read(*(path for path, _ in broken), good)
    assert isinstance(last, ScannedPage) and last.page_code == PAGE
    for (path, words), problem in zip(broken, unread, strict=True):
        assert isinstance(problem, UnreadableScan)
        assert path.name in problem.sentence and words in problem.sentence
        assert problem.sentence.endswith("。")


def test_reading_ends_when_it_is_cancelled_and_tells_its_progress(tmp_path: Path) -> None:
    paths = []
    for at in range(6):
        paths.append(tmp_path / f"{at}.jpg")
        save(picture(Way(mode="L")), Way(), paths[-1])
    steps: list[tuple[int, int]] = []
    scans = read_scans(
        paths, cancelled=lambda: len(steps) > 2, progress=lambda *step: steps.append(step)
    )
    assert len(list(scans)) < 6
    assert steps[:3] == [(0, 6), (1, 6), (2, 6)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--scan-sets")))


def test_a_set_is_sorted_as_a_person_would(seed: int, tmp_path: Path) -> None:
    """No page is taken for another, and no missing page is overlooked, at 200 dpi and more."""
    random = Random(seed)
    made: ScanSet = random_set(random)
    found = [
        each for each in read(*write_set(made, tmp_path, random)) if isinstance(each, ScannedPage)
    ]
    assert [each.page_code for each in found] == [sheet.code for sheet in made.sheets]
    expected = Expected(APPLICATION, CODE, made.total, (), {OLD: 2, CODE: 3})
    report = match_pages(found, expected)
    assert {page.page for page in report.pages if page.taken is None} == made.missing


def _page(page: int, way: Way = USUAL) -> Image.Image:
    code = page_code(APPLICATION, CODE, page, 4)
    return scanned(printed(code, way.dpi), way, Random(page), code)


def _problem(folder: Path, picture: Image.Image, dpi: int = 200) -> str:
    """What a child says, here: of a page that is as it should be, nothing."""
    picture.save(folder / "a.png", dpi=(dpi, dpi))
    problem: str = read_page((str(folder / "a.png"), 0))["problem"]
    reader_worker._file.cache_clear()
    return problem


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_two_pages_on_one_picture_are_refused_by_their_numbers(turn: int, tmp_path: Path) -> None:
    left, right = _page(2), _page(3)
    both = Image.new("RGB", (2 * left.width, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    problem = _problem(tmp_path, both.rotate(turn, expand=True))
    assert problem.startswith("一张图上有第 2、3 页")
    small = both.resize((both.width * 7 // 10, both.height * 7 // 10))  # two on a sheet of A4
    assert _problem(tmp_path, small.rotate(turn, expand=True)).startswith("一张图上有第 2、3 页")


def test_one_page_on_large_paper_and_one_that_shows_another_are_pages(tmp_path: Path) -> None:
    page = _page(2)
    glass = Image.new("RGB", (2 * page.width, page.height), "white")
    glass.paste(page, (0, 0))
    assert _problem(tmp_path, glass) == ""
    glass.paste(_page(3).resize((page.width // 2, page.height // 2)), (page.width + 60, 80))
    assert _problem(tmp_path, glass) == ""


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [1, 2])
def test_a_mirror_image_is_refused(page: int, turn: int, tmp_path: Path) -> None:
    picture = _page(page, replace(USUAL, skew=1.5))
    assert _problem(tmp_path, picture.rotate(turn, expand=True)) == ""
    problem = _problem(tmp_path, ImageOps.mirror(picture).rotate(turn, expand=True))
    assert problem.startswith("这一页左右颠倒")


@pytest.mark.parametrize("mode", ["RGB", "1"])
def test_a_negative_is_refused(mode: str, tmp_path: Path) -> None:
    negative = ImageOps.invert(_page(1, replace(USUAL, mode=mode)).convert("RGB"))
    assert _problem(tmp_path, negative).startswith("这一页黑白颠倒")
    black = Image.new("L", negative.size, 10)
    assert _problem(tmp_path, black) == ""  # told as a page without a code, or blank


def test_the_only_picture_of_a_file_outlasts_it(tmp_path: Path) -> None:
    save(_page(3), USUAL, tmp_path / "a.jpg")
    with closing(open_scan(tmp_path / "a.jpg")) as file:
        first, again = file.picture(0), file.picture(0)
    assert first.image.tobytes() == again.image.tobytes()
    assert first.image.size == _page(3).size
