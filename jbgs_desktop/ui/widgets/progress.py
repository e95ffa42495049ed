"""Long work with a box that shows after a moment and can stop it."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from jbgs_desktop.ui.widgets.work import run_in_background

_SOON = 300  # ms, before which nobody needs to be told
Cancelled = Callable[[], bool]


def progress_box(parent: QWidget, sentence: str, most: int = 0) -> QProgressDialog:
    """A box that shows itself after a moment; with ``most`` 0 nobody knows how long it takes."""
    box = QProgressDialog(sentence, "取消", 0, most, parent)
    box.setWindowTitle("揭榜挂帅申报材料")
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setAutoReset(False)
    box.setMinimumDuration(_SOON)
    return box


def run_with_progress(
    parent: QWidget,
    sentence: str,
    work: Callable[[Cancelled], Any],
    done: Callable[[Any], object],
    failed: Callable[[str], object],
    stopped: Callable[[], object] = lambda: None,
) -> None:
    """Run ``work`` off the window's thread; then ``done`` or ``failed``, or ``stopped`` when the
    user cancelled it. ``work`` gets a function to ask whether to stop.
    """
    asked = threading.Event()
    box = progress_box(parent, sentence)
    box.canceled.connect(asked.set)

    def end(then: Callable[[], object]) -> None:
        was_asked = asked.is_set()
        box.close()  # which tells itself cancelled
        (stopped if was_asked else then)()

    run_in_background(
        parent,
        lambda: work(asked.is_set),
        lambda result: end(lambda: done(result)),
        lambda problem: end(lambda: failed(problem)),
    )
