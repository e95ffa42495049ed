"""The words of 单位情况 as people write them into a spreadsheet: which field a cell names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.fields import Field
from jbgs_desktop.forms.text.clean import folded

_LONGEST = 60  # characters of a label
_NUMBER = re.compile(r"^\(?[0-9一二三四五六七八九十]{1,2}[).、:]")
_MARKS = re.compile(r"[:,、*]")
_BRACKET = re.compile(r"^(.+?)\(([^()]*)\)$")
_UNIT = re.compile(r"[十百千万亿]*(?:人民币)?(?:美|欧|港|日)?元|[十百千万亿]+|人民币")
_BEHIND = re.compile(rf"^(.+?)[/·]?({_UNIT.pattern})$")
_FOR_ALL = re.compile(rf"^[(]?(?:金额)?单位:?({_UNIT.pattern})[)]?$")
_PEOPLE = {"人", "名", "个", "位"}


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """What a cell names: one of ``paths``, which its group tells apart; ``notes`` stand beside."""

    paths: tuple[str, ...]
    notes: tuple[str, ...] = ()


class UnitWords:
    """Knows the fields of 单位情况 by their labels, and the headings of their groups."""

    def __init__(self, words: FormWords) -> None:
        form = words.call.form
        self._words = words
        self.fields = {path: words.field(path) for path in form.table.fields}
        self._known: dict[str, list[str]] = {}
        for path, field in self.fields.items():
            for name in self._names(path, field):
                paths = self._known.setdefault(_key(name), [])
                if path not in paths:
                    paths.append(path)
        # Two units stand in this table too; the list of the others uses these words for them.
        codes = [path for path, field in self.fields.items() if field.kind is FieldKind.CODE]
        self._known.setdefault(_key(words.field("unit.participants.0.code").label), codes)
        self._role = _key(words.field("unit.participants.0.role").label)
        headings = [part.heading for part in form.table.parts if part.heading]
        self._groups = {_key(heading): heading for heading in headings}
        titles = (form.table.title, form.table.unit_heading)
        self._fixed = {_key(part) for title in titles for part in (title, title.split("（")[0])}

    def label(self, text: str) -> UnitLabel | None:
        """Which field ``text`` names; None for what is no label."""
        if len(text) > _LONGEST:
            return None
        key, notes = _parted(text)
        if key not in self._known and (behind := _BEHIND.match(key)):
            key, notes = behind[1], (*notes, behind[2])
        paths = self._known.get(key)
        return UnitLabel(tuple(paths), notes) if paths else None

    def group(self, text: str) -> str:
        """The heading of a group that ``text`` is; empty for none."""
        return self._groups.get(_parted(text)[0], "")

    def path(self, label: UnitLabel, group: str) -> str:
        """The one path of ``label`` below the heading ``group``; empty where that is open."""
        if len(label.paths) == 1:
            return label.paths[0]
        table = self._words.call.form.table
        ours = [path for path in label.paths if group and table.heading_of(path) == group]
        return ours[0] if len(ours) == 1 else ""

    def is_role(self, text: str) -> bool:
        """Whether ``text`` heads a column that only a list of 参与单位 has."""
        return _parted(text)[0] == self._role

    def is_fixed(self, text: str) -> bool:
        """Whether ``text`` is a title of the form itself."""
        return _key(text) in self._fixed

    def _names(self, path: str, field: Field) -> Iterator[str]:
        yield from (field.label, field.name, self._words.call.form.fields[path].label)
        yield from field.label.split("/")
        heading = self._words.call.form.table.heading_of(path)
        for at in range(1, len(heading) - 1):  # 联系人手机 for 申报联系人手机
            yield heading[at:] + field.label


def unit_for_all(text: str) -> str:
    """The unit of all amounts where ``text`` tells one, as 单位：元 does; else empty."""
    match = _FOR_ALL.match(folded(text))
    return _whole_unit(match[1]) if match else ""


def stated_unit(notes: tuple[str, ...]) -> str:
    """The unit of an amount that ``notes`` tell; empty for none."""
    units = (_whole_unit(found) for note in notes for found in _UNIT.findall(folded(note)))
    return next(filter(None, units), "")


def is_unit(text: str) -> bool:
    """Whether ``text`` is a unit and nothing else: what stands in a cell behind a figure."""
    key = folded(text).strip("()")
    return key in _PEOPLE or bool(_UNIT.fullmatch(key))


def open_notes(field: Field, notes: tuple[str, ...]) -> list[str]:
    """Those of ``notes`` that say more than a unit or a hint of the form."""
    hint = folded(field.hint)
    return [
        note
        for note in notes
        if not is_unit(note)
        and folded(note) not in hint
        and _UNIT.sub("", folded(note)).strip(":,")
    ]


def _whole_unit(unit: str) -> str:
    bare = unit.replace("人民币", "")
    return bare if bare.endswith("元") or not bare else f"{bare}元"


def _key(text: str) -> str:
    return _MARKS.sub("", folded(text))


def _parted(text: str) -> tuple[str, tuple[str, ...]]:
    """The label without its number, and what stands in brackets behind it."""
    key = _NUMBER.sub("", folded(text).strip(":*"))
    notes: list[str] = []
    while match := _BRACKET.match(key):
        key = match[1].strip(":*")
        notes.insert(0, match[2])
    return _MARKS.sub("", key), tuple(notes)
