"""定稿 keeps its book: preview, print, scans and U盘 show its pages, whatever is laid out now."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from jbgs_desktop.bundle.drives import Drive
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.documents.book_model import Book
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.drafts.draft import BOOKS
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.store import open_draft
from jbgs_desktop.finalise.record import Stage
from jbgs_desktop.ui.bundle.bundle_page import BundlePage
from jbgs_desktop.ui.finalise.book_preview import BookPreview
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.scans.scan_seals import with_seen
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.page_stack import SUBMISSION_PAGES
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.finalise.finalised_drafts import small_draft
from tests.finalise.other_layout import lay_out_otherwise
from tests.ui.boxes import LONG, buttons, open_dialogs, opened, press, says
from tests.ui.drafts.test_open_draft import shown_or_none
from tests.ui.fields import words_on
from tests.ui.finalise import sealed
from tests.ui.finalise.finalised_window import WARNED, finalise, wait
from tests.ui.keystrokes import shortcut

PACK = "打包到U盘(&P)"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only medium there is."""
    folder = tmp_path / "stick"
    folder.mkdir()
    drive = Drive("报送盘", folder, 10**9, 2 * 10**9, "exFAT", True, False, "/dev/test")

    def make(context: SubmissionContext) -> BundlePage:
        return BundlePage(context, find=lambda: [drive])

    monkeypatch.setitem(SUBMISSION_PAGES, "bundle", make)
    return folder


@pytest.fixture
def workspace(
    qtbot: QtBot, window: MainWindow, keys: UserKeys, tmp_path: Path
) -> Iterator[Workspace]:
    with closing(small_draft(tmp_path / "申报.jbgs", list(keys.holders()))) as draft:
        file = draft.file
    window.open_file(file)
    yield opened(qtbot, window)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the user prints into."""

    def accept(dialog: QPrintDialog) -> int:
        printer: QPrinter = dialog.printer()
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        printer.setCopyCount(1)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["办公室"])
    return tmp_path / "paper.pdf"


def book_of(workspace: Workspace) -> Book:
    book = workspace.context.books.ready
    assert book is not None
    return book


def scanned(qtbot: QtBot, workspace: Workspace, book: Book, folder: Path) -> ScanController:
    """Every page of ``book`` read in, as a scanner would bring it."""
    workspace.go_to_page("scans")
    controller = workspace.findChildren(ScanController)[0]
    folder.mkdir()
    with closing(PdfPages(book.pdf)) as pdf:
        for at in range(pdf.count):
            (folder / f"扫描{at:03}.jpg").write_bytes(sealed.scan_of(pdf, at))
    with qtbot.waitSignal(controller.ended, timeout=4 * LONG):
        controller.add([folder])
    return controller


def previewed(qtbot: QtBot, workspace: Workspace) -> Book:
    workspace.go_to_page("finalise")
    press(workspace, "预览")
    wait(qtbot, lambda: workspace.context.books.ready is not None)
    book = book_of(workspace)
    (preview,) = workspace.findChildren(BookPreview)
    wait(qtbot, lambda: preview.view.count == book.pages)
    press(workspace, "关闭预览")
    return book


def packed(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.go_to_page("bundle")
    (page,) = workspace.findChildren(BundlePage)
    wait(qtbot, lambda: buttons(page)[PACK].isEnabled())
    press(page, PACK)
    for dialog in open_dialogs(page):
        press(dialog, "仍然打包")
    press(says(qtbot, page, "没有看到红色"), "仍然写入")
    wait(qtbot, lambda: "报送包已写好" in words_on(page))


def test_the_paper_of_a_version_outlives_the_layout(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    stick: Path,
    printed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finalise(qtbot, workspace)
    book, file = book_of(workspace), Path(workspace.draft.place)
    window.close_workspace()
    window.wait_for_files()

    lay_out_otherwise(monkeypatch)  # what follows is done with a later program
    window.open_file(file)
    workspace = opened(qtbot, window)
    assert previewed(qtbot, workspace) == book
    press(workspace, "打印…")
    wait(qtbot, lambda: bool(workspace.context.record.prints))
    with closing(PdfPages(printed)) as pages:
        assert pages.count == book.pages

    report = scanned(qtbot, workspace, book, tmp_path / "scans").report
    assert report is not None
    assert report.is_complete
    assert report.expected.parts == book.parts
    assert workspace.context.record.stage is Stage.SCANNED

    packed(qtbot, workspace)
    (bundle,) = stick.iterdir()
    assert verify(bundle).ok
    assert book.pdf in [pdf.read_bytes() for pdf in bundle.rglob("*.pdf")]


def test_other_pages_than_an_older_program_printed_are_told_with_a_way_out(
    qtbot: QtBot, locked: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lay_out_otherwise(monkeypatch)
    current = locked.context.record.current
    assert current is not None
    old = sealed.version(321)
    locked.go_to_page("scans")
    wait(qtbot, lambda: f"定稿时全册是 {current.pages} 页" in locked.bar.text)
    # What comes in of the old paper is what was finalised, all the same.
    controller = locked.findChildren(ScanController)[0]
    with qtbot.waitSignal(controller.ended, timeout=4 * LONG):
        controller.add([sealed.save_scans(tmp_path / "a", old, *range(1, len(old.pages) + 1))])
    assert locked.context.record.stage is Stage.SCANNED

    locked.go_to_page("finalise")
    locked.print_book()
    wait(qtbot, lambda: "重新定稿" in buttons(locked.bar))
    press(locked.bar, "重新定稿")
    # This application has no evidence, so it is refused; the version stays as it was.
    wait(qtbot, lambda: "不能定稿" in locked.bar.text)
    assert locked.context.record.current == current
    assert locked.session.locked


def test_finalising_again_gives_the_version_the_pages_of_now(
    qtbot: QtBot,
    window: MainWindow,
    workspace: Workspace,
    keys: UserKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = finalise(qtbot, workspace)
    pages, file = book_of(workspace).pages, Path(workspace.draft.place)
    window.close_workspace()
    window.wait_for_files()
    with closing(open_draft(file, keys.holders)) as draft:
        draft.drop_scans([f"{BOOKS}/{code}"])  # as a program left it that kept no book
    lay_out_otherwise(monkeypatch)
    window.open_file(file)
    workspace = opened(qtbot, window)
    workspace.go_to_page("finalise")
    wait(qtbot, lambda: "重新定稿" in buttons(workspace.bar))
    press(workspace.bar, "重新定稿")
    press(says(qtbot, workspace, WARNED), "回去看看")
    assert len(workspace.context.record.finalised) == 1
    press(workspace.bar, "重新定稿")
    press(says(qtbot, workspace, WARNED), "仍然定稿")
    wait(qtbot, lambda: len(workspace.context.record.finalised) == 2)
    wait(qtbot, lambda: workspace.context.books.ready is not None)
    assert book_of(workspace).pages == pages + 1
    assert workspace.session.locked
    assert "仍然有效" not in workspace.bar.text


def test_the_list_says_scanned_once_the_seals_were_seen(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    finalise(qtbot, workspace)
    scanned(qtbot, workspace, book_of(workspace), tmp_path / "scans")
    file = Path(workspace.draft.place)

    def is_listed_as(stage: str) -> bool:
        return any(stage in line for line in shown_or_none(window))

    shortcut(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: is_listed_as("已定稿"))
    window.open_file(file)
    workspace = opened(qtbot, window)
    record = workspace.context.record
    for spot in workspace.context.seal_spots or ():
        record = with_seen(record, spot.id, sealed.WHEN)
    workspace.context.keep(record)
    shortcut(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: is_listed_as("已扫描"))
