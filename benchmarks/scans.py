"""Reading a pile of scans: pages a second at 200 dpi, in the children that the program uses."""

import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.scans.reader import read_scans
from tests.scans.scanner import APPLICATION, CODE, Way, printed, save, save_pdf, scanned

_PAGES = 60
_BUDGET = "预算 20 页/秒"


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
            started = time.perf_counter()
            found = [each for each in read_scans([path]) if isinstance(each, ScannedPage)]
            speed = len(found) / (time.perf_counter() - started)
            known = sum(each.code is not None for each in found)
            title = f"读取 {_PAGES} 页彩色扫描（200 dpi，{what}）"
            print(f"{title:<40} {speed:6.1f} 页/秒   识别 {known} 页   {_BUDGET}")


if __name__ == "__main__":
    main()
