"""统一社会信用代码 (GB 32100-2015) and 组织机构代码 (GB 11714-1997): their check characters.

The check character of a credit code catches every single wrong character and every swap of two
neighbours; the older one, modulo 11 over 36 characters, does not catch A typed for L.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from jbgs_desktop.forms.text.clean import fold_code

CodeKind = Literal["credit", "organisation", "neither"]

# GB 32100-2015: no I, O, S, V, Z, which are read as 1, 0, 5, U, 2.
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LENGTH = 18
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(_CREDIT_LENGTH - 1))
# GB 11714-1997, annex A: all letters, A = 10 to Z = 35.
_ORGANISATION_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_LENGTH = 9
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0123456789X"

_REGION = slice(2, 8)
_SUBJECT = slice(8, 17)  # the 组织机构代码 inside the credit code
_AUTHORITIES_AND_TYPES = frozenset(
    {"11", "12", "13", "19", "51", "52", "53", "59", "91", "92", "93", "99", "Y1"}
)


class CodeProblem(Enum):
    """What can be wrong, or worth a second look, about a unit's code."""

    EMPTY = auto()
    LENGTH = auto()  # neither 18 nor 9 characters
    CHARACTERS = auto()  # a character that never stands at its place
    CHECK_CHARACTER = auto()  # the last character does not follow from the others
    INNER_CHECK = auto()  # the 17th does not follow from the 9th to 16th
    UNKNOWN_AUTHORITY = auto()  # the first two are none of the 2015 standard's pairs
    ORGANISATION_FORM = auto()  # the form before 2015, of 9 characters


@dataclass(frozen=True, slots=True)
class CodeIssue:
    """One problem with what a sentence about it needs.

    ``position`` counts from 1 in the code without hyphen; ``character`` stands there and
    ``expected`` should stand there. What does not apply is 0 or empty.
    """

    problem: CodeProblem
    position: int = 0
    character: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class CodeReport:
    """What a code says about itself.

    ``normalised`` is the code as printed (GB 11714-1997 §2.2 sets a hyphen before the 9th);
    ``length`` leaves hyphens out. ``authority_and_type`` (登记管理部门 and 机构类别, characters
    1-2) and ``region`` (行政区划码, characters 3-8) are empty when it is not a credit code. A
    single slip that fails both CHECK_CHARACTER and INNER_CHECK sits among the characters 9 to 17.
    """

    kind: CodeKind
    normalised: str
    length: int
    problems: tuple[CodeIssue, ...]
    authority_and_type: str = ""
    region: str = ""


def credit_code_check_character(first17: str) -> str:
    """The 18th character (GB 32100-2015, 校验码, by the method of GB/T 17710: modulus 31).

    Raises ValueError when ``first17`` is not 17 characters of the standard's 31.
    """
    total = _weighted_sum(first17, _CREDIT_CHARACTERS, _CREDIT_WEIGHTS)
    # Without the second modulus a remainder of 0 would ask for a 32nd character.
    return _CREDIT_CHARACTERS[(31 - total % 31) % 31]


def organisation_code_check_character(first8: str) -> str:
    """The 9th character (GB 11714-1997 §2.1.2, modulus 11): a digit, or X for ten.

    Raises ValueError when ``first8`` is not 8 characters 0-9, A-Z.
    """
    total = _weighted_sum(first8, _ORGANISATION_CHARACTERS, _ORGANISATION_WEIGHTS)
    return _ORGANISATION_CHECKS[(11 - total % 11) % 11]


def _weighted_sum(text: str, characters: str, weights: tuple[int, ...]) -> int:
    return sum(
        characters.index(character) * weight
        for character, weight in zip(text, weights, strict=True)
    )


def inspect_code(text: str) -> CodeReport:
    """Tell which kind of code ``text`` is and everything that is wrong with it.

    Lower case, full width, blanks and hyphens are put right first. A wrong character makes the
    sums meaningless, so they are left out then.
    """
    code = fold_code(text)
    bare = code.replace("-", "")
    if not bare:
        return CodeReport("neither", code, 0, (CodeIssue(CodeProblem.EMPTY),))
    if len(bare) == _CREDIT_LENGTH:
        return _credit_report(bare)
    if len(bare) == _ORGANISATION_LENGTH:
        return _organisation_report(bare)
    return CodeReport("neither", code, len(bare), (CodeIssue(CodeProblem.LENGTH),))


def _credit_report(code: str) -> CodeReport:
    issues = _foreign_characters(code, _credit_places())
    if not issues:
        issues = [
            *_check(CodeProblem.CHECK_CHARACTER, code, 18, credit_code_check_character(code[:17])),
            *_check(
                CodeProblem.INNER_CHECK,
                code,
                17,
                organisation_code_check_character(code[_SUBJECT][:8]),
            ),
        ]
        if code[:2] not in _AUTHORITIES_AND_TYPES:
            issues.append(CodeIssue(CodeProblem.UNKNOWN_AUTHORITY, 1, code[:2]))
    return CodeReport("credit", code, len(code), tuple(issues), code[:2], code[_REGION])


def _organisation_report(code: str) -> CodeReport:
    places = [_ORGANISATION_CHARACTERS] * 8 + [_ORGANISATION_CHECKS]
    issues = _foreign_characters(code, places)
    if not issues:
        expected = organisation_code_check_character(code[:8])
        issues = _check(CodeProblem.CHECK_CHARACTER, code, 9, expected)
    issues.append(CodeIssue(CodeProblem.ORGANISATION_FORM))
    return CodeReport("organisation", f"{code[:8]}-{code[8]}", len(code), tuple(issues))


def _credit_places() -> list[str]:
    places = [_CREDIT_CHARACTERS] * _CREDIT_LENGTH
    places[_REGION] = ["0123456789"] * 6
    return places


def _foreign_characters(code: str, places: list[str]) -> list[CodeIssue]:
    return [
        CodeIssue(CodeProblem.CHARACTERS, position, character)
        for position, (character, allowed) in enumerate(zip(code, places, strict=True), start=1)
        if character not in allowed
    ]


def _check(problem: CodeProblem, code: str, position: int, expected: str) -> list[CodeIssue]:
    found = code[position - 1]
    return [] if found == expected else [CodeIssue(problem, position, found, expected)]
