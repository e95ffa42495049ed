"""Two versions beside each other, place by place, and which of them is to stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.drafts.difference import WordChange, WordRun
from jbgs_desktop.drafts.section_merge import ChangedBy, Side
from jbgs_desktop.ui.drafts.history_comparison import WordMatcher
from jbgs_desktop.ui.widgets.display_text import EMPTY
from jbgs_desktop.ui.widgets.marked_text import MarkedText
from jbgs_desktop.ui.widgets.short_words import first_words
from jbgs_desktop.ui.widgets.style_helpers import label

_PLACE, _WHO, _KEPT = range(3)
_KEY = Qt.ItemDataRole.UserRole
_FIRST = 12  # characters of a text that the list shows
_BOTH, _DECIDED = "两份都保留", "逐段决定的（右边是合在一起的内容）"
_LEGEND = "带下划线的字只在这一边有，另一边没有。"


@dataclass(frozen=True, slots=True)
class SideNames:
    """How the two versions are called: 本机的, 另一份的; ``subjects`` are who changed them.

    ``take`` is what is done with theirs when it stands.
    """

    mine: str
    theirs: str
    subjects: tuple[str, str]
    take: str = "保留"

    def standing(self, side: Side) -> str:
        """What the user says to have ``side`` stand."""
        verbs = {Side.MINE: "保留", Side.THEIRS: self.take, Side.BOTH: ""}
        return verbs[side] + self.side(side)

    def side(self, side: Side) -> str:
        """How what stands is called."""
        return {Side.MINE: self.mine, Side.THEIRS: self.theirs, Side.BOTH: _BOTH}[side]

    def changed_by(self, who: ChangedBy) -> str:
        """What is said of a place that they changed."""
        mine, theirs = self.subjects
        return {
            ChangedBy.NOBODY: "相同",
            ChangedBy.BOTH: "两边都改过",
            ChangedBy.THEIRS: f"只有{theirs}改过",
            ChangedBy.MINE: f"只有{mine}改过",
            ChangedBy.UNKNOWN: "两份不同",
        }[who]


@dataclass(frozen=True, slots=True)
class SideChoice:
    """A place with what stands there on both sides, as a reader knows it.

    ``side`` stands unless the user says otherwise; ``may_be_both`` where both can.
    """

    key: str
    place: str
    who: str
    mine: str
    theirs: str
    side: Side
    may_be_both: bool = False


class SideChooser(QWidget):
    """Lists ``choices``; below, both texts of the one that is chosen, with the words that differ.

    ``both_means`` explains what keeping both does, ``decided_means`` says that :meth:`decide` told
    what stands. ``changed`` comes when another side is to stand, ``moved`` when another place is
    looked at.
    """

    changed = Signal()
    moved = Signal()

    def __init__(
        self,
        choices: Sequence[SideChoice],
        names: SideNames,
        columns: Sequence[str],
        both_means: str,
        decided_means: str = _DECIDED,
    ) -> None:
        super().__init__()
        self._decided_means = decided_means
        self._choices = {choice.key: choice for choice in choices}
        self._sides = {choice.key: choice.side for choice in choices}
        self._decided: dict[str, str] = {}
        self._names = names
        self._matcher = WordMatcher(self)
        self._make_list(columns)
        self._make_sides(both_means)
        self._lay_out()
        for choice in choices:
            self._add(choice)
        self._list.setCurrentIndex(self._list.model().index(0, 0))

    @property
    def sides(self) -> Mapping[str, Side]:
        """What is chosen for each place."""
        return self._sides

    @property
    def current(self) -> str:
        """The key of the place that is looked at; empty for none."""
        item = self._list.currentItem()
        return str(item.data(_PLACE, _KEY)) if item else ""

    def choose_all(self, side: Side) -> None:
        """Have ``side`` stand everywhere."""
        self._decided.clear()
        for item in self._items():
            self._sides[str(item.data(_PLACE, _KEY))] = side
            self._show_side(item)
        self._show()
        self.changed.emit()

    def decide(self, key: str, text: str) -> None:
        """The place is put together of both and has ``text`` now; until a side is chosen again."""
        self._decided[key] = text
        self._sides[key] = Side.THEIRS
        for item in self._items():
            self._show_side(item)
        self._show()
        self.changed.emit()

    def exchange(self, choice: SideChoice) -> None:
        """``choice`` stands where there was another of the same key, and is not decided yet."""
        self._decided.pop(choice.key, None)
        self._choices[choice.key] = choice
        self._sides[choice.key] = choice.side
        for item in self._items():
            if item.data(_PLACE, _KEY) == choice.key:
                item.setText(_WHO, choice.who)
                self._show_side(item)
        self._show()
        self.changed.emit()

    @property
    def decided(self) -> frozenset[str]:
        """The places for which what :meth:`decide` told stands."""
        return frozenset(self._decided)

    # -- parts

    def _make_list(self, columns: Sequence[str]) -> None:
        self._list = QTreeWidget()
        self._list.setObjectName("differences")
        self._list.setAccessibleName(f"不同的{columns[_PLACE]}")
        self._list.setHeaderLabels(list(columns))
        self._list.setRootIsDecorated(False)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_PLACE, QHeaderView.ResizeMode.Stretch)
        for column in (_WHO, _KEPT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._list.currentItemChanged.connect(lambda *_: self._on_moved())

    def _make_sides(self, both_means: str) -> None:
        self._texts = {
            side: MarkedText(f"{self._names.side(side)}内容", beside=True)
            for side in (Side.MINE, Side.THEIRS)
        }
        self._group = QButtonGroup(self)
        self._radios: dict[Side, QRadioButton] = {}
        for number, side in enumerate(Side):
            radio = QRadioButton(self._names.standing(side))
            radio.setToolTip(both_means if side is Side.BOTH else "")
            self._group.addButton(radio, number)
            self._radios[side] = radio
        self._group.idClicked.connect(self._on_clicked)
        self._own = QRadioButton(self._decided_means)
        self._group.addButton(self._own, len(self._radios))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list, 1)
        sides = QHBoxLayout()
        for side, text in self._texts.items():
            box = QVBoxLayout()
            box.addWidget(self._radios[side])
            box.addWidget(text, 1)
            sides.addLayout(box, 1)
        layout.addLayout(sides, 1)
        layout.addWidget(self._radios[Side.BOTH])
        layout.addWidget(self._own)
        layout.addWidget(label(_LEGEND, "hint"))

    def _add(self, choice: SideChoice) -> None:
        item = QTreeWidgetItem([choice.place, choice.who, ""])
        item.setData(_PLACE, _KEY, choice.key)
        self._list.addTopLevelItem(item)
        self._show_side(item)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self._list.topLevelItem(at) for at in range(self._list.topLevelItemCount()))
        return [item for item in found if item]

    def _show_side(self, item: QTreeWidgetItem) -> None:
        choice = self._choices[str(item.data(_PLACE, _KEY))]
        side = self._sides[choice.key]
        words = self._names.side(side)
        if choice.key in self._decided:
            words = self._decided_means
        elif side is not Side.BOTH:
            text = choice.mine if side is Side.MINE else choice.theirs
            words = f"{words}：{first_words(text, _FIRST) or EMPTY}"
        item.setText(_KEPT, words)

    # -- choosing

    def _on_moved(self) -> None:
        self._show()
        self.moved.emit()

    def _show(self) -> None:
        if not (choice := self._choices.get(self.current)):
            return
        own = self._decided.get(choice.key)
        self._matcher.match(choice.mine, choice.theirs if own is None else own, self._show_runs)
        self._radios[Side.BOTH].setVisible(choice.may_be_both)
        self._own.setVisible(own is not None)
        chosen = self._radios[self._sides[choice.key]] if own is None else self._own
        chosen.setChecked(True)

    def _show_runs(self, runs: Sequence[WordRun]) -> None:
        for side, gone in ((Side.MINE, WordChange.ADDED), (Side.THEIRS, WordChange.REMOVED)):
            self._texts[side].show_runs([run for run in runs if run.change is not gone])

    def _on_clicked(self, number: int) -> None:
        item = self._list.currentItem()
        if item and number < len(self._radios):
            self._decided.pop(self.current, None)
            self._sides[self.current] = list(Side)[number]
            self._show_side(item)
            self._show()
            self.changed.emit()
