"""The order of a track's 推荐表, and what the office should know before it files it.

Two applications of one unit in one direction, a participant that also leads, more rows than the
quota allows: nothing of this is decided here, it is only said.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jbgs_desktop.documents.recommendation import RecommendationRow
from jbgs_desktop.forms.calls.call import Call, Track
from jbgs_desktop.forms.calls.region import Quota
from jbgs_desktop.forms.calls.vocabulary import Vocabulary
from jbgs_desktop.office.register.entry import RegisterEntry
from jbgs_desktop.office.register.parts import Proposal
from jbgs_desktop.office.register.register import Register


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal with the entry that it belongs to."""

    entry: RegisterEntry
    proposal: Proposal

    @property
    def key(self) -> tuple[int, int]:
        return self.entry.number, self.proposal.direction


def ranked(entries: Iterable[RegisterEntry]) -> list[Ranked]:
    """The proposals of ``entries`` (of one track) by rank; those without one come last."""
    found = [Ranked(entry, proposal) for entry in entries for proposal in entry.proposals]
    return sorted(found, key=lambda r: (r.proposal.rank == 0, r.proposal.rank, *r.key))


def ranked_by_keys(register: Register, keys: Iterable[tuple[int, int]]) -> list[Ranked]:
    """The proposals that ``keys`` name as they are registered now."""
    entries = ((register.entry(number), direction) for number, direction in keys)
    return [
        Ranked(entry, proposal)
        for entry, direction in entries
        for proposal in entry.proposals
        if proposal.direction == direction
    ]


def in_order(order: Sequence[Ranked]) -> list[RegisterEntry]:
    """The entries of ``order`` with the ranks that their places give, to be kept."""
    placed: dict[int, list[Proposal]] = defaultdict(list)
    entries: dict[int, RegisterEntry] = {}
    for rank, each in enumerate(order, start=1):
        entries[each.entry.number] = each.entry
        placed[each.entry.number].append(each.proposal.model_copy(update={"rank": rank}))
    return [
        entry.model_copy(
            update={"proposals": tuple(sorted(placed[number], key=lambda p: p.direction))}
        )
        for number, entry in entries.items()
    ]


def with_proposal(entry: RegisterEntry, proposal: Proposal) -> RegisterEntry:
    """``entry`` with ``proposal`` in place of the one for the same direction."""
    proposals = (proposal if p.direction == proposal.direction else p for p in entry.proposals)
    return entry.model_copy(update={"proposals": tuple(proposals)})


def rows_of(order: Iterable[Ranked]) -> list[RecommendationRow]:
    """The rows of the 推荐表, without what is left out."""
    return [row_of(each) for each in order if not each.proposal.left_out]


def row_of(each: Ranked) -> RecommendationRow:
    """What the 推荐表 says of a proposal."""
    return RecommendationRow(
        unit=each.entry.unit,
        task=each.proposal.task,
        product=each.proposal.product,
        reason=each.proposal.reason,
        contact=each.entry.contact,
        mobile=each.entry.mobile,
    )


def quotas_of(call: Call) -> list[Quota]:
    """Every quota that a region of ``call`` sets."""
    return [quota for region in call.regions for quota in region.quotas]


def notices(
    order: Sequence[Ranked],
    elsewhere: Sequence[RegisterEntry],
    track: Track,
    quota: Quota | None,
    quotas: Sequence[Quota] = (),
    most_projects: int | None = None,
    words: Vocabulary | None = None,
) -> list[str]:
    """What is to be seen to before the 推荐表 of ``track`` is filed; a sentence each.

    ``elsewhere`` are the entries of the other tracks; ``quota`` is one's own, ``quotas`` are all,
    among them those of the offices below; ``most_projects`` is how many the call takes of a unit.
    """
    wanted = [each for each in order if not each.proposal.left_out]
    return [
        *_doubled(wanted),
        *_several(wanted, elsewhere),
        *_too_many_projects(wanted, elsewhere, most_projects),
        *_leading_participants(wanted),
        *_over_quota(wanted, track, quota),
        *_below_over_quota(wanted, track, quotas),
        *_faulty(wanted),
        *_incomplete(wanted, words),
    ]


def _doubled(wanted: Sequence[Ranked]) -> Iterator[str]:
    same: dict[tuple[str, int], list[Ranked]] = defaultdict(list)
    for each in wanted:
        same[_unit_key(each.entry), each.proposal.direction].append(each)
    for (_, direction), found in same.items():
        if len(found) > 1:
            yield (
                f"“{found[0].entry.unit}”在方向{direction}有 {len(found)} 份申报，"
                "同一单位同一方向只能推荐一份，请与该单位核对后留下一份。"
            )


