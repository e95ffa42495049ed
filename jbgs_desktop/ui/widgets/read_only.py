"""Pages of a draft that is open read-only."""

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QPushButton

from jbgs_desktop.ui.widgets.page import Page


def make_read_only(page: Page, *, keep_buttons: bool) -> None:
    """Leave everything on ``page`` to be read and copied, and nothing to be changed.

    ``keep_buttons`` where they only lead to other places; elsewhere those stay that only read.
    """
    for line in page.findChildren(QLineEdit):
        line.setReadOnly(True)
    for text in page.findChildren(QPlainTextEdit):
        text.setReadOnly(True)
    for button in page.findChildren(QAbstractButton):
        only_reads = isinstance(button, QPushButton) and (keep_buttons or button.property("reads"))
        button.setEnabled(bool(only_reads))
