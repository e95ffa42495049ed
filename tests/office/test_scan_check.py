"""The scans of a bundle, read in the background: foreign pages, other versions, missing ones."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jbgs_desktop.bundle.layout import WHOLE_SCAN
from jbgs_desktop.bundle.scan_codes import BookReading, read_book
from jbgs_desktop.documents.page_code import PageCode, short_code
from jbgs_desktop.office import scan_check
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.entry_changes import return_entry
from jbgs_desktop.office.register.register import Register
from jbgs_desktop.office.scan_check import check_scans, unread_entries
from tests.office.registers import WHEN, application, new_register, receive
from tests.scans.scanner import Way, printed, save_pdf

OTHER = "AAAAAAAAAA"
Read = Callable[[RegisterEntry, list[PageCode | None]], list[str]]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with closing(new_register(tmp_path)) as register:
        yield register


@pytest.fixture
def findings(register: Register, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The severity and the words of what is found where the pages have these codes."""

    def read(entry: RegisterEntry, codes: list[PageCode | None]) -> list[str]:
        reading = BookReading(tuple(codes))
        monkeypatch.setattr(scan_check, "read_book", lambda *_: reading)
        assert check_scans(register, entry.number)
        check = register.entry(entry.number).scan_check
        assert check is not None
        assert check.pages == len(codes)
        found = (each for each in check.problems if each.code.startswith("office.scan."))
        return [f"{each.severity}: {each.message}" for each in found]

    return read


def page(entry: RegisterEntry, number: int, *, version: str = "", total: int = 4) -> PageCode:
    proof = "" if version else entry.proof
    return PageCode(entry.application, version or entry.code, number, total, proof)


def proved(register: Register, entry: RegisterEntry) -> RegisterEntry:
    """``entry`` as that of a bundle of today, whose pages prove the content."""
    proof = entry.code[:9] + "7" * 17
    new = entry.model_copy(update={"code": short_code(proof), "proof": proof, "proves": True})
    register.keep([new])
    return new


def test_a_page_with_the_code_of_another_content_is_told(
    register: Register, findings: Read
) -> None:
    entry = proved(register, receive(register, application(1)))
    pages = [page(entry, number) for number in (1, 2, 3, 4)]
    assert findings(entry, [*pages]) == []
    forged = PageCode(entry.application, entry.code, 2, 4, entry.code[:9] + "8" * 17)
    assert forged.version == entry.code
    (other, _) = findings(entry, [pages[0], forged, *pages[2:]])
    assert other.startswith("error: 第 2 页的核验码和报送包相同，二维码里的内容摘要却不同")
    old = PageCode(entry.application, entry.code, 3, 4)
    (old_finding,) = findings(entry, [*pages[:2], old, pages[3]])
    assert old_finding.startswith("error: 第 3 页的二维码是旧版程序的")


def test_pages_of_an_older_program_are_told_as_such(register: Register, findings: Read) -> None:
    entry = receive(register, application(1))
    (old,) = findings(entry, [PageCode(entry.application, entry.code, n, 4) for n in (1, 2, 3, 4)])
    assert old.startswith("notice: 第 1–4 页是旧版程序印的，二维码只有核验码")


def test_what_the_codes_say(register: Register, findings: Read) -> None:
    entry, other = (proved(register, receive(register, application(n))) for n in (1, 2))
    whole: list[PageCode | None] = [page(entry, number) for number in (1, 2, 3, 4)]
    assert findings(entry, whole) == []
    (astray,) = findings(entry, [*whole, whole[0]])
    assert astray.startswith("error: 第 5 页不是材料这个位置上的页（共 4 页）")
    (foreign, missing) = findings(entry, [*whole[:3], page(other, 4)])
    assert foreign.startswith(f"error: 第 4 页是“{other.unit}”的")
    assert missing.startswith("error: 缺少材料的第 4 页（共 4 页）")
    (old, _) = findings(entry, [*whole[:3], page(entry, 4, version=OTHER)])
    assert "error: 第 4 页是另一版（AAAA-AAAA-AA）的" in old
    (unread,) = findings(entry, [whole[0], None, *whole[2:]])
    assert unread.startswith("warning: 扫描件第 2 页读不出二维码，可能是材料的第 2 页")
    (none,) = findings(entry, [None, None])
    assert none.startswith("warning: 2 页里没有读到一个二维码")
    before = register.entry(entry.number).errors
    findings(entry, whole[:3])
    assert register.entry(entry.number).errors == before + 1


def test_reading_is_no_act_that_is_undone(register: Register, findings: Read) -> None:
    entry = receive(register, application(1))
    register.keep([return_entry(entry, ["缺章"], "", WHEN)])
    findings(register.entry(entry.number), [page(entry, 1, total=1)])
    assert register.acts()[-1].automatic
    assert unread_entries(register) == []
    assert [act.changes[0].now.keys() for act in register.undo()] == [{"returned"}]
    assert register.entry(entry.number).returned == ()
    assert register.entry(entry.number).scan_check is not None
    findings(register.entry(entry.number), [page(entry, 1, total=1)])
    assert register.redo()
    register.undo()
    assert len(register.undo()) == 1
    assert register.recommendable() == []


def test_what_does_not_count_is_not_read(register: Register) -> None:
    first = receive(register, application(1))
    receive(register, application(1), "again")
    assert unread_entries(register) == [first.number]


def test_a_real_scan_is_read_in_a_child(register: Register, tmp_path: Path) -> None:
    entry = receive(register, application(1))
    codes = [page(entry, 1, total=2), page(entry, 2, version=OTHER, total=2)]
    file = register.received / entry.folder / WHOLE_SCAN
    way = Way(dpi=200)
    save_pdf([printed(code, way.dpi) for code in codes], [way, way], file)
    assert read_book(file) == BookReading(tuple(codes))
    file.write_bytes(b"%PDF-1.7 nothing")
    reading = read_book(file)
    assert reading is not None
    assert reading.problem
    assert read_book(file, lambda: True) is None
