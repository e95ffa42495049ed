"""申报: everything one unit submits in one track, as a plain value that never changes.

The keys are fixed by docs/developer/interface.md. A half-filled application is a valid application:
text that is not yet an amount, a date or a code is kept as it was typed, and
:mod:`jbgs_desktop.forms.checks` says what is missing. What is missing may also be written as
``null``. An edit makes a new value, see :meth:`Application.set`.
"""

import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    Strict,
    field_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from jbgs_desktop.forms.kept import Kept, Since, lowest_version
from jbgs_desktop.forms.section import (
    FigureItem,
    Section,
    SectionFigure,
    TableItem,
    content_of,
    figures_of,
    section_text,
    with_content,
)

SchemaVersion = Literal[1, 2]
SCHEMA_VERSION: int = max(get_args(SchemaVersion))  # the newest that is read
_VERSION = "schema_version"
_LONGEST_LIST = 1000  # far above any form; stops a hostile file from filling the memory
_LONGEST_AMOUNT = 20  # digits; 1e999999999 stays as it was written


class FieldKind(StrEnum):
    """What sort of value a field takes; decides its editor, its clean-up and its basic check."""

    TEXT = "text"
    PROSE = "prose"
    ORGANISATION = "organisation"
    PERSON = "person"
    EMAIL = "email"
    MOBILE = "mobile"
    FAX = "fax"
    PHONE = "phone"
    AMOUNT = "amount"  # decimal text in the field's unit
    COUNT = "count"  # a whole number of people
    CODE = "code"
    DATE = "date"  # ISO 8601
    CHOICE = "choice"
    YES_NO = "yes-no"
    LIST = "list"
    FILE = "file"


