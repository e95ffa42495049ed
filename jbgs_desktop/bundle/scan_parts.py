"""In a child: whether the scans of the parts are the pages of 全册扫描件, the same pictures.

Parts and whole are made of the same scans, so that PDFium's own copies of two pages are the same
bytes; only where they are not, pages are drawn.
"""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jbgs_desktop.bundle.document_comparison import is_alike_page
from jbgs_desktop.documents.pdf.images import PdfPages
from jbgs_desktop.errors import DocumentError

_MOST_PAGES = 3000  # of a book
_MOST_COPIED = 2**32  # bytes of all copies; what comes after them is drawn
_MOST_DRAWN = 300  # pages
_HEAD, _MADE = 400, re.compile(rb"/CreationDate\(D:[^)]*\)")  # of the copy itself
_LAYERS = b"/OC"  # what is shown of them, the document says and not the page


@dataclass(frozen=True, slots=True)
class ScannedPart:
    """A part with the page of the whole, from 1, that its first page is.

    ``unlike`` are its pages, from 1, that are not the whole's; ``pages`` is -1 for a file that
    cannot be opened.
    """

    path: Path
    pages: int
    first: int = 0
    unlike: tuple[int, ...] = ()


def parts_in(whole: Path, parts: Sequence[Path]) -> tuple[int, tuple[ScannedPart, ...]]:
    """The pages of the ``whole``, and each of its ``parts``. Raises DocumentError for the whole."""
    with closing(PdfPages(whole)) as book:
        if book.count > _MOST_PAGES:
            raise DocumentError("页数太多。")
        finder = _Finder(book)
        return book.count, tuple(finder.find(path) for path in parts)


class _Finder:
    """Finds the pages of parts in the whole."""

    def __init__(self, book: PdfPages) -> None:
        self._book = book
        self._left, self._to_draw = _MOST_COPIED, _MOST_DRAWN
        self._keys = self._keys_of(book)
        self._places: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys):
            if key:
                self._places.setdefault(key, []).append(at)

    def find(self, path: Path) -> ScannedPart:
        """Where the pages of ``path`` are: there where most of them are."""
        try:
            with closing(PdfPages(path)) as part:
                keys = self._keys_of(part)
                votes = Counter(
                    there - at for at, key in enumerate(keys) for there in self._places.get(key, ())
                )
                first = max(votes, key=lambda each: (votes[each], -each), default=-1)
                unlike = [at + 1 for at in range(part.count) if not self._is(part, at, keys, first)]
                return ScannedPart(path, part.count, first + 1, tuple(unlike))
        except DocumentError:
            return ScannedPart(path, -1)

    def _is(self, part: PdfPages, at: int, keys: Sequence[str], first: int) -> bool:
        there = first + at
        if first < 0 or there >= self._book.count:
            return False
        if keys[at] and keys[at] == self._keys[there]:
            return True
        self._to_draw -= 1
        return self._to_draw >= 0 and is_alike_page(part, at, self._book, there)

    def _keys_of(self, pdf: PdfPages) -> list[str]:
        """For each page what only the same page has; "" for one that has to be drawn."""
        return [self._key(pdf, at) for at in range(min(pdf.count, _MOST_PAGES))]

    def _key(self, pdf: PdfPages, at: int) -> str:
        copy = pdf.copied(at) if self._left > 0 else b""
        self._left -= len(copy)
        if not copy or _LAYERS in copy:
            return ""
        page = _MADE.sub(b"", copy[:_HEAD], count=1) + copy[_HEAD : copy.rfind(b"trailer")]
        return sha256(page).hexdigest()
