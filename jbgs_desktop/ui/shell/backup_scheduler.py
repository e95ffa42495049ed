"""What is done for an open draft besides saving: backups, the reminder, and its end."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from jbgs_desktop.drafts import backup
from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.user_data import UserData
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Unit
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.shell.workspace import Workspace
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background

EVERY = 30 * 60 * 1000  # ms between two backups of a draft that is being worked on
REMINDER = (
    "这份申报已经写了不止一天，还没有放到这台电脑以外的副本。磁盘损坏时，只有那样的副本有用。"
)


class BackupScheduler(QObject):
    """Backs up the draft of ``workspace`` from time to time, and reminds once of a copy."""

    def __init__(
        self, workspace: Workspace, files: Workers, save_copy: Callable[[], object]
    ) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._files = files
        self._save_copy = save_copy
        self._has_reminded = False
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.back_up)
        if not workspace.draft.is_read_only:
            self._timer.start()
            self._look(lambda draft: None)

    def back_up(self) -> None:
        """Copy what has changed since the last backup, and look whether a reminder is due."""
        self._look(lambda draft: backup.back_up(draft))

    def _look(self, first: Callable[[SealedDraft], object]) -> None:
        draft = self._workspace.draft

        def work() -> bool:
            first(draft)
            return backup.wants_outside_copy(draft)

        run_in_background(self, work, self._remind, self._on_trouble, self._files)

    def _remind(self, is_due: bool) -> None:
        is_free = not self._workspace.standing.text  # what stands there has to be read first
        if is_due and is_free and not self._has_reminded:
            self._has_reminded = True
            self._workspace.standing.notify(
                Severity.WARNING, REMINDER, "另存为加密副本…", self._save_copy
            )

    def _on_trouble(self, sentence: str) -> None:
        self._workspace.bar.notify(
            Severity.WARNING, f"自动备份没有成功：{sentence}草稿本身已保存。"
        )


def back_up_and_close(draft: SealedDraft, unit: Unit, secret: UserSecret | None) -> None:
    """Back up and close ``draft`` and remember its unit; takes as long as copying the file does.

    What goes wrong here costs nothing that was saved, so nobody is held up with it.
    """
    try:
        if not draft.is_read_only:
            _quietly(lambda: backup.back_up(draft))
            if unit.name and secret is not None:
                _quietly(lambda: UserData(secret).keep_unit(unit))
    finally:
        draft.close()


def _quietly(action: Callable[[], object]) -> None:
    try:
        action()
    except JbgsError:
        return
