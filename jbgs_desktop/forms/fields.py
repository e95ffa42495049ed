"""One description per field: its kind from the model, its texts and limits from the call pack.

The page's row, its counter, its check, its cell on the paper and its help all come from here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeGuard, get_args, get_origin

from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.calls.call import Call, Limit
from jbgs_desktop.forms.calls.form import FieldText
from jbgs_desktop.forms.kept import Kept

_COUNTED = {"unit.participants.*": "家", "evidence.*": "份"}
_NUMBER_STEP = re.compile(r"(?<=\.)\d+(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Field:
    """What is known about one field of one call."""

    path: str
    kind: FieldKind
    text: FieldText
    label: str  # as printed in its cell
    name: str  # as it is called where its row is not in sight
    limit: Limit | None

    @property
    def hint(self) -> str:
        return "\n".join(self.text.hint)

    @property
    def unit(self) -> str:
        return self.text.unit or ""

    @property
    def clause(self) -> str:
        return self.text.clause


def pattern_of(path: str) -> str:
    """``taskbooks.2.goals`` as ``taskbooks.*.goals``, the key of its description."""
    return _NUMBER_STEP.sub("*", path)


@lru_cache(maxsize=1)
def field_patterns() -> MappingProxyType[str, FieldKind]:
    """The pattern of every field that stands on the paper with its kind, in the model's order."""
    return MappingProxyType(dict(_walk(Application, "")))


@lru_cache(maxsize=1)
def first_patterns() -> frozenset[str]:
    """Those of them that every call describes; a field that came later is new to older calls."""
    return frozenset(dict(_walk(Application, "", later=False)))


def _walk(model: type[Kept], prefix: str, *, later: bool = True) -> Iterator[tuple[str, FieldKind]]:
    for name, info in model.model_fields.items():
        if name not in model.first_fields and not later:
            continue
        path = prefix + name
        for kind in info.metadata:
            if isinstance(kind, FieldKind):
                yield path, kind
        inner = info.annotation
        if get_origin(inner) in (tuple, dict):
            path += ".*"
            inner = next((arg for arg in get_args(inner) if _is_part(arg)), None)
        if inner is not None and _is_part(inner):
            yield from _walk(inner, path + ".", later=later)


def _is_part(annotation: object) -> TypeGuard[type[Kept]]:
    return isinstance(annotation, type) and issubclass(annotation, Kept)


def describe(call: Call, path: str, track_id: str = "") -> Field:
    """The field at ``path`` as ``call`` prints it. Raises LookupError when there is none."""
    pattern = pattern_of(path)
    text = call.form.fields[pattern]
    label, name = text.label, text.name or text.label
    if pattern == "unit.related_revenue" and (track := call.track(track_id)):
        label = name = track.related_revenue_label
    if pattern.startswith("taskbooks."):
        name = f"{call.form.taskbook.title}方向{path.split('.')[1]}·{name}"
    elif pattern.startswith(tuple(_COUNTED)):
        # Not 第N项: the form's own items are numbered so.
        word = next(word for stem, word in _COUNTED.items() if pattern.startswith(stem))
        name = f"第{int(path.split('.')[-2]) + 1}{word}{name}"
    return Field(path, field_patterns()[pattern], text, label, name, call.limits.get(pattern))
