"""网上填报对照: every field in the paper's order, to be copied to an online system one by one."""

import hashlib
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.documents.field_list import PrintedField, fields_and_parts
from jbgs_desktop.documents.printed_form import PrintedForm
from jbgs_desktop.errors import JbgsError
from jbgs_desktop.finalise.finalise import opener
from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.finalise.figure_copies import FigureCopies
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.widgets.background_task import run_in_background
from jbgs_desktop.ui.widgets.screen_room import FittedDialog
from jbgs_desktop.ui.widgets.short_words import first_words
from jbgs_desktop.ui.widgets.signs import DONE, colour_of, signed
from jbgs_desktop.ui.widgets.style_helpers import ems, label, named, set_state, show_if
from jbgs_desktop.ui.widgets.theme import current_tokens

_NAME, _CONTENT, _STATE = range(3)
_FIELD = Qt.ItemDataRole.UserRole
_COPY_STATE = Qt.ItemDataRole.UserRole
_EMPTY = "（空）"


class CopyState(StrEnum):
    """Whether a field was copied to the online system."""

    COPIED = "copied"
    CHANGED = "changed"  # since it was copied
    OPEN = "open"

    @property
    def word(self) -> str:
        """What the list says of such a field."""
        return _WORDS[self]


_WORDS = {CopyState.COPIED: "已复制", CopyState.CHANGED: "复制后改过", CopyState.OPEN: "未复制"}
_SEVERITIES = {
    CopyState.COPIED: DONE,
    CopyState.CHANGED: Severity.WARNING,
    CopyState.OPEN: Severity.NOTICE,
}


class OnlinePanel(FittedDialog):
    """The fields of the application with what is printed of them; a tick says it was copied.

    The ticks are kept in the record. It is no modal dialog: the user goes back and forth between
    it, the browser and the pages. The pictures of figures are saved in the clear for the browser;
    they are gone when the panel is closed.
    """

    def __init__(self, context: SubmissionContext, parent: QWidget) -> None:
        super().__init__(parent, "网上填报对照", (980, 640))
        self._context = context
        self._record = context.record
        self._fields: tuple[PrintedField, ...] = ()
        pictures = self._pictures = FigureCopies(opener(context.draft))
        self.destroyed.connect(lambda: pictures.close())
        self._list = _FieldList()
        self._list.currentItemChanged.connect(self._show_current)
        self._list.copy_wanted.connect(self._copy_on)
        self._list.tick_wanted.connect(self._turn_tick)
        self._make_controls()
        self._lay_out()
        context.session.changed.connect(self._read)
        self._read()
        self._list.setFocus()

    # -- parts

    def _make_controls(self) -> None:
        self._count = label("", "plain")
        self._message = named(label("", "plain"), "message")
        self._message.hide()
        self._only_open = QCheckBox("只看未复制的(&U)")
        self._only_open.toggled.connect(self._filter)
        self._heading = label("", "heading")
        self._content = named(QPlainTextEdit(), "online-content")
        self._content.setReadOnly(True)
        self._content.setTabChangesFocus(True)
        self._tick = QCheckBox("已复制到网上系统(&T)")
        self._tick.clicked.connect(self._turn_tick)
        self._on_button = QPushButton("复制并到下一个(&G)")
        self._on_button.setProperty("primary", True)
        self._on_button.clicked.connect(self._copy_on)
        self._copy_button = QPushButton("复制(&C)")
        self._copy_button.clicked.connect(lambda: self._copy())
        self._next = QPushButton("下一个未复制的(&N)")
        self._next.clicked.connect(self._select_next)
        self._close = QPushButton("关闭")
        self._close.clicked.connect(self.reject)
        for button in (self._on_button, self._copy_button, self._next, self._close):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self._only_open)
        head.addWidget(self._next)
        right = QVBoxLayout()
        right.addWidget(self._heading)
        right.addWidget(self._content, 1)
        right.addWidget(self._tick)
        buttons = QHBoxLayout()
        buttons.addWidget(self._on_button)
        buttons.addWidget(self._copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        right.addLayout(buttons)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._list, 3)
        halves.addLayout(right, 2)
        layout = QVBoxLayout(self)
        system = self._context.session.call.online_system
        where = f"“{system}”" if system else "网上申报系统"
        layout.addWidget(
            label(
                f"逐栏复制到{where}，纸质件与网上填报的内容要一致。"
                "在列表里按回车复制并到下一个（图存成图片），按空格打勾或去掉勾。",
                "muted",
            )
        )
        layout.addWidget(self._message)
        layout.addLayout(head)
        layout.addLayout(halves, 1)

    # -- showing

    def _read(self) -> None:
        """Take the fields anew, as the application is now."""
        session = self._context.session
        try:
            self._fields = tuple(fields_and_parts(PrintedForm.of(session.value, session.call)))
        except JbgsError as error:
            self._fields = ()
            self._show_message(str(error))
        self._list.show_fields(self._fields)
        self._show_states()

    def _show_states(self) -> None:
        copied = {entry.path: entry.digest for entry in self._record.online}
        states = [_state(field, copied) for field in self._fields]
        self._list.show_states(states)
        done = states.count(CopyState.COPIED)
        changed = states.count(CopyState.CHANGED)
        text = f"已复制 {done} 栏，共 {len(states)} 栏。"
        if changed:
            text += f"有 {changed} 栏复制以后又改过，请重新复制。"
        self._count.setText(text)
        self._filter()
        self._show_current()

    def _filter(self) -> None:
        self._list.show_only_open(self._only_open.isChecked())
        self._next.setEnabled(self._list.next_open() is not None)

    def _show_current(self) -> None:
        field = self._list.current
        self._heading.setText(field.name if field else "")
        self._content.setAccessibleName(f"{field.name}的内容" if field else "内容")
        self._content.setPlainText(field.content if field else "")
        self._content.setPlaceholderText(_EMPTY)
        self._tick.setChecked(field is not None and self._list.current_is_copied)
        for widget in (self._tick, self._on_button, self._copy_button):
            widget.setEnabled(field is not None)
        act = "存成图片" if field and field.file else "复制"
        self._copy_button.setText(f"{act}(&C)")
        self._copy_button.setAccessibleName(f"{act}{field.name}" if field else act)

    # -- acting

    def _copy_on(self) -> None:
        """Copy the field, and have the next one in hand when the user is back from the browser."""
        self._copy(self._go_on)

    def _go_on(self, copied: PrintedField) -> None:
        self._select_next()
        following = self._list.current
        if copied.file or following is None:
            return  # where the picture is stays to be read
        if following.path == copied.path:
            self._show_message(f"已复制“{copied.name}”。各栏都复制过了。", "done")
        else:
            self._show_message(
                f"已复制“{copied.name}”。粘贴以后回来再按一次，就复制“{following.name}”。", "done"
            )

    def _copy(self, then: Callable[[PrintedField], object] = lambda _: None) -> None:
        field = self._list.current
        if field is None:
            return
        if field.file:
            self._save_picture(field, then)
            return
        content = QMimeData()
        content.setText(field.content)
        if field.html:
            content.setHtml(field.html)
        QGuiApplication.clipboard().setMimeData(content)
        self._keep(field, ticked=True)
        then(field)

    def _save_picture(self, field: PrintedField, then: Callable[[PrintedField], object]) -> None:
        """Save the figure as PNG off the window's thread, and say where it is."""
        pictures = self._pictures

        def work() -> Path:
            return pictures.save(field.file, field.name)

        def done(path: Path) -> None:
            QGuiApplication.clipboard().setText(str(path))
            self._keep(field, ticked=True)
            self._show_message(
                f"图片已存为“{path}”，这个地址已经复制，可以粘贴到网上系统选择文件的窗口里。"
                "关闭本窗口时图片会自动删除。",
                "done",
            )
            then(field)

        run_in_background(
            self, work, done, lambda sentence: self._show_message(f"图片没有存：{sentence}")
        )

    def _turn_tick(self) -> None:
        if field := self._list.current:
            self._keep(field, ticked=not self._list.current_is_copied)

    def _select_next(self) -> None:
        if item := self._list.next_open():
            self._list.setCurrentItem(item)
            self._list.setFocus()

    def _keep(self, field: PrintedField, *, ticked: bool) -> None:
        digest = _digest(field) if ticked else None
        self._record = self._context.record.with_online(field.path, digest)
        try:
            self._context.keep(self._record)
        except JbgsError as error:
            self._show_message(f"勾选没有保存下来：{error}")
        self._show_states()

    def _show_message(self, sentence: str, state: str = "") -> None:
        self._message.setText(sentence)
        set_state(self._message, state)
        show_if(self._message, bool(sentence))


