"""Clean at the door: what is typed, pasted or imported, before anything else sees it.

:func:`clean` takes out what no form can print and gives what only looks like a character the
usual one; the ``normalise_`` functions bring one kind of
value to the form in which it is stored. They change nothing that they do not understand, so that
the check can speak about what was typed.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

from jbgs_desktop.forms.text.first_rules import NEVER_WRITTEN, RARE_LINE_END
from jbgs_desktop.forms.text.look_alikes import exchange_look_alikes

# A newer rule adds to these here, and leaves those of version 1 as they are.
UNPRINTABLE = NEVER_WRITTEN
_RARE_LINE_END = RARE_LINE_END
# Legal in a text, but no part of a file name, where two that look alike would be taken for one.
INVISIBLE = re.compile("[\u2800\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LINE_ENDS_AND_TABS = re.compile(r"[\t\n]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that can be printed, and how many characters had to be taken out.

    ``exchanged``: how many looked like another character and were given as that one.
    """

    text: str
    removed: int
    exchanged: int = 0


def clean(text: str) -> Cleaned:
    """:func:`printable`, and with the usual characters for those that only look like them.

    For what is typed, pasted and imported, not for what is printed or names a file.
    """
    kept = printable(text)
    usual, exchanged = exchange_look_alikes(kept.text)
    return Cleaned(usual, kept.removed, exchanged)


def printable(text: str) -> Cleaned:
    """``text`` without characters that no form can print, its line ends written as LF.

    A line end keeps its meaning however it is written; only the rare kinds (VT, FF, NEL, U+2028,
    U+2029) count as removed. Cleaning twice is cleaning once.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, replaced = _RARE_LINE_END.subn("\n", text)
    text, removed = UNPRINTABLE.subn("", text)
    return Cleaned(text, replaced + removed)


def cleaned_sentence(removed: int, exchanged: int) -> str:
    """What was done to a text, in words; "" where nothing was."""
    sentence = ""
    if removed:
        sentence += f"已去掉 {removed} 个无法打印的字符（控制字符、零宽字符等），其余内容未变。"
    if exchanged:
        sentence += (
            f"已把 {exchanged} 个只是看起来像的字符（部首、兼容汉字、半角片假名）"
            "换成通常的字，请看一眼是否是原来的字。"
        )
    return sentence


def clean_line(text: str) -> Cleaned:
    """:func:`clean` for a field of one line: a tab or line end is a space, none at either end."""
    cleaned = clean(text)
    return replace(cleaned, text=_LINE_ENDS_AND_TABS.sub(" ", cleaned.text).strip())


def portable(text: str) -> str:
    """``text`` as a part of a file name that every system keeps as it is, but for its shape."""
    # A manifest of a bundle writes % as %25, which sha256sum and bagit take literally.
    visible = INVISIBLE.sub("", NEVER_WRITTEN.sub("", text)).replace("%", "％")
    return unicodedata.normalize("NFC", " ".join(visible.split()))


_BLANKS = re.compile(r"\s+")
_DASHES = re.compile(r"[-\u2010-\u2015\u2043\u2212]+")
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
HALF_WIDTH_LETTERS = {code: half for code, half in _HALF_WIDTH.items() if chr(half).isalnum()}
_WHOLE_CODE = re.compile(r"[0-9A-Z]+|[0-9A-Z]{8}-[0-9A-Z]")
_CREDIT_CODE_LENGTH = 18
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[0-9]{10})")
_BLANKS_AT_HYPHENS = re.compile(r" ?-[- ]*")
_BLANKS_AT_BRACKETS = re.compile(r" ?([()]) ?")
_FIXED_LINE = re.compile(
    r"(?:(?:\((0[0-9]{2,3})\)-?|(0[0-9]{2,3})[- ]))?"  # area code
    r"([1-9][0-9]{2,3}) ?([0-9]{4})"
    r"(?: ?[-转] ?([0-9]{1,6}))?"  # extension
)
_PHONE_SIGNS = re.compile(r"[+()\- ]*[0-9][0-9+()\- ]*")
_GROUPED = r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)|[0-9]+"
_AMOUNT = re.compile(rf"(?:\+|([-\u2212]))?({_GROUPED})(\.[0-9]+)?")
_COUNT = re.compile(rf"\+?({_GROUPED}) ?人?")
_WRITTEN_DATE = re.compile(r"(\d{4}) ?(?:年|[-./]) ?(\d{1,2}) ?(?:月|[-./]) ?(\d{1,2}) ?日?")
_DATE_IN_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fold_code(text: str) -> str:
    """``text`` as a code is compared: NFKC, A-Z upper case, no blanks, every dash a hyphen."""
    return _DASHES.sub("-", _BLANKS.sub("", _folded(text))).translate(_UPPER)


def normalise_code(text: str) -> str:
    """A unit's code: 18 characters without hyphens, or the 9 of a 组织机构代码 as printed."""
    code = fold_code(text)
    bare = code.replace("-", "")
    if len(bare) == _CREDIT_CODE_LENGTH:
        code = bare
    return code if _WHOLE_CODE.fullmatch(code) else text