def _several(wanted: Sequence[Ranked], elsewhere: Sequence[RegisterEntry]) -> Iterator[str]:
    others = {_unit_key(entry): entry for entry in elsewhere}
    named: set[str] = set()
    for each in wanted:
        key = _unit_key(each.entry)
        if key in others and key not in named:
            named.add(key)
            yield f"“{each.entry.unit}”在别处也有申报，请确认该单位是否要同时申报。"


def _too_many_projects(
    wanted: Sequence[Ranked], elsewhere: Sequence[RegisterEntry], most: int | None
) -> Iterator[str]:
    """The units of ``wanted`` whose projects are, over all tracks, more than the call takes."""
    here = Counter(_unit_key(each.entry) for each in wanted)
    calls = {each.entry.call for each in wanted}
    there = Counter(
        _unit_key(entry)
        for entry in elsewhere
        for proposal in entry.proposals
        if entry.call in calls and not proposal.left_out
    )
    names = {_unit_key(each.entry): each.entry.unit for each in wanted}
    for key, name in names.items():
        number = here[key] + there[key]
        if most is not None and number > most:
            yield (
                f"“{name}”共有 {number} 项，通知规定一个单位最多 {most} 项，"
                f"请与该单位核对后减去 {number - most} 项。"
            )


def _leading_participants(wanted: Sequence[Ranked]) -> Iterator[str]:
    leading = {(each.entry.unit.strip(), each.proposal.direction) for each in wanted}
    for each in wanted:
        for name in each.entry.participants:
            if (name, each.proposal.direction) in leading and name != each.entry.unit.strip():
                yield (
                    f"“{name}”在方向{each.proposal.direction}自己牵头申报，又是"
                    f"“{each.entry.unit}”的合作单位，请与两家核对。"
                )


def _over_quota(wanted: Sequence[Ranked], track: Track, quota: Quota | None) -> Iterator[str]:
    if quota is None:
        return
    counted = Counter(each.proposal.direction for each in wanted)
    for direction in track.directions:
        if counted[direction.no] > quota.per_direction:
            yield (
                f"方向{direction.no}“{direction.title}”推荐了 {counted[direction.no]} 份，"
                f"{quota.who}每个方向最多 {quota.per_direction} 份，请减去 "
                f"{counted[direction.no] - quota.per_direction} 份。"
            )
    total = quota.per_direction * len(track.directions)
    if len(wanted) > total:
        yield f"这里共推荐 {len(wanted)} 份，超过全部方向的名额合计 {total} 份。"


def _below_over_quota(
    wanted: Sequence[Ranked], track: Track, quotas: Sequence[Quota]
) -> Iterator[str]:
    """The offices below that have recommended more than the quota that they name allows."""
    counted: Counter[tuple[str, str, int]] = Counter()
    for each in wanted:
        for office in each.entry.recommended:
            if any(row.direction == each.proposal.direction for row in office.rows):
                counted[office.recommender, office.quota, each.proposal.direction] += 1
    allowed = {quota.who: quota.per_direction for quota in quotas}
    titles = {direction.no: direction.title for direction in track.directions}
    for (recommender, who, direction), number in counted.items():
        if number > allowed.get(who, number):
            yield (
                f"“{recommender}”在方向{direction}“{titles.get(direction, '')}”推荐了 {number} 份，"
                f"{who}每个方向最多 {allowed[who]} 份，请与它核对。"
            )


def _faulty(wanted: Sequence[Ranked]) -> Iterator[str]:
    entries = {each.entry.number: each.entry for each in wanted}
    for entry in entries.values():
        if errors := entry.errors:
            yield f"“{entry.unit}”还有 {errors} 处错误没有更正，请退回更正，或者不推荐。"


def _incomplete(wanted: Sequence[Ranked], words: Vocabulary | None) -> Iterator[str]:
    product = words.product if words else "产品"
    for what, missing in (
        (product, [e for e in wanted if not e.proposal.product.strip()]),
        ("推荐理由", [e for e in wanted if not e.proposal.reason.strip()]),
    ):
        if missing:
            units = "、".join(dict.fromkeys(f"“{e.entry.unit}”" for e in missing[:3]))
            more = f"等 {len(missing)} 行" if len(missing) > 3 else ""
            yield f"{units}{more}还没有{what}。"


def _unit_key(entry: RegisterEntry) -> str:
    return entry.unit_code.strip().upper() or entry.unit.strip()
