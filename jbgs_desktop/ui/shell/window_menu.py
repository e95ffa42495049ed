"""更多: the window's actions in groups of at most ten, each with its key."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from jbgs_desktop.ui.shell.workspace import Workspace

MenuCall = Callable[[Workspace], object]
MenuItem = tuple[str, str, str, MenuCall]  # its group, its words, its keys, what is done


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
