"""What every page of the rail is."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import WIDEST, label, named

COLUMN = 760  # px: rows wider than this are hard to read
_BESIDE = 2 * 28  # px, left and right of it


class Page(QScrollArea):
    """A heading, a line of explanation, and rows in one column that scrolls.

    ``head`` has room beside the heading.
    ``focused`` tells the field path of the row that got the focus, for the help panel; ``go``
    asks for the page of another field, ``stepped`` for the page before (-1) or after (1), by a page
    that ``has_steps`` of its own.
    """

    focused = Signal(str)
    go = Signal(str)
    stepped = Signal(int)
    has_steps = False

    def __init__(self, session: Session, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.session = session
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        # Not kept by the page: Python then collects a page that Qt has let go of with a crash, see
        # docs/developer/qt.md.
        column = named(QWidget(), "column")
        self._left = QWidget()
        self._left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.rows = QVBoxLayout(column)
        self.show_column(COLUMN)
        self.rows.setContentsMargins(28, 20, 28, 20)
        self.rows.setSpacing(11)
        self.head = QHBoxLayout()
        self.head.addWidget(named(label(title, "title"), "page-title"), 1)
        self.rows.addLayout(self.head)
        if subtitle:
            self.rows.addWidget(named(label(subtitle, "muted"), "page-subtitle"))
        holder = named(QWidget(), "page-holder")
        # Not a vertical box, which asks the column for its height at a width it never gets.
        outer = QHBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._left)
        outer.addWidget(column, 1)
        outer.addStretch()
        self.setWidget(holder)

    def show_column(self, width: int, *, in_middle: bool = False) -> None:
        """Have what is on the page at most ``width`` px wide."""
        self.rows.parentWidget().setMaximumWidth(width + _BESIDE)
        self._left.setMaximumWidth(WIDEST if in_middle else 0)

    def reveal(self, path: str) -> bool:
        """Bring the row of the field ``path`` into sight, focus and mark it; False if none."""
        return False

    @property
    def side(self) -> QWidget | None:
        """What stands beside the page in place of the help panel, if anything."""
        return None

    def first_fields(self) -> Iterable[QWidget]:
        """The widgets that may take the focus when the page opens, the best first."""
        return ()
