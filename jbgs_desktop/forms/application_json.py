"""Plain JSON -> Application, for files of any origin.

What cannot be taken in whole is refused with one sentence, so that nothing is dropped in silence.
Characters that no form can print are removed, and their number is told; values come in the form
in which the page would have stored them.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from pydantic import ValidationError

from jbgs_desktop.errors import ApplicationFileError, CallPackError
from jbgs_desktop.forms.application import SCHEMA_VERSION, Application
from jbgs_desktop.forms.calls.call import Call, find_call
from jbgs_desktop.forms.stored_form import normalised
from jbgs_desktop.forms.text.clean import clean

LARGEST_FILE = 32 * 2**20  # bytes; the longest sensible application has 0.3 MB
_TOO_DEEP = "括号嵌套过深，不是申报文件"
_DEEPEST = 32  # brackets within brackets; an application has fewer than ten
_KEPT_QUOTE = 40  # characters of a foreign key that a sentence repeats


@dataclass(frozen=True, slots=True)
class Loaded:
    """An application and the number of unprintable characters that were removed from it."""

    application: Application
    removed: int


def read_application(data: bytes, name: str, call_version: str = "") -> Loaded:
    """The application in the JSON ``data``; ``name`` is what the sentences call the file.

    ``call_version`` is that of the call pack it goes by, where that is known. Raises
    ApplicationFileError.
    """
    tree = _parse(data, name)
    if not isinstance(tree, dict):
        _refuse(name, "最外层不是一个对象", "请选择由本程序保存的申报文件")
    _require_version(tree, name)
    removed = 0

    def cleaned(text: str) -> str:
        nonlocal removed
        result = clean(text)
        removed += result.removed
        return result.text

    try:
        application = Application.model_validate(_map_texts(tree, cleaned))
    except RecursionError:
        _refuse(name, _TOO_DEEP, "请换一份文件")
    except ValidationError as error:
        _refuse(name, _sentence(error), "请改正这一处，或用原来的程序重新导出")
    return Loaded(normalised(application, _call_of(application, call_version)), removed)


def _call_of(application: Application, version: str) -> Call | None:
    try:
        return find_call(application.call, version)
    except CallPackError:
        return None  # told by everyone who cannot do without it


def _refuse(name: str, why: str, way_out: str) -> NoReturn:
    raise ApplicationFileError(f"无法读取“{name}”：{why}。{way_out}，原文件没有改动。") from None


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
        if clean(key).removed:
            _refuse(name, f"项名“{_quoted(key)}”含有无法打印的字符", "请改正这个项名")
    return result


def _require_version(tree: dict[str, Any], name: str) -> None:
    version = tree.get("schema_version", SCHEMA_VERSION)
    if version != SCHEMA_VERSION or isinstance(version, bool):
        _refuse(
            name,
            f"文件的格式版本是 {_quoted(json.dumps(version, default=str))}，"
            f"本程序只认识版本 {SCHEMA_VERSION}",
            "请用保存它的那一版程序打开",
        )


def _map_texts(node: Any, cleaned: Callable[[str], str], deepest: int = _DEEPEST) -> Any:
    if isinstance(node, str):
        return cleaned(node)
    if not isinstance(node, list | dict):
        return node
    if not deepest:  # not left to the interpreter, whose limit is another in each version
        raise RecursionError
    if isinstance(node, list):
        return [_map_texts(item, cleaned, deepest - 1) for item in node]
    return {key: _map_texts(value, cleaned, deepest - 1) for key, value in node.items()}


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
}


def _sentence(error: ValidationError) -> str:
    problems = error.errors(include_url=False, include_input=False)
    first = problems[0]
    place = _quoted(".".join(str(step) for step in first["loc"]))
    more = f"（另有 {len(problems) - 1} 处）" if len(problems) > 1 else ""
    return f"“{place}”{_REASONS.get(first['type'], '的值不符合要求')}{more}"


def _quoted(text: str) -> str:
    shown = clean(text).text.replace("\n", " ")
    return shown if len(shown) <= _KEPT_QUOTE else shown[:_KEPT_QUOTE] + "…"
