"""从Word导入: what the files hold beside what is here, and what of them cannot be carried over."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.docx_import.field_states import FieldState
from jbgs_desktop.documents.docx_import.model import is_nothing, loss_of
from jbgs_desktop.documents.docx_import.word_contents import WordContents, WordField
from jbgs_desktop.documents.docx_reader.model import LossKind
from jbgs_desktop.drafts.difference import both_kept
from jbgs_desktop.drafts.section_merge import SectionMerge, Side
from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.forms.section import SectionValue
from jbgs_desktop.ui.drafts.side_chooser import SideChoice, SideChooser, SideNames
from jbgs_desktop.ui.widgets.display_text import as_text, field_name
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named, show_if
from jbgs_desktop.ui.word.losses_box import loss_words, losses_box, lost_words
from jbgs_desktop.ui.word.stretch_dialog import StretchDialog
from jbgs_desktop.ui.word.version_box import VersionBox, written_last

NAMES = SideNames("这里的", "文件里的", ("这里", "文件里"), "用")
_COLUMNS = ("栏目", "怎样", "用哪一份")
_BOTH_MEANS = "相同的段落、表和图只留一次，不同的两份都留，这里的在前。"
_SIZE = (1080, 700)  # px
_MOST_NAMED = 2  # files in the title
_EDGE = 12  # px above and below the list of losses
_LINES = 6  # of the list of losses that are seen at once
_TAKE_ALL = "全部用文件里的"
_KEEP_ALL = "全部保留这里的"


class ImportDialog(FittedDialog):
    """Shows ``reading``; ``take`` gets the fields that are to change, with their new values; none
    where the user only takes note. It gets ``reading`` with the files that were chosen, too.

    Pictures in them are named as ``reading`` names them.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        reading: WordContents,
        source: str,
        take: Callable[[Mapping[str, Any], WordContents], object],
    ) -> None:
        super().__init__(parent, "从Word导入", _SIZE)
        self._session, self._reading, self._take = session, reading, take
        self._fields = {each.path: each for each in reading.fields if _differs(each)}
        self._joined: dict[str, SectionValue] = {}
        self._losses: QPlainTextEdit | None = None
        self._versions = VersionBox(reading)
        self._versions.chosen.connect(self._exchange)
        choices = sorted(map(self._choice, self._fields.values()), key=self._order)
        self._chooser = SideChooser(choices, NAMES, _COLUMNS, _BOTH_MEANS)
        self._chooser.changed.connect(self._on_changed)
        self._chooser.moved.connect(self._on_moved)
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 14)
        layout.setSpacing(8)
        title = label(f"从Word导入：{_named_files(reading)}", "plain")
        title.setToolTip("\n".join(file.name for file in reading.files))
        layout.addWidget(named(title, "dialog-title"))
        layout.addWidget(label(self._summary() + source, "plain"))
        for words in (_again_words(reading), self._other_directions()):
            if words:
                layout.addWidget(label(words, "warning"))
        layout.addWidget(self._versions)
        layout.addWidget(self._chooser, 1)
        show_if(self._chooser, bool(choices))
        self._add_losses(layout)
        layout.addLayout(self._foot())
        self._on_changed()
        self._on_moved()

    # -- parts

    def _make_buttons(self) -> None:
        self._parts = QPushButton("逐段对照…")
        self._parts.setToolTip("两边都改过的一节，一段一段、一格一格地决定保留哪一份。")
        self._parts.clicked.connect(self._open_parts)
        self._all = QPushButton(_TAKE_ALL)
        self._all.clicked.connect(lambda: self._choose_all(Side.THEIRS))
        self._none = QPushButton(_KEEP_ALL)
        self._none.clicked.connect(lambda: self._choose_all(Side.MINE))
        self._go = QPushButton()
        self._go.clicked.connect(self.accept)

    def _foot(self) -> QHBoxLayout:
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        foot = dialog_foot(cancel, self._go, by_enter=False)
        for at, button in enumerate((self._parts, self._all, self._none)):
            foot.insertWidget(at, button)
            show_if(button, bool(self._fields))
        return foot

    def _add_losses(self, layout: QVBoxLayout) -> None:
        losses, problems = self._reading.losses, self._reading.problems
        if not losses and not problems:
            return
        words = lost_words(losses)
        if problems:
            words = f"有 {len(problems)} 个文件没有导入。{words}"
        layout.addWidget(label(words, "warning"))
        sentences = self._lost()
        shown = losses_box(sentences, words)
        self._losses = shown
        lines = min(len(sentences), _LINES)
        shown.ensurePolished()
        shown.setFixedHeight(lines * shown.fontMetrics().lineSpacing() + 2 * _EDGE)
        layout.addWidget(shown)

    def _lost(self) -> list[str]:
        """What does not come, as the files are chosen now of which fields count."""
        reading, others = self._reading, self._reading.form.others
        kept = [
            loss
            for loss in reading.losses
            if loss.kind is not LossKind.DUPLICATE or loss.path not in others
        ]
        for first in reading.fields:
            counts = self._fields.get(first.path, first)
            kept += [
                loss_of(
                    LossKind.DUPLICATE,
                    f"“{reading.files[each.number].name}”{field_name(self._session, each.path)}",
                    as_text(self._session, each.path, each.there),
                    each.path,
                )
                for each in (first, *first.others)
                if first.others and each.number != counts.number
            ]
        return [*reading.problems, *map(loss_words, kept)]

    def _summary(self) -> str:
        same = len(self._reading.fields) - len(self._fields)
        words = f"认出 {len(self._reading.fields)} 个栏目，{len(self._fields)} 个与这里不同"
        words += f"，{same} 个相同或两边都空着。" if same else "。"
        if tracked := self._reading.form.tracked:
            words += f"文件里有 {tracked} 处修订，按全部接受读取。"
        return words + ("确认之前什么都不改。" if self._fields else "没有要取用的内容。")

    def _choice(self, field: WordField) -> SideChoice:
        mine, theirs = (as_text(self._session, field.path, v) for v in (field.here, field.there))
        is_filled = bool(mine) and bool(theirs)
        return SideChoice(
            field.path,
            field_name(self._session, field.path),
            _words_of(field) + self._versions.files_of(field),
            mine,
            theirs,
            Side.THEIRS if _is_plain(field) and not self._is_other(field) else Side.MINE,
            _is_prose(field.path) and is_filled,
        )

    def _is_other(self, field: WordField) -> bool:
        """Whether it is of a direction that is chosen neither here nor in the files."""
        here = self._session.value.directions
        there = next((each.there for each in self._reading.fields if each.path == "directions"), ())
        book, no = field.path.split(".")[:2] if field.path.count(".") > 1 else ("", "")
        return book == "taskbooks" and bool(here) and int(no) not in (*here, *there)

    def _other_directions(self) -> str:
        numbers = sorted(
            {int(each.path.split(".")[1]) for each in self._fields.values() if self._is_other(each)}
        )
        if not numbers:
            return ""
        names = "、".join(f"方向{no}" for no in numbers)
        return (
            f"文件里有{names}的内容，这份申报没有选{names}，所以先不取用。请核对文件是不是这份申报的；"
            "要带入的，请在下面改成用文件里的，再到“任务方向”里勾选这个方向。"
        )

    def _order(self, choice: SideChoice) -> int:
        """Those that a person has to look at come first; otherwise as on the paper."""
        return 0 if self._fields[choice.key].state is FieldState.CONFLICT else 1

    # -- choosing

    def _choose_all(self, side: Side) -> None:
        self._joined.clear()
        self._chooser.choose_all(side)

    def _on_moved(self) -> None:
        field = self._fields.get(self._chooser.current)
        self._parts.setEnabled(field is not None and _has_parts(field))
        self._versions.show_field(field)

    def _exchange(self, field: WordField) -> None:
        """The field counts as another file has it."""
        self._fields[field.path] = field
        self._joined.pop(field.path, None)
        self._chooser.exchange(self._choice(field))
        if self._losses is not None:
            self._losses.setPlainText("\n".join(self._lost()))
        self._on_moved()

    def _on_changed(self) -> None:
        count = len(self._changes())
        self._go.setText(f"取用选中的 {count} 栏" if self._fields else "知道了")
        self._go.setEnabled(bool(count) or not self._fields)

    def _open_parts(self) -> None:
        field = self._fields[self._chooser.current]
        merge = SectionMerge(field.here, field.there, field.base)

        def take(section: SectionValue) -> None:
            self._joined[field.path] = section
            self._chooser.decide(field.path, as_text(self._session, field.path, section))

        StretchDialog(self, self._session, field.path, merge, NAMES, take).open()

    def _changes(self) -> dict[str, Any]:
        decided = self._chooser.decided
        values: dict[str, Any] = {}
        for path, side in self._chooser.sides.items():
            field = self._fields[path]
            if path in decided:
                values[path] = self._joined[path]
            elif side is Side.THEIRS:
                values[path] = field.there
            elif side is Side.BOTH:
                values[path] = both_kept(field.here, field.there)
        return {path: value for path, value in values.items() if value != self._fields[path].here}

    def accept(self) -> None:
        numbers = {path: field.number for path, field in self._fields.items()}
        self._take(self._changes(), self._reading.counting(numbers))
        super().accept()


