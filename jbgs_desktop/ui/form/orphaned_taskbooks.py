"""What stays behind when a direction is given up: its task book, or a number no track has."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jbgs_desktop.forms.checks.context import shortened
from jbgs_desktop.forms.section import is_empty, section_text
from jbgs_desktop.forms.text.count import count
from jbgs_desktop.ui.widgets.message_boxes import choose
from jbgs_desktop.ui.widgets.selected_directions import chosen_directions, direction_name
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import add_shown, empty, label, panel, show_if


class OrphanedTaskbooks(QWidget):
    """A panel with the way out for each such thing; hidden while there is none."""

    rebuilt = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ways: dict[str, QPushButton] = {}
        self._frame = panel()
        self._list = QVBoxLayout(self._frame)
        self._list.setContentsMargins(12, 8, 12, 10)
        self._list.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._frame)
        self.refresh()

    def target(self, path: str) -> QWidget | None:
        """The button that ends what the finding at ``path`` is about."""
        return self._ways.get(".".join(path.split(".")[:2]))

    def refresh(self) -> None:
        words = self._session.words
        empty(self._list)
        self._ways.clear()
        for no in self._unknown():
            self._add(
                f"directions.{no}",
                f"已选的方向{no}不在本{words.track}中，不能申报。",
                "去掉",
                lambda _=False, no=no: self._drop_direction(no),
            )
        for key, length in self._unchosen():
            name = self._name(key)
            self._add(
                f"taskbooks.{key}",
                f"{name}没有选，但留有 {length:,} 字的{words.taskbook}，不会打印。",
                f"删除这份{words.taskbook}",
                lambda _=False, key=key: self._delete(key),
            )
        show_if(self, bool(self._ways))
        self.rebuilt.emit()

    def _unknown(self) -> list[int]:
        known = [direction.no for direction in chosen_directions(self._session)]
        return [no for no in dict.fromkeys(self._session.value.directions) if no not in known]

    def _unchosen(self) -> list[tuple[str, int]]:
        value = self._session.value
        return [
            (key, sum(count(section_text(each)).words for _, each in book))
            for key, book in value.taskbooks.items()
            if key not in map(str, value.directions) and not all(is_empty(each) for _, each in book)
        ]

    def _name(self, key: str) -> str:
        """The direction of a task book; from a file, its key may be no number at all."""
        is_number = key.isascii() and key.isdigit() and len(key) < 5
        return direction_name(self._session, int(key)) if is_number else f"“{shortened(key)}”"

    def _add(self, path: str, sentence: str, action: str, act: object) -> None:
        button = QPushButton(action)
        button.setAccessibleName(f"{action}：{sentence}")
        button.clicked.connect(act)
        self._ways[path] = button
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(label(sentence, "value"), 1)
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        add_shown(self._list, line)

    def _drop_direction(self, no: int) -> None:
        kept = tuple(own for own in self._session.value.directions if own != no)
        self._session.set("directions", kept)
        self._session.leave("directions")

    def _delete(self, key: str) -> None:
        name = self._name(key)
        book = self._session.words.taskbook
        question = f"要删除{name}的{book}吗？各节内容一起删除，误删可以用“撤销”找回。"
        choose(self, question, ("删除", lambda: self._drop_taskbook(key)))

    def _drop_taskbook(self, key: str) -> None:
        books = {own: book for own, book in self._session.value.taskbooks.items() if own != key}
        self._session.set("taskbooks", books)
        self._session.leave("taskbooks")
        self.refresh()
