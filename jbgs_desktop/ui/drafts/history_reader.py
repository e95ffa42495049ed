"""The kept versions of a draft, read off the window's thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from jbgs_desktop.drafts.difference import Difference, differences
from jbgs_desktop.drafts.format.manifest import RevisionInfo
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.work import Workers, run_in_background

_AT_ONCE = 20  # versions read in one piece of work, so that another question need not wait long


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A version and what changed since the kept one before it; ``problem`` if it is unreadable."""

    point: RevisionInfo
    application: Application | None
    changes: tuple[Difference, ...] = ()
    problem: str = ""
    is_first: bool = False


class HistoryReader(QObject):
    """Reads the versions of ``draft`` one after the other, the newest first.

    ``read`` carries some :class:`HistoryStep` values at a time; ``ended`` comes after the last.
    """

    read = Signal(list)
    ended = Signal()

    def __init__(self, draft: SealedDraft, parent: QObject) -> None:
        super().__init__(parent)
        self._draft = draft
        self._waiting = list(draft.points)
        self._first = self._waiting[0].number
        self._pool = Workers()

    def start(self) -> None:
        """Begin with the newest version."""
        self._next(None)

    def stop(self) -> None:
        """Read no further; returns when nothing is being read any more."""
        self._waiting.clear()
        self.blockSignals(True)  # what was read already may still be on its way here
        self._pool.clear()
        self._pool.wait()

    def _next(self, newest: HistoryStep | None) -> None:
        # ``newest`` was read with the piece before, but not yet compared with what follows it here.
        points = self._waiting[-_AT_ONCE:]
        del self._waiting[-_AT_ONCE:]

        def done(steps: list[HistoryStep]) -> None:
            is_last = not self._waiting
            whole = steps if is_last else steps[:-1]
            self.read.emit(whole)
            if is_last:
                self.ended.emit()
            else:
                self._next(steps[-1])

        def failed(_sentence: str) -> None:
            self.ended.emit()

        def work() -> list[HistoryStep]:
            return _steps(self._draft, points, newest, self._first)

        run_in_background(self, work, done, failed, self._pool)


def _steps(
    draft: SealedDraft, points: Sequence[RevisionInfo], newest: HistoryStep | None, first: int
) -> list[HistoryStep]:
    read = [newest] if newest else []
    read += [_read(draft, point) for point in reversed(points)]
    steps = []
    for place, step in enumerate(read):
        before = next((older.application for older in read[place + 1 :] if older.application), None)
        changes: list[Difference] = []
        if step.application and before:
            changes = differences(before, step.application)
        is_first = step.point.number == first
        steps.append(
            HistoryStep(step.point, step.application, tuple(changes), step.problem, is_first)
        )
    return steps


def _read(draft: SealedDraft, point: RevisionInfo) -> HistoryStep:
    try:
        return HistoryStep(point, draft.read(point.number).application)
    except LookupError:  # thinned out while the list was open
        return HistoryStep(point, None, problem="这个版本在整理历史时已经去掉。")
    except JbgsError as error:
        return HistoryStep(point, None, problem=str(error))
