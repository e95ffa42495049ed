"""Two versions of an application, field by field, with the changed words marked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from jbgs_desktop.drafts.difference import (
    Difference,
    WordChange,
    WordRun,
    changed_words,
    differences,
)
from jbgs_desktop.forms.application import Application
from jbgs_desktop.ui.widgets.background_task import Workers, run_in_background
from jbgs_desktop.ui.widgets.display_text import as_text, field_name
from jbgs_desktop.ui.widgets.marked_text import MarkedText
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label

LEGEND = "带删除线的字只在{}里，带下划线的字只在{}里。"
_PATH = Qt.ItemDataRole.UserRole


class WordMatcher(QObject):
    """Finds the changed words of two texts off the window's thread; only the last question counts.

    A long text takes a while.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked = 0
        self._pool = Workers()

    def match(self, old: str, new: str, show: Callable[[list[WordRun]], None]) -> None:
        """Call ``show`` with the runs, unless another question comes first."""
        self._asked += 1
        asked = self._asked

        def work() -> list[WordRun]:
            return changed_words(old, new) if asked == self._asked else []

        def done(runs: list[WordRun]) -> None:
            if asked == self._asked:
                show(runs)

        def failed(_sentence: str) -> None:
            done([WordRun(WordChange.REMOVED, old), WordRun(WordChange.ADDED, new)])

        run_in_background(self, work, done, failed, self._pool)


class Comparison(QWidget):
    """The fields that differ, and the text of the one that is chosen.

    ``chosen`` carries its path, or nothing. With ``within`` only that field and its parts are
    compared.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, within: str = "") -> None:
        super().__init__()
        self._session = session
        self._within = within
        self._found: dict[str, Difference] = {}
        self._matcher = WordMatcher(self)
        self._fields = QTreeWidget()
        self._fields.setObjectName("differences")
        self._fields.setAccessibleName("有变化的栏目")
        self._fields.setHeaderLabels(("栏目", "变化"))
        self._fields.setRootIsDecorated(False)
        header = self._fields.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._fields.currentItemChanged.connect(lambda *_: self._on_chosen())
        self._none = label("", "muted")
        self._none.hide()
        self._legend = label("", "hint")
        self._text = MarkedText("改动对照")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fields, 2)
        box.addWidget(self._none)
        box.addWidget(self._text, 3)
        box.addWidget(self._legend)

    @property
    def current(self) -> str:
        """The path of the field that is chosen."""
        item = self._fields.currentItem()
        return str(item.data(0, _PATH)) if item else ""

    @property
    def paths(self) -> list[str]:
        """The fields that are listed and differ."""
        return [path for path, found in self._found.items() if found.old != found.new]

    def compare(
        self, old: Application, new: Application, sides: tuple[str, str], *, also_same: bool
    ) -> None:
        """List what differs between ``old`` and ``new``, which are called ``sides``."""
        was = self.current
        changed = [d for d in differences(old, new) if touches(d.path, self._within)]
        same = _unchanged(new, changed, self._within) if also_same else []
        self._found = {found.path: found for found in (*changed, *same)}
        self._legend.setText(LEGEND.format(*sides))
        self._fields.clear()
        for path, found in self._found.items():
            name = field_name(self._session, path)
            item = QTreeWidgetItem([name, self._kind(found)])
            item.setData(0, _PATH, path)
            self._fields.addTopLevelItem(item)
            if path == was:
                self._fields.setCurrentItem(item)
        self._none.setVisible(not changed)
        self._none.setText(f"{sides[0]}与{sides[1]}相同。")
        if self._fields.currentItem() is None and self._found:
            self._fields.setCurrentIndex(self._fields.model().index(0, 0))
        self._on_chosen()

    def _kind(self, found: Difference) -> str:
        if found.old == found.new:
            return "没有变化"
        old, new = (self._written(found.path, value) for value in (found.old, found.new))
        return "新填写" if not old else "清空" if not new else "有修改"

    def _written(self, path: str, value: Any) -> str:
        return as_text(self._session, path, value)

    def _on_chosen(self) -> None:
        found = self._found.get(self.current)
        if found is None:
            self._text.clear()
        else:
            old, new = (self._written(found.path, value) for value in (found.old, found.new))
            self._matcher.match(old, new, self._text.show_runs)
        self.chosen.emit(self.current)


def touches(path: str, within: str) -> bool:
    """Whether the field ``path`` is, holds or is part of the field ``within``; "" holds all."""
    return (
        not within
        or path == within
        or path.startswith(within + ".")
        or within.startswith(path + ".")
    )


def _unchanged(new: Application, changed: list[Difference], within: str) -> list[Difference]:
    """The fields with content that do not differ."""
    filled = differences(Application(), new)
    return [
        Difference(path, value, value)
        for path, value in ((found.path, found.new) for found in filled)
        if touches(path, within) and not any(touches(path, each.path) for each in changed)
    ]
