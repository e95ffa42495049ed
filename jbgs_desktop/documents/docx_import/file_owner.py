"""Whose application a Word file is of: another unit's file is told before anything is taken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.text.clean import folded


@dataclass(frozen=True, slots=True)
class FileOwner:
    """The unit that a file names, and the directions of which it has something."""

    unit: str
    code: str
    directions: tuple[int, ...]


def foreign_files(
    form: RecognisedForm, here: Application, known: Collection[str]
) -> dict[int, FileOwner]:
    """The files, by their numbers, that are of another application than the one that is ``here``.

    The call and the track are the same for all that is read together, so the unit tells it. A file
    of which a field is among the ``known`` went out from here, whatever the unit is called now.
    Where one side names no unit nothing is known, and the file counts as ours.
    """
    ours = {form.sources[path] for path in known if path in form.sources}
    unit = here.unit
    owners = {number: _owner(form, number) for number in {*form.sources.values()} - ours}
    return {
        number: owner
        for number, owner in owners.items()
        if _is_other(owner, FileOwner(unit.name, unit.code, ()))
    }


def _owner(form: RecognisedForm, number: int) -> FileOwner:
    own = {path: form.values[path] for path, source in form.sources.items() if source == number}
    name, code = form.units[number]
    if not name and not code:  # a file of an earlier version, or one that is not ours at all
        name, code = (str(own.get(path) or "") for path in ("unit.name", "unit.code"))
    books = {int(path.split(".")[1]) for path in own if path.startswith("taskbooks.")}
    directions = own.get("directions") or sorted(books)
    return FileOwner(name, code, tuple(directions))


def _is_other(one: FileOwner, other: FileOwner) -> bool:
    """Whether nothing that both tell of the unit is the same."""
    pairs = [(folded(one.unit), folded(other.unit)), (folded(one.code), folded(other.code))]
    same = [first == second for first, second in pairs if first and second]
    return bool(same) and not any(same)


def foreign_words(name: str, owner: FileOwner, here: Application) -> str:
    """What is told of the file ``name``, which is of another application than ``here``."""
    theirs = _described(owner.unit or owner.code, owner.directions)
    ours = _described(here.unit.name or here.unit.code, here.directions)
    return f"“{name}”属于另一份申报（{theirs}），不是这份申报（{ours}）导出的。"


def _described(unit: str, directions: Sequence[int]) -> str:
    numbers = "、".join(str(no) for no in directions)
    return f"{unit}，方向{numbers}" if numbers else unit
