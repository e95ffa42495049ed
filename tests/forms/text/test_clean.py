"""What is taken out of a text at the door, and how values are brought to the stored form."""

import re
import sys
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.text.clean import (
    Cleaned,
    clean,
    clean_line,
    iso_day,
    normalise_amount,
    normalise_code,
    normalise_count,
    normalise_date,
    normalise_email,
    normalise_fax,
    normalise_mobile,
    normalise_name,
    normalise_phone,
    printable,
)
from jbgs_desktop.forms.text.look_alikes import meant_in_old_systems

# Printable by their category, and yet a field filled with them looks empty.
INKLESS = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc")
LINE_ENDS = set("\n\r\x0b\x0c\x85\u2028\u2029")

NORMALISERS: list[Callable[[str], str]] = [
    normalise_amount,
    normalise_code,
    normalise_count,
    normalise_date,
    normalise_email,
    normalise_fax,
    normalise_mobile,
    normalise_name,
    normalise_phone,
]

texts = st.text(st.characters()) | st.text(
    st.sampled_from(
        "\r\n\x0b\x85\u2028\x00\x9f\x7f\u200b\ufeff\u202e\ud842\udfb7\ufffe\U000e0041a中 \t\u3000"
    )
)
digits_and_signs = st.text(
    st.sampled_from("0123456789８６,，. \u3000--—－+＋()（）转元万人Xxａ@＠ſ²①")
)


def test_clean_text_comes_through_unchanged() -> None:
    text = "张堃（男）：“AI+”𠮷䶮\n\t①≥5℃ 葛\U000e0100 é e\u0301 ☑\ufe0f \ue000 \ufffd"
    assert clean(text) == Cleaned(text, 0)


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x08", "\x1b", "\x7f", "\x80", "\x9f"),
        *("\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0", "\ufdef", "\U0001fffe", "\U0010ffff"),
        *("\u200b", "\u200c", "\u200d", "\u2060", "\u2064", "\ufeff", "\xad", "\u180e"),
        *("\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"),
        *("\U000e0001", "\U000e007f", "\ufff9", "\ufffb", "\ufffc", "\u3164"),
    ],
    ids=ascii,
)
def test_what_no_form_can_print_is_removed_and_counted(character: str) -> None:
    assert clean(f"某{character}某{character}") == Cleaned("某某", 2)


def test_every_character_that_unicode_calls_invisible_is_removed_and_no_other() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if character in LINE_ENDS or character == "\t":
            continue
        category = unicodedata.category(character)
        removed = clean(character).text == ""
        unwanted = category in {"Cc", "Cf", "Cs"} or code & 0xFFFE == 0xFFFE or character in INKLESS
        # Unassigned ones may go (later Unicode calls some of them invisible) but need not.
        assert removed == unwanted or (removed and category == "Cn"), hex(code)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_line_ends_become_line_feeds_without_being_counted(end: str) -> None:
    assert clean(f"一{end}{end}二") == Cleaned("一\n\n二", 0)


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_rare_line_ends_keep_their_meaning_and_are_counted(end: str) -> None:
    assert clean(f"一{end}二") == Cleaned("一\n二", 1)


def test_one_line_has_no_line_end_or_tab_and_no_blank_at_its_ends() -> None:
    assert clean_line("\u3000某某\t\r\n公司\u200b \n") == Cleaned("某某 公司", 1)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for cleaner in (clean, clean_line):
        once = cleaner(text).text
        assert cleaner(once) == Cleaned(once, 0)


