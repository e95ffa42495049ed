"""表1… and 图1…: the numbers that tables and figures of one task book have, computed, never stored.

They count through the sections in the order in which the form prints them, tables and figures each
for themselves. What the text says (见表1) is plain text, which a check holds against them.
"""

from collections.abc import Mapping, Sequence

from jbgs_desktop.forms.application import Taskbook
from jbgs_desktop.forms.section import FigureItem, TableItem, items_of

TABLE, FIGURE = "表", "图"


def section_numbers(book: Taskbook, sections: Sequence[str]) -> Mapping[str, str]:
    """表N or 图N by the path within the task book (``goals.3``), in the order of ``sections``."""
    numbers: dict[str, str] = {}
    counts = {TABLE: 0, FIGURE: 0}
    for section in sections:
        for at, item in enumerate(items_of(getattr(book, section))):
            if isinstance(item, TableItem | FigureItem):
                word = TABLE if isinstance(item, TableItem) else FIGURE
                counts[word] += 1
                numbers[f"{section}.{at}"] = f"{word}{counts[word]}"
    return numbers