def _number_as_text(value: object) -> object:
    """A JSON number as its text, ``1e2`` as 100; a truth value is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    number = Decimal(str(value))
    is_short = number.is_finite() and abs(number.adjusted()) < _LONGEST_AMOUNT
    return format(number, "f") if is_short else str(value)


def _people_as_number(value: str) -> int | str:
    """``"12"`` as 12; what is not (yet) a whole number stays as it was typed."""
    is_whole = value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if is_whole and str(int(value)) == value else value


ShortText = str
Amount = Annotated[
    str, BeforeValidator(_number_as_text, json_schema_input_type=str | float), FieldKind.AMOUNT
]
Count = Annotated[
    str,
    BeforeValidator(_number_as_text, json_schema_input_type=str | float),
    PlainSerializer(_people_as_number, return_type=int | str),
    FieldKind.COUNT,
]
Prose = Annotated[ShortText, FieldKind.PROSE]
SectionProse = Annotated[Section, FieldKind.PROSE]
Person = Annotated[ShortText, FieldKind.PERSON]
Mobile = Annotated[ShortText, FieldKind.MOBILE]
Email = Annotated[ShortText, FieldKind.EMAIL]
Date = Annotated[ShortText, FieldKind.DATE]
Organisation = Annotated[ShortText, FieldKind.ORGANISATION]


class FormPart(Kept):
    """A part of an application."""

    @model_validator(mode="before")
    @classmethod
    def _null_is_empty(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            key: value
            for key, value in data.items()
            if value is not None or key not in cls._may_be_null()
        }

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for key in cls._may_be_null() if handler.mode == "validation" else ():
            properties[key] = _or_null(properties[key])
        return schema

    @classmethod
    def _may_be_null(cls) -> frozenset[str]:
        return frozenset(cls.model_fields) - {_VERSION}


def _or_null(schema: JsonSchemaValue) -> JsonSchemaValue:
    """The schema of a property that may also be null; one that has alternatives gets one more."""
    kept: JsonSchemaValue = {key: schema[key] for key in ("title", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in kept}
    null = {"type": "null"}
    alternatives = rest.get("anyOf", [rest])
    return {"anyOf": [*alternatives, *([null] if null not in alternatives else [])], **kept}


class Cover(FormPart, first="recommender date"):
    """封面."""

    recommender: Organisation = ""
    date: Date = ""


class Leader(FormPart, first="name title email mobile"):
    """揭榜负责人."""

    name: Person = ""
    title: Annotated[ShortText, FieldKind.TEXT] = ""
    email: Email = ""
    mobile: Mobile = ""


class Contact(FormPart, first="name mobile email fax"):
    """申报联系人."""

    name: Person = ""
    mobile: Mobile = ""
    email: Email = ""
    fax: Annotated[ShortText, FieldKind.FAX] = ""


class Participant(FormPart, first="name code role"):
    """参与单位, a member of the consortium that does not lead."""

    name: Organisation = ""
    code: Annotated[ShortText, FieldKind.CODE] = ""
    role: Annotated[ShortText, FieldKind.TEXT] = ""


class Unit(
    FormPart,
    first="name leader contact legal_representative registered_capital address code nature"
    " nature_other listed revenue rd_spending related_revenue staff rd_staff profile participants",
):
    """申报表 一、单位情况. Amounts are in the unit of the form (万元)."""

    name: Organisation = ""
    leader: Leader = Leader()
    contact: Contact = Contact()
    legal_representative: Person = ""
    registered_capital: Amount = ""
    address: Annotated[ShortText, FieldKind.TEXT] = ""
    code: Annotated[ShortText, FieldKind.CODE] = ""
    nature: Annotated[ShortText, FieldKind.CHOICE] = ""
    nature_other: Annotated[ShortText, FieldKind.TEXT] = ""
    listed: Annotated[bool | None, Strict(), FieldKind.YES_NO] = None
    revenue: Amount = ""
    rd_spending: Amount = ""
    related_revenue: Amount = ""
    staff: Count = ""
    rd_staff: Count = ""
    profile: Prose = ""
    participants: Annotated[
        tuple[Participant, ...], Field(max_length=_LONGEST_LIST), FieldKind.LIST
    ] = ()


class Taskbook(
    FormPart,
    first="introduction scope value foundation progress goals plan organisation risks other",
):
    """揭榜任务书 of one direction."""

    introduction: SectionProse = ""
    scope: SectionProse = ""
    value: SectionProse = ""
    foundation: SectionProse = ""
    progress: SectionProse = ""
    goals: SectionProse = ""
    plan: SectionProse = ""
    organisation: SectionProse = ""
    risks: SectionProse = ""
    other: SectionProse = ""

    def own_version(self) -> int:
        return 2 if any(not isinstance(section, str) for _, section in self) else 1


class Evidence(FormPart, first="category title file"):
    """One 证明材料; ``file`` is relative to the application, with ``/`` between its parts.

    ``cut`` has two pages beside each other on a sheet of A3 printed as two.

    An item with the call's empty marker (无) as title and without file says: there is none.
    """

    category: Annotated[int, Strict(), FieldKind.CHOICE] = 0
    title: Annotated[ShortText, FieldKind.TEXT] = ""
    file: Annotated[ShortText, FieldKind.FILE] = ""
    cut: Annotated[bool, Strict(), Since(2)] = False


class Pledge(FormPart, first="contact phone date"):
    """揭榜任务承诺书."""

    contact: Person = ""
    phone: Annotated[ShortText, FieldKind.PHONE] = ""
    date: Date = ""


class Application(
    FormPart,
    first="schema_version call region track directions cover unit product_overview taskbooks"
    " evidence pledge",
):
    """申报. The order of the keys is the order of the paper."""

    model_config = ConfigDict(
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"}
    )

    # What a file states is only checked: the version that is written follows from the content.
    schema_version: Annotated[SchemaVersion, AfterValidator(lambda _stated: 1)] = 1
    call: ShortText = ""
    region: ShortText = ""
    track: ShortText = ""
    directions: Annotated[
        tuple[Annotated[int, Strict()], ...], Field(max_length=_LONGEST_LIST), FieldKind.LIST
    ] = ()
    cover: Cover = Cover()
    unit: Unit = Unit()
    product_overview: Prose = ""
    taskbooks: Annotated[dict[str, Taskbook], Field(max_length=_LONGEST_LIST)] = {}  # noqa: RUF012
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=_LONGEST_LIST), FieldKind.LIST] = ()
    pledge: Pledge = Pledge()

    @field_serializer("schema_version")
    def _lowest_version(self, _stated: int) -> int:
        return lowest_version(self)

    def taskbook(self, no: int) -> Taskbook:
        """The task book of direction ``no``; an empty one while nothing was written."""
        return self.taskbooks.get(str(no), Taskbook())

    def get(self, path: str) -> Any:
        """The value at a field path such as ``unit.leader.name`` or ``taskbooks.2.goals``.

        A task book that was not begun reads as an empty one. Raises LookupError for a path that
        no application has.
        """
        node: Any = self
        for step in path.split("."):
            node = _child(node, step)
        return node

    def set(self, path: str, value: object) -> Self:
        """This application with ``value`` at ``path``; the rest is shared with the old one.

        Raises LookupError for a path that no application has and pydantic.ValidationError for a
        value of another type.
        """
        changed: Self = _replaced(self, path.split("."), value)
        return changed

    def text(self, path: str) -> str:
        """What stands at a field path, as text: all texts of a section with tables and figures."""
        value = self.get(path)
        return section_text(value) if isinstance(value, tuple) else str(value)

    def figures(self) -> Iterator[tuple[str, SectionFigure]]:
        """Every figure of the task books with the path of its item."""
        for key, book in self.taskbooks.items():
            for name, section in book:
                for at, figure in figures_of(section):
                    yield f"taskbooks.{key}.{name}.{at}", figure

    def file_fields(self) -> Iterator[tuple[str, str]]:
        """Each place that names a file, its path with the name: the figures', then the evidence."""
        for path, figure in self.figures():
            yield f"{path}.file", figure.file
        for at, entry in enumerate(self.evidence):
            yield f"evidence.{at}.file", entry.file

    def files(self) -> tuple[str, ...]:
        """The names of all files that belong to it, each once."""
        return tuple(dict.fromkeys(file for _, file in self.file_fields() if file.strip()))

    def with_files(self, names: Mapping[str, str], within: str = "") -> Self:
        """This application with files named anew: those that ``names`` knows, at ``within``."""
        changed = self
        for path, file in self.file_fields():
            if file in names and f"{path}.".startswith(f"{within}." if within else ""):
                changed = changed.set(path, names[file])
        return changed

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the application with its field path, in the paper's order."""
        yield from texts_below(self, "")

    def to_json(self) -> str:
        """Plain JSON (docs/developer/interface.md), ending with a line feed."""
        return self.model_dump_json(indent=2, ensure_ascii=False) + "\n"


