"""``make scoreboard``: which things that other readers lose come out of a docx, or are told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.model import (
    ReadBlock,
    ReadCell,
    ReadDocument,
    ReadParagraph,
    ReadTable,
)
from tests.documents.docx_reader.corpus import made_files
from tests.documents.docx_reader.made_file import MadeFile

PAGE = Path(__file__).parents[3] / "docs" / "developer" / "docx-scoreboard.md"
_HEAD = ("| file | what it has | comes out | told as lost |", "|---|---|---|---|")


def shown(block: ReadBlock) -> str:
    """A block as the corpus writes it."""
    match block:
        case ReadParagraph(text=text):
            return text
        case ReadTable():
            rows: list[list[str]] = [[] for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row].append(_cell(cell))
            return "\n".join("\t".join(row) for row in rows)
    return "[figure]"


def _cell(cell: ReadCell) -> str:
    wide = f"×{cell.columns}" if cell.columns > 1 else ""
    high = f"↓{cell.rows}" if cell.rows > 1 else ""
    return f"{cell.text}{wide}{high}"


def _formats(found: ReadDocument) -> list[str]:
    """The kinds of all marks of words that stand out, which their section tells as lost."""
    holders: list[ReadParagraph | ReadCell] = []
    for block in found.blocks:
        if isinstance(block, ReadParagraph):
            holders.append(block)
        elif isinstance(block, ReadTable):
            holders += block.cells
    return [str(mark.kind) for each in holders for mark in each.formats]


def faults(made: MadeFile, found: ReadDocument) -> list[str]:
    """What came out otherwise than it must; what is lost in silence is among it."""
    text = [each for block in found.blocks if (each := shown(block))]
    losses = Counter(str(loss.kind) for loss in found.losses)
    wrong: list[str] = []
    if text != made.text:
        wrong.append(f"text {text}")
    if losses != Counter(made.losses):
        wrong.append(f"losses {dict(losses)}")
    if found.tracked != made.tracked:
        wrong.append(f"{found.tracked} tracked changes")
    if Counter(_formats(found)) != Counter(made.formats):
        wrong.append(f"formats {_formats(found)}")
    return wrong + [f"{loss.kind} without place" for loss in found.losses if not loss.where]


def table(files: Sequence[MadeFile]) -> Iterator[str]:
    """The lines of the scoreboard."""
    yield from _HEAD
    silent = 0
    for made in files:
        wrong = faults(made, read_document(made.make()))
        silent += bool(wrong)
        text = " ¶ ".join(each.replace("\n", " / ").replace("\t", " · ") for each in made.text)
        losses = ", ".join((*made.losses, *(f"format: {each}" for each in made.formats))) or "–"
        yield f"| {made.name} | {made.about} | {'; '.join(wrong) or text} | {losses} |"
    yield ""
    yield f"{len(files)} files, silent losses: {silent}."


if __name__ == "__main__":
    print("\n".join(table(made_files())))
