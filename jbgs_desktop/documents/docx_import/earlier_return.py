"""What was taken from a colleague before: the version from which what comes next went on.

Held against what was given out, a second return would show again all that was decided before.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from jbgs_desktop.documents.docx_import.model import RecognisedForm
from jbgs_desktop.documents.docx_import.taken_figures import with_files
from jbgs_desktop.forms.section import SectionValue, one_way, section_text
from jbgs_desktop.forms.section_pieces import paragraphs_of

_EARLIER = "earlier"  # the folder part of the names of its pictures, which no draft has
_LONGEST = 4000  # characters that are compared one by one


@dataclass(frozen=True, slots=True)
class EarlierReturn:
    """The sections of a Word file that came back before, and its pictures by their names."""

    values: Mapping[str, SectionValue]
    pictures: Mapping[str, bytes]


def earlier_return(form: RecognisedForm, number: int) -> EarlierReturn:
    """What ``form`` holds; no other one has its ``number``."""
    names = {part: f"{_EARLIER}/{number}/{part}" for part in form.pictures}
    values = {
        path: with_files(value, names)
        for path, value in form.values.items()
        if path.startswith("taskbooks.")
    }
    return EarlierReturn(values, {names[part]: data for part, data in form.pictures.items()})


def is_earlier(file: str) -> bool:
    """Whether a picture is one of an earlier return."""
    return file.startswith(f"{_EARLIER}/")


def goes_on(there: SectionValue, earlier: SectionValue, given: SectionValue) -> bool:
    """Whether ``there`` was written on from ``earlier``, and not anew from what was ``given``.

    Where a colleague handed the file on, two of them come back; what the second one does not have
    was not taken out by anybody. It tells by which of the two versions it has more of.
    """
    now, before, first = (_texts(each) for each in (there, earlier, given))
    own, older = before - first, first - before
    kept, fallen_back = len(own & now), len(older & now)
    if kept != fallen_back:
        return kept > fallen_back
    new = now - before - first
    return not (own or older) or _likeness(new, own) > _likeness(new, older)


def _texts(section: SectionValue) -> set[str]:
    """Each piece as it reads on paper."""
    return {section_text(one_way([piece])).strip() for piece in paragraphs_of(section)}


def _likeness(texts: Set[str], others: Set[str]) -> float:
    first, second = ("\n".join(sorted(each))[:_LONGEST] for each in (texts, others))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
