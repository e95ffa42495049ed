"""Edits of a section as it lies under a cursor: places to write between tables and figures.

The *slots* of a section alternate: a text, which may be empty, then a heading, table or figure,
and so on, with a text at either end. So there is a place to write before, between and behind, and
whatever is no text has an odd number. A section has one row of slots, and they are one section.
"""

from collections.abc import Iterable, Sequence

from jbgs_desktop.forms.section import SectionItem, SectionValue, items_of, one_way

Slots = tuple[SectionItem, ...]


def slots_of(section: SectionValue) -> Slots:
    """The slots of ``section``."""
    return _alternating(items_of(section))


def section_of(slots: Iterable[SectionItem]) -> SectionValue:
    """The section that ``slots`` are the slots of."""
    return one_way(_filled(slots))


def item_number(slots: Sequence[SectionItem], slot: int) -> int:
    """The number that the item in ``slot`` has in the section; an empty text has the next one's."""
    return len(_filled(slots[:slot]))


def slot_of(section: SectionValue, number: int) -> int:
    """The slot in which the item with this number is; the last one for a number too large."""
    items = items_of(section)
    blocks = sum(not isinstance(item, str) for item in items[:number])
    is_block = number < len(items) and not isinstance(items[number], str)
    return 2 * blocks + is_block


def inserted(
    slots: Slots, slot: int, cut: int, items: Sequence[SectionItem], *, until: int | None = None
) -> Slots:
    """``slots`` with ``items`` in the text of ``slot``, which they part at the character ``cut``.

    What stands from there ``until`` another character goes, and so does a line end beside them:
    the two halves are paragraphs all the same.
    """
    text = str(slots[slot])
    before = text[:cut].removesuffix("\n")
    after = text[cut if until is None else until :].removeprefix("\n")
    return _alternating(_filled((*slots[:slot], before, *items, after, *slots[slot + 1 :])))


def removed(slots: Slots, slot: int) -> Slots:
    """``slots`` without the heading, table or figure in ``slot``; the texts around it are one."""
    return _alternating(_filled((*slots[:slot], *slots[slot + 1 :])))


def replaced(slots: Slots, slot: int, item: SectionItem) -> Slots:
    """``slots`` with ``item`` in ``slot``."""
    return _alternating(_filled((*slots[:slot], item, *slots[slot + 1 :])))


def moved(slots: Slots, slot: int, by: int) -> tuple[Slots, int]:
    """``slots`` with the block in ``slot`` one paragraph or block further up (-1) or down (1).

    With it the slot in which it is now; the same where it stands at the end already.
    """
    units = [unit for each in slots for unit in _units(each)]
    at = sum(len(_units(each)) for each in slots[:slot])
    if not 0 <= at + by < len(units):
        return slots, slot
    units[at], units[at + by] = units[at + by], units[at]
    blocks = sum(not isinstance(unit, str) for unit in units[: at + by])
    return _alternating(units), 2 * blocks + 1


def _units(item: SectionItem) -> list[SectionItem]:
    if isinstance(item, str):
        return [*item.split("\n")] if item else []
    return [item]


def _filled(slots: Iterable[SectionItem]) -> list[SectionItem]:
    return [item for item in slots if item != ""]


def _alternating(items: Iterable[SectionItem]) -> Slots:
    """``items`` as slots: neighbouring texts are one, and there is one at each place."""
    slots: list[SectionItem] = []
    paragraphs: list[str] = []
    for item in items:
        if isinstance(item, str):
            paragraphs.append(item)
        else:
            slots += ["\n".join(paragraphs), item]
            paragraphs = []
    return (*slots, "\n".join(paragraphs))
