"""Which fields there are: their patterns and kinds, as the model of an application says.

A pattern is a path without its numbers: ``taskbooks.*.goals``, ``unit.participants.*.name``.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import TypeGuard, get_args, get_origin

from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.kept import Kept

_NUMBER_STEP = re.compile(r"(?<=\.)\d+(?=\.|$)")


@lru_cache(maxsize=4096)  # a check asks for each path several times
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
