"""The row of a field: label, editor, reading, counter, messages and hint, for every page alike."""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jbgs_desktop.forms.application import FieldKind
from jbgs_desktop.forms.calls.call import Call
from jbgs_desktop.forms.fields import Field
from jbgs_desktop.forms.stored_form import normalise
from jbgs_desktop.ui.widgets.calendar_editor import DateEditor
from jbgs_desktop.ui.widgets.choices import ChoiceEditor
from jbgs_desktop.ui.widgets.editors import Editor, LineEditor
from jbgs_desktop.ui.widgets.messages import Messages, Way
from jbgs_desktop.ui.widgets.prose import Counter, ProseEditor
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import (
    WIDEST,
    ems,
    label,
    link,
    set_state,
    show_if,
    when_released,
)
from jbgs_desktop.ui.widgets.value_hints import amount_reading, code_reading, grouped, written_date

LABEL_EMS = 10  # 140 px at the usual size
_SECOND_EMS = 4  # 职务职称: the second fields of shared lines begin below each other
_PEOPLE = "人"
_MARKED = 1600  # ms
_HALF = {FieldKind.AMOUNT, FieldKind.DATE}  # their editors take half the row, the reading the rest


class LabelPlace(Enum):
    """Where the label of a row stands."""

    BESIDE = auto()
    CLOSE = auto()  # beside, no wider than it is: the second row of a shared line
    ABOVE = auto()
    NOWHERE = auto()


def has_reading(field: Field) -> bool:
    """Whether the row says beside the field how its value reads."""
    return field.kind in _HALF


def make_editor(call: Call, field: Field, *, lines: int, companion: QWidget | None) -> Editor:
    """The editor for the kind of ``field``."""
    if field.kind is FieldKind.PROSE:
        return ProseEditor(lines)
    if field.kind is FieldKind.DATE:
        return DateEditor()
    if field.kind in (FieldKind.YES_NO, FieldKind.CHOICE):
        unset = None if field.kind is FieldKind.YES_NO else ""
        return ChoiceEditor(field.choices, unset, companion)
    stored = partial(normalise, field.kind, unit=field.unit)
    if field.kind not in (FieldKind.AMOUNT, FieldKind.COUNT):
        return LineEditor(stored)
    editor = LineEditor(stored)
    if field.kind is FieldKind.AMOUNT:
        editor = LineEditor(stored, lambda text: grouped(text, call.amount_decimals), field.unit)
    editor.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return editor


