"""监视文件夹: what a scanner saves is read in by itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from jbgs_desktop.scans.folder_watch import ScanFolderWatch
from jbgs_desktop.ui.widgets.background_task import run_in_background

_POLL = 1500  # ms from one look to the next


class WatchedFolder(QObject):
    """``found`` carries files that are new; ``failed`` why the folder is watched no longer."""

    found = Signal(list)
    failed = Signal(str)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self._watch: ScanFolderWatch | None = None
        # Looked into off the window's thread: a network share may let wait for an answer.
        self._pause = QTimer(self, singleShot=True, interval=_POLL)
        self._pause.timeout.connect(self._look)

    @property
    def is_watching(self) -> bool:
        """Whether what comes into :attr:`folder` now is new; not until it was looked into once."""
        return self._watch is not None

    def start(self, folder: Path) -> None:
        """Watch ``folder``; what lies there already when it is first looked into is left alone."""
        self.folder = folder

        def begun(watch: ScanFolderWatch) -> None:
            if self.folder == folder:
                self._watch = watch
                self._pause.start()
                self.changed.emit()

        self._run(folder, lambda: ScanFolderWatch(folder), begun)
        self.changed.emit()

    def stop(self) -> None:
        self.folder = self._watch = None
        self._pause.stop()
        self.changed.emit()

    def _look(self) -> None:
        watch, folder = self._watch, self.folder
        if watch is None or folder is None:
            return

        def looked(files: tuple[Path, ...]) -> None:
            if self._watch is watch:
                self._pause.start()
                if files:
                    self.found.emit(list(files))

        self._run(folder, watch.poll, looked)

    def _run(self, folder: Path, work: Callable[[], object], done: Callable[..., object]) -> None:
        def failed(sentence: str) -> None:
            if self.folder == folder:
                self.stop()
                self.failed.emit(sentence)

        run_in_background(self, work, done, failed)
