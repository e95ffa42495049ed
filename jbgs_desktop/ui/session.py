"""What the pages share: the application under edit, its call, its findings."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.call import Call, Region, Track
from jbgs_desktop.forms.checks import check
from jbgs_desktop.forms.editing import Editing
from jbgs_desktop.forms.fields import Field, describe
from jbgs_desktop.forms.finding import Finding

_IDLE = 400  # ms without a change before everything is checked again
_LATEST = 1500  # ms into a burst of changes: what was said of a field must not stay wrong


class Session(QObject):
    """One open application.

    A page reads :attr:`value`, writes through :meth:`set`, calls :meth:`leave` when a field loses
    the focus, and listens to :attr:`changed` (one field) and :attr:`checked` (the findings).
    :attr:`left` carries the path of a field that was left. :attr:`replacing` comes before much is
    replaced at once, with the name under which the state before is to be kept. While it is
    :attr:`locked` (定稿) no field can be changed, whoever asks.
    """

    changed = Signal(str)
    checked = Signal()
    left = Signal(str)
    replacing = Signal(str)

    def __init__(
        self,
        application: Application,
        call: Call,
        evidence_size: Callable[[str], int | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.call = call
        self.findings: list[Finding] = []
        self._editing = Editing(application)
        self._editing.listen(self._on_change)
        self.evidence_size = evidence_size
        self.locked = False
        # What was filled in on an earlier day counts as left.
        self._left = {path for path, text in application.texts() if text}
        self._shows_all = False
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._on_idle)
        self._latest = QTimer(self, singleShot=True, interval=_LATEST)
        self._latest.timeout.connect(self.check_now)
        self.check_now()

    @property
    def value(self) -> Application:
        return self._editing.value

    @property
    def track(self) -> Track | None:
        return self.call.track(self.value.track)

    @property
    def region(self) -> Region | None:
        return self.call.region(self.value.region)

    @property
    def can_undo(self) -> bool:
        return self._editing.can_undo and not self.locked

    @property
    def can_redo(self) -> bool:
        return self._editing.can_redo and not self.locked

    def field(self, path: str) -> Field:
        return describe(self.call, path, self.value.track)

    def set(self, path: str, value: object) -> None:
        """Change one field. What is the same is no change."""
        if not self.locked:
            self._editing.set(path, value)

    def set_all(self, changes: Mapping[str, object]) -> None:
        """Change several fields; one undo takes all of it back."""
        if not self.locked:
            self._editing.set_all(changes)

    def pause(self) -> None:
        """End the step of undo: what comes now is undone by itself."""
        self._editing.pause()

    def leave(self, path: str) -> None:
        """The user left the field: the undo step ends and its findings are shown from now on."""
        self._editing.pause()
        self._left.add(path)
        self.check_now()
        self.left.emit(path)

    def undo(self) -> str | None:
        return None if self.locked else self._editing.undo()

    def redo(self) -> str | None:
        return None if self.locked else self._editing.redo()

    def check_now(self) -> None:
        """Check everything at once and tell the pages."""
        self._idle.stop()
        self._latest.stop()
        self.findings = check(
            self.value,
            self.call,
            now=datetime.now().astimezone(),
            evidence_size=self.evidence_size,
        )
        self.checked.emit()

    def show_all(self) -> None:
        """Show the findings of every field from now on, also of those never visited (F5)."""
        self._shows_all = True
        self.check_now()

    def findings_at(self, path: str) -> list[Finding]:
        """What to show at the field: its findings once it was left, and never before."""
        if not (self._shows_all or path in self._left):
            return []
        return [finding for finding in self.findings if finding.path == path]

    def _on_idle(self) -> None:
        self.pause()
        self.check_now()

    def _on_change(self, path: str) -> None:
        self._idle.start()
        if not self._latest.isActive():
            self._latest.start()
        self.changed.emit(path)
