"""分工 in one open application: what its pages and its menu wish is done here."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QMetaMethod, QObject, Signal
from PySide6.QtWidgets import QWidget

from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.given_parts import (
    GivenPart,
    PartState,
    ReturnedFile,
    all_answered_by,
)
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.widgets.message_boxes import choose, inform
from jbgs_desktop.ui.widgets.part_words import day_words, given_words, person_of
from jbgs_desktop.ui.widgets.selected_directions import chosen_directions
from jbgs_desktop.ui.widgets.signs import DONE

_NO_BOOK = "还没有选任务方向，没有可以分的节。请先在“任务方向”里选好方向。"

_SKIP_ONE, _SKIP_SEVERAL = "跳过这个文件", "跳过这几个文件"


@dataclass(slots=True)
class _TakenStep:
    """What was taken back with the step of undo: the parts before and after it."""

    step: int
    before: tuple[GivenPart, ...]
    after: tuple[GivenPart, ...]
    is_done: bool = True


class PartsDesk(QObject):
    """Gives sections out, withdraws them, lists them.

    ``word_import_wanted`` carries the path of a section whose Word file came back; pages that are
    made before somebody listens do not offer it.
    """

    word_import_wanted = Signal(str)

    def __init__(self, context: SubmissionContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._window = context, parent
        self._taken: list[_TakenStep] = []
        context.session.changed.connect(self._follow_undo)

    def connect_page(self, page: QWidget) -> None:
        """Do from now on what ``page`` wishes, if it is that of a task book."""
        if isinstance(page, TaskbookPage):
            page.give_wanted.connect(self.give)
            page.given_lines.withdraw_wanted.connect(self.withdraw)
            if self.isSignalConnected(QMetaMethod.fromSignal(self.word_import_wanted)):
                page.given_lines.import_wanted.connect(self.word_import_wanted)

    def give(self, path: str = "") -> None:
        """Ask what goes to whom: of the task book with the section at ``path``, or of all."""
        chosen = [direction.no for direction in chosen_directions(self._context.session)]
        self._ask([int(path.split(".")[1])] if path else chosen, [path])

    def give_again(self, part: GivenPart) -> None:
        """Ask the same with all of ``part`` filled in, for which the new one stands."""
        numbers = dict.fromkeys(int(field.split(".")[1]) for field in part.fields)
        self._ask(list(numbers), part.fields, part)

    def withdraw(self, part: GivenPart) -> None:
        """Take back that ``part`` was given, once the user agrees."""
        if self._context.draft.is_read_only:
            inform(self._window, "这份草稿是以只读方式打开的，不能撤销分工。请先打开一份副本。")
            return
        choose(
            self._window,
            f"要撤销分给{person_of(part)}的“{part.file}”吗？\n\n"
            "撤销以后，里面的节不再标明分给了谁，这里的内容没有变化。"
            "已经发出去的文件，请另外告诉同事不用写了；以后仍然发回来的，导入时会先问。",
            ("撤销分工", lambda: self._withdraw(part)),
            title="撤销分工",
        )

    def before_import(
        self,
        returned: Sequence[ReturnedFile],
        names: Sequence[str],
        proceed: Callable[[], object],
        go_without: Callable[[Collection[int]], object],
    ) -> None:
        """Do ``proceed`` with Word files that came back; ``returned`` is what each of them tells.

        Where one of them came back before, or was withdrawn, only when the user agrees, or
        ``go_without`` the numbers of these. ``names`` are those of all the files read together.
        """
        answered = all_answered_by(self._context.session.parts, returned)
        again = [(part, file.number) for part, file in answered if not part.is_out]
        if not again:
            proceed()
            return
        numbers = {number for _, number in again}
        skip = _SKIP_ONE if len(numbers) == 1 else _SKIP_SEVERAL
        ways = [("接着看", proceed)]
        if len(names) > len(numbers):
            ways.insert(0, (skip, lambda: go_without(numbers)))
        lines = [
            f"{_file_words(names[number], part)}{_earlier_words(part)}" for part, number in again
        ]
        choose(
            self._window,
            "\n".join((*lines, "", "要接着看里面的内容吗？确认取用之前，这里什么都不改。")),
            *ways,
            preferred=skip,
            title="从Word导入",
        )

    def take_back(self, returned: Sequence[ReturnedFile], *, is_step: bool) -> None:
        """Record that what these Word files bring came back. Raises JbgsError.

        Where it was taken as the last step of undo (``is_step``), the parts go with that.
        """
        record, now = self._context.record, datetime.now().astimezone()
        if answered := all_answered_by(record.parts, returned):
            for part, file in answered:
                record = record.with_part_returned(part, now, file.original)
            if is_step:
                before = tuple(part for part, _ in answered)
                after = tuple(p for p in record.parts if any(_is_same(p, each) for each in before))
                self._taken.append(_TakenStep(self._context.session.last_step, before, after))
            self._context.keep(record)

    def _follow_undo(self) -> None:
        """Parts whose text is undone are out again, and are back once it is there again."""
        session = self._context.session
        for taken in list(self._taken):
            is_done = session.is_step_done(taken.step)
            if is_done is None:
                self._taken.remove(taken)
            elif is_done is not taken.is_done:
                taken.is_done = is_done
                self._set_as(taken.after if is_done else taken.before)
                self._notify_undone(taken)

    def _notify_undone(self, taken: _TakenStep) -> None:
        names = "、".join(f"“{part.file}”" for part in taken.before)
        was_out = all(part.is_out for part in taken.before)
        if taken.is_done:
            words = f"从Word文件取用的内容又回来了，{names}记为已收回。"
        elif was_out:
            words = f"从Word文件取用的内容已经退回，{names}又记为还没有收回。"
        else:
            words = f"从Word文件取用的内容已经退回，{names}的记录也恢复了原样。"
        self._context.bar.notify(DONE, words)

    def _set_as(self, parts: Sequence[GivenPart]) -> None:
        """Have the same parts in the record be back, or not, as ``parts`` are."""
        try:
            record = self._context.record
            for part in parts:
                for kept in record.parts:
                    if _is_same(kept, part):
                        state = {"returned": part.returned, "originals": part.originals}
                        record = record.with_part_as(kept, state)
            self._context.keep(record)
        except JbgsError as error:
            self._warn(f"内容变了，但没有记下分出去的是否收回。{error}")

    def show_parts(self) -> None:
        """分工情况: the list of all parts."""
        from jbgs_desktop.ui.word.parts_dialog import PartsDialog

        if problem := self._context.problem:
            self._warn(problem)
            return
        dialog = PartsDialog(self._context, self._window)
        dialog.withdraw_wanted.connect(self.withdraw)
        dialog.again_wanted.connect(self.give_again)
        dialog.open()

    def _ask(
        self, numbers: Sequence[int], ticked: Collection[str], instead: GivenPart | None = None
    ) -> None:
        from jbgs_desktop.ui.word.give_dialog import GiveDialog

        if refusal := self._refusal() or ("" if numbers else _NO_BOOK):
            self._warn(refusal)
        else:
            GiveDialog(self._context, self._window, numbers, ticked, instead).open()

    def _refusal(self) -> str:
        """Why nothing can be given now; empty when it can."""
        if self._context.draft.is_read_only:
            return "这份草稿是以只读方式打开的，不能分给同事。请先打开一份副本。"
        if self._context.session.locked:
            return "这份草稿已经定稿，不能分给同事。要分工请先退回修改。"
        return self._context.problem

    def _withdraw(self, part: GivenPart) -> None:
        try:
            now = datetime.now().astimezone()
            self._context.keep(self._context.record.with_part_withdrawn(part, now))
        except JbgsError as error:
            inform(self._window, f"没有撤销。{error}")
        except ValueError:
            inform(self._window, "没有撤销：这一份的情况刚刚变了，请看“分工情况”。")

    def _warn(self, sentence: str) -> None:
        self._context.bar.notify(Severity.WARNING, sentence)


def _is_same(one: GivenPart, other: GivenPart) -> bool:
    """Whether both are the same giving, whatever has become of it."""
    keys = [(p.code, p.token, p.file, p.when, p.fields) for p in (one, other)]
    return keys[0] == keys[1]


def _file_words(name: str, part: GivenPart) -> str:
    """The file at hand, and how it was called when it went out."""
    return f"“{name}”" if name == part.file else f"“{name}”（发出去时叫“{part.file}”）"


def _earlier_words(part: GivenPart) -> str:
    """What is to be known of a part that is not out and came back all the same."""
    if part.state is PartState.RETURNED and part.returned:
        return f"{given_words(part)}，{day_words(part.returned)} 已经收回过一次。"
    away = day_words(part.withdrawn) if part.withdrawn else ""
    return f"{given_words(part)}，{away} 已经撤销。"
