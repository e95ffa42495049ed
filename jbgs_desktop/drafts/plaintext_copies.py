"""Copies in clear of evidence that the user looks at in another program.

The only plaintext that leaves a draft unasked for a place: in a private folder, in memory where
the system has such a place, and removed when the draft is closed or the program starts again.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.drafts.draft import free_name
from jbgs_desktop.drafts.lock import runs
from jbgs_desktop.files import CLEAR_PREFIX, access_error, clear_folders, new_clear_folder


class PlaintextCopies:
    """The copies of one draft."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def show(self, file: str, content: BinaryIO) -> Path:
        """A copy of ``content`` under the last part of ``file``. Raises JbgsError."""
        name = free_name(file.rpartition("/")[2], lambda _: False)
        try:
            if self._folder is None:
                self._folder = new_clear_folder()
            copy = Path(tempfile.mkdtemp(dir=self._folder)) / name
            with copy.open("xb") as target:
                shutil.copyfileobj(content, target, 2**20)
            if sys.platform != "win32":  # there a read-only file could not be removed again
                copy.chmod(0o400)
        except OSError as error:
            raise access_error("取出", Path(name), error) from error
        return copy

    def close(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def remove_leftovers() -> None:
    """Remove the copies that a program left behind which ended badly."""
    for folder in clear_folders().glob(f"{CLEAR_PREFIX}*"):
        pid = folder.name.removeprefix(CLEAR_PREFIX).partition("-")[0]
        if not (pid.isascii() and pid.isdigit() and runs(int(pid))):
            shutil.rmtree(folder, ignore_errors=True)