class _FieldList(QTreeWidget):
    """One line a field. Enter asks for copying, the space bar for turning the tick."""

    copy_wanted = Signal()
    tick_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("online")
        self.setAccessibleName("网上填报的栏目")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels(["栏目", "内容", "状态"])
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        for column, width in ((_NAME, 13.0), (_STATE, 7.0)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, ems(self, width))
        header.setSectionResizeMode(_CONTENT, QHeaderView.ResizeMode.Stretch)
        self.itemDoubleClicked.connect(lambda *_: self.copy_wanted.emit())

    @property
    def current(self) -> PrintedField | None:
        item = self.currentItem()
        field: PrintedField | None = item.data(_NAME, _FIELD) if item else None
        return field

    @property
    def current_is_copied(self) -> bool:
        return _is_copied(self.currentItem())

    def show_fields(self, fields: Sequence[PrintedField]) -> None:
        """List ``fields``; the line that was current stays so."""
        before = self.current
        self.clear()
        for field in fields:
            item = QTreeWidgetItem(self, [field.name, first_words(field.content, 40) or _EMPTY, ""])
            item.setData(_NAME, _FIELD, field)
            item.setToolTip(_NAME, field.name)
            if self.currentItem() is None or (before and before.path == field.path):
                self.setCurrentItem(item)

    def show_states(self, states: Sequence[CopyState]) -> None:
        for row, state in enumerate(states):
            item = self.topLevelItem(row)
            if item is not None:
                severity = _SEVERITIES[state]
                item.setData(_STATE, _COPY_STATE, state)
                item.setText(_STATE, signed(severity, state.word))
                item.setForeground(_STATE, QBrush(QColor(current_tokens()[colour_of(severity)])))

    def show_only_open(self, only: bool) -> None:
        for item in self._items():
            item.setHidden(only and _is_copied(item) and item is not self.currentItem())

    def next_open(self) -> QTreeWidgetItem | None:
        """The next field without a tick after the current one, from the top after the last."""
        items = self._items()
        current = self.currentItem()
        at = items.index(current) if current in items else 0
        around = [*items[at + 1 :], *items[: at + 1]]
        return next((item for item in around if not _is_copied(item)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.tick_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _items(self) -> list[QTreeWidgetItem]:
        rows = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return [item for item in rows if item is not None]


def _is_copied(item: QTreeWidgetItem | None) -> bool:
    return item is not None and item.data(_STATE, _COPY_STATE) == CopyState.COPIED


def _state(field: PrintedField, copied: dict[str, str]) -> CopyState:
    if field.path not in copied:
        return CopyState.OPEN
    is_same = copied[field.path] == _digest(field)
    return CopyState.COPIED if is_same else CopyState.CHANGED


def _digest(field: PrintedField) -> str:
    content = f"{field.content}{field.html}{field.file}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]
