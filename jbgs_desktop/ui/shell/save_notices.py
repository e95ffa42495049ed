"""Whether the last change is on disk, as the window says it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from jbgs_desktop.errors import DraftGoneError
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.autosave import Autosave
from jbgs_desktop.ui.shell.workspace_bars import StatusBar
from jbgs_desktop.ui.widgets.notice_bar import NoticeBar


class SaveNotices(QObject):
    """The status bar says when it was saved; ``bar`` stays while it was not, with a way out.

    ``elsewhere`` gives what saves in another place, or None.
    """

    def __init__(
        self,
        saver: Autosave,
        bar: NoticeBar,
        status: StatusBar,
        elsewhere: Callable[[], Callable[[], object] | None],
    ) -> None:
        super().__init__(bar)
        self._saver, self._bar, self._status, self._elsewhere = saver, bar, status, elsewhere
        self._unsaved = ""  # what the bar says while the last change is not on disk
        saver.saved.connect(self._on_saved)
        saver.failed.connect(self._on_failed)

    def _on_saved(self, moment: datetime) -> None:
        self._status.show_saved(moment)
        if self._unsaved and self._bar.text == self._unsaved:
            self._bar.hide()
        self._unsaved = ""

    def _on_failed(self, sentence: str) -> None:
        self._status.show_saved(None)
        self._unsaved = f"{sentence}内容仍在窗口中，程序会自动重试。"
        if isinstance(self._saver.problem, DraftGoneError):
            self._notify("重新写入", self._saver.rewrite)
        elif elsewhere := self._elsewhere():
            self._notify("换一个位置保存", elsewhere)
        else:
            self._notify()

    def _notify(self, title: str = "", action: Callable[[], object] | None = None) -> None:
        self._bar.notify(Severity.ERROR, self._unsaved, title, action, stays=True)
