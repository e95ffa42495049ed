"""What two sequences share."""

from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jbgs_desktop.drafts.shared_sequence import count_same, longest_shared

ITEMS = st.lists(st.sampled_from("甲乙丙"), max_size=12)


def length_of_longest(old: list[str], new: list[str]) -> int:
    """By the recursion that defines it."""

    @cache
    def length(at: int, place: int) -> int:
        if at == len(old) or place == len(new):
            return 0
        if old[at] == new[place]:
            return 1 + length(at + 1, place + 1)
        return max(length(at + 1, place), length(at, place + 1))

    return length(0, 0)


@given(ITEMS, ITEMS)
def test_a_longest_common_subsequence_is_found(old: list[str], new: list[str]) -> None:
    shared = longest_shared(old, new)
    assert all(old[at] == new[place] for at, place in shared)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(shared))
    assert len(shared) == length_of_longest(old, new)


def test_the_same_beginning_is_counted() -> None:
    assert count_same("甲乙丙", "甲乙") == 2
    assert count_same("甲乙丙", "甲丙丙") == 1
    assert count_same("", "甲") == 0
