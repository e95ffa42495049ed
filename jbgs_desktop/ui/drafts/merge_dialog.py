"""The fields in which two copies of an application differ, and which one is to stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from jbgs_desktop.drafts.difference import differences, merge
from jbgs_desktop.drafts.section_merge import ChangedBy, Side
from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.ui.drafts.history_comparison import touches
from jbgs_desktop.ui.drafts.side_chooser import SideChoice, SideChooser, SideNames
from jbgs_desktop.ui.widgets.display_text import as_text, field_name
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label

_COLUMNS = ("栏目", "谁改过", "保留哪一份")
_NAMES = SideNames("本机的", "另一份的", ("本机", "另一份"))
_BOTH_MEANS = "相同的段落、表和图只留一次，不同的两份都留，本机的在前。"


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """A field that differs, and which text stands unless the user says otherwise."""

    path: str
    origin: ChangedBy
    mine: Any
    theirs: Any
    side: Side


def choices_between(
    mine: Application, theirs: Application, base: Application | None
) -> list[MergeChoice]:
    """The fields that differ, those changed on both sides first."""
    merged = merge(mine, theirs, base)
    asked = [conflict.path for conflict in merged.conflicts]
    rest = [
        found.path
        for found in differences(merged.application, theirs)
        if not any(touches(found.path, path) for path in asked)
    ]
    origin = ChangedBy.BOTH if base else ChangedBy.UNKNOWN
    groups = ((asked, origin), (merged.taken, ChangedBy.THEIRS), (rest, ChangedBy.MINE))
    return [
        _choice(path, origin, mine.get(path), theirs.get(path))
        for paths, origin in groups
        for path in paths
    ]


def _choice(path: str, origin: ChangedBy, mine: Any, theirs: Any) -> MergeChoice:
    """A side that has nothing gives way, unless the other one alone was at work."""
    side = Side.THEIRS if origin is ChangedBy.THEIRS or (origin.is_open and not mine) else Side.MINE
    return MergeChoice(path, origin, mine, theirs, side)


class MergeDialog(FittedDialog):
    """Asks for each of ``choices`` which text stands; ``take`` gets the sides by path."""

    def __init__(
        self,
        session: Session,
        choices: Sequence[MergeChoice],
        name: str,
        parent: Any,
        take: Callable[[Mapping[str, Side]], object],
    ) -> None:
        super().__init__(parent, f"与另一份合并：{name}", (1080, 700))
        self._take = take
        shown = [_side_choice(session, choice) for choice in choices]
        self._chooser = SideChooser(shown, _NAMES, _COLUMNS, _BOTH_MEANS)
        count = sum(choice.origin.is_open for choice in choices)
        words = f"两份有 {len(choices)} 个栏目不同"
        words += f"，其中 {count} 个要由您决定，排在最前面。" if count else "。"
        layout = QVBoxLayout(self)
        layout.addWidget(label(f"{words}逐个看过以后点“合并”，可以用“撤销”一次退回。", "plain"))
        layout.addWidget(self._chooser, 1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        accept = QPushButton("合并(&M)")
        accept.clicked.connect(self.accept)
        layout.addLayout(dialog_foot(cancel, accept, by_enter=False))

    @property
    def sides(self) -> Mapping[str, Side]:
        """What is chosen for each field."""
        return self._chooser.sides

    def accept(self) -> None:
        self._take(dict(self.sides))
        super().accept()


def _side_choice(session: Session, choice: MergeChoice) -> SideChoice:
    mine, theirs = (as_text(session, choice.path, v) for v in (choice.mine, choice.theirs))
    is_prose = field_patterns().get(pattern_of(choice.path)) is FieldKind.PROSE
    return SideChoice(
        choice.path,
        field_name(session, choice.path),
        _NAMES.changed_by(choice.origin),
        mine,
        theirs,
        choice.side,
        is_prose and bool(mine) and bool(theirs),
    )