def _child(node: Any, step: str) -> Any:
    node = content_of(node)
    if isinstance(node, dict):
        return node[step] if step in node else Taskbook() if _is_number(step) else _no_such(step)
    if isinstance(node, tuple):
        return node[int(step)] if _is_number(step) else _no_such(step)
    if isinstance(node, BaseModel) and step in type(node).model_fields:
        return getattr(node, step)
    return _no_such(step)


def _is_number(step: str) -> bool:
    # "²" is a digit too, and int() takes neither that nor thousands of digits.
    return step.isascii() and step.isdigit() and len(step) < 10


def _by_number(entry: tuple[str, object]) -> tuple[int, str]:
    """The order of the task books; a key that is no number, which a file may have, comes last."""
    key = entry[0]
    return (int(key), "") if _is_number(key) else (sys.maxsize, key)


def _no_such(step: str) -> Any:
    raise LookupError(f"an application has no field {step}")


def _replaced(node: Any, steps: list[str], value: object) -> Any:
    if not steps:
        return value
    if isinstance(node, TableItem | FigureItem):
        return with_content(node, _replaced(content_of(node), steps, value))
    step, *rest = steps
    new = _replaced(_child(node, step), rest, value)
    if isinstance(node, dict):
        return dict(sorted({**node, step: new}.items(), key=_by_number))
    if isinstance(node, tuple):
        at = int(step)
        return (*node[:at], new, *node[at + 1 :])
    return type(node).model_validate({**dict(node), step: new})


def texts_below(node: object, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a part of an application with its path; ``path`` is that of the part."""
    if isinstance(node, str):
        yield path, node
        return
    node = content_of(node)
    children: Iterator[tuple[object, object]] = iter(())
    if isinstance(node, BaseModel):
        children = iter(node)
    elif isinstance(node, dict):
        children = iter(node.items())
    elif isinstance(node, tuple):
        children = iter(enumerate(node))
    for step, child in children:
        below = f"{path}.{step}" if path else str(step)
        if isinstance(child, str):  # most are, and a call for each takes longest
            yield below, child
        else:
            yield from texts_below(child, below)
