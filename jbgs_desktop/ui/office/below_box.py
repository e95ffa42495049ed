"""What offices below have written of a row of the 推荐表, beside one's own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from jbgs_desktop.office.ranking_order import Ranked
from jbgs_desktop.ui.widgets.style_helpers import label, show_if

_LONGEST = 120  # characters of a reason in sight; all of it is in the tip


class BelowBox(QWidget):
    """Shows itself where somebody below has recommended the row.

    ``wanted`` carries the reason of the highest of them, which is to become one's own.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reason = ""
        self._text = label("", "muted")
        self._take = QPushButton("采用下级的理由(&L)")
        self._take.setToolTip("填到下面的推荐理由里，还可以修改。")
        self._take.clicked.connect(lambda: self.wanted.emit(self._reason))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self._take)
        self.hide()

    def show_row(self, each: Ranked | None) -> None:
        """Show what stands beside ``each``; nothing for None."""
        recommended = [
            (office.recommender or "下级推荐单位", row)
            for office in (each.entry.recommended if each else ())
            for row in office.rows
            if each and row.direction == each.proposal.direction
        ]
        lines = [
            f"{who} 第{row.rank}名：{row.reason.strip() or '没有写推荐理由'}"
            for who, row in recommended
        ]
        short = (" ".join(line.split()) for line in lines)
        self._text.setText("\n".join(f"{t[:_LONGEST]}…" if len(t) > _LONGEST else t for t in short))
        self._text.setToolTip("\n".join(lines))
        self._reason = next(
            (row.reason for _, row in reversed(recommended) if row.reason.strip()), ""
        )
        self._take.setEnabled(bool(self._reason))
        show_if(self, bool(recommended))
