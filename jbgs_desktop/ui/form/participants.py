"""参与单位: a list to which units are added, and from which they are taken."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.forms.application import Participant
from jbgs_desktop.ui.widgets.messages import Messages
from jbgs_desktop.ui.widgets.rows import FieldRow
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import add_shown, empty, label, link, panel

_PATH = "unit.participants"


class ParticipantsEditor(QWidget):
    """A panel of rows for each participant; more than the call allows are told, not refused."""

    row_made = Signal(FieldRow)
    rebuilt = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.path = _PATH
        self._session = session
        self._shown = -1
        self._field = session.field(_PATH)
        self._note = label("", "hint")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.add = QPushButton(f"添加{self._field.label}")
        self.add.clicked.connect(self._add)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(label(self._field.label, "heading"))
        box.addWidget(self._note)
        box.addLayout(self._list)
        box.addWidget(Messages(session, _PATH))
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        session.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Show one panel for each participant."""
        participants = self._participants
        self._note.setText(self._note_for(len(participants)))
        if len(participants) == self._shown:
            return
        self._shown = len(participants)
        empty(self._list)
        for number in range(len(participants)):
            add_shown(self._list, self._make_panel(number))
        self.rebuilt.emit()

    def _note_for(self, number: int) -> str:
        """How many there are and may be; the chosen directions may say it their own way."""
        call, track = self._session.call, self._session.track
        found = map(track.direction, self._session.value.directions) if track else ()
        least, most = call.participant_limits(list(filter(None, found)))
        if number:
            bounds = f"至少 {least} 家，最多 {most} 家" if least else f"最多 {most} 家"
            return f"已填 {number} 家，{bounds}，按在联合体中的先后排列。"
        if least:
            return f"{self._field.label}至少要填 {least} 家，最多 {most} 家。"
        return f"没有{self._field.label}的不用添加，纸面上印“{call.empty_marker}”；最多 {most} 家。"

    @property
    def _participants(self) -> tuple[Participant, ...]:
        return self._session.value.unit.participants

    def _on_changed(self, path: str) -> None:
        if path in (_PATH, "directions"):
            self.refresh()

    def _make_panel(self, number: int) -> QFrame:
        frame = panel()
        box = QVBoxLayout(frame)
        box.setContentsMargins(12, 8, 12, 10)
        box.setSpacing(8)
        box.addLayout(self._make_head(number))
        for field in Participant.model_fields:
            row = FieldRow(self._session, f"{_PATH}.{number}.{field}")
            self.row_made.emit(row)
            box.addWidget(row)
        return frame

    def _make_head(self, number: int) -> QHBoxLayout:
        name = f"{self._field.label}{number + 1}"
        head = QHBoxLayout()
        head.addWidget(label(name, "heading"), 1)
        last = len(self._participants) - 1
        for text, enabled, action in (
            ("上移", number > 0, lambda: self._swap(number, number - 1)),
            ("下移", number < last, lambda: self._swap(number, number + 1)),
            ("移除", True, lambda: self._remove(number)),
        ):
            head.addWidget(self._button(text, name, enabled, action))
        return head

    def _button(
        self, text: str, name: str, enabled: bool, action: Callable[[], None]
    ) -> QPushButton:
        button = link(text, f"{name} {text}")
        button.setEnabled(enabled)
        button.clicked.connect(action)
        return button

    def _add(self) -> None:
        self._write((*self._participants, Participant()))
        self._focus(len(self._participants) - 1)

    def _remove(self, number: int) -> None:
        kept = self._participants
        self._write(kept[:number] + kept[number + 1 :])
        self._focus(min(number, len(self._participants) - 1))

    def _swap(self, one: int, other: int) -> None:
        order = list(self._participants)
        order[one], order[other] = order[other], order[one]
        self._write(tuple(order))
        self._focus(other)

    def _write(self, participants: tuple[Participant, ...]) -> None:
        self._session.set(_PATH, participants)
        self._session.leave(_PATH)

    def _focus(self, number: int) -> None:
        path = f"{_PATH}.{number}.name"
        rows = [
            row for row in self.findChildren(FieldRow) if row.path == path and not row.isHidden()
        ]
        if number >= 0 and rows:
            rows[-1].take_focus()
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
