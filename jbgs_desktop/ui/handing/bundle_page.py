"""U盘报送."""

from jbgs_desktop.ui.handing.desk import Desk
from jbgs_desktop.ui.page import Page


class BundlePage(Page):
    """The page U盘报送."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.session, "U盘报送")
