"""One file of the scoreboard."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.documents.docx_reader.word_files import docx_with


@dataclass(frozen=True)
class MadeFile:
    """A file, what ``about`` it readers lose, and what must come out of it.

    ``formats`` are the kinds of the marks by which words stand out, each once.
    """

    name: str
    about: str
    make: Callable[[], bytes]
    text: list[str]
    losses: tuple[str, ...] = ()
    tracked: int = 0
    formats: tuple[str, ...] = ()


def made_file(
    name: str,
    about: str,
    body: str,
    text: list[str],
    losses: tuple[str, ...] = (),
    *,
    tracked: int = 0,
    formats: tuple[str, ...] = (),
    parts: dict[str, str | bytes] | None = None,
    relations: str = "",
) -> MadeFile:
    def make() -> bytes:
        return docx_with(body, parts, relations)

    return MadeFile(name, about, make, text, losses, tracked, formats)
