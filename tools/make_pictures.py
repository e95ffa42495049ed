"""The manual's pictures, taken from the real window: `python tools/make_pictures.py [FOLDER]`.

Nothing is shown: Qt draws offscreen, the user's data is a scratch folder, the keyring is in memory.
The sample application goes the clerk's whole way, and then to the office.
"""

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

os.environ["QT_QPA_PLATFORM"] = (
    f"offscreen:configfile={Path(__file__).parents[1]}/tests/screen.json"
)

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QWidget,
)

from jbgs_desktop.app import make_application
from jbgs_desktop.bundle.drives import Drive
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.drafts.draft_library import import_draft
from jbgs_desktop.drafts.keys.keyring import Keyring
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.drafts.plain import PlainDraft
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application, write_sample
from jbgs_desktop.ui.bundle.bundle_page import BundlePage
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.page_stack import SUBMISSION_PAGES
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import shared_workers

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "resources" / "manual" / "pictures"
_LONGEST = 180  # s for any one step
_COLOURS = 128  # enough for a window; a third of the size
_SETTLED = 0.6  # s in which what is drawn a little later has come
_DPI = 200
_TRACK, _DIRECTIONS = 1, (2, 8)


class Memory:
    """A keyring of this process only."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._kept[service, username] = password


class Camera:
    """Waits as a user does, presses buttons by what stands on them, and takes pictures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def wait(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + _LONGEST
        while not holds():
            QApplication.processEvents()
            if time.monotonic() > end:
                raise TimeoutError(f"{holds} does not come true")
            time.sleep(0.01)

    def settle(self) -> None:
        end = time.monotonic() + _SETTLED
        self.wait(lambda: time.monotonic() > end)

    def button(self, widget: QWidget, title: str) -> QAbstractButton:
        found = widget.findChildren(QAbstractButton)
        return next(b for b in found if b.text() == title and b.isVisibleTo(widget))

    def press(self, widget: QWidget, title: str) -> None:
        self.wait(lambda: self.button(widget, title).isEnabled())
        self.button(widget, title).click()
        self.settle()

    def dialog(self, window: QWidget) -> QDialog:
        """The dialog that is open, or the one that comes."""

        def shown() -> list[QDialog]:
            return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]

        self.wait(lambda: bool(shown()))
        self.settle()
        return shown()[0]

    def take(self, widget: QWidget, name: str) -> None:
        self.settle()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab().save(buffer, "PNG")
        image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        image = image.quantize(_COLOURS, dither=Image.Dither.NONE)
        image.save(self._folder / f"{name}.png", optimize=True)


def take_all(pictures: Path, scratch: Path) -> None:
    """Write every picture of the manual into ``pictures``; ``scratch`` is a new folder."""
    app = make_application([])
    app.setQuitOnLastWindowClosed(False)
    camera = Camera(pictures)
    memory = Memory()
    window = MainWindow()
    window.complete(installed_calls(), UserKeys(Keyring(lambda: memory)))
    window.show()
    stick = _plug_in(scratch)
    first_start(camera, window)
    workspace = open_sample(camera, window, scratch)
    _fill_in(camera, window, workspace)
    _finalise(camera, window, workspace)
    _scan(camera, window, workspace, scratch)
    bundle = _pack(camera, window, workspace, stick)
    window.close_workspace()
    _receive(camera, window, bundle, scratch)
    window.close()
    window.wait_for_files()
    shared_workers().wait()


def _plug_in(scratch: Path) -> Path:
    """A folder that the window takes for the only stick there is."""
    stick = scratch / "U盘"
    stick.mkdir()
    drive = Drive("报送盘", stick, 28 * 10**9, 32 * 10**9, "exFAT", True, False, "")

    def make(context: SubmissionContext) -> BundlePage:
        return BundlePage(context, find=lambda: [drive])

    SUBMISSION_PAGES["bundle"] = make
    return stick


def first_start(camera: Camera, window: MainWindow) -> None:
    """Show the recovery code and go on."""
    window.gate.unlock()
    code = camera.dialog(window)
    camera.take(code, "recovery-code")
    code.accept()
    camera.wait(lambda: window.gate.is_open)


def open_sample(camera: Camera, window: MainWindow, scratch: Path) -> Workspace:
    """Have the sample in ``window``, from a file in ``scratch``."""
    call = installed_calls()[0]
    plain = scratch / "申报" / "申报.json"
    write_sample(sample_application(call, call.tracks[_TRACK].id, _DIRECTIONS), call, plain)
    with closing(PlainDraft(plain)) as source:
        draft = import_draft(source, window.gate.holders())
    with closing(draft):
        file = draft.file
    window.gate.moved.emit()  # the start page reads the drafts anew
    camera.take(window, "start")
    window.open_file(file)
    camera.wait(lambda: window.workspace is not None)
    assert window.workspace is not None
    return window.workspace


