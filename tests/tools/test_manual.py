"""The manual says what the window says, shows pictures that exist, and is rendered from docs/."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from jbgs_desktop.files import resources
from tools import make_manual

ROOT = Path(__file__).parents[2]
PICTURES = resources() / "manual" / "pictures"
SOURCES = make_manual.pages()
ANYTHING = ".+"
LONGEST = 60  # characters; what is longer is a sentence, not a label


def _spoken(text: str) -> str:
    """A label as a reader says it: without its access key, dots and arrows."""
    return re.sub(r"\(&\w\)|…|[‹›]|^&|\s", "", text)


def _literals(file: Path) -> Iterator[str]:
    """Every string of a Python file as a regular expression; what is filled in may be anything."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(_spoken(part.value))
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
                else ANYTHING
                for part in node.values
            ]
            if any(part != ANYTHING and part for part in parts):
                yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(_spoken(node.value)).replace(r"\{marker\}", ANYTHING)


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield re.escape(_spoken(data))
    elif isinstance(data, list | dict):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _values(value)


@pytest.fixture(scope="module")
def labels() -> re.Pattern[str]:
    """Everything that stands whole in the window's source or in the form of the call."""
    found: set[str] = set()
    for file in (ROOT / "jbgs_desktop" / "ui").rglob("*.py"):
        found.update(_literals(file))
    for file in (resources() / "calls").rglob("form.json"):
        found.update(_values(json.loads(file.read_text(encoding="utf-8"))))
    return re.compile("|".join(each for each in found if each and len(each) < LONGEST))


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: file.stem)
def test_labels_stand_in_the_window(source: Path, labels: re.Pattern[str]) -> None:
    quoted = re.findall(r"「(.+?)」", source.read_text(encoding="utf-8"))
    assert [label for label in quoted if not labels.fullmatch(_spoken(label))] == []


def test_what_is_chosen_from_the_menu_is_in_the_group_that_is_named() -> None:
    window = (ROOT / "jbgs_desktop/ui/shell/window_controller.py").read_text(encoding="utf-8")
    groups = {
        _spoken(words): group for group, words in re.findall(r'\("(.*?)", "(.+?)", "', window)
    }
    text = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    chosen = re.findall(r"「更多」(?:的「(.+?)」)?里[选的]「(.+?)」", text)
    assert len(chosen) > 8
    assert [(group, words) for group, words in chosen if groups[_spoken(words)] != group] == []


def test_a_label_that_is_not_there_is_found_out(labels: re.Pattern[str]) -> None:
    assert labels.fullmatch("开始填写")
    assert labels.fullmatch("没有，填“无”")
    assert not labels.fullmatch("开始申报吧")


def test_every_picture_is_there_used_and_small() -> None:
    text = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    named = {
        (make_manual.DOCS / place).resolve() for place in re.findall(r"!\[.*?\]\((.*?)\)", text)
    }
    assert named == set(PICTURES.iterdir())
    assert sum(picture.stat().st_size for picture in named) < 3 * 2**20
    for picture in named:
        with Image.open(picture) as image:
            assert image.width <= 1366


def test_every_page_is_linked_once_and_every_link_leads_somewhere() -> None:
    contents, *rest = SOURCES
    linked = re.findall(r"\]\((.*?\.md)\)", contents.read_text(encoding="utf-8"))
    assert linked == [page.name for page in rest]
    assert len(rest) == 13


def test_the_web_page_is_made_from_the_sources() -> None:
    page = make_manual.PAGE.read_text(encoding="utf-8")
    assert page == make_manual.manual(), "run tools/make_manual.py"
    targets = set(re.findall(r'href="#(.*?)"', page))
    assert targets == set(re.findall(r'section id="(.*?)"', page))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)  # opens without a network
    for place in re.findall(r'src="(.*?)"', page):
        assert (make_manual.MANUAL / place).is_file()