@given(texts)
def test_a_cleaned_text_can_be_written_as_utf8_and_in_xml(text: str) -> None:
    cleaned = clean(text).text
    cleaned.encode("utf-8")
    assert not re.search(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", cleaned)


@given(texts)
def test_only_usual_line_ends_go_without_being_counted(text: str) -> None:
    cleaned = printable(text)
    folded = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = len(folded) - len(cleaned.text)
    replaced = sum(folded.count(end) for end in LINE_ENDS - {"\r", "\n"})
    assert cleaned.removed == kept + replaced


@pytest.mark.parametrize("normalise", NORMALISERS)
@given(text=texts | digits_and_signs)
def test_normalising_twice_is_normalising_once(normalise: Callable[[str], str], text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize("normalise", NORMALISERS)
@pytest.mark.parametrize("text", ["", "无", "—", "按合同约定", "见附件 1"])
def test_words_in_place_of_a_value_stay(normalise: Callable[[str], str], text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("914403001922038216", "914403001922038216"),
        ("９１４４０３００１９２２０３８２１６", "914403001922038216"),
        ("9133 0100 7996 5505 8b", "91330100799655058B"),
        (" 91410100-ma9k7qw47-0\n", "91410100MA9K7QW470"),
        ("91410100\u200bMA9K7QW470", "91410100MA9K7QW470"),
        ("19220382-1", "19220382-1"),
        ("ma9k7qw4－7", "MA9K7QW4-7"),
        ("MA9K7QW4—7", "MA9K7QW4-7"),
        ("192203821", "192203821"),
        ("91410100ma9k7qw47", "91410100MA9K7QW47"),
    ],
)
def test_codes(typed: str, stored: str) -> None:
    assert normalise_code(typed) == stored


@pytest.mark.parametrize("typed", ["19220382-12", "9141 0100 MA9K？", "（办理中）", "straße"])
def test_what_is_no_code_stays_as_typed(typed: str) -> None:
    assert normalise_code(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "+86 138 0000 0000",
        "+86-13800000000",
        "008613800000000",
        "8613800000000",
        "１３８００００００００",
        "\t13800000000\u3000",
    ],
)
def test_mobile_numbers(typed: str) -> None:
    assert normalise_mobile(typed) == "13800000000"


@pytest.mark.parametrize(
    "typed", ["138 0000 000", "86138000000", "+1 415 555 0100", "13800000000/13900000000"]
)
def test_other_numbers_stay_as_typed(typed: str) -> None:
    assert normalise_mobile(typed) == typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0371-65507666", "0371-65507666"),
        ("0371－65507666", "0371-65507666"),
        ("0371——65507666", "0371-65507666"),
        ("0371 – 6550 7666", "0371-65507666"),
        ("0371  65507666", "0371-65507666"),
        ("（0371）65507666", "0371-65507666"),
        ("(0371) - 65507666", "0371-65507666"),
        ("０２１-5550100 ", "021-5550100"),
        ("65507666", "65507666"),
        ("0371-65507666转8001", "0371-65507666-8001"),
        ("0371-65507666 - 8001", "0371-65507666-8001"),
        ("037165507666", "037165507666"),
        ("02165507666", "02165507666"),
        ("+86  371 6550 7666", "+86 371 6550 7666"),
        ("0371-6550766", "0371-6550766"),
        ("0371-655", "0371-655"),
    ],
)
def test_fixed_lines(typed: str, stored: str) -> None:
    assert normalise_fax(typed) == normalise_phone(typed) == stored


@pytest.mark.parametrize("typed", ["0371-65507666/65507667", "同手机", " 无 "])
def test_what_is_no_number_stays_as_typed(typed: str) -> None:
    assert normalise_fax(typed) == normalise_phone(typed) == typed


def test_a_phone_may_be_a_mobile() -> None:
    assert normalise_phone("+86 138-0000-0000") == "13800000000"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2023-10-30",
            "2023年10月30日",
            "2023.10.30",
            "2023/10/30",
            "20231030",
            "２０２３１０３０",
        ),
        *(" 2023年 10月 30日 ", "2023年10月30"),
    ],
)
def test_dates(typed: str) -> None:
    assert normalise_date(typed) == "2023-10-30"
    assert iso_day(normalise_date(typed)) == date(2023, 10, 30)


@pytest.mark.parametrize(
    "typed",
    ["2023-02-30", "2023年10月", "10月30日", "20231330", "0000-01-01", "2023-W01-1"],
)
def test_what_is_no_day_stays_as_typed(typed: str) -> None:
    assert normalise_date(typed) == typed
    assert iso_day(typed) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" zhang@example.com\n", "zhang@example.com"),
        ("ｚｈａｎｇ＠example．com", "zhang@example.com"),
        ("zhang@example。com。", "zhang@example.com"),
        ("没有 邮箱。", "没有 邮箱。"),
    ],
)
def test_mail_addresses(typed: str, stored: str) -> None:
    assert normalise_email(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("5000", "5000"),
        ("5,000.00", "5000.00"),
        ("５，０００．００", "5000.00"),
        ("1 234 567.8", "1234567.8"),
        ("1\xa0234", "1234"),
        ("12,345,678 万元", "12345678"),
        ("38652.17万元", "38652.17"),
        ("+12.5", "12.5"),
        ("＋1,000", "1000"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("0", "0"),
        ("0.50", "0.50"),
        ("00100", "100"),
        ("-007.50", "-7.50"),
        ("000", "0"),
    ],
)
def test_amounts(typed: str, stored: str) -> None:
    assert normalise_amount(typed, "万元") == stored


