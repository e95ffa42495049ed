"""Pictures of figures saved in the clear for a browser, and gone when they are no longer wanted."""

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.documents.figure_pictures import figure_png
from jbgs_desktop.files import safe_name
from jbgs_desktop.private_folders import PrivateFolder

_LONGEST_NAME = 40  # characters


class FigureCopies:
    """PNGs in a private folder. Any thread may call any method."""

    def __init__(self, open_file: Callable[[str], BinaryIO | None]) -> None:
        self._open_file = open_file
        self._folder = PrivateFolder()
        self._closed = threading.Event()

    def save(self, file: str, name: str) -> Path:
        """Save the picture of the figure with this ``file`` as ``name``. Raises JbgsError."""
        picture = figure_png(file, self._open_file)
        saved = self._folder.copy(
            f"{safe_name(name, longest=_LONGEST_NAME)}.png", io.BytesIO(picture)
        )
        if self._closed.is_set():  # meanwhile
            self._folder.close()
        return saved

    def close(self) -> None:
        """Remove the pictures, and any that is just being saved."""
        self._closed.set()
        self._folder.close()
