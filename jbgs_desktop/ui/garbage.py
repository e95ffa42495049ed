"""When Python may destroy Qt objects that it finds in cycles: between events, on Qt's thread.

Left to itself the collector runs wherever memory is asked for, be it on a worker thread or inside
a call from Qt to a widget. A Qt object that is destroyed there can take the process with it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL = 3000  # ms; a full collection takes a few ms


def collect_between_events(owner: QObject) -> None:
    """Stop the automatic collector, and collect by a timer for as long as ``owner`` lives."""
    gc.disable()
    timer = QTimer(owner, interval=_INTERVAL)
    timer.timeout.connect(_collect_if_due)
    timer.start()


def _collect_if_due() -> None:
    """Collect the oldest generation that the automatic collector would have taken by now."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
