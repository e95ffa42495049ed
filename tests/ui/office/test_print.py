"""A 推荐表 lies across; printed, all of it stands on the upright sheet."""

from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.documents.recommendation import RecommendationRow, recommendation_documents
from jbgs_desktop.ui.preview.print_job import PrintJob, a4_printer
from jbgs_desktop.ui.widgets.background_task import shared_workers
from tests.bundle.small_bundles import CALL
from tests.ui.boxes import LONG


def dark_lines(file: Path) -> list[float]:
    """Where on the page there is ink, as shares of its height from the top."""
    with closing(PdfPages(file)) as pages:
        image = pages.image(0, 40)
    width = 3 * image.width
    rows = (image.rgb[at * width : (at + 1) * width] for at in range(image.height))
    return [at / image.height for at, row in enumerate(rows) if min(row) < 100]


def test_a_page_across_fits_the_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    rows = [RecommendationRow(f"第{number}示例有限公司", "某任务") for number in range(1, 9)]
    pdf = recommendation_documents(CALL, CALL.tracks[0], rows)["pdf"]
    printer = a4_printer()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    job = PrintJob(printer, PdfPages(pdf), [1], window)
    with qtbot.waitSignal(job.ended, timeout=LONG) as ended:
        job.start()
    assert ended.args == [""]
    shared_workers().wait()
    inked = dark_lines(tmp_path / "printed.pdf")
    # The table is as wide as the page is high less its margins of some 25 mm.
    assert min(inked) < 0.12
    assert max(inked) > 0.88
