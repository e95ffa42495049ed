"""通知 as data: the models of a call pack, and loading one.

A call pack is a folder below ``resources/calls/``, or one that was put in from a file
(:mod:`jbgs_desktop.forms.calls.call_file`):

    call.json              what the call is, its limits, its consortium rule, its regions and tracks
    form.json              every printed text of its forms, in the paper's order
    tracks/<id>.json       a track with its directions, verbatim from the notice
    regions/<id>.json      an issuing place's overlay: deadlines, copies, recipient, quotas
    samples/<id>.json      the material of the built-in sample (read by ``forms.sample``)

A pack is validated as a whole when it is loaded. What breaks a rule is told in one sentence with
the file and the place in it.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from jbgs_desktop.errors import CallPackError
from jbgs_desktop.forms.calls.agreement import require_agreement
from jbgs_desktop.forms.calls.direction_numbers import number_ranges, without_number
from jbgs_desktop.forms.calls.first_format import upgraded
from jbgs_desktop.forms.calls.form import Form
from jbgs_desktop.forms.calls.installed_packs import (
    call_folders,
    installed_packs_folder,
    shown_folders,
    version_order,
)
from jbgs_desktop.forms.calls.pack import (
    PackKey,
    PackModel,
    Positive,
    Printed,
    first_problem,
    read_pack_part,
    require_once,
)
from jbgs_desktop.forms.calls.region import STICK, Region
from jbgs_desktop.forms.calls.vocabulary import FIRST_WORDS, PackWords

# Of a call pack, the newest that is read; 3 has ready tables and holds format 2 as it is. 4 has any
# numbers of directions, groups, words of its own and hard maximums, and holds format 3 but for the
# titles: the number of a direction at their head is left out.
_NEWEST_FORMAT = 4
_TITLES_WITHOUT_NUMBER = WORDS_OF_ITS_OWN = 4


class Limit(PackModel):
    """How long a text may be, in Word's 字数; a soft limit (原则上) only warns."""

    words: Positive
    hard: bool


class Direction(PackModel):
    """揭榜任务方向: one □方向N with the whole 揭榜任务 and 预期目标 of the notice.

    ``group`` is a second level below the category; it and ``target`` are empty where the notice
    has none.
    """

    id: PackKey
    no: Positive
    category: Printed
    group: str = ""
    title: Printed
    task: Printed
    target: str

    @property
    def headings(self) -> tuple[str, ...]:
        """What it stands under: its category, and its group where it has one."""
        return (self.category, self.group) if self.group else (self.category,)

    @property
    def plain_title(self) -> str:
        """The title as a sentence names it, also where a pack of an old format numbers it."""
        return without_number(self.title, self.no)


class Track(PackModel):
    """赛道 with its directions in the notice's order; categories in the order of first use."""

    id: PackKey
    name: Printed
    annex: Printed
    related_revenue_label: Printed
    directions: tuple[Direction, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _numbers_are_distinct(self) -> Self:
        require_once("directions 的 no", [direction.no for direction in self.directions])
        return self

    @cached_property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(direction.category for direction in self.directions))

    @cached_property
    def numbers(self) -> str:
        """The numbers of its directions as a sentence lists them (16至22)."""
        return number_ranges(direction.no for direction in self.directions)

    def direction(self, no: int) -> Direction | None:
        return next((each for each in self.directions if each.no == no), None)


def _read_format(format_: int) -> int:
    if not 1 <= format_ <= _NEWEST_FORMAT:
        raise ValueError(f"由更新版本的程序制作（格式{format_}），请先升级本程序")
    return format_


class ParticipantRule(PackModel):
    """How many 参与单位 an application under one category or group has at least and at most."""

    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(ge=0)] | None = None


