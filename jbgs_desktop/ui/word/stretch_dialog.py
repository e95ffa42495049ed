"""逐段对照: a section that both sides changed, put together paragraph by paragraph."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from jbgs_desktop.drafts.section_merge import ChangedBy, SectionMerge, Side, Stretch
from jbgs_desktop.forms.section import SectionValue
from jbgs_desktop.forms.section_pieces import joined_pieces
from jbgs_desktop.ui.drafts.side_chooser import SideChoice, SideChooser, SideNames
from jbgs_desktop.ui.widgets.display_text import as_text, first_words
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named

_COLUMNS = ("段落", "谁改过", "保留哪一份")
_BOTH_MEANS = "两段都留，这里的在前。"
_FIRST = 24  # characters by which a paragraph is known


class StretchDialog(FittedDialog):
    """Asks of each paragraph, table, figure and cell that differs; ``take`` gets the section."""

    def __init__(
        self,
        parent: Any,
        session: Session,
        path: str,
        merge: SectionMerge,
        names: SideNames,
        take: Callable[[SectionValue], object],
    ) -> None:
        super().__init__(parent, "逐段对照", (980, 560))
        self._merge, self._take = merge, take
        self._session, self._path, self._names = session, path, names
        self._differing = {
            str(number): stretch
            for number, stretch in enumerate(merge.stretches)
            if stretch.changed_by is not ChangedBy.NOBODY
        }
        choices = [self._choice(key, stretch) for key, stretch in self._differing.items()]
        self._chooser = SideChooser(choices, names, _COLUMNS, _BOTH_MEANS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.addWidget(named(label(session.field(path).name, "plain"), "dialog-title"))
        layout.addWidget(label(self._words(), "plain"))
        layout.addWidget(self._chooser, 1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        accept = QPushButton("就这样合在一起")
        accept.clicked.connect(self.accept)
        layout.addLayout(dialog_foot(cancel, accept, by_enter=False))

    def _words(self) -> str:
        count = sum(each.changed_by.is_open for each in self._differing.values())
        words = f"有 {len(self._differing)} 处不同"
        words += f"，其中 {count} 处要由您决定。" if count else "，都只有一边改过。"
        return f"{words}其余的段落两边相同，照原样保留。"

    def _choice(self, key: str, stretch: Stretch) -> SideChoice:
        mine, theirs = (self._text(stretch, side) for side in (stretch.mine, stretch.theirs))
        place = f"“{first_words(mine or theirs, _FIRST)}”"
        if stretch.cell:
            row, column = stretch.cell
            place = f"表格“{stretch.caption}”第 {row + 1} 行第 {column + 1} 列"
        who = self._names.changed_by(stretch.changed_by)
        both = bool(mine) and bool(theirs)
        return SideChoice(key, place, who, mine, theirs, stretch.side, both)

    def _text(self, stretch: Stretch, pieces: Any) -> str:
        return as_text(self._session, self._path, joined_pieces(pieces))

    def accept(self) -> None:
        sides: dict[int, Side] = {int(key): side for key, side in self._chooser.sides.items()}
        self._take(self._merge.joined(sides))
        super().accept()
