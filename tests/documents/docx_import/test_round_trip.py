"""What we export comes back the same: at once, through LibreOffice, with its marks destroyed."""

from functools import cache
from pathlib import Path

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jbgs_desktop.documents.docx_import.field_states import FieldState, states_against
from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.export import MakeBook, build
from jbgs_desktop.documents.field_identity import kind_of_field, printed_fields
from jbgs_desktop.documents.hand_out import write_part
from jbgs_desktop.documents.printed_value import printed_value
from jbgs_desktop.forms.application import Application
from tests.documents.docx_import.filled_forms import (
    Damage,
    body_of,
    recognised,
    reopened,
    saved,
    text_of,
)
from tests.documents.printed_forms import filled, the_call
from tests.documents.rich_sections import figure, pictures, rich
from tests.libreoffice import Office

TRACKS = [track.id for track in the_call().tracks]


@cache
def exported_sample(track: str) -> bytes:
    return exported(rich("sample", track))


def exported(application: Application) -> bytes:
    source = MakeBook(pictures)
    (data,) = build(
        application, the_call(), Path(), formats=["docx"], draft=False, source=source
    ).values()
    return data


def states(form: RecognisedForm, here: Application) -> set[FieldState]:
    return {*states_against(form, here, pictures, {}).values()}


def differing(form: RecognisedForm, here: Application) -> list[str]:
    return [
        path
        for path, value in form.values.items()
        if printed_value(value, kind_of_field(path), the_call())
        != printed_value(here.get(path), kind_of_field(path), the_call())
    ]


@pytest.mark.parametrize("track", TRACKS)
def test_every_field_of_a_sample_comes_back_the_same(track: str) -> None:
    application = rich("sample", track)
    form = recognised(exported_sample(track))
    assert set(form.values) == set(printed_fields(application, the_call()))
    assert states(form, application) == {FieldState.SAME}
    assert {str(loss.kind) for loss in form.losses} == {"evidence-list"}


def test_rich_sections_come_back_the_same() -> None:
    application = rich("usual")
    path = f"taskbooks.{application.directions[0]}.value"
    application = application.set(path, [figure("高", "figures/tall.png", 1)])
    assert states(recognised(exported(application)), application) == {FieldState.SAME}


def fixed_words() -> list[str]:
    """Lines of the form itself, any of which an applicant may write into a section as well."""
    call = the_call()
    form, book = call.form, call.form.taskbook
    titles = (form.instructions, form.table, book, form.evidence, form.pledge)
    return [
        *(each.title for each in titles),
        *("".join(form.cover.title), form.table.unit_heading, form.table.task_heading, book.note),
        *(part.heading for part in book.parts if part.heading),
        *(form.fields[f"taskbooks.*.{section}"].label for section in book.sections),
        *(form.fields[path].label for path in ("unit.name", "unit.revenue", "cover.recommender")),
        f"附件2：《{book.title}》",
    ]


@pytest.mark.parametrize("place", range(3))
def test_a_line_of_the_form_within_a_section_stays_text(place: int) -> None:
    application = rich("usual")
    no = application.directions[0]
    sections = the_call().form.taskbook.sections
    words = fixed_words()
    for at, word in enumerate(words):
        lines = ["甲K01", "乙K02", "丙K03"]
        lines.insert(1 + place, word)
        path = f"taskbooks.{no}.{sections[at % len(sections)]}"
        before = application.get(path) if at >= len(sections) else ""
        assert isinstance(before, str)
        application = application.set(path, f"{before}\n".lstrip() + "\n".join(lines))
    form = recognised(exported(application))
    assert differing(form, application) == []
    assert {str(loss.kind) for loss in form.losses} <= {"evidence-list"}


@pytest.fixture(scope="module")
def through_libreoffice(
    soffice: Office, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[bytes]]:
    """Each sample saved by LibreOffice as docx, and as odt and then as docx."""
    folder = tmp_path_factory.mktemp("samples")
    names = []
    for track in TRACKS:
        names.append(folder / f"{track}.docx")
        names[-1].write_bytes(exported_sample(track))
    as_docx = soffice.convert(names, "docx")
    as_odt = soffice.convert(names, "odt")
    again = soffice.convert(as_odt, "docx")
    return {
        track: [first.read_bytes(), second.read_bytes()]
        for track, first, second in zip(TRACKS, as_docx, again, strict=True)
    }


@pytest.mark.parametrize("track", TRACKS)
def test_libreoffice_changes_nothing(
    through_libreoffice: dict[str, list[bytes]], track: str
) -> None:
    application = rich("sample", track)
    for data in through_libreoffice[track]:
        form = recognised(data)
        assert set(form.values) == set(printed_fields(application, the_call()))
        assert states(form, application) == {FieldState.SAME}
        assert {str(loss.kind) for loss in form.losses} == {"evidence-list"}


