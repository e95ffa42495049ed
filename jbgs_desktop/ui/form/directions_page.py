"""申报表 二、揭榜任务方向: which directions the unit takes on."""

from collections.abc import Iterable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from jbgs_desktop.forms.calls.call import Direction
from jbgs_desktop.forms.section import is_empty
from jbgs_desktop.ui.form.direction_box import DirectionBox
from jbgs_desktop.ui.form.orphaned_taskbooks import OrphanedTaskbooks
from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.message_boxes import choose
from jbgs_desktop.ui.widgets.messages import Messages
from jbgs_desktop.ui.widgets.selected_directions import direction_name
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label, show_if

_PATH = "directions"


class DirectionsPage(FormPage):
    """Check boxes under their categories, a search over titles and texts."""

    def __init__(self, session: Session) -> None:
        field = session.field(_PATH)
        super().__init__(session, field.label, field.text.note or "")
        self._search = QLineEdit()
        words = session.words
        self._search.setPlaceholderText(f"在方向名称、{words.task}和{words.target}中查找")
        self._search.setAccessibleName("查找方向")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._found = label("", "small")
        self._boxes: dict[int, DirectionBox] = {}
        self._groups: list[tuple[QWidget, list[DirectionBox]]] = []
        self._left_over = OrphanedTaskbooks(session)
        self.rows.addWidget(self._search)
        self.rows.addWidget(self._found)
        self.rows.addWidget(Messages(session, _PATH))
        self.rows.addWidget(self._left_over)
        for category in session.track.categories if session.track else ():
            self._add_category(category)
        self.rows.addStretch(1)
        session.changed.connect(self._on_changed)
        self._refresh()
        self._filter("")
        self._left_over.rebuilt.connect(self.order_tabs)

    def reveal(self, path: str) -> bool:
        target = self._left_over.target(path)
        if target is None and path.startswith(_PATH):
            target = self._first_box()
        if target is not None:
            self.point_at(target)
        return target is not None

    def first_fields(self) -> Iterable[QWidget]:
        first = self._first_box()
        return (first,) if first else (self._search,)

    def showEvent(self, event: QShowEvent) -> None:
        self._left_over.refresh()
        super().showEvent(event)
        self.focused.emit(_PATH)

    def _add_category(self, category: str) -> None:
        """The boxes of a category, those of its groups under a heading of their own."""
        assert self.session.track
        whole: list[DirectionBox] = []
        self._add_heading(category, "heading", whole)
        column = QVBoxLayout()
        column.setSpacing(4)
        groups: dict[str, list[DirectionBox]] = {}
        for direction in self.session.track.directions:
            if direction.category != category:
                continue
            if direction.group not in groups:
                groups[direction.group] = []
                if direction.group:
                    self._add_heading(
                        direction.group, "small-heading", groups[direction.group], column
                    )
            box = self._make_box(direction)
            column.addWidget(box)
            for boxes in (whole, groups[direction.group]):
                boxes.append(box)
        self.rows.addLayout(column)

    def _add_heading(
        self, text: str, name: str, boxes: list[DirectionBox], into: QVBoxLayout | None = None
    ) -> None:
        """A heading that is shown while one of ``boxes`` is."""
        heading = label(text, name)
        (into or self.rows).addWidget(heading)
        self._groups.append((heading, boxes))

    def _make_box(self, direction: Direction) -> DirectionBox:
        template = self.session.call.form.table.direction
        box = DirectionBox(
            direction,
            template.format(no=direction.no, title=direction.title),
            self.session.words,
        )
        box.box.clicked.connect(lambda on, no=direction.no: self._on_tick(no, on))
        self._boxes[direction.no] = box
        return box

    def _first_box(self) -> QWidget | None:
        ticked = [box for box in self._boxes.values() if box.box.isChecked()]
        first = next(iter(ticked or self._boxes.values()), None)
        return first.box if first else None

    def _on_tick(self, no: int, on: bool) -> None:
        others = set(self.session.value.directions) - {no}
        if on:
            self._set(others | {no})
        elif self._is_written(no):
            self._boxes[no].box.setChecked(True)  # until the question is answered
            choose(self, self._question(no), ("不再申报", lambda: self._set(others)))
        else:
            self._set(others)

    def _set(self, directions: set[int]) -> None:
        self.session.set(_PATH, tuple(sorted(directions)))
        self.session.leave(_PATH)

    def _is_written(self, no: int) -> bool:
        return not all(is_empty(each) for _, each in self.session.value.taskbook(no))

    def _question(self, no: int) -> str:
        book = self.session.words.taskbook
        return (
            f"{direction_name(self.session, no)}的{book}已经写了内容，不再申报这个方向吗？"
            "写好的内容先保留，重新选上就能接着写；导出正式材料以前，请在本页把它删除。"
        )

    def _on_changed(self, path: str) -> None:
        if path == _PATH or (path == "taskbooks" and self.isVisible()):
            self._refresh()

    def _refresh(self) -> None:
        for no, box in self._boxes.items():
            box.box.setChecked(no in self.session.value.directions)
        self._left_over.refresh()

    def _filter(self, words: str) -> None:
        for heading, boxes in self._groups:
            for box in boxes:
                show_if(box, box.holds(words))
            show_if(heading, any(box.holds(words) for box in boxes))
        found = sum(box.holds(words) for box in self._boxes.values())
        show_if(self._found, bool(words.strip()))
        self._found.setText(
            f"找到 {found} 个方向。"
            if found
            else "没有找到，换一个词试试，或清空查找框看全部方向。"
        )
