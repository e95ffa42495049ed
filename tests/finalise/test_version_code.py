"""核验码: the same content has the same one, any change another; typing mistakes are caught."""

import io
from typing import BinaryIO

from hypothesis import assume, given
from hypothesis import strategies as st

from jbgs_desktop.documents.page_code import format_code
from jbgs_desktop.finalise.version_code import (
    application_id,
    parse_code,
    version_of,
    version_with,
)
from jbgs_desktop.forms.application import Application
from tests.drafts.cheap_drafts import application, with_figure

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))


def evidence(*names: str) -> Application:
    items = [{"category": 1, "title": name, "file": f"evidence/{name}"} for name in names]
    return application().set("evidence", items)


def opens(**files: bytes) -> "dict[str, bytes]":
    return {f"evidence/{name}": data for name, data in files.items()}


def version(value: Application, files: dict[str, bytes]) -> str:
    def open_file(name: str) -> BinaryIO | None:
        return io.BytesIO(files[name]) if name in files else None

    return version_of(value, open_file).code


def test_a_file_counts_by_its_bytes_and_not_by_its_name() -> None:
    value = evidence("a")
    renamed = value.set("evidence.0.file", "evidence/2022/b")
    code = version(value, opens(a=b"1"))
    assert version(renamed, {"evidence/2022/b": b"1"}) == code
    assert version(renamed, {"evidence/2022/b": b"2"}) != code


def test_a_figure_counts_by_its_bytes_and_not_by_its_name() -> None:
    value = with_figure(application(), "figures/a.png")
    renamed = with_figure(application(), "图/b.png")
    code = version(value, {"figures/a.png": b"1"})
    assert version(renamed, {"图/b.png": b"1"}) == code
    assert version(renamed, {"图/b.png": b"2"}) != code
    wider = value.set("taskbooks.2.plan.2.width", 0.5)
    assert version(wider, {"figures/a.png": b"1"}) != code


@given(texts, texts)
def test_any_other_text_has_another_code(one: str, other: str) -> None:
    first, second = (application().set("unit.profile", text) for text in (one, other))
    same = first == second
    assert (version_with(first, {}).code == version_with(second, {}).code) is same
    assert application_id(first) == application_id(second)


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_any_other_byte_of_evidence_has_another_code(one: bytes, other: bytes) -> None:
    value = evidence("a")
    same = one == other
    assert (version(value, opens(a=one)) == version(value, opens(a=other))) is same
    assert version(value, opens(a=one)) != version(value, {})


def test_the_code_is_the_same_wherever_the_application_was() -> None:
    value = evidence("a", "b")
    again = Application.model_validate_json(value.to_json())
    files = opens(a=b"1", b=b"2")
    assert version(value, files) == version(again, dict(reversed(files.items())))


@given(texts)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    code = version_with(application(text), {}).code
    shown = format_code(code)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    misread = code.replace("0", "O").replace("1", "l")
    assert {parse_code(each) for each in (code, shown, shown.lower(), wide, misread)} == {code}


@given(st.integers(0, 50), st.integers(0, 9), st.sampled_from(ALPHABET))
def test_a_wrong_character_is_caught(mark: int, at: int, wrong: str) -> None:
    code = version_with(application(mark), {}).code
    assume(code[at] != wrong)
    assert parse_code(code[:at] + wrong + code[at + 1 :]) is None


@given(st.text(max_size=14))
def test_no_text_breaks_the_reader(text: str) -> None:
    code = parse_code(text)
    assert code is None or len(code) == 10
