"""Ctrl+F: find words in the application. Ctrl+H: put others in their place."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.forms.word_search import SoughtWords, WordPlace, reworded, word_places
from jbgs_desktop.ui.finalise.submission_context import SubmissionContext
from jbgs_desktop.ui.shell.rewording_words import not_free_sentence, rewording_sentence
from jbgs_desktop.ui.widgets.editors import LineInput, utf16_length
from jbgs_desktop.ui.widgets.signs import DONE
from jbgs_desktop.ui.widgets.style_helpers import label

_EVERYWHERE, _TASKBOOK, _FIELD = "全部栏目", "这个方向", "本栏"
_PAUSE = 200  # ms after a change of the application until its places are counted anew
_NARROWEST, _WIDEST = 110, 360  # px of an entry
_BEFORE = "全部替换以前"


class FindBar(QFrame):
    """Finds in every field that stands on a page; ``found`` carries a WordPlace.

    ``left`` comes when the user closes it, to go on writing where the words were found, and
    ``undo_wanted`` when what was replaced is to be taken back.
    """

    found = Signal(object)
    left = Signal()
    undo_wanted = Signal()

    def __init__(self, context: SubmissionContext) -> None:
        super().__init__()
        self.setObjectName("find")
        self._session, self._bar, self._draft = context.session, context.bar, context.draft
        self._here = ""  # the field in which the cursor is
        self._places: list[WordPlace] = []
        self._at = -1
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 6)
        column.setSpacing(6)
        column.addLayout(self._make_find())
        column.addWidget(self._make_replace())
        column.addLayout(self._make_choice())
        QWidget.setTabOrder(self._entry, self._words)
        self._session.changed.connect(lambda _: self._count_soon())
        self.hide()

    def open(self, *, replacing: bool = False) -> None:
        """Show the bar, ready for typing, with the line for ``replacing`` if wanted."""
        self._replace.setVisible(replacing or (self._replace.isVisible() and self.isVisible()))
        self.refresh()
        self.show()
        self._count()
        self._entry.selectAll()
        self._entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Say whether anything can be replaced."""
        reason = self._reason()
        self._why_not.setText(reason)
        for part in (self._words, *self._acts):
            part.setEnabled(not reason)

    def come_to(self, field: str) -> None:
        """The cursor is in ``field`` now."""
        if field and field != self._here:
            self._here = field
            if self._scope.currentText() != _EVERYWHERE:
                self._count_soon()

    def step(self, by: int) -> None:
        """Go to the next place (``by`` = 1) or the one before (-1).

        The focus stays here: the next Enter must find again, not write over what was found.
        """
        self._count()
        if self._places:
            at = 0 if self._at < 0 and by > 0 else self._at + by
            self._go_to(at % len(self._places))

    def find_next(self) -> None:
        """F3: the next place, also from outside the bar; the bar opens while nothing is sought."""
        if self._entry.text():
            self.step(1)
        else:
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focus, QPushButton):
            focus.click()
        elif focus is self._words:
            self._replace_one()
        else:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1)

    # -- parts

    def _make_find(self) -> QHBoxLayout:
        self._entry = _entry("在整份申报中查找", "查找", QLineEdit())
        self._entry.textChanged.connect(self._start_again)
        self._result = label("", "plain")
        self._result.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.addWidget(self._entry, 3)
        row.addWidget(_button("上一处", lambda: self.step(-1)))
        row.addWidget(_button("下一处", lambda: self.step(1)))
        row.addWidget(self._result, 2)
        row.addWidget(_button("关闭", self._leave))
        return row

    def _make_choice(self) -> QHBoxLayout:
        self._scope = QComboBox()
        self._scope.setAccessibleName("查找范围")
        self._scope.addItems((_EVERYWHERE, _TASKBOOK, _FIELD))
        self._scope.currentTextChanged.connect(self._start_again)
        self._exactly = QCheckBox("区分大小写和全半角")
        self._exactly.toggled.connect(self._start_again)
        row = QHBoxLayout()
        row.addWidget(self._scope)
        row.addWidget(self._exactly)
        row.addStretch(1)
        return row

    def _make_replace(self) -> QWidget:
        self._replace = QWidget()
        # Ctrl+Z behind an Enter that replaced takes that back, not what was typed here.
        self._words = _entry("换成（留空就是删去）", "替换为", LineInput())
        self._acts = (
            _button("替换", self._replace_one),
            _button("全部替换", self._replace_all),
        )
        self._why_not = label("", "muted")
        self._why_not.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self._replace)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 3)
        for act in self._acts:
            row.addWidget(act)
        row.addWidget(self._why_not, 2)
        self._replace.hide()
        return self._replace

    # -- finding

    def _leave(self) -> None:
        self.hide()
        self._replace.hide()
        self.left.emit()

    def _start_again(self) -> None:
        self._at = -1
        self._count()

    def _count_soon(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _count(self) -> None:
        """Find all places anew; the one that was gone to stays that if it is still there."""
        self._soon.stop()
        last = self._places[self._at] if 0 <= self._at < len(self._places) else None
        within = self._within()
        sought = SoughtWords(self._entry.text(), self._exactly.isChecked(), within or "")
        is_sought = bool(sought.words) and within is not None
        self._places = word_places(self._session.value, sought) if is_sought else []
        self._at = self._places.index(last) if last in self._places else -1
        self._show_result(is_known=within is not None)

    def _within(self) -> str | None:
        """Where the words are sought; None where the cursor is in no such place."""
        steps = self._here.split(".")
        match self._scope.currentText():
            case scope if scope == _FIELD:
                return self._here or None
            case scope if scope == _TASKBOOK:
                return ".".join(steps[:2]) if steps[0] == "taskbooks" else None
        return ""

    def _show_result(self, *, is_known: bool) -> None:
        number = len(self._places)
        if not self._entry.text():
            words = ""
        elif not is_known:
            words = f"请先点一下要查找的{self._scope.currentText().removeprefix('这个')}"
        elif not number:
            words = "没有找到"
        else:
            words = f"第 {self._at + 1} 处，共 {number} 处" if self._at >= 0 else f"共 {number} 处"
        self._result.setText(words)

    def _go_to(self, at: int) -> None:
        self._at = at
        self._show_result(is_known=True)
        focus = QApplication.focusWidget()
        stays = focus if focus is not None and self.isAncestorOf(focus) else self._entry
        self.found.emit(self._places[at])
        stays.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- replacing

    def _reason(self) -> str:
        """Why nothing can be replaced; empty where it can."""
        if self._draft.is_read_only:
            return "这份草稿以只读方式打开，不能替换。"
        return "这份草稿已经定稿，不能替换。要替换请先退回修改。" if self._session.locked else ""

    def _replace_one(self) -> None:
        """Replace the place that was gone to, and go on to the next."""
        self._count()
        if self._reason() or not 0 <= self._at < len(self._places):
            self.step(1)
            return
        place, at = self._places[self._at], self._at
        if not place.is_free:
            self._bar.notify(Severity.WARNING, not_free_sentence(self._session, [place]))
            self.step(1)
            return
        before = self._session.value
        made = reworded(before, [place], self._words.text())
        self._session.set_all(made.changes)
        self._bar.hide()
        if sentence := rewording_sentence(self._session, before, made, counts=False):
            self._bar.notify(Severity.WARNING, sentence)
        self._count()
        # Not what the new words hold themselves.
        end = place.start + len(self._words.text())
        while at < len(self._places) and _is_in(self._places[at], place.path, end):
            at += 1
        if self._places:
            self._go_to(at % len(self._places))

    def _replace_all(self) -> None:
        self._count()
        if self._reason() or not self._places:
            return
        before = self._session.value
        made = reworded(before, self._places, self._words.text())
        if made.done:
            self._session.replacing.emit(_BEFORE)
            self._session.set_all(made.changes)
            self._session.check_now()
        self._start_again()
        sentence = rewording_sentence(self._session, before, made, counts=True)
        way = ("撤销", self._take_back) if made.done else ("", None)
        self._bar.notify(DONE if made.done else Severity.WARNING, sentence, *way)

    def _take_back(self) -> None:
        self._bar.hide()
        self.undo_wanted.emit()


def select_place(field: QWidget | None, place: WordPlace) -> None:
    """Select in ``field``, where it shows a text, what was found at ``place``."""
    if isinstance(field, QPlainTextEdit):
        text, cursor = field.toPlainText(), field.textCursor()
        cursor.setPosition(utf16_length(text[: place.start]))
        cursor.setPosition(utf16_length(text[: place.end]), QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(cursor)
    elif isinstance(field, QLineEdit):
        start, end = (utf16_length(field.text()[:at]) for at in (place.start, place.end))
        field.setSelection(start, end - start)


def _is_in(place: WordPlace, path: str, end: int) -> bool:
    return place.path == path and place.start < end


def _entry(placeholder: str, name: str, made: QLineEdit) -> QLineEdit:
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(name)
    made.setMinimumWidth(_NARROWEST)
    made.setMaximumWidth(_WIDEST)
    return made


def _button(title: str, action: Callable[[], object]) -> QPushButton:
    made = QPushButton(title)
    made.clicked.connect(lambda: action())
    return made