class CallHead(PackModel):
    """The content of ``call.json``."""

    format: Annotated[int, AfterValidator(_read_format)]
    id: PackKey
    version: Printed
    title: Printed
    issuer: Printed
    document_no: Printed
    target_year: Annotated[int, Field(ge=2000, le=2100)]
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)]
    online_system: Printed | None = None
    max_participants: Annotated[int, Field(ge=0)]
    participants_clause: Printed
    min_participants: Annotated[int, Field(ge=0)] = 0
    participants_by_category: dict[Printed, ParticipantRule] = Field(default_factory=dict)
    advised_directions: Positive
    max_directions: Positive | None = None  # of one application
    max_projects: Positive | None = None  # of one applicant, over all its applications
    directions_clause: Printed | None = None  # where these maximums stand
    empty_marker: Printed
    amount_decimals: Annotated[int, Field(ge=0, le=6)]
    limits: dict[str, Limit]
    track_ids: tuple[PackKey, ...] = Field(min_length=1)
    region_ids: tuple[PackKey, ...] = Field(min_length=1)


class Call(CallHead):
    """通知: one call for applications with all its texts, limits and dates."""

    form: Form
    tracks: tuple[Track, ...]
    regions: tuple[Region, ...]

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @property
    def track_word(self) -> str:
        """What the call calls a track."""
        return self.form.vocabulary.track

    def track(self, id_: str) -> Track | None:
        return next((track for track in self.tracks if track.id == id_), None)

    def region(self, id_: str) -> Region | None:
        return next((region for region in self.regions if region.id == id_), None)

    def says_none(self, text: str) -> bool:
        """Whether ``text`` is the mark for a cell without content (无)."""
        return text.strip() == self.empty_marker

    @property
    def most_directions(self) -> int | None:
        """Of how many directions one application may be; each of them is a project."""
        given = [most for most in (self.max_directions, self.max_projects) if most is not None]
        return min(given, default=None)

    def carrier(self, region: str) -> str:
        """What a bundle is handed over on there, as a sentence calls it."""
        found = self.region(region)
        return found.carrier if found else next((each.carrier for each in self.regions), STICK)

    def participant_limits(self, directions: Iterable[Direction]) -> tuple[int, int]:
        """How many 参与单位 an application for ``directions`` has at least and at most."""
        rules = [
            self.participants_by_category[name]
            for each in directions
            for name in each.headings
            if name in self.participants_by_category
        ]
        least = max((rule.least for rule in rules), default=self.min_participants)
        most = min((rule.most for rule in rules if rule.most is not None), default=None)
        return least, self.max_participants if most is None else most

    def _require_rules(self) -> None:
        """Raises ValueError naming the first maximum or minimum that nothing could keep to."""
        named = {name for track in self.tracks for d in track.directions for name in d.headings}
        for name, rule in self.participants_by_category.items():
            where = f"call.json 的 participants_by_category.{name}"
            if name not in named:
                raise ValueError(f"{where}：没有这个类别")
            if rule.least > (self.max_participants if rule.most is None else rule.most):
                raise ValueError(f"{where}：least 比最多的家数大")
        if self.min_participants > self.max_participants:
            raise ValueError("call.json 的 min_participants 比 max_participants 大")
        if self.most_directions and self.advised_directions > self.most_directions:
            raise ValueError("call.json 的 advised_directions 比最多的方向数大")

    @model_validator(mode="after")
    def _texts_and_data_agree(self) -> Self:
        require_agreement(self.form, self.limits)
        self._require_rules()
        require_once("call.json 的 track_ids", self.track_ids)
        require_once("call.json 的 region_ids", self.region_ids)
        return self


def pack_folders() -> dict[str, list[Path]]:
    """The folders of every version of every call pack by its id, the newest version first.

    The built-in calls come first; of equal versions the built-in one does.
    """
    found = {id_: [folder] for id_, folder in call_folders().items()}
    for kept in shown_folders(installed_packs_folder()):
        versions = [folder for folder in shown_folders(kept) if (folder / "call.json").is_file()]
        if versions:
            found.setdefault(kept.name, []).extend(versions)
    for folders in found.values():
        folders.sort(key=lambda folder: version_order(version_in(folder)), reverse=True)
    return found


