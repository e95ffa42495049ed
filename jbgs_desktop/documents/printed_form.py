"""One application seen as the paper of its call: which texts to print, and values as printed.

Three decisions about the paper are taken here and nowhere else:

* The form's hints are printed in the blank and in the filled copy alike, with the field's text
  after them, because the text of the form may not be altered.
* A form without the unit's name is the blank form. Only there a list without entries stays empty;
  in every other copy the call's empty marker (无) is printed, because 须知二 forbids empty fields.
* Directions are printed in the notice's order, whatever the order in which they were chosen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jbgs_desktop.documents.blocks import Align, Indent, Paragraph, Role, Text
from jbgs_desktop.errors import DocumentError
from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.calls.call import Call, Direction, Track
from jbgs_desktop.forms.fields import Field, describe
from jbgs_desktop.forms.text.clean import iso_day, printable, printed_date
from jbgs_desktop.forms.text.scripts import script_runs

_TABS = re.compile(r"\t+")
_BLANKS = re.compile(r"\s+")
_WIDE_BLANK = "\u3000"  # a tab separates columns of a pasted table; a paragraph has none


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """An application with the texts of its call."""

    application: Application
    call: Call
    track: Track

    @classmethod
    def of(cls, application: Application, call: Call) -> "PrintedForm":
        """The paper of ``application``. Raises DocumentError while it has no track of the call."""
        track = call.track(application.track)
        if track is None:
            raise DocumentError(
                f"无法生成申报材料：还没有选定{call.track_word}，不知道该用哪一份表格。"
                f"请先选择{call.track_word}，再生成。"
            )
        return cls(application, call, track)

    @property
    def blank(self) -> bool:
        """Whether this is the blank form."""
        return not self.application.unit.name.strip()

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The chosen directions that the track has."""
        chosen = set(self.application.directions)
        return tuple(direction for direction in self.track.directions if direction.no in chosen)

    def named(self, template: str, direction: Direction) -> str:
        """A direction as a text of the form writes it."""
        return template.format(track=self.track.name, no=direction.no, title=direction.title)

    def field(self, path: str) -> Field:
        return describe(self.call, path, self.track.id)

    def value(self, path: str) -> str:
        """The field's value as it is printed on one line; empty while there is none."""
        value = self.application.get(path)
        match self.field(path).kind:
            case FieldKind.CHOICE | FieldKind.YES_NO:
                return self._choices(path).get(value, "")
            case FieldKind.DATE:
                day = iso_day(one_line(value))
                return printed_date(day) if day else one_line(value)
        return one_line(value)

    def _choices(self, path: str) -> dict[str | bool | int, str]:
        form = self.call.form
        if path.startswith("evidence."):
            return {item.no: f"{item.no}. {item.short}" for item in form.evidence.items}
        return {choice.value: choice.word for choice in self.field(path).choices}

    def text(self, path: str, *, underlined: bool = False) -> Text:
        """The field's value as a piece of a line."""
        return Text(self.value(path), path, underlined)

    def value_line(self, path: str, align: Align = Align.START) -> tuple[Paragraph, ...]:
        """The field's value as one paragraph, none while it is empty."""
        text = self.text(path)
        return (Paragraph((text,), align=align),) if text.text else ()

    def hints(self, path: str, indent: Indent = Indent.NONE) -> tuple[Paragraph, ...]:
        """The form's hints on the field, the last held on the page of the text below it."""
        hints = self.field(path).text.hint
        return tuple(
            Paragraph((Text(hint),), Role.HINT, indent=indent, keep=number == len(hints))
            for number, hint in enumerate(hints, start=1)
        )

    def prose(self, path: str) -> tuple[Paragraph, ...]:
        """The field's text with a paragraph for each line."""
        return self.paragraphs(self.application.get(path), path)

    def paragraphs(self, text: str, path: str) -> tuple[Paragraph, ...]:
        """``text``, which is the field's or a part of it, with a paragraph for each line."""
        return tuple(
            Paragraph(self.pieces(line, path), indent=Indent.FIRST_LINE) for line in lines_of(text)
        )

    def pieces(self, line: str, path: str) -> tuple[Text, ...]:
        """``line`` with raised and lowered characters as ordinary ones that are told so.

        An application without tables and figures keeps the font's own raised characters, so that
        its paper stays the one that earlier programs made.
        """
        if not self._has_rich_sections:
            return (Text(line, path),)
        return tuple(Text(run, path, script=script) for script, run in script_runs(line))

    @property
    def _has_rich_sections(self) -> bool:
        books = self.application.taskbooks.values()
        return any(not isinstance(section, str) for book in books for _, section in book)


def one_line(text: str) -> str:
    """``text`` without what cannot be printed, its blanks and line ends as single blanks."""
    return _BLANKS.sub(" ", printable(text).text).strip()


def lines_of(prose: str) -> Iterator[str]:
    """The lines of ``prose`` that say something, without the blanks that set them in."""
    for line in printable(prose).text.split("\n"):
        if line := _TABS.sub(_WIDE_BLANK, line.strip()):
            yield line
