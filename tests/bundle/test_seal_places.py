"""Whether a scanned book looks sealed, as its packer and its receiver are told."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.bundle.seal_places import (
    SealLook,
    SealPlace,
    look_for_seals,
    places_as_text,
    places_in,
)
from jbgs_desktop.documents.page_code import PageCode
from jbgs_desktop.documents.pdf.pages import ScanSource, pdf_of_scans
from tests.bundle.sample_bundles import one_page
from tests.documents.odd_pdfs import OddPdf
from tests.scans.scanner import APPLICATION, CODE, Way, printed, save, scanned

_WHERE: SealPlace = (1, 150, 240, 42, 42)  # beside the code, where the scanner presses its seal

_places = st.tuples(st.integers(1, 9999), *[st.integers(0, 999)] * 4)


def scan(folder: Path, *, seal: bool, mode: str = "RGB", turn: int = 0) -> Path:
    """A page of the book, scanned, as a PDF."""
    code = PageCode(APPLICATION, CODE, 1, 3)
    way = Way(mode=mode, noise=8, seal=seal, skew=1.5, turn=turn)
    picture = folder / "scan.jpg"
    save(scanned(printed(code, 200), way, Random(3), code), way, picture)
    made = folder / "scan.pdf"
    made.write_bytes(pdf_of_scans([ScanSource(picture)]))
    return made


@pytest.mark.parametrize("turn", [0, 90])
def test_a_seal_is_seen_in_its_place_however_the_page_lies(turn: int, tmp_path: Path) -> None:
    pdf = scan(tmp_path, seal=True, turn=turn)
    assert look_for_seals(pdf, [_WHERE]) == SealLook((), ())
    assert look_for_seals(pdf, [(1, 30, 40, 42, 42)]) == SealLook((), (1,))


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_no_seal_is_told(mode: str, tmp_path: Path) -> None:
    assert look_for_seals(scan(tmp_path, seal=False, mode=mode), [_WHERE]) == SealLook((), (1,))


def test_a_page_without_a_scanned_picture_is_told(tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(one_page("没有扫描"))
    assert look_for_seals(pdf, []) == SealLook((1,), ())
    # What was signed electronically is no scan, but its seal is there.
    signed = OddPdf([])
    signed.extra, signed.before, signed.after, signed.images = [""], [""], [""], [1]
    signed.seal()
    pdf.write_bytes(signed.bytes())
    assert look_for_seals(pdf, [(1, 85, 130, 42, 42)]) == SealLook((1,), ())


def test_what_cannot_be_opened_gives_nothing(tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.7 and nothing")
    assert look_for_seals(pdf, [_WHERE]) is None


@given(st.lists(_places, max_size=8))
def test_places_go_through_a_line(places: list[SealPlace]) -> None:
    assert places_in(places_as_text(places)) == tuple(places)


@given(st.text())
def test_any_line_of_a_stranger_is_read(text: str) -> None:
    assert all(len(place) == 5 and place[0] > 0 for place in places_in(text))
