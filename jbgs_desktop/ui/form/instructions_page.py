"""填报须知: to be read, not to be changed."""

from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label


class InstructionsPage(FormPage):
    """The form's instructions as they are printed."""

    def __init__(self, session: Session) -> None:
        text = session.call.form.instructions
        super().__init__(
            session, text.title.replace(" ", ""), "这一页由通知规定，原样打印，不需要填写。"
        )
        for item in text.items:
            self.rows.addWidget(label(item, "fixed"))
        self.rows.addStretch(1)
