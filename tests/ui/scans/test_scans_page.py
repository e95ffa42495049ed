"""盖章与扫描: what comes in is sorted, told and kept; a person decides where no code says."""

import io
import re
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.drafts.draft_library import create_draft
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.finalise.record import Stage
from jbgs_desktop.ui.finalise.print_book import BookPrint
from jbgs_desktop.ui.scans.scan_seals import with_seen
from jbgs_desktop.ui.scans.scans_page import ScansPage
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.page import Page
from tests.ui.boxes import LONG, next_dialog, no_dialog, opened, pick, press, says
from tests.ui.fields import named, words_on
from tests.ui.finalise import sealed

NEW, OLD = 321, 300
PAGES = len(sealed.version(NEW).pages)


def page_of(workspace: Workspace) -> Page:
    workspace.go_to_page("scans")
    (page,) = workspace.findChildren(ScansPage)
    return page


def tiles(page: Page, name: str = "全册各页的扫描件") -> list[str]:
    grid = named(page, name)
    assert isinstance(grid, QListWidget)
    role = Qt.ItemDataRole.AccessibleTextRole
    return [grid.item(row).data(role) for row in range(grid.count())]


def add(qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *files: Path) -> Page:
    """Choose ``files`` in the dialog, and wait until they are read in."""
    pick(monkeypatch, *(file for path in files for file in sorted(path.glob("*"))))
    page = page_of(workspace)
    before = len(workspace.context.record.scans)
    press(page, "添加文件(&O)…")
    qtbot.waitUntil(lambda: len(workspace.context.record.scans) > before, timeout=LONG)
    qtbot.waitUntil(lambda: "已读入" in workspace.bar.text, timeout=LONG)
    return page


def side(workspace: Workspace) -> QWidget:
    found = page_of(workspace).side
    assert found is not None
    return found


def without_code(page: bytes) -> bytes:
    image = Image.open(io.BytesIO(page))
    ImageDraw.Draw(image).rectangle((0, image.height - 330, image.width, image.height), "white")
    out = io.BytesIO()
    image.save(out, "JPEG", dpi=(200, 200))
    return out.getvalue()


def test_without_a_version_the_page_leads_to_finalising(
    qtbot: QtBot, window: MainWindow, keys: UserKeys
) -> None:
    with closing(create_draft(sealed.an_application(), keys.holders())) as draft:
        draft.save(sealed.an_application())
    window.open_file(draft.file)
    workspace = opened(qtbot, window)
    page = page_of(workspace)
    assert "还没有定稿" in words_on(page)
    press(page, "去定稿与打印(&F)")
    assert workspace.current_page == "finalise"


def test_before_the_first_scan_no_page_is_called_missing(locked: Workspace) -> None:
    page = page_of(locked)
    assert tiles(page) == [f"第 {number} 页，未扫描" for number in range(1, PAGES + 1)]
    assert "缺" not in words_on(page) + words_on(side(locked))


