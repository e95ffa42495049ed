"""The value of a field as it is read off the paper: what two values must share to be the same.

Paper has no blank lines, no tabs and no unit's own way to write a date, so a value that comes back
from a docx is held against another one in this form.
"""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from jbgs_desktop.documents.printed_form import lines_of, one_line
from jbgs_desktop.forms.application import FieldKind, Participant
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionTable,
    SectionValue,
    SubHeading,
    TableItem,
    items_of,
)
from jbgs_desktop.forms.stored_form import normalise


def printed_value(
    value: object, kind: FieldKind, call: Call, pictures: Mapping[str, str] | None = None
) -> str:
    """``value`` in one line of text for a machine; ``pictures`` tell two pictures apart."""
    match value:
        case bool() | None:
            return json.dumps(value)
        case str() if kind is not FieldKind.PROSE:
            return one_line(normalise(kind, value))
        case str():
            return json.dumps(_items(value, {}), ensure_ascii=False)
        case tuple() if kind is FieldKind.PROSE:
            return json.dumps(_items(value, pictures or {}), ensure_ascii=False)
        case tuple():
            return json.dumps(_listed(value, call), ensure_ascii=False)
    return str(value)


def first_line_of(value: object) -> str:
    """The first line of a section or another text, as it is printed; empty for none."""
    if not isinstance(value, str | tuple):
        return ""
    for item in items_of(value):
        match item:
            case str():
                words = next(iter(lines_of(item)), "")
            case SubHeading():
                words = one_line(item.heading)
            case TableItem():
                words = one_line(item.table.caption)
            case FigureItem():
                words = one_line(item.figure.caption)
            case _:
                return ""
        if words:
            return words
    return ""


def _items(section: SectionValue, pictures: Mapping[str, str]) -> list[Any]:
    made = [each for item in items_of(section) for each in _item(item, pictures)]
    # What stands in one text or in several that follow each other is printed alike.
    joined: list[Any] = []
    for is_text, group in groupby(made, key=lambda each: isinstance(each, str)):
        run = list(group)
        joined += ["\n".join(run)] if is_text else run
    return joined


def _item(item: Any, pictures: Mapping[str, str]) -> list[Any]:
    match item:
        case str():
            return list(lines_of(item))
        case SubHeading():
            heading = one_line(item.heading)
            return [{"heading": heading}] if heading else []
        case TableItem(table=table):
            return [
                {"table": one_line(table.caption), "head": _head(table), "cells": _cells(table)}
            ]
        case FigureItem(figure=figure):
            return [{"figure": one_line(figure.caption), "picture": pictures.get(figure.file, "")}]
    raise TypeError(item)


def _head(table: SectionTable) -> int:
    return min(table.header_rows, len(table.rows))


def _cells(table: SectionTable) -> list[list[Any]]:
    """Every cell with its place; an empty one of one place is as good as none."""
    texts = ((cell, "\n".join(lines_of(cell.text))) for cell in table.cells())
    return [
        [cell.row, cell.column, cell.rows, cell.columns, text]
        for cell, text in texts
        if text or cell.rows > 1 or cell.columns > 1
    ]


def _listed(values: tuple[Any, ...], call: Call) -> list[Any]:
    """A list of participants, or the numbers of directions."""
    if all(isinstance(each, int) for each in values):
        return sorted(set(values))
    named = (each for each in values if isinstance(each, Participant))
    return [
        [one_line(each.name), one_line(each.code), one_line(each.role)]
        for each in named
        if not call.says_none(each.name) and (each.name or each.code or each.role)
    ]
