"""Who may import whom, which file owns which library, and what may not stand in the code.

Each rule is a function over source text, so that the tests can also show it a breach.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from jbgs_desktop import __version__
from tests.libreoffice import require
from tools.make_map import DRAWING, MODULES, PACKAGE, ROOMS, ROOT, drawing, imports, room

# Room -> the other rooms it may import, nothing else of the package; the leaves, everyone may.
# A folder of `ui/` is a room of its own. The tower has one direction: each floor may use all below.
CHILDREN = {"confinement", "child_process", "child_server"}
LEAVES = {"errors", "files", "private_folders", "sandbox"} | CHILDREN
TOWER = ("forms", "drafts", "documents", "finalise", "scans", "bundle", "office")
WIDGETS, PAGES = {"ui/widgets"}, {"ui/form", "ui/drafts", "ui/preview"}
FINALISE = WIDGETS | PAGES | {"ui/finalise"}
BUNDLE = FINALISE | {"ui/scans", "ui/office", "ui/bundle"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "files": set(),
    "private_folders": set(),
    "sandbox": set(),
    "confinement": set(),
    "child_process": set(),
    "child_server": set(),
    "forms": set(),
    "drafts": {"forms"},
    "documents": {"forms"},
    "finalise": set(TOWER[:3]),
    "scans": set(TOWER[:4]),
    "bundle": set(TOWER[:5]),
    "office": set(TOWER[:6]),
    "ui": set(),
    "ui/widgets": set(TOWER),
    "ui/form": WIDGETS | set(TOWER),
    "ui/drafts": WIDGETS | set(TOWER),
    "ui/preview": WIDGETS | set(TOWER),
    "ui/finalise": WIDGETS | PAGES | set(TOWER),
    "ui/scans": FINALISE | set(TOWER),
    "ui/office": FINALISE | set(TOWER),
    "ui/bundle": BUNDLE | set(TOWER),
    "ui/word": FINALISE | set(TOWER),
    "ui/shell": BUNDLE | {"ui/word"} | set(TOWER),
    "cli": set(TOWER),
    "app": BUNDLE | set(TOWER) | {"ui", "ui/shell"},
    "__main__": {"app", "cli"},
    "__init__": set(),
}

# Library -> the files of the package that may import it.
OWNERS = {
    "docx": ("documents/docx/*",),
    "lxml": ("documents/docx/*", "documents/docx_reader/*"),
    "openpyxl": ("documents/xlsx/*",),
    "typst": ("documents/pdf/*",),
    "segno": ("documents/pdf/*",),
    "pypdfium2": (
        *("documents/pdf/images.py", "documents/pdf/line_art.py", "documents/pdf/whole_image.py"),
        *("documents/pdf/substitute_fonts.py", "documents/pdf/letter_size.py"),
    ),
    "pypdf": ("documents/pdf/pages.py", "documents/pdf/acts.py"),
    "PIL": ("documents/*", "scans/*", "bundle/scan_worker.py", "bundle/document_comparison.py"),
    "zxingcpp": ("scans/*",),
    "sqlite3": ("drafts/*",),
    "cryptography": ("drafts/*",),
    "keyring": ("drafts/keys/keyring.py",),
    "jeepney": ("ui/shell/input_method.py", "ui/shell/fcitx4.py"),
    "platformdirs": ("files.py",),
    "PySide6": ("ui/*", "app.py"),
    "shiboken6": ("ui/*", "app.py"),
}

# Years, tracks and places of one call; they belong to its call pack.
OF_ONE_CALL: tuple[str, ...] = (
    "2023",
    "2025",
    "元宇宙",
    "人形机器人",
    "脑机接口",
    "通用人工智能",
    "郑州",
)
# Words of its paper and its stick, which are the pack's as well.
OF_ONE_CALL += ("未来产业", "揭榜", "申报表", "任务书", "承诺书", "榜单", "填报须知", "U盘")
OF_ONE_CALL += ("法定代表人", "申报联系人")
# Where such a word is another thing: the program's name, the names of files in every bundle and
# package, what a call without words of its own says, and words that no name of a unit has.
MAY_NAME = {
    "__init__.py": ("揭榜",),
    "bundle/layout.py": ("揭榜", "申报表", "任务书", "承诺书"),
    "office/forward_package.py": ("揭榜",),
    "forms/calls/vocabulary.py": ("揭榜",),
    "forms/calls/region.py": ("U盘",),
    "forms/checks/values.py": ("揭榜",),
}

# Entry points that every file of their kind has under the same name.
ONE_IN_EACH = {"HELP", "LIBRARIES", "add", "run", "rules"}

LONGEST_FILE, LONGEST_FUNCTION, FULLEST_FOLDER = 400, 40, 32
MOST_GERUNDS = 6

# Split so that this file does not break its own rule.
HOSTS = ("pypi." + "org", "pythonhosted." + "org", "npmjs." + "org", "deb.debian." + "org")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|home|root)/")


def forbidden_imports(path: str, source: str) -> list[str]:
    """What `path` imports and may not: another room, or a library that is not its own."""
    return [name for name in imports(path, source) if not may_import(path, name)]


def may_import(path: str, name: str) -> bool:
    top, _, rest = name.partition(".")
    if top != PACKAGE:
        return any(fnmatchcase(path, owner) for owner in OWNERS.get(top, ("*",)))
    own, other = room(Path(path).parts), room(tuple(rest.split(".")))
    if other not in MAY_IMPORT:
        return True
    return other == own or other in LEAVES | MAY_IMPORT[own]


def texts_of_one_call(source: str, allowed: Sequence[str] = ()) -> list[str]:
    """Constants of the code, docstrings apart, that name a year, track or place of one call."""
    tree = ast.parse(source)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in prose]
    texts = [str(node.value) for node in constants if isinstance(node.value, str | int)]
    words = [word for word in OF_ONE_CALL if word not in allowed]
    return [text for text in texts if any(word in text for word in words)]


def traces_of_a_machine(text: str) -> list[str]:
    paths = [match.group() for match in MACHINE_PATH.finditer(text)]
    return paths + [host for host in HOSTS if host in text]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_module_keeps_to_its_room_and_names_no_call(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    path = module.relative_to(ROOT / PACKAGE).as_posix()
    assert forbidden_imports(path, source) == []
    assert texts_of_one_call(source, MAY_NAME.get(path, ())) == []


@pytest.mark.parametrize(
    ("path", "source", "name"),
    [
        ("forms/checks/unit.py", "import PySide6.QtCore", "PySide6.QtCore"),
        ("forms/checks/unit.py", "from PySide6 import QtCore", "PySide6.QtCore"),
        ("forms/checks/unit.py", "from ...drafts import plain", "jbgs_desktop.drafts.plain"),
        ("forms/fields.py", "from .. import documents", "jbgs_desktop.documents"),
        ("forms/checks/plan.py", "from ...ui.form import pages", "jbgs_desktop.ui.form.pages"),
        ("forms/calls/call.py", "def f():\n    import openpyxl", "openpyxl"),
        ("forms/fields.py", "from importlib import import_module\nimport_module('docx')", "docx"),
        ("drafts/store.py", "from jbgs_desktop.documents.blocks import X", "documents.blocks.X"),
        ("drafts/store.py", "import keyring", "keyring"),
        ("documents/book.py", "from jbgs_desktop.drafts.plain import X", "drafts.plain.X"),
        ("documents/book.py", "import docx", "docx"),
        ("documents/docx/writer.py", "import openpyxl", "openpyxl"),
        (
            "finalise/record.py",
            "from jbgs_desktop.scans import matcher",
            "jbgs_desktop.scans.matcher",
        ),
        ("scans/matcher.py", "from jbgs_desktop.bundle.layout import X", "bundle.layout.X"),
        ("bundle/verify.py", "from jbgs_desktop.office.register import X", "office.register.X"),
        ("bundle/contents.py", "import sqlite3", "sqlite3"),
        ("office/intake.py", "import jbgs_desktop.ui.widgets.page", "jbgs_desktop.ui.widgets.page"),
        ("ui/widgets/page.py", "from jbgs_desktop import cli", "jbgs_desktop.cli"),
        ("ui/widgets/page.py", "from jbgs_desktop.ui.shell.rail import X", "ui.shell.rail.X"),
        ("ui/form/pages.py", "from jbgs_desktop.ui.drafts import history", "ui.drafts.history"),
        (
            "ui/scans/seal_compare.py",
            "from jbgs_desktop.ui.office import details",
            "office.details",
        ),
        ("cli/verify.py", "from jbgs_desktop.ui.widgets.page import Page", "ui.widgets.page.Page"),
        ("errors.py", "from jbgs_desktop.forms.calls.call import Call", "forms.calls.call.Call"),
        ("__init__.py", "from jbgs_desktop import app", "jbgs_desktop.app"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str, name: str) -> None:
    (found,) = forbidden_imports(path, source)
    assert found.endswith(name)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "forms/calls/call.py",
            "import json\nimport pydantic\nfrom jbgs_desktop.files import resources",
        ),
        ("forms/checks/plan.py", "from ..calls.call import Call\nfrom . import prose"),
        ("documents/docx/writer.py", "import docx\nfrom docx.shared import Pt"),
        ("documents/docx/tables.py", "from docx.table import Table"),
        ("bundle/contents.py", "from jbgs_desktop.documents import blocks"),
        ("office/intake.py", "from jbgs_desktop.bundle.verify import verify"),
        (
            "ui/widgets/page.py",
            "from PySide6.QtWidgets import QWidget\nfrom jbgs_desktop.forms.calls import call",
        ),
        ("ui/bundle/bundle_page.py", "from jbgs_desktop.ui.office import office_view"),
        ("app.py", "from jbgs_desktop import __version__\nfrom jbgs_desktop.ui.shell import rail"),
        ("files.py", "import platformdirs\nfrom jbgs_desktop.errors import JbgsError"),
    ],
)
def test_an_import_along_the_rules_is_left_alone(path: str, source: str) -> None:
    assert forbidden_imports(path, source) == []


@pytest.mark.parametrize(
    "source",
    [
        "YEAR = 2025",
        "TITLE = '2023年揭榜'",
        "def f(x):\n    return f'{x}（人形机器人）'",
        "X = {'郑州': 1}",
        "X = f'写到U盘上{1}'",
    ],
)
def test_a_text_or_number_of_one_call_is_found(source: str) -> None:
    assert len(texts_of_one_call(source)) == 1


def test_explanations_may_name_a_call() -> None:
    assert (
        texts_of_one_call('"""The 2023 call."""\ndef f():\n    """元宇宙"""\n    return 20') == []
    )


def loaded_with(module: str) -> set[str]:
    """The top names of everything that importing `module` brings in."""
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


def test_the_window_can_paint_before_the_heavy_libraries_load() -> None:
    loaded = loaded_with("jbgs_desktop.app")
    assert "PySide6" in loaded
    assert loaded & {"docx", "openpyxl", "lxml", "keyring"} == set()


def test_the_commands_load_no_qt() -> None:
    loaded = loaded_with("jbgs_desktop.cli")
    assert PACKAGE in loaded
    assert "PySide6" not in loaded


def own_files() -> list[str]:
    """The project's own files, as git knows them."""
    require("git")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of the project's own files")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {}
    for name in own_files():
        try:
            traces = traces_of_a_machine((ROOT / name).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if traces:
            found[name] = traces
    assert found == {}


@pytest.mark.parametrize(
    "text", ["open('/{}/x')".format("work"), "HOME=/{}/me".format("home"), f"//{HOSTS[0]}/simple"]
)
def test_a_trace_of_a_machine_is_found(text: str) -> None:
    assert len(traces_of_a_machine(text)) == 1


def public_names(source: str) -> set[str]:
    """What a module defines at its top for others: classes, functions, constants, types."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def names_with_two_meanings(sources: list[str]) -> set[str]:
    count = Counter(name for source in sources for name in public_names(source))
    return {name for name, times in count.items() if times > 1}


def too_long(path: str, source: str) -> list[str]:
    """The file, and its functions, that a reader cannot take in at once."""
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [path] * (source.count("\n") > LONGEST_FILE) + [
        f"{path}:{function.name}"
        for function in functions
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]


def test_a_public_name_is_defined_once() -> None:
    doubles = names_with_two_meanings([module.read_text(encoding="utf-8") for module in MODULES])
    assert doubles - ONE_IN_EACH == set()


def test_no_file_and_no_function_is_too_long() -> None:
    # What is frozen ran once, with the program of its version.
    names = [name for name in own_files() if name.endswith(".py") and "/frozen/v" not in name]
    long = {
        what for name in names for what in too_long(name, (ROOT / name).read_text(encoding="utf-8"))
    }
    assert long == set()


def test_no_folder_is_crowded_and_few_files_are_gerunds() -> None:
    files = [Path(name) for name in own_files()]
    folders = Counter(file.parent for file in files)
    assert {folder for folder, count in folders.items() if count > FULLEST_FOLDER} == set()
    assert len([file for file in files if file.stem.endswith("ing")]) <= MOST_GERUNDS


def test_names_and_lengths_that_break_the_rule_are_found() -> None:
    assert names_with_two_meanings(
        ["class Part: ...\nX = 1\n_p = 2", "def Part(): ...", "X: int = 3", "_p = 4"]
    ) == {"Part", "X"}
    assert too_long("a.py", "def f():\n" + "    1\n" * 40) == ["a.py:f"]
    assert too_long("a.py", "def f():\n" + "    1\n" * 39) == []
    assert too_long("a.py", "1\n" * 401) == ["a.py"]


def test_the_drawing_of_the_rooms_is_todays() -> None:
    """`make map` makes it again."""
    assert {name for name in MAY_IMPORT if name not in LEAVES} - {"ui", "__init__"} == set(ROOMS)
    assert DRAWING.read_text(encoding="utf-8") == drawing()


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
