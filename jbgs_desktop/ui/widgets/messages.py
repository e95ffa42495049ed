"""What is said under a field: its findings, and what was just done to what was pasted."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import colour_of
from jbgs_desktop.ui.widgets.style_helpers import add_shown, empty, label, show_if, when_released


class Messages(QWidget):
    """The findings of the field at ``path``, one line each, and then one passing sentence.

    ``state`` is that of the worst finding: error, warning or empty.
    """

    updated = Signal()

    def __init__(self, session: Session, path: str) -> None:
        super().__init__()
        self._session = session
        self._path = path
        self._passing = ""
        self._lines: list[tuple[str, str]] = []
        self.state = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        session.checked.connect(self.refresh)
        self._refresh()
        show_if(self, bool(self._lines))

    def text(self) -> str:
        return "\n".join(text for _, text in self._lines)

    def notify(self, sentence: str, role: str = "notice") -> None:
        """Show ``sentence`` below the findings until it is replaced; empty takes it away."""
        self._passing, self._role = sentence, role
        self.refresh()

    def refresh(self) -> None:
        when_released(self, self._refresh)

    def _refresh(self) -> None:
        findings = self._session.findings_at(self._path)
        lines = [
            (finding.severity.value, f"{finding.severity.word}：{finding.message}")
            for finding in findings
        ]
        if self._passing:
            lines.append((self._role, self._passing))
        if lines == self._lines:
            return
        self._lines = lines
        found = {finding.severity for finding in findings}
        worst = [each for each in (Severity.ERROR, Severity.WARNING) if each in found]
        self.state = colour_of(worst[0]) if worst else ""
        empty(self._box)
        for role, text in lines:
            add_shown(self._box, label(text, role))
        show_if(self, bool(lines))
        self.updated.emit()