def test_a_missing_and_an_outdated_page_are_told_and_mended(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = sealed.version(NEW), sealed.version(OLD)
    pages = [page for page in range(1, PAGES + 1) if page not in (3, 4)]
    scans = sealed.save_scans(tmp_path / "a", new, *pages)
    sealed.save_scans(scans, old, 4)
    page = add(qtbot, locked, monkeypatch, scans)
    shown = tiles(page)
    assert shown[2] == "第 3 页，缺页"
    assert shown[3] == "第 4 页，旧版（第 1 版）"
    assert shown[0].startswith("第 1 页，相符")
    assert "✕ 缺页 1" in words_on(page)
    assert "第 3 页缺失。" in words_on(side(locked))
    assert locked.context.record.stage.value != "已扫描"
    page = add(qtbot, locked, monkeypatch, sealed.save_scans(tmp_path / "b", new, 3, 4))
    assert all("相符" in tile for tile in tiles(page))
    assert locked.context.record.stage is Stage.SCANNED


def test_a_page_without_code_is_assigned_beside_the_expected_one(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = sealed.version(NEW)
    scans = sealed.save_scans(tmp_path / "a", new, *range(1, PAGES + 1))
    second = sorted(scans.iterdir())[1]
    second.write_bytes(without_code(new.pages[1]))
    page = add(qtbot, locked, monkeypatch, scans)
    assert tiles(page)[1] == "第 2 页，缺页"
    (loose,) = tiles(page, "没有用到的扫描件")
    assert "未识别" in loose
    grid = named(page, "没有用到的扫描件")
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Return)
    dialog = says(qtbot, page, "未识别", "打印稿：第 2 页")
    press(dialog, "指定为这一页(&A)")
    assert tiles(page)[1] == "第 2 页，人工指定"
    press(dialog, "取消指定(&A)")
    assert tiles(page)[1] == "第 2 页，缺页"
    press(dialog, "指定为这一页(&A)")
    press(dialog, "关闭(&C)")
    no_dialog(qtbot, page)
    assert locked.context.record.stage is Stage.SCANNED


def test_scans_of_a_reopened_draft_are_told_of(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans = sealed.save_scans(tmp_path / "a", sealed.version(NEW), 1, 2)
    page = add(qtbot, locked, monkeypatch, scans)
    locked.context.keep(locked.context.record.with_reopened(sealed.WHEN, "改数"))
    assert "以前读入的 2 页扫描件留着" in words_on(page)
    bar = side(locked)
    assert isinstance(bar, QTabWidget)
    assert bar.tabText(1) == "盖章清单"


def test_a_page_can_be_turned_and_left_out(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans = sealed.save_scans(tmp_path / "a", sealed.version(NEW), 1)
    page = add(qtbot, locked, monkeypatch, scans)
    grid = named(page, "全册各页的扫描件")
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Return)
    dialog = next_dialog(qtbot, page)
    press(dialog, "转 90°(&R)")
    assert [scan.turn for scan in locked.context.record.scans] == [90]
    press(dialog, "不用这一页(&X)")
    assert tiles(page)[0] == "第 1 页，缺页"
    press(dialog, "仍然采用(&X)")
    assert tiles(page)[0].startswith("第 1 页，相符")


def test_the_scans_survive_closing_with_their_pictures(
    qtbot: QtBot,
    window: MainWindow,
    locked: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(qtbot, locked, monkeypatch, sealed.save_scans(tmp_path / "a", sealed.version(NEW), 1, 2))
    file = locked.draft.place
    window.close_workspace()
    assert window.workspace is None
    window.wait_for_files()
    window.open_file(Path(file))
    page = page_of(opened(qtbot, window))
    assert [tile.endswith("缺页") for tile in tiles(page)[:3]] == [False, False, True]
    qtbot.waitUntil(lambda: "2 页" in words_on(page), timeout=LONG)


def test_files_can_be_dropped_and_all_be_removed(
    qtbot: QtBot, locked: Workspace, tmp_path: Path
) -> None:
    page = page_of(locked)
    scans = sealed.save_scans(tmp_path / "a", sealed.version(NEW), 1)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(scans))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(9, 9), copy, files, left, none)
    QApplication.sendEvent(page.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page.viewport(), QDropEvent(QPointF(9, 9), copy, files, left, none))
    qtbot.waitUntil(lambda: len(locked.context.record.scans) == 1, timeout=LONG)
    qtbot.waitUntil(lambda: "已读入 1 个文件" in locked.bar.text, timeout=LONG)
    press(page, "移除全部扫描件(&D)…")
    press(says(qtbot, locked, "要移除全部扫描件吗"), "移除")
    assert locked.context.record.scans == ()
    assert tiles(page)[0] == "第 1 页，未扫描"


def test_a_file_that_is_no_scan_is_told_and_not_kept(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    pick(monkeypatch, broken)
    press(page_of(locked), "添加文件(&O)…")
    qtbot.waitUntil(lambda: "坏.pdf" in locked.bar.text, timeout=LONG)
    assert locked.context.record.scans == ()


def test_a_reading_that_is_cancelled_keeps_what_was_read(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sealed.version(NEW)
    folder = tmp_path / "a"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.jpg").write_bytes(made.pages[number % PAGES])
    files = sorted(folder.iterdir())
    pick(monkeypatch, *files)
    page = page_of(locked)
    press(page, "添加文件(&O)…")
    qtbot.waitUntil(lambda: re.search(r"正在读入，[1-9]", words_on(page)) is not None, timeout=LONG)
    press(page, "取消读入(&X)")
    qtbot.waitUntil(lambda: "已取消读入" in locked.bar.text, timeout=LONG)
    kept = locked.context.record.scans
    assert 0 < len(kept) < len(files)
    assert f"已经读到的 {len(kept)} 页保留了" in locked.bar.text
    assert "相符" in tiles(page)[0]


def test_a_page_is_saved_alone_where_no_printer_is(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    target = tmp_path / "一页.pdf"
    pick(monkeypatch, target)
    BookPrint(locked.context, locked).print_book(2)
    qtbot.waitUntil(lambda: "没有打印机" in locked.bar.text, timeout=LONG)
    press(locked.bar, "另存为 PDF…")
    qtbot.waitUntil(target.exists, timeout=LONG)
    (only,) = PdfReader(target).pages
    assert f"第 2 页 共 {PAGES} 页" in only.extract_text()


def test_a_watched_folder_is_shown_and_read_by_itself(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "scanner"
    folder.mkdir()
    pick(monkeypatch, folder)
    page = page_of(locked)
    press(page, "监视文件夹(&W)…")
    qtbot.waitUntil(lambda: f"正在监视“{folder}”" in words_on(page), timeout=LONG)
    sealed.save_scans(folder, sealed.version(NEW), 2)
    qtbot.waitUntil(lambda: len(locked.context.record.scans) == 1, timeout=LONG)
    press(page, "停止监视(&W)")
    assert "正在监视" not in words_on(page)


def test_a_seal_is_ticked_by_a_person_beside_the_print(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans = sealed.save_scans(tmp_path / "a", sealed.version(NEW), *range(1, PAGES + 1))
    page = add(qtbot, locked, monkeypatch, scans)
    bar = side(locked)
    qtbot.waitUntil(lambda: "盖章、签字没有看过" in words_on(bar), timeout=LONG)
    assert isinstance(bar, QTabWidget)
    bar.setCurrentIndex(1)
    seals = named(bar, "要盖章和签字的地方")
    assert isinstance(seals, QListWidget)
    seals.itemActivated.emit(seals.item(0))
    dialog = next_dialog(qtbot, page)
    qtbot.waitUntil(lambda: "印迹" in words_on(dialog), timeout=LONG)
    press(dialog, "看过，章在(&S)")
    assert [tick.spot for tick in locked.context.record.ticks] == ["scan/cover/unit"]
    press(dialog, "关闭(&C)")
    qtbot.waitUntil(lambda: "盖章清单 1/" in bar.tabText(1), timeout=LONG)
    assert not [d for d in page.findChildren(QDialog) if d.isVisible()]
    rail = named(locked, "页面")
    assert isinstance(rail, QListWidget)
    role = Qt.ItemDataRole.AccessibleTextRole

    def page_words() -> str:
        entries = [str(rail.item(at).data(role)) for at in range(rail.count())]
        return next(entry for entry in entries if "扫描" in entry)

    assert "处章未看" in page_words()
    assert "已扫描" not in words_on(locked)
    record = locked.context.record
    for spot in locked.context.seal_spots or ():
        record = with_seen(record, spot.id, sealed.WHEN)
    locked.context.keep(record)
    assert page_words().endswith("，已扫描")
    assert "已扫描" in words_on(locked)
