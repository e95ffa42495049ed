"""The fields in which two copies of an application differ, and which one is to stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from jbgs_desktop.drafts.difference import WordChange, WordRun, differences, merge
from jbgs_desktop.forms.application import Application, FieldKind
from jbgs_desktop.forms.field_patterns import field_patterns, pattern_of
from jbgs_desktop.ui.drafts.history_comparison import LEGEND, WordMatcher, touches
from jbgs_desktop.ui.widgets.display_text import EMPTY, as_text, field_name, first_words
from jbgs_desktop.ui.widgets.marked_text import MarkedText
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label

_COLUMNS = ("栏目", "谁改过", "保留哪一份")
_FIELD, _WHO, _KEPT = range(len(_COLUMNS))
_PATH = Qt.ItemDataRole.UserRole
_BOTH_MEANS = "相同的段落、表和图只留一次，不同的两份都留，本机的在前。"


class Side(StrEnum):
    """Whose text stands after merging."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"

    @property
    def word(self) -> str:
        """How the text is called in front of a user."""
        return _SIDE_WORDS[self]


_SIDE_WORDS = {Side.MINE: "本机的", Side.THEIRS: "另一份的", Side.BOTH: "两份都保留"}


class MergeSource(StrEnum):
    """Who changed a field since the two copies went apart."""

    BOTH = "both"
    THEIRS = "theirs"
    MINE = "mine"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """What the list says of such a field."""
        return _SOURCE_WORDS[self]


_SOURCE_WORDS = {
    MergeSource.BOTH: "两边都改过",
    MergeSource.THEIRS: "只有另一份改过",
    MergeSource.MINE: "只有本机改过",
    MergeSource.UNKNOWN: "两份不同",
}


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """A field that differs, and which text stands unless the user says otherwise."""

    path: str
    origin: MergeSource
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
    origin = MergeSource.BOTH if base else MergeSource.UNKNOWN
    groups = ((asked, origin), (merged.taken, MergeSource.THEIRS), (rest, MergeSource.MINE))
    return [
        _choice(path, origin, mine.get(path), theirs.get(path))
        for paths, origin in groups
        for path in paths
    ]


def _choice(path: str, origin: MergeSource, mine: Any, theirs: Any) -> MergeChoice:
    """A side that has nothing gives way, unless the other one alone was at work."""
    is_open = origin in (MergeSource.BOTH, MergeSource.UNKNOWN)
    side = Side.THEIRS if origin is MergeSource.THEIRS or (is_open and not mine) else Side.MINE
    return MergeChoice(path, origin, mine, theirs, side)


class MergeDialog(QDialog):
    """Asks for each of ``choices`` which text stands; ``take`` gets the sides by path."""

    def __init__(
        self,
        session: Session,
        choices: Sequence[MergeChoice],
        name: str,
        parent: Any,
        take: Callable[[Mapping[str, Side]], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._choices = {choice.path: choice for choice in choices}
        self._sides = {choice.path: choice.side for choice in choices}
        self._take = take
        self._matcher = WordMatcher(self)
        self.setWindowTitle(f"与另一份合并：{name}")
        self.resize(1080, 700)
        self._make_parts()
        self._lay_out()
        for choice in choices:
            self._add(choice)
        self._list.setCurrentIndex(self._list.model().index(0, 0))

    @property
    def sides(self) -> Mapping[str, Side]:
        """What is chosen for each field."""
        return self._sides

    # -- parts

    def _make_parts(self) -> None:
        self._list = QTreeWidget()
        self._list.setObjectName("differences")
        self._list.setAccessibleName("不同的栏目")
        self._list.setHeaderLabels(_COLUMNS)
        self._list.setRootIsDecorated(False)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_FIELD, QHeaderView.ResizeMode.Stretch)
        for column in (_WHO, _KEPT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._list.currentItemChanged.connect(lambda *_: self._show())
        self._texts = {side: MarkedText(f"{side.word}内容") for side in (Side.MINE, Side.THEIRS)}
        self._group = QButtonGroup(self)
        self._radios: dict[Side, QRadioButton] = {}
        for number, side in enumerate(Side):
            radio = QRadioButton(f"保留{side.word}" if side is not Side.BOTH else side.word)
            radio.setToolTip(_BOTH_MEANS if side is Side.BOTH else "")
            self._group.addButton(radio, number)
            self._radios[side] = radio
        self._group.idClicked.connect(self._on_clicked)

    def _lay_out(self) -> None:
        count = sum(
            c.origin in (MergeSource.BOTH, MergeSource.UNKNOWN) for c in self._choices.values()
        )
        words = f"两份有 {len(self._choices)} 个栏目不同"
        words += f"，其中 {count} 个要由您决定，排在最前面。" if count else "。"
        layout = QVBoxLayout(self)
        layout.addWidget(label(f"{words}逐个看过以后点“合并”，可以用“撤销”一次退回。", "plain"))
        layout.addWidget(self._list, 2)
        sides = QHBoxLayout()
        for side, text in self._texts.items():
            box = QVBoxLayout()
            box.addWidget(self._radios[side])
            box.addWidget(text, 1)
            sides.addLayout(box, 1)
        layout.addLayout(sides, 3)
        layout.addWidget(self._radios[Side.BOTH])
        layout.addWidget(label(LEGEND.format("本机的内容", "另一份的内容"), "hint"))
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        accept = QPushButton("合并(&M)")
        accept.clicked.connect(self.accept)
        layout.addLayout(dialog_foot(cancel, accept, by_enter=False))

    def _add(self, choice: MergeChoice) -> None:
        name = field_name(self._session, choice.path)
        item = QTreeWidgetItem([name, choice.origin.word, ""])
        item.setData(_FIELD, _PATH, choice.path)
        self._list.addTopLevelItem(item)
        self._show_side(item)

    def _show_side(self, item: QTreeWidgetItem) -> None:
        choice = self._choices[item.data(_FIELD, _PATH)]
        side = self._sides[choice.path]
        if side is Side.BOTH:
            item.setText(_KEPT, side.word)
            return
        value = choice.mine if side is Side.MINE else choice.theirs
        words = first_words(as_text(self._session, choice.path, value), 12) or EMPTY
        item.setText(_KEPT, f"{side.word}：{words}")

    # -- choosing

    @property
    def _current(self) -> MergeChoice | None:
        item = self._list.currentItem()
        return self._choices[item.data(_FIELD, _PATH)] if item else None

    def _show(self) -> None:
        if (choice := self._current) is None:
            return
        old, new = (
            as_text(self._session, choice.path, value) for value in (choice.mine, choice.theirs)
        )
        self._matcher.match(old, new, self._show_runs)
        is_prose = field_patterns().get(pattern_of(choice.path)) is FieldKind.PROSE
        self._radios[Side.BOTH].setVisible(is_prose and bool(old) and bool(new))
        self._radios[self._sides[choice.path]].setChecked(True)

    def _show_runs(self, runs: Sequence[WordRun]) -> None:
        for side, gone in ((Side.MINE, WordChange.ADDED), (Side.THEIRS, WordChange.REMOVED)):
            self._texts[side].show_runs([run for run in runs if run.change is not gone])

    def _on_clicked(self, number: int) -> None:
        item, choice = self._list.currentItem(), self._current
        if item and choice:
            self._sides[choice.path] = list(Side)[number]
            self._show_side(item)

    def accept(self) -> None:
        self._take(dict(self._sides))
        super().accept()
