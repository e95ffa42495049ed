"""Texts and sizes cut to what a line of a list has room for; loads nothing of the forms."""

from PySide6.QtCore import QLocale


def size_words(size: int) -> str:
    """A size in bytes for a reader."""
    format_ = QLocale.DataSizeFormat.DataSizeTraditionalFormat
    return QLocale(QLocale.Language.Chinese).formattedDataSize(size, 1, format_)


def first_words(text: str, most: int = 24) -> str:
    """The beginning of ``text`` in one line, ``most`` characters of it."""
    line = " ".join(text.split())
    return f"{line[:most]}…" if len(line) > most else line
