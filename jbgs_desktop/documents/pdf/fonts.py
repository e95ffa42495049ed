"""Which characters the paper's fonts have. Made with the fonts, by ``tools/make_fonts.py``."""

import json
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jbgs_desktop.documents.blocks import Block, texts_of
from jbgs_desktop.files import resources

# Joined to the character before them; a font that lacks the pair shows the character alone.
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0xAD}


def font_folders() -> list[Path]:
    """Where the fonts are that a document is set in."""
    return [resources() / "fonts"]


def missing_characters(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """Each character that no font has, with the path of its field ("" for a text of the form).

    A character is named once for each field, in the order of the paper.
    """
    found: dict[tuple[str, str], None] = {}
    for text in texts_of(blocks):
        if not text.text.isascii():
            found |= dict.fromkeys(
                (each, text.source) for each in text.text if not _with_marks(each)
            )
    return list(found)


def with_missing_glyphs_marked(text: str) -> str:
    """``text`` with 〓 for each character that no font has, as typesetters do."""
    return text if text.isascii() else "".join(c if _with_marks(c) else "〓" for c in text)


def _with_marks(character: str) -> bool:
    code = ord(character)
    if code in _SELECTORS:
        return True
    starts, ends = _coverage()
    at = bisect_right(starts, code) - 1
    return at >= 0 and code <= ends[at]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    file = resources() / "fonts" / "print" / "coverage.json"
    ranges = json.loads(file.read_text(encoding="utf-8"))
    return [first for first, _ in ranges], [last for _, last in ranges]