class FieldRow(QWidget):
    """One field of the application on a page.

    ``focused`` carries the field's path when the focus comes to it. ``remark`` makes a short word
    about other fields that stands inside the line. ``editor`` stands in for the one that fields of
    its kind have.
    """

    focused = Signal(str)

    def __init__(
        self,
        session: Session,
        path: str,
        place: LabelPlace = LabelPlace.BESIDE,
        *,
        lines: int = 6,
        companion: QWidget | None = None,
        remark: Callable[[], str] | None = None,
        editor: Editor | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("row")
        self.path = path
        self.field = session.field(path)
        self._session = session
        self._place = place
        self._remark = remark
        self.editor = editor or make_editor(
            session.call, self.field, lines=lines, companion=companion
        )
        self.editor.name(self.field.name)
        is_counted = self.field.kind is FieldKind.PROSE or self.field.limit
        self.counter = Counter(self.field.limit) if is_counted else None
        self.messages = Messages(session, path, folds=place is LabelPlace.ABOVE)
        self._hint = label("\n".join(filter(None, (self.field.hint, self.field.text.note))), "hint")
        show_if(self._hint, place is LabelPlace.ABOVE and bool(self._hint.text()))
        self._read = label("", "reading", wrap=False)
        self._is_half = has_reading(self.field) and place is LabelPlace.BESIDE
        show_if(self._read, self._is_half)
        self._label = self._make_label()
        self._lay_out()
        self._connect()
        self.refresh()
        self._show_messages()

    def take_focus(self) -> None:
        self.editor.target().setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self) -> None:
        """Make the row stand out for a moment, unless it is the only one in sight."""
        if self._place is LabelPlace.ABOVE:
            return
        set_state(self, "marked")
        QTimer.singleShot(_MARKED, self, lambda: set_state(self, ""))

    def refresh(self) -> None:
        """Show the application's value, unless it is the one shown."""
        try:
            value = self._session.value.get(self.path)
        except LookupError:
            return  # an entry of a list that is gone; its row goes too
        if value != self.editor.value():
            self.editor.set_value(value)
        self._show_counts()

    def append(self, part: QWidget) -> None:
        """Let ``part`` stand below the field, under everything that is said about it."""
        self._content.addWidget(part)

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the label above the field, where the page is too narrow to have it beside."""
        if self._place in (LabelPlace.BESIDE, LabelPlace.CLOSE):
            self._place_label(above=is_narrow)

    # -- layout

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        is_prose = self.field.kind is FieldKind.PROSE
        content = self._content = QVBoxLayout()
        content.setSpacing(4)
        content.addLayout(self._field_line(), int(is_prose))
        for part in (self.counter, self.messages):
            if part is not None:
                content.addWidget(part)
        if self._place is not LabelPlace.ABOVE:
            content.addWidget(self._hint)
        if is_prose:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        if self._place is not LabelPlace.NOWHERE:
            self._box.addWidget(self._label)
        column = QVBoxLayout()
        column.addLayout(content, int(is_prose))
        if not is_prose:
            column.addStretch(1)
        self._box.addLayout(column, 1)
        self._place_label(above=self._place is LabelPlace.ABOVE)

    def _place_label(self, *, above: bool) -> None:
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if above else directions.LeftToRight)
        self._box.setSpacing(3 if above else 12)
        widths = {} if above else {LabelPlace.BESIDE: LABEL_EMS, LabelPlace.CLOSE: _SECOND_EMS}
        least = ems(self._label, widths.get(self._place, 0))
        is_fixed = self._place is LabelPlace.BESIDE and not above
        self._label.setMinimumWidth(least)
        self._label.setMaximumWidth(least if is_fixed else WIDEST)

    def show_label(self, is_shown: bool) -> None:
        """Show the words above the field, or leave them to what stands there."""
        show_if(self._words, is_shown)

    def _make_label(self) -> QWidget:
        made = self._words = label(
            self.field.label, "label", wrap=self._place is not LabelPlace.CLOSE
        )
        made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        made.setBuddy(self.editor.target())
        if self._place is not LabelPlace.ABOVE:
            return made
        both = QWidget()
        box = QVBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        line = QHBoxLayout()
        line.addWidget(made, 1)
        if tools := self.editor.tools():
            line.addWidget(tools)
        box.addLayout(line)
        box.addWidget(self._hint)
        return both

    def _field_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.editor, 1)
        if self._is_half:
            line.addWidget(self._read, 1)
        if self.field.text.none_allowed:
            marker = self._session.call.empty_marker
            none = link(f"填“{marker}”", f"{self.field.name} 填“{marker}”")
            none.clicked.connect(lambda: self._write(marker))
            line.addWidget(none, 0, Qt.AlignmentFlag.AlignTop)
        return line

    # -- what happens

    def _connect(self) -> None:
        self.editor.changed.connect(self._on_edited)
        self.editor.entered.connect(self._on_entered)
        self.editor.left.connect(self._on_left)
        self.editor.notified.connect(self.messages.notify)
        self.editor.paused.connect(self._session.pause)
        self.messages.updated.connect(self._show_messages)
        self._session.changed.connect(self._on_changed)

    def _on_edited(self) -> None:
        self._session.set(self.path, self.editor.value())

    def _on_changed(self, path: str) -> None:
        if path == self.path or self.path.startswith(path + "."):
            self.refresh()
            self.messages.on_change()
        elif self._remark is not None:
            self._show_reading()

    def _on_entered(self) -> None:
        self.messages.notify("")
        when_released(self, self._show_hint)
        self.focused.emit(self.path)

    def _on_left(self) -> None:
        self.editor.finish()
        when_released(self, self._show_hint)
        self._session.leave(self.path)

    def _write(self, text: str) -> None:
        before, path = self.editor.value(), self.path
        self._session.set(path, text)
        self._session.leave(path)
        if before not in ("", text):
            back = Way("恢复原来的内容", lambda: self._session.set(path, before))
            self.messages.notify(f"原来的内容换成了“{text}”。", "notice", back)

    def _show_hint(self) -> None:
        if self._place is not LabelPlace.ABOVE:
            within = self.editor.has_focus_within
            self._hint.setVisible(within and bool(self._hint.text()))

    def _show_counts(self) -> None:
        if self.counter is not None:
            value = self.editor.value()
            self.counter.show_section(value if isinstance(value, tuple) else str(value))
        self._show_reading()

    def _show_reading(self) -> None:
        if self.field.kind is FieldKind.PROSE:
            return
        value = str(self.editor.value())
        if self.field.kind is FieldKind.AMOUNT:
            self._read.setText(amount_reading(value, self.field.unit))
        elif self.field.kind is FieldKind.DATE:
            self._read.setText(written_date(value))
        elif isinstance(self.editor, LineEditor):
            remarks = [self.field.unit, self._remark() if self._remark else ""]
            if self.field.kind is FieldKind.COUNT:
                remarks[0] = remarks[0] or _PEOPLE
            if self.field.kind is FieldKind.CODE:
                remarks.append(code_reading(value))
            self.editor.show_unit(" · ".join(filter(None, remarks)))

    def _show_messages(self) -> None:
        self.editor.wear(self.messages.state)
        self.editor.explain("\n".join(filter(None, (self._hint.text(), self.messages.text()))))


def path_around(widget: QWidget | None) -> str:
    """The field in whose row ``widget`` is; nothing where it is in none."""
    while widget is not None and not isinstance(widget, FieldRow):
        widget = widget.parentWidget()
    return widget.path if widget is not None else ""


class SharedLine(QWidget):
    """Two short rows on one line; the second was made with :attr:`Place.CLOSE`."""

    def __init__(self, first: FieldRow, second: FieldRow) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(14)
        self._box.addWidget(first, 3)
        self._box.addWidget(second, 2)

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the rows below each other, where the page is too narrow for both."""
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
