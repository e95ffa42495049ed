"""Nothing is lost in silence: every made file comes out whole, or says what did not."""

from collections import Counter

import pytest

from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.model import (
    LOSS_WORDS,
    LossKind,
    ReadBlock,
    ReadCell,
    ReadParagraph,
    ReadTable,
)
from tests.documents.docx_reader.corpus import made_files
from tests.documents.docx_reader.made_file import MadeFile

FILES = made_files()


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


@pytest.mark.parametrize("made", FILES, ids=lambda made: made.name)
def test_what_must_come_comes_and_the_rest_is_told(made: MadeFile) -> None:
    found = read_document(made.make())
    text = [each for block in found.blocks if (each := shown(block))]
    assert text == made.text
    assert Counter(str(loss.kind) for loss in found.losses) == Counter(made.losses)
    assert found.tracked == made.tracked
    assert all(loss.where for loss in found.losses)


def test_there_are_enough_files_and_every_kind_of_loss_has_a_word() -> None:
    assert len(FILES) >= 30
    assert len({made.name for made in FILES}) == len(FILES)
    assert set(LOSS_WORDS) == set(LossKind)
