"""The stored form of a value by the kind of its field: one for the page, the file and the paper.

The page applies it when a field is left,
:func:`~jbgs_desktop.forms.application_json.read_application` to every text that it takes in, so
that the checks judge what will be printed.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.text.clean import (
    clean_line,
    normalise_amount,
    normalise_code,
    normalise_count,
    normalise_date,
    normalise_email,
    normalise_fax,
    normalise_mobile,
    normalise_name,
    normalise_phone,
)

_AS_IT_IS = {FieldKind.PROSE, FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.LIST, FieldKind.FILE}
_RULES: Mapping[FieldKind, Callable[[str], str]] = MappingProxyType(
    {
        FieldKind.ORGANISATION: normalise_name,
        FieldKind.PERSON: normalise_name,
        FieldKind.EMAIL: normalise_email,
        FieldKind.MOBILE: normalise_mobile,
        FieldKind.FAX: normalise_fax,
        FieldKind.PHONE: normalise_phone,
        FieldKind.COUNT: normalise_count,
        FieldKind.CODE: normalise_code,
        FieldKind.DATE: normalise_date,
    }
)


def normalise(kind: FieldKind, text: str, unit: str = "") -> str:
    """``text`` as a field of this kind stores it, with amounts in ``unit``.

    What is not understood stays as it was typed but for the blanks around it. Doing it twice is
    doing it once. Prose and what is no text of one line are not touched.
    """
    if kind in _AS_IT_IS:
        return text
    if kind is FieldKind.AMOUNT:
        text = normalise_amount(text, unit)
    elif rule := _RULES.get(kind):
        text = rule(text)
    return clean_line(text).text


def normalised(application: Application, call: Call | None) -> Application:
    """``application`` with every value in its stored form.

    Without its ``call`` the unit of amounts is not known, and one written beside them stays.
    """
    patterns = field_patterns()
    for path, text in application.texts():
        pattern = pattern_of(path)
        if pattern not in patterns:
            continue
        described = call.form.fields.get(pattern) if call else None
        unit = described.unit if described else ""
        stored = normalise(patterns[pattern], text, unit or "")
        if stored != text:
            application = application.set(path, stored)
    return application
