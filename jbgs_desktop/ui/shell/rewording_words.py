"""What is told of words that were replaced."""

from collections.abc import Iterator, Sequence

from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.field_patterns import pattern_of
from jbgs_desktop.forms.text.count import count
from jbgs_desktop.forms.word_search import Rewording, WordPlace
from jbgs_desktop.ui.widgets.session import Session

_MOST_NAMED = 3


def rewording_sentence(
    session: Session, before: Application, made: Rewording, *, counts: bool
) -> str:
    """What was done to ``before``: how much with ``counts``, what was not, what is too long now."""
    parts = []
    if counts and made.done:
        parts.append(f"已替换 {len(made.done)} 处，在 {len(made.changes)} 个栏目。")
    if made.left:
        parts.append(not_free_sentence(session, made.left))
    parts += _too_long(session, before, made)
    return "".join(parts)


def not_free_sentence(session: Session, places: Sequence[WordPlace]) -> str:
    """That ``places`` were left alone."""
    fields = dict.fromkeys(place.field for place in places)
    names = "、".join(_name(session, field) for field in [*fields][:_MOST_NAMED])
    more = "等栏目" if len(fields) > _MOST_NAMED else ""
    return (
        f"有 {len(places)} 处没有替换，在“{names}”{more}里：代码、日期、金额、电话、文件名"
        "要逐个核对，请到栏目里修改。"
    )


def _too_long(session: Session, before: Application, made: Rewording) -> Iterator[str]:
    """Which of the fields, and task books, have grown beyond what they may have."""
    books = dict.fromkeys(field.rpartition(".")[0] for field in made.changes if _in_book(field))
    for path in (*made.changes, *books):
        limit = session.call.limits.get(pattern_of(path))
        words = _words(session.value, path) if limit else 0
        if limit and words > max(limit.words, _words(before, path)):
            yield f"“{_name(session, path)}”现有 {words:,} 字，超出 {words - limit.words:,} 字。"


def _in_book(path: str) -> bool:
    return path.startswith("taskbooks.")


def _words(application: Application, path: str) -> int:
    """字数 of a field or of a whole task book."""
    if pattern_of(path) != "taskbooks.*":
        return count(application.text(path)).words
    return sum(count(application.text(f"{path}.{name}")).words for name, _ in application.get(path))


def _name(session: Session, path: str) -> str:
    if pattern_of(path) == "taskbooks.*":
        return f"{session.call.form.taskbook.title}方向{path.split('.')[1]}"
    return session.field(path).name
