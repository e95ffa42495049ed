"""What was taken from a colleague before: the version from which what comes next went on.

Held against what was given out, a second return would show again all that was decided before.
"""

from collections.abc import Mapping, Sequence, Set
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


def earlier_return(form: RecognisedForm, file: str) -> EarlierReturn:
    """What ``form`` holds, which was read from the kept ``file``."""
    names = {part: f"{_EARLIER}/{file}/{part}" for part in form.pictures}
    values = {
        path: with_files(value, names)
        for path, value in form.values.items()
        if path.startswith("taskbooks.")
    }
    return EarlierReturn(values, {names[part]: data for part, data in form.pictures.items()})


def is_earlier(file: str) -> bool:
    """Whether a picture is one of an earlier return."""
    return file.startswith(f"{_EARLIER}/")


def nearest(there: SectionValue, versions: Sequence[SectionValue]) -> int:
    """From which of ``versions``, the oldest first, ``there`` was written on.

    A colleague who hands the file on, or goes on in an older copy, does not have what others have:
    nobody took that out. So it is the one from which it differs in the fewest places, and the older
    of two, for then more is asked.
    """
    now = _texts(there)

    def distance(number: int) -> tuple[int, float]:
        then = _texts(versions[number])
        return len(now ^ then), -_likeness(now - then, then - now)

    return min(range(len(versions)), key=distance)


def _texts(section: SectionValue) -> set[str]:
    """Each piece as it reads on paper."""
    return {section_text(one_way([piece])).strip() for piece in paragraphs_of(section)}


def _likeness(texts: Set[str], others: Set[str]) -> float:
    first, second = ("\n".join(sorted(each))[:_LONGEST] for each in (texts, others))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
