"""The 恢复码 on paper."""

from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from jbgs_desktop.drafts.keys.key_holders import new_secret
from jbgs_desktop.drafts.keys.recovery_code import code_of


def test_the_sheet_is_printed(tmp_path: Path) -> None:
    support = pytest.importorskip("PySide6.QtPrintSupport")
    from jbgs_desktop.ui.drafts.recovery_sheet import paint_sheet, sheet_text

    printer = support.QPrinter()
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    code = code_of(new_secret())
    paint_sheet(code, printer)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    document = QTextDocument(sheet_text(code))
    assert all(group in document.toPlainText() for group in code.split("-"))
