"""The recovery code: typed by hand from paper, in whatever way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.drafts.keys.key_holders import UserSecret
from jbgs_desktop.drafts.keys.recovery_code import (
    ALPHABET,
    GROUP,
    GROUPS,
    code_of,
    is_group,
    is_typed_back,
    secret_of,
)
from jbgs_desktop.errors import RecoveryCodeError
from tests.drafts.cheap_drafts import SECRET

SECRETS = st.binary(min_size=16, max_size=16).map(UserSecret)
CODE = code_of(SECRET)


@given(SECRETS)
def test_a_code_gives_its_secret_back(secret: UserSecret) -> None:
    code = code_of(secret)
    groups = code.split("-")
    assert secret_of(code) == secret
    assert [len(group) for group in groups] == [GROUP] * GROUPS
    assert all(is_group(group, number) for number, group in enumerate(groups, 1))


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE.replace('-', ' — ')}\n",
        CODE.replace("-", "\u3000"),
        "".join(chr(ord(c) + 0xFEE0) for c in CODE),  # full width
        CODE.replace("-", "－"),
    ],
)
def test_it_may_be_typed_in_any_way(typed: str) -> None:
    assert secret_of(typed) == SECRET


def test_every_single_wrong_character_is_noticed_and_its_group_named() -> None:
    plain = CODE.replace("-", "")
    tried = 0
    for at, right in enumerate(plain):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(RecoveryCodeError) as caught:
                secret_of(plain[:at] + wrong + plain[at + 1 :])
            assert caught.value.groups == (at // GROUP + 1,)
            tried += 1
    assert tried == 35 * 23


@given(SECRETS, st.integers(0, GROUPS - 1), st.integers(0, GROUPS - 1))
def test_swapped_groups_are_noticed(secret: UserSecret, one: int, other: int) -> None:
    groups = code_of(secret).split("-")
    groups[one], groups[other] = groups[other], groups[one]
    if one == other:
        assert secret_of("".join(groups)) == secret
    else:
        with pytest.raises(RecoveryCodeError):
            secret_of("".join(groups))


def test_one_group_is_asked_back() -> None:
    groups = CODE.split("-")
    assert is_typed_back(CODE, 3, f" {groups[2].lower()} ")
    assert not is_typed_back(CODE, 3, groups[3])
    assert not is_typed_back(CODE, 3, "")


@pytest.mark.parametrize("typed", ["", "A", CODE[:-1], CODE + "A", "恢复码", "-" * 35])
def test_what_is_too_short_or_long_says_how_much(typed: str) -> None:
    with pytest.raises(RecoveryCodeError, match="共 35 个，现在是"):
        secret_of(typed)


@pytest.mark.parametrize("confusable", list("012568BILOSZ"))
def test_confusable_characters_do_not_occur(confusable: str) -> None:
    assert confusable not in ALPHABET
    assert not is_group(f"{confusable}3333", 1)


@given(st.text(max_size=60))
def test_no_text_is_more_than_refused(text: str) -> None:
    try:
        secret = secret_of(text)
    except RecoveryCodeError:
        return
    assert code_of(secret)
