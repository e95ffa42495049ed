"""No module imports another that imports it, in however many steps."""

from pathlib import Path

from tools.make_map import MODULES, PACKAGE, ROOT, imports


def circles(sources: dict[str, str]) -> list[set[str]]:
    """The modules that import each other, directly or through others; one set for each circle.

    ``sources`` holds the text of each module by its path. What is imported for type checkers only
    counts too.
    """
    names = {module_name(path): path for path in sources}
    leads = {
        name: {
            other
            for full in imports(path, sources[path])
            for other in [full if full in names else full.rpartition(".")[0]]
            if other in names and other != name
        }
        for name, path in names.items()
    }
    reached = {name: reach(name, leads) for name in names}
    found = [{b for b in reached[a] if a in reached[b]} for a in names if a in reached[a]]
    return [circle for at, circle in enumerate(found) if circle not in found[:at]]


def module_name(path: str) -> str:
    return ".".join((PACKAGE, *Path(path).with_suffix("").parts)).removesuffix(".__init__")


def reach(name: str, leads: dict[str, set[str]]) -> set[str]:
    """All that is imported by ``name`` in the end."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for other in leads[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def test_no_modules_import_each_other() -> None:
    sources = {
        module.relative_to(ROOT / PACKAGE).as_posix(): module.read_text(encoding="utf-8")
        for module in MODULES
    }
    assert circles(sources) == []


def test_a_circle_of_modules_is_found() -> None:
    sources = {
        "files.py": "import json",
        "drafts/__init__.py": "",
        "drafts/store.py": "from jbgs_desktop.drafts import rows",
        "drafts/rows.py": "def f():\n    from jbgs_desktop.drafts.cipher import seal",
        "drafts/cipher.py": "if TYPE_CHECKING:\n    from .store import Store\nfrom .. import files",
    }
    (circle,) = circles(sources)
    assert circle == {f"{PACKAGE}.drafts.{name}" for name in ("store", "rows", "cipher")}
