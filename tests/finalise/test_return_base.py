"""What a part that came back is held against: what went out, or what was taken before."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import docx
import pytest

from jbgs_desktop.documents.docx_import.field_states import FieldState
from jbgs_desktop.documents.docx_import.recognised import Belongs
from jbgs_desktop.documents.docx_import.word_contents import WordField, hold_word_files
from jbgs_desktop.documents.docx_import.word_files import ReadableFiles, recognise_readable
from jbgs_desktop.documents.field_identity import new_part_code
from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.drafts.draft import FIGURES
from jbgs_desktop.drafts.export_base import keep_for_return
from jbgs_desktop.drafts.section_merge import SectionMerge
from jbgs_desktop.drafts.store import SealedDraft
from jbgs_desktop.drafts.word_originals import drop_originals, keep_original
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.finalise.given_parts import GivenPart
from jbgs_desktop.finalise.return_base import return_base
from jbgs_desktop.forms.section import FigureItem
from tests.documents.docx_reader.word_files import picture
from tests.documents.printed_forms import the_call
from tests.drafts.cheap_drafts import application, new_draft
from tests.finalise.finalised_drafts import NOW

PLAN = "taskbooks.2.plan"
OUT = "甲。\n乙。\n丙。"


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[SealedDraft]:
    with closing(new_draft(tmp_path / "a.jbgs", application().set(PLAN, OUT))) as opened:
        yield opened


def given(draft: SealedDraft, file: Path, code: str) -> GivenPart:
    token = keep_for_return(draft)
    value = draft.load().application
    made = write_part(value, the_call(), [PLAN], opener(draft), revision=token, code=code)
    file.write_bytes(made.docx)
    return GivenPart(fields=(PLAN,), to="", when=NOW, token=token, file=file.name, code=code)


def changed(source: Path, target: Path, old: str, new: str, picture_too: bytes = b"") -> Path:
    document = docx.Document(str(source))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new)
    if picture_too:
        document.add_picture(io.BytesIO(picture_too))
    document.save(str(target))
    return target


def kept(draft: SealedDraft, part: GivenPart, file: Path) -> GivenPart:
    """``part`` with ``file`` as what was taken of it."""
    with file.open("rb") as source:
        original = keep_original(draft, file.name, source)
    return part.model_copy(update={"returned": NOW, "originals": (*part.originals, original)})


def read(file: Path) -> ReadableFiles:
    return recognise_readable([file], Belongs([the_call()], the_call(), "metaverse", (2,)))


def held(draft: SealedDraft, part: GivenPart, file: Path) -> WordField:
    files = read(file)
    base = return_base(draft, files.form, [part])
    here = draft.load().application
    (field,) = hold_word_files(files, here, base.open_file, base.versions).fields
    return field


@pytest.mark.parametrize("code", ["K7QD28FM", ""], ids=["code", "revision only"])
def test_a_second_return_goes_on_from_the_first(
    draft: SealedDraft, tmp_path: Path, code: str
) -> None:
    part = given(draft, tmp_path / "out.docx", code)
    once = changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三")
    part = kept(draft, part, once)
    draft.save(draft.load().application.set(PLAN, "甲。\n乙三。\n丙。"))
    twice = changed(once, tmp_path / "2.docx", "乙三", "乙三三")
    field = held(draft, part, twice)
    assert (field.state, field.base) == (FieldState.CHANGED, "甲。\n乙三。\n丙。")
    assert held(draft, part, once).state is FieldState.SAME


def test_a_file_that_began_anew_is_held_against_what_went_out(
    draft: SealedDraft, tmp_path: Path
) -> None:
    part = given(draft, tmp_path / "out.docx", new_part_code())
    part = kept(draft, part, changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三"))
    draft.save(draft.load().application.set(PLAN, "甲。\n乙三。\n丙。"))
    other = changed(tmp_path / "out.docx", tmp_path / "2.docx", "丙", "丙四")
    field = held(draft, part, other)
    assert (field.state, field.base) == (FieldState.CONFLICT, OUT)


def test_who_goes_on_in_an_older_copy_takes_nothing_out_that_came_since(
    draft: SealedDraft, tmp_path: Path
) -> None:
    part = given(draft, tmp_path / "out.docx", new_part_code())
    once = changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三")
    part = kept(draft, part, once)
    part = kept(draft, part, changed(once, tmp_path / "2.docx", "丙。", "丙。再补一句。"))
    draft.save(draft.load().application.set(PLAN, "甲。\n乙三。\n丙。再补一句。"))
    field = held(draft, part, changed(once, tmp_path / "3.docx", "甲", "甲三"))
    assert (field.state, field.base) == (FieldState.CONFLICT, "甲。\n乙三。\n丙。")
    merge = SectionMerge(field.here, field.there, field.base)
    assert merge.joined({}) == "甲三。\n乙三。\n丙。再补一句。"
    assert held(draft, part, once).state is FieldState.KEPT


def test_where_the_word_file_was_deleted_what_went_out_counts_again(
    draft: SealedDraft, tmp_path: Path
) -> None:
    part = given(draft, tmp_path / "out.docx", new_part_code())
    once = changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三")
    part = kept(draft, part, once)
    drop_originals(draft, part.originals)
    twice = changed(once, tmp_path / "2.docx", "丙", "丙三")
    assert held(draft, part, twice).base == OUT
    # Another file of this name is kept now, of another part.
    other = given(draft, tmp_path / "1.docx", new_part_code())
    assert kept(draft, other, tmp_path / "1.docx").originals == part.originals
    assert held(draft, part, twice).base == OUT


def test_a_word_file_that_cannot_be_read_any_more_is_no_base(
    draft: SealedDraft, tmp_path: Path
) -> None:
    part = given(draft, tmp_path / "out.docx", new_part_code())
    once = changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK")
    part = kept(draft, part, broken)
    assert held(draft, part, once).base == OUT


def test_a_picture_that_was_taken_before_is_the_same_picture(
    draft: SealedDraft, tmp_path: Path
) -> None:
    part = given(draft, tmp_path / "out.docx", new_part_code())
    once = changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三", picture())
    part = kept(draft, part, once)
    file = draft.attach("图1.png", io.BytesIO(picture()), FIGURES)
    taken = ["甲。\n乙三。\n丙。", {"figure": {"file": file}}]
    draft.save(draft.load().application.set(PLAN, taken))
    field = held(draft, part, changed(once, tmp_path / "2.docx", "丙", "丙三"))
    assert field.state is FieldState.CHANGED
    for section in (field.there, field.base):
        figure = section[-1]
        assert isinstance(figure, FigureItem)
        assert figure.figure.file == file


def test_a_picture_that_was_refused_before_is_not_taken_for_one_of_the_draft(
    draft: SealedDraft, tmp_path: Path
) -> None:
    part = given(draft, tmp_path / "out.docx", new_part_code())
    once = changed(tmp_path / "out.docx", tmp_path / "1.docx", "乙", "乙三", picture())
    part = kept(draft, part, once)
    draft.save(draft.load().application.set(PLAN, "甲。\n乙三。\n丙。"))
    files = read(changed(once, tmp_path / "2.docx", "丙", "丙三"))
    base = return_base(draft, files.form, [part])
    here = draft.load().application
    contents = hold_word_files(files, here, base.open_file, base.versions)
    (field,) = contents.fields
    names = [section[-1].figure.file for section in (field.there, field.base)]
    assert names[0] == names[1]  # so it is not asked again
    assert names[0] in contents.pictures
