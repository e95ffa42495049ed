"""docs/developer names files and what is in them: both are there."""

import re
from pathlib import Path

import pytest

from tools.make_map import PACKAGE, ROOT

DOCS = ROOT / "docs" / "developer"
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
_NAMED = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(
    r"[\w.-]+(?:/[\w.-]+)*\.(?:py|sh|md|qss|json|html|bat|toml|typ|nsi|spec)|(?:[\w-]+/)+"
)
_IDENTIFIER = re.compile(r"_?[A-Za-z]\w*(?:\.\w+)*")
_LINK = re.compile(r"\]\(([^)#:]+)\)")
# Folders and files that stand in examples, on a stick or on somebody's disk.
_ELSEWHERE = ("data/", "tracks/", "regions/", "samples/", "build/", "call.json", "form.json")


def _place(name: str) -> bool:
    return any((base / name).exists() for base in (ROOT / PACKAGE, ROOT))


def missing_files(text: str) -> list[str]:
    """The files that ``text`` names in backticks and nobody has."""
    named = [name for name in _NAMED.findall(text) if _FILE.fullmatch(name) and "/" in name]
    return [name for name in named if not name.startswith(_ELSEWHERE) and not _place(name)]


def missing_names(row: str) -> list[str]:
    """The names in a row of a table that none of the row's files has."""
    named = _NAMED.findall(row)
    files = [name for name in named if _FILE.fullmatch(name) and _place(name)]
    sources = [
        (base / name).read_text(encoding="utf-8")
        for name in files
        for base in (ROOT / PACKAGE, ROOT)
        if (base / name).is_file()
    ]
    names = [name for name in named if name not in files and _IDENTIFIER.fullmatch(name)]
    return [
        name
        for name in names
        if not any(re.search(rf"\b{name.rpartition('.')[2]}\b", source) for source in sources)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_page_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert missing_files(text) == []
    assert [link for link in _LINK.findall(text) if not (page.parent / link).exists()] == []


def test_every_file_in_the_drawing_of_the_flow_is_there() -> None:
    drawn = re.findall(r'class="file"[^>]*>([^<]+)<', (DOCS / "flow.svg").read_text("utf-8"))
    named = [name for text in drawn for name in re.findall(r"[\w/]+\.py|[\w/]+/", text)]
    folders = {name.rpartition("/")[0] for name in named if "/" in name}
    assert len(named) > 20
    there = [any(map(_place, (name, *(f"{each}/{name}" for each in folders)))) for name in named]
    assert [name for name, is_there in zip(named, there, strict=True) if not is_there] == []


def test_every_name_in_the_table_of_places_is_in_its_file() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and ".py`" in line]
    assert len(rows) > 40
    assert {row: missing for row in rows if (missing := missing_names(row))} == {}


def test_a_name_or_file_that_is_not_there_is_found() -> None:
    assert missing_files("see `forms/nowhere.py` and `forms/fields.py`") == ["forms/nowhere.py"]
    assert missing_names("| x | `forms/fields.py`: `describe`, `descry` |") == ["descry"]
