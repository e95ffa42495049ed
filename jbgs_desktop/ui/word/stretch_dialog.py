"""逐段对照: a section that both sides changed, put together paragraph by paragraph."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from jbgs_desktop.drafts.section_merge import ChangedBy, SectionMerge, Side, Stretch
from jbgs_desktop.forms.section import SectionValue
from jbgs_desktop.forms.section_pieces import joined_pieces
from jbgs_desktop.ui.drafts.side_chooser import SideChoice, SideChooser, SideNames
from jbgs_desktop.ui.widgets.display_text import as_text
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.short_words import first_words
from jbgs_desktop.ui.widgets.style_helpers import dialog_foot, label, named
from jbgs_desktop.ui.word.stretch_editor import StretchEditor

_COLUMNS = ("段落", "谁改过", "保留哪一份")
_BOTH_MEANS = "两段都留，这里的在前。"
_WRITTEN = "自己改的（右边是改好的）"
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
        self._chooser = SideChooser(choices, names, _COLUMNS, _BOTH_MEANS, _WRITTEN)
        self._texts: dict[str, str] = {}
        self._edit = QPushButton("自己改这一处(&E)…")
        self._edit.setToolTip("在两边写的基础上，把这一段、这一格改成要用的样子。")
        self._edit.clicked.connect(self._on_edit)
        self._chooser.moved.connect(self._enable)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.addWidget(named(label(session.field(path).name, "plain"), "dialog-title"))
        layout.addWidget(label(self._words(), "plain"))
        layout.addWidget(self._chooser, 1)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        accept = QPushButton("就这样合在一起")
        accept.clicked.connect(self.accept)
        foot = dialog_foot(cancel, accept, by_enter=False)
        foot.insertWidget(0, self._edit)
        layout.addLayout(foot)
        self._enable()

    def _enable(self) -> None:
        stretch = self._differing.get(self._chooser.current)
        self._edit.setEnabled(stretch is not None and stretch.is_words)

    def _on_edit(self) -> None:
        """Write what is to stand, beginning with what stands now."""
        key = self._chooser.current
        stretch = self._differing[key]
        standing = self._text(stretch, stretch.pieces(self._chooser.sides[key]))

        def take(text: str) -> None:
            self._texts[key] = text
            self._chooser.decide(key, text)

        text = self._texts[key] if key in self._chooser.decided else standing
        place = self._place(stretch)
        StretchEditor(self, place, text, take, is_cell=stretch.cell is not None).open()

    def _words(self) -> str:
        count = sum(each.changed_by.is_open for each in self._differing.values())
        words = f"有 {len(self._differing)} 处不同"
        words += f"，其中 {count} 处要由您决定。" if count else "，都只有一边改过。"
        return f"{words}其余的段落两边相同，照原样保留。"

    def _choice(self, key: str, stretch: Stretch) -> SideChoice:
        mine, theirs = (self._text(stretch, side) for side in (stretch.mine, stretch.theirs))
        who = self._names.changed_by(stretch.changed_by)
        both = bool(mine) and bool(theirs)
        return SideChoice(key, self._place(stretch), who, mine, theirs, stretch.side, both)

    def _place(self, stretch: Stretch) -> str:
        if stretch.cell:
            row, column = stretch.cell
            return f"表格“{stretch.caption}”第 {row + 1} 行第 {column + 1} 列"
        mine, theirs = (self._text(stretch, side) for side in (stretch.mine, stretch.theirs))
        return f"“{first_words(mine or theirs, _FIRST)}”"

    def _text(self, stretch: Stretch, pieces: Any) -> str:
        return as_text(self._session, self._path, joined_pieces(pieces))

    def accept(self) -> None:
        sides: dict[int, Side] = {int(key): side for key, side in self._chooser.sides.items()}
        texts = {int(key): self._texts[key] for key in self._chooser.decided}
        self._take(self._merge.joined(sides, texts))
        super().accept()