def _fill_in(camera: Camera, window: MainWindow, workspace: Workspace) -> None:
    pages = ("cover", "unit", "directions", f"taskbook.{_DIRECTIONS[0]}", "evidence")
    for page in pages:
        workspace.go_to_page(page)
        camera.take(window, page.partition(".")[0])
    right = workspace.session.value.unit.code
    workspace.session.set("unit.code", right[:-1])
    workspace.show_findings()
    camera.take(window, "check")
    workspace.session.set("unit.code", right)
    workspace.session.leave("unit.code")
    workspace.show_findings()
    workspace.saver.save_now()


def _finalise(camera: Camera, window: MainWindow, workspace: Workspace) -> None:
    workspace.go_to_page("finalise")
    camera.settle()
    camera.press(workspace, "定稿")
    for button in workspace.findChildren(QAbstractButton):
        if button.text() == "仍然定稿":  # although warnings are open
            button.click()
    camera.wait(lambda: workspace.context.books.ready is not None)
    camera.take(window, "finalise")
    workspace.show_preview()
    camera.settle()
    (scale,) = (b for b in workspace.findChildren(QComboBox) if b.accessibleName() == "显示比例")
    scale.setCurrentText("整页")
    scale.activated.emit(scale.currentIndex())  # as choosing it does
    camera.take(window, "preview")
    workspace.go_to_page("finalise")


def _scan(camera: Camera, window: MainWindow, workspace: Workspace, scratch: Path) -> None:
    book = workspace.context.books.ready
    assert book is not None
    folder = scratch / "扫描"
    folder.mkdir()
    with closing(PdfPages(book.pdf)) as pdf:
        for at in range(pdf.count):
            page = pdf.image(at, _DPI)
            image = Image.frombytes("RGB", (page.width, page.height), bytes(page.rgb))
            image.save(folder / f"扫描_{at + 1:03}.jpg", quality=80, dpi=(_DPI, _DPI))
    files = sorted(folder.iterdir())
    workspace.go_to_page("scans")
    _add(camera, workspace, files[:2] + files[3:])  # the third page is forgotten at first
    camera.take(window, "scans")
    _add(camera, workspace, [files[2]])


def _add(camera: Camera, workspace: Workspace, files: Sequence[Path]) -> None:
    before = len(workspace.context.record.scans)
    names = [str(file) for file in files]
    with (
        patch.object(QFileDialog, "selectedFiles", lambda _: names),
        patch.object(QFileDialog, "open", lambda dialog: dialog.accepted.emit()),
    ):
        camera.press(workspace, "添加文件(&O)…")
    camera.wait(lambda: len(workspace.context.record.scans) > before)
    camera.wait(lambda: "已读入" in workspace.bar.text)


def _pack(camera: Camera, window: MainWindow, workspace: Workspace, stick: Path) -> Path:
    workspace.go_to_page("bundle")
    camera.press(workspace, "打包到U盘(&P)")
    camera.press(camera.dialog(workspace), "仍然打包")
    camera.press(camera.dialog(workspace), "仍然写入")  # nobody has sealed these scans
    camera.wait(lambda: bool(workspace.context.record.packed))
    camera.take(window, "bundle")
    (bundle,) = stick.iterdir()
    return bundle


def _receive(camera: Camera, window: MainWindow, bundle: Path, scratch: Path) -> None:
    """One bundle as it was written, and one with a file that was changed since."""
    sticks = scratch / "收到"
    shutil.copytree(bundle, sticks / "完好的U盘")
    shutil.copytree(bundle, sticks / "改动过的U盘")
    scan = next((sticks / "改动过的U盘" / "data").rglob("*.pdf"))
    scan.write_bytes(scan.read_bytes() + b"\n")
    window.office.open()
    camera.wait(lambda: window.office.view is not None)
    view = window.office.view
    assert view is not None
    view.intake.take([sticks])
    camera.settle()
    camera.wait(lambda: not view.intake.is_busy)
    camera.take(window, "received")
    view.open_page(1 + _TRACK)
    camera.take(window, "ranking")
    window.office.close()


def main(arguments: list[str]) -> None:
    pictures = Path(arguments[0]).resolve() if arguments else PICTURES
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # relative places, so that no picture shows this machine's folders
        os.environ["JBGS_HOME"] = "jbgs"
        take_all(pictures, Path())
        os.chdir(ROOT)


if __name__ == "__main__":
    main(sys.argv[1:])
