"""The size of the data on the whole: what is larger than a receiving program reads is no use.

Every program that verifies a bundle refuses larger data unread, and makes the documents again in
bounded memory, of which a cell takes much. What can be finalised must not be refused for that.
"""

from collections.abc import Iterator

from jbgs_desktop.forms.application_json import LARGEST_APPLICATION
from jbgs_desktop.forms.checks.context import CheckContext
from jbgs_desktop.forms.finding import Finding
from jbgs_desktop.forms.section import TableItem, items_of

_OF_A_TEXT = 160  # bytes of JSON around a text, its indent among them, at most
_OF_A_CHARACTER = 4  # bytes at most; what is written as more is no character of a text
MOST_CELLS = 40_000  # of all tables; a book of so many takes 2.5 GB to lay out, and a child has 4
_WAY_OUT = "多半是贴进了很大的表格，请只留要点，完整的表格做成 PDF，作为证明材料添加。"
_ABOUT = 1 / 2  # of the largest: below it nobody has to count exactly


def rules(case: CheckContext) -> Iterator[Finding]:
    cells = dict(_cells(case))
    if sum(cells.values()) > MOST_CELLS:
        message = (
            f"各节的表格一共有 {sum(cells.values())} 格，最多 {MOST_CELLS} 格，再多的报送包受理方"
            f"核对不了。这一栏的表格最大，{_WAY_OUT}"
        )
        yield case.error(max(cells, key=cells.__getitem__), "too-many-cells", message)
        return
    sizes = {
        path: _OF_A_CHARACTER * len(text) + _OF_A_TEXT * (cells.get(path, 0) + text.count("\n") + 1)
        for path, text in case.texts_by_field
    }
    if sum(sizes.values()) < _ABOUT * LARGEST_APPLICATION:
        return
    size = len(case.application.to_json().encode())
    if size > LARGEST_APPLICATION:
        largest = max(sizes, key=sizes.__getitem__)
        message = (
            f"全部申报数据有 {size / 2**20:.1f} MB，最多 {LARGEST_APPLICATION // 2**20} MB"
            f"（约一百万字），再大的报送包受理方不接收。这一栏最大，{_WAY_OUT}"
        )
        yield case.error(largest, "too-large", message)


def _cells(case: CheckContext) -> Iterator[tuple[str, int]]:
    """How many cells the tables of each section have."""
    for key, book in case.application.taskbooks.items():
        for name, section in book:
            tables = (item.table for item in items_of(section) if isinstance(item, TableItem))
            yield f"taskbooks.{key}.{name}", sum(sum(map(len, each.rows)) for each in tables)
