"""Scans drawn large, one after the other off the window's thread, the last ones kept."""

from collections import OrderedDict
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from jbgs_desktop.finalise.record import ScannedPage
from jbgs_desktop.scans.large_picture import page_picture
from jbgs_desktop.ui.scans.scan_controller import ScanController
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background

_LONGEST = 2200  # px of the longer side, about 190 dpi of an A4 page
_KEPT = 12  # pictures


@cache
def _worker() -> Workers:
    return Workers(1)


class LargeScans(QObject):
    """``arrived`` comes with each picture that was made, ``failed`` with a sentence."""

    arrived = Signal()
    failed = Signal(str)

    def __init__(self, scans: ScanController, parent: QObject) -> None:
        super().__init__(parent)
        self._scans = scans
        self._kept: OrderedDict[tuple[str, int, int], QPixmap] = OrderedDict()
        self._asked: set[tuple[str, int, int]] = set()

    def get(self, scan: ScannedPage) -> QPixmap | None:
        """The picture of ``scan``; where it is not made yet, it is asked for."""
        wanted = (scan.file, scan.index, scan.turn)
        if wanted in self._kept:
            self._kept.move_to_end(wanted)
            return self._kept[wanted]
        if wanted not in self._asked:
            self._asked.add(wanted)
            self._make(scan, wanted)
        return None

    def _make(self, scan: ScannedPage, wanted: tuple[str, int, int]) -> None:
        scans = self._scans

        def work() -> bytes:
            return page_picture(scans.path_of(scan.file), scan.index, scan.turn, _LONGEST)

        def done(data: bytes) -> None:
            picture = QPixmap()
            picture.loadFromData(data)
            self._kept[wanted] = picture
            self._asked.discard(wanted)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.arrived.emit()

        run_in_background(self, work, done, self.failed.emit, _worker())
