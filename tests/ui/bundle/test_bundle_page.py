"""U盘报送: refused while something is missing, written and read back, remembered, handed over."""

from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QListWidget, QPushButton, QSlider, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from jbgs_desktop.bundle.bagit_profile import MANIFEST
from jbgs_desktop.bundle.drives import Drive
from jbgs_desktop.bundle.verify import verify
from jbgs_desktop.finalise.record import Packed, Stage
from jbgs_desktop.ui.bundle.bundle_page import BundlePage
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.shell.page_stack import SUBMISSION_PAGES
from jbgs_desktop.ui.shell.workspace import Workspace
from tests.ui.boxes import LONG, buttons, next_dialog, open_dialogs, pick, press, says
from tests.ui.fields import fill, named, words_on
from tests.ui.finalise import sealed

NEW, OLD = 321, 300
PACK = "打包到U盘(&P)"
UNSEEN = "处章和签字没有在扫描件里看过"
UNSEALED = "应当盖章的地方没有看到红色"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def drives(stick: Path, monkeypatch: pytest.MonkeyPatch) -> list[Drive]:
    """What is plugged in: nothing but the test's stick."""
    there = [Drive("报送盘", stick, 10**9, 2 * 10**9, "exFAT", True, False, "/dev/test")]

    def make(context: SubmissionContext) -> BundlePage:
        return BundlePage(context, find=lambda: list(there))

    monkeypatch.setitem(SUBMISSION_PAGES, "bundle", make)
    return there


def scanned(qtbot: QtBot, workspace: Workspace, folder: Path, *without: int) -> None:
    """All pages of the current version read in, but those ``without``."""
    made = sealed.version(NEW)
    pages = [page for page in range(1, len(made.pages) + 1) if page not in without]
    context = ScanController(workspace.context, workspace)
    context.refresh()
    with qtbot.waitSignal(context.ended, timeout=LONG):
        context.add([sealed.save_scans(folder, made, *pages)])


def open_page(workspace: Workspace) -> BundlePage:
    workspace.go_to_page("bundle")
    (page,) = workspace.findChildren(BundlePage)
    return page


def begin(qtbot: QtBot, page: QWidget) -> None:
    """Press 打包 once that is possible, and stay with it although seals were not looked at."""
    qtbot.waitUntil(lambda: buttons(page)[PACK].isEnabled(), timeout=LONG)
    press(page, PACK)
    for dialog in open_dialogs(page):
        if UNSEEN in words_on(dialog):
            press(dialog, "仍然打包")


def packed(qtbot: QtBot, workspace: Workspace, page: QWidget) -> None:
    """Pack, and wait for the outcome."""
    before = len(workspace.context.record.packed)
    begin(qtbot, page)
    press(says(qtbot, page, UNSEALED), "仍然写入")
    qtbot.waitUntil(lambda: len(workspace.context.record.packed) > before, timeout=LONG * 2)
    qtbot.waitUntil(lambda: "报送包已写好" in words_on(page), timeout=LONG)


def test_nothing_is_packed_while_a_page_is_missing(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], tmp_path: Path
) -> None:
    scanned(qtbot, locked, tmp_path / "a", 2)
    page = open_page(locked)
    assert "扫描件不齐：全册" in words_on(page)
    assert not buttons(page)[PACK].isEnabled()
    press(page, "去补扫")
    assert locked.current_page == "scans"


def test_the_stick_is_written_remembered_and_found_whole(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], stick: Path, tmp_path: Path
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    packed(qtbot, locked, page)
    (bundle,) = stick.iterdir()
    assert verify(bundle).ok
    assert "可以安全拔出" in words_on(page)
    (entry,) = locked.context.record.packed
    assert (entry.name, entry.code) == (bundle.name, sealed.version(NEW).code)
    assert "报送盘" in entry.place
    assert locked.context.record.stage is Stage.PACKED
    history = named(page, "打包记录")
    assert isinstance(history, QListWidget)
    assert "报送盘" in history.item(0).text()
    press(page, "再检验一遍(&V)")
    dialog = next_dialog(qtbot, page)
    qtbot.waitUntil(lambda: "✓ 报送包完整" in words_on(dialog), timeout=LONG)


def test_who_reopens_the_draft_is_no_longer_told_that_its_bundle_is_written(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], stick: Path, tmp_path: Path
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    packed(qtbot, locked, page)
    locked.context.reopen_wanted.emit()
    dialog = next_dialog(qtbot, locked)
    fill(named(dialog, "退回修改的原因"), "要改地址")
    press(dialog, "退回修改")
    qtbot.waitUntil(lambda: not locked.session.locked, timeout=LONG)
    assert "报送包已写好" not in words_on(page)
    assert "还没有定稿。" in words_on(page)


