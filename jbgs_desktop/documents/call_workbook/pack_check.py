"""Everything that is wrong with a pack that was read from a workbook, each thing at its cell."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from jbgs_desktop.documents.call_workbook.faults import CellPlace, Faults
from jbgs_desktop.documents.call_workbook.pack_trees import (
    DIRECTIONS,
    FORM,
    HEAD,
    PackTrees,
    as_model,
)
from jbgs_desktop.forms.calls.agreement import disagreements
from jbgs_desktop.forms.calls.call_file import CallOrigin, id_problem, text_problem, version_problem
from jbgs_desktop.forms.calls.form import Form
from jbgs_desktop.forms.calls.pack import problem_of

_EMPTY = "要填写，这里是空的"
_MISSING = {"missing", "string_too_short"}
_NAMES = (
    ("form.json 的 evidence.items.proves", "“证明材料”表的“证明哪些字段”"),
    ("form.json 的 evidence.items", "“证明材料”表"),
    ("form.json 的 taskbook.parts", "“任务书”表"),
    ("form.json 的 table.parts", "“申报表”表"),
    ("form.json 的 ready_tables", "“现成表格”表"),
    ("form.json 的 fields.", "“选项”表里"),
    ("form.json 的 fields", "“栏目”表"),
    ("call.json 的 limits", "“栏目”表的字数上限"),
    (".choices", " "),
    ("asks_for_text", "“后面要填写”"),
)
_NO_DIRECTION = "“方向”表里没有这个赛道的方向"


def check_pack(pack: PackTrees, faults: Faults) -> None:
    """Add a fault for everything that the loader, or the reader of a call file, would refuse."""
    for name, tree in pack.parts.items():
        _check_part(name, tree, pack, faults)
        for path, text in _texts(tree, (name,)):
            if problem := text_problem(str(path[-1]), text):
                faults.add(_place(pack, path), problem)
    _check_head(pack, faults)
    try:
        form = as_model(FORM, pack.parts.get(FORM, {}))
    except ValidationError:
        return
    assert isinstance(form, Form)
    for sentence in disagreements(form, pack.parts[HEAD].get("limits", {})):
        faults.add(_place_named(pack, sentence), _in_words(sentence))


def _check_part(name: str, tree: Any, pack: PackTrees, faults: Faults) -> None:
    try:
        as_model(name, {"format": 1, **tree} if name == HEAD else tree)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            where = tuple(step for step in each["loc"] if not str(step).endswith("()"))
            problem = _EMPTY if each["type"] in _MISSING else problem_of(each["type"], each["msg"])
            if where == ("directions",) and each["type"] == "too_short":
                problem = _NO_DIRECTION
                if DIRECTIONS in pack.unread:
                    continue  # their sheet has its own fault
            if not where and problem.startswith("directions"):
                where = ("directions", "no")
                if _has_fault(faults, _place(pack, (name, *where)).sheet):
                    continue  # rows that are not where they belong have broken it
            faults.add(_place(pack, (name, *where)), problem)


def _has_fault(faults: Faults, sheet: str) -> bool:
    return any(place.sheet == sheet for place in faults.by_place)


def _check_head(pack: PackTrees, faults: Faults) -> None:
    head = pack.parts.get(HEAD, {})
    for key, problem in (
        ("id", id_problem(head["id"]) if head.get("id") else ""),
        ("version", version_problem(head["version"]) if head.get("version") else ""),
    ):
        if problem:
            faults.add(_place(pack, (HEAD, key)), problem)
    try:
        CallOrigin(**pack.origin)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            problem = _EMPTY if each["type"] in _MISSING else problem_of(each["type"], each["msg"])
            faults.add(_place(pack, ("origin", *each["loc"])), problem)


def _place(pack: PackTrees, path: Sequence[Any]) -> CellPlace:
    return pack.place_of(tuple(path)) or CellPlace("通知")


def _place_named(pack: PackTrees, sentence: str) -> CellPlace:
    """The cell of what a disagreement names: ``form.json 的 fields.unit.name.choices 缺少``."""
    part, _, rest = sentence.partition(" 的 ")
    named = rest.split(" ")[0].split("：")[0].removesuffix("的")
    known = [path for path in pack.places if path[0] == part and _is_within(path[1:], named)]
    return pack.places[max(known, key=len)] if known else _place(pack, (part,))


def _in_words(sentence: str) -> str:
    """A disagreement by the names of the sheets instead of those of the files."""
    for name, words in _NAMES:
        sentence = sentence.replace(name, words)
    return sentence


def _is_within(path: Sequence[Any], named: str) -> bool:
    joined = ".".join(map(str, path))
    return named == joined or named.startswith(f"{joined}.")


def _texts(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text below ``value`` with its path; the names of fields are the program's own."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, (*path, key))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _texts(each, (*path, at))
