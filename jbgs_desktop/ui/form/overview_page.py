"""揭榜产品概述."""

from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.rows import FieldRow, LabelPlace
from jbgs_desktop.ui.widgets.session import Session

_LINES = 12


class OverviewPage(FormPage):
    """One long text that takes the whole page."""

    def __init__(self, session: Session) -> None:
        table = session.call.form.table
        super().__init__(session, table.task_heading)
        row = FieldRow(session, "product_overview", LabelPlace.ABOVE, lines=_LINES)
        self.rows.addWidget(self.adopt(row), 1)
