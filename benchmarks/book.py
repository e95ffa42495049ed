"""The book beside bare typst on the same source, and beside LibreOffice; see evidence.py too."""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import typst

from benchmarks.sample_files import sample_files
from benchmarks.timer import Goal, milliseconds, show, show_figure
from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.blocks import Properties
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.documents.pdf.fonts import font_folders
from jbgs_desktop.documents.pdf.writer import STANDARD, Layout
from jbgs_desktop.files import resources, write_atomic
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.sample import sample_application
from tests.forms.applications import paragraphs_only

_MARK = BookStamp("0123ABCD", "K7QD28FMX4")
_NAMELESS = Properties("", "")
_RUNS = 7


def main() -> None:
    call = installed_calls()[0]
    one = sample_application(call, call.tracks[0].id, (2,))
    _book(paragraphs_only(one).set("evidence", ()), call)
    with sample_files(one, call) as evidence:
        make = partial(make_book, call=call, evidence=evidence, mark=_MARK)
        durations = milliseconds(partial(make, one), 2)
        show(f"合订本：{make(one).pages} 页，连同图和证明材料", durations)
        _beside_libreoffice(one, call, MakeBook(evidence))


def _book(application: Application, call: Call) -> None:
    """Without files, which typst alone would not have.

    Each run has a text of its own, so that the compiler's memory of the last one is no help.
    """
    versions = iter(
        application.set("unit.profile", f"{application.unit.profile}{number}")
        for number in range(4 * _RUNS)
    )
    make = partial(make_book, call=call, evidence=lambda _: None, mark=_MARK)
    pages = make(application).pages

    def whole() -> None:
        make(next(versions))

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders()
    )
    bare = iter(
        [
            Layout(application_document(next(versions), call), Properties("", ""))
            for _ in range(_RUNS + 1)
        ]
    )

    def alone() -> None:
        source = next(bare).source
        folder = resources() / "typst"
        typst.compile(
            folder / "document.typ",
            root=folder,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs=source,
            pdf_standards=STANDARD,
        )

    _beside_typst(f"合订本：{pages} 页，每页有核验码，与只用 typst 之比", whole, alone)


def _beside_typst(title: str, whole: Callable[[], None], alone: Callable[[], None]) -> None:
    own: list[float] = []
    beside: list[float] = []
    for _ in range(_RUNS):  # in turns, so that both see the same machine
        own += milliseconds(whole, 1, warm_up=not own, clock=time.process_time)
        beside += milliseconds(alone, 1, warm_up=not beside, clock=time.process_time)
    ratio = statistics.median(own) / statistics.median(beside)
    show_figure(title, ratio, "", Goal(1.3), f"{statistics.median(own):.0f} ms（处理器时间）")


def _beside_libreoffice(application: Application, call: Call, source: MakeBook) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        return
    with tempfile.TemporaryDirectory() as name:
        documents = build(
            application, call, Path(name), formats=("docx",), draft=False, source=source
        )
        write_atomic(documents)
        command = [soffice, "--headless", "--convert-to", "pdf", "--outdir", name]
        command.append(str(next(iter(documents))))
        durations = milliseconds(lambda: subprocess.run(command, capture_output=True), 2)
        show("对照：LibreOffice 把同一份 docx 转成 PDF", durations, "应当比合订本慢")


if __name__ == "__main__":
    main()
