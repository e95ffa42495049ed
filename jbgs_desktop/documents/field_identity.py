"""How a field of an exported docx is known again: its bookmark, its digest, its first words.

The names are kept in files that come back years later: they are never changed, only added to.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from secrets import choice

from jbgs_desktop.documents.page_code import CODE_ALPHABET
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.documents.printed_value import first_line_of, printed_value
from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of

CALL, TRACK, REVISION, PART = "jbgs.call", "jbgs.track", "jbgs.revision", "jbgs.part"
UNIT_NAME, UNIT_CODE = "jbgs.unit.name", "jbgs.unit.code"  # with call and track: whose it is
_FIELD = "jbgs.field."
_BOOKMARK = "f_"
_DIGEST, _WORDS = 16, 8  # hexadecimal digits
_IN_A_LIST = re.compile(r"^(unit\.participants)\.\d+\..*$")
_BOOK = re.compile(r"taskbooks_(\d+)_(\w+)")
_PART_CODE = 8  # characters
_PART_MARK = re.compile(rf"part_([{CODE_ALPHABET}]{{{_PART_CODE}}})_\d+")
_PART_WORDS = "收回时靠它认出是哪一份，请不要删"
_PART_LINE = re.compile(
    rf"编号[:：]\s*([{CODE_ALPHABET}]{{{_PART_CODE}}})\s*[（(]{_PART_WORDS}[）)]"
)
_NOT_PRINTED = ("evidence",)


def printed_fields(application: Application, call: Call) -> tuple[str, ...]:
    """The paths of all fields that stand on the paper and can be read back, in its order."""
    numbers = sorted(set(application.directions))
    return tuple(fields_of_form(call, numbers))


def fields_of_form(call: Call, numbers: Iterable[int]) -> Iterator[str]:
    """The same for the task books ``numbers``."""
    for pattern in field_patterns():
        if pattern not in call.form.fields or pattern.startswith(_NOT_PRINTED):
            continue
        if pattern.startswith("taskbooks.*."):
            continue
        if "*" not in pattern:
            yield pattern
        if pattern == "product_overview":
            for no in numbers:
                yield from (f"taskbooks.{no}.{each}" for each in call.form.taskbook.sections)


def identity_properties(
    application: Application,
    call: Call,
    fields: Iterable[str],
    pictures: Mapping[str, str],
    revision: str = "",
) -> Mapping[str, str]:
    """The custom properties of a document that shows ``fields``.

    ``pictures`` are the digests of the prepared pictures by their files, ``revision`` is the token
    of the draft's revision, where there is one.
    """
    properties = {CALL: application.call, TRACK: application.track}
    if revision:
        properties[REVISION] = revision
    paper = PrintedForm.of(application, call)
    for name, path in ((UNIT_NAME, "unit.name"), (UNIT_CODE, "unit.code")):
        if text := paper.value(path):
            properties[name] = text
    for path in fields:
        value = application.get(path)
        words = first_line_of(value)
        digest = digest_of(call, path, value, pictures)
        properties[f"{_FIELD}{path}"] = f"{digest}.{words_digest(words)}"
    return properties


def digest_of(call: Call, path: str, value: object, pictures: Mapping[str, str]) -> str:
    """Of what is printed of the ``value`` of the field, the widths left aside."""
    printed = printed_value(value, kind_of_field(path), call, pictures)
    return sha256(printed.encode()).hexdigest()[:_DIGEST]


def words_digest(words: str) -> str:
    """Of the first line of a field; empty for none."""
    return sha256(words.encode()).hexdigest()[:_WORDS] if words else ""


def digests_in(properties: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each field that the custom properties tell: its path, its digest, that of its first words."""
    for name, text in properties.items():
        if name.startswith(_FIELD):
            digest, _, words = text.partition(".")
            yield name.removeprefix(_FIELD), digest, words


def bookmark_of(source: str) -> str:
    """The bookmark of the field at ``source``; empty where it has none."""
    path = _IN_A_LIST.sub(r"\1", source)
    if not path or path.startswith(_NOT_PRINTED):
        return ""
    return _BOOKMARK + path.replace(".", "_")


def field_of_bookmark(name: str) -> str:
    """The path of the field that a bookmark is on; empty for another bookmark."""
    rest = name.removeprefix(_BOOKMARK)
    if rest == name:
        return ""
    if match := _BOOK.fullmatch(rest):
        path = f"taskbooks.{int(match[1][:6])}.{match[2]}"
        return path if pattern_of(path) in field_patterns() else ""
    known = (path for path in field_patterns() if path.replace(".", "_") == rest)
    return next(known, "")


def new_part_code() -> str:
    """A code for one docx that is given out, by which it is known from all others."""
    return "".join(choice(CODE_ALPHABET) for _ in range(_PART_CODE))


def part_mark(code: str, no: int) -> str:
    """The bookmark of the task book ``no`` in the part ``code``."""
    return f"part_{code}_{no}"


def part_line(code: str) -> str:
    """What the part says of itself on the paper."""
    return f"编号：{code}（{_PART_WORDS}）"


def part_code_in_line(text: str) -> str:
    """The code in a line that :func:`part_line` made; empty for any other line."""
    match = _PART_LINE.fullmatch(text.strip())
    return match[1] if match else ""


def part_code_of_mark(name: str) -> str:
    """The code in a bookmark that :func:`part_mark` made; empty for any other bookmark."""
    match = _PART_MARK.fullmatch(name)
    return match[1] if match else ""


def kind_of_field(path: str) -> FieldKind:
    """The kind of the field at ``path``."""
    return field_patterns()[pattern_of(path)]
