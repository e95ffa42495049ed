"""The tasks of a notice where they are a table: a row a task, known by the words of its head."""

from collections.abc import Iterator, Mapping, Sequence

from jbgs_desktop.documents.docx_reader.model import ReadCell, ReadTable
from jbgs_desktop.forms.text.clean import folded

_HEADS: Mapping[str, tuple[str, ...]] = {
    "no": ("序号", "编号", "方向编号", "任务编号"),
    "track": ("赛道", "领域", "重点领域"),
    "category": ("类别", "任务类别", "一级类别"),
    "group": ("二级类别", "小类"),
    "title": ("任务名称", "揭榜任务名称", "方向名称", "名称", "标题", "任务方向", "揭榜方向"),
}
_LAST_HEAD = 3  # rows from the top in which the head is


def rows_in_table(
    table: ReadTable, task: Sequence[str], target: Sequence[str]
) -> Iterator[dict[str, str]]:
    """The texts of each row by what its column is; none of a table that lists no tasks.

    ``task`` and ``target`` are the words of the heads of these two columns. A merged cell counts
    for each row that it covers.
    """
    heads = {folded(word): key for key, words in _HEADS.items() for word in words}
    heads |= {folded(word): "task" for word in task} | {folded(word): "target" for word in target}
    cells: dict[tuple[int, int], ReadCell] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            cells[row, cell.column] = cell
    for top in range(min(_LAST_HEAD, table.rows)):
        columns = {
            column: key
            for column in range(table.columns)
            if (head := cells.get((top, column))) and (key := heads.get(folded(head.text)))
        }
        if {"title", "task"} <= {*columns.values()}:
            for row in range(top + 1, table.rows):
                texts = {
                    key: cells[row, column].text.strip()
                    for column, key in columns.items()
                    if (row, column) in cells
                }
                if texts.get("title") or texts.get("task"):
                    yield texts
            return
