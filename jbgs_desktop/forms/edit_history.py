"""One application under edit: every change, one undo history, and who wants to know of it.

Undo, autosave, checks and counters listen here. There is no Qt in it, so that the commands and
the tests use the same.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jbgs_desktop.forms.application import Application

Listener = Callable[[str], None]
DEPTH = 2000  # steps of undo; a step shares all but one text with its neighbour


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of one field, or of several at once: the application before it."""

    paths: tuple[str, ...]
    before: Application
    number: int


class EditHistory:
    """The current value of an application with its history.

    Changes of one field that follow each other are one step of undo until :meth:`pause` is
    called (on leaving a field, or after a moment without typing).
    """

    def __init__(self, application: Application) -> None:
        self._value = application
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._open = False
        self._steps = 0
        self._listeners: list[Listener] = []

    @property
    def value(self) -> Application:
        return self._value

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    @property
    def last_step(self) -> int:
        """The number of the step that an undo takes back; 0 for none."""
        return self._undo[-1].number if self._undo else 0

    def is_step_done(self, number: int) -> bool | None:
        """Whether a step stands, or was taken back; None where neither can happen to it any more.

        So it is of a step that is too long ago, and of one after whose undo something else came.
        """
        at = bisect_left(self._undo, number, key=lambda step: step.number)
        if self._undo[at : at + 1] and self._undo[at].number == number:
            return True
        return False if any(step.number == number for step in self._redo) else None

    def listen(self, listener: Listener) -> None:
        """Have ``listener`` called with the field path after every change, undo and redo."""
        self._listeners.append(listener)

    def set(self, path: str, value: object) -> None:
        """Put ``value`` at ``path``; nothing happens when it is there already."""
        if self._value.get(path) == value:
            return
        before, self._value = self._value, self._value.set(path, value)
        if not (self._open and self._undo and self._undo[-1].paths == (path,)):
            self._remember((path,), before)
        self._redo.clear()
        self._open = True
        self._notify((path,))

    def set_all(self, changes: Mapping[str, object]) -> None:
        """Put each value at its path; all of it is one step of undo.

        Raises LookupError for a path that no application has, before anything is changed.
        """
        before, after = self._value, self._value
        for path, value in changes.items():
            after = after.set(path, value)
        paths = tuple(path for path in changes if before.get(path) != after.get(path))
        self.pause()
        if paths:
            self._value = after
            self._remember(paths, before)
            self._redo.clear()
            self._notify(paths)

    def pause(self) -> None:
        """End the step of undo: the next change starts a new one."""
        self._open = False

    def undo(self) -> str | None:
        """Take the last step back. Returns its (first) field path, or None when there is none."""
        return self._move(self._undo, self._redo)

    def redo(self) -> str | None:
        """Do the step again that was last taken back. Returns its field path, or None."""
        return self._move(self._redo, self._undo)

    def _move(self, source: list[_Step], target: list[_Step]) -> str | None:
        self.pause()
        if not source:
            return None
        step = source.pop()
        target.append(_Step(step.paths, self._value, step.number))
        self._value = step.before
        self._notify(step.paths)
        return step.paths[0]

    def _remember(self, paths: tuple[str, ...], before: Application) -> None:
        self._steps += 1
        self._undo.append(_Step(paths, before, self._steps))
        del self._undo[:-DEPTH]

    def _notify(self, paths: tuple[str, ...]) -> None:
        for path in paths:
            for listener in self._listeners:
                listener(path)
