"""Superscripts and subscripts: Unicode characters in the text (cm³, CO₂, 10⁻⁶), and back.

They survive strings, counting and the online form. Writers print each run of them as ordinary
characters raised or lowered, so that every font has them.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from unicodedata import normalize


class Script(StrEnum):
    """How a character stands on its line."""

    NORMAL = "normal"
    SUPER = "super"
    SUB = "sub"


# Those that common fonts and readers know; º and ª are words' endings of other languages.
_SHOWN = {
    Script.SUPER: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ",
    Script.SUB: "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
}
_PLAIN = {shown: normalize("NFKC", shown) for forms in _SHOWN.values() for shown in forms}
_FORMS = {script: {_PLAIN[shown]: shown for shown in forms} for script, forms in _SHOWN.items()}
_SCRIPT_OF = {shown: script for script, forms in _SHOWN.items() for shown in forms}
# Other ways to type what has a raised form, which knows the minus sign (U+2212) only.
_SAME = str.maketrans("-–－＋＝（）０１２３４５６７８９", "−−−+=()0123456789")


def set_script(text: str, script: Script) -> tuple[str, str]:
    """``text`` raised, lowered or back on its line, and the characters that have no such form.

    Those stay as they are. Blanks and line ends stay too, and are not among them.
    """
    plain = "".join(_PLAIN.get(each, each) for each in text)
    if script is Script.NORMAL:
        return plain, ""
    forms = _FORMS[script]
    made = [forms.get(each.translate(_SAME), each) for each in plain]
    missing = [
        old for old, new in zip(plain, made, strict=True) if new == old and not old.isspace()
    ]
    return "".join(made), "".join(dict.fromkeys(missing))


def script_runs(text: str) -> Iterator[tuple[Script, str]]:
    """``text`` in runs of one script each, raised and lowered characters as ordinary ones."""
    for script, run in groupby(text, lambda each: _SCRIPT_OF.get(each, Script.NORMAL)):
        yield script, "".join(_PLAIN.get(each, each) for each in run)