def normalise_mobile(text: str) -> str:
    """A mobile number of the mainland: its 11 digits, without +86."""
    match = _MOBILE.fullmatch(_DASHES.sub("", _BLANKS.sub("", _folded(text))))
    return match[1] if match else text


def normalise_phone(text: str) -> str:
    """A mobile number, or a number of :func:`normalise_fax`."""
    mobile = normalise_mobile(text)
    return mobile if mobile != text else normalise_fax(text)


def normalise_fax(text: str) -> str:
    """A fixed line or fax: area code, number and extension joined by hyphens."""
    number = _BLANKS.sub(" ", _DASHES.sub("-", _folded(text)))
    number = _BLANKS_AT_BRACKETS.sub(r"\1", _BLANKS_AT_HYPHENS.sub("-", number))
    if match := _FIXED_LINE.fullmatch(number):
        bracketed, plain, first, last, extension = match.groups()
        return "-".join(part for part in (bracketed or plain, first + last, extension) if part)
    return number if _PHONE_SIGNS.fullmatch(number) else text


def normalise_email(text: str) -> str:
    """An e-mail address in half-width characters, its 。 as the points they stand for."""
    address = _folded(text).rstrip("。").replace("。", ".")
    return address if "@" in address else text


def normalise_amount(text: str, unit: str = "") -> str:
    """An amount in ``unit`` as plain digits.

    Separators go only where they part thousands, so that ``1，5`` does not become 15. Any other
    unit is left standing, so that no 元 are taken for 万元 in silence.
    """
    match = _AMOUNT.fullmatch(_figures(text).removesuffix(unit).rstrip())
    if not match:
        return text
    sign, whole, fraction = match.groups(default="")
    return ("-" if sign else "") + _digits(whole) + fraction


def normalise_count(text: str) -> str:
    """A number of people as plain digits."""
    match = _COUNT.fullmatch(_figures(text))
    return _digits(match[1]) if match else text


def normalise_date(text: str) -> str:
    """``2023年10月30日``, ``2023.10.30``, ``2023/10/30`` or ``20231030`` as ISO 8601.

    What names no day of the calendar stays as it was typed.
    """
    folded = _folded(text)
    match = _WRITTEN_DATE.fullmatch(folded) or _DATE_IN_DIGITS.fullmatch(folded)
    if not match:
        return text
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return text


def iso_day(text: str) -> date | None:
    """The day that ``text`` names in ISO 8601 with hyphens, None when it names none."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def printed_date(day: date) -> str:
    """A day as forms and sentences write it: 2023年10月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def normalise_name(text: str) -> str:
    """A name as written, each gap in it one blank, full-width letters and digits half-width."""
    return " ".join(text.translate(HALF_WIDTH_LETTERS).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", clean_line(text).text).strip()


def _figures(text: str) -> str:
    # Not NFKC, which reads 10² as 102 and ① as 1.
    return _BLANKS.sub(" ", clean_line(text).text.translate(_HALF_WIDTH))


def _digits(grouped: str) -> str:
    return grouped.replace(",", "").replace(" ", "").lstrip("0") or "0"


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """``text`` as it is compared where width, blanks and case of letters make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
