"""What is to be done after something was taken from Word files, in sentences for the bar."""

from collections.abc import Collection, Iterable
from typing import Any

from jbgs_desktop.documents.docx_import.word_contents import WordContents
from jbgs_desktop.documents.docx_reader.model import CARRIED_OVER
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.section.number_words import imported_numbers_words, own_numbers_words
from jbgs_desktop.ui.widgets.session import Session


def kept_foreign_words(reading: WordContents) -> str:
    """Where the files of another application are now, and how they are let go of."""
    names = "、".join(f"“{reading.files[number].name}”" for number in reading.foreign)
    return f"{names}存在草稿的“Word原件”里，不要的可以从菜单打开“Word原件…”删除。" if names else ""


def undone_words(kept: str) -> str:
    """What stands in the bar once the step is undone: where the files are that are ``kept``."""
    return f"从Word文件取用的内容已经退回。{kept}" if kept else ""


def looked_at_again_words(reading: WordContents, originals: Collection[int]) -> str:
    """Where the list of what did not come is seen again; empty where all came.

    ``originals`` are the files that are kept.
    """
    count = sum(loss.kind not in CARRIED_OVER for loss in reading.losses)
    words = f"带不进来的 {count} 处，可以从菜单打开“Word原件…”再看。"
    return words if count and originals else ""


def not_chosen_words(before: Application, after: Application, changes: Iterable[str]) -> str:
    """What is to be done where there are task books of directions that are not chosen now."""
    hidden = [int(no) for no in after.taskbooks if int(no) not in after.directions]
    brought = {int(path.split(".")[1]) for path in changes if path.startswith("taskbooks.")}
    left = [no for no in hidden if no in before.directions and no not in brought]
    words = ""
    if new := "、".join(f"方向{no}" for no in hidden if no in brought):
        words = f"{new}的内容已带入，但还没有选这个方向，请到“任务方向”里勾选。"
    if old := "、".join(f"方向{no}" for no in left):
        words += (
            f"现在选的是文件里的方向，这里原来的{old}不再选着；{old}的内容没有删，"
            "到“任务方向”里重新勾选就看得到。"
        )
    return words


def numbers_words(session: Session, reading: WordContents, changes: Iterable[str]) -> str:
    """Which 表1 and 图1 in what was taken may mean others here.

    A part that was given out speaks of the numbers here or of its own, a file that is none of ours
    of its own; a whole application that was exported speaks of those here.
    """
    form, given = reading.form, list[str]()
    others: dict[tuple[int, int], dict[str, Any]] = {}  # by file and direction
    for path in changes:
        if path.startswith("taskbooks."):
            _, no, section = path.split(".")
            number = form.sources.get(path, 0)
            if form.codes[number] or form.tokens[number]:
                given += [path] if form.kind == "sections" else []
            else:
                taken = others.setdefault((number, int(no)), {})
                taken[section] = session.value.get(path)
    return own_numbers_words(session, given) + "".join(
        imported_numbers_words(session, no, taken, reading.files[number].name)
        for (number, no), taken in others.items()
    )
