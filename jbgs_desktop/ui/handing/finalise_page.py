"""定稿与打印."""

from jbgs_desktop.ui.handing.desk import Desk
from jbgs_desktop.ui.page import Page


class FinalisePage(Page):
    """The page 定稿与打印."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.session, "定稿与打印")
