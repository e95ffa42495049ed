"""恢复码 on paper: what is printed, or saved as a text file."""

import platform
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QWidget

from jbgs_desktop import PROGRAM_NAME
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import carried_data, write_atomic
from jbgs_desktop.ui.widgets.file_dialogs import choose_target

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS = 13  # of the print


def sheet_text(code: str) -> str:
    """The sheet with ``code``, a line for each group."""
    groups = code.split("-")
    if carried_data():
        lost, beside = "忘了口令时", "优盘"
    else:
        lost, beside = "系统密钥环丢失时（例如重设了登录密码、重装了系统、换了电脑）", "电脑"
    lines = [f"    第 {number} 组    {group}" for number, group in enumerate(groups, start=1)]
    return "\n".join(
        [
            f"{PROGRAM_NAME}　恢复码",
            "",
            *lines,
            "",
            f"    连起来写：{code}",
            "",
            f"电脑：{platform.node()}",
            f"日期：{datetime.now():%Y-%m-%d}",
            "",
            f"草稿是加密保存的。{lost}，",
            "启动程序后输入恢复码，就能重新打开全部草稿。没有恢复码，谁也打不开。",
            f"谁拿到恢复码和草稿，谁就能看到内容。请把这张纸收好，不要和{beside}放在一起。",
            "",
        ]
    )


def save_sheet(parent: QWidget, code: str, saved: Callable[[str], object]) -> None:
    """Ask for a file and write the sheet there; ``saved`` gets a sentence with the outcome."""

    def write(file: Path) -> None:
        try:
            # With a mark in front, so that every editor on Windows takes it for UTF-8.
            write_atomic({file: sheet_text(code).encode("utf-8-sig")})
        except JbgsError as error:
            saved(str(error))
            return
        apart = (
            "请把它移到别处，不要和草稿留在同一个优盘上"
            if carried_data()
            else "请把它移到优盘或另一台电脑，不要只留在这台电脑上"
        )
        saved(f"已保存到“{file}”。{apart}。")

    choose_target(parent, "保存恢复码", "恢复码.txt", "文本文件 (*.txt)", write)


def print_sheet(parent: QWidget, code: str) -> None:
    """Ask for a printer and print the sheet."""
    # Imported here: the first paint does not wait for printing.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # With a loop of its own: on Windows this is the system's dialog, which knows no other way.
    if QPrintDialog(printer, parent).exec() == QPrintDialog.DialogCode.Accepted:
        paint_sheet(code, printer)


def paint_sheet(code: str, printer: "QPrinter") -> None:
    """Print the sheet on ``printer``."""
    document = QTextDocument()
    font = QFont()
    font.setPointSize(_POINTS)
    document.setDefaultFont(font)
    document.setPlainText(sheet_text(code))
    document.print_(printer)
