"""After a table or figure was put in, moved or deleted: an offer to have 见表2 follow it."""

from collections.abc import Callable, Iterator, Mapping

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.number_mentions import (
    Renumbering,
    mentioning_lines,
    number_mentions,
    renamed,
    renumbering,
    then,
    with_new_numbers,
)
from jbgs_desktop.ui.widgets.display_text import field_name
from jbgs_desktop.ui.widgets.messages import Way
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.short_words import first_words

_MOST_SEEN = 50  # values of the application that undo may come back to
_MOST_NAMED = 3
_STEPS_TO_SECTION = 3  # taskbooks.2.goals


class NumberOffer:
    """Speaks through ``offer`` of the task book of direction ``no``, and takes it back.

    What a line of the text speaks of is known by the line as it was when the numbers moved; what
    is written later means the new numbers.
    """

    def __init__(self, session: Session, no: int, offer: Callable[..., None]) -> None:
        self._session, self._no, self._offer = session, no, offer
        self._path = f"taskbooks.{no}"
        self._names: Mapping[str, Renumbering] = {}  # by line
        self._last = self._before = session.value
        self._seen: list[tuple[Application, Mapping[str, Renumbering]]] = []

    def on_changed(self) -> None:
        """The application is another: after an undo the offer is what it was then."""
        self._before, self._last = self._last, self._session.value
        for value, names in self._seen:
            if value is self._last:
                self._show(names)
                return

    def on_restructured(self) -> None:
        """The last change put in, moved or took away parts of a section."""
        before, after = (each.taskbook(self._no) for each in (self._before, self._last))
        step = renumbering(before, after, self._session.call.form.taskbook.sections)
        self._remember(self._before)
        if all(old == new for old, new in step.items()):
            return
        names = {
            line: then(self._names.get(line, _same(step)), step)
            for _, line in mentioning_lines(before, self._path)
        }
        for _, line in mentioning_lines(after, self._path):
            if line not in names:  # a half of a line that was parted, or two that were joined
                whole = next((each for each in names if each in line or line in each), None)
                names |= {line: names[whole]} if whole is not None else {}
        self._names = names
        self._remember(self._last)
        self._show(self._names)

    def _remember(self, value: Application) -> None:
        self._seen = [(value, self._names), *self._seen[: _MOST_SEEN - 1]]

    def _show(self, names: Mapping[str, Renumbering]) -> None:
        self._names = names
        moved: dict[str, str] = {}
        gone: dict[str, list[str]] = {}
        number = 0
        for place, line, name, new in self._mentions():
            if new is None:
                gone.setdefault(name, []).append(f"{self._section(place)}“{first_words(line)}”")
            elif new != name:
                moved[name] = new
                number += 1
        sentences = [_moved(dict(sorted(moved.items(), key=_order)), number)] if moved else []
        sentences += [_gone(name, places) for name, places in gone.items()]
        ways = (Way("一并改", self._follow), Way("不用改", self._drop))
        self._offer("".join(sentences), *(ways if moved else [Way("知道了", self._drop)]))

    def _mentions(self) -> Iterator[tuple[str, str, str, str | None]]:
        book = self._last.taskbook(self._no)
        for place, line in mentioning_lines(book, self._path):
            names = self._names.get(line, {})
            for mention in number_mentions(line):
                if mention.name in names:
                    yield place, line, mention.name, names[mention.name]

    def _section(self, place: str) -> str:
        return field_name(self._session, ".".join(place.split(".")[:_STEPS_TO_SECTION]))

    def _follow(self) -> None:
        """Change all mentions; one undo takes that back, and the offer is there again."""
        value, names = self._session.value, self._names
        changed = value
        for path, text in with_new_numbers(value.taskbook(self._no), self._path, names).items():
            changed = changed.set(path, text)
        self._remember(value)
        sections = (f"{self._path}.{each}" for each in self._session.call.form.taskbook.sections)
        self._session.set_all({path: changed.get(path) for path in sections})
        # What speaks of something that is gone is still to be written anew.
        self._show({renamed(line, each): _only_gone(each) for line, each in names.items()})

    def _drop(self) -> None:
        self._show({})


def _same(names: Renumbering) -> Renumbering:
    return {name: name for name in names}


def _only_gone(names: Renumbering) -> Renumbering:
    return {name: new for name, new in names.items() if new is None}


def _order(pair: tuple[str, str]) -> tuple[str, int]:
    return pair[0][0], int(pair[0][1:])


def _moved(moved: Mapping[str, str], number: int) -> str:
    pairs = [f"{old}现在是{new}" for old, new in moved.items()]
    more = f"等{len(pairs)}个编号变了" if len(pairs) > _MOST_NAMED else ""
    return f"{'，'.join(pairs[:_MOST_NAMED])}{more}，正文有{number}处提到。"


def _gone(name: str, places: list[str]) -> str:
    return f"{name}已经删除，正文还有{len(places)}处提到：{'；'.join(places[:_MOST_NAMED])}。"
