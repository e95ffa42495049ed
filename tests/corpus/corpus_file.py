"""One file of the corpus."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """``code`` is that of the problem, "" for a file that is taken; then it has ``pages``.

    ``note`` is a part of a sentence that must be told. ``is_compared`` is False where the second
    renderer is known to be wrong.
    """

    name: str
    content: Callable[[], bytes]
    code: str = ""
    pages: int = 1
    note: str = ""
    is_compared: bool = True
