"""更多: the window's actions in groups of at most ten, each with its key."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from jbgs_desktop.ui.shell.side_folds import SidePart
from jbgs_desktop.ui.shell.workspace import Workspace

MenuCall = Callable[[Workspace], object]
MenuItem = tuple[str, str, str, MenuCall]  # its group, its words, its keys, what is done

VIEWS: tuple[MenuItem, ...] = (
    ("视图", "更宽：只看这一节", "F11", Workspace.turn_wide),
    ("视图", "收起或展开说明", "F9", lambda each: each.turn_side(SidePart.HELP)),
    ("视图", "收起或展开页面列表", "Ctrl+F9", lambda each: each.turn_side(SidePart.RAIL)),
    ("视图", "收起或展开各节", "Shift+F9", lambda each: each.turn_side(SidePart.SECTIONS)),
)


def make_menu(
    window: QWidget, items: Sequence[MenuItem], run: Callable[[MenuCall], object]
) -> QMenu:
    """The menu of ``items``; those without a group stand in the menu itself.

    ``run`` gets what is to be done. The keys work in all of ``window``.
    """
    menu = QMenu(window)
    groups: dict[str, QMenu] = {"": menu}
    for group, words, keys, call in items:
        if group not in groups:
            groups[group] = menu.addMenu(group)
        action = QAction(words, window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False, call=call: run(call))
        window.addAction(action)
        groups[group].addAction(action)
    return menu
