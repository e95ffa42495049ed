"""All that a person sees before anything of Word files is taken over; nothing is changed by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from jbgs_desktop.documents.docx_import.field_states import FieldComparison, FieldState
from jbgs_desktop.documents.docx_import.file_owner import FileOwner
from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.own_form import in_own_form
from jbgs_desktop.documents.docx_import.taken_figures import TakenFiles, with_files
from jbgs_desktop.documents.docx_import.word_files import ReadableFiles, losses_for
from jbgs_desktop.documents.docx_reader.model import Loss
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.fields import describe

_WAITING = "word"  # the folder part of the name of a picture that no draft has yet


@dataclass(frozen=True, slots=True)
class WordField:
    """A field on both sides. ``base`` is what went out, None where that is not kept.

    ``number`` is that of its file, ``others`` have it as other files do.
    """

    path: str
    state: FieldState
    here: Any
    there: Any
    base: Any = None
    number: int = 0
    others: tuple["WordField", ...] = ()


@dataclass(frozen=True, slots=True)
class WordContents:
    """What ``files`` hold, and what of them cannot be carried over.

    ``pictures`` are those that no draft has yet, by the names under which ``fields`` have them;
    ``problems`` are sentences on files that could not be read; ``foreign`` are the numbers of those
    of another application, with whose it is.
    """

    files: tuple[Path, ...]
    form: RecognisedForm
    fields: tuple[WordField, ...]
    losses: tuple[Loss, ...]
    pictures: Mapping[str, bytes]
    problems: tuple[str, ...] = ()
    foreign: Mapping[int, FileOwner] = field(default_factory=dict)

    def counting(self, numbers: Mapping[str, int]) -> "WordContents":
        """The same, where fields count as they are in the files of these ``numbers``."""
        form = replace(self.form, sources={**self.form.sources, **numbers})
        return replace(self, form=form)


def hold_word_files(
    read: ReadableFiles,
    here: Application,
    open_here: Callable[[str], BinaryIO | None],
    bases: Mapping[str, Application],
    waiting: str = _WAITING,
) -> WordContents:
    """What was ``read``, held against the application ``here``.

    ``open_here`` opens the pictures of ``here`` and of the ``bases``, the versions from which both
    sides began by the paths of fields. Pictures get names in the folder ``waiting``. Takes
    seconds. Raises JbgsError.
    """
    form = read.form
    held = FieldComparison(form, here, open_here, bases)
    pictures: dict[str, bytes] = {}

    def keep(name: str, data: bytes) -> str:
        file = f"{waiting}/{name}"
        pictures[file] = data
        return file

    taken = TakenFiles(form.values.values(), form.pictures, keep, held.same_pictures)
    states, again = held.states(), held.renamed_earlier(taken.files)
    fields = []
    for path, value in form.values.items():
        own, base = here.get(path), held.base_of(path)
        if path.startswith("taskbooks."):
            value = taken.named(value, describe(form.call, path, form.track).name)
            if base is not None:
                base = in_own_form(with_files(base, again), [own], form.call, held.own_pictures)
            known = [own] if base is None else [own, base]
            value = in_own_form(value, known, form.call, held.own_pictures)
        fields.append(WordField(path, states[path], own, value, base, form.sources.get(path, 0)))
    losses = (*losses_for(form, here), *taken.losses)
    return WordContents(
        read.files, form, tuple(fields), losses, pictures, read.problems, held.foreign
    )


def hold_versions(
    read: ReadableFiles, hold: Callable[[ReadableFiles, str], WordContents]
) -> WordContents:
    """What ``hold`` makes of what was ``read``, with what every other file has of a field.

    ``hold`` gets the folder for the names of pictures too. Raises what it raises.
    """
    contents = hold(read, _WAITING)
    numbers = sorted({number for each in read.form.others.values() for number in each})
    others: dict[str, list[WordField]] = {}
    pictures, losses = dict(contents.pictures), list(contents.losses)
    for number in numbers:
        version = replace(read, form=replace(read.form.version_of(number), losses=()))
        held = hold(version, f"{_WAITING}{number}")
        pictures |= held.pictures
        losses += held.losses
        for each in held.fields:
            others.setdefault(each.path, []).append(each)
    fields = [replace(each, others=tuple(others.get(each.path, ()))) for each in contents.fields]
    return replace(contents, fields=tuple(fields), pictures=pictures, losses=tuple(losses))
