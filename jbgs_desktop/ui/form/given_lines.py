"""At the head of a section: who has it, since when, and what can be done about that."""

from PySide6.QtCore import QMetaMethod, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.finalise.given_parts import GivenPart, given_out
from jbgs_desktop.ui.widgets.messages import Way, message_line
from jbgs_desktop.ui.widgets.part_words import given_words
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import add_shown, empty, show_if


class GivenLines(QWidget):
    """A line for each part that is out and holds the section that is shown.

    ``import_wanted`` carries the path of the section that came back; without a listener that way
    is not offered. ``withdraw_wanted`` carries the part. Tab comes here from ``before``.
    """

    import_wanted = Signal(str)
    withdraw_wanted = Signal(object)

    def __init__(self, session: Session, before: QWidget) -> None:
        super().__init__()
        self._session = session
        self._before = before
        self._path = ""
        self._shown: tuple[object, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        session.given.connect(self.refresh)
        self.hide()

    def show_section(self, path: str) -> None:
        self._path = path
        self.refresh()

    def refresh(self) -> None:
        parts = given_out(self._session.parts, self._path)
        may_import = self.isSignalConnected(QMetaMethod.fromSignal(self.import_wanted))
        if (shown := (self._path, parts, may_import)) == self._shown:
            return
        self._shown = shown
        empty(self._box)
        for part in parts:
            sentence = f"这一节 {given_words(part)}，还没有收回。"
            add_shown(self._box, message_line(sentence, "warning", self._ways(part, may_import)))
        show_if(self, bool(parts))
        self._order_tabs()

    def _order_tabs(self) -> None:
        """What is made anew stands at the end of the window."""
        before = self._before
        for link in self.findChildren(QPushButton):
            QWidget.setTabOrder(before, link)
            before = link

    def _ways(self, part: GivenPart, may_import: bool) -> list[Way]:
        path = self._path
        back = Way("收回导入…", lambda: self.import_wanted.emit(path))
        away = Way("撤销分工…", lambda: self.withdraw_wanted.emit(part))
        return [back, away] if may_import else [away]
