"""The book beside bare typst on the same source, and beside LibreOffice; see evidence.py too."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import typst

from benchmarks.timer import milliseconds, show
from jbgs_desktop.documents.application_document import application_document
from jbgs_desktop.documents.blocks import Properties
from jbgs_desktop.documents.book import make_book
from jbgs_desktop.documents.export import build
from jbgs_desktop.documents.page_code import BookStamp
from jbgs_desktop.documents.pdf.fonts import font_folders
from jbgs_desktop.documents.pdf.writer import STANDARD, Layout
from jbgs_desktop.files import resources, write_atomic
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, installed_calls
from jbgs_desktop.forms.sample import sample_application

_MARK = BookStamp("0123ABCD", "K7QD28FMX4")
_NAMELESS = Properties("", "")
_RUNS = 7


def main() -> None:
    call = installed_calls()[0]
    one = sample_application(call, call.tracks[0].id, (2,))
    _book(one, call)
    _beside_libreoffice(one, call)


def _book(application: Application, call: Call) -> None:
    """Each run has a text of its own, so that the compiler's memory of the last one is no help."""
    versions = iter(
        application.set("unit.profile", f"{application.unit.profile}{number}")
        for number in range(4 * _RUNS)
    )
    pages = make_book(application, call, evidence=lambda _: None, mark=_MARK).pages

    def whole() -> None:
        make_book(next(versions), call, evidence=lambda _: None, mark=_MARK)

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

    own, beside = milliseconds(whole, _RUNS), milliseconds(alone, _RUNS)
    show(f"合订本：{pages} 页，每页有核验码", own, "预算：不超过下一行的 2 倍")
    show("对照：只用 typst 排同样的内容", beside)


def _beside_libreoffice(application: Application, call: Call) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        return
    with tempfile.TemporaryDirectory() as name:
        documents = build(application, call, Path(name), formats=("docx",), draft=False)
        write_atomic(documents)
        command = [soffice, "--headless", "--convert-to", "pdf", "--outdir", name]
        command.append(str(next(iter(documents))))
        durations = milliseconds(lambda: subprocess.run(command, capture_output=True), 2)
        show("对照：LibreOffice 把同一份 docx 转成 PDF", durations, "应当比合订本慢")


if __name__ == "__main__":
    main()
