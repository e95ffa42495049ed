"""What was written into a field of one line, a cell or a line of the form."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jbgs_desktop.documents.docx_import.ticks import ticked, without_marks
from jbgs_desktop.documents.hand_out import direction_lines
from jbgs_desktop.documents.printed_form import lines_of, one_line
from jbgs_desktop.forms.application import FieldKind, Participant
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import Field, describe
from jbgs_desktop.forms.stored_form import normalise
from jbgs_desktop.forms.text.clean import folded

_BLANK_ENDS = re.compile(r"^[_＿\s]+|[_＿\s]+$")
_EMPTY_DATE = re.compile(r"年?\s*月?\s*日?")
_NUMBERED = re.compile(r"^\s*[（(]?\d{1,2}(?:[.．、）)])\s*")
_BETWEEN = re.compile(r"[\n；;]")
_COLON = "[:：]"


@dataclass(frozen=True, slots=True)
class FormWords:
    """A call seen as the printed words of one of its tracks."""

    call: Call
    track: str

    def field(self, path: str) -> Field:
        return describe(self.call, path, self.track)

    def value(self, path: str, text: str) -> Any:
        """What ``text``, which stands in the place of the field, says; "" for nothing.

        The other text of a choice is not told here, see :meth:`specified`.
        """
        field = self.field(path)
        text = "\n".join(without_hints(text, field.text.hint))
        match field.kind:
            case FieldKind.PROSE:
                return "\n".join(lines_of(text))
            case FieldKind.CHOICE:
                return self._choice(field, text)
            case FieldKind.YES_NO:
                chosen = self._chosen(field, text)
                return chosen[0] if len(chosen) == 1 else None
            case FieldKind.LIST:
                is_people = path.endswith("participants")
                return self._participants(text) if is_people else self.directions(text)
        line = _BLANK_ENDS.sub("", one_line(text))
        if field.kind is FieldKind.DATE and _EMPTY_DATE.fullmatch(line):
            return ""
        return normalise(field.kind, line, field.unit)

    def specified(self, path: str, text: str) -> str:
        """What stands behind the last choice, which asks for it."""
        last = self.field(path).text.specified
        if last is None:
            return ""
        parts = re.split(_label(last.label), text, maxsplit=1)
        rest = re.sub(rf"^[（(]\s*请注明\s*[）)]\s*{_COLON}?|^{_COLON}", "", parts[-1].strip())
        return _BLANK_ENDS.sub("", one_line(without_marks(rest))) if len(parts) > 1 else ""

    def direction_words(self, path: str) -> set[str]:
        """What a part given out tells of the direction of the field, folded."""
        track = self.call.track(self.track)
        no = path.split(".")[1]
        chosen = [each for each in track.directions if str(each.no) == no] if track else []
        return {folded(line) for each in chosen for line in direction_lines(self.call, each)}

    def directions(self, text: str) -> tuple[int, ...]:
        """The directions that are ticked, or named where there are no boxes."""
        track = self.call.track(self.track)
        if track is None:
            return ()
        printed = self.call.form.table.direction
        as_printed = [_number_label(printed, each.no) for each in track.directions]
        by_number = [rf"方向\s*{each.no}(?!\d)" for each in track.directions]
        by_title = [re.escape(each.plain_title) for each in track.directions]
        for labels in (as_printed, by_number, by_title):
            if any(re.search(label, text) for label in labels):
                return tuple(track.directions[at].no for at in sorted(ticked(text, labels)))
        return ()

    def _choice(self, field: Field, text: str) -> str:
        chosen = self._chosen(field, text)
        last = field.text.specified
        if last and not chosen and self.specified(field.path, text):
            return str(last.value)
        return str(chosen[0]) if len(chosen) == 1 else ""

    def _chosen(self, field: Field, text: str) -> list[str | bool]:
        labels = [_label(choice.label) for choice in field.choices]
        found = ticked(text, labels)
        last = field.text.specified
        if last and len(found) > 1:
            found -= {len(field.choices) - 1}
        return [field.choices[at].value for at in sorted(found)]

    def _participants(self, text: str) -> tuple[Participant, ...]:
        lines = (each.strip() for each in _BETWEEN.split(text))
        return tuple(
            self._participant(line) for line in lines if line and not self.call.says_none(line)
        )

    def _participant(self, line: str) -> Participant:
        pattern = "unit.participants.0"
        role_label = re.escape(self.field(f"{pattern}.role").label)
        code_label = re.escape(self.field(f"{pattern}.code").label)
        line = _NUMBERED.sub("", line)
        line, _, role = _parted(line, rf"[，,]\s*{role_label}\s*{_COLON}")
        code = re.search(
            rf"[（(]\s*(?:{code_label}\s*{_COLON})?\s*([0-9A-Za-z-]{{9,20}})\s*[）)]", line
        )
        name = line.replace(code[0], "") if code else line
        kinds = {"name": FieldKind.ORGANISATION, "code": FieldKind.CODE, "role": FieldKind.TEXT}
        values = {"name": name, "code": code[1] if code else "", "role": role}
        return Participant(**{key: normalise(kinds[key], text) for key, text in values.items()})


def without_hints(text: str, hints: Iterable[str]) -> Iterator[str]:
    """The lines of ``text`` without the form's hints, also where somebody wrote on behind one."""
    known = [folded(hint) for hint in hints]
    for line in text.split("\n"):
        rest = line
        for hint in known:
            if hint and folded(line).startswith(hint):
                rest = _behind(line, len(hint))
                break
        if rest.strip() or not line.strip():
            yield rest


def behind_label(text: str, label: str) -> str | None:
    """What stands behind ``label`` and its colon at the beginning of ``text``; None without it."""
    wanted = folded(label).rstrip(":")
    if not folded(text).startswith(wanted):
        return None
    rest = _behind(text, len(wanted)).lstrip()
    return rest[1:] if rest[:1] in (":", "：") else None


def _behind(text: str, count: int) -> str:
    """``text`` behind so many of its folded characters."""
    at = 0
    while at < len(text) and count > 0:
        count -= len(folded(text[at]))
        at += 1
    return text[at:]


def _parted(text: str, pattern: str) -> tuple[str, str, str]:
    found = re.search(pattern, text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _number_label(printed: str, no: int) -> str:
    """A pattern for the words before a direction's title where its box is; of none, for nothing."""
    head = printed.partition("{title}")[0].strip().rstrip(":：")
    before, found, behind = head.partition("{no}")
    if not found or not (before or behind):  # a bare number may stand anywhere
        return r"(?!)"
    return rf"{_spread(before)}\s*(?<!\d){no}(?!\d)\s*{_spread(behind)}"


def _spread(words: str) -> str:
    return r"\s*".join(re.escape(each) for each in words if not each.isspace())


def _label(label: str) -> str:
    """A pattern for the words of a choice, whatever was done to what is in its brackets."""
    words = re.split(r"[（(:：]", label)[0].strip()
    return r"\s*".join(map(re.escape, words))
