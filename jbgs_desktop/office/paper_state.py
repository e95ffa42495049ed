"""How far the paper of a bundle was looked at: its 核验码, its seals and signatures."""

from collections.abc import Iterable
from enum import StrEnum

from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.return_notice import SealToFind

ADVISED = ("edge", "cover/recommender")  # nobody has to have these


class PaperState(StrEnum):
    """What was done with the paper."""

    NONE = "none"
    UNSEEN = "unseen"
    CODE_ONLY = "code"
    SEALS_ONLY = "seals"
    LACKING = "lacking"
    DONE = "done"

    @property
    def word(self) -> str:
        """How the office calls it."""
        return _WORDS[self]


_WORDS = {
    PaperState.NONE: "不用核对",
    PaperState.UNSEEN: "没有核对",
    PaperState.CODE_ONLY: "码一致，未看章",
    PaperState.SEALS_ONLY: "章齐，码未核对",
    PaperState.LACKING: "章不齐",
    PaperState.DONE: "已核对",
}


def paper_state(entry: RegisterEntry, spots: Iterable[SealToFind]) -> PaperState:
    """What was done with the paper of ``entry``, on which ``spots`` are looked for."""
    if entry.reason or entry.removed:
        return PaperState.NONE
    has_code = entry.is_by_hand or (entry.paper is not None and entry.paper.code == entry.code)
    if not entry.ticks:
        return PaperState.CODE_ONLY if entry.paper and has_code else PaperState.UNSEEN
    if missing_spots(entry, spots):
        return PaperState.LACKING
    return PaperState.DONE if has_code else PaperState.SEALS_ONLY


def missing_spots(entry: RegisterEntry, spots: Iterable[SealToFind]) -> tuple[SealToFind, ...]:
    """The spots that are not ticked; none before the first tick, since nobody has looked."""
    if not entry.ticks:
        return ()
    return tuple(s for s in spots if s.id not in entry.ticks and s.id not in ADVISED)