def test_the_receipt_is_saved_as_pdf(
    qtbot: QtBot,
    locked: Workspace,
    drives: list[Drive],
    stick: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    packed(qtbot, locked, page)
    target = tmp_path / "交接清单.pdf"
    pick(monkeypatch, target)
    press(page, "交接清单另存为 PDF(&S)…")
    qtbot.waitUntil(target.exists, timeout=LONG)
    text = "".join(part.extract_text() for part in PdfReader(target).pages)
    assert "报送盘" in text
    (tags,) = stick.rglob("tagmanifest-sha256.txt")
    digest = sha256(tags.read_bytes()).hexdigest()
    assert all(digest[at : at + 16] in text for at in (0, 16, 32, 48))
    assert locked.context.record.packed[-1].digest == digest
    assert sealed.an_application().unit.name in text


def test_the_receipt_of_a_recorded_bundle_is_saved_later(
    qtbot: QtBot, locked: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [sealed.version(staff).code for staff in (NEW, OLD)]
    for code, place in zip(made, ("今天的盘", "从前的盘"), strict=True):
        entry = Packed(code=code, when=sealed.WHEN, name="报送包", place=place, files=7)
        locked.context.keep(locked.context.record.with_packed(entry))
    page = open_page(locked)
    target = tmp_path / "交接清单.pdf"
    pick(monkeypatch, target)
    history = named(page, "打包记录")
    assert isinstance(history, QListWidget)
    assert "不是现在定稿的版本" in words_on(page)
    assert not buttons(page)["交接清单另存为 PDF(&N)…"].isEnabled()
    history.setCurrentRow(1)
    press(page, "交接清单另存为 PDF(&N)…")
    qtbot.waitUntil(target.exists, timeout=LONG)
    text = "".join(part.extract_text() for part in PdfReader(target).pages)
    assert "今天的盘" in text


def test_an_existing_bundle_is_replaced_only_when_asked(
    qtbot: QtBot,
    locked: Workspace,
    drives: list[Drive],
    stick: Path,
    tmp_path: Path,
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    packed(qtbot, locked, page)
    (bundle,) = stick.iterdir()
    (bundle / MANIFEST).write_bytes(b"mine")
    begin(qtbot, page)
    press(says(qtbot, page, "已经有同名的报送包", "新写的替换它"), "取消")
    assert (bundle / MANIFEST).read_bytes() == b"mine"
    before = len(locked.context.record.packed)
    begin(qtbot, page)
    press(says(qtbot, page, "新写的替换它"), "替换")
    press(says(qtbot, page, UNSEALED), "仍然写入")
    qtbot.waitUntil(lambda: len(locked.context.record.packed) > before, timeout=LONG * 2)
    assert verify(bundle).ok


def test_seals_that_nobody_looked_at_are_asked_about(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], stick: Path, tmp_path: Path
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    made: list[object] = []
    locked.context.books.want_quietly(locked, made.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(made) and buttons(page)[PACK].isEnabled(), timeout=LONG)
    press(page, PACK)
    press(says(qtbot, page, UNSEEN), "取消")
    assert list(stick.iterdir()) == []
    press(page, PACK)
    press(says(qtbot, page, UNSEEN), "仍然打包")
    press(says(qtbot, page, UNSEALED), "取消")
    assert list(stick.iterdir()) == []
    press(page, PACK)
    press(says(qtbot, page, UNSEEN), "仍然打包")
    press(says(qtbot, page, UNSEALED), "仍然写入")
    qtbot.waitUntil(lambda: locked.context.record.packed != (), timeout=LONG * 2)


def test_a_stick_that_comes_and_goes_is_noticed(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], tmp_path: Path
) -> None:
    there = drives.pop()
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    shown = named(page, "写到哪里")
    assert isinstance(shown, QTreeWidget)
    qtbot.waitUntil(lambda: "请插上U盘" in words_on(page), timeout=LONG)
    drives.append(there)
    qtbot.waitUntil(lambda: shown.topLevelItemCount() == 1, timeout=LONG)
    qtbot.waitUntil(lambda: buttons(page)[PACK].isEnabled(), timeout=LONG)
    drives.clear()
    qtbot.waitUntil(lambda: shown.topLevelItemCount() == 0, timeout=LONG)
    assert not buttons(page)[PACK].isEnabled()


def test_the_slider_says_how_large_the_scans_become(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], tmp_path: Path
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    qtbot.waitUntil(lambda: "原样，不重新压缩，扫描件共约" in words_on(page), timeout=LONG)
    slider = named(page, "扫描件的大小")
    assert isinstance(slider, QSlider)
    slider.setValue(slider.maximum())
    qtbot.waitUntil(lambda: "200 dpi，较小，扫描件共约" in words_on(page), timeout=LONG)


def test_packing_can_be_called_off_and_leaves_nothing(
    qtbot: QtBot, locked: Workspace, drives: list[Drive], stick: Path, tmp_path: Path
) -> None:
    scanned(qtbot, locked, tmp_path / "a")
    page = open_page(locked)
    begin(qtbot, page)
    stop = next(b for b in page.findChildren(QPushButton) if b.text() == "取消打包(&X)")
    stop.click()
    qtbot.waitUntil(lambda: "取消" in locked.bar.text, timeout=LONG)
    assert list(stick.iterdir()) == []
    assert locked.context.record.packed == ()