def no_properties(document: Document) -> None:
    package = document.part.package
    for id_, each in list(package.rels.items()):
        if each.reltype.endswith("custom-properties"):
            del package.rels[id_]


def no_bookmarks(document: Document) -> None:
    for mark in list(body_of(document).iter(qn("w:bookmarkStart"))):
        mark.getparent().remove(mark)


def no_headings(document: Document) -> None:
    """The headings and labels of the task books say something else, in another style."""
    for paragraph in body_of(document).iter(qn("w:p")):
        style = next(paragraph.iter(qn("w:pStyle")), None)
        if style is None or style.get(qn("w:val")) not in ("Heading2", "Heading3", "CellLabel"):
            continue
        style.set(qn("w:val"), "BodyText")
        for text in paragraph.iter(qn("w:t")):
            text.text = "小节"


@pytest.mark.parametrize(
    "damages",
    [(no_properties, no_headings), (no_bookmarks, no_properties), (no_bookmarks, no_headings)],
    ids=["bookmarks", "headings", "properties"],
)
def test_one_identity_is_enough(damages: tuple[Damage, ...]) -> None:
    application = rich("usual")
    document = reopened(exported(application))
    for damage in damages:
        damage(document)
    form = recognised(saved(document), track=application.track)
    sections = [path for path in printed_fields(application, the_call()) if "taskbooks" in path]
    assert [path for path in sections if path not in form.values] == []
    texts = {path: str(application.get(path))[:40] for path in sections}
    assert {path: str(form.values[path]).removeprefix("小节\n")[:40] for path in sections} == texts


def test_a_section_given_out_comes_back_alone() -> None:
    application = rich("usual")
    no = application.directions[0]
    fields = [f"taskbooks.{no}.plan", f"taskbooks.{no}.risks"]
    made = write_part(application, the_call(), fields, pictures)
    form = recognised(made.docx)
    assert form.kind == "sections"
    assert list(form.values) == fields
    assert states(form, application) == {FieldState.SAME}
    assert form.losses == ()


def test_an_empty_section_given_out_takes_what_is_written_below_its_heading() -> None:
    application = rich("usual")
    path = f"taskbooks.{application.directions[0]}.plan"
    made = write_part(application.set(path, ""), the_call(), [path], pictures)
    document = reopened(made.docx)
    document.add_paragraph("第一阶段。")
    form = recognised(saved(document))
    assert form.values == {path: "第一阶段。"}
    assert states(form, application.set(path, "")) == {FieldState.CHANGED}


def changed_docx(application: Application, old: str, new: str) -> RecognisedForm:
    document = reopened(exported(application))
    for text in body_of(document).iter(qn("w:t")):
        if text.text and old in text.text:
            text.text = text.text.replace(old, new)
    return recognised(saved(document))


def test_both_sides_are_held_against_what_went_out() -> None:
    application = filled()
    no = application.directions[0]
    path = f"taskbooks.{no}.risks"
    first = application.set(path, "甲。")
    form = changed_docx(first, "甲。", "乙。")
    open_here = pictures
    cases = {"甲。": FieldState.CHANGED, "乙。": FieldState.SAME, "丙。": FieldState.CONFLICT}
    for text, state in cases.items():
        here = application.set(path, text)
        assert states_against(form, here, open_here, {})[path] is state
        assert states_against(form, here, open_here, {path: first})[path] is state
    emptied = application.set(path, "")
    assert states_against(form, emptied, open_here, {})[path] is FieldState.CHANGED
    assert states_against(form, emptied, open_here, {path: first})[path] is FieldState.CONFLICT
    untouched = recognised(exported(first))
    assert states_against(untouched, emptied, open_here, {})[path] is FieldState.CHANGED
    here = application.set(path, "丙。")
    state = states_against(untouched, here, open_here, {})[path]
    assert state is FieldState.KEPT
    assert state.json_word == "same"


def test_without_a_base_what_differs_is_a_conflict_and_what_is_empty_is_filled() -> None:
    application = filled()
    document = reopened(exported(application))
    no_properties(document)
    form = recognised(saved(document))
    path = f"taskbooks.{application.directions[0]}.risks"
    found = states_against(form, application.set(path, ""), pictures, {})
    assert found[path] is FieldState.CHANGED
    found = states_against(form, application.set(path, "别的"), pictures, {})
    assert found[path] is FieldState.CONFLICT
    assert text_of(body_of(document)) != ""
