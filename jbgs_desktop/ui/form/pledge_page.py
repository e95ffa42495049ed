"""揭榜任务承诺书: the fixed text with its blanks filled, and who can be asked."""

from PySide6.QtCore import Qt

from jbgs_desktop.ui.widgets.form_page import FormPage
from jbgs_desktop.ui.widgets.selected_directions import chosen_as_written
from jbgs_desktop.ui.widgets.session import Session
from jbgs_desktop.ui.widgets.style_helpers import label, link

_BLANK = "＿＿＿＿"


class PledgePage(FormPage):
    """The commitments as they are printed, then contact, telephone and date."""

    def __init__(self, session: Session) -> None:
        text = session.call.form.pledge
        signer = session.words.signer
        hint = f"正文由通知规定，不能改动；签字和盖章在打印以后由{signer}办理。"
        super().__init__(session, text.title, hint)
        self._opening = label("", "fixed")
        self.rows.addWidget(self._opening)
        for paragraph in (text.lead, *text.commitments, *text.closing):
            self.rows.addWidget(label(paragraph, "fixed"))
        self.rows.addSpacing(8)
        contact = session.call.form.table.heading_of("unit.contact.name")
        self._same = link(f"同{contact}", f"联系人和联系电话同{contact}")
        self._same.clicked.connect(self._copy_contact)
        self.rows.addWidget(self._same, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_pair("pledge.contact", "pledge.phone")
        self.add_row("pledge.date")
        self.rows.addStretch(1)
        session.changed.connect(self._on_changed)
        self._show_opening()

    def _on_changed(self, path: str) -> None:
        if path in ("directions", "track"):
            self._show_opening()

    def _show_opening(self) -> None:
        text = self.session.call.form.pledge
        tasks = chosen_as_written(self.session, text.task, text.separator)
        self._opening.setText(text.opening.format(tasks=tasks or _BLANK))

    def _copy_contact(self) -> None:
        contact = self.session.value.unit.contact
        pledge = self.session.value.pledge
        copied = pledge.model_copy(update={"contact": contact.name, "phone": contact.mobile})
        self.session.set("pledge", copied)
        for path in ("pledge.contact", "pledge.phone"):
            self.session.leave(path)
