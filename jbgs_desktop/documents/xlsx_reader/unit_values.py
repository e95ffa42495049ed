"""What was written beside the labels of 单位情况: the value, or why it is not taken."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from jbgs_desktop.documents.docx_import.field_values import FormWords
from jbgs_desktop.documents.docx_import.ticks import without_marks
from jbgs_desktop.documents.xlsx_reader.sheet_model import CellDoubt, SheetCell
from jbgs_desktop.documents.xlsx_reader.unit_labels import UnitWords, open_notes, stated_unit
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.fields import Field
from jbgs_desktop.forms.text.clean import clean, folded

_LONGEST_CELL = 40  # characters of a cell in a sentence
_AMOUNT, _COUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?"), re.compile(r"[0-9]+")
_DOUBTS = MappingProxyType(
    {
        CellDoubt.ERROR: "格子里的公式出错（{text}），没有读取，请改好表格再读，或者直接填写",
        CellDoubt.NOT_COMPUTED: "公式还没有算出结果，没有读取，请在Excel里打开、保存一次再读",
        CellDoubt.DIGITS: "数字超过15位，表格软件没有把每一位都存下来，没有读取，请直接填写",
        CellDoubt.SCALED: "格子显示的数和里面存的差若干倍（按千或万显示），没有读取，请直接填写",
        CellDoubt.PERCENT: "格子里是百分数，没有读取，请直接填写",
        CellDoubt.DATE: "格子里是日期，没有读取，请直接填写",
    }
)


@dataclass(slots=True)
class UnitFigures:
    """The values of one unit by their paths, with where each stands."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


class UnitReader:
    """Reads cells; ``add_sentence`` gets place and reason for each not taken as it stands."""

    def __init__(
        self, words: FormWords, known: UnitWords, add_sentence: Callable[[str, str], object]
    ) -> None:
        self._words, self._known, self._add_sentence = words, known, add_sentence
        self.without_unit: list[str] = []  # names of amounts beside which no unit stands

    def put(
        self, into: UnitFigures, path: str, cell: SheetCell, place: str, notes: tuple[str, ...] = ()
    ) -> None:
        """Read ``cell`` as the field ``path``; ``notes`` stand beside its label."""
        described = self._known.fields[path]
        text = clean(cell.text).text
        if not text.strip() and not cell.doubt:
            return
        value = self._words.value(path, text)
        doubt = _DOUBTS[cell.doubt].format(text=text) if cell.doubt else ""
        if reason := doubt or self._reason(described, text, value, notes):
            self._add_sentence(place, f"“{described.name}”{reason}")
            return
        if value in ("", None):  # nothing but the form's own hints
            return
        self._keep(into, path, value, place)
        if described.other:
            is_other = described.text.specified and value == described.text.specified.value
            into.values[described.other] = self._words.specified(path, text) if is_other else ""
        for note in open_notes(described, notes):
            self._add_sentence(place, f"“{described.name}”括号里写着“{note}”，已带入，请核对")

    def _keep(self, into: UnitFigures, path: str, value: Any, place: str) -> None:
        if path not in into.values:
            into.values[path], into.places[path] = value, place
        elif into.values[path] != value:
            name, first = self._known.fields[path].name, into.places[path]
            self._add_sentence(place, f"“{name}”与{first}写的不一样，用了{first}的，请核对")

    def _reason(self, described: Field, text: str, value: Any, notes: tuple[str, ...]) -> str:
        """Why the value is not taken; empty where it is."""
        written, unit = f"写的是“{text.strip()[:_LONGEST_CELL]}”，", stated_unit(notes)
        match described.kind:
            case FieldKind.AMOUNT:
                if unit and unit != described.unit:
                    return f"以{unit}为单位，表格以{described.unit}为单位，没有读取，请换算以后填写"
                if not _AMOUNT.fullmatch(value):
                    return f"{written}表格以{described.unit}为单位，只填数字，没有读取，请直接填写"
                if not unit and not folded(text).endswith(described.unit):
                    self.without_unit.append(described.name)
            case FieldKind.COUNT:
                if unit or not _COUNT.fullmatch(value):
                    return f"{written}这一栏填人数，只填数字，没有读取，请直接填写"
            case FieldKind.CHOICE | FieldKind.YES_NO:
                if value in ("", None) or not is_plain_choice(described, text):
                    labels = "、".join(choice.label for choice in described.choices)
                    return f"{written}可以选的是：{labels}，没有读取，请直接选"
            case FieldKind.LIST if not value and not self._words.call.says_none(text):
                return f"{written}没有认出单位，没有读取，请直接填写"
        return ""


def is_plain_choice(described: Field, text: str) -> bool:
    """Whether ``text`` is one of the choices, word for word, or has boxes that tell."""
    if without_marks(text) != text:
        return True
    last = described.text.specified
    labels = [folded(choice.label) for choice in described.choices if choice != last]
    begins = folded(last.label).split("(")[0] if last else ""
    return folded(text) in labels or bool(begins and folded(text).startswith(begins))
