"""Reading a pile of scans: pages a second at 200 dpi, in the children that the program uses."""

from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.timer import Goal, pages_per_second, show_figure
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.scans.reader import read_scans
from tests.scans.scanner import APPLICATION, CODE, Way, printed, save, save_pdf, scanned

_PAGES = 60
_GOALS = {"一个PDF": Goal(20, is_least=True), "单页JPEG": Goal(80, is_least=True)}  # pages a second


def main() -> None:
    random = Random(1)
    way = Way(dpi=200, skew=1.0, noise=6, quality=75)
    codes = [PageCode(APPLICATION, CODE, page, _PAGES) for page in range(1, _PAGES + 1)]
    pictures = [scanned(printed(code, 200), way, random, code) for code in codes]
    with TemporaryDirectory() as name:
        folder = Path(name)
        save_pdf(pictures, [way] * _PAGES, folder / "全册.pdf")
        (folder / "单页").mkdir()
        for at, picture in enumerate(pictures):
            save(picture, way, folder / "单页" / f"{at}.jpg")
        for what, path in (("一个PDF", folder / "全册.pdf"), ("单页JPEG", folder / "单页")):
            found: list[ScannedPage] = []
            speed = pages_per_second(partial(_read, path, found), _PAGES)
            known = sum(each.code is not None for each in found)
            title = f"读取 {_PAGES} 页彩色扫描（200 dpi，{what}）"
            show_figure(title, speed, "页/秒", _GOALS[what], f"识别 {known} 页")


def _read(path: Path, found: list[ScannedPage]) -> None:
    found += [each for each in read_scans([path]) if isinstance(each, ScannedPage)]


if __name__ == "__main__":
    main()