def version_in(folder: Path) -> str:
    """The version of the pack in ``folder``; empty when a built-in one is broken."""
    if folder.parent.parent == installed_packs_folder():
        return folder.name
    try:
        return load_call(folder).version
    except CallPackError:
        return ""


def installed_calls() -> tuple[Call, ...]:
    """All call packs, each in its newest version.

    Raises CallPackError for a built-in one that is broken and has no other version.
    """
    built_in = call_folders()
    calls = []
    for id_ in pack_folders():
        try:
            call = find_call(id_)
        except CallPackError:
            if id_ in built_in:
                raise
            continue  # listed with its fault where the packs are shown
        if call is not None:
            calls.append(call)
    return tuple(calls)


def newest_version(id_: str) -> str:
    """The version in which :func:`find_call` has the call; empty when it has none."""
    try:
        call = find_call(id_)
    except CallPackError:
        return ""
    return call.version if call else ""


def find_call(id_: str, version: str = "") -> Call | None:
    """The call with this id: in ``version``, or in the nearest one when that is not here.

    The nearest is the next newer version, or else the newest; so it is when none is named. A
    broken version gives way to the next. Raises CallPackError when there is no other.
    """
    folders = pack_folders().get(id_, [])
    wanted = sorted(folders, key=lambda folder: _distance(version_in(folder), version))
    for folder in wanted:
        try:
            return load_call(folder)
        except CallPackError:
            if folder is wanted[-1]:
                raise
    return None


def _distance(version: str, wanted: str) -> tuple[int, tuple[int, ...]]:
    """Sorts versions, the newest of which comes first, by how well they stand in for ``wanted``."""
    if not wanted or version == wanted:
        return 0, ()
    order = version_order(version)
    return (1, order) if order > version_order(wanted) else (2, ())


@lru_cache(maxsize=16)
def load_call(folder: Path) -> Call:
    """Read and validate the call pack in ``folder``, ``<id>`` or ``<id>/<version>``.

    Raises CallPackError.
    """
    head = read_pack_part(folder / "call.json", CallHead)
    if folder.name != head.id and (folder.parent.name, folder.name) != (head.id, head.version):
        raise CallPackError(
            f"通知数据“{folder / 'call.json'}”有误：id 是 {head.id}，应与文件夹名一致。"
        )
    upgrades = {1: upgraded}
    form = read_pack_part(folder / "form.json", Form, upgrades.get(head.format, bytes))
    if head.format < WORDS_OF_ITS_OWN and form.words == PackWords():
        form = form.model_copy(update={"words": FIRST_WORDS})
    parts: dict[str, Any] = {
        "form": form,
        "tracks": tuple(
            _track_of(head.format, read_pack_part(folder / f"tracks/{id_}.json", Track))
            for id_ in head.track_ids
        ),
        "regions": tuple(
            read_pack_part(folder / f"regions/{id_}.json", Region) for id_ in head.region_ids
        ),
    }
    for kind, ids in (("tracks", head.track_ids), ("regions", head.region_ids)):
        for id_, part in zip(ids, parts[kind], strict=True):
            if part.id != id_:
                raise CallPackError(
                    f"通知数据“{folder / kind / id_}.json”有误：id 是 {part.id}，应与文件名一致。"
                )
    try:
        return Call.model_validate({**dict(head), **parts})
    except ValidationError as error:
        raise CallPackError(f"通知数据“{folder}”有误：{first_problem(error)}。") from error


def _track_of(format_: int, track: Track) -> Track:
    if format_ < _TITLES_WITHOUT_NUMBER:
        return track
    plain = (each.model_copy(update={"title": each.plain_title}) for each in track.directions)
    return track.model_copy(update={"directions": tuple(plain)})