def _named_files(reading: WordContents) -> str:
    names = [file.name for file in reading.files]
    more = f" 等 {len(names)} 个文件" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more


def _again_words(reading: WordContents) -> str:
    """How what more than one file has of a field comes here; empty where nothing is so."""
    others = reading.form.others
    firsts = sorted({reading.form.sources[path] for path in others})
    later = sorted({number for numbers in others.values() for number in numbers})
    if not later:
        return ""
    listed, left = (
        "、".join(f"“{reading.files[number].name}”" for number in numbers)
        for numbers in (firsts, later)
    )
    files = [reading.files[number] for number in (*firsts, *later)]
    newest = "最后改的" if len(firsts) == 1 and written_last(files) else ""
    return (
        f"有 {len(others)} 个栏目不止一个文件里写了，这里列的是{newest}{listed}里的。"
        f"在列表里点这一栏，可以在“用哪个文件的”改选{left}里的。两份都要的，请在这次取用以后"
        f"再单独导入另一份，两份会并排显示，可以逐段对照。"
    )


def _differs(field: WordField) -> bool:
    """Whether any file has it otherwise than it is here."""
    return any(each.state is not FieldState.SAME for each in (field, *field.others))


def _is_plain(field: WordField) -> bool:
    """Whether taking it over needs no thought: nothing of this side is lost by it."""
    return field.state is FieldState.CHANGED and not is_nothing(field.there)


def _words_of(field: WordField) -> str:
    match field.state:
        case FieldState.SAME:
            return "与这里相同"
        case FieldState.CHANGED if is_nothing(field.here):
            return "这里空着，可直接取用"
        case FieldState.CHANGED if is_nothing(field.there):
            return "文件里删空了"
        case FieldState.CHANGED:
            return "只有文件里改过"
        case FieldState.KEPT:
            return "只有这里改过"
        case FieldState.BROUGHT:
            return "文件里改的这里已经有了"
    return "两边都改过" if field.base is not None else "两边不同"


def _is_prose(path: str) -> bool:
    return field_patterns().get(pattern_of(path)) is FieldKind.PROSE


def _has_parts(field: WordField) -> bool:
    is_filled = not is_nothing(field.here) and not is_nothing(field.there)
    return _is_prose(field.path) and is_filled
