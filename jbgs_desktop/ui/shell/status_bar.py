"""The line below everything: whether it is saved, where, and until when it must be handed in."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout

from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.forms.calls.call import Region
from jbgs_desktop.ui.widgets.style_helpers import label, set_state


class StatusBar(QFrame):
    """Saved at, place of the draft, next deadline."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self._saved, self._place, self._deadline = (label("", "muted", wrap=False) for _ in "123")
        self._saved.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(self._saved)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(self._deadline)

    def show_saved(self, moment: datetime | None) -> None:
        """When it was last saved; None while the last change is not on disk."""
        self._saved.show()
        self._saved.setText(f"已保存 {moment:%H:%M:%S}" if moment else "尚未保存")

    def show_place(self, draft: SealedDraft) -> None:
        if draft.is_read_only:
            self._place.setText(f"只读，已加密，文件是 {draft.place}")
        else:
            self._place.setText(f"已加密，保存在 {draft.place}")

    def show_deadline(self, region: Region | None) -> None:
        now = datetime.now().astimezone()
        deadlines = region.next_deadlines if region else ()
        next_one = next((d for d in deadlines if not d.passed(now)), next(iter(deadlines), None))
        if next_one is not None:
            late = next_one.passed(now)
            self._deadline.setText(
                f"{next_one.what}截止 {next_one.printed}{'（已过）' if late else ''}"
            )
            set_state(self._deadline, "late" if late else "")
