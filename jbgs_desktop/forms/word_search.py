"""Finding words in an application, and putting others in their place.

Only free text takes other words: a date, a code or the name of a file is found and left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.fields import field_of
from jbgs_desktop.forms.section import FigureItem, TableItem, content_of, with_content
from jbgs_desktop.forms.stored_form import normalise
from jbgs_desktop.forms.text.clean import HALF_WIDTH_LETTERS, clean

_FREE = {FieldKind.PROSE, FieldKind.TEXT, FieldKind.ORGANISATION, FieldKind.PERSON}
_HIDDEN = {None, FieldKind.CHOICE}  # a choice is a name from the call pack, which no page shows
_FILE = ".file"  # of a figure: no page shows its name
# A sigma at the end of a word is lowered to another letter, which is the same one here.
_SAME: dict[int, str | int] = {**HALF_WIDTH_LETTERS, ord("ς"): "σ"}


@dataclass(frozen=True, slots=True)
class SoughtWords:
    """``words`` at the field path ``within`` and below it; everywhere when that is empty.

    Unless they are sought ``exactly``, small and capital letters are the same, and so are
    full-width and half-width letters and digits.
    """

    words: str
    exactly: bool = False
    within: str = ""

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they are in ``text``, first and last + 1 character; no two overlap."""
        wanted, text = self._seen(self.words), self._seen(text)
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            yield at, at + len(wanted)
            at = text.find(wanted, at + len(wanted))

    def _seen(self, text: str) -> str:
        """``text`` as it is compared, no character longer or shorter."""
        if self.exactly:
            return text
        lowered = text.lower()
        if len(lowered) != len(text):  # a letter that has no single small one
            lowered = "".join(low if len(low := each.lower()) == 1 else each for each in text)
        return lowered.translate(_SAME)


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Where words were found: in the text at ``path``, from ``start`` to before ``end``."""

    path: str
    start: int
    end: int

    @property
    def field(self) -> str:
        return field_of(self.path)

    @property
    def is_free(self) -> bool:
        """Whether it is in free text, which takes other words."""
        return _kind(self.field) in _FREE


@dataclass(frozen=True, slots=True)
class Rewording:
    """The new value of each field in which words were replaced, and at which places."""

    changes: Mapping[str, object]
    done: Sequence[WordPlace]
    left: Sequence[WordPlace]  # found in what is no free text


def word_places(application: Application, sought: SoughtWords) -> list[WordPlace]:
    """Every place of ``sought``, in the paper's order: in cells, captions and headings too."""
    within = f"{sought.within}." if sought.within else ""
    return [
        WordPlace(path, start, end)
        for path, text in application.texts()
        if text and f"{path}.".startswith(within)
        for start, end in sought.places_in(text)
        if _is_seen(path)
    ]


def reworded(application: Application, places: Sequence[WordPlace], words: str) -> Rewording:
    """``words`` at those of ``places``, in their order, that are in free text."""
    done = [place for place in places if place.is_free]
    words = clean(words).text.replace("\n", " ").replace("\t", " ")
    texts: dict[str, str] = {}
    for path, in_text in groupby(done, lambda place: place.path):
        text, parts, end = application.get(path), [], 0
        for place in in_text:
            parts += [text[end : place.start], words]
            end = place.end
        texts[path] = "".join((*parts, text[end:]))
    changes = {}
    for field in dict.fromkeys(place.field for place in done):
        value = _with_texts(application.get(field), field, texts)
        kind = _kind(field)
        changes[field] = normalise(kind, value) if kind and isinstance(value, str) else value
    return Rewording(changes, done, [place for place in places if not place.is_free])


@lru_cache(maxsize=256)  # the many cells of a table are all of one field
def _kind(field: str) -> FieldKind | None:
    """None where the text stands on no page."""
    return field_patterns().get(pattern_of(field))


def _is_seen(path: str) -> bool:
    field = field_of(path)
    of_figure = field != path and path.endswith(_FILE)
    return _kind(field) not in _HIDDEN and not of_figure


def _with_texts(node: Any, path: str, texts: Mapping[str, str]) -> Any:
    """``node``, which stands at ``path``, with the texts that are given for paths in it."""
    if isinstance(node, str):
        return texts.get(path, node)
    if isinstance(node, TableItem | FigureItem):
        return with_content(node, _with_texts(content_of(node), path, texts))
    if isinstance(node, tuple):
        return tuple(_with_texts(each, f"{path}.{at}", texts) for at, each in enumerate(node))
    if isinstance(node, BaseModel):
        parts = {key: _with_texts(each, f"{path}.{key}", texts) for key, each in node}
        return type(node).model_validate(parts)
    return node
