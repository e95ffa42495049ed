"""What is shown of Word files before anything is taken: in the application's own form."""

import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from docx.oxml.ns import qn

from jbgs_desktop.documents.docx_import.field_states import FieldState
from jbgs_desktop.documents.docx_import.word_contents import WordContents, hold_word_files
from jbgs_desktop.documents.docx_import.word_files import ReadableFiles
from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application
from tests.documents.docx_import.filled_forms import body_of, recognised, reopened, saved
from tests.documents.docx_reader.word_files import picture
from tests.documents.printed_forms import the_call
from tests.documents.rich_sections import pictures, rich

GOALS, PLAN = "goals", "plan"


def path_of(application: Application, section: str) -> str:
    return f"taskbooks.{application.directions[0]}.{section}"


def part(application: Application, *sections: str, revision: str = "", **words: str) -> bytes:
    """A part that went out, with words exchanged in it."""
    fields = [path_of(application, section) for section in sections]
    made = write_part(application, the_call(), fields, pictures, revision=revision)
    document = reopened(made.docx)
    for text in body_of(document).iter(qn("w:t")):
        for old, new in words.items():
            text.text = (text.text or "").replace(old, new)
    return saved(document)


def held(
    here: Application, *files: bytes, bases: Mapping[str, Application] = MappingProxyType({})
) -> WordContents:
    paths = tuple(Path(f"{number}.docx") for number in range(len(files)))
    return hold_word_files(ReadableFiles(recognised(*files), paths, ()), here, pictures, bases)


def value_of(contents: WordContents, path: str) -> Any:
    return next(field.there for field in contents.fields if field.path == path)


def test_what_was_not_touched_stays_as_it_is_written_here() -> None:
    here = rich("usual")
    path = path_of(here, GOALS)
    text, *others = here.get(path)
    here = here.set(path, (f"{text}\n\n第二段。\n第三段。", *others))
    contents = held(here, part(here, GOALS, 第三段="第三段改了"))
    changed, *same = value_of(contents, path)
    assert changed == f"{text}\n\n第二段。\n第三段改了。"
    # Widths to the hundredth, the names of the pictures: nothing of it comes from the paper.
    assert tuple(same) == tuple(others)
    assert contents.pictures == {}


def test_a_new_picture_waits_under_a_name_of_its_own() -> None:
    here = rich("usual")
    document = reopened(part(here.set(path_of(here, PLAN), ""), PLAN))
    document.add_picture(io.BytesIO(picture()))
    contents = held(here.set(path_of(here, PLAN), ""), saved(document))
    (item,) = value_of(contents, path_of(here, PLAN))
    assert list(contents.pictures) == [item.figure.file]
    assert item.figure.file not in here.files()


def test_each_file_is_held_against_the_version_that_it_went_out_from() -> None:
    first = rich("usual").set(path_of(rich("usual"), "risks"), "甲。")
    second = first.set(path_of(first, "risks"), "乙。").set(path_of(first, "other"), "丙。")
    files = (
        part(first, "risks", revision="one", 甲="甲一"),
        part(second, "other", revision="two", 丙="丙一"),
    )
    bases = {path_of(first, "risks"): first, path_of(first, "other"): second}
    contents = held(second, *files, bases=bases)
    states = {field.path.split(".")[2]: field.state for field in contents.fields}
    assert states == {"risks": FieldState.CONFLICT, "other": FieldState.CHANGED}
    assert [field.base for field in contents.fields] == ["甲。", "丙。"]


def test_files_of_different_papers_are_not_read_together() -> None:
    here, other = rich("usual"), rich("usual", the_call().tracks[0].id)
    with pytest.raises(DocumentError, match="不同的部分"):
        recognised(part(here, GOALS), part(other, GOALS))
