"""What every part of a call pack is, and reading one from its file."""

import re
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from jbgs_desktop.errors import CallPackError, FileAccessError
from jbgs_desktop.files import read_capped

_CAP = 8 * 2**20

Printed = Annotated[str, StringConstraints(min_length=1)]
PackKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Positive = Annotated[int, Field(ge=1)]


class PackModel(BaseModel):
    """A part of a call pack: it never changes, and a key that is not known is a mistake in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


PackPart = TypeVar("PackPart", bound=PackModel)


def read_pack_part(
    file: Path, model: type[PackPart], upgrade: Callable[[bytes], bytes] = bytes
) -> PackPart:
    """One JSON file of a pack as ``model``, after ``upgrade`` brought it to today's format.

    Raises CallPackError naming the file and the place.
    """
    try:
        return model.model_validate_json(upgrade(read_capped(file, _CAP)))
    except FileAccessError as error:
        raise CallPackError(f"通知数据不完整。{error}") from error
    except ValidationError as error:
        raise CallPackError(
            f"通知数据“{file}”有误：{first_problem(error)}。请重新安装程序或换一份通知数据。"
        ) from error


_PROBLEMS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "string_too_short": "不能为空",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "model_type": "应为对象（花括号）",
    "dict_type": "应为对象（花括号）",
    "tuple_type": "应为列表（方括号）",
    "string_pattern_mismatch": "写法不符合规定",
    "literal_error": "不是规定的值",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "too_short": "项数太少",
    "too_long": "项数太多",
}


def first_problem(error: ValidationError) -> str:
    """Where in the pack the first broken rule is, and what it says."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"])
    problem = problem_of(first["type"], first["msg"])
    if first["type"] == "json_invalid":
        found = re.search(r"line (\d+) column (\d+)", first["msg"])
        place = f"第 {found[1]} 行第 {found[2]} 个字符处" if found else ""
        problem = "不是有效的 JSON"
    return f"{place}：{problem}" if place else problem


def problem_of(type_: str, message: str) -> str:
    """What is wrong, in Chinese: by the type that pydantic gives it, and what a rule said."""
    return _PROBLEMS.get(type_) or re.sub(r"^Value error, ", "", message)


def require_once(where: str, found: Sequence[object]) -> None:
    """Raises ValueError naming the first that is there twice."""
    for at, one in enumerate(found):
        if one in found[:at]:
            raise ValueError(f"{where} 重复了 {one}")


def require_all(where: str, found: set[str], wanted: Iterable[str], known: Container[str]) -> None:
    """Raises ValueError naming the first that is wanted and missing, or found and not known."""
    for word, keys in (
        ("缺少", {*wanted} - found),
        ("多出", {each for each in found if each not in known}),
    ):
        if keys:
            raise ValueError(f"{where} {word} {sorted(keys)[0]}")
