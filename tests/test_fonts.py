"""The fonts the window is drawn with: which characters they have, and their names."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "resources" / "fonts"
TEXT = ("JBGSSansSC-Regular.otf", "JBGSSansSC-Medium.otf")
RARE = "JBGSSansRare-Regular.otf"
SYMBOLS = "JBGSSymbols-Regular.ttf"

NAMES = "堃喆昇玥珺䶮𠮷"
MARKS = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·￥％＋－＝　"
UNITS = "℃㎡㎏㎜°′″‰±×÷≤≥≠≈√∞∑Ωµμσπ①⑳→←↑↓■□▲△●○◆★─│┌┼Ａ９ァヾЖ"


def characters(*files: str) -> set[int]:
    return {code for file in files for code in TTFont(FONTS / file).getBestCmap()}


def missing(text: str, available: set[int]) -> str:
    return "".join(character for character in text if ord(character) not in available)


@pytest.mark.parametrize("file", TEXT)
def test_text_font_has_rare_names_marks_and_units(file: str) -> None:
    assert missing(MARKS + UNITS, characters(file)) == ""
    assert missing(NAMES, characters(file, RARE)) == ""


@pytest.mark.parametrize("file", TEXT)
def test_text_font_has_every_character_of_gbk(file: str) -> None:
    cells = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    pairs = (bytes([row, cell]) for row in range(0x81, 0xFF) for cell in cells)
    gbk = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    assert missing(gbk, characters(file, RARE, SYMBOLS)) == ""


def test_both_weights_have_the_same_characters() -> None:
    regular, medium = (characters(file) for file in TEXT)
    assert regular == medium


def test_no_character_is_in_two_fonts_of_the_window() -> None:
    assert not characters(TEXT[0]) & characters(RARE)


def test_symbols_have_boxes_ticks_and_raised_and_lowered_digits() -> None:
    assert missing("☐☑☒✓✔✗✘⁰⁴⁹⁻⁺ⁿ₀₂₉⌀", characters(*TEXT, SYMBOLS)) == ""


@pytest.mark.parametrize("file", [*TEXT, RARE, SYMBOLS])
def test_no_font_keeps_the_name_of_its_original(file: str) -> None:
    names = TTFont(FONTS / file)["name"]
    shown = [str(names.getDebugName(number)) for number in (1, 3, 4, 6, 16)]
    assert not [name for name in shown if "Noto" in name or "DejaVu" in name or "Vera" in name]


PRINT = ("JBGSFang-Regular.otf", "JBGSKai-Regular.otf", "JBGSSerif-Regular.otf")


def test_print_fonts_have_every_character_of_gbk_and_rare_names() -> None:
    files = (*(f"print/{file}" for file in PRINT), TEXT[0], RARE, SYMBOLS)
    available = characters(*files)
    cells = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    pairs = (bytes([row, cell]) for row in range(0x81, 0xFF) for cell in cells)
    gbk = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    assert missing(gbk + NAMES + MARKS + UNITS + "☐☑", available) == ""


def test_coverage_says_what_the_print_fonts_have() -> None:
    files = (
        *(f"print/{file}" for file in PRINT),
        "print/JBGSTitle-Bold.otf",
        TEXT[0],
        RARE,
        SYMBOLS,
    )
    ranges = json.loads((FONTS / "print" / "coverage.json").read_text(encoding="utf-8"))
    covered = {code for first, last in ranges for code in range(first, last + 1)}
    assert covered == characters(*files)


@pytest.mark.parametrize("file", [*PRINT, "JBGSTitle-Bold.otf"])
def test_no_print_font_keeps_the_name_of_its_original(file: str) -> None:
    names = TTFont(FONTS / "print" / file)["name"]
    shown = [str(names.getDebugName(number)) for number in (1, 3, 4, 6, 16)]
    assert not [name for name in shown if "Noto" in name or "Fandol" in name]
