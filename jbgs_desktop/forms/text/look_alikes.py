"""Characters that look like another and are none to a reader, a search or a code.

PDF files and OCR write ⽂ (a radical, U+2F42) for 文, Japanese programs half-width kana, old
systems one of GBK's own code points. ``docs/developer/characters.md`` says what becomes of each.
"""

import re
import unicodedata

# Radicals (U+2E80-2EF3) with the Han character of the same shape, from Unicode's list of equivalent
# unified ideographs. Left out is what looks otherwise (⺈ is no 刀) or has no font.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺅亻⺆冂⺉刂⺊卜⺋㔾⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺦丬"
    "⺨犭⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺹耂⺺肀⺻聿⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻐钅"
    "⻑長⻒镸⻓长⻔门⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙"
    "⻱龜⻲亀⻳龟"
)
_HAN_OF_RADICAL = str.maketrans(_RADICALS[::2], _RADICALS[1::2])
# Not U+FA0E and the eleven other ideographs of that block that are characters of their own.
_COMPATIBLE = "".join(
    chr(code) for code in range(0xF900, 0xFB00) if unicodedata.decomposition(chr(code))
)
# Beyond U+FFFF one range: a set holds every character of a text against each item there in turn,
# and this runs over a whole section at every key.
_LOOK_ALIKES = re.compile(
    f"[{_RADICALS[::2]}\u2f00-\u2fd5{_COMPATIBLE}\uff61-\uff9f\U0002f800-\U0002fa1d]+"
)

# Three areas; the last two end in code points that are no characters.
_MAY_BE_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")

# GBK's last rows (FE50-FEA0) lay in the private area before Unicode had their characters.
_OLD_FIRST = 0xE815
_NEWER_OLD = str.maketrans(
    "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7"
    "\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
)


def exchange_look_alikes(text: str) -> tuple[str, int]:
    """``text`` with the usual character for each that looks like it, and how many they were."""
    found = 0

    def usual(match: re.Match[str]) -> str:
        nonlocal found
        found += len(match[0])
        return unicodedata.normalize("NFKC", match[0].translate(_HAN_OF_RADICAL))

    return _LOOK_ALIKES.sub(usual, text), found


def private_characters(text: str) -> str:
    """The characters of ``text``, each once, of which only one program or office knows what they
    stand for.
    """
    # Nearly all texts have none, which a pattern finds many times faster than a look at each.
    return "".join(dict.fromkeys(filter(_is_private, _MAY_BE_PRIVATE.findall(text))))


def _is_private(character: str) -> bool:
    return unicodedata.category(character) == "Co"


def meant_in_old_systems(character: str) -> str:
    """The character that systems with the older GBK wrote as this private one, "" if none.

    It is a guess: a font of signs may have put something else there.
    """
    code = ord(character)
    if code in _NEWER_OLD:
        return chr(_NEWER_OLD[code])
    place = 0x50 + code - _OLD_FIRST
    if not 0x50 <= place <= 0x9F:
        return ""
    second = place + (place >= 0x7F)  # a second byte is never 7F
    meant = bytes((0xFE, second)).decode("gb18030")
    return "" if _is_private(meant) else meant
