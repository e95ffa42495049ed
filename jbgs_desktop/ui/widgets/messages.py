"""What is said under a field: its findings, and what was just done to what was pasted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jbgs_desktop.forms.finding import Finding, Severity
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.signs import colour_of
from jbgs_desktop.ui.widgets.style_helpers import (
    add_shown,
    empty,
    label,
    link,
    show_if,
    when_released,
)

_READ = 4000  # ms in which a passing sentence is read; then the next change takes it away
_FIRST = 40  # characters of it


@dataclass(frozen=True, slots=True)
class Way:
    """What can be done about a sentence, as a link behind it."""

    title: str
    action: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Line:
    role: str
    text: str
    ways: tuple[Way, ...] = ()


class Messages(QWidget):
    """The findings of the field at ``path``, one line each, then an offer, then a passing sentence.

    ``state`` is that of the worst finding: error, warning or empty. With ``folds`` several
    findings take one line, with the start of the worst, until they are unfolded.
    """

    updated = Signal()

    def __init__(self, session: Session, path: str, *, folds: bool = False) -> None:
        super().__init__()
        self._session = session
        self._path = path
        self._folds = folds
        self._is_open = False
        self._passing: _Line | None = None
        self._offer: _Line | None = None
        self._lines: list[_Line] = []
        self._findings: list[Finding] = []
        self._read = QTimer(self, singleShot=True, interval=_READ)
        self.state = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        session.checked.connect(self.refresh)
        self._refresh()
        show_if(self, bool(self._lines))

    def text(self) -> str:
        """All that is said, also what is folded away."""
        sentences = [_sentence(finding) for finding in self._findings]
        return "\n".join([*sentences, *(line.text for line in self._others())])

    def notify(self, sentence: str, role: str = "notice", *ways: Way) -> None:
        """Show ``sentence`` below the findings until it is replaced; empty takes it away."""
        self._passing = _Line(role, sentence, ways) if sentence else None
        self._read.start()
        self.refresh()

    def on_change(self) -> None:
        """The value is another now: what was said of the one before goes, once it was read."""
        if self._passing and (self._passing.ways or not self._read.isActive()):
            self.notify("")

    def offer(self, sentence: str, *ways: Way) -> None:
        """Show ``sentence`` until another is offered; empty takes it away."""
        self._offer = _Line("notice", sentence, ways) if sentence else None
        self.refresh()

    def refresh(self) -> None:
        when_released(self, self._refresh)

    def _refresh(self) -> None:
        self._findings = self._session.findings_at(self._path)
        lines = [*self._finding_lines(), *self._others()]
        if lines == self._lines:
            return
        self._lines = lines
        found = {finding.severity for finding in self._findings}
        worst = [each for each in (Severity.ERROR, Severity.WARNING) if each in found]
        self.state = colour_of(worst[0]) if worst else ""
        empty(self._box)
        for line in lines:
            add_shown(self._box, message_line(line.text, line.role, line.ways))
        show_if(self, bool(lines))
        self.updated.emit()

    def _finding_lines(self) -> list[_Line]:
        findings = self._findings
        lines = [_Line(each.severity.value, _sentence(each)) for each in findings]
        if not self._folds or len(lines) < 2:
            return lines
        if self._is_open:
            return [*lines, _Line("notice", "", (Way("收起", self._fold),))]
        first = min(findings, key=lambda each: [*Severity].index(each.severity))
        start = first.message if len(first.message) <= _FIRST else f"{first.message[:_FIRST]}…"
        text = f"{first.severity.word}：{start}　（{_numbers(findings)}）"
        return [_Line(first.severity.value, text, (Way("展开", self._fold),))]

    def _fold(self) -> None:
        self._is_open = not self._is_open
        self.refresh()

    def _others(self) -> list[_Line]:
        return [line for line in (self._offer, self._passing) if line]


def _sentence(finding: Finding) -> str:
    return f"{finding.severity.word}：{finding.message}"


def _numbers(findings: Sequence[Finding]) -> str:
    """How many of each severity there are."""
    found = [finding.severity for finding in findings]
    return "，".join(f"{each.word}{found.count(each)}条" for each in Severity if each in found)


def message_line(text: str, role: str, ways: Sequence[Way] = ()) -> QWidget:
    """``text`` in its ``role``, the links to its ``ways`` behind it."""
    sentence = label(text, role)
    if not ways:
        return sentence
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(sentence, 1)
    for way in ways:
        button = link(way.title, f"{way.title}：{text}" if text else way.title, tall=False)
        button.clicked.connect(lambda _=False, way=way: way.action())
        row.addWidget(button)
    return made
