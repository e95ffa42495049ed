"""What tables and figures share: a caption, a number, and a frame that can have the focus."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from jbgs_desktop.ui.widgets.section.section_block import DOWN, UP, BlockLine, SectionBlock

MOVE_KEYS = {UP: "Alt+Shift+Up", DOWN: "Alt+Shift+Down"}
_MOVE_TITLES = {UP: "上移", DOWN: "下移"}


class FrameBlock(SectionBlock):
    """A block that is reached as a whole: then Enter goes into it, Delete takes it away, the arrows
    go on. ``noun`` is what a user calls it: 表格 or 图.
    """

    copied = Signal()

    def __init__(self, noun: str, caption: str) -> None:
        super().__init__()
        self._noun = noun
        self._name = ""
        self.setObjectName("section-block")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.number = QLabel()
        self.number.setTextFormat(Qt.TextFormat.PlainText)
        self.number.setProperty("role", "caption-number")
        self.caption = BlockLine("section-caption")
        self.caption.line.setPlaceholderText(caption)
        self.caption.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.changed.connect(self.changed)
        self.caption.notified.connect(self.notified)
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key does the same
        self.more.setAccessibleName(f"{noun}的操作")
        self.more.clicked.connect(
            lambda: self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))
        )
        self._is_read_only = False

    def enter(self, by: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def name(self, name: str) -> None:
        self._name = name
        self.show_number(self.number.text())

    def show_number(self, number: str) -> None:
        self.number.setText(number)
        called = number or self._noun
        self.setAccessibleName(f"{called}，按回车进去，按Delete删除，Alt+Shift+↑↓移动")
        self.caption.line.setAccessibleName(f"{called} {self._noun[0]}题")

    def set_read_only(self) -> None:
        self._is_read_only = True
        self.caption.line.setReadOnly(True)
        self.more.setEnabled(False)

    @property
    def is_composing(self) -> bool:
        return self.caption.line.is_composing

    def go_inside(self) -> None:
        """Enter on the frame."""
        raise NotImplementedError

    def own_actions(self) -> list[QAction | None]:
        """What else the menu has; None is a line."""
        return []

    def open_menu(self, at: QPoint) -> None:
        """The menu of everything that can be done with the block."""
        if self._is_read_only:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(at)

    def fill_menu(self, menu: QMenu) -> None:
        """Put everything that can be done with the block into ``menu``."""
        for action in self.own_actions():
            if action is None:
                menu.addSeparator()
            else:
                action.setParent(menu)
                menu.addAction(action)
        menu.addSeparator()
        for by, title in _MOVE_TITLES.items():
            move = menu.addAction(f"{self._noun}{title}")
            move.setShortcut(QKeySequence(MOVE_KEYS[by]))
            move.triggered.connect(lambda _=False, by=by: self.moved.emit(by))
        menu.addAction(f"复制{self._noun}").triggered.connect(lambda: self.copied.emit())
        menu.addAction(f"删除{self._noun}").triggered.connect(lambda: self.removed.emit())

    def caption_line(self) -> QHBoxLayout:
        """The number, the caption and the button of the menu."""
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.number)
        line.addWidget(self.caption, 1)
        line.addWidget(self.more)
        return line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.whole_wanted.emit()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self._on_bare_key(event)

    def _on_bare_key(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.go_inside()
            case Qt.Key.Key_Up | Qt.Key.Key_Left:
                self.stepped.emit(UP)
            case Qt.Key.Key_Down | Qt.Key.Key_Right:
                self.stepped.emit(DOWN)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if not self._is_read_only:
                self.removed.emit()
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())


class EscapeToFrame(QObject):
    """Esc in a part of a block gives the focus to the block's frame."""

    def __init__(self, block: FrameBlock, *parts: QWidget) -> None:
        super().__init__(block)
        self._block = block
        for part in parts:
            part.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._block.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False
