"""A scanner's folder, looked into again and again: what has been saved completely is handed over.

It is polled, because a network share tells nobody of its changes.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.files import access_error, scanned
from jbgs_desktop.scans.reader import SUFFIXES, natural_order


@dataclass(frozen=True, slots=True)
class _Look:
    size: int  # bytes
    changed: int  # ns


class ScanFolderWatch:
    """The new scans of ``folder``, not of the folders in it; what lies there already is old.

    With ``everything`` the old ones are handed over, too. Raises FileAccessError for a folder
    that cannot be read.
    """

    def __init__(self, folder: Path, *, everything: bool = False) -> None:
        self.folder = folder
        self._growing: dict[Path, _Look] = {}
        self._handed = {} if everything else self._look()

    def poll(self) -> tuple[Path, ...]:
        """The files that have come to rest: seen twice with the same size and time, each once.

        A file that was written anew under an old name is handed over again. Raises
        FileAccessError when the folder has gone.
        """
        seen = self._look()
        self._handed = {path: look for path, look in self._handed.items() if path in seen}
        waiting = {path: look for path, look in seen.items() if self._handed.get(path) != look}
        ready = [path for path, look in waiting.items() if self._growing.get(path) == look]
        self._growing = waiting
        # A scanner that saves under the final name may still hold the file open for writing.
        done = {path: seen[path] for path in ready if seen[path].size and _opens(path)}
        self._handed |= done
        return tuple(sorted(done, key=lambda path: natural_order(path.name)))

    def _look(self) -> dict[Path, _Look]:
        try:
            with scanned(self.folder) as entries:
                scans = [entry for entry in entries if _is_scan(entry)]
        except OSError as error:
            raise FileAccessError(_gone(self.folder, error)) from error
        looks = {}
        for entry in scans:
            try:
                # Not by the entry, whose figures Windows does not renew while a file grows.
                state = os.stat(entry.path)
            except OSError:
                continue
            looks[Path(entry.path)] = _Look(state.st_size, state.st_mtime_ns)
        return looks


def _is_scan(entry: "os.DirEntry[str]") -> bool:
    suffix = os.path.splitext(entry.name)[1].lower()
    return suffix in SUFFIXES and not entry.name.startswith((".", "~")) and _is_file(entry)


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _opens(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except OSError:
        return False


def _gone(folder: Path, error: OSError) -> str:
    sentence = str(access_error("监视扫描仪的文件夹", folder, error)).removesuffix("。")
    return f"{sentence}。已经读入的扫描不受影响，可以改为添加文件。"
