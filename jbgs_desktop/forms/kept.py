"""Values that are kept as JSON and outlive the program that wrote them.

Each is written in the lowest version that holds what it uses: what uses nothing newer is, byte for
byte, what the first version wrote, so that its 核验码 stays and an older program still reads it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Since:
    """Stands in the annotation of a field: the first version that has it."""

    version: int


class Kept(BaseModel):
    """A part of what is kept. An unknown key is refused, since dropping it would lose something.

    ``first`` names the fields of version 1, which are always written. Any other field came later,
    needs a default and :class:`Since`, and is written only where it has another value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    first_fields: ClassVar[frozenset[str]] = frozenset()
    _newer_in: ClassVar[tuple[str, ...]] = ()  # fields whose parts may be of a newer version

    def __init_subclass__(cls, first: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.first_fields = cls.first_fields | frozenset(first.split())

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        fields = cls.__pydantic_fields__
        cls._newer_in = tuple(name for name in fields if _may_be_newer(fields[name].annotation))
        for field in cls.later_fields().values():
            field.exclude_if = _is_default(field)
        return handler(source)

    @classmethod
    def later_fields(cls) -> dict[str, FieldInfo]:
        """The fields that version 1 does not have."""
        fields = cls.__pydantic_fields__.items()
        return {name: field for name, field in fields if name not in cls.first_fields}

    def own_version(self) -> int:
        """The lowest version that holds what is used of this part, its parts left aside."""
        if self.first_fields.issuperset(self.__pydantic_fields__):
            return 1
        later = self.later_fields().items()
        used = (since_of(field) for name, field in later if not _is_left_out(self, name, field))
        return max(used, default=1)


def since_of(field: FieldInfo) -> int:
    """The first version that has ``field``, as its annotation says."""
    return next((each.version for each in field.metadata if isinstance(each, Since)), 1)


def lowest_version(value: object) -> int:
    """The lowest version that holds what ``value``, something kept or several of it, uses."""
    if isinstance(value, Kept):
        parts = (lowest_version(getattr(value, name)) for name in value._newer_in)
        return max([value.own_version(), *parts])
    if isinstance(value, dict):
        value = value.values()
    return max(map(lowest_version, value), default=1) if isinstance(value, Iterable) else 1


def _may_be_newer(annotation: object) -> bool:
    """Whether what ``annotation`` allows may hold something that version 1 does not have."""
    if isinstance(annotation, type) and issubclass(annotation, Kept):
        has_own = bool(annotation.later_fields()) or annotation.own_version is not Kept.own_version
        return has_own or bool(annotation._newer_in)
    return any(map(_may_be_newer, get_args(annotation)))


def _is_default(field: FieldInfo) -> Callable[[object], bool]:
    default = field.get_default(call_default_factory=True)  # asked for once, not for every value
    return lambda value: value == default


def _is_left_out(value: Kept, name: str, field: FieldInfo) -> bool:
    """Whether the field ``name`` of ``value`` is not written."""
    return bool(field.exclude_if and field.exclude_if(getattr(value, name)))
