"""The ways by which Word files reach the window: chosen, dropped on it, given to the program.

What reads them is imported when a file comes, so that the first paint need not wait for it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from jbgs_desktop.drafts.store import DRAFT_SUFFIX
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.calls.call_file import CALL_SUFFIX
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.dropped_files import files_in
from jbgs_desktop.ui.widgets.file_dialogs import (
    WORD_FILTER,
    WORD_FOLDER,
    choose_files,
    choose_folder,
)
from jbgs_desktop.ui.widgets.message_boxes import inform
from jbgs_desktop.ui.widgets.outline import PageKey
from jbgs_desktop.ui.widgets.section.section_mime import PICTURE_ENDINGS

_OTHERS = (DRAFT_SUFFIX, CALL_SUFFIX, ".json")
_EVIDENCE = (".pdf", ".ofd", ".gif", ".heic", *(f".{ending}" for ending in PICTURE_ENDINGS))
_WAY = "证明文件请拖到列证明文件的一页上它所属的那一项，图请拖到要放它的那一节。"
_Begin = Callable[[Application, Callable[[Workspace], object]], object]


class WordDoor(QObject):
    """Takes files to the open application, or begins a new one with them.

    ``current`` is the open application, if there is one, ``new`` makes an empty one. ``begin`` gets
    a new application and what is to follow once it is open; ``open_file`` opens a file of another
    kind that is dropped on ``window``.
    """

    def __init__(
        self,
        window: QWidget,
        new: Callable[[], Application],
        current: Callable[[], Workspace | None],
        begin: _Begin,
        open_file: Callable[[Path], object],
    ) -> None:
        super().__init__(window)
        self._window, self._new, self._current = window, new, current
        self._begin, self._open_file = begin, open_file
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

        if workspace := self._current():
            import_files(workspace, files)
        else:
            calls = installed_calls()
            begin_from_files(self._window, files, self._new(), calls, self._begin)

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
            self._open_file(files[0])
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
        workspace = self._current()
        if workspace is None:
            inform(self._window, f"{names}没有放进来：请先打开或新建一份申报。{_WAY}")
            return
        workspace.bar.notify(
            Severity.WARNING,
            f"{names}没有放进来。{_WAY}",
            "去证明材料",
            lambda: workspace.go_to_page(PageKey.EVIDENCE),
        )
