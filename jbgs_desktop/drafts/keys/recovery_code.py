"""恢复码: the user's secret on paper, in seven groups of five characters.

24 characters that are not mistaken for one another. A group is four characters of the secret and
one that checks it, so a wrong group is known while it is typed. Any one wrong character is
noticed, and so are two groups that were swapped.
"""

import unicodedata

from jbgs_desktop.drafts.keys.key_holders import SECRET, UserSecret
from jbgs_desktop.errors import RecoveryCodeError

ALPHABET = "3479ACDEFGHJKMNPQRTUVWXY"
GROUPS = 7
GROUP = 5  # characters
_BASE = len(ALPHABET)
_WEIGHTS = (1, 5, 7, 11)  # each prime to 24, so no single wrong character goes unnoticed
_DASHES = "-‐‑‒–—―−－_.·,，。 "


def code_of(secret: UserSecret) -> str:
    """The recovery code, as it is printed."""
    number = int.from_bytes(secret.data, "big")
    digits: list[int] = []
    for _ in range(GROUPS * len(_WEIGHTS)):
        number, digit = divmod(number, _BASE)
        digits.append(digit)
    groups = [digits[at : at + len(_WEIGHTS)] for at in range(0, len(digits), len(_WEIGHTS))]
    return "-".join(
        "".join(ALPHABET[digit] for digit in (*group, _check(group, at)))
        for at, group in enumerate(groups)
    )


def secret_of(text: str) -> UserSecret:
    """The secret in a code as somebody typed it: any case, blanks, dashes, full width.

    Raises RecoveryCodeError.
    """
    typed = _plain(text)
    if len(typed) != GROUPS * GROUP:
        raise RecoveryCodeError(
            f"恢复码应有 {GROUPS} 组、每组 {GROUP} 个字符，共 {GROUPS * GROUP} 个，"
            f"现在是 {len(typed)} 个。请对照打印的恢复码检查是否漏了或多了字符。"
        )
    groups = [typed[at : at + GROUP] for at in range(0, len(typed), GROUP)]
    wrong = tuple(at + 1 for at, group in enumerate(groups) if not is_group(group, at + 1))
    if wrong:
        which = "、".join(f"第 {number} 组" for number in wrong)
        raise RecoveryCodeError(
            f"恢复码的{which}有误。请对照打印的恢复码改正，"
            "恢复码里没有 0、1、2、5、6、8 和字母 B、I、L、O、S、Z。",
            wrong,
        )
    number = 0
    for character in reversed("".join(group[: len(_WEIGHTS)] for group in groups)):
        number = number * _BASE + ALPHABET.index(character)
    if number >= 2 ** (8 * SECRET):
        raise RecoveryCodeError("这不是本程序给出的恢复码。请对照打印的恢复码从头检查一遍。")
    return UserSecret(number.to_bytes(SECRET, "big"))


def is_group(text: str, number: int) -> bool:
    """Whether ``text`` can be group ``number`` (from 1) of a recovery code."""
    typed = _plain(text)
    if len(typed) != GROUP or not set(typed) <= set(ALPHABET):
        return False
    *digits, check = (ALPHABET.index(character) for character in typed)
    return check == _check(digits, number - 1)


def is_typed_back(code: str, number: int, typed: str) -> bool:
    """Whether ``typed`` is group ``number`` (from 1) of ``code``: somebody has it on paper."""
    return _plain(typed) == code.split("-")[number - 1]


def _check(digits: list[int], at: int) -> int:
    weighted = (weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return (sum(weighted) + 3 * at) % _BASE


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in narrow if c not in _DASHES and not c.isspace())
