"""How far the writing of a bundle is, from several threads to one who looks."""

import threading
import time
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What is being done."""

    WRITING = "writing"
    READING = "reading"
    RENAMING = "renaming"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` bytes: each is written once and read back once.

    ``speed`` is in bytes per second of this phase; ``left`` in seconds, None while unknown.
    """

    phase: Phase
    done: int
    total: int
    speed: float
    left: float | None


class Meter:
    """Counts bytes of ``size`` that are written, then read back."""

    def __init__(self, size: int) -> None:
        self._total = 2 * size
        self._done = 0
        self._lock = threading.Lock()
        self._phase = Phase.WRITING
        self._begun = time.monotonic()
        self._before = 0  # done when the phase began

    def begin(self, phase: Phase) -> None:
        with self._lock:
            self._phase = phase
            self._begun = time.monotonic()
            self._before = self._done

    def add(self, count: int) -> None:
        with self._lock:
            # What comes beside the payload is counted too, and was not known before.
            self._done = min(self._done + count, self._total)

    def now(self) -> Progress:
        with self._lock:
            seconds = time.monotonic() - self._begun
            speed = (self._done - self._before) / seconds if seconds > 0 else 0.0
            left = (self._total - self._done) / speed if speed > 0 else None
            return Progress(self._phase, self._done, self._total, speed, left)
