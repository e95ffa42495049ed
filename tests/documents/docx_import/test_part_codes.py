"""Which of all parts a docx is that comes back: told three times, and any one is enough."""

from pathlib import Path

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jbgs_desktop.documents.field_identity import (
    new_part_code,
    part_code_in_line,
    part_code_of_mark,
    part_line,
    part_mark,
)
from jbgs_desktop.documents.hand_out import write_part
from tests.documents.docx_import.filled_forms import (
    Damage,
    body_of,
    recognised,
    reopened,
    saved,
)
from tests.documents.docx_import.test_round_trip import (
    no_bookmarks,
    no_properties,
)
from tests.documents.printed_forms import the_call
from tests.documents.rich_sections import pictures, rich
from tests.libreoffice import Office

CODE = "K7QD28FM"
HERE = rich("usual")
PLAN = f"taskbooks.{HERE.directions[0]}.plan"


def given(code: str = CODE) -> bytes:
    return write_part(HERE, the_call(), [PLAN], pictures, code=code).docx


def no_line(document: Document) -> None:
    for paragraph in list(body_of(document).iter(qn("w:p"))):
        if CODE in "".join(each.text or "" for each in paragraph.iter(qn("w:t"))):
            paragraph.getparent().remove(paragraph)


@pytest.mark.parametrize(
    "damages",
    [(), (no_properties, no_line), (no_bookmarks, no_properties), (no_bookmarks, no_line)],
    ids=["whole", "bookmark", "line", "property"],
)
def test_any_one_of_three_marks_tells_the_part(damages: tuple[Damage, ...]) -> None:
    document = reopened(given())
    for damage in damages:
        damage(document)
    form = recognised(saved(document), track=HERE.track)
    assert form.codes == (frozenset({CODE}),)
    assert form.losses == ()
    assert form.values[PLAN] == recognised(given("")).values[PLAN]


def test_the_part_is_known_after_libreoffice_saved_it(soffice: Office, tmp_path: Path) -> None:
    file = tmp_path / "part.docx"
    file.write_bytes(given())
    (back,) = soffice.convert([file], "docx")
    form = recognised(back.read_bytes())
    assert form.codes == (frozenset({CODE}),)
    assert form.losses == ()


def test_what_is_given_without_a_record_has_no_code() -> None:
    assert recognised(given("")).codes == (frozenset(),)


def test_only_our_own_line_is_a_code() -> None:
    code = new_part_code()
    assert part_code_in_line(part_line(code)) == code
    assert part_code_of_mark(part_mark(code, 12)) == code
    for text in ("编号：20231234", "编号：20231234（项目）", f"见{part_line(code)}", ""):
        assert part_code_in_line(text) == ""
    assert part_code_of_mark("taskbook_2") == ""
