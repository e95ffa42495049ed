"""Which mentions of 表1 in what was brought in may mean a table that is called otherwise here."""

from collections.abc import Iterable, Mapping

from jbgs_desktop.forms.application import Taskbook
from jbgs_desktop.forms.number_mentions import brought_numbers, own_numbers
from jbgs_desktop.forms.section import SectionValue
from jbgs_desktop.ui.widgets.session import Session

_MOST_NAMED = 5


def own_numbers_words(session: Session, paths: Iterable[str]) -> str:
    """Of sections that colleagues wrote: which 表1 may be the section's own."""
    sentences = []
    for path in paths:
        if not path.startswith("taskbooks."):
            continue
        book = session.value.taskbook(int(path.split(".")[1]))
        for old, new in own_numbers(book, path, session.call.form.taskbook.sections).items():
            name = session.field(path).label
            sentences.append(f"{name}里写的{old}，如果说的是这一节自己的，在这里是{new}，请核对。")
    return "".join(sentences)


def pasted_numbers_words(session: Session, no: int, pasted: Mapping[str, SectionValue]) -> str:
    """Of what was ``pasted`` together into the sections of the task book ``no``, by their names."""
    return _numbers_words(session, no, pasted, "粘贴的文字", "粘贴的内容")


def imported_numbers_words(
    session: Session, no: int, taken: Mapping[str, SectionValue], file: str
) -> str:
    """The same of what was ``taken`` from the Word file of the name ``file``."""
    return _numbers_words(session, no, taken, f"“{file}”", "取用的内容")


def _numbers_words(
    session: Session, no: int, brought: Mapping[str, SectionValue], source: str, all_of_it: str
) -> str:
    sections = session.call.form.taskbook.sections
    parts = {section: value for section, value in brought.items() if section in sections}
    book = session.value.taskbook(no)
    numbers = brought_numbers(
        Taskbook().model_copy(update=parts), book, f"taskbooks.{no}", sections
    )
    moved = [f"{old}在这里是{new}" for old, new in numbers.items() if new]
    strange = [old for old, new in numbers.items() if new is None]
    words = [_some(moved)] if moved else []
    if strange:
        words.append(f"{_some(strange)}不在{all_of_it}里")
    return f"{source}里提到的编号请核对：{'；'.join(words)}。" if words else ""


def _some(names: list[str]) -> str:
    more = "等" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
