"""The kept versions of a draft, read off the window's thread."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from jbgs_desktop.drafts.difference import Difference, differences
from jbgs_desktop.drafts.format.manifest import RevisionInfo
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.background_task import BackgroundTask, Cancelled, Report, Workers


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
        self._workers = Workers()
        self._task = BackgroundTask(self)
        self._task.reported.connect(self.read)

    def start(self) -> None:
        """Begin with the newest version."""
        draft = self._draft
        self._task.start(
            lambda cancelled, report: _read_all(draft, cancelled, report),
            lambda _: self.ended.emit(),
            lambda _: self.ended.emit(),
            workers=self._workers,
        )

    def stop(self) -> None:
        """Read no further; returns when nothing is being read any more."""
        self.blockSignals(True)  # what was read already may still be on its way here
        self._task.cancel()
        self._workers.wait()


def _read_all(draft: SealedDraft, cancelled: Cancelled, report: Report) -> None:
    """Report every version, the newest first, once the readable one before it is known."""
    points = draft.points
    waiting: list[HistoryStep] = []
    for point in reversed(points):
        if cancelled():
            return
        step = _read(draft, point)
        if step.application is not None:
            for newer in waiting:
                report(_compared(newer, step.application))
            waiting.clear()
        waiting.append(step)
    for step in waiting:
        report(replace(step, is_first=step.point.number == points[0].number))


def _compared(step: HistoryStep, before: Application) -> HistoryStep:
    if step.application is None:
        return step
    return replace(step, changes=tuple(differences(before, step.application)))


def _read(draft: SealedDraft, point: RevisionInfo) -> HistoryStep:
    try:
        return HistoryStep(point, draft.read(point.number).application)
    except LookupError:  # thinned out while the list was open
        return HistoryStep(point, None, problem="这个版本在整理历史时已经去掉。")
    except JbgsError as error:
        return HistoryStep(point, None, problem=str(error))
