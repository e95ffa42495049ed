"""What the program tells apart has an ASCII name; what a user reads of it stands in a table."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum

import pytest

import jbgs_desktop

TABLES = ("word", "sentence")  # properties that look a member up


def closed_sets() -> Iterator[type[StrEnum]]:
    """Every enumeration of strings in the package."""
    for module in pkgutil.walk_packages(jbgs_desktop.__path__, f"{jbgs_desktop.__name__}."):
        for found in vars(importlib.import_module(module.name)).values():
            is_one = isinstance(found, type) and issubclass(found, StrEnum)
            if is_one and found.__module__ == module.name:
                yield found


SETS = list(closed_sets())


@pytest.mark.parametrize("closed_set", SETS, ids=lambda found: found.__name__)
def test_a_member_is_stored_as_ascii(closed_set: type[StrEnum]) -> None:
    assert [m.value for m in closed_set if not re.fullmatch("[a-z]+(-[a-z]+)*", m.value)] == []


@pytest.mark.parametrize(
    ("closed_set", "table"),
    [(each, table) for each in SETS for table in TABLES if hasattr(each, table)],
)
def test_a_table_of_words_has_no_hole(closed_set: type[StrEnum], table: str) -> None:
    words = [getattr(member, table) for member in closed_set]
    assert all(re.search(r"[\u4e00-\u9fff]", word) for word in words)
    assert len(set(words)) == len(words)


def test_the_sets_are_found() -> None:
    worded = {each.__name__ for each in SETS if hasattr(each, "word")}
    assert worded >= {"EntryState", "Fault", "PageState", "ScanKind", "Severity", "Stage"}
