"""What the attached files were found to be, looked at in the background one after the other."""

import io
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from jbgs_desktop.documents.attachments.image_metadata import without_location
from jbgs_desktop.documents.attachments.inspect import Inspection, inspect_attachment
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.files import access_error
from jbgs_desktop.private_folders import PrivateFolder
from jbgs_desktop.ui.widgets.background_task import run_in_background


class EvidenceInspector(QObject):
    """Looks at each file once; ``looked`` carries the file that was looked at, or could not be."""

    looked = Signal(str)

    def __init__(self, parent: QObject, look: Callable[[str], Inspection] | None) -> None:
        super().__init__(parent)
        self._look = look
        self._found: dict[str, Inspection] = {}
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._is_looking = False

    @property
    def is_busy(self) -> bool:
        """Whether there are files that are wanted and not looked at yet."""
        return self._is_looking or bool(self._waiting)

    def of(self, file: str) -> Inspection | None:
        """What ``file`` is, if it was looked at already."""
        return self._found.get(file)

    def keep(self, file: str, look: Inspection) -> None:
        """Remember what ``file`` is; it was looked at when it came in."""
        self._asked.add(file)
        self._found[file] = look

    def want(self, files: Iterable[str]) -> None:
        """Look at those of ``files`` that were not looked at yet."""
        if self._look is None:
            return
        new = [file for file in dict.fromkeys(files) if file not in self._asked]
        self._asked.update(new)
        self._waiting += new
        self._look_at_next()

    def forget_passing(self) -> None:
        """Have those looked at again whose problem may have passed by now."""
        self._asked -= {file for file, look in self._found.items() if look.is_transient}

    def _look_at_next(self) -> None:
        look = self._look
        if look is None or self._is_looking or not self._waiting:
            return
        self._is_looking = True
        file = self._waiting.pop(0)
        run_in_background(
            self,
            lambda: look(file),
            lambda found: self._take(file, found),
            lambda _: self._take(file, None),  # that it is not there, the checks say
        )

    def _take(self, file: str, look: Inspection | None) -> None:
        self._is_looking = False
        if look is not None:
            self._found[file] = look
        self.looked.emit(file)
        self._look_at_next()


def add_evidence_file(file: Path, attach: Callable[[Path], str]) -> tuple[str, Inspection]:
    """Attach ``file``, a photo without the place where it was taken; its name, and what it is.

    Off the window's thread. Raises JbgsError, also for a file that no office takes.
    """
    look = inspect_attachment(file)
    if look.is_dangerous:
        raise JbgsError(f"没有添加“{file.name}”：{look.problem}")
    if not look.has_location or look.problem:
        return attach(file), look
    try:
        bare = without_location(file)
    except OSError as error:
        raise access_error("读取", file, error) from error
    with closing(PrivateFolder()) as folder:
        return attach(folder.copy(file.name, io.BytesIO(bare))), look
