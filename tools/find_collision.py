"""Two applications of other content with one code: `python -m tools.find_collision 45`.

Looks for two versions of the sample, one with another revenue, whose digests begin with the same
bits. Only wording that changes nothing is varied, on both sides, as a forger does who writes both.
For the 45 bits of the 核验码 it takes minutes, which is why that proves nothing; for the 130 bits
that the QR code carries it takes 2^65 tries (docs/developer/bundle.md).
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import expm1
from random import Random

from jbgs_desktop.finalise.version_code import version_with
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.calls.call import installed_calls
from jbgs_desktop.forms.sample import sample_application

REVENUES = ("18642.37", "986000.00")
_WORDS = [
    "".join(pair)
    for pair in product(
        ("持续", "一直", "始终", "长期"),
        ("稳步", "平稳", "扎实", "积极", "努力", "不断", "有序", "认真"),
    )
]
_SLOTS = 9  # of five bits each: as many wordings as a 核验码 has values
_PLACE = "〓"
_RARE = 12  # bits by which the ends of trails are told


def birthday_bound(many: int, bits: int) -> float:
    """How likely two of ``many`` random applications share ``bits`` bits, at most."""
    return -expm1(-many * (many - 1) / 2 ** (bits + 1))


@dataclass(frozen=True, slots=True)
class Found:
    """Two wordings by their numbers whose digests begin alike, and after how many tries."""

    first: int
    second: int
    tries: int


class Wordings:
    """The sample in 2^45 wordings, every other with the second of :data:`REVENUES`."""

    def __init__(self) -> None:
        call = installed_calls()[0]
        self._sample = sample_application(call, call.tracks[0].id, ())
        self._tails = []
        for revenue in REVENUES:
            head, tail = self._canonical(revenue)
            self._head = hashlib.sha256(head)  # the same for both: the figure stands behind it
            self._tails.append(tail)
        self._words = [each.encode() for each in _WORDS]

    def _canonical(self, revenue: str) -> tuple[bytes, bytes]:
        content = json.loads(self._with(_PLACE, revenue).to_json())
        # As in version_code.py; files do not count, as there are none.
        for holder in content.get("evidence") or ():
            holder["file"] = ""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        head, _, tail = text.partition(_PLACE)
        return head.encode(), tail.encode()

    def application(self, number: int) -> Application:
        """The application of a wording."""
        words = "".join(_WORDS[number >> 5 * slot & 31] for slot in range(_SLOTS))
        return self._with(words, REVENUES[number & 1])

    def _with(self, words: str, revenue: str) -> Application:
        sample = self._sample.set("evidence", ()).set("taskbooks", {})
        return sample.set("unit.profile", f"公司{words}发展。").set("unit.revenue", revenue)

    def digest(self, number: int) -> bytes:
        """The SHA-256 of a wording, as :func:`version_with` makes it, a thousand times faster."""
        made = self._head.copy()
        words = self._words
        made.update(b"".join([words[number >> 5 * slot & 31] for slot in range(_SLOTS)]))
        made.update(self._tails[number & 1])
        return made.digest()


def find_collision(bits: int, tries: int, seed: int = 0) -> Found | None:
    """Two wordings of other revenues whose digests begin with the same ``bits``; None for none.

    Trails of wordings, each the one whose number is the digest before, which meet where two digests
    begin alike (van Oorschot and Wiener): nothing but their ends has to be kept.
    """
    wordings, random = Wordings(), Random(seed)
    most = 1 << min(bits, 5 * _SLOTS)

    def step(number: int) -> int:
        return int.from_bytes(wordings.digest(number)) >> 256 - bits

    rare = min(_RARE, max(1, bits // 4))
    ends: dict[int, tuple[int, int]] = {}
    done = 0
    while done < tries:
        start = number = random.randrange(most)
        length = 0
        while done < tries and length < 20 << rare:
            number = step(number)
            length, done = length + 1, done + 1
            if not number & (1 << rare) - 1:
                break
        if number in ends:
            pair = _meeting(step, ends[number], (start, length))
            if pair and (pair[0] ^ pair[1]) & 1:
                return Found(*pair, done)
        ends[number] = start, length
    return None


def _meeting(
    step: Callable[[int], int], one: tuple[int, int], other: tuple[int, int]
) -> tuple[int, int] | None:
    """The two numbers before the first one that both trails have, each a start and a length."""
    (first, long), (second, short) = sorted((one, other), key=lambda each: -each[1])
    for _ in range(long - short):
        first = step(first)
    if first == second:
        return None  # one trail is the end of the other
    for _ in range(short):
        following = step(first), step(second)
        if following[0] == following[1]:
            return first, second
        first, second = following
    return None


def shown(found: Found) -> Iterator[str]:
    """What was found, checked by the program's own way to a 核验码."""
    wordings = Wordings()
    for number in (found.first, found.second):
        version = version_with(wordings.application(number), {})
        revenue = wordings.application(number).unit.revenue
        yield f"营业收入 {revenue}：核验码 {version.code}，二维码 {version.proof}"
    yield f"试了 {found.tries} 次"


if __name__ == "__main__":
    found = find_collision(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 2**26)
    print("\n".join(shown(found)) if found else "没有找到")
