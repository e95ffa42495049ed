"""What the QR code on a page of the book says: of which application, version and page it is.

The text is ``JBGS2/<application>/<proof>/<page>/<total>``, all of it in the alphanumeric set of
ISO/IEC 18004, so that a code of 16 mm has few and large modules. Books of older programs say
``JBGS1/<application>/<核验码>/<page>/<total>``: 45 bits, for which two applications can be found.
"""

import re
from dataclasses import dataclass

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U, which are misread
_PROOF = 26  # characters: 130 bits, which nobody finds twice
_SHORT = 9  # characters of the 核验码 before its check character: 45 bits, to be read aloud
_PAGES = r"([1-9]\d{0,4})/([1-9]\d{0,4})"
_FIRST_FORM = re.compile(rf"JBGS1/([0-9A-Z]{{8}})/([0-9A-Z]{{10}})/{_PAGES}")
_FORM = re.compile(rf"JBGS2/([0-9A-Z]{{8}})/([{CODE_ALPHABET}]{{{_PROOF}}})/{_PAGES}")


def format_code(code: str) -> str:
    """The 核验码 as it is printed: K7QD-28FM-X4."""
    return "-".join(filter(None, (code[:4], code[4:8], code[8:])))


def code_characters(digest: bytes, length: int) -> str:
    """The first ``length`` characters of ``digest`` in base 32."""
    number = int.from_bytes(digest)
    bits = 8 * len(digest)
    return "".join(CODE_ALPHABET[number >> (bits - 5 * at) & 31] for at in range(1, length + 1))


def check_character(body: str) -> str:
    """Luhn's algorithm modulo 32: every wrong character and nearly every swap is caught."""
    total = 0
    for at, character in enumerate(reversed(body)):
        value = CODE_ALPHABET.index(character) * (2 - at % 2)
        total += value // 32 + value % 32
    return CODE_ALPHABET[-total % 32]


def proof_of(digest: str) -> str:
    """What the QR carries of the SHA-256 ``digest`` (in hexadecimal) of a version."""
    return code_characters(bytes.fromhex(digest), _PROOF)


def short_code(proof: str) -> str:
    """The 核验码 of the version that ``proof`` is of."""
    body = proof[:_SHORT]
    return body + check_character(body)


@dataclass(frozen=True, slots=True)
class PageCode:
    """``application`` names the application (8 characters), ``version`` is its 核验码 (10).

    ``proof`` is of the digest of the version; empty in a code of an older program.
    """

    application: str
    version: str
    page: int  # from 1
    total: int
    proof: str = ""

    def __str__(self) -> str:
        kind, version = ("JBGS2", self.proof) if self.proof else ("JBGS1", self.version)
        return f"{kind}/{self.application}/{version}/{self.page}/{self.total}"

    @classmethod
    def parse(cls, text: str) -> "PageCode | None":
        """The page code that ``text`` is; None for the text of any other QR code."""
        if match := _FORM.fullmatch(text):
            application, proof, page, total = match.groups()
            code = cls(application, short_code(proof), int(page), int(total), proof)
        elif match := _FIRST_FORM.fullmatch(text):
            application, version, page, total = match.groups()
            code = cls(application, version, int(page), int(total))
        else:
            return None
        return code if code.page <= code.total else None

    def may_be_of(self, proof: str) -> bool:
        """Whether nothing in it says that it is of another content than ``proof``."""
        return not self.proof or not proof or self.proof == proof


@dataclass(frozen=True, slots=True)
class BookStamp:
    """What makes a book a finalised one: what its codes say besides page and total.

    ``proof`` is empty for a version that was finalised by an older program.
    """

    application: str
    code: str  # 核验码, 10 characters
    proof: str = ""

    def on_page(self, page: int, total: int) -> str:
        """The text of the QR code on ``page`` of ``total``."""
        return str(PageCode(self.application, self.code, page, total, self.proof))
