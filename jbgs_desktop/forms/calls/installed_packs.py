"""Where call packs lie, and what the start page offers of each without validating it.

The models of :mod:`jbgs_desktop.forms.calls.call`, and pydantic, take longer to load than the first
paint may; the packs are validated right after it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jbgs_desktop.files import data_folder, resources

TRACK_WORD = "赛道"  # where the pack has no word of its own


class OfferedPart(Protocol):
    """A region or a track, as the start page offers it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class OfferedRegion(OfferedPart, Protocol):
    """A region, with the day on which what it asks for was made public (ISO 8601)."""

    @property
    def issued(self) -> str: ...


class OfferedCall(Protocol):
    """What the start page needs of a call; a validated one has it too."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def track_word(self) -> str: ...
    @property
    def regions(self) -> Sequence[OfferedRegion]: ...
    @property
    def tracks(self) -> Sequence[OfferedPart]: ...


class RegionName(NamedTuple):
    """One :class:`OfferedRegion`, read without validating it."""

    id: str
    name: str
    issued: str


class TrackName(NamedTuple):
    """A track, read without validating it."""

    id: str
    name: str


class CallName(NamedTuple):
    """One :class:`OfferedCall`, read without validating it."""

    id: str
    version: str
    title: str
    track_word: str
    regions: tuple[RegionName, ...]
    tracks: tuple[TrackName, ...]


def call_folders() -> dict[str, Path]:
    """The folders of the built-in call packs by their names, which are their ids."""
    return {
        folder.name: folder
        for folder in sorted((resources() / "calls").iterdir())
        if (folder / "call.json").is_file()
    }


def each_word(words: Iterable[str]) -> str:
    """What a list over several calls calls a thing: where they differ, each of their words."""
    return "/".join(dict.fromkeys(words))


def has_sample(call: str, track: str) -> bool:
    """Whether the call ``call`` brings a sample of ``track``; one that came as a file has none."""
    pack = call_folders().get(call)
    return pack is not None and (pack / "samples" / f"{track}.json").is_file()


def installed_packs_folder() -> Path:
    """Where packs that came as files are kept, as ``<id>/<version>/``."""
    return data_folder() / "calls"


def shown_folders(folder: Path) -> list[Path]:
    """The entries of ``folder`` by name, without those on the way in, whose names begin with a dot.

    None when it is not there: another thread or program may put a pack in at this moment.
    """
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return []


def version_order(version: str) -> tuple[int, ...]:
    """Sorts versions from old to new: 2023.9 is older than 2023.10."""
    return tuple(map(int, re.findall(r"[0-9]+", version)))


def call_names() -> tuple[CallName, ...]:
    """The newest version of every pack; what cannot be read is left to the validation."""
    return tuple(name for folders in _packs() if (name := _newest_name(folders)))


def _packs() -> Iterator[list[Path]]:
    """The folders of all versions of each call, the built-in one first."""
    found = {id_: [folder] for id_, folder in call_folders().items()}
    for kept in shown_folders(installed_packs_folder()):
        found.setdefault(kept.name, []).extend(shown_folders(kept))
    yield from found.values()


def _newest_name(folders: Sequence[Path]) -> CallName | None:
    names = []
    for folder in folders:
        try:
            names.append(_read_name(folder))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return max(names, key=lambda each: each[0])[1] if names else None


def _read_name(folder: Path) -> tuple[tuple[int, ...], CallName]:
    """With the place of its version among the others. Raises what reading such a file raises."""
    head = _read_json(folder / "call.json")
    files = {id_: _read_json(folder / "regions" / f"{id_}.json") for id_ in head["region_ids"]}
    regions = tuple(RegionName(id_, each["name"], each["issued"]) for id_, each in files.items())
    files = {id_: _read_json(folder / "tracks" / f"{id_}.json") for id_ in head["track_ids"]}
    tracks = tuple(TrackName(id_, each["name"]) for id_, each in files.items())
    words = _read_json(folder / "form.json").get("words", {})
    version: str = head["version"]
    name = CallName(
        id=head["id"],
        version=version,
        title=head["title"],
        track_word=words.get("track", TRACK_WORD),
        regions=regions,
        tracks=tracks,
    )
    return version_order(version), name


def _read_json(file: Path) -> Any:
    return json.loads(file.read_bytes())
