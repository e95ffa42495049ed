"""Nothing is lost in silence: every made file comes out whole, or says what did not."""

import pytest

from jbgs_desktop.documents.docx_reader.document import read_document
from jbgs_desktop.documents.docx_reader.model import LOSS_WORDS, LossKind
from tests.documents.docx_reader.corpus import made_files
from tests.documents.docx_reader.made_file import MadeFile
from tests.documents.docx_reader.scoreboard import PAGE, faults, table

FILES = made_files()


@pytest.mark.parametrize("made", FILES, ids=lambda made: made.name)
def test_what_must_come_comes_and_the_rest_is_told(made: MadeFile) -> None:
    assert faults(made, read_document(made.make())) == []


def test_there_are_enough_files_and_every_kind_of_loss_has_a_word() -> None:
    assert len(FILES) >= 30
    assert len({made.name for made in FILES}) == len(FILES)
    assert set(LOSS_WORDS) == set(LossKind)


def test_the_page_shows_the_scoreboard_of_today() -> None:
    assert "\n".join(table(FILES)) in PAGE.read_text(encoding="utf-8")
