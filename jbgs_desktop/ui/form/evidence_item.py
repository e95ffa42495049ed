"""One numbered item of the 证明材料 with the files that belong to it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.forms.application import Evidence
from jbgs_desktop.forms.calls.form import EvidenceItem
from jbgs_desktop.ui.form.evidence_entry import EvidenceEntry
from jbgs_desktop.ui.widgets.file_dialogs import choose_files
from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import add_shown, empty, label, panel, set_state, show_if

_REQUIRED, _OPTIONAL = "必须提供", "没有的填“{marker}”"

_ADD = "添加文件…"
_COPYING = "正在复制…"
_HABIT = "证明材料"  # one folder for all items


class ItemBox(QWidget):
    """An item's text, its entries, and the ways to add one: a button, or files dropped near it.

    ``item`` is None for entries whose category the call does not have; they can only be removed.
    """

    files_chosen = Signal(int, list)  # the item's number, paths
    entry_dropped = Signal(int, int)  # the item's number, the place of the entry
    none_chosen = Signal(int)
    row_made = Signal(FieldRow)

    def __init__(self, session: Session, item: EvidenceItem | None) -> None:
        super().__init__()
        self._session = session
        self._item = item
        self._frame = panel()
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._problem = label("", "error")
        self._problem.hide()
        self._removed = label("", "notice")
        self._removed.hide()
        self.add = QPushButton(_ADD)
        self.none = QPushButton(f"没有，填“{session.call.empty_marker}”")
        self._lay_out()

    def show_entries(self, entries: Sequence[EvidenceEntry]) -> None:
        """Show ``entries`` in place of what was shown."""
        empty(self._list)
        for entry in entries:
            add_shown(self._list, entry)
            for row in entry.findChildren(FieldRow):
                self.row_made.emit(row)
        if self._item is None:
            show_if(self, bool(entries))
            return
        show_if(self.none, not entries and not self._item.required)

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Say which files could not be taken in, and why; nothing takes the sentences away."""
        self._problem.setText("\n".join(sentences))
        show_if(self._problem, bool(sentences))

    def show_location_removed(self, photos: Sequence[str]) -> None:
        """Say which photos came in without the place where they were taken."""
        names = "、".join(f"“{name}”" for name in photos)
        sentence = f"照片{names}里记着拍摄地点，添加时已经去掉，画面没有改动，原文件没有动。"
        self._removed.setText(sentence if photos else "")
        show_if(self._removed, bool(photos))

    def show_copying(self, is_copying: bool) -> None:
        """Say that files are on their way into the draft, and take no others meanwhile."""
        self.add.setEnabled(not is_copying)
        self.add.setText(_COPYING if is_copying else _ADD)

    @property
    def takes_files(self) -> bool:
        """Whether files can be added now."""
        return self._item is not None and self.add.isEnabled()

    def show_drop(self, is_target: bool) -> None:
        """Show whether what is being dragged would come here."""
        set_state(self._frame, "drop" if is_target else "")

    def take(self, files: Sequence[Path]) -> None:
        """Have ``files`` added, as if they were chosen."""
        assert self._item
        self.files_chosen.emit(self._item.no, list(files))

    def take_entry(self, place: int) -> None:
        """Have the entry at ``place`` come to this item."""
        assert self._item
        self.entry_dropped.emit(self._item.no, place)

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        box = QVBoxLayout(self._frame)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(8)
        box.addLayout(self._make_head())
        box.addLayout(self._list)
        box.addWidget(self._problem)
        box.addWidget(self._removed)
        if self._item is None:
            return
        number, short = self._item.no, self._item.short
        self.add.setAccessibleName(f"{short} 添加文件")
        self.add.clicked.connect(self._open_chooser)
        self.none.setAccessibleName(f"{short} {self.none.text()}")
        self.none.clicked.connect(lambda: self.none_chosen.emit(number))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.add)
        line.addWidget(self.none)
        line.addWidget(label("也可以把文件拖到这里", "small", wrap=False), 1)
        box.addLayout(line)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        if self._item is None:
            head.addWidget(label("不属于任何一项的材料，请移除后重新添加到对应的项目。", "value"))
            return head
        rule = _REQUIRED if self._item.required else _OPTIONAL
        tag = label(rule.format(marker=self._session.call.empty_marker), "tag", wrap=False)
        set_state(tag, "required" if self._item.required else "")
        head.addWidget(label(f"{self._item.no}. {self._item.text}", "value"), 1)
        head.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _open_chooser(self) -> None:
        assert self._item
        choose_files(self, f"添加{self._item.short}", self.take, habit=_HABIT)


def is_none_entry(evidence: Evidence, marker: str) -> bool:
    """Whether the entry says that there is no such material."""
    return not evidence.file and evidence.title == marker
