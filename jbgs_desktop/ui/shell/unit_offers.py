"""沿用单位资料 and 从Excel读取单位资料 in the menu, for a draft that may be changed."""

from PySide6.QtWidgets import QWidget

from jbgs_desktop.forms.finding import Severity
from jbgs_desktop.ui.drafts.keys_gate import KeyGate
from jbgs_desktop.ui.drafts.unit_profile import offer_units
from jbgs_desktop.ui.shell.workspace import Workspace


class UnitOffers:
    """What the menu offers, over ``window``."""

    def __init__(self, window: QWidget, gate: KeyGate) -> None:
        self._window, self._gate = window, gate

    def known(self, workspace: Workspace) -> None:
        """The units that this user has entered before."""
        if _may_change(workspace):
            offer_units(self._window, workspace.session, self._gate.keys.secret)

    def from_sheet(self, workspace: Workspace) -> None:
        """The units in a spreadsheet."""
        if _may_change(workspace):
            from jbgs_desktop.ui.drafts.unit_from_sheet import choose_sheet

            choose_sheet(self._window, workspace.session)


def _may_change(workspace: Workspace) -> bool:
    """Whether the unit may be changed; says why not."""
    workspace.settle_field()
    if workspace.session.locked:
        words = "这份草稿已经定稿，不能沿用单位资料。请先退回修改。"
    elif workspace.draft.is_read_only:
        words = "这份草稿是以只读方式打开的，不能沿用单位资料。"
    else:
        return True
    workspace.bar.notify(Severity.WARNING, words)
    return False
