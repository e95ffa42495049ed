"""Every page and dialog of the window on one sheet, to be gone through as a designer would.

`python tools/make_contact_sheets.py [FOLDER]`: four sheets, light and dark, at 100 % and 150 % of a
screen of 1366 by 768, into build/pictures. Each is drawn by a process of its own, since Qt takes
the scale and the colours when it starts.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from jbgs_desktop.app import make_application
from jbgs_desktop.drafts.keys.keyring import Keyring
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.files import resources
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.shell.rail import Rail
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets import theme
from jbgs_desktop.ui.widgets.background_task import shared_workers
from tools.make_pictures import ROOT, Camera, Memory, first_start, open_sample

_SCREEN = (1366, 748)  # px of the screen, without the title bar
_SCALES, _SCHEMES = ("1", "1.5"), ("light", "dark")
_DIALOGS = (
    *("Word原件…", "分给同事…", "分工情况…", "沿用单位资料…", "另存为加密副本…", "历史…"),
    *("草稿的口令…", "网上填报对照…", "检验报送包…", "关于…"),
)
_ACROSS, _WIDTH, _GAP, _CAPTION = 3, 900, 24, 40  # px of the sheet; columns
_GROUND = {"light": "#c9ced6", "dark": "#0d0f12"}


def take_all(pictures: Path, scratch: Path, scale: float) -> None:
    """One picture of everything into ``pictures``, one after another."""
    app = make_application([])
    app.setQuitOnLastWindowClosed(False)
    camera, memory = Camera(pictures), Memory()
    window = MainWindow()
    window.complete(installed_calls(), UserKeys(Keyring(lambda: memory)))
    window.show()
    window.resize(*(round(side / scale) for side in _SCREEN))
    first_start(camera, window)
    workspace = open_sample(camera, window, scratch)
    _take_pages(camera, window, workspace)
    _take_dialogs(camera, window)
    window.close_workspace()
    _take_office(camera, window)
    window.close()
    window.wait_for_files()
    shared_workers().wait()


def _take_pages(camera: Camera, window: MainWindow, workspace: Workspace) -> None:
    (rail,) = workspace.findChildren(Rail)
    for row in range(rail.count()):
        rail.setCurrentRow(row)
        camera.take(window, f"page-{row + 1:02} {workspace.current_page}")
    workspace.go_to_page("taskbook.2")
    workspace.turn_wide()
    camera.take(window, "page-15 更宽")
    workspace.turn_wide()
    workspace.open_replace()
    camera.take(window, "page-16 替换")
    workspace.show_preview()
    camera.wait(lambda: workspace.context.books.ready is not None)
    for _ in range(3):
        camera.settle()  # pages are drawn coarsely at first
    camera.take(window, "page-17 预览")
    camera.press(workspace, "关闭预览")


def _take_dialogs(camera: Camera, window: MainWindow) -> None:
    actions = {action.text(): action for action in window.actions()}
    for number, title in enumerate(_DIALOGS, 1):
        before = set(_open_windows(window))
        actions[title].trigger()
        camera.settle()
        for at, dialog in enumerate(set(_open_windows(window)) - before):
            camera.take(dialog, f"dialog-{number:02}{'ab'[at]} {title.rstrip('…')}")
            dialog.close()
        camera.settle()


def _open_windows(window: MainWindow) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.isWindow() and isinstance(widget, QDialog):
            yield widget


def _take_office(camera: Camera, window: MainWindow) -> None:
    window.office.open()
    camera.wait(lambda: window.office.view is not None)
    view = window.office.view
    assert view is not None
    pages = next(each for each in view.findChildren(QListWidget) if each.accessibleName() == "页面")
    for row in range(pages.count()):
        pages.setCurrentRow(row)
        camera.take(window, f"office-{row + 1}")
    window.office.close()


def make_sheet(pictures: Path, scheme: str, target: Path) -> None:
    """All of ``pictures`` below their names as one picture."""
    font = ImageFont.truetype(resources() / "fonts" / "JBGSSansSC-Regular.otf", 22)
    tiles = []
    for file in sorted(pictures.glob("*.png"), key=lambda file: file.stat().st_mtime_ns):
        with Image.open(file) as picture:
            tile = picture.convert("RGB")
        tile.thumbnail((_WIDTH, _WIDTH), Image.Resampling.LANCZOS)
        tiles.append((file.stem, tile))
    rows = [tiles[at : at + _ACROSS] for at in range(0, len(tiles), _ACROSS)]
    heights = [max(tile.height for _, tile in row) + _CAPTION + _GAP for row in rows]
    size = (_ACROSS * (_WIDTH + _GAP) + _GAP, sum(heights) + _GAP)
    sheet = Image.new("RGB", size, _GROUND[scheme])
    draw, y = ImageDraw.Draw(sheet), _GAP
    for row, height in zip(rows, heights, strict=True):
        for column, (name, tile) in enumerate(row):
            x = _GAP + column * (_WIDTH + _GAP)
            draw.text((x, y), name, "black" if scheme == "light" else "white", font)
            sheet.paste(tile, (x, y + _CAPTION))
        y += height
    sheet.save(target, optimize=True)


def main(arguments: list[str]) -> None:
    if "JBGS_SHEET" in os.environ:  # one of the processes that draw
        factor, pictures = float(os.environ["QT_SCALE_FACTOR"]), Path(arguments[0])
        colours = patch.object(theme, "current_scheme", lambda: os.environ["JBGS_SHEET"])
        with tempfile.TemporaryDirectory() as folder, colours:
            os.chdir(folder)  # relative places, so that no picture shows this machine's folders
            os.environ["JBGS_HOME"] = "jbgs"
            take_all(pictures, Path(), factor)
            os.chdir(ROOT)
        return
    sheets = Path(arguments[0] if arguments else ROOT / "build" / "pictures").resolve()
    for scheme in _SCHEMES:
        for scale in _SCALES:
            name = f"{scheme}-{round(100 * float(scale))}"
            pictures = sheets / name
            for old in pictures.glob("*.png"):
                old.unlink()
            wanted = {"JBGS_SHEET": scheme, "QT_SCALE_FACTOR": scale}
            command = [sys.executable, "-m", "tools.make_contact_sheets", str(pictures)]
            subprocess.run(command, env={**os.environ, **wanted}, cwd=ROOT, check=True)
            make_sheet(pictures, scheme, sheets / f"{name}.png")
            print(sheets / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
