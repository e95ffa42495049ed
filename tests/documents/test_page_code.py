"""What the QR code of a page says."""

from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.documents.page_code import BookStamp, PageCode

alphanumeric = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
names = st.text(alphanumeric, min_size=8, max_size=8)
codes = st.text(alphanumeric, min_size=10, max_size=10)


@given(names, codes, st.integers(1, 99_999), st.integers(1, 99_999))
def test_what_is_written_is_read(name: str, code: str, page: int, total: int) -> None:
    written = PageCode(name, code, min(page, total), max(page, total))
    assert PageCode.parse(str(written)) == written
    # The alphanumeric set of ISO/IEC 18004, which needs the fewest modules.
    assert set(str(written)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(st.text(max_size=60))
def test_any_other_text_is_none(text: str) -> None:
    found = PageCode.parse(text)
    assert found is None or str(found) == text


def test_a_page_beyond_the_last_is_none() -> None:
    assert PageCode.parse("JBGS1/ABCDEFGH/K7QD28FMX4/3/2") is None
    assert PageCode.parse("JBGS1/ABCDEFGH/K7QD28FMX4/0/2") is None
    assert PageCode.parse("JBGS1/ABCDEFGH/K7QD28FMX4/1/2 ") is None


def test_a_mark_names_its_pages() -> None:
    assert BookStamp("ABCDEFGH", "K7QD28FMX4").on_page(1, 2) == "JBGS1/ABCDEFGH/K7QD28FMX4/1/2"
