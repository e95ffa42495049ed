"""What the QR code of a page says."""

from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.documents.page_code import (
    CODE_ALPHABET,
    BookStamp,
    PageCode,
    proof_of,
    short_code,
)

alphanumeric = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
names = st.text(alphanumeric, min_size=8, max_size=8)
codes = st.text(alphanumeric, min_size=10, max_size=10)


@given(names, codes, st.integers(1, 99_999), st.integers(1, 99_999))
def test_what_is_written_is_read(name: str, code: str, page: int, total: int) -> None:
    written = PageCode(name, code, min(page, total), max(page, total))
    assert PageCode.parse(str(written)) == written
    # The alphanumeric set of ISO/IEC 18004, which needs the fewest modules.
    assert set(str(written)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(st.binary(min_size=32, max_size=32), names, st.integers(1, 99_999))
def test_a_code_carries_what_proves_the_content(digest: bytes, name: str, page: int) -> None:
    proof = proof_of(digest.hex())
    stamp = BookStamp(name, short_code(proof), proof)
    text = stamp.on_page(page, page)
    found = PageCode.parse(text)
    assert found == PageCode(name, short_code(proof), page, page, proof)
    assert len(text) <= 61  # version 3 (29 modules) with level M
    # 130 bits: the digest can be told from them to its 16th byte.
    bits = sum(CODE_ALPHABET.index(each) << 5 * at for at, each in enumerate(reversed(proof)))
    assert bits >> 2 == int.from_bytes(digest[:16])


@given(st.binary(min_size=32, max_size=32))
def test_two_contents_with_one_short_code_are_told_apart(digest: bytes) -> None:
    other = digest[:6] + bytes(each ^ 1 for each in digest[6:])
    first, second = (proof_of(each.hex()) for each in (digest, other))
    assert short_code(first) == short_code(second)
    page = PageCode("ABCDEFGH", short_code(first), 1, 1, first)
    assert page.may_be_of(first)
    assert not page.may_be_of(second)
    assert PageCode("ABCDEFGH", short_code(first), 1, 1).may_be_of(second)  # an older program's


@given(st.text(max_size=60))
def test_any_other_text_is_none(text: str) -> None:
    found = PageCode.parse(text)
    assert found is None or str(found) == text


def test_a_page_beyond_the_last_is_none() -> None:
    assert PageCode.parse("JBGS1/ABCDEFGH/K7QD28FMX4/3/2") is None
    assert PageCode.parse("JBGS1/ABCDEFGH/K7QD28FMX4/0/2") is None
    assert PageCode.parse("JBGS1/ABCDEFGH/K7QD28FMX4/1/2 ") is None


def test_a_mark_names_its_pages() -> None:
    # As books of older programs, whose paper still comes, have them.
    assert BookStamp("ABCDEFGH", "K7QD28FMX4").on_page(1, 2) == "JBGS1/ABCDEFGH/K7QD28FMX4/1/2"