@pytest.mark.parametrize(
    "typed",
    [
        *("1，5", "1,5", "1,0000", "12,34,567", "1234,567", "1,234 567", ",123", "1,234,"),
        *("5000元", "5000万", "5,000 美元", "￥5,000", "约5,000", "5,000-6,000"),
        *("1e5", "1E+5", "NaN", "Infinity", "0x10", "1_000", "1.2.3", ".5", "5.", "10²", "①", "٣"),
        *("+-5", "--5", "1, 234", "5 0 0 0", "1.234,5", "万元"),
    ],
)
def test_what_is_no_clear_amount_stays_as_typed(typed: str) -> None:
    assert normalise_amount(typed, "万元") == typed


@pytest.mark.parametrize(
    ("unit", "stored"), [("元", "5000万元"), ("", "5000万元"), ("万元", "5000")]
)
def test_only_the_own_unit_is_taken_off(unit: str, stored: str) -> None:
    assert normalise_amount("5000万元", unit) == stored


@given(st.decimals(0, 10**12, places=2), st.sampled_from([",", "，", " ", "\u3000"]))
def test_grouping_never_changes_the_amount(amount: object, separator: str) -> None:
    assert normalise_amount(f"{amount:,}".replace(",", separator)) == f"{amount}"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("120", "120"),
        ("1,200", "1200"),
        ("１２０ 人", "120"),
        ("1 200人", "1200"),
        ("+5", "5"),
        ("007", "7"),
    ],
)
def test_numbers_of_people(typed: str, stored: str) -> None:
    assert normalise_count(typed) == stored


@pytest.mark.parametrize("typed", ["120.5", "1,20", "约120人", "-5", "1e3", "120名员工"])
def test_what_is_no_number_of_people_stays_as_typed(typed: str) -> None:
    assert normalise_count(typed) == typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  某某（河南）\u3000 有限公司 ", "某某（河南） 有限公司"),
        ("Ａ公司①", "A公司①"),
        ("豈\U000e0100 Ｂ２（甲）", "豈\U000e0100 B2（甲）"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
    ],
)
def test_names_lose_spare_blanks_and_full_width_letters_only(typed: str, stored: str) -> None:
    assert normalise_name(typed) == stored


@pytest.mark.parametrize("normalise", NORMALISERS)
@pytest.mark.parametrize("unit", ["1,", "123,", "123 ", "- ", "(", "\u3000", "0371-"])
def test_a_pasted_million_is_no_value(normalise: Callable[[str], str], unit: str) -> None:
    assert len(normalise(unit * (1_000_000 // len(unit)))) <= 1_000_000


@pytest.mark.parametrize(
    ("typed", "usual", "exchanged"),
    [
        ("⽂件⾯⾦⿓", "文件面金龙".replace("龙", "龍"), 4),  # all of U+2F00-2FD5 are Kangxi
        ("⺠⻢⻓⻔⻰", "民马长门龙", 5),
        ("\uf92c\uf979\U0002f804", "郎凉\u4f60", 3),
        ("ﾃﾞｰﾀ｡", "データ。", 5),
        ("\ufa0e\ufa11\ufa29 ⺈⺮ 〇ㄅＡ①㎡", None, 0),
    ],
)
def test_what_only_looks_like_a_character_becomes_the_usual_one(
    typed: str, usual: str | None, exchanged: int
) -> None:
    assert clean(typed) == Cleaned(typed if usual is None else usual, 0, exchanged)
    assert printable(typed) == Cleaned(typed, 0)


def test_every_kangxi_radical_and_every_compatibility_ideograph_is_exchanged() -> None:
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)):
        character = chr(code)
        usual = unicodedata.normalize("NFKC", character)
        assert clean(character) == Cleaned(usual, 0, usual != character), hex(code)


def test_what_is_exchanged_looks_the_same_and_is_a_han_character() -> None:
    for code in range(0x2E80, 0x2F00):
        cleaned = clean(chr(code))
        assert not cleaned.exchanged or "CJK UNIFIED" in unicodedata.name(cleaned.text)


@pytest.mark.parametrize(
    ("private", "meant"),
    [
        ("\ue863", "䶮"),
        ("\ue81e", "龴"),
        ("\ue816", "𠂇"),
        ("\ue865", ""),
        ("\uf000", ""),
        ("中", ""),
    ],
)
def test_what_old_systems_meant_by_a_character_of_their_own(private: str, meant: str) -> None:
    assert meant_in_old_systems(private) == meant
