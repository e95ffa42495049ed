"""Plain JSON -> Application, for files of any origin.

What cannot be taken in whole is refused with one sentence, so that nothing is dropped in silence.
To be edited, it is cleaned: characters that no form can print are removed, and their number is
told; values come in the form in which the page would have stored them. What a 核验码 stands for is
taken as it was received, by the rules of its own version.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from pydantic import ValidationError

from jbgs_desktop.errors import ApplicationFileError, ApplicationNewerError, CallPackError
from jbgs_desktop.forms.application import SCHEMA_VERSION, Application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.kept import Kept, lowest_version, since_of
from jbgs_desktop.forms.section import SectionPart
from jbgs_desktop.forms.stored_form import normalised
from jbgs_desktop.forms.text.clean import clean, printable
from jbgs_desktop.forms.text.first_rules import NEVER_WRITTEN, RARE_LINE_END

LARGEST_FILE = 32 * 2**20  # bytes; the longest sensible application has 0.3 MB
# Bytes of what can be finalised, and of what a receiving program reads: the book of this would have
# thousands of pages. So what is read, checked and laid out of a stranger's stays within seconds and
# little memory. A draft, and a file that is imported, may be larger.
LARGEST_APPLICATION = 4 * 2**20
_TOO_DEEP = "括号嵌套过深，不是申报文件"
_DEEPEST = 32  # brackets within brackets; an application has fewer than ten
_KEPT_QUOTE = 40  # characters of a foreign key that a sentence repeats


@dataclass(frozen=True, slots=True)
class Loaded:
    """An application, and how many characters were removed from it or exchanged (`Cleaned`)."""

    application: Application
    removed: int
    exchanged: int = 0


def read_application(data: bytes, name: str, call_version: str = "") -> Loaded:
    """The application in the JSON ``data``; ``name`` is what the sentences call the file.

    ``call_version`` is that of the call pack it goes by, where that is known. Raises
    ApplicationFileError.
    """
    tree = _tree(data, name)
    removed = exchanged = 0

    def cleaned(text: str, key: str) -> str:
        nonlocal removed, exchanged
        # The name of a file that is kept has to stay the file's name.
        result = printable(text) if key == "file" else clean(text)
        removed += result.removed
        exchanged += result.exchanged
        return result.text

    try:
        tree = _map_texts(tree, cleaned)
    except RecursionError:
        _refuse(name, _TOO_DEEP, "请换一份文件")
    application = _validated(tree, name)
    application = normalised(application, _call_of(application, call_version))
    return Loaded(application, removed, exchanged)


def _validated(tree: dict[str, Any], name: str) -> Application:
    """What ``tree`` says. Which version it was written in is of no more interest."""
    stated = {key: value for key, value in tree.items() if key != "schema_version"}
    try:
        return Application.model_validate(stated)
    except RecursionError:
        _refuse(name, _TOO_DEEP, "请换一份文件")
    except ValidationError as error:
        _refuse(name, _sentence(error), "请改正这一处，或用原来的程序重新导出")


@dataclass(frozen=True, slots=True)
class ReceivedApplication:
    """An application that somebody stands for: in a bundle, a register, a finalised version.

    ``data`` is its JSON, byte for byte, ``application`` what it says, nothing cleaned up.
    ``is_original`` when a program of its version may have written just that.
    """

    data: bytes
    application: Application
    is_original: bool

    def to_json(self) -> str:
        """The JSON as it was received, which its 核验码 stands for."""
        return self.data.decode("utf-8-sig")


def receive_application(data: bytes, name: str) -> ReceivedApplication:
    """The application in the JSON ``data`` as it is; ``name`` is what the sentences call the file.

    Raises ApplicationFileError.
    """
    tree = _tree(data, name)
    application = _validated(tree, name)
    version = tree.get("schema_version", 0)
    again = json.dumps(tree, ensure_ascii=False, indent=2, default=float)
    try:
        is_same = f"{again}\n".encode() == data
    except UnicodeEncodeError:
        _refuse(name, "含有半个字符，不是完整的文字", "请换一份文件")
    is_original = (
        is_same
        and lowest_version(application) <= version
        and _is_written(application, {**tree, "schema_version": 1}, version)
    )
    return ReceivedApplication(data, application, is_original)


def _is_written(value: object, tree: Any, version: int) -> bool:
    """Whether a program of ``version`` writes ``value`` as ``tree``: its keys, and no odd text."""
    if isinstance(value, Kept) and isinstance(tree, dict):
        later = value.later_fields()
        known = {name for name in later if since_of(later[name]) <= version}
        return value.first_fields <= tree.keys() <= value.first_fields | known and all(
            _is_written(getattr(value, key), tree[key], version) for key in tree
        )
    if isinstance(value, dict) and isinstance(tree, dict) and value.keys() == tree.keys():
        return all(not _is_odd(key) and _is_written(value[key], tree[key], version) for key in tree)
    if isinstance(value, SectionPart):
        return _is_written(dict(value), tree, version)
    if isinstance(value, tuple) and isinstance(tree, list) and len(value) == len(tree):
        return all(_is_written(*pair, version) for pair in zip(value, tree, strict=True))
    if isinstance(tree, Decimal):  # no text is written as one
        return isinstance(value, float) and str(tree) == str(value)
    return str(tree) == str(value) and not _is_odd(str(tree))


def _is_odd(text: str) -> bool:
    return any(rule.search(text) for rule in (NEVER_WRITTEN, RARE_LINE_END)) or "\r" in text


def untidy_fields(received: ReceivedApplication, call_version: str = "") -> list[str]:
    """The paths of what would be stored otherwise today, if it were typed; it is only told."""
    now = read_application(received.data, "", call_version).application
    return [path for path, text in received.application.texts() if now.get(path) != text]


def _call_of(application: Application, version: str) -> Call | None:
    try:
        return find_call(application.call, version)
    except CallPackError:
        return None  # told by everyone who cannot do without it


def _refuse(name: str, why: str, way_out: str) -> NoReturn:
    raise ApplicationFileError(f"无法读取“{name}”：{why}。{way_out}，原文件没有改动。") from None


def _tree(data: bytes, name: str) -> dict[str, Any]:
    tree = _parse(data, name)
    if not isinstance(tree, dict):
        _refuse(name, "最外层不是一个对象", "请选择由本程序保存的申报文件")
    _require_version(tree, name)
    return tree


def _parse(data: bytes, name: str) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=lambda word: _refuse(
                name, f"含有不是数的值 {word}", "请把它改成数或删去"
            ),
            object_pairs_hook=lambda pairs: _object(pairs, name),
        )
    except UnicodeDecodeError as error:
        _refuse(name, f"第 {error.start + 1} 个字节起不是 UTF-8 文字", "请用 UTF-8 编码另存")
    except json.JSONDecodeError as error:
        _refuse(
            name,
            f"第 {error.lineno} 行第 {error.colno} 个字符处不是有效的 JSON，"
            "文件可能不完整或不是申报文件",
            "请换一份文件",
        )
    except RecursionError:
        _refuse(name, _TOO_DEEP, "请换一份文件")
    except (ValueError, InvalidOperation):  # more than 4,300 digits, an exponent of 19 digits
        _refuse(name, "含有一个过长的数", "请换一份文件")


def _object(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        _refuse(name, f"“{_quoted(twice)}”出现了不止一次，无法判断以哪一个为准", "请删去多余的")
    for key in result:
        if printable(key).removed:
            _refuse(name, f"项名“{_quoted(key)}”含有无法打印的字符", "请改正这个项名")
    return result


def _require_version(tree: dict[str, Any], name: str) -> None:
    version = tree.get("schema_version", SCHEMA_VERSION)
    is_number = isinstance(version, int) and not isinstance(version, bool)
    if is_number and version > SCHEMA_VERSION:
        raise ApplicationNewerError(name, version, SCHEMA_VERSION)
    if not is_number or version < 1:
        _refuse(
            name,
            f"文件的格式版本是 {_quoted(json.dumps(version, default=str))}，"
            f"本程序只认识版本 {SCHEMA_VERSION}",
            "请用保存它的那一版程序打开",
        )


def _map_texts(
    node: Any, cleaned: Callable[[str, str], str], deepest: int = _DEEPEST, key: str = ""
) -> Any:
    if isinstance(node, str):
        return cleaned(node, key)
    if not isinstance(node, list | dict):
        return node
    if not deepest:  # not left to the interpreter, whose limit is another in each version
        raise RecursionError
    if isinstance(node, list):
        return [_map_texts(item, cleaned, deepest - 1) for item in node]
    return {key: _map_texts(value, cleaned, deepest - 1, key) for key, value in node.items()}


_REASONS = {
    "extra_forbidden": "本程序不认识这一项",
    "missing": "缺少这一项",
    "string_type": "应为文字（加引号）",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "tuple_type": "应为列表（方括号）",
    "dict_type": "应为对象（花括号）",
    "model_type": "应为对象（花括号）",
    "too_long": "项数太多",
    "greater_than": "数值太小",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
    "union_tag_not_found": "应为文字，或者小标题（heading）、表格（table）、图（figure）中的一种",
}
# What the place of an error in a section has besides its path: the tags of unions.
_NO_STEPS = {"text", "table", "figure", "str", "SpanningCell", "int", "float"}


def _sentence(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_input=False)
    first = problems[0]
    place = _quoted(".".join(_steps(first["loc"])))
    more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
    if first["type"] == "value_error":
        return f"“{place}”里，{first['ctx']['error']}{more}"
    return f"“{place}”{_REASONS.get(first['type'], '的值不符合要求')}{more}"


def _steps(location: Sequence[str | int]) -> Iterator[str]:
    """The path of the value that an error is about, as findings have it."""
    in_section = False
    for step in location:
        if step == "list":  # the section is one; what follows are tags and places in it
            in_section = True
        elif not in_section or (str(step) not in _NO_STEPS and "(" not in str(step)):
            yield str(step)


def _quoted(text: str) -> str:
    shown = clean(text).text.replace("\n", " ")
    return shown if len(shown) <= _KEPT_QUOTE else shown[:_KEPT_QUOTE] + "…"
