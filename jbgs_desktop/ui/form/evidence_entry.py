"""One 证明材料: its title, its file, and what can be done with it."""

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.attachments.inspect import Inspection
from jbgs_desktop.ui.widgets.messages import Messages
from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.short_words import size_words
from jbgs_desktop.ui.widgets.style_helpers import ShrinkingLabel, ems, label, link, show_if

MOVED_ENTRY = "application/x-jbgs-evidence"  # what is dragged: the place of the entry
_NARROW = 40  # em
_CUT = "{}是两页并排的A3，印的时候裁成两页A4"


class EvidenceEntry(QWidget):
    """The entry at place ``number`` of the application's evidence.

    ``moved`` carries -1 or 1, the way the user wants it to go within its item, ``sent`` the number
    of the item to which it is to go. It can be dragged there by its file, too.
    """

    moved = Signal(int)
    sent = Signal(int)
    removed = Signal()
    opened = Signal()

    def __init__(self, session: Session, number: int, neighbours: tuple[bool, bool]) -> None:
        super().__init__()
        evidence = session.value.evidence[number]
        self._session, self.number = session, number
        self.file = evidence.file
        self._look: Inspection | None = None
        self._pressed_at: QPoint | None = None
        self._pages = label("", "small", wrap=False)
        self._pages.hide()
        self.title = FieldRow(session, f"evidence.{number}.title")
        file = QWidget()
        # It never keeps the page wide: where it is too narrow, it has two lines.
        file.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, file)
        self._parts.setContentsMargins(0, 0, 0, 0)
        line, buttons = QHBoxLayout(), QHBoxLayout()
        for half, stretch in ((line, 1), (buttons, 0)):
            half.setSpacing(10)
            self._parts.addLayout(half, stretch)
        line.addWidget(label(f"第{number + 1}份", "small", wrap=False))
        if evidence.file:
            self._add_file(line, evidence.file, session.evidence_size(evidence.file))
        else:
            line.addStretch(1)
        buttons.addStretch(1)
        self._add_buttons(buttons, f"材料{number + 1}", bool(evidence.file), neighbours)
        self.title.append(file)
        self._cut = QCheckBox()
        self._cut.clicked.connect(self._on_cut)
        self._cut.hide()
        self.title.append(self._cut)
        for part in ("file", "category"):
            self.title.append(Messages(session, f"evidence.{number}.{part}"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.title)
        self.show_cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both have no room beside each other, the buttons stand below the file."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < ems(self, _NARROW)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self._parts.setSpacing(0 if is_narrow else 10)

    def show_look(self, look: Inspection) -> None:
        """Say how many pages the file has; what is wrong with it is among the findings."""
        self._look = look
        self.show_cut()

    def show_cut(self) -> None:
        """Show how many pages are printed, and whether two beside each other are cut apart."""
        evidence = self._session.value.evidence
        is_cut = self.number < len(evidence) and evidence[self.number].cut
        look = self._look
        if look is not None and look.printable:
            self._pages.setText(f"{look.pages_if(is_cut=is_cut)} 页")
            show_if(self._pages, True)
        pages = look.spreads if look is not None else ()
        self._cut.setText(_CUT.format(_page_words(pages, look.pages if look else 0)))
        self._cut.setAccessibleName(f"材料{self.number + 1} {self._cut.text()}")
        self._cut.setChecked(is_cut)
        self._cut.setEnabled(not self._session.locked)
        show_if(self._cut, bool(pages) or is_cut)

    def _on_cut(self) -> None:
        path = f"evidence.{self.number}.cut"
        self._session.pause()
        self._session.set(path, self._cut.isChecked())
        self._session.leave(f"evidence.{self.number}.file")
        self.show_cut()

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
            ("上移", before, lambda: self.moved.emit(-1)),
            ("下移", after, lambda: self.moved.emit(1)),
            ("打开", has_file, self.opened.emit),
            ("移到…", True, None),
            ("移除", True, self.removed.emit),
        ):
            button: QPushButton = link(text, f"{name} {text}")
            button.setProperty("reads", text == "打开")  # also what is finalised can be looked at
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # so that they stand in columns
            button.setSizePolicy(policy)
            show_if(button, is_shown)
            if act is not None:
                button.clicked.connect(lambda _=False, act=act: act())
            else:
                button.clicked.connect(lambda _=False, button=button: self._ask_where(button))
            line.addWidget(button)

    def _ask_where(self, button: QPushButton) -> None:
        own = self._session.value.evidence[self.number].category
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in self._session.call.form.evidence.items:
            if item.no != own:
                action = menu.addAction(f"&{item.no}. {item.short}")
                action.triggered.connect(lambda _=False, no=item.no: self.sent.emit(no))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    # -- dragging it to another item

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_at = event.position().toPoint() if is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or self._session.locked:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            data = QMimeData()
            data.setData(MOVED_ENTRY, QByteArray(str(self.number).encode()))
            drag = QDrag(self.window())  # this may be gone when it ends
            drag.setMimeData(data)
            drag.exec(Qt.DropAction.MoveAction)


def _page_words(pages: tuple[int, ...], count: int) -> str:
    if len(pages) == count:
        return "各页" if count > 1 else "这一页"
    shown = "、".join(map(str, pages[:5]))
    return f"第{shown}页{'等' if len(pages) > 5 else ''}"
