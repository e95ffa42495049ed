"""盖章与扫描."""

from jbgs_desktop.ui.handing.desk import Desk
from jbgs_desktop.ui.page import Page


class ScansPage(Page):
    """The page 盖章与扫描."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.session, "盖章与扫描")
