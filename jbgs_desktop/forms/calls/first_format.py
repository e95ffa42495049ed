"""``form.json`` of format 1, which is read as one of format 2.

It did not say how its table is laid out, because all had the same; and it named the choices of two
fields in the table, where any field may have choices now.
"""

import json

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


def upgraded(data: bytes) -> bytes:
    """``data`` in format 2; what is broken stays as it is, for the reader to say where."""
    try:
        form = json.loads(data)
        table, fields = form["table"], form["fields"]
        for key, path in _CHOICES.items():
            fields[path]["choices"] = table.pop(key)
        headed = [{"heading": table.pop(key), "rows": rows} for key, rows in _HEADED.items()]
        table["parts"] = [{"rows": _FIRST}, *headed, {"rows": _LAST}]
    except (ValueError, LookupError, TypeError, RecursionError):
        return data
    return json.dumps(form).encode()
