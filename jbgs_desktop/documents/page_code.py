"""What the QR code on a page of the book says: of which application, version and page it is.

The text is ``JBGS1/<application>/<version>/<page>/<total>``, all of it in the alphanumeric set of
ISO/IEC 18004, so that a code of 16 mm has few and large modules.
"""

import re
from dataclasses import dataclass

_FORM = re.compile(r"JBGS1/([0-9A-Z]{8})/([0-9A-Z]{10})/([1-9]\d{0,4})/([1-9]\d{0,4})")


def format_code(code: str) -> str:
    """The 核验码 as it is printed: K7QD-28FM-X4."""
    return "-".join(filter(None, (code[:4], code[4:8], code[8:])))


@dataclass(frozen=True, slots=True)
class PageCode:
    """``application`` names the application (8 characters), ``version`` is its 核验码 (10)."""

    application: str
    version: str
    page: int  # from 1
    total: int

    def __str__(self) -> str:
        return f"JBGS1/{self.application}/{self.version}/{self.page}/{self.total}"

    @classmethod
    def parse(cls, text: str) -> "PageCode | None":
        """The page code that ``text`` is; None for the text of any other QR code."""
        match = _FORM.fullmatch(text)
        if match is None:
            return None
        application, version, page, total = match.groups()
        code = cls(application, version, int(page), int(total))
        return code if code.page <= code.total else None


@dataclass(frozen=True, slots=True)
class BookStamp:
    """What makes a book a finalised one: what its codes say besides page and total."""

    application: str
    code: str  # 核验码, 10 characters

    def on_page(self, page: int, total: int) -> str:
        """The text of the QR code on ``page`` of ``total``."""
        return str(PageCode(self.application, self.code, page, total))
