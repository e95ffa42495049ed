"""Stands in for another program at the clipboard: offers forms of a text, or reads the words there.

For `clipboard.py`, which starts it on a screen of its own.
"""

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

READY = "ready"
_SOON = 100  # ms until the X server has said who owns the clipboard


def offer(app: QGuiApplication, forms: list[str], files: list[Path]) -> None:
    """Offer what each of ``files`` holds under one of the names ``forms``, until it is ended."""
    data = QMimeData()
    for form, file in zip(forms, files, strict=True):
        data.setData(form, file.read_bytes())
    app.clipboard().setMimeData(data)
    print(READY, flush=True)
    app.exec()


def read_words(app: QGuiApplication) -> None:
    """Print the words that another program offers."""

    def show() -> None:
        print(app.clipboard().text())
        app.quit()

    QTimer.singleShot(_SOON, show)
    app.exec()


def main() -> int:
    """0, once it is done."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--form", action="append", default=[])
    parser.add_argument("--file", type=Path, action="append", default=[])
    options = parser.parse_args()
    app = QGuiApplication(sys.argv[:1])
    if options.form:
        offer(app, options.form, options.file)
    else:
        read_words(app)
    return 0


if __name__ == "__main__":
    sys.exit(main())
