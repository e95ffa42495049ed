"""报送: what one unit has handed in of one application, and which of it counts.

Which bundle is newer is told by what stands in the bundles, then by the officer. The order in which
sticks were put in tells nothing: a clerk takes in the same pile twice, and last week's stick last.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeVar


class Standing(StrEnum):
    """What a bundle is among those of the same submission."""

    CURRENT = "current"
    DOUBLED = "doubled"
    REPLACED = "replaced"
    UNDECIDED = "undecided"


class _Return(Protocol):
    @property
    def when(self) -> datetime: ...


class HasContent(Protocol):
    """What is known of a bundle's content; see :class:`HandedIn`."""

    @property
    def code(self) -> str: ...
    @property
    def scans(self) -> str: ...


class HandedIn(HasContent, Protocol):
    """A bundle of the submission, as the register has it. Empty where nothing tells.

    ``replaces`` are the 核验码 of the versions before it, ``finalised`` is the time of its 定稿 and
    ``made`` the day on which it was packed; ``scans`` names the content of its scans.
    ``chosen_over`` holds the keys of those that an officer has put behind it.
    """

    @property
    def number(self) -> int: ...
    @property
    def application(self) -> str: ...
    @property
    def when(self) -> datetime: ...
    @property
    def replaces(self) -> tuple[str, ...]: ...
    @property
    def finalised(self) -> datetime | None: ...
    @property
    def made(self) -> date | None: ...
    @property
    def chosen_over(self) -> tuple[str, ...]: ...
    @property
    def returned(self) -> Sequence[_Return]: ...


_B = TypeVar("_B", bound=HandedIn)


class UnitSubmission:
    """The bundles of one application, none of them refused or deleted, in their registered order.

    Each content counts once, under the number that it was first registered with.
    """

    def __init__(self, bundles: Iterable[HandedIn]) -> None:
        self._bundles = tuple(bundles)
        self._first: dict[int, HandedIn] = {}  # what each bundle is the content of
        contents: list[HandedIn] = []
        for bundle in self._bundles:
            first = next((each for each in contents if _is_same(each, bundle)), None)
            if first is None:
                contents.append(bundle)
            self._first[bundle.number] = first or bundle
        self._contents = tuple(contents)

    @cached_property
    def current(self) -> int:
        """The number of the bundle that counts; 0 when there is none."""
        return max(self._open, key=_mark).number if self._contents else 0

    @property
    def undecided(self) -> frozenset[int]:
        """The bundles of which nothing tells which is newer; none or several."""
        open_ = self._open
        return frozenset(each.number for each in open_) if len(open_) > 1 else frozenset()

    def standing(self, number: int) -> Standing:
        """What the bundle ``number`` is."""
        if self._first[number].number != number:
            return Standing.DOUBLED
        if number == self.current:
            return Standing.CURRENT
        return Standing.UNDECIDED if number in self.undecided else Standing.REPLACED

    @property
    def came_again(self) -> bool:
        """Whether what counts came after another bundle was returned."""
        others = (each for each in self._contents if each.number != self.current)
        return any(each.returned for each in others)

    @cached_property
    def _open(self) -> tuple[HandedIn, ...]:
        """The contents that none is newer than."""
        contents = self._contents
        found = tuple(
            each for each in contents if not any(_is_newer(other, each) for other in contents)
        )
        return found or contents  # an officer's word and the bundles' go in a circle


def counted_bundles(bundles: Sequence[_B]) -> list[_B]:
    """Those of ``bundles`` that count, one for each application, in their order."""
    groups: dict[str, list[_B]] = {}
    for bundle in bundles:
        groups.setdefault(bundle.application, []).append(bundle)
    numbers = {UnitSubmission(group).current for group in groups.values()}
    return [each for each in bundles if each.number in numbers]


def content_key(bundle: HasContent) -> str:
    """Names the content of a bundle in ``chosen_over``."""
    return f"{bundle.code}/{bundle.scans}"


def _is_same(first: HandedIn, later: HandedIn) -> bool:
    """Whether ``later`` is ``first`` once more. Registers of version 1 do not know the scans."""
    if first.code != later.code:
        return False
    if first.finalised and later.finalised and first.finalised != later.finalised:
        return False  # the unit went back to a version that it had left
    if first.scans and later.scans:
        return first.scans == later.scans
    return not (first.returned and later.when >= first.returned[-1].when and later.scans)


def _is_newer(bundle: HandedIn, other: HandedIn) -> bool:
    for first, second, answer in ((bundle, other, True), (other, bundle, False)):
        if content_key(second) in first.chosen_over:
            return answer
    for first, second, answer in ((bundle, other, True), (other, bundle, False)):
        if second.code in first.replaces and first.code not in second.replaces:
            return answer
    if bundle.finalised and other.finalised and bundle.finalised != other.finalised:
        return bundle.finalised > other.finalised
    if bundle.made and other.made and bundle.made != other.made:
        return bundle.made > other.made
    if bundle.made is None and other.made is None and bundle.code != other.code:
        return bundle.number > other.number  # what a program of version 1 has decided stays
    return _answers_return(bundle, other) and not _answers_return(other, bundle)


def _answers_return(bundle: HandedIn, other: HandedIn) -> bool:
    return bool(other.returned) and bundle.when >= other.returned[-1].when


def _mark(bundle: HandedIn) -> tuple[str, str, int]:
    """What one of several is taken by until an officer says: always the same one."""
    return bundle.code, bundle.scans, -bundle.number
