"""见表2 follows its table: what is a mention, and what it is to say after a table has moved."""

import random

import pytest

from jbgs_desktop.forms.application import Taskbook
from jbgs_desktop.forms.number_mentions import (
    mentioning_lines,
    number_mentions,
    renamed,
    renumbering,
    with_new_numbers,
)
from jbgs_desktop.forms.section import (
    FigureItem,
    SectionFigure,
    SectionItem,
    SectionTable,
    TableItem,
)
from jbgs_desktop.forms.section_numbers import section_numbers

_SECTIONS = ("introduction", "goals", "plan")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("见表2。", "表2"),
        ("如图 3所示，而表12列出", "图3 表12"),
        ("（图1）", "图1"),
        ("表1、3和图2", "表1 表3 图2"),
        ("表1—3", "表1 表3"),
        ("表1至表3", "表1 表3"),
        ("附表2、列表2、附件1表2、数据表2", ""),
        ("《统计报表》中的表2", ""),
        ("按GB/T 1234标准的表2", ""),
        ("表2-1和表2.1", ""),
        ("表2个、图3幅、表2023年", ""),
        ("表1、3个", "表1"),
        ("表3（续）", "表3"),
    ],
)
def test_a_number_is_known_where_it_surely_is_meant(text: str, names: str) -> None:
    assert [each.name for each in number_mentions(text)] == names.split()


def test_all_numbers_of_a_line_change_at_once() -> None:
    names = {"表1": "表2", "表2": "表1", "图9": "图10"}
    assert renamed("见表1、2和图9；表 2见附件2的表1", names) == "见表2、1和图10；表 1见附件2的表1"


def test_every_mention_follows_its_table_through_random_moves() -> None:
    numbers = random.Random(13)
    for _ in range(60):
        items: list[SectionItem] = [_table(f"甲{at}") for at in range(3)]
        items += [_figure(f"乙{at}") for at in range(2)]
        before = _book(numbers.sample(items, len(items)), numbers)
        before = _with_mentions(before)
        edited = [*items, _table("新"), _figure("新")][numbers.randrange(3) :]
        after = _book(numbers.sample(edited, len(edited)), numbers)
        after = after.model_copy(update={"introduction": before.introduction})
        step = renumbering(before, after, _SECTIONS)
        lines = {line: step for _, line in mentioning_lines(before, "b")}
        texts = with_new_numbers(after, "b", lines)
        after = after.model_copy(
            update={"introduction": texts.get("b.introduction", after.introduction)}
        )
        now = {number: _caption(after, path) for path, number in _numbered(after).items()}
        for line in str(after.introduction).splitlines():
            caption, _, number = line.partition("见")
            is_there = caption in now.values()
            assert not is_there or now[number] == caption


def test_a_table_that_was_deleted_has_no_number_any_more() -> None:
    tables = [_table("甲"), _table("甲"), _table("乙")]
    before, after = Taskbook(goals=tuple(tables)), Taskbook(goals=(tables[0], tables[2]))
    step = renumbering(before, after, _SECTIONS)
    assert step == {"表1": "表1", "表2": None, "表3": "表2"}


def _table(caption: str) -> TableItem:
    return TableItem(table=SectionTable(caption=caption, rows=(("格",),)))


def _figure(caption: str) -> FigureItem:
    return FigureItem(figure=SectionFigure(caption=caption, file="a.png"))


def _book(items: list[SectionItem], numbers: random.Random) -> Taskbook:
    cut = numbers.randrange(len(items) + 1)
    return Taskbook(goals=tuple(items[:cut]), plan=tuple(items[cut:]))


def _with_mentions(book: Taskbook) -> Taskbook:
    lines = [f"{_caption(book, path)}见{number}" for path, number in _numbered(book).items()]
    return book.model_copy(update={"introduction": "\n".join(lines)})


def _numbered(book: Taskbook) -> dict[str, str]:
    return dict(section_numbers(book, _SECTIONS))


def _caption(book: Taskbook, path: str) -> str:
    section, _, at = path.partition(".")
    item = getattr(book, section)[int(at)]
    content = item.table if isinstance(item, TableItem) else item.figure
    return str(content.caption)
