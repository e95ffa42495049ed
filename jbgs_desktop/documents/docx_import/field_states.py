"""What the files hold against what is here: the same, changed, or changed on both sides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, BinaryIO

from jbgs_desktop.documents.attachments.figure_picture import PictureIdentity, identify_pictures
from jbgs_desktop.documents.docx_import.earlier_return import is_earlier
from jbgs_desktop.documents.docx_import.file_owner import foreign_files
from jbgs_desktop.documents.docx_import.model import RecognisedForm, is_nothing
from jbgs_desktop.documents.docx_import.printed_width import has_same_widths
from jbgs_desktop.documents.field_identity import digest_of, digests_in, kind_of_field
from jbgs_desktop.documents.printed_value import printed_value
from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.section import FigureItem, SectionValue, one_way
from jbgs_desktop.forms.section_pieces import paragraphs_of

_Open = Callable[[str], BinaryIO | None]


class FieldState(StrEnum):
    """What becomes of a field that the files hold."""

    TAKEN = "taken"
    EMPTY = "empty"
    SAME = "same"
    KEPT = "kept"  # changed here only: to the commands the same, there is nothing to take
    BROUGHT = "brought"  # changed on both sides, but all of the file's change is here too
    CHANGED = "changed"
    CONFLICT = "conflict"

    @property
    def json_word(self) -> str:
        """The word of the commands' JSON."""
        has_nothing_new = self in (FieldState.KEPT, FieldState.BROUGHT)
        return "same" if has_nothing_new else self.value


STATE_WORDS: Mapping[FieldState, str] = MappingProxyType(
    {
        FieldState.TAKEN: "已读出",
        FieldState.EMPTY: "空着",
        FieldState.SAME: "相同",
        FieldState.KEPT: "只有这里改过，没有改",
        FieldState.BROUGHT: "文件里改的这里已经有了，没有改",
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
    form: RecognisedForm,
    here: Application,
    open_here: _Open,
    bases: Mapping[str, Application],
) -> dict[str, FieldState]:
    """The states of all fields of ``form`` against the application that is ``here``.

    ``bases`` are the versions from which both sides began, by the paths of fields, as far as they
    are kept; else the digests in the file stand in for them. ``open_here`` opens the pictures of
    all versions.
    """
    return FieldComparison(form, here, open_here, bases).states()


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


class FieldComparison:
    """Holds the files against what is ``here``, as :func:`states_against` says."""

    def __init__(
        self,
        form: RecognisedForm,
        here: Application,
        open_here: _Open,
        bases: Mapping[str, Application],
    ) -> None:
        self._form, self._application, self._call = form, here, form.call
        self._bases = bases
        values = [here.get(path) for path in form.values]
        values += [bases[path].get(path) for path in form.values if path in bases]
        files = list(dict.fromkeys(_files(values)))
        parts = list(dict.fromkeys(_files(form.values.values())))
        sources = [_read(open_here, file) for file in files]
        sources += [form.pictures.get(part, b"") for part in parts]
        found = identify_pictures(sources)  # all at once: each child takes a while to start
        self._here = _Side(_by_name(files, found[: len(files)]))
        self._there = _Side(_by_name(parts, found[len(files) :]))
        self.foreign = foreign_files(form, here, bases)
        digests = {
            path: digest
            for path, digest, _ in digests_in(form.properties)
            if form.sources.get(path) not in self.foreign  # of another application: no base
        }
        self._base = {path: digests[path] for path in form.values if path in digests}
        for path in form.values:
            if path in bases:
                self._base[path] = self._digest(path, bases[path].get(path))

    def base_of(self, path: str) -> Any:
        """The field in the version from which both sides began; None where it is not kept."""
        return self._bases[path].get(path) if path in self._bases else None

    @property
    def same_pictures(self) -> dict[str, str]:
        """The pictures of the files that are here too, by their parts."""
        by_pixels = {
            pixels: file
            for file, pixels in reversed(self._here.pixels.items())
            if not is_earlier(file)
        }
        there = self._there.pixels.items()
        return {part: by_pixels[pixels] for part, pixels in there if pixels in by_pixels}

    def renamed_earlier(self, taken: Mapping[str, str]) -> dict[str, str]:
        """The pictures of earlier returns that the files have again, by their names.

        ``taken`` are the names under which the pictures of the files are taken, by their parts.
        """
        by_pixels = {
            pixels: taken[part] for part, pixels in self._there.pixels.items() if part in taken
        }
        here = self._here.pixels.items()
        by_pixels |= {pixels: file for file, pixels in here if not is_earlier(file)}
        earlier = ((file, pixels) for file, pixels in here if is_earlier(file))
        return {file: by_pixels[pixels] for file, pixels in earlier if pixels in by_pixels}

    def states(self) -> dict[str, FieldState]:
        return {path: self._state(path, value) for path, value in self._form.values.items()}

    def _state(self, path: str, there: object) -> FieldState:
        here = self._application.get(path)
        if (is_nothing(here) and is_nothing(there)) or self._is_same(path, here, there):
            return FieldState.SAME
        base = self._base.get(path)
        if path not in self._bases and is_nothing(here):
            return FieldState.CHANGED  # whatever a digest says: nothing of here can be lost by it
        if base is None:
            return FieldState.CONFLICT
        if self._digest(path, here) == base:
            return FieldState.CHANGED
        if self._digest(path, there, self._there) == base:
            return FieldState.KEPT
        return FieldState.BROUGHT if self._has_all_of(path, there) else FieldState.CONFLICT

    def _has_all_of(self, path: str, there: object) -> bool:
        """Whether each paragraph that the file has anew is here, and none that it took out."""
        if path not in self._bases or kind_of_field(path) is not FieldKind.PROSE:
            return False
        base = self._pieces(self._bases[path].get(path), self._here)
        here, now = self._pieces(self._application.get(path), self._here), self._pieces(there)
        new, gone = now - base, base - now
        return bool(new or gone) and new <= here and not gone & here

    def _pieces(self, value: Any, side: _Side | None = None) -> set[str]:
        """Each paragraph, table and figure as it is printed."""
        pixels = (side or self._there).pixels
        return {
            printed_value(one_way([piece]), FieldKind.PROSE, self._call, pixels)
            for piece in paragraphs_of(value or "")
        }

    def _digest(self, path: str, value: object, side: _Side | None = None) -> str:
        return digest_of(self._call, path, value, (side or self._here).digests)

    def _is_same(self, path: str, here: object, there: object) -> bool:
        kind = kind_of_field(path)
        first = printed_value(here, kind, self._call, self._here.pixels)
        if first != printed_value(there, kind, self._call, self._there.pixels):
            return False
        if isinstance(here, str) or isinstance(there, str) or not path.startswith("taskbooks."):
            return True
        return has_same_widths(_as_section(here), _as_section(there), self._here.pictures)

    @property
    def own_pictures(self) -> Mapping[str, PictureIdentity]:
        """The pictures of this side by their files."""
        return self._here.pictures


def _as_section(value: object) -> SectionValue:
    return value if isinstance(value, tuple) else ""


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
