"""All that a person sees before anything of Word files is taken over; nothing is changed by it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from jbgs_desktop.documents.docx_import.field_states import FieldComparison, FieldState
from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.own_form import in_own_form
from jbgs_desktop.documents.docx_import.taken_figures import TakenFiles
from jbgs_desktop.documents.docx_import.word_files import ReadableFiles, losses_for
from jbgs_desktop.documents.docx_reader.model import Loss
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.fields import describe
from jbgs_desktop.forms.section import FigureItem, SectionValue

_WAITING = "word"  # the folder part of the name of a picture that no draft has yet


@dataclass(frozen=True, slots=True)
class WordField:
    """A field on both sides. ``base`` is what went out, None where that is not kept."""

    path: str
    state: FieldState
    here: Any
    there: Any
    base: Any = None


@dataclass(frozen=True, slots=True)
class WordContents:
    """What ``files`` hold, and what of them cannot be carried over.

    ``pictures`` are those that no draft has yet, by the names under which ``fields`` have them;
    ``problems`` are sentences on files that could not be read.
    """

    files: tuple[Path, ...]
    form: RecognisedForm
    fields: tuple[WordField, ...]
    losses: tuple[Loss, ...]
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()


def hold_word_files(
    read: ReadableFiles,
    here: Application,
    open_here: Callable[[str], BinaryIO | None],
    versions: Mapping[str, Application],
) -> WordContents:
    """What was ``read``, held against the application ``here``.

    ``open_here`` opens the pictures of ``here`` and of the ``versions`` that went out, which are
    given by their tokens. Takes seconds. Raises JbgsError.
    """
    form = read.form
    held = FieldComparison(form, here, open_here, versions)
    pictures: dict[str, bytes] = {}

    def keep(name: str, data: bytes) -> str:
        file = f"{_WAITING}/{name}"
        pictures[file] = data
        return file

    taken = TakenFiles(form.values.values(), form.pictures, keep, held.same_pictures)
    states = held.states()
    fields = []
    for path, value in form.values.items():
        version, own = held.version_of(path), here.get(path)
        base = version.get(path) if version else None
        if path.startswith("taskbooks."):
            value = taken.named(value, describe(form.call, path, form.track).name)
            known = [own] if base is None else [own, base]
            value = in_own_form(value, known, form.call, held.own_pictures)
        fields.append(WordField(path, states[path], own, value, base))
    losses = (*losses_for(form, here), *taken.losses)
    return WordContents(read.files, form, tuple(fields), losses, pictures, read.problems)


def waiting_pictures(values: Sequence[Any]) -> Iterator[str]:
    """The pictures in ``values`` that no draft has yet."""
    sections = (value for value in values if isinstance(value, tuple))
    items = (item for section in sections for item in section if isinstance(item, FigureItem))
    files = (item.figure.file for item in items)
    yield from dict.fromkeys(file for file in files if file.startswith(f"{_WAITING}/"))


def with_files(section: SectionValue, files: Mapping[str, str]) -> SectionValue:
    """``section`` with the pictures that are now kept under the names ``files``."""
    if isinstance(section, str):
        return section
    return tuple(_with_file(item, files) for item in section)


def _with_file(item: Any, files: Mapping[str, str]) -> Any:
    if not isinstance(item, FigureItem) or item.figure.file not in files:
        return item
    return FigureItem(figure=item.figure.model_copy(update={"file": files[item.figure.file]}))
