"""统一社会信用代码 and 组织机构代码: the examples of the standards' users and their mistakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.forms.text.codes import (
    CodeIssue,
    CodeProblem,
    credit_code_check_character,
    inspect_code,
    organisation_code_check_character,
)

CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HUAWEI = "914403001922038216"

VALID_CREDIT_CODES = [
    HUAWEI,
    "91110108551385082Q",
    "91410100MA9K7QW470",
    "12410000415800122Q",
    "53410100MJX17371XX",
    "91410100MAWMB0YE6Y",
]
INVALID_CREDIT_CODES = [
    ("914403001922038217", CodeIssue(CodeProblem.CHECK_CHARACTER, 18, "7", "6")),
    ("914403001922038261", CodeIssue(CodeProblem.CHECK_CHARACTER, 18, "1", "M")),
    ("91410100MA9K7QW47O", CodeIssue(CodeProblem.CHARACTERS, 18, "O")),
    ("91410100MA9KQ7W470", CodeIssue(CodeProblem.CHECK_CHARACTER, 18, "0", "Q")),
    ("91410100MA9K7QW47", CodeIssue(CodeProblem.LENGTH)),
    ("91410100ZA9K7QW470", CodeIssue(CodeProblem.CHARACTERS, 9, "Z")),
    ("91410100MA9K7QW45R", CodeIssue(CodeProblem.INNER_CHECK, 17, "5", "7")),
    ("9141O100MA9K7QW470", CodeIssue(CodeProblem.CHARACTERS, 5, "O")),
    ("9141A100MA9K7QW470", CodeIssue(CodeProblem.CHARACTERS, 5, "A")),
]
VALID_ORGANISATION_CODES = [
    "19220382-1",
    "55138508-2",
    "MA9K7QW4-7",
    "63387500-X",
    "67612220-0",
    "MJX17368-0",
]
INVALID_ORGANISATION_CODES = [
    ("19220382-2", CodeIssue(CodeProblem.CHECK_CHARACTER, 9, "2", "1")),
    ("MA9K7QW4-X", CodeIssue(CodeProblem.CHECK_CHARACTER, 9, "X", "7")),
    ("6338750-X", CodeIssue(CodeProblem.LENGTH)),
    ("67612220-O", CodeIssue(CodeProblem.CHARACTERS, 9, "O")),
    ("12345678-9", CodeIssue(CodeProblem.CHECK_CHARACTER, 9, "9", "8")),
    ("MJX17368-5", CodeIssue(CodeProblem.CHECK_CHARACTER, 9, "5", "0")),
]

credit_bodies = st.builds(
    lambda head, region, subject: (
        head + region + subject + organisation_code_check_character(subject)
    ),
    st.sampled_from(["91", "12", "53", "Y1"]),
    st.text(st.sampled_from("0123456789"), min_size=6, max_size=6),
    st.text(st.sampled_from(CREDIT_CHARACTERS), min_size=8, max_size=8),
)


@pytest.mark.parametrize("code", VALID_CREDIT_CODES)
def test_valid_credit_codes(code: str) -> None:
    report = inspect_code(code)
    assert report.kind == "credit"
    assert report.problems == ()
    assert (report.normalised, report.length) == (code, 18)
    assert report.authority_and_type + report.region == code[:8]
    assert credit_code_check_character(code[:17]) == code[17]


@pytest.mark.parametrize(("code", "issue"), INVALID_CREDIT_CODES)
def test_invalid_credit_codes(code: str, issue: CodeIssue) -> None:
    assert issue in inspect_code(code).problems


@pytest.mark.parametrize("code", VALID_ORGANISATION_CODES)
def test_valid_organisation_codes(code: str) -> None:
    report = inspect_code(code)
    assert report.kind == "organisation"
    assert report.problems == (CodeIssue(CodeProblem.ORGANISATION_FORM),)
    assert (report.normalised, report.length) == (code, 9)
    assert organisation_code_check_character(code[:8]) == code[9]


@pytest.mark.parametrize(("code", "issue"), INVALID_ORGANISATION_CODES)
def test_invalid_organisation_codes(code: str, issue: CodeIssue) -> None:
    assert issue in inspect_code(code).problems


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("９１４４０３００１９２２０３８２１６", HUAWEI),
        ("9133 0100 7996 5505 8b", "91330100799655058B"),
        ("91410100-ma9k7qw47-0", "91410100MA9K7QW470"),
        ("\u3000914403001922038216\u200b\n", HUAWEI),
        ("ma9k7qw47", "MA9K7QW4-7"),
        ("ｍａ９ｋ７ｑｗ４－７", "MA9K7QW4-7"),
    ],
)
def test_the_way_of_typing_does_not_matter(typed: str, code: str) -> None:
    report = inspect_code(typed)
    assert report.normalised == code
    assert {issue.problem for issue in report.problems} <= {CodeProblem.ORGANISATION_FORM}


@pytest.mark.parametrize("typed", ["", "  ", "\u3000", "—", "\u200b"])
def test_nothing_is_empty(typed: str) -> None:
    report = inspect_code(typed)
    assert report.kind == "neither"
    assert report.problems == (CodeIssue(CodeProblem.EMPTY),)


@pytest.mark.parametrize(
    ("typed", "length"), [("无", 1), ("91410100MA9K7QW47", 17), ("1" * 19, 19)]
)
def test_another_length_is_no_code(typed: str, length: int) -> None:
    report = inspect_code(typed)
    assert (report.kind, report.length) == ("neither", length)
    assert report.problems == (CodeIssue(CodeProblem.LENGTH),)
    assert report.authority_and_type == report.region == ""


def test_every_foreign_character_is_told_with_its_place() -> None:
    assert inspect_code("9l41o100某某9K7QW470").problems == (
        CodeIssue(CodeProblem.CHARACTERS, 5, "O"),
        CodeIssue(CodeProblem.CHARACTERS, 9, "某"),
        CodeIssue(CodeProblem.CHARACTERS, 10, "某"),
    )


def test_a_slip_in_the_subject_fails_both_checks() -> None:
    problems = {issue.problem for issue in inspect_code("914403001922038316").problems}
    assert problems == {CodeProblem.CHECK_CHARACTER, CodeProblem.INNER_CHECK}


def test_every_single_substitution_is_caught() -> None:
    slips = [
        HUAWEI[:place] + character + HUAWEI[place + 1 :]
        for place in range(18)
        for character in CREDIT_CHARACTERS
        if character != HUAWEI[place]
    ]
    assert len(slips) == 540
    for slip in slips:
        found = {issue.problem for issue in inspect_code(slip).problems}
        assert found & {CodeProblem.CHECK_CHARACTER, CodeProblem.CHARACTERS}, slip


def test_every_swap_of_neighbours_is_caught() -> None:
    slips = [
        HUAWEI[:place] + HUAWEI[place + 1] + HUAWEI[place] + HUAWEI[place + 2 :]
        for place in range(17)
        if HUAWEI[place] != HUAWEI[place + 1]
    ]
    assert len(slips) == 14
    for slip in slips:
        found = {issue.problem for issue in inspect_code(slip).problems}
        assert CodeProblem.CHECK_CHARACTER in found, slip


@given(credit_bodies)
def test_a_code_with_its_check_characters_is_valid(body: str) -> None:
    assert inspect_code(body + credit_code_check_character(body)).problems == ()


@given(credit_bodies, st.integers(0, 17), st.sampled_from(CREDIT_CHARACTERS))
def test_a_wrong_character_is_caught_in_any_code(body: str, place: int, character: str) -> None:
    code = body + credit_code_check_character(body)
    slip = code[:place] + character + code[place + 1 :]
    assert (inspect_code(slip).problems == ()) == (slip == code)


@given(st.text())
def test_any_text_gets_a_report_that_fits_it(text: str) -> None:
    report = inspect_code(text)
    assert report.length == len(report.normalised.replace("-", ""))
    assert report.kind == {18: "credit", 9: "organisation"}.get(report.length, "neither")


@given(st.text(st.sampled_from("019AXax１Ａｘ-—－ \u3000\u200bIO"), min_size=7, max_size=22))
def test_what_is_normalised_is_reported_the_same(text: str) -> None:
    report = inspect_code(text)
    assert inspect_code(report.normalised) == report


class TestMistakesOfPublishedCode:
    """Seen in published checkers; each rejects or accepts a real code."""

    def test_a_remainder_of_zero_gives_check_character_0(self) -> None:
        assert credit_code_check_character("91410100MA9K7QW47") == "0"

    @pytest.mark.parametrize(("first8", "check"), [("MJX17368", "0"), ("MA9K7QW4", "7")])
    def test_the_inner_code_counts_with_36_letters(self, first8: str, check: str) -> None:
        assert organisation_code_check_character(first8) == check

    def test_the_last_character_may_be_any_letter_of_the_31(self) -> None:
        assert inspect_code("91330100799655058B").problems == ()

    def test_a_code_need_not_begin_with_digits(self) -> None:
        assert inspect_code("Y1410100MJN173682W").problems == ()

    def test_the_letter_n_has_its_place_in_the_older_table(self) -> None:
        assert organisation_code_check_character("MJN17368") == "2"


def test_an_authority_added_later_is_unknown_but_not_wrong() -> None:
    assert inspect_code("A1410100MJN173682H").problems == (
        CodeIssue(CodeProblem.UNKNOWN_AUTHORITY, 1, "A1"),
    )


def test_the_region_is_told_and_not_judged() -> None:
    body = "91000000" + "MA9K7QW47"
    report = inspect_code(body + credit_code_check_character(body))
    assert (report.region, report.problems) == ("000000", ())


@pytest.mark.parametrize(
    "first17", ["", "9144030019220382", HUAWEI, "91440300192203O21", "某" * 17]
)
def test_a_check_character_needs_17_of_the_31(first17: str) -> None:
    with pytest.raises(ValueError):
        credit_code_check_character(first17)


@pytest.mark.parametrize("first8", ["", "1922038", "192203821", "1922038a", "某" * 8])
def test_a_check_character_needs_8_digits_or_letters(first8: str) -> None:
    with pytest.raises(ValueError):
        organisation_code_check_character(first8)
