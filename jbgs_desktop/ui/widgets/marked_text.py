"""Two versions of a text as one, with the words that changed marked by more than their colour."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from jbgs_desktop.drafts.difference import WordChange, WordRun
from jbgs_desktop.ui.widgets.display_text import EMPTY
from jbgs_desktop.ui.widgets.theme import current_tokens

_SPOKEN = {WordChange.REMOVED: "删去“{}”", WordChange.ADDED: "增加“{}”", WordChange.SAME: "{}"}
_ONLY_HERE = "只在这一边“{}”"


class MarkedText(QTextEdit):
    """A text to read: what went is struck through, what came is underlined.

    Of two that stand ``beside`` each other, neither is the older one: what only one of them has is
    underlined there.
    """

    def __init__(self, name: str, *, beside: bool = False) -> None:
        super().__init__()
        self._beside = beside
        self.setObjectName("marked")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(64)

    def show_runs(self, runs: Sequence[WordRun]) -> None:
        """Show ``runs`` as they are, whatever they hold, from the first that changed."""
        self.clear()
        cursor = self.textCursor()
        first: int | None = None
        for run in runs:
            if first is None and run.change is not WordChange.SAME:
                first = cursor.position()
            only_here = self._beside and run.change is not WordChange.SAME
            cursor.insertText(run.text, _format(run.change, only_here=only_here))
        if not runs:
            quiet = QTextCharFormat()
            quiet.setForeground(QColor(current_tokens()["muted"]))
            cursor.insertText(EMPTY, quiet)
        cursor.setPosition(first or 0)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        words = _SPOKEN
        if self._beside:
            words = {change: _ONLY_HERE for change in WordChange} | {WordChange.SAME: "{}"}
        spoken = "".join(words[run.change].format(run.text) for run in runs)
        self.setAccessibleDescription(spoken[:2000])


def _format(change: WordChange, *, only_here: bool) -> QTextCharFormat:
    tokens, result = current_tokens(), QTextCharFormat()
    result.setForeground(QColor(tokens["text"]))
    if only_here:
        result.setForeground(QColor(tokens["accent"]))
        result.setBackground(QColor(tokens["accent-soft"]))
        result.setFontUnderline(True)
    elif change is WordChange.REMOVED:
        result.setForeground(QColor(tokens["error"]))
        result.setBackground(QColor(tokens["error-soft"]))
        result.setFontStrikeOut(True)
    elif change is WordChange.ADDED:
        result.setForeground(QColor(tokens["done"]))
        result.setFontUnderline(True)
    return result
