"""打印: what the dialog is preset with, what is recorded, printers that are not there."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.blocks import Block, BookPart, Paragraph, Properties, Text
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.pdf.writer import write_pdf
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.finalise.record import Stage
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.ui.preview.print_job import a4_printer, larger_paper_note, paper_problem
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import pick, press
from tests.ui.finalise.finalised_window import finalise, open_sample, wait

TOGETHER = 2  # mm by which a page's size may differ through rounding


@pytest.fixture
def workspace(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, call: Call, tmp_path: Path
) -> Workspace:
    return open_sample(qtbot, window, keys, call, tmp_path)


@pytest.fixture
def presets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[QPrinter]:
    """The printers as the dialog got them; the user prints three pages into paper.pdf."""
    ranges = QPageRanges()
    ranges.addRange(2, 3)
    ranges.addPage(5)
    shown: list[QPrinter] = []

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        shown.append(printer)
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        printer.setPageRanges(ranges)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["办公室"])
    return shown


def test_the_book_is_printed_as_the_region_wants_it_and_recorded(
    qtbot: QtBot, workspace: Workspace, presets: list[QPrinter], tmp_path: Path
) -> None:
    code = finalise(qtbot, workspace)
    press(workspace, "打印…")
    wait(qtbot, lambda: bool(workspace.context.record.prints))
    region = workspace.session.region
    assert region is not None
    (entry,) = workspace.context.record.prints
    assert (entry.code, entry.copies, entry.pages) == (code, region.paper_copies, (2, 3, 5))
    assert workspace.context.record.stage is Stage.PRINTED
    (printer,) = presets
    assert printer.collateCopies()
    copies = 1 if printer.supportsMultipleCopies() else region.paper_copies
    with closing(PdfPages(tmp_path / "paper.pdf")) as pages:
        assert pages.count == 3 * copies
        assert pages.size(0) == pytest.approx((210, 297), abs=TOGETHER)

    press(workspace, "预览")
    press(workspace, "只打印这一页…")
    wait(qtbot, lambda: len(workspace.context.record.prints) == 2)
    assert workspace.context.record.prints[1].pages == (1,)
    assert workspace.context.record.prints[1].copies == 1


def test_a_draft_is_printed_and_not_recorded(
    qtbot: QtBot, workspace: Workspace, presets: list[QPrinter], tmp_path: Path
) -> None:
    press(workspace, "打印草稿…")
    wait(qtbot, lambda: "已打印到文件" in workspace.bar.text)
    assert workspace.context.record.prints == ()


def test_without_a_printer_the_way_out_is_a_file(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    pick(monkeypatch, tmp_path / "a")
    workspace.print_book()
    wait(qtbot, lambda: "没有打印机" in workspace.bar.text)
    press(workspace.bar, "另存为 PDF…")
    wait(qtbot, lambda: "已另存为" in workspace.bar.text)
    with closing(PdfPages(tmp_path / "a.pdf")) as pages:
        assert pages.find("草稿")


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_is_told(
    qtbot: QtBot, workspace: Workspace, presets: list[QPrinter], tmp_path: Path
) -> None:
    (tmp_path / "paper.pdf").mkdir()  # what cannot be opened for writing
    workspace.print_book()
    wait(qtbot, lambda: "没有响应" in workspace.bar.text)
    assert workspace.context.record.prints == ()


def test_paper_that_is_too_small_is_refused_and_larger_paper_told(
    qtbot: QtBot, workspace: Workspace, presets: list[QPrinter], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = QPageSize(QPageSize.PageSizeId.A5)

    def accept(dialog: QPrintDialog) -> int:
        preset(dialog)
        dialog.printer().setPageSize(sheet)
        dialog.printer().setPageOrientation(QPageLayout.Orientation.Landscape)
        return int(QDialog.DialogCode.Accepted)

    preset = QPrintDialog.exec
    monkeypatch.setattr(QPrintDialog, "exec", accept)
    workspace.print_book()
    wait(qtbot, lambda: "比 A4 小" in workspace.bar.text)
    assert "A5" in workspace.bar.text and "148×210" in workspace.bar.text
    sheet = QPageSize(QPageSize.PageSizeId.A3)
    workspace.print_book()
    wait(qtbot, lambda: "已打印到文件" in workspace.bar.text)
    assert "A3" in workspace.bar.text and "左上角" in workspace.bar.text
    with closing(PdfPages(Path(presets[-1].outputFileName()))) as pages:
        assert pages.size(0) == pytest.approx((297, 420), abs=TOGETHER)
        words = pages.image(0, 20)
    bottom = words.rgb[3 * words.width * round(words.height * 300 / 420) :]
    assert set(bottom) == {255}  # nothing below where A4 ends, so nothing was made larger


@pytest.mark.parametrize(
    ("size", "is_refused", "is_noted"),
    [
        (QPageSize.PageSizeId.A4, False, False),
        (QPageSize.PageSizeId.A3, False, True),
        (QPageSize.PageSizeId.Legal, False, True),
        (QPageSize.PageSizeId.Letter, True, False),
        (QPageSize.PageSizeId.JisB5, True, False),
        (QPageSize.PageSizeId.A5, True, False),
    ],
)
def test_which_paper_takes_a_page(
    qtbot: QtBot, size: QPageSize.PageSizeId, is_refused: bool, is_noted: bool
) -> None:
    printer = a4_printer()
    printer.setPageSize(QPageSize(size))
    assert bool(paper_problem(printer)) == is_refused
    assert bool(larger_paper_note(printer)) == is_noted


# -- a real printing system

_PRINT = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.ui.preview.print_job import PrintJob, a4_printer

app = QApplication([])
window = QWidget()
printer = a4_printer("paper")
printer.setCopyCount(2)
pages = PdfPages(open(sys.argv[1], "rb").read())
job = PrintJob(printer, pages, range(1, pages.count + 1), window)
problems = []
job.ended.connect(lambda problem: (problems.append(problem), app.quit()))
job.start()
app.exec()
sys.exit(problems != [""])
"""


