"""``form.json`` of format 1, which is read as one of format 2.

It did not say how its table is laid out, because all had the same; it named the choices of two
fields in the table, where any field may have choices now; and the columns of the 推荐表 were seven.
"""

import json
from contextlib import suppress
from typing import Any

_CHOICES = {"nature": "unit.nature", "listed": "unit.listed"}
_HEADED = {
    "leader": [
        ["unit.leader.name", "unit.leader.title"],
        ["unit.leader.email", "unit.leader.mobile"],
    ],
    "contact": [
        ["unit.contact.name", "unit.contact.mobile"],
        ["unit.contact.email", "unit.contact.fax"],
    ],
}
_FIRST = [["unit.name"]]
_LAST = [
    ["unit.legal_representative", "unit.registered_capital"],
    ["unit.address"],
    ["unit.code"],
    ["unit.nature"],
    ["unit.listed"],
    ["unit.revenue", "unit.rd_spending"],
    ["unit.related_revenue"],
    ["unit.staff", "unit.rd_staff"],
    ["unit.profile"],
    ["unit.participants"],
]
_COLUMNS = ("number", "unit", "task", "product", "reason", "contact", "mobile")


def upgraded(data: bytes) -> bytes:
    """``data`` in format 2; what is broken stays as it is, for the reader to say where."""
    try:
        form = json.loads(data)
    except (ValueError, RecursionError):
        return data
    for upgrade in (_choices, _layout, _columns):
        with suppress(LookupError, TypeError, ValueError, AttributeError):
            upgrade(form)
    return json.dumps(form).encode()


def _choices(form: Any) -> None:
    for key, path in _CHOICES.items():
        form["fields"][path]["choices"] = form["table"].pop(key)


def _layout(form: Any) -> None:
    table = form["table"]
    headed = [{"heading": table.pop(key), "rows": rows} for key, rows in _HEADED.items()]
    table["parts"] = [{"rows": _FIRST}, *headed, {"rows": _LAST}]


def _columns(form: Any) -> None:
    filed = form["recommendation"]
    filed["columns"] = dict(zip(_COLUMNS, filed["columns"], strict=True))
