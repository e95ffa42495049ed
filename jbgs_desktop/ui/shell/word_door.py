"""The ways by which Word files reach the window: chosen, dropped on it, given to the program.

What reads them is imported when a file comes, so that the first paint need not wait for it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.store import DRAFT_SUFFIX
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.finalise.part_home import PartHome, home_of_part
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.calls.call_file import CALL_SUFFIX
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.file_dialogs import (
    WORD_FILTER,
    WORD_FOLDER,
    choose_files,
    choose_folder,
)
from jbgs_desktop.ui.widgets.message_boxes import choose, inform
from jbgs_desktop.ui.widgets.outline import PageKey
from jbgs_desktop.ui.widgets.section.section_mime import PICTURE_ENDINGS

_OTHERS = (DRAFT_SUFFIX, CALL_SUFFIX, ".json")
_EVIDENCE = (".pdf", ".ofd", ".gif", ".heic", *(f".{ending}" for ending in PICTURE_ENDINGS))
_WAY = "证明文件请拖到列证明文件的一页上它所属的那一项，图请拖到要放它的那一节。"
_NO_HOME = (
    "这是分给同事填写的一部分，发出它的申报不在这台电脑上。请在发出它的那台电脑上打开这个文件，"
    "或者先打开那份申报的副本，再从Word导入。也可以用它新建一份申报。"
)
_HELD = (
    "这是从申报（{unit}）里分给同事的一部分，那份申报现在正开着，在另一个窗口里，或者在另一台电脑上。"
    "请在那个窗口的“更多”里点“从Word导入…”，选这个文件，或者把文件拖进那个窗口。"
)


class Applications(Protocol):
    """What opens applications in the window, and has one of them open, or none."""

    workspace: Workspace | None

    def new_application(self) -> Application: ...
    def begin_with(
        self, application: Application, then: Callable[[Workspace], object]
    ) -> object: ...
    def open_file(self, file: Path, then: Callable[[Workspace], object] = ...) -> object: ...


class WordDoor(QObject):
    """Takes files that come to ``window`` to the open application, or begins a new one with them.

    A part that was given out is taken back into the draft that it is of.
    """

    def __init__(self, window: QWidget, applications: Applications, gate: KeyGate) -> None:
        super().__init__(window)
        self._window, self._applications, self._gate = window, applications, gate
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def is_word_file(self, file: Path) -> bool:
        """Whether it is for :meth:`take`."""
        return file.suffix.lower() == ".docx"

    def choose(self, workspace: Workspace) -> None:
        """从Word导入… of the menu."""
        from jbgs_desktop.ui.shell.word_action import choose_and_import

        choose_and_import(workspace)

    def choose_in_folder(self, workspace: Workspace) -> None:
        """从文件夹导入Word… of the menu."""
        from jbgs_desktop.ui.shell.word_action import choose_folder_and_import

        choose_folder_and_import(workspace)

    def choose_new(self) -> None:
        """Files for a new application."""
        choose_files(self._window, "选择填好的Word文件，可以一次选几个", self.take, WORD_FILTER)

    def choose_new_folder(self) -> None:
        """A folder of files for a new application."""
        choose_folder(self._window, WORD_FOLDER, lambda folder: self.take([folder]))

    def take(self, files: Sequence[Path]) -> None:
        """Show what ``files``, and the folders among them, hold."""
        from jbgs_desktop.ui.shell.word_action import begin_from_files, import_files

        if workspace := self._applications.workspace:
            import_files(workspace, files)
        else:
            calls = installed_calls()
            self._gate.require(
                lambda: begin_from_files(
                    self._window,
                    files,
                    self._applications.new_application(),
                    calls,
                    self._applications.begin_with,
                    lambda codes, anew: self._return_parts(files, codes, anew),
                )
            )

    def _return_parts(
        self, files: Sequence[Path], codes: frozenset[str], anew: Callable[[], object]
    ) -> None:
        """Take ``files`` back into the draft that they are of, or ask whether to begin ``anew``."""
        from jbgs_desktop.ui.shell.word_action import import_files

        keys = self._gate.keys

        def find() -> PartHome | None:
            secret = keys.secret
            places = UserData(secret).places() if isinstance(secret, UserSecret) else ()
            return home_of_part(codes, keys.holders, places)

        def found(home: PartHome | None) -> None:
            if home is None:
                choose(self._window, _NO_HOME, ("新建一份申报", anew))
            elif home.is_held:
                inform(self._window, _HELD.format(unit=home.unit or "没有填单位名称"))
            else:
                self._applications.open_file(
                    home.file, lambda workspace: import_files(workspace, files)
                )

        run_in_background(self, find, found, lambda sentence: inform(self._window, sentence))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        files = files_in(event.mimeData())
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._on_dropped(files)
        return True

    def _on_dropped(self, files: Sequence[Path]) -> None:
        if len(files) == 1 and files[0].suffix.lower() in _OTHERS:
            self._applications.open_file(files[0])
            return
        others = [file for file in files if file.suffix.lower() in _EVIDENCE]
        if words := [file for file in files if file not in others]:
            self.take(words)
        if others:
            self._point_the_way(others)

    def _point_the_way(self, files: Sequence[Path]) -> None:
        """Say where ``files``, which may be evidence or a figure, are to be dropped."""
        first = f"“{files[0].name}”"
        names = first if len(files) == 1 else f"{first}等 {len(files)} 个文件"
        workspace = self._applications.workspace
        if workspace is None:
            inform(self._window, f"{names}没有放进来：请先打开或新建一份申报。{_WAY}")
            return
        workspace.bar.notify(
            Severity.WARNING,
            f"{names}没有放进来。{_WAY}",
            "去证明材料",
            lambda: workspace.go_to_page(PageKey.EVIDENCE),
        )
