"""The codes on the pages of a scanned book, read in a child: which page of what each one is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.sandbox import FAILURE_SENTENCES, ChildFailure, ChildWork, run_in_workers

_TASK = "jbgs_desktop.bundle.scan_worker:read_codes"
_SECONDS = 900.0  # a book of 600 pages takes a minute or two
_MEMORY = 2**31


@dataclass(frozen=True, slots=True)
class BookReading:
    """The code of each page in the order of the file; ``problem`` says why none could be read.

    ``is_broken`` where that is the file's own fault, and not that of a busy computer.
    """

    codes: tuple[PageCode | None, ...] = ()
    problem: str = ""
    is_broken: bool = False


def read_book(pdf: Path, cancelled: Callable[[], bool] = lambda: False) -> BookReading | None:
    """What the scanned book ``pdf`` says on its pages; None once ``cancelled``."""
    outcomes = run_in_workers(
        _TASK,
        [str(pdf)],
        seconds=_SECONDS,
        memory=_MEMORY,
        cancelled=cancelled,
        reads=[pdf],
    )
    for outcome in outcomes:
        answer = outcome.result
        if outcome.failure or not isinstance(answer, dict):
            failure = outcome.failure or ChildFailure.CRASH
            return BookReading(problem=FAILURE_SENTENCES[ChildWork.BUNDLE][failure])
        if answer.get("problem"):
            return BookReading(problem=str(answer["problem"]), is_broken=True)
        codes = (PageCode.parse(text) if text else None for text in map(_text, answer["codes"]))
        return BookReading(tuple(codes))
    return None


def _text(answered: object) -> str:
    """A child that was taken over answers anything."""
    return answered if isinstance(answered, str) else ""
