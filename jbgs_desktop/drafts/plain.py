"""An application kept as plain JSON with its files in folders beside it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from jbgs_desktop.drafts.draft import EVIDENCE, free_name, words_of
from jbgs_desktop.errors import FileAccessError
from jbgs_desktop.files import access_error, put_in_place, read_capped, write_atomic
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.application_json import LARGEST_FILE, Loaded, read_application
from jbgs_desktop.forms.checks import files_beside
from jbgs_desktop.forms.checks.evidence_paths import stays_inside

_FILE = "申报.json"


class PlainDraft:
    """A :class:`~jbgs_desktop.drafts.draft.Draft` in one JSON file, evidence beside it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._size: Callable[[str], int | None] = files_beside(file.parent)

    is_read_only = False
    notices: tuple[str, ...] = ()
    call_version = ""

    @property
    def place(self) -> str:
        return str(self.file)

    def load(self) -> Loaded:
        return read_application(read_capped(self.file, LARGEST_FILE), self.file.name)

    def save(self, application: Application) -> None:
        write_atomic({self.file: application.to_json().encode()})

    def attach(self, name: str, source: BinaryIO, folder: str = EVIDENCE) -> str:
        place = self.file.parent / folder
        target = place / free_name(name, lambda name: (place / name).exists())
        try:
            place.mkdir(parents=True, exist_ok=True)
            _copy_whole(source, target)
        except OSError as error:
            raise access_error("写入", target, error) from error
        return f"{folder}/{target.name}"

    def evidence_size(self, file: str) -> int | None:
        return self._size(file)

    def open_evidence(self, file: str) -> BinaryIO:
        path = self.evidence_path(file)
        if self._size(file) is None:
            raise FileAccessError(f"申报文件旁没有{words_of(file)}，请重新添加这个文件。")
        try:
            return path.open("rb")
        except OSError as error:
            raise access_error("读取", path, error) from error

    def evidence_path(self, file: str) -> Path:
        if not stays_inside(file):
            raise FileAccessError(f"{words_of(file)}不在申报文件旁的文件夹里，请重新添加。")
        return self.file.parent / file

    def close(self) -> None:
        """Nothing is held open."""


def _copy_whole(source: BinaryIO, target: Path) -> None:
    waiting = target.with_name(f".{target.name}.part")
    try:
        with waiting.open("wb") as copy:
            shutil.copyfileobj(source, copy, 2**20)
            copy.flush()
            os.fsync(copy.fileno())
        put_in_place(waiting, target)
    finally:
        waiting.unlink(missing_ok=True)
