"""How a field and its value are called and written where its page is not in sight."""

from collections.abc import Iterator, Sequence
from typing import Any

from jbgs_desktop.forms.application import Evidence, FieldKind, Participant
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionValue,
    SubHeading,
    TableItem,
    items_of,
)
from jbgs_desktop.forms.table_edit import grid_texts
from jbgs_desktop.ui.widgets.selected_directions import direction_name
from jbgs_desktop.ui.widgets.session import Session

EMPTY = "（空）"
_OF_NO_ROW = {"call": "通知", "region": "报送地区"}


def field_name(session: Session, path: str) -> str:
    """What the field at ``path`` is called, also a list or one that no page has."""
    try:
        return session.field(path).name
    except LookupError:
        return session.words.track if path == "track" else _OF_NO_ROW.get(path, path)


def as_text(session: Session, path: str, value: Any) -> str:
    """``value`` of the field at ``path`` as a reader knows it from the form."""
    if value is None or value == "" or value == ():
        return ""
    form, pattern = session.call.form, pattern_of(path)
    if field_patterns().get(pattern) is FieldKind.PROSE:
        return "\n".join(_section_lines(value))
    if isinstance(value, tuple):
        return "\n".join(_items(session, value))
    if pattern == "evidence.*.category":
        items = {item.no: f"{item.no}. {item.short}" for item in form.evidence.items}
        return items.get(value, str(value))
    if pattern in form.fields and (choices := form.fields[pattern].choices):
        return next((each.label for each in choices if each.value == value), str(value))
    if path in ("region", "track"):
        named = session.call.region(value) if path == "region" else session.call.track(value)
        return named.name if named else str(value)
    return str(value)


def _section_lines(section: SectionValue) -> Iterator[str]:
    """A section in lines: tables with tabs, of a figure what tells it from another."""
    for item in items_of(section):
        match item:
            case str():
                yield item
            case SubHeading():
                yield item.heading
            case TableItem(table=table):
                yield f"〔表　{table.caption}〕"
                yield from ("\t".join(row) for row in grid_texts(table))
            case FigureItem(figure=figure):
                name = figure.file.rpartition("/")[2]
                yield f"〔图　{figure.caption}（{name}，宽{round(100 * figure.width)}%）〕"


def _items(session: Session, values: Sequence[Any]) -> list[str]:
    lines = []
    for number, value in enumerate(values, start=1):
        parts: tuple[str, ...]
        if isinstance(value, Participant):
            parts = (value.name, value.code, value.role)
        elif isinstance(value, Evidence):
            category = as_text(session, "evidence.0.category", value.category)
            cut = "并排的两页裁开" if value.cut else ""
            parts = (category, value.title, value.file.rpartition("/")[2], cut)
        else:
            lines.append(direction_name(session, value))
            continue
        lines.append(f"{number}）" + "，".join(filter(None, parts)))
    return lines
