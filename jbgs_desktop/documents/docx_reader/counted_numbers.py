"""A number as Word writes it in a list: the Chinese formats, and those of the West."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_LEGAL = "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def counted(number: int, form: str) -> str:
    """``number`` in the format ``form`` (w:numFmt); as plain digits where it has no such form."""
    make = _FORMS.get(form, str)
    return (make(number) if number > 0 else "") or ("" if form == "none" else str(number))


def _chinese(number: int, digits: str, units: str, *, leading_one: bool = False) -> str:
    """一百二十三; ``leading_one`` writes 一十 for 十."""
    if number >= 10**8:
        return str(number)
    high, low = divmod(number, 10_000)
    if high:
        rest = _chinese(low, digits, units, leading_one=True) if low else ""
        gap = digits[0] if low and low < 1000 else ""
        return f"{_chinese(high, digits, units)}万{gap}{rest}"
    text, has_gap = "", False
    for unit in (1000, 100, 10, 1):
        digit = number // unit % 10
        if not digit:
            has_gap = bool(text)
            continue
        mark = {1000: units[2], 100: units[1], 10: units[0], 1: ""}[unit]
        text += (digits[0] if has_gap else "") + digits[digit] + mark
        has_gap = False
    is_ten = 10 <= number < 20 and not leading_one
    return text[1:] if is_ten else text


def _counting(number: int) -> str:
    """Above 99 digit by digit, as Word has it."""
    return _chinese(number, _DIGITS, "十百千") if number < 100 else _digital(number)


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(each)] for each in str(number))


def _legal(digits: str) -> Callable[[int], str]:
    return lambda number: _chinese(number, digits, "拾佰仟", leading_one=True)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _from(first: int, most: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if number <= most else ""


def _circled(number: int) -> str:
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else ""


def _letters(number: int) -> str:
    """a, … z, aa, bb, as Word goes on."""
    turns, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (turns + 1) if turns < 30 else ""


def _roman(number: int) -> str:
    text = ""
    for step, sign in _ROMAN if number < 4000 else ():
        count, number = divmod(number, step)
        text += sign * count
    return text


def _cycle(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number <= 60 else ""


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(each)) for each in str(number))


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


def _thousands(number: int) -> str:
    return _chinese(number, _DIGITS, "十百千")


_FORMS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "chineseCounting": _counting,
        "taiwaneseCounting": _counting,
        "japaneseCounting": _thousands,
        "chineseCountingThousand": _thousands,
        "taiwaneseCountingThousand": _thousands,
        "ideographDigital": _digital,
        "japaneseDigitalTenThousand": _digital,
        "taiwaneseDigital": _digital,
        "chineseLegalSimplified": _legal(_LEGAL),
        "ideographLegalTraditional": _legal(_TRADITIONAL_LEGAL),
        "japaneseLegal": _legal(_TRADITIONAL_LEGAL),
        "ideographTraditional": _of(_STEMS),
        "ideographZodiac": _of(_BRANCHES),
        "ideographZodiacTraditional": _cycle,
        "ideographEnclosedCircle": _from(0x3280, 10),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "decimalEnclosedParen": _from(0x2474, 20),
        "decimalEnclosedFullstop": _from(0x2488, 20),
        "decimalFullWidth": _full_width,
        "decimalFullWidth2": _full_width,
        "decimalZero": lambda number: f"{number:02d}",
        "decimal": str,
        "decimalHalfWidth": str,
        "numberInDash": lambda number: f"- {number} -",
        "lowerLetter": _letters,
        "upperLetter": lambda number: _letters(number).upper(),
        "lowerRoman": lambda number: _roman(number).lower(),
        "upperRoman": _roman,
        "ordinal": _ordinal,
        "hex": lambda number: f"{number:X}",
        "none": lambda _number: "",
    }
)
