"""Files that are dragged from a file manager, or copied there."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_in(data: QMimeData) -> list[Path]:
    """The files and folders of this computer that ``data`` brings; nothing for links to pages."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
