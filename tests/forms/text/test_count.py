"""字数 and 字符数: what a reader's Word shows for a text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.text.clean import clean
from jbgs_desktop.forms.text.count import Counts, count

CASES = json.loads((Path(__file__).parent / "counting_cases.json").read_text(encoding="utf-8"))[
    "cases"
]

# LibreOffice 7.4.7 shows the same counts for these (measured in its document statistics).
LIKE_A_WORD_PROCESSOR = {
    "𠮷": (1, 1, 1),
    "中𠮷中": (3, 3, 3),
    "a𠮷b": (3, 3, 3),
    "😀": (1, 1, 1),
    "中😀": (2, 2, 2),
    "豈𪜈𰀀": (3, 3, 3),
    "中\xa0文": (2, 2, 3),
    "a\xa0b": (2, 2, 3),
    "a\u3000b": (2, 2, 3),
    "a\tb": (2, 2, 3),
    "a\u2009b": (2, 2, 3),
    "ㄅㄆㄇ": (3, 3, 3),
    "한국어": (3, 3, 3),
    "한 국어": (3, 3, 4),
    "ｶﾀｶﾅ": (4, 4, 4),
    "⺀⼁〇々": (4, 4, 4),
    "㊀㈱㍿": (3, 3, 3),
    "︵︶︿﹏": (4, 4, 4),
    "5㎡": (2, 2, 2),
    "m²": (2, 2, 2),
    "CO₂": (2, 3, 3),
    "￥100": (2, 4, 4),
    "2023～2025": (3, 9, 9),
    "2023~2025": (1, 9, 9),
    "a①b": (3, 3, 3),
    "(中)": (3, 3, 3),
    "1、": (2, 2, 2),
    "第1条": (3, 3, 3),
    "中ﬁ文": (3, 3, 3),
    "Привет": (1, 6, 6),
    "http://x.cn/中文?a=1": (4, 18, 18),
    "a -- b": (3, 4, 6),
    "☑\ufe0f": (1, 1, 1),
    "⚠\ufe0f中": (2, 2, 2),
}

# A word processor takes these from their neighbours; here they are Chinese wherever they stand.
MARKS_OF_EITHER_SCRIPT = "“”‘’…—·℃°≥≤±×÷≈∞√‰※①⑩⑴Ⅲⅲαβσ§→↑■□★☆♂☐☑☒€™²₂ˊ"

texts = st.text() | st.text(
    st.sampled_from("中文，。 \u3000\t\na1-“—①\u0301\u200b\ufe0f\U000e0100\u3099𠮷😀ｶé\r\u2028")
)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_counts_like_the_collected_cases(case: dict[str, object]) -> None:
    expected = Counts(*(case[key] for key in ("words", "characters", "characters_with_spaces")))  # type: ignore[arg-type]
    assert count(str(case["text"])) == expected


@pytest.mark.parametrize(("text", "expected"), LIKE_A_WORD_PROCESSOR.items())
def test_counts_like_a_word_processor(text: str, expected: tuple[int, int, int]) -> None:
    assert count(text) == Counts(*expected)


@pytest.mark.parametrize("mark", MARKS_OF_EITHER_SCRIPT)
def test_a_mark_of_either_script_counts_as_chinese(mark: str) -> None:
    assert count(mark).words == 1
    assert count(f"中{mark}文").words == 3
    assert count(f"a{mark}b").words == 3


def test_a_sentence_of_prose_shows_both_counts() -> None:
    text = "公司成立于2015年，通过ISO 9001认证，拥有专利36项。"
    assert count(text) == Counts(words=22, characters=31, characters_with_spaces=32)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_end_parts_words_and_is_never_counted(end: str) -> None:
    assert count(f"ab{end}cd{end}") == Counts(2, 4, 4)
    assert count(end) == Counts(0, 0, 0)


def test_a_variation_selector_belongs_to_its_character() -> None:
    assert count("葛\U000e0100城") == count("葛城") == Counts(2, 2, 2)


@pytest.mark.parametrize(("text", "words"), [("は\u3099", 1), ("中\u0301文", 2), ("e\u0301te", 1)])
def test_a_combining_mark_starts_no_word(text: str, words: int) -> None:
    assert count(text).words == words


@pytest.mark.parametrize("mark", ["\u200d", "\u2060", "\ufeff", "\xad", "\u200e", "\U000e0041"])
def test_an_invisible_character_neither_makes_nor_parts_words(mark: str) -> None:
    assert count(f"a{mark}b").words == 1
    assert count(f"中{mark}文").words == 2
    assert count(mark).words == 0


@given(texts, texts)
def test_paragraphs_add_up(first: str, second: str) -> None:
    one, two, both = count(first), count(second), count(f"{first}\n{second}")
    assert both.words == one.words + two.words
    assert both.characters == one.characters + two.characters


@given(texts)
def test_spaces_never_make_the_count_smaller(text: str) -> None:
    counts = count(text)
    assert 0 <= counts.words <= counts.characters <= counts.characters_with_spaces <= len(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)), st.integers(0, 9))
def test_han_characters_count_one_each(han: str, spaces: int) -> None:
    size = len(han)
    assert count(han + " " * spaces) == Counts(size, size, size + spaces)


@given(st.lists(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)))
def test_runs_of_ascii_count_one_each(runs: list[str]) -> None:
    counts = count("  ".join(runs))
    assert counts.words == len(runs)
    assert counts.characters == sum(map(len, runs))


@given(texts)
def test_cleaning_adds_no_words(text: str) -> None:
    assert count(clean(text).text).words <= count(text).words


@pytest.mark.parametrize("unit", ["中a", "a ", "𠮷", "e\u0301", "\u200b", "“", "\n"])
def test_a_pasted_million_is_counted(unit: str) -> None:
    once, many = count(unit * 8), count(unit * 500_000)
    assert many.characters * 8 == once.characters * 500_000
    assert many.words in (1, once.words * 62_500)  # 1: an unbroken run
