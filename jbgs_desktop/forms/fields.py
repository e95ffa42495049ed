"""One description per field: its kind from the model, its texts and limits from the call pack.

The page's row, its counter, its check, its cell on the paper and its help all come from here.
"""

from dataclasses import dataclass

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.call import Call, Limit
from jbgs_desktop.forms.calls.form import ChoiceBox, FieldText
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of

_TASKBOOKS = "taskbooks"
_SECTION_STEPS = 3  # taskbooks.2.goals
_COUNTED = {"unit.participants.*": "家", "evidence.*": "份"}


@dataclass(frozen=True, slots=True)
class Field:
    """What is known about one field of one call."""

    path: str
    kind: FieldKind
    text: FieldText
    label: str  # as printed in its cell
    name: str  # as it is called where its row is not in sight
    limit: Limit | None

    @property
    def hint(self) -> str:
        return "\n".join(self.text.hint)

    @property
    def unit(self) -> str:
        return self.text.unit or ""

    @property
    def choices(self) -> tuple[ChoiceBox, ...]:
        return self.text.choices

    @property
    def other(self) -> str:
        """The path of the text that the last choice asks for; empty when it asks for none."""
        return f"{self.path}_other" if self.text.specified else ""

    @property
    def clause(self) -> str:
        return self.text.clause


def field_of(path: str) -> str:
    """The field that has the item at ``path``: ``taskbooks.2.goals`` for a cell of a table in it.

    Any other path is that of the field itself.
    """
    steps = path.split(".")
    return ".".join(steps[:_SECTION_STEPS]) if steps[0] == _TASKBOOKS else path


def describe(call: Call, path: str, track_id: str = "") -> Field:
    """The field at ``path`` as ``call`` prints it. Raises LookupError when there is none."""
    pattern = pattern_of(path)
    text = call.form.fields[pattern]
    label, name = text.label, text.name or text.label
    if pattern == "unit.related_revenue" and (track := call.track(track_id)):
        label = name = track.related_revenue_label
    if pattern.startswith("taskbooks."):
        name = f"{call.form.taskbook.title}方向{path.split('.')[1]}·{name}"
    elif pattern.startswith(tuple(_COUNTED)):
        # Not 第N项: the form's own items are numbered so.
        word = next(word for stem, word in _COUNTED.items() if pattern.startswith(stem))
        name = f"第{int(path.split('.')[-2]) + 1}{word}{name}"
    return Field(path, field_patterns()[pattern], text, label, name, call.limits.get(pattern))
