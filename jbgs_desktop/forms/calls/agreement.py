"""Whether the parts of a call pack agree with each other and with the model of an application."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.form import FieldText, Form
from jbgs_desktop.forms.calls.pack import require_all, require_once
from jbgs_desktop.forms.field_patterns import field_patterns, first_patterns

_UNIT, _SECTIONS, _BOOK = "unit.", "taskbooks.*.", "taskbooks.*"
_NUMBERED = "evidence.*.category"  # its choices are the items of the evidence
_CHOSEN = {FieldKind.CHOICE: str, FieldKind.YES_NO: bool}
_NO_TEXT = {*_CHOSEN, FieldKind.LIST, FieldKind.FILE}
_ALONE = {*_NO_TEXT, FieldKind.PROSE}  # in a row of the table


def require_agreement(form: Form, limited: Iterable[str]) -> None:
    """Raises ValueError naming the first thing that another part, or the model, does not have."""
    for sentence in disagreements(form, limited):
        raise ValueError(sentence)


def disagreements(form: Form, limited: Iterable[str]) -> Iterator[str]:
    """What another part, or the model, does not have: of each rule the first, as a sentence."""
    for rule in _rules(form, limited):
        try:
            rule()
        except ValueError as error:
            yield str(error)


def _rules(form: Form, limited: Iterable[str]) -> Iterator[Callable[[], None]]:
    kinds, fields = field_patterns(), form.fields
    described = {*fields}
    known = "form.json 的 fields"
    yield partial(require_all, known, described, {*first_patterns()}, {*kinds})
    described &= {*kinds}
    texts = {pattern for pattern in described if kinds[pattern] not in _NO_TEXT}
    yield partial(_require_known, "call.json 的 limits", {*limited}, {*texts, _BOOK})
    for pattern in fields:
        if pattern in kinds:
            yield partial(_require_choices, fields, pattern)
    tabled = {pattern for pattern, text in fields.items() if text.ready_tables}
    sections = {pattern for pattern in described if pattern.startswith(_SECTIONS)}
    yield partial(_require_known, "form.json 的 ready_tables", tabled, sections)
    yield partial(_require_layout, form)
    written, items = form.taskbook.sections, form.evidence.items
    keys = {pattern.rpartition(".")[2] for pattern in sections}
    yield partial(require_all, "form.json 的 taskbook.parts", {*written}, keys, keys)
    yield partial(require_once, "form.json 的 taskbook.parts", written)
    proved = {path for item in items for path in item.proves}
    single = {pattern for pattern in described if "*" not in pattern}
    yield partial(_require_known, "form.json 的 evidence.items.proves", proved, single)
    yield partial(require_once, "form.json 的 evidence.items", [item.no for item in items])


def _require_choices(fields: Mapping[str, FieldText], pattern: str) -> None:
    kind, text = field_patterns()[pattern], fields[pattern]
    type_ = _CHOSEN.get(kind) if pattern != _NUMBERED else None
    where = f"form.json 的 fields.{pattern}.choices"
    if bool(text.choices) != bool(type_):
        raise ValueError(f"{where} {'缺少' if type_ else '多余：这一栏不是选择'}")
    if any(type(choice.value) is not type_ for choice in text.choices):
        raise ValueError(f"{where} 的 value 应为{'文字' if type_ is str else ' true 或 false'}")
    require_once(where, [choice.value for choice in text.choices])
    if text.specified and (kind is not FieldKind.CHOICE or f"{pattern}_other" not in fields):
        raise ValueError(f"{where} 不能写 asks_for_text：没有 {pattern}_other 这一栏")


def _require_layout(form: Form) -> None:
    where, laid = "form.json 的 table.parts", form.table.fields
    specified = {f"{path}_other" for path, text in form.fields.items() if text.specified}
    cells = {path for path in form.fields if path.startswith(_UNIT) and "*" not in path}
    require_all(where, {*laid}, cells - specified, cells - specified)
    require_once(where, laid)
    for part in form.table.parts:
        _require_short_pairs(where, part.rows)


def _require_short_pairs(where: str, rows: Iterable[Sequence[str]]) -> None:
    for path in (path for row in rows if len(row) > 1 for path in row):
        if field_patterns()[path] in _ALONE:
            raise ValueError(f"{where}：{path} 应当独占一行")


def _require_known(where: str, found: set[str], known: set[str]) -> None:
    if unknown := found - known:
        raise ValueError(f"{where} 有不认识的字段 {sorted(unknown)[0]}")
