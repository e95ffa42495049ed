"""用户手册: one web page among the program's own files, read without a network."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from jbgs_desktop.files import resources
from jbgs_desktop.ui.widgets.message_boxes import inform


def open_manual(parent: QWidget) -> None:
    """Have the system show the manual; a sentence says where it is when it cannot."""
    page = resources() / "manual" / "index.html"
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
        inform(parent, f"这台电脑没有能打开网页的程序。用户手册在“{page}”，可以在别的电脑上打开。")
