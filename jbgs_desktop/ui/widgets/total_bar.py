"""How much of its allowance a task book has used."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from jbgs_desktop.forms.calls.call import Limit
from jbgs_desktop.ui.widgets.prose import limit_state, rest_sentence
from jbgs_desktop.ui.widgets.style_helpers import SteadyLabel, label, set_state, show_if


class TotalBar(QWidget):
    """字数 of all sections against the limit of the whole, and how many sections are filled."""

    def __init__(self, limit: Limit | None, sections: int) -> None:
        super().__init__()
        self._limit = limit
        self._sections = sections
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("全文字数")
        show_if(self._bar, limit is not None)
        self._total = SteadyLabel("counter")
        self._filled = SteadyLabel("small")
        self._rest = SteadyLabel("small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(5)
        box.addWidget(self._bar)
        box.addLayout(self._make_line())

    def show_words(self, words: int, filled: int) -> None:
        """Show ``words`` in all, ``filled`` sections not being empty."""
        self._total.setText(f"全文 {words:,} 字")
        self._filled.setText(f"{self._sections} 节已填 {filled} 节")
        if self._limit:
            state = limit_state(words, self._limit)
            self._bar.setMaximum(self._limit.words)
            self._bar.setValue(min(words, self._limit.words))
            self._rest.setText(rest_sentence(words, self._limit))
            for part in (self._bar, self._total, self._rest):
                set_state(part, state)

    def _make_line(self) -> QHBoxLayout:
        allowed = ""
        if self._limit:
            allowed = f" / {self._limit.words:,}" + ("" if self._limit.hard else "（原则上）")
        parts: tuple[tuple[QLabel, int], ...] = (
            (self._total, 0),
            (label(allowed, "small", wrap=False), 20),
            (self._filled, 20),
            (self._rest, 0),
        )
        line = QHBoxLayout()
        line.setSpacing(0)
        for part, gap in parts:
            line.addWidget(part)
            line.addSpacing(gap)
        line.addStretch(1)
        return line
