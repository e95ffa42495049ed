"""What the pages share: the application under edit, its call, its findings."""

from collections.abc import Callable, Generator, Mapping
from datetime import datetime
from math import inf
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from jbgs_desktop.documents.attachments.inspect import Inspection
from jbgs_desktop.finalise.evidence_check import findings_so_far
from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.calls.region import Region
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.forms.checks import check_in_steps, takes_long
from jbgs_desktop.forms.edit_history import EditHistory
from jbgs_desktop.forms.fields import Field, describe, field_of
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.ui.widgets.evidence_inspector import EvidenceInspector

_IDLE = 400  # ms without a change before everything is checked again
_SLICE = 0.004  # s for which a long check may keep the window
_LATEST = 1500  # ms into a burst of changes: what was said of a field must not stay wrong


class Session(QObject):
    """One open application.

    A page reads :attr:`value`, writes through :meth:`set`, calls :meth:`leave` when a field loses
    the focus, and listens to :attr:`changed` (one field) and :attr:`checked` (the findings).
    :attr:`left` carries the path of a field that was left. :attr:`replacing` comes before much is
    replaced at once, with the name under which the state before is to be kept. While it is
    :attr:`locked` (定稿) no field can be changed, whoever asks. :attr:`given` comes when other
    :attr:`parts` are known to be with colleagues.

    ``evidence_size`` gives the bytes of an attached file. ``look`` says what it is, off the
    window's thread (raises JbgsError), and :attr:`looks` remembers that; without it no file is
    looked at.
    """

    changed = Signal(str)
    checked = Signal()
    left = Signal(str)
    replacing = Signal(str)
    given = Signal()

    def __init__(
        self,
        application: Application,
        call: Call,
        evidence_size: Callable[[str], int | None],
        look: Callable[[str], Inspection] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.call = call
        self._steps: Generator[None, None, list[Finding]]  # of the check that is going on
        self._history = EditHistory(application)
        self._history.listen(self._on_change)
        self.evidence_size = evidence_size
        self.looks = EvidenceInspector(self, look)
        self.looks.looked.connect(self._on_looked)
        self.locked = False
        self._parts: tuple[GivenPart, ...] = ()
        # What was filled in on an earlier day counts as left.
        self._left = {field_of(path) for path, text in application.texts() if text}
        self._shows_all = False
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._on_idle)
        self._latest = QTimer(self, singleShot=True, interval=_LATEST)
        self._latest.timeout.connect(self._check_soon)
        self._slice = QTimer(self, singleShot=True, interval=0)
        self._slice.timeout.connect(self._run_slice)
        self._begin_check()
        self._run_steps()
        # Only then is it known whether the draft is locked.
        QTimer.singleShot(0, self, self._look_while_open)

    @property
    def value(self) -> Application:
        return self._history.value

    @property
    def track(self) -> Track | None:
        return self.call.track(self.value.track)

    @property
    def region(self) -> Region | None:
        return self.call.region(self.value.region)

    @property
    def words(self) -> Vocabulary:
        """What the call calls things outside its paper."""
        return self.call.form.vocabulary

    @property
    def carrier(self) -> str:
        """What the bundle is handed over on, by the rules of the place that is chosen."""
        return self.call.carrier(self.value.region)

    @property
    def parts(self) -> tuple[GivenPart, ...]:
        """What was given to colleagues (分工), the oldest first, also what came back."""
        return self._parts

    @parts.setter
    def parts(self, parts: tuple[GivenPart, ...]) -> None:
        if parts != self._parts:
            self._parts = parts
            self.given.emit()

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo and not self.locked

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo and not self.locked

    def field(self, path: str) -> Field:
        return describe(self.call, path, self.value.track)

    def set(self, path: str, value: object) -> None:
        """Change one field. What is the same is no change."""
        if not self.locked:
            self._history.set(path, value)

    def set_all(self, changes: Mapping[str, object]) -> None:
        """Change several fields; one undo takes all of it back."""
        if not self.locked:
            self._history.set_all(changes)

    def pause(self) -> None:
        """End the step of undo: what comes now is undone by itself."""
        self._history.pause()

    def leave(self, path: str) -> None:
        """The user left the field: the undo step ends and its findings are shown from now on."""
        self._history.pause()
        self._left.add(path)
        self._check_soon()
        self.left.emit(path)

    def undo(self) -> str | None:
        return None if self.locked else self._history.undo()

    def redo(self) -> str | None:
        return None if self.locked else self._history.redo()

    @property
    def last_step(self) -> int:
        """The number of the step that an undo takes back; 0 for none."""
        return self._history.last_step

    def is_step_done(self, number: int) -> bool | None:
        """Whether a step stands, or was taken back; None where that is settled."""
        return self._history.is_step_done(number)

    def check_now(self) -> None:
        """Check everything at once and tell the pages."""
        self._begin_check()
        self._run_steps()
        self._end_check()

    def look_at_files(self) -> None:
        """Look at the attached files that were not looked at yet, in the background."""
        self._want_looks()
        if self.looks.is_busy:
            self.checked.emit()  # what is known of the files is not all yet

    def show_all(self) -> None:
        """Show the findings of every field from now on, also of those never visited (F5)."""
        self._shows_all = True
        self.looks.forget_passing()
        self.check_now()

    def findings_at(self, path: str) -> list[Finding]:
        """What to show at the field: its findings once it was left, and never before.

        Those of a section are also those of its items.

        What is wrong with a file is shown as soon as it is known; nobody is still typing it.
        """
        was_left = self._shows_all or path in self._left
        found = self.findings if was_left else self._of_files
        return [each for each in found if path in (each.path, field_of(each.path))]

    def _check_soon(self) -> None:
        """Check everything, in slices between which the window is alive where that takes long."""
        if not takes_long(self.value):
            self.check_now()
            return
        self._begin_check()
        self._slice.start()

    def _begin_check(self) -> None:
        for timer in (self._idle, self._latest, self._slice):
            timer.stop()
        self._steps = check_in_steps(
            self.value,
            self.call,
            now=datetime.now().astimezone(),
            evidence_size=self.evidence_size,
        )

    def _run_slice(self) -> None:
        if self._run_steps(until=perf_counter() + _SLICE):
            self._end_check()
        else:
            self._slice.start()

    def _run_steps(self, until: float = inf) -> bool:
        """Go on with the check; whether it is done."""
        while perf_counter() < until:
            try:
                next(self._steps)
            except StopIteration as end:
                self._of_fields = end.value
                self._add_files()
                return True
        return False

    def _end_check(self) -> None:
        if not self.locked:
            self._want_looks()
        self.checked.emit()

    def _add_files(self) -> None:
        self._of_files = findings_so_far(self.value, self.call, self.looks.of, self.evidence_size)
        self.findings = [*self._of_fields, *self._of_files]

    def _look_while_open(self) -> None:
        if not self.locked:
            self.look_at_files()

    def _want_looks(self) -> None:
        files = self.value.files()
        self.looks.want(file for file in files if self.evidence_size(file) is not None)

    def _on_looked(self) -> None:
        self._add_files()
        self.checked.emit()

    def _on_idle(self) -> None:
        self.pause()
        self._check_soon()

    def _on_change(self, path: str) -> None:
        self._idle.start()
        if not self._latest.isActive():
            self._latest.start()
        self.changed.emit(path)
