"""The tree of errors at the top of errors.py is the one that the package has."""

import ast
import re

from jbgs_desktop import errors
from tools.make_map import MODULES


def drawn() -> dict[str, str]:
    """Each class of the drawing with the one it hangs on."""
    found, above = {}, {0: "JbgsError"}
    for branch, name in re.findall(r"^    (.*[├└]── )(\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(branch) // 4
        found[name], above[depth] = above[depth - 1], name
    return found


def defined() -> dict[str, str]:
    """Each error class of the package that descends from JbgsError, with its base."""
    bases = {
        node.name: base.id
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name)
    }
    found = {"JbgsError": ""}
    while more := {n: b for n, b in bases.items() if b in found and n not in found}:
        found |= more
    return {name: base for name, base in found.items() if base}


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    assert drawn() == defined()
