"""Attached figures as the window shows them; drawn in a child with limits, through pipes."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jbgs_desktop.documents.attachments.figure_picture import LARGEST_FIGURE, TOO_LARGE_FIGURE
from jbgs_desktop.sandbox import (
    FAILURE_SENTENCES,
    ChildFailure,
    ChildWork,
    Outcome,
    run_in_workers,
)

_DRAW = "jbgs_desktop.documents.attachments.figure_view_worker:draw_figure"
_TURN = "jbgs_desktop.documents.attachments.figure_view_worker:turn_figure"
_SECONDS = 20.0
_MEMORY = 5 * 2**29  # bytes of address space, most of which libraries only reserve


@dataclass(frozen=True, slots=True)
class FigureView:
    """A picture of ``width`` × ``height`` pixels, drawn with ``shown`` of them as ``rgb``."""

    width: int
    height: int
    shown: tuple[int, int]
    rgb: bytes


def draw_figures(
    sources: Sequence[bytes], longest: int, *, cancelled: Callable[[], bool] = lambda: False
) -> list[FigureView | str]:
    """Each of ``sources`` at most ``longest`` pixels wide and high, or why it cannot be shown.

    Ends early, with fewer, once ``cancelled()``.
    """
    items = [{"data": base64.b64encode(data).decode(), "longest": longest} for data in sources]
    found = [
        (outcome.index, _view(outcome, longest))
        for outcome in run_in_workers(
            _DRAW, items, seconds=_SECONDS, memory=_MEMORY, cancelled=cancelled
        )
    ]
    return [view for _, view in sorted(found, key=lambda each: each[0])]


def turn_picture(source: bytes) -> tuple[bytes, str] | str:
    """The picture ``source`` turned clockwise by a quarter: its bytes and the ending of its kind.

    Or a sentence why it cannot be turned.
    """
    if len(source) > LARGEST_FIGURE:
        return TOO_LARGE_FIGURE
    item = base64.b64encode(source).decode()
    (outcome,) = run_in_workers(_TURN, [item], seconds=_SECONDS, memory=_MEMORY)
    made = outcome.result
    try:
        if outcome.failure or made["problem"]:
            return _sentence(outcome)
        kind = str(made["kind"])
        return base64.b64decode(made["data"], validate=True), "jpg" if kind == "jpeg" else "png"
    except (TypeError, KeyError, ValueError):
        return FAILURE_SENTENCES[ChildWork.FIGURE][ChildFailure.CRASH]


def _view(outcome: Outcome, longest: int) -> FigureView | str:
    made = outcome.result
    try:
        if outcome.failure or made["problem"]:
            return _sentence(outcome)
        width, height = map(int, made["shown"])
        rgb = base64.b64decode(made["rgb"], validate=True)
        if not (0 < width <= longest and 0 < height <= longest and len(rgb) == 3 * width * height):
            raise ValueError("another picture than was asked for")
        own_width, own_height = map(int, made["size"])
        return FigureView(own_width, own_height, (width, height), rgb)
    except (TypeError, KeyError, ValueError):  # a child that was taken over answers anything
        return FAILURE_SENTENCES[ChildWork.FIGURE][ChildFailure.CRASH]


def _sentence(outcome: Outcome) -> str:
    if outcome.failure:
        return FAILURE_SENTENCES[ChildWork.FIGURE][outcome.failure]
    return str(outcome.result["problem"])
