"""任务书: which there are, and the way to each."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.forms.section import is_empty
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.selected_directions import direction_name
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import add_shown, empty, label


class TaskbooksPage(FormPage):
    """A line for the task book of each chosen direction."""

    def __init__(self, session: Session) -> None:
        text = session.call.form.taskbook
        super().__init__(session, text.title, text.note.removeprefix("注："))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.rows.addLayout(self._list)
        self.rows.addStretch(1)
        session.changed.connect(self._on_changed)
        self._show_list()

    def first_fields(self) -> Iterable[QWidget]:
        return [button for button in self.findChildren(QPushButton) if button.isVisibleTo(self)]

    def showEvent(self, event: QShowEvent) -> None:
        self._show_list()
        super().showEvent(event)

    def _on_changed(self, path: str) -> None:
        if path in ("directions", "taskbooks") and self.isVisible():
            self._show_list()

    def _show_list(self) -> None:
        empty(self._list)
        nos = self.session.value.directions
        for no in nos:
            add_shown(self._list, self._make_line(no))
        if not nos:
            missing = f"还没有选任务方向，选了以后这里列出每个方向的{self.session.words.taskbook}。"
            add_shown(self._list, label(missing, "fixed"))
            button = self._make_button("去选方向", "directions")
            add_shown(self._list, button)
            self._list.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        self.order_tabs()

    def _make_line(self, no: int) -> QWidget:
        sections = list(self.session.value.taskbook(no))
        filled = sum(not is_empty(section) for _, section in sections)
        name = direction_name(self.session, no)
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(label(name, "value"), 1)
        box.addWidget(label(f"{len(sections)} 节已填 {filled} 节", "small", wrap=False))
        box.addWidget(self._make_button("填写", f"taskbooks.{no}", f"填写 {name}"))
        return line

    def _make_button(self, text: str, path: str, name: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(name or text)
        button.clicked.connect(lambda: self.go.emit(path))
        return button
