"""What is to be done after something was taken from Word files, in sentences for the bar."""

from collections.abc import Iterable

from jbgs_desktop.documents.docx_import.word_contents import WordContents
from jbgs_desktop.forms.application import Application
from jbgs_desktop.forms.number_mentions import own_numbers
from jbgs_desktop.ui.widgets.session import Session


def own_numbers_words(session: Session, paths: Iterable[str]) -> str:
    """Which mentions of 表1 may mean a table that has another number among all sections."""
    sentences = []
    for path in paths:
        if not path.startswith("taskbooks."):
            continue
        book = session.value.taskbook(int(path.split(".")[1]))
        for old, new in own_numbers(book, path, session.call.form.taskbook.sections).items():
            name = session.field(path).label
            sentences.append(f"{name}里写的{old}，如果说的是这一节自己的，在这里是{new}，请核对。")
    return "".join(sentences)


def kept_foreign_words(reading: WordContents) -> str:
    """Where the files of another application are now, and how they are let go of."""
    names = "、".join(f"“{reading.files[number].name}”" for number in reading.foreign)
    return f"{names}存在草稿的“Word原件”里，不要的可以从菜单打开“Word原件…”删除。" if names else ""


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
