"""A call pack as JSON trees: read from its folder, built of a workbook, written again.

What a workbook leaves as it was keeps the very bytes that it has in the pack.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from jbgs_desktop.documents.call_workbook.cell_values import tidy
from jbgs_desktop.documents.call_workbook.faults import CellPlace
from jbgs_desktop.forms.calls.call import WORDS_OF_ITS_OWN, CallHead, Track, load_call
from jbgs_desktop.forms.calls.call_file import CallOrigin, origin_of, pack_files
from jbgs_desktop.forms.calls.first_format import upgraded
from jbgs_desktop.forms.calls.form import Form
from jbgs_desktop.forms.calls.pack import PackModel
from jbgs_desktop.forms.calls.region import Region
from jbgs_desktop.forms.calls.vocabulary import FIRST_WORDS

HEAD, FORM = "call.json", "form.json"
TRACKS, DIRECTIONS = "赛道", "方向"  # their sheets
BOOK = "taskbooks.*"  # whose limit is that of a whole task book
# Of a pack that was changed: the newest that the program reads (forms/calls/call.py).
MADE_FORMAT = 4
_FIRST_FORMAT = 1
_KEYS = ("id", "no", "title", "label", "value", "what", "who")  # by which parts of a list are one
# What has no order of its own but that of its rows.
_IN_ORDER = ("fields", "columns")


@dataclass(slots=True)
class PackTrees:
    """``parts`` by their names in the pack; ``places`` are the cells of their values.

    ``unread`` are sheets of whose rows nothing could be read.
    """

    parts: dict[str, Any]
    origin: dict[str, str]
    places: dict[tuple[Any, ...], CellPlace] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def put(self, path: tuple[Any, ...], value: Any, place: CellPlace | None) -> None:
        """Put ``value``, unless it is None, at ``path``: the name of a part, the steps in it."""
        if place is not None:
            self.places.setdefault(path, place)
        if value is None:
            return
        inside: Any = self.parts
        for step, following in pairwise(path):
            inside = _entered(inside, step, [] if isinstance(following, int) else {})
        _entered(inside, path[-1], value)

    def place_of(self, path: tuple[Any, ...]) -> CellPlace | None:
        """The cell of ``path``, or of the nearest thing around it."""
        for end in range(len(path), 0, -1):
            if found := self.places.get(path[:end]):
                return found
        return None


def _entered(inside: Any, step: Any, value: Any) -> Any:
    if isinstance(inside, list):
        if step == len(inside):
            inside.append(value)
        return inside[step]
    return inside.setdefault(step, value)


@dataclass(frozen=True, slots=True)
class BasePack:
    """A pack that is here: its files, and its trees as today's format has them."""

    files: Mapping[str, bytes]
    trees: PackTrees

    @classmethod
    def of(cls, folder: Path) -> "BasePack":
        """The pack in ``folder``. Raises CallPackError, FileAccessError."""
        call = load_call(folder)
        files = pack_files(folder, call)
        trees = {name: json.loads(data) for name, data in files.items()}
        if call.format == _FIRST_FORMAT:
            trees[FORM] = json.loads(upgraded(files[FORM]))
        origin = origin_of(folder) or CallOrigin(
            issued_by=call.issuer,
            issued=call.regions[0].issued,
            source=f"{call.title}（{call.document_no}）",
        )
        return cls(files, PackTrees(trees, dict(origin)))


def model_of(part: str) -> type[PackModel]:
    """What the part called so is."""
    if part == HEAD:
        return CallHead
    if part == FORM:
        return Form
    return Track if part.startswith("tracks/") else Region


def as_model(part: str, tree: Any) -> PackModel:
    """``tree`` as its model. Raises ValidationError."""
    return model_of(part).model_validate_json(json.dumps(tree))


def written(trees: PackTrees, base: BasePack | None) -> dict[str, bytes]:
    """The files of the pack, which is valid; what is as in ``base`` has its bytes.

    A pack in which anything changed is of the newest format.
    """
    bases = base.trees.parts if base else {}
    kept = dict(base.files) if base else {}
    trees.parts[HEAD]["format"] = bases[HEAD]["format"] if base else MADE_FORMAT
    grafted = {
        name: _grafted(_in_order(name, tree), bases.get(name)) for name, tree in trees.parts.items()
    }
    same = {name for name, tree in grafted.items() if _is_same(name, tree, bases.get(name))}
    if same != grafted.keys() or same != bases.keys():
        if grafted[HEAD]["format"] == _FIRST_FORMAT:
            same.discard(FORM)
        if grafted[HEAD]["format"] < WORDS_OF_ITS_OWN and not grafted[FORM].get("words"):
            same.discard(FORM)
            grafted[FORM]["words"] = FIRST_WORDS.model_dump(exclude_unset=True)
        if grafted[HEAD]["format"] != MADE_FORMAT:
            same.discard(HEAD)
        grafted[HEAD]["format"] = MADE_FORMAT
    names = (
        *(HEAD, FORM),
        *(f"tracks/{id_}.json" for id_ in grafted[HEAD]["track_ids"]),
        *(f"regions/{id_}.json" for id_ in grafted[HEAD]["region_ids"]),
    )
    return {name: kept[name] if name in same else _as_json(grafted[name]) for name in names}


def _in_order(name: str, tree: Any) -> Any:
    """``tree`` with its keys in the order of the model."""
    return as_model(name, tree).model_dump(mode="json", exclude_unset=True)


def _is_same(name: str, tree: Any, base: Any) -> bool:
    return base is not None and as_model(name, tree) == as_model(name, base)


def _as_json(tree: Any) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def _grafted(new: Any, base: Any, key: str = "") -> Any:
    """``new`` with the very texts of ``base`` where they are the same to a reader, in its order."""
    if isinstance(new, str) and isinstance(base, str):
        return base if tidy(base) == tidy(new) else new
    if isinstance(new, dict) and isinstance(base, dict):
        order = new if key in _IN_ORDER else {each: 0 for each in (*base, *new) if each in new}
        return {each: _grafted(new[each], base.get(each), each) for each in order}
    if isinstance(new, list) and isinstance(base, list):
        return [_grafted(each, other) for each, other in _aligned(new, base)]
    return new


def _aligned(new: list[Any], base: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each of ``new`` with what it is in ``base``; None for what is new."""
    known = {_identity(each): each for each in reversed(base)}
    for at, each in enumerate(new):
        identity = _identity(each)
        beside = base[at] if at < len(base) and not isinstance(each, dict) else None
        yield each, known.get(identity, beside) if identity else beside


def _identity(value: Any) -> tuple[str, str] | None:
    if isinstance(value, dict):
        return next(((key, str(value[key])) for key in _KEYS if key in value), None)
    return ("", tidy(value)) if isinstance(value, str) else None
