"""What stands beside a page, the rail and the help panel, folded away and brought back."""

from enum import StrEnum

from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from jbgs_desktop.ui.form.taskbook_page import TaskbookPage
from jbgs_desktop.ui.shell.help_panel import HelpPanel
from jbgs_desktop.ui.shell.rail import Rail
from jbgs_desktop.ui.widgets.screen_room import window_settings
from jbgs_desktop.ui.widgets.style_helpers import ems, named, show_if

_LEAST = {"help": 36, "rail": 30}  # em that a page keeps before a part folds by itself
_FOLDED, _OPEN = "‹\n说\n明", "›"


class SidePart(StrEnum):
    """What folds."""

    HELP = "help"
    RAIL = "rail"
    SECTIONS = "sections"  # the list of them on a task book's page


class SideFolds(QFrame):
    """The edge of the window by which the help panel is brought back, seen where it folds.

    A part is as the user last wished, on this computer; without a wish it folds where the page
    would be left too narrow. A page's own side never folds, since it has buttons. ``side`` holds
    the help panel and those.
    """

    def __init__(self, rail: Rail, help_: HelpPanel) -> None:
        super().__init__()
        self.setObjectName("fold")
        self._rail, self._help = rail, help_
        self.side = QStackedWidget()
        self.side.addWidget(help_)
        self.side.setFixedWidth(help_.minimumWidth())
        self._beside: QWidget | None = help_
        self._room = 0
        self._page: TaskbookPage | None = None
        self._is_wide = False
        self._wishes = window_settings()
        self._button = named(QPushButton(_FOLDED), "fold-button")
        self._button.setToolTip("收起或展开填写说明（F9）。")
        self._button.setAccessibleName("收起或展开填写说明")
        self._button.clicked.connect(lambda: self.turn(SidePart.HELP))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._button)
        box.addStretch(1)

    def show_beside(self, widget: QWidget | None) -> None:
        """Have ``widget`` beside the page, or nothing."""
        self._beside = widget
        if widget is not None:
            self.side.setCurrentWidget(widget)
        self._arrange()

    def give_room(self, width: int) -> None:
        """The page and what stands beside it have ``width`` px."""
        self._room = width
        self._arrange()

    def turn(self, part: SidePart) -> None:
        """Fold ``part``, or bring it back."""
        if part is SidePart.SECTIONS and self._page is not None:
            self._wish(part, self._page.is_list_folded)
        elif part is not SidePart.SECTIONS:
            self._wish(part, not self._is_open(part))

    def show_page(self, page: QWidget) -> None:
        """``page`` is open now; beside another than a task book's nothing is wide."""
        self._page = page if isinstance(page, TaskbookPage) else None
        self.widen(self._is_wide and self._page is not None)

    def turn_wide(self) -> None:
        """Have nothing but the section of a task book, or everything again."""
        self.widen(not self._is_wide and self._page is not None)

    def widen(self, is_wide: bool) -> None:
        if self._page is not None:
            self._page.set_wide(is_wide)
        self._is_wide = is_wide
        self._arrange()

    def bring_help(self) -> None:
        """Have the help panel in sight."""
        self._beside = self._help
        self.side.setCurrentWidget(self._help)
        if self.side.isHidden():
            self._wish(SidePart.HELP, True)

    def _wish(self, part: SidePart, is_open: bool) -> None:
        self._wishes.setValue(part, "open" if is_open else "folded")
        self._wishes.sync()
        self._arrange()

    def _is_open(self, part: SidePart) -> bool:
        wish = self._wishes.value(part)
        return wish == "open" if wish in ("open", "folded") else self._has_room(part)

    def _has_room(self, part: SidePart) -> bool:
        has_side = part is SidePart.HELP or not self.side.isHidden()
        beside = self._rail.whole_width + (self.side.minimumWidth() if has_side else 0)
        return self._room - beside >= ems(self._rail, _LEAST[part])

    def _arrange(self) -> None:
        is_help = self._beside is self._help
        is_open = not is_help or self._is_open(SidePart.HELP)
        show_if(self.side, self._beside is not None and is_open and not self._is_wide)
        self._button.setText(_OPEN if is_open else _FOLDED)
        is_edge_seen = is_help and not (is_open and self._has_room(SidePart.HELP))
        show_if(self, is_edge_seen and not self._is_wide)
        show_if(self._rail, not self._is_wide)
        self._rail.fold(not self._is_open(SidePart.RAIL))
        if self._page is not None:
            self._page.fold_list(self._wishes.value(SidePart.SECTIONS) == "folded")
