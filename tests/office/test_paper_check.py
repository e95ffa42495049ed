"""Paper against stick, by typed codes and by pictures."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import segno

from jbgs_desktop.documents.page_code import PageCode, format_code
from jbgs_desktop.office.paper_check import Match, bundle_digest, check_picture, check_typed
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.register import Register
from tests.office.registers import application, new_register, receive

OLD = application(1)
NEW = OLD.set("unit.staff", "77").set("taskbooks.2.goals", "新的目标")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


@pytest.fixture
def both(register: Register) -> tuple[RegisterEntry, RegisterEntry]:
    days = (date(2023, 11, 1), date(2023, 11, 2))
    old = receive(register, OLD, "old", made=days[0])
    return old, receive(register, NEW, "new", made=days[1])


def with_blanks(code: str) -> str:
    return f" {code[:5]} {code[5:]} "


@pytest.mark.parametrize("written", [format_code, str.lower, with_blanks])
def test_the_same_version_is_known(register: Register, written: Callable[[str], str]) -> None:
    entry = receive(register, OLD)
    answer = check_typed(register, written(entry.code))
    assert (answer.match, answer.entry) == (Match.SAME, entry)
    assert entry.unit in answer.sentence


def test_the_fields_of_an_older_version_are_named(
    register: Register, both: tuple[RegisterEntry, RegisterEntry]
) -> None:
    old, new = both
    answer = check_typed(register, old.code)
    assert (answer.match, answer.entry) == (Match.OTHER_VERSION, new)
    assert any("职工" in name or "人数" in name for name in answer.fields)
    assert any("方向2" in name for name in answer.fields)
    assert len(answer.fields) == 2
    assert check_typed(register, new.code, new).match is Match.SAME


def test_paper_of_another_unit_is_told(register: Register) -> None:
    first, second = receive(register, OLD), receive(register, application(2))
    answer = check_typed(register, first.code, second)
    assert answer.match is Match.OTHER_APPLICATION
    assert first.unit in answer.sentence
    assert second.unit in answer.sentence


def test_a_version_that_never_came_is_told(
    register: Register, both: tuple[RegisterEntry, RegisterEntry]
) -> None:
    elsewhere = "0000000000"
    assert check_typed(register, elsewhere).match is Match.UNKNOWN
    assert check_typed(register, elsewhere, both[1]).match is Match.OTHER_VERSION


@pytest.mark.parametrize("typed", ["", "K7QD", "你好", "K7QD28FMX5" * 2])
def test_what_is_no_code_is_told(register: Register, typed: str) -> None:
    answer = check_typed(register, typed)
    assert answer.match is Match.UNREADABLE
    assert "核验码" in answer.sentence


def test_a_scanner_that_types_and_the_digest_of_the_list(register: Register) -> None:
    entry, other = receive(register, OLD), receive(register, application(2))
    scanned = str(PageCode(entry.application, entry.code, 3, 40))
    assert check_typed(register, f"{scanned}\n").match is Match.SAME
    assert check_typed(register, scanned, other).match is Match.OTHER_APPLICATION
    digest = bundle_digest(register.received / entry.folder)
    for typed in (digest, f" {digest[:16].upper()} {digest[16:32]}"):
        answer = check_typed(register, typed)
        assert (answer.match, answer.entry, bool(answer.digest)) == (Match.SAME, entry, True)
    assert check_typed(register, digest, other).match is Match.OTHER_VERSION
    assert check_typed(register, "0" * 64).match is Match.UNKNOWN


def test_every_wrong_character_is_noticed(register: Register) -> None:
    entry = receive(register, OLD)
    for at, character in enumerate(entry.code):
        other = "7" if character != "7" else "9"
        typed = entry.code[:at] + other + entry.code[at + 1 :]
        assert check_typed(register, typed).match is Match.UNREADABLE


def photo(folder: Path, text: str) -> Path:
    """A page with a QR code at its foot, 200 dpi."""
    from PIL import Image

    code = io.BytesIO()
    segno.make(text, error="m", micro=False).save(code, kind="png", scale=5, border=4)
    page = Image.new("L", (1654, 2339), 255)
    page.paste(Image.open(code), (1250, 2100))
    file = folder / "photo.png"
    page.save(file, dpi=(200, 200))
    return file


def test_a_picture_of_a_page_is_enough(
    register: Register, both: tuple[RegisterEntry, RegisterEntry], tmp_path: Path
) -> None:
    old, new = both
    answer = check_picture(
        register, photo(tmp_path, str(PageCode(new.application, new.code, 3, 12)))
    )
    assert (answer.match, answer.entry) == (Match.SAME, new)
    assert "第 3 页" in answer.sentence
    never = str(PageCode(old.application, "0000000000", 1, 12))
    answer = check_picture(register, photo(tmp_path, never))
    assert (answer.match, answer.entry) == (Match.OTHER_VERSION, new)


def test_a_picture_without_a_code_is_told(register: Register, tmp_path: Path) -> None:
    answer = check_picture(register, photo(tmp_path, "something else"))
    assert answer.match is Match.UNREADABLE
    assert "二维码" in answer.sentence


def test_a_page_of_another_content_with_the_same_short_code_is_told(register: Register) -> None:
    entry = receive(register, OLD)
    proofs = [entry.code[:9] + filler * 17 for filler in "78"]
    register.keep([entry.model_copy(update={"proof": proofs[0], "proves": True})])
    same, other = (PageCode(entry.application, entry.code, 1, 2, proof) for proof in proofs)
    assert check_typed(register, str(same)).match is Match.SAME
    answer = check_typed(register, str(other))
    assert answer.match is Match.OTHER_VERSION
    assert "内容摘要不同" in answer.sentence
    # What an older program printed says nothing of the content.
    old = PageCode(entry.application, entry.code, 1, 2)
    assert check_typed(register, str(old)).match is Match.SAME
