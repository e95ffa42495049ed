"""What two sequences have in common, in time that does not explode where an item is repeated."""

from bisect import bisect_left
from collections.abc import Sequence


def count_same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many items are the same from the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))


def longest_shared(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence, by Hunt and Szymanski (CACM 20, 1977).

    It takes as many steps as there are pairs of equal items, each by a search among the ends of
    what was found so far.
    """
    places: dict[str, list[int]] = {}
    for at in reversed(range(len(new))):
        places.setdefault(new[at], []).append(at)
    ends: list[int] = []  # of the best subsequence of each length, its last place in new
    chains: list[_Chain] = []
    for at, item in enumerate(old):
        for place in places.get(item, ()):
            length = bisect_left(ends, place)
            link: _Chain = (at, place, chains[length - 1] if length else None)
            if length == len(ends):
                ends.append(place)
                chains.append(link)
            elif ends[length] != place:
                ends[length], chains[length] = place, link
    found: list[tuple[int, int]] = []
    chain = chains[-1] if chains else None
    while chain is not None:
        found.append(chain[:2])
        chain = chain[2]
    return found[::-1]


_Chain = tuple[int, int, "_Chain | None"]
