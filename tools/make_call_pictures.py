"""The manual's pictures for the issuing office: `python -m tools.make_call_pictures [FOLDER]`.

The window is drawn offscreen as for the others (make_pictures); the workbook by LibreOffice.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from tools.make_pictures import PICTURES, ROOT, Camera, Memory  # first: it chooses the screen

# isort: split
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from PIL import Image, ImageChops
from PySide6.QtWidgets import QDialog, QFileDialog, QTabWidget, QTreeWidget, QWidget

from jbgs_desktop.app import make_application
from jbgs_desktop.documents.call_workbook.made_call import call_workbook
from jbgs_desktop.documents.call_workbook.notice_tasks import read_notice
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.drafts.keys.keyring import Keyring
from jbgs_desktop.drafts.keys.user_keys import UserKeys
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.calls.installed_packs import call_folders
from jbgs_desktop.ui.drafts.call_import import offer_to_install
from jbgs_desktop.ui.shell.main_window import MainWindow
from jbgs_desktop.ui.widgets.background_task import shared_workers
from tests.documents.call_workbook.edited_workbooks import edited, item, made, put
from tests.documents.call_workbook.notices import running_lines, word_file
from tests.libreoffice import Office

_DPI, _WIDTH = 110, 1366  # of the drawn page, of its picture in px
_NARROW = {"编号": 6, "揭榜任务": 46, "预期目标": 26, "存疑": 24}
_ROWS = 7  # of the sheet that are shown


def take_call_pictures(pictures: Path) -> None:
    """Write the pictures into ``pictures``; works in the current folder."""
    app = make_application([])
    app.setQuitOnLastWindowClosed(False)
    camera, memory = Camera(pictures), Memory()
    window = MainWindow()
    window.complete(installed_calls(), UserKeys(Keyring(lambda: memory)))
    window.show()
    about = _about(camera, window)
    camera.take(about, "call-list")
    book = Path("通知.xlsx")
    book.write_bytes(
        edited(
            put("方向", 4, "类别", None),
            put("方向", 9, "编号", 7),
            put("期限", 2, "截止时间", "11月底"),
            put("证明材料", 2, "证明哪些字段", "营业收入"),
        )
    )
    with (
        patch.object(QFileDialog, "selectedFiles", lambda _: [str(book)]),
        patch.object(QFileDialog, "open", lambda dialog: dialog.accepted.emit()),
    ):
        camera.press(about, "由工作簿制作(&M)…")
    camera.take(_other(camera, window, about), "call-faults")
    about.reject()
    _take_import(camera, window)
    window.close()
    window.wait_for_files()
    shared_workers().wait()


def _about(camera: Camera, window: MainWindow) -> QDialog:
    """关于 with the list of calls."""
    camera.press(window, "关于(&A)…")
    about = camera.dialog(window)
    camera.wait(lambda: all(tree.topLevelItemCount() for tree in about.findChildren(QTreeWidget)))
    about.findChildren(QTabWidget)[0].setCurrentIndex(1)
    return about


def _other(camera: Camera, window: QWidget, than: QDialog) -> QDialog:
    """The dialog that comes above another."""

    def shown() -> list[QDialog]:
        return [
            each
            for each in window.findChildren(QDialog)
            if each.isVisible() and each is not than and each.findChildren(QTreeWidget)
        ]

    camera.wait(lambda: bool(shown()))
    return shown()[0]


def _take_import(camera: Camera, window: MainWindow) -> None:
    def change(book: object) -> None:
        item(book, "标题").value = "关于组织开展2030年未来产业创新任务揭榜挂帅申报工作的通知"  # type: ignore[arg-type]

    file = Path("新版.jbgscall")
    file.write_bytes(made(put("期限", 2, "截止时间", "2030-11-01 18:00"), change).data)
    nothing: Callable[[], object] = lambda: None  # noqa: E731
    offer_to_install(window, file, nothing)
    dialog = camera.dialog(window)
    camera.take(dialog, "call-import")
    dialog.reject()


def take_sheet(pictures: Path) -> None:
    """The sheet 方向 of a workbook that was begun from a notice, as LibreOffice draws it."""
    notice = Path("通知.docx").resolve()
    notice.write_bytes(word_file(running_lines()))
    (folder, *_) = call_folders().values()
    book = load_workbook(io.BytesIO(call_workbook(folder, read_notice(notice))))
    for sheet in book.worksheets:
        if sheet.title != "方向":
            book.remove(sheet)
    book["方向"].delete_rows(_ROWS + 2, 200)
    for at, cell in enumerate(book["方向"][1], start=1):  # narrower than they are, to be read
        width = _NARROW.get(str(cell.value), 12)
        book["方向"].column_dimensions[get_column_letter(at)].width = width
    file = Path("方向.xlsx").resolve()
    book.save(file)
    pdf = Office(Path.cwd()).convert_to_pdf(file)
    page = PdfPages(pdf.read_bytes()).image(0, _DPI)
    image = Image.frombytes("RGB", (page.width, page.height), bytes(page.rgb))
    image = image.crop((0, 0, page.width, page.height * 9 // 10))  # without the number of the page
    paper = Image.new("RGB", image.size, "white")
    image = image.crop(ImageChops.difference(image, paper).getbbox())
    image.thumbnail((_WIDTH, _WIDTH))
    image.quantize(64, dither=Image.Dither.NONE).save(pictures / "call-sheet.png", optimize=True)


def main(arguments: list[str]) -> None:
    pictures = Path(arguments[0]).resolve() if arguments else PICTURES
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # relative places, so that no picture shows this machine's folders
        os.environ["JBGS_HOME"] = "jbgs"
        take_call_pictures(pictures)
        take_sheet(pictures)
        os.chdir(ROOT)


if __name__ == "__main__":
    main(sys.argv[1:])
