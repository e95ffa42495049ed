"""A page of the book: its picture for the preview and for the printer, and searching all pages."""

import itertools
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from benchmarks.timer import Goal, milliseconds, show
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application
from jbgs_desktop.ui.preview.print_job import DPI

_SCREEN = 120  # dots per inch of a page as wide as a window of 1366 px


def _turn(pages: PdfPages, turns: Iterator[int], dpi: int) -> None:
    pages.image(next(turns), dpi)


def main() -> None:
    call = installed_calls()[0]
    application = sample_application(call, call.tracks[1].id, (2, 5))
    book = make_book(application, call, evidence=lambda _: None, mark=None)
    with closing(PdfPages(book.pdf)) as pages:
        turns = itertools.cycle(range(pages.count))
        for what, dpi, budget in (
            ("预览一页", _SCREEN, Goal(50)),
            ("预览一页（2 倍屏幕）", 2 * _SCREEN, Goal(50)),
            ("打印一页的图像（300 dpi）", DPI, ""),
        ):
            show(what, milliseconds(partial(_turn, pages, turns, dpi), 60), budget)
        show(f"在 {pages.count} 页里查找一个词", milliseconds(lambda: pages.find("揭榜"), 5))


if __name__ == "__main__":
    main()
