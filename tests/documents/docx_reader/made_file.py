"""One file of the scoreboard."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.documents.docx_reader.word_files import docx_with


@dataclass(frozen=True)
class MadeFile:
    """A file, what ``about`` it readers lose, and what must come out of it."""

    name: str
    about: str
    make: Callable[[], bytes]
    text: list[str]
    losses: tuple[str, ...] = ()
    tracked: int = 0


def made_file(
    name: str,
    about: str,
    body: str,
    text: list[str],
    losses: tuple[str, ...] = (),
    *,
    tracked: int = 0,
    parts: dict[str, str | bytes] | None = None,
    relations: str = "",
) -> MadeFile:
    return MadeFile(name, about, lambda: docx_with(body, parts, relations), text, losses, tracked)