@pytest.fixture
def cups(tmp_path: Path) -> Iterator[Path]:
    """A cupsd of our own with a queue to nowhere; the file in which it logs pages."""
    search = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    cupsd, lpadmin = (shutil.which(name, path=search) for name in ("cupsd", "lpadmin"))
    if not cupsd or not lpadmin or os.geteuid() != 0:
        pytest.skip("needs cupsd and lpadmin, and root to start them (make test installs them)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path / "cups"
    for name in ("spool", "tmp", "cache", "state"):
        (folder / name).mkdir(parents=True)
    everyone = "Order allow,deny\nAllow all\n"
    (folder / "cupsd.conf").write_text(
        f"Listen 127.0.0.1:{port}\nBrowsing Off\nPageLogFormat %p %{{copies}} %P\n"
        f"<Location />\n{everyone}</Location>\n"
        f"<Policy default>\n<Limit All>\n{everyone}</Limit>\n</Policy>\n"
    )
    (folder / "cups-files.conf").write_text(
        f"FileDevice Yes\nServerRoot {folder}\nRequestRoot {folder}/spool\nSystemGroup root\n"
        f"TempDir {folder}/tmp\nCacheDir {folder}/cache\nStateDir {folder}/state\n"
        f"AccessLog {folder}/access\nErrorLog {folder}/error\nPageLog {folder}/page\n"
    )
    options = ["-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    with subprocess.Popen([cupsd, "-f", *options]) as daemon:
        environment = {**os.environ, "CUPS_SERVER": f"127.0.0.1:{port}"}
        (folder / "server").write_text(environment["CUPS_SERVER"])
        command = [lpadmin, "-p", "paper", "-v", "file:///dev/null", "-E"]
        for _ in range(100):
            made = subprocess.run(command, env=environment, capture_output=True, check=False)
            if made.returncode == 0:
                break
            time.sleep(0.1)
        yield folder / "page"
        daemon.terminate()


def test_cups_gets_two_copies(cups: Path, tmp_path: Path) -> None:
    blocks: list[Block] = [
        BookPart("a", "一"),
        Paragraph((Text("第一页"),)),
        BookPart("b", "二"),
        Paragraph((Text("二"),)),
    ]
    (tmp_path / "a.pdf").write_bytes(write_pdf(blocks, Properties("打印", "单位")))
    environment = {**os.environ, "CUPS_SERVER": (cups.parent / "server").read_text()}
    command = [sys.executable, "-c", _PRINT, str(tmp_path / "a.pdf")]
    subprocess.run(command, env=environment, check=True, timeout=120)
    for _ in range(100):
        if cups.exists() and cups.read_text():
            break
        time.sleep(0.1)
    assert re.match(r"paper 2 ", cups.read_text())
