"""字数 and 字符数 as Word shows them: one count for the page, the check and the export.

Which characters count one by one follows the table by which Word tells East Asian text (ECMA-376-1
§17.3.2.26 as stated in MS-OI29500 §2.1.88, for text with the hint ``eastAsia``, which every text of
the printed form carries): the marks of either script (“ ” … — · ℃ ≥ ① α Ⅲ) count as Chinese.
Letters of Latin and Cyrillic words stay in their run. Characters beyond U+FFFF count as one each,
emoji and the rare Han characters alike.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from jbgs_desktop.forms.text.clean import UNPRINTABLE

_EAST_ASIAN = re.compile(
    "["
    r"\xa1\xa4\xa7\xa8\xaa\xaf\xb0-\xb4\xb6-\xba\xbc-\xbf\xd7\xf7"  # § ° ± ² · × ÷
    r"\u02b0-\u02ff"  # the tone marks ˇ ˊ ˋ ˙
    r"\u0370-\u03ff"  # Greek
    r"\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff"  # Hangul, which Word's Chinese count takes singly
    r"\u2010-\u2027\u2030-\u205e"  # dashes, quotes, … ‰ ※, without the spaces among them
    r"\u2070-\u20cf\u2100-\u2bff"  # ₂ € ℃ Ⅲ → ≥ ① ■ ★ ☑
    r"\u2e3a\u2e3b\u2e80-\u2fff"  # long dashes, radicals, description characters
    r"\u3001-\u3029\u3030-\u3098\u309b-\ua4cf"  # CJK punctuation, kana, bopomofo, Han, Yi
    r"\ue000-\ufaff"  # characters of one's own making, compatibility ideographs
    r"\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef"  # vertical, small, full-width, half-width forms
    r"\U00010000-\U0010ffff"
    "]+"
)
_COMBINING = (
    r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_MARK = re.compile(f"[{_COMBINING}]")
_NO_WORD = re.compile(f"[{_COMBINING}]|{UNPRINTABLE.pattern}")
_SELECTOR = re.compile(r"[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WORD_BREAK = "\u200b"  # the zero-width space: it is there to part words


@dataclass(frozen=True, slots=True)
class Counts:
    """字数, 字符数（不计空格） and 字符数（计空格）."""

    words: int
    characters: int
    characters_with_spaces: int


@lru_cache(maxsize=64)  # of the texts of an application one changes between two checks
def count(text: str) -> Counts:
    """Count ``text`` in time linear in its length.

    Every East Asian character or mark is one word, every unbroken run of other characters is one.
    A line end is never counted; a tab, a no-break and an ideographic space are spaces. A variation
    selector belongs to the character before it and is not counted. A combining mark starts no
    word; it is a character of its own only while spaces are left out, as ``counting_cases.json``
    has it, but spaces never make the count smaller.
    """
    seen = _SELECTOR.sub("", text)
    characters = sum(map(len, seen.split()))
    on_lines = sum(map(len, seen.splitlines()))
    return Counts(_words(seen), characters, max(characters, on_lines - len(_MARK.findall(seen))))


def _words(text: str) -> int:
    bare = _NO_WORD.sub("", text.replace(_WORD_BREAK, " "))
    between = _EAST_ASIAN.split(bare)
    return len(bare) - sum(map(len, between)) + len(" ".join(between).split())
