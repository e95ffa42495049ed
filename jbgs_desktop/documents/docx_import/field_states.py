"""What the files hold against what is here: the same, changed, or changed on both sides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import BinaryIO

from jbgs_desktop.documents.attachments.figure_picture import PictureIdentity, identify_pictures
from jbgs_desktop.documents.docx_import.model import RecognisedForm, is_nothing
from jbgs_desktop.documents.field_identity import digest_of, digests_in, kind_of_field
from jbgs_desktop.documents.figure_size import figure_width
from jbgs_desktop.documents.page_geometry import TYPE_WIDTH
from jbgs_desktop.documents.printed_value import printed_value
from jbgs_desktop.documents.section_blocks import printed_widths
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.section import (
    NARROWEST,
    FigureItem,
    SectionFigure,
    SectionTable,
    SectionValue,
    TableItem,
    items_of,
)

_NEAR = 0.02  # of the text's width: widths that differ by less are the same
_Open = Callable[[str], BinaryIO | None]


class FieldState(StrEnum):
    """What becomes of a field that the files hold."""

    TAKEN = "taken"
    EMPTY = "empty"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


STATE_WORDS: Mapping[FieldState, str] = MappingProxyType(
    {
        FieldState.TAKEN: "已读出",
        FieldState.EMPTY: "空着",
        FieldState.SAME: "相同",
        FieldState.CHANGED: "已改成文件里的",
        FieldState.CONFLICT: "两边不同，没有改",
    }
)


def states_alone(form: RecognisedForm) -> dict[str, FieldState]:
    """The states where there is nothing to hold the files against."""
    return {
        path: FieldState.EMPTY if is_nothing(value) else FieldState.TAKEN
        for path, value in form.values.items()
    }


def states_against(
    form: RecognisedForm, here: Application, open_here: _Open, base: Application | None
) -> dict[str, FieldState]:
    """The states of all fields of ``form`` against the application that is ``here``.

    ``base`` is the version that went out, where it is kept; else the digests in the file stand in
    for it. ``open_here`` opens the pictures of both versions.
    """
    return _Comparison(form, here, open_here, base).states()


@dataclass(frozen=True, slots=True)
class _Side:
    """One version's pictures by the names of their files."""

    pictures: Mapping[str, PictureIdentity]

    @property
    def pixels(self) -> dict[str, str]:
        return {file: each.pixels for file, each in self.pictures.items()}

    @property
    def digests(self) -> dict[str, str]:
        return {file: each.digest for file, each in self.pictures.items()}


class _Comparison:
    def __init__(
        self, form: RecognisedForm, here: Application, open_here: _Open, base: Application | None
    ) -> None:
        self._form, self._application, self._call = form, here, form.call
        values = [here.get(path) for path in form.values]
        values += [base.get(path) for path in form.values] if base else []
        files = list(dict.fromkeys(_files(values)))
        parts = list(dict.fromkeys(_files(form.values.values())))
        sources = [_read(open_here, file) for file in files]
        sources += [form.pictures.get(part, b"") for part in parts]
        found = identify_pictures(sources)  # all at once: each child takes a while to start
        self._here = _Side(_by_name(files, found[: len(files)]))
        self._there = _Side(_by_name(parts, found[len(files) :]))
        told = {path: digest for path, digest, _ in digests_in(form.properties)}
        kept = {path: self._digest(path, base.get(path)) for path in form.values} if base else {}
        self._base = kept or told

    def states(self) -> dict[str, FieldState]:
        return {path: self._state(path, value) for path, value in self._form.values.items()}

    def _state(self, path: str, there: object) -> FieldState:
        here = self._application.get(path)
        if (is_nothing(here) and is_nothing(there)) or self._is_same(path, here, there):
            return FieldState.SAME
        base = self._base.get(path)
        if base is None:
            return FieldState.CHANGED if is_nothing(here) else FieldState.CONFLICT
        if self._digest(path, here) == base:
            return FieldState.CHANGED
        is_untouched = self._digest(path, there, self._there) == base
        return FieldState.SAME if is_untouched else FieldState.CONFLICT

    def _digest(self, path: str, value: object, side: _Side | None = None) -> str:
        return digest_of(self._call, path, value, (side or self._here).digests)

    def _is_same(self, path: str, here: object, there: object) -> bool:
        kind = kind_of_field(path)
        first = printed_value(here, kind, self._call, self._here.pixels)
        if first != printed_value(there, kind, self._call, self._there.pixels):
            return False
        if isinstance(here, str) or isinstance(there, str) or not path.startswith("taskbooks."):
            return True
        return self._has_same_sizes(_as_section(here), _as_section(there))

    def _has_same_sizes(self, here: SectionValue, there: SectionValue) -> bool:
        pairs = zip(_sized(here), _sized(there), strict=False)
        return all(self._is_as_wide(first, second) for first, second in pairs)

    def _is_as_wide(
        self, here: SectionTable | SectionFigure, there: SectionTable | SectionFigure
    ) -> bool:
        if isinstance(here, SectionTable) and isinstance(there, SectionTable):
            return _are_near(_shares(here), _shares(there))
        if isinstance(here, SectionFigure) and isinstance(there, SectionFigure):
            wide = float(here.width)
            if known := self._here.pictures.get(here.file):
                ratio = known.height / known.width
                wide = figure_width(wide, ratio, f"图1　{here.caption}") / TYPE_WIDTH
            return _are_near([max(wide, NARROWEST)], [float(there.width)])
        return False


def _as_section(value: object) -> SectionValue:
    return value if isinstance(value, tuple) else ""


def _sized(section: SectionValue) -> list[SectionTable | SectionFigure]:
    return [
        item.table if isinstance(item, TableItem) else item.figure
        for item in items_of(section)
        if isinstance(item, TableItem | FigureItem)
    ]


def _shares(table: SectionTable) -> list[float]:
    widths = printed_widths(table, max(1, table.column_count))
    return [width / sum(widths) for width in widths]


def _are_near(first: list[float], second: list[float]) -> bool:
    pairs = zip(first, second, strict=True)
    return len(first) == len(second) and all(abs(a - b) <= _NEAR for a, b in pairs)


def _files(values: Iterable[object]) -> list[str]:
    sections = (value for value in values if isinstance(value, tuple))
    return [
        item.figure.file for section in sections for item in section if isinstance(item, FigureItem)
    ]


def _read(open_here: _Open, file: str) -> bytes:
    stream = open_here(file)
    if stream is None:
        return b""
    with stream:
        return stream.read()


def _by_name(
    names: Sequence[str], found: Sequence[PictureIdentity | None]
) -> dict[str, PictureIdentity]:
    return {name: each for name, each in zip(names, found, strict=True) if each}
