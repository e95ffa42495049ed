"""A paste with the form's headings of several sections in it: where each of them goes."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from jbgs_desktop.documents.docx_import.pasted_section import Pasted, PastedParts, what_came
from jbgs_desktop.forms.section import MOST_ITEMS, SectionValue, is_empty, items_of, one_way
from jbgs_desktop.ui.widgets.message_boxes import choose
from jbgs_desktop.ui.widgets.section.number_words import pasted_numbers_words
from jbgs_desktop.ui.widgets.section.section_editor import FULL_SECTION
from jbgs_desktop.ui.widgets.session import Session

_APART, _HERE = "分到各节", "都放在这里"
_NAMED = 4  # names of sections that the question lists
_CANCELLED = "没有粘贴。"


def ask_where(
    parent: QWidget,
    session: Session,
    path: str,
    pasted: Pasted,
    put_here: Callable[[], object],
    notify: Callable[[str], object],
) -> None:
    """Ask whether ``pasted`` goes to its sections, or all of it to the cursor in that at ``path``.

    ``notify`` gets a sentence on what was done.
    """
    parts = pasted.parts
    if parts is None:
        put_here()
        return
    names = [session.field(each).label for each in parts.sections if each]
    listed = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    choose(
        parent,
        f"粘贴的内容里有 {len(names)} 节的标题：{listed}。\n"
        f"“{_APART}”：每一节放进自己的栏目，已有内容的接在后面。",
        (_APART, lambda: notify(_put_apart(session, path, parts))),
        (_HERE, put_here),
        preferred=_APART,
        cancelled=lambda: notify(_CANCELLED),
    )


def _put_apart(session: Session, here: str, parts: PastedParts) -> str:
    """Each section at its place, as one step; what is to be said of it."""
    incoming: dict[str, SectionValue] = {}
    for path, section in parts.sections.items():
        target = path or here  # which may have a heading of its own among what was pasted
        incoming[target] = one_way([*items_of(incoming.get(target, "")), *items_of(section)])
    changes: dict[str, SectionValue] = {}
    words, behind = [], []
    for target, section in incoming.items():
        old: SectionValue = session.value.get(target)
        changes[target] = one_way([*items_of(old), *items_of(section)])
        name = session.field(target).label
        words.append(f"{name}（{what_came(section)}）")
        if not is_empty(old):
            behind.append(name)
    if any(len(items_of(value)) > MOST_ITEMS for value in changes.values()):
        return FULL_SECTION
    session.pause()
    session.set_all(changes)
    session.pause()
    listed = f"：{'；'.join(words)}" if len(words) <= _NAMED else ""
    appended = f"接在原有内容后面的：{'、'.join(behind)}。" if behind else ""
    return f"已分到 {len(changes)} 节{listed}。{appended}{parts.lost}{_numbers(session, incoming)}"


def _numbers(session: Session, incoming: Mapping[str, SectionValue]) -> str:
    no = next(iter(incoming)).split(".")[1]
    pasted = {path.rpartition(".")[2]: section for path, section in incoming.items()}
    return pasted_numbers_words(session, int(no), pasted)
