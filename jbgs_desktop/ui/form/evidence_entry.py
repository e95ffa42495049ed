"""One 证明材料: its title, its file, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.documents.attachments.inspect import Inspection
from jbgs_desktop.ui.widgets.display_text import size_words
from jbgs_desktop.ui.widgets.messages import Messages
from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import (
    ShrinkingLabel,
    label,
    link,
    show_if,
)


class EvidenceEntry(QWidget):
    """The entry at place ``number`` of the application's evidence.

    ``moved`` carries -1 or 1, the way the user wants it to go within its item.
    """

    moved = Signal(int)
    removed = Signal()
    opened = Signal()

    def __init__(
        self,
        session: Session,
        number: int,
        neighbours: tuple[bool, bool],
    ) -> None:
        super().__init__()
        evidence = session.value.evidence[number]
        self.file = evidence.file
        self._pages = label("", "small", wrap=False)
        self._pages.hide()
        self.title = FieldRow(session, f"evidence.{number}.title")
        file = QWidget()
        line = QHBoxLayout(file)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        if evidence.file:
            self._add_file(line, evidence.file, session.evidence_size(evidence.file))
        else:
            line.addStretch(1)
        self._add_buttons(line, f"材料{number + 1}", bool(evidence.file), neighbours)
        self.title.append(file)
        for part in ("file", "category"):
            self.title.append(Messages(session, f"evidence.{number}.{part}"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.title)

    def show_look(self, look: Inspection) -> None:
        """Say how many pages the file has; what is wrong with it is among the findings."""
        if look.printable:
            self._pages.setText(f"{look.pages} 页")
            show_if(self._pages, True)

    def _add_file(self, line: QHBoxLayout, file: str, size: int | None) -> None:
        name = ShrinkingLabel("value")  # which no line can break, often
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        name.setText(file.rpartition("/")[2])
        line.addWidget(name, 1)
        if size is None:
            line.addWidget(label("找不到文件", "error", wrap=False))
        else:
            line.addWidget(self._pages)
            line.addWidget(label(size_words(size), "small", wrap=False))

    def _add_buttons(
        self, line: QHBoxLayout, name: str, has_file: bool, neighbours: tuple[bool, bool]
    ) -> None:
        before, after = neighbours
        for text, is_shown, act in (
            ("打开", has_file, self.opened.emit),
            ("上移", before, lambda: self.moved.emit(-1)),
            ("下移", after, lambda: self.moved.emit(1)),
            ("移除", True, self.removed.emit),
        ):
            button: QPushButton = link(text, f"{name} {text}")
            show_if(button, is_shown)
            button.clicked.connect(lambda _=False, act=act: act())
            line.addWidget(button)
